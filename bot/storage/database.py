"""Which database, and how is it spoken to? SQLite by default, PostgreSQL when one machine is too small.

Why synchronous? A turn's transaction takes well under a millisecond on SQLite; the edges run it in a thread of its own,
and one code serves the console, the worker and both databases.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Engine, event, inspect, make_url, text
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, create_engine

MIGRATIONS = Path(__file__).parent / "migrations"
HEAD_REVISION = "0003"
"""The newest file in migrations/versions, which a test compares."""

BUSY_TIMEOUT_SECONDS = 10


class DatabaseError(Exception):
    """The database cannot be used; the message is one line for the operator."""


def open_database(url: str) -> Engine:
    """An engine for a plain `sqlite:///...` or `postgresql://...` address; the driver is chosen here.

    A SQLite file's folder is made. Raises DatabaseError when the database cannot be reached or written.
    """
    parsed = make_url(url)
    match parsed.get_backend_name():
        case "sqlite":
            engine = _open_sqlite(url)
        case "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
            engine = create_engine(parsed, pool_pre_ping=True)
        case other:
            raise DatabaseError(f"DATABASE_URL: cannot use '{other}'; give sqlite:///... or postgresql://...")
    return engine


def migrate(engine: Engine) -> None:
    """Bring the tables up to date; safe to call at each start."""
    try:
        with engine.begin() as connection:
            if _revision(connection) != HEAD_REVISION:
                _upgrade(connection)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        shown = engine.url.render_as_string(hide_password=True)
        raise DatabaseError(f"the database {shown} cannot be used: {reason}") from error


def _revision(connection: Connection) -> str | None:
    """The revision that the tables are at; None for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _upgrade(connection: Connection) -> None:
    # Alembic takes as long to import as the rest of the storage: a start with nothing to do goes without it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["connection"] = connection
    command.upgrade(config, "head")


@contextmanager
def transaction(engine: Engine) -> Iterator[Session]:
    """One transaction: committed at the end, rolled back by an exception."""
    with Session(engine, expire_on_commit=False) as session, session.begin():
        yield session


def _open_sqlite(url: str) -> Engine:
    path = make_url(url).database
    if path and path != ":memory:":
        try:
            Path(path).parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise DatabaseError(f"the folder of the database {path} cannot be made: {error.strerror}") from error
    engine = create_engine(url, connect_args={"timeout": BUSY_TIMEOUT_SECONDS, "check_same_thread": False})
    event.listen(engine, "connect", _prepare_sqlite)
    event.listen(engine, "begin", _begin_sqlite)
    return engine


def _prepare_sqlite(connection: sqlite3.Connection, _record: Any) -> None:
    # Transactions are begun below: the driver's own begin comes too late to lock.
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        try:
            connection.execute(f"PRAGMA {pragma}")
        except sqlite3.OperationalError:
            # A file that may only be read stays readable; writing to it tells the reason in its own words.
            return


def _begin_sqlite(connection: Any) -> None:
    # Take the write lock at once: a turn that starts by reading must not find the lock taken when it writes.
    connection.exec_driver_sql("BEGIN IMMEDIATE")
