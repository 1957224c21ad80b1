"""A server that is away or hangs, a lock that is kept, a connection that was cut: nothing waits without end."""

from collections.abc import Iterator
from datetime import datetime
from pathlib import Path

import pytest
from sqlalchemy import Engine, make_url, select, text
from sqlalchemy.exc import OperationalError
from sqlmodel import col

from bot.storage import Turns, open_database
from bot.storage.database import DatabaseError, prepare
from bot.storage.tables import Chat


@pytest.fixture
def impatient(postgresql: str, postgresql_engine: Engine, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """Another engine on the same database, which waits for a tenth of a second."""
    monkeypatch.setattr("bot.storage.database.STATEMENT_SECONDS", 0.1)
    monkeypatch.setattr("bot.storage.database.LOCK_SECONDS", 0.05)
    engine = open_database(postgresql)
    yield engine
    engine.dispose()


def test_a_statement_that_takes_too_long_is_broken_off(impatient: Engine) -> None:
    with impatient.connect() as connection, pytest.raises(OperationalError, match="statement timeout"):
        connection.execute(text("SELECT pg_sleep(60)"))


def test_a_chat_that_another_process_keeps_locked_is_given_up(
    impatient: Engine, postgresql_engine: Engine, now: datetime
) -> None:
    with Turns(postgresql_engine).open(7, 1, now):
        pass
    with postgresql_engine.connect() as other, other.begin():
        other.execute(select(col(Chat.id)).with_for_update())
        with pytest.raises(OperationalError, match="lock timeout"), Turns(impatient).open(7, 2, now):
            pass


def test_a_connection_that_was_cut_is_made_anew_before_a_turn_needs_it(
    postgresql: str, postgresql_engine: Engine, now: datetime
) -> None:
    with Turns(postgresql_engine).open(7, 1, now):
        pass
    others = open_database(postgresql)
    with others.begin() as connection:
        cut = "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND datname = "
        connection.execute(text(f"{cut} current_database()"))
    others.dispose()
    with Turns(postgresql_engine).open(7, 2, now) as turn:
        assert turn is not None


@pytest.fixture
def nowhere(postgresql: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Engine]:
    """A server's address where none listens yet: its socket would be in the folder `socket`."""
    monkeypatch.setattr("bot.storage.database.PAUSE_SECONDS", 0.01)
    url = make_url(postgresql).update_query_dict({"host": str(tmp_path / "socket")})
    engine = open_database(url.render_as_string(hide_password=False))
    yield engine
    engine.dispose()


def test_a_start_waits_for_the_server_and_says_so(nowhere: Engine, postgresql: str, tmp_path: Path) -> None:
    said: list[str] = []

    def say(line: str) -> None:
        said.append(line)
        (tmp_path / "socket").symlink_to(str(make_url(postgresql).query["host"]))

    prepare(nowhere, say)
    assert len(said) == 1
    assert said[0].endswith("waiting up to 60 s for it")


def test_a_start_gives_up_a_server_that_stays_away(nowhere: Engine) -> None:
    said: list[str] = []
    with pytest.raises(DatabaseError, match=r"cannot be used: .*; given up after 0 s$"):
        prepare(nowhere, said.append, wait_seconds=0.1)
    assert len(said) == 1
