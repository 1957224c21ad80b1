"""Which database, and how is it spoken to? SQLite by default, PostgreSQL when one machine is too small.

Why synchronous? A turn's transaction takes well under a millisecond on SQLite; the edges run it in a thread of its own,
and one code serves the console, the worker and both databases.
"""

import sqlite3
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from pydantic_core import from_json, to_json
from sqlalchemy import Connection, Engine, event, inspect, make_url, text
from sqlalchemy.exc import ArgumentError, OperationalError, SQLAlchemyError
from sqlalchemy.pool import QueuePool
from sqlmodel import Session, create_engine

MIGRATIONS = Path(__file__).parent / "migrations"
HEAD_REVISION = "0006"
"""The newest file in migrations/versions, which a test compares."""

BUSY_TIMEOUT_SECONDS = 10
CONNECT_SECONDS = 5
STATEMENT_SECONDS = 15
LOCK_SECONDS = 5
POOL_SIZE = 5
MIGRATION_LOCK = 168868
"""The number of PostgreSQL's advisory lock under which one process at a time migrates."""

WAIT_SECONDS = 60.0
"""So long a start waits for a database that cannot be reached."""

PAUSE_SECONDS = 1.0

_JSON: dict[str, Any] = {"json_serializer": lambda value: to_json(value).decode(), "json_deserializer": from_json}
"""Each turn writes and reads some JSON; pydantic's takes a third of the time of the standard library's."""


class DatabaseError(Exception):
    """The database cannot be used; the message is one line for the operator."""


class DatabaseAwayError(DatabaseError):
    """The database cannot be reached now: trying again may help."""


def open_database(url: str) -> Engine:
    """An engine for a plain `sqlite:///...` or `postgresql://...` address; the driver is chosen here.

    A SQLite file's folder is made. Raises DatabaseError when the address cannot be used.
    """
    try:
        parsed = make_url(url)
    except ArgumentError:
        raise DatabaseError("DATABASE_URL: is no address; give sqlite:///... or postgresql://...") from None
    match parsed.get_backend_name():
        case "sqlite":
            return _open_sqlite(url)
        case "postgresql" | "postgres":  # platforms that hand out an address write it the old way
            milliseconds = {"statement_timeout": STATEMENT_SECONDS * 1000, "lock_timeout": LOCK_SECONDS * 1000}
            options = " ".join(f"-c {name}={value}" for name, value in milliseconds.items())
            return create_engine(
                parsed.set(drivername="postgresql+psycopg"),
                **_JSON,
                pool_pre_ping=True,
                pool_size=POOL_SIZE,
                hide_parameters=True,
                connect_args={"connect_timeout": CONNECT_SECONDS, "options": options, "application_name": "guidebot"},
            )
        case other:
            raise DatabaseError(f"DATABASE_URL: cannot use '{other}'; give sqlite:///... or postgresql://...")


def is_postgresql(bound: Engine | Connection) -> bool:
    return bound.dialect.name == "postgresql"


def migrate(engine: Engine) -> None:
    """Bring the tables up to date; safe to call at each start, by several processes at once."""
    try:
        with engine.begin() as connection:
            if _revision(connection) != HEAD_REVISION:
                _upgrade(connection)
    except SQLAlchemyError as error:
        reason = str(getattr(error, "orig", error)).strip().splitlines()[0]
        shown = engine.url.render_as_string(hide_password=True)
        message = f"the database {shown} cannot be used: {reason}"
        away = isinstance(error, OperationalError) and is_postgresql(engine)
        raise (DatabaseAwayError if away else DatabaseError)(message) from error


def prepare(engine: Engine, say: Callable[[str], None], wait_seconds: float = WAIT_SECONDS) -> None:
    """Migrate; a server that cannot be reached is waited for, and `say` is told so, once.

    Raises DatabaseError when it stays away for `wait_seconds`, or cannot be used.
    """
    deadline = time.monotonic() + wait_seconds
    told = False
    while True:
        try:
            migrate(engine)
        except DatabaseAwayError as error:
            if time.monotonic() >= deadline:
                raise DatabaseError(f"{error}; given up after {wait_seconds:.0f} s") from error
            if not told:
                say(f"{error}; waiting up to {wait_seconds:.0f} s for it")
            told = True
            time.sleep(PAUSE_SECONDS)
        else:
            return


def _revision(connection: Connection) -> str | None:
    """The revision that the tables are at; None for an empty database."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    return connection.execute(text("SELECT version_num FROM alembic_version")).scalar_one_or_none()


def _upgrade(connection: Connection) -> None:
    # Alembic takes as long to import as the rest of the storage: a start with nothing to do goes without it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    if is_postgresql(connection):
        # Another process may be at it, and a large table takes its time.
        connection.execute(text("SET LOCAL statement_timeout = 0"))
        connection.execute(text("SET LOCAL lock_timeout = 0"))
        connection.execute(text("SELECT pg_advisory_xact_lock(:key)"), {"key": MIGRATION_LOCK})
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
    # One connection: threads wait for one another in turn, where SQLite itself would have them sleep and retry.
    engine = create_engine(
        url,
        **_JSON,
        poolclass=QueuePool,
        pool_size=1,
        max_overflow=0,
        hide_parameters=True,  # errors would quote what users wrote
        connect_args={"timeout": BUSY_TIMEOUT_SECONDS, "check_same_thread": False},
    )
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
