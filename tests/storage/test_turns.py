"""A turn is one transaction; the outbox keeps the order; nothing is kept longer than promised."""

import threading
from collections.abc import Collection, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import Connection, Engine, func, inspect, select, text
from sqlmodel import SQLModel, col

from bot.dialogue.effects import EraseChat, NoteStuck, NoteUnanswered
from bot.dialogue.states import AtStep, ChatState
from bot.storage import Handover, Outbox, Outgoing, Turns, forget_old, is_postgresql, migrate, transaction
from bot.storage.database import HEAD_REVISION, MIGRATIONS
from bot.storage.outbox import WORKER_LOCKS, held_back
from bot.storage.tables import Chat, OutboxItem, SeenUpdate, StuckNote, Unanswered


@pytest.fixture
def engine(database: Engine) -> Engine:
    return database


@contextmanager
def living(engine: Engine, *workers: int) -> Iterator[None]:
    """The senders of these numbers live: on PostgreSQL each holds its lock."""
    if not is_postgresql(engine):
        yield
        return
    with engine.connect() as connection:
        for worker in workers:
            connection.execute(text("SELECT pg_advisory_lock(:locks, :n)"), {"locks": WORKER_LOCKS, "n": worker})
        connection.commit()
        yield
        connection.execute(text("SELECT pg_advisory_unlock_all()"))


@pytest.fixture
def living_senders(engine: Engine) -> Iterator[None]:
    """Senders 1 and 2 live."""
    with living(engine, 1, 2):
        yield


def count(engine: Engine, table: type[SQLModel]) -> int:
    with transaction(engine) as session:
        return session.scalar(select(func.count()).select_from(table)) or 0


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
    assert [item.chat_id for item in Outbox(engine).take(1, now, 9)] == [8]


@pytest.mark.usefixtures("living_senders")
def test_each_chats_messages_leave_in_the_order_said(engine: Engine, now: datetime) -> None:
    send(engine, 7, 1, now, "first", "second")
    send(engine, 8, 2, now, "other")
    outbox = Outbox(engine)
    first, other = outbox.take(1, now, 9)
    assert (first.payload["text"], other.payload["text"]) == ("first", "other")
    assert outbox.take(1, now, 9) == []
    outbox.mark_sent([first.id])
    assert [item.payload["text"] for item in outbox.take(1, now, 9)] == ["second"]


def test_what_is_postponed_holds_back_what_follows_it(engine: Engine, now: datetime) -> None:
    send(engine, 7, 1, now, "first", "second")
    outbox = Outbox(engine)
    later = now + timedelta(minutes=1)
    [first] = outbox.take(1, now, 9)
    outbox.postpone(first, 1, later, "502")
    assert outbox.take(1, now, 9) == []
    assert outbox.next_due() is not None
    [item] = outbox.take(1, later, 9)
    assert (item.payload["text"], item.attempts) == ("first", 1)


def test_who_blocked_the_bot_has_an_empty_queue(engine: Engine, now: datetime) -> None:
    send(engine, 7, 1, now, "first", "second")
    outbox = Outbox(engine)
    assert [item.payload["text"] for item in outbox.drop_chat(7, now, "blocked")] == ["first", "second"]
    assert outbox.take(1, now, 9) == []
    assert outbox.next_due() is None


def test_what_happens_unasked_leaves_a_blocked_chat_blocked(engine: Engine, now: datetime) -> None:
    send(engine, 7, 1, now)
    Outbox(engine).drop_chat(7, now, "blocked")
    with Turns(engine).open(7, None, now) as turn:
        assert turn is not None
        turn.save_unasked(turn.state, {})
    with transaction(engine) as session:
        assert session.get_one(Chat, 7).blocked
    send(engine, 7, 2, now)
    with transaction(engine) as session:
        assert not session.get_one(Chat, 7).blocked


@pytest.mark.usefixtures("living_senders")
def test_what_one_process_has_in_hand_no_other_takes(engine: Engine, now: datetime) -> None:
    send(engine, 7, 1, now, "first", "second")
    outbox = Outbox(engine)
    assert len(outbox.take(1, now, 9)) == 1
    assert outbox.take(2, now, 9) == []
    outbox.release(1)
    assert [item.payload["text"] for item in outbox.take(2, now, 9)] == ["first"]


def test_what_another_process_is_just_taking_is_passed_over_and_not_waited_for(
    postgresql_engine: Engine, now: datetime
) -> None:
    send(postgresql_engine, 7, 1, now, "theirs")
    send(postgresql_engine, 8, 2, now, "ours")
    theirs = select(col(OutboxItem.id)).where(col(OutboxItem.chat_id) == 7).with_for_update()
    with postgresql_engine.connect() as other, other.begin():
        other.execute(theirs)
        assert [item.chat_id for item in Outbox(postgresql_engine).take(1, now, 9)] == [8]


def test_what_a_dead_process_has_in_hand_another_takes(
    postgresql_engine: Engine, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.outbox.SETTLED_SECONDS", 0)
    send(postgresql_engine, 7, 1, now, "first")
    outbox = Outbox(postgresql_engine)
    with living(postgresql_engine, 1, 2):
        assert [item.payload["text"] for item in outbox.take(1, now, 9)] == ["first"]
        assert outbox.take(2, now, 9) == []
    with living(postgresql_engine, 2):
        # It may be on its way to Telegram still.
        assert outbox.take(2, now + timedelta(seconds=2), 9) == []
        later = outbox.take(2, now + timedelta(seconds=3), 9)
        assert [item.payload["text"] for item in later] == ["first"]


def test_while_the_server_has_only_come_up_nobody_counts_as_dead(
    postgresql_engine: Engine, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.storage.outbox.SETTLED_SECONDS", 1_000_000)
    send(postgresql_engine, 7, 1, now, "first")
    outbox = Outbox(postgresql_engine)
    assert len(outbox.take(1, now, 9)) == 1
    assert outbox.take(2, now, 9) == []


class Process:
    """A process that is a sender, as far as its turns see."""

    def __init__(self, number: int | None) -> None:
        self.number = number
        self.items: list[Outgoing] = []
        self.stirred = 0

    @property
    def sent(self) -> list[str]:
        return [item.payload["text"] for item in self.items]

    def handover(self) -> Handover:
        return Handover(lambda: self.number, self._send, self._stir)

    def _send(self, items: Sequence[Outgoing]) -> None:
        self.items += items

    def _stir(self) -> None:
        self.stirred += 1


def say(turns: Turns, chat: int, now: datetime, *words: str) -> None:
    with turns.open(chat, None, now) as turn:
        assert turn is not None
        for word in words:
            turn.send({"text": word, "buttons": [], "edits": None}, now)


def is_waited_for(engine: Engine) -> bool:
    with engine.connect() as connection:
        return bool(connection.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar())


def test_what_is_given_back_is_not_overtaken_by_a_turn_under_way(
    postgresql_engine: Engine, now: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    process = Process(1)
    turns, outbox = Turns(postgresql_engine, None, process.handover()), Outbox(postgresql_engine)
    say(turns, 7, now, "first")
    [first] = process.items
    giving_back = threading.Thread(target=outbox.postpone, args=(first, 1, now + timedelta(seconds=1), "5xx"))

    def look_while_that_is_given_back(connection: Connection, chats: Collection[int], worker: int) -> set[int]:
        found = held_back(connection, chats, worker)
        giving_back.start()
        while giving_back.is_alive() and not is_waited_for(postgresql_engine):
            pass
        return found

    monkeypatch.setattr("bot.storage.turns.held_back", look_while_that_is_given_back)
    say(turns, 7, now, "second")
    giving_back.join()
    with transaction(postgresql_engine) as session:
        assert session.execute(select(col(OutboxItem.worker))).scalars().all() == [None, None]


def test_what_was_taken_is_sent_before_a_turn_that_comes_behind_it(engine: Engine, now: datetime) -> None:
    process = Process(1)
    turns, outbox = Turns(engine, None, process.handover()), Outbox(engine)
    send(engine, 7, 1, now, "first")
    behind = threading.Thread(target=say, args=(turns, 7, now, "second"))

    def take_while_somebody_speaks() -> list[Outgoing]:
        items = outbox.take(1, now, 9)
        behind.start()
        behind.join(0.3)  # a turn that does not wait is over by then
        return items

    assert turns.hand_over(take_while_somebody_speaks) == 1
    behind.join()
    assert process.sent == ["first", "second"]


@pytest.mark.usefixtures("living_senders")
def test_a_process_sends_at_once_what_nothing_waits_before(engine: Engine, now: datetime) -> None:
    one, other = Process(1), Process(2)
    say(Turns(engine, handover=one.handover()), 7, now, "first")
    assert one.sent == ["first"]
    say(Turns(engine, handover=other.handover()), 7, now, "second")
    assert (other.sent, other.stirred) == ([], 1)
    say(Turns(engine, handover=one.handover()), 7, now, "third")
    assert one.sent == ["first"]
    assert Outbox(engine).take(2, now, 9) == []
    [first] = Outbox(engine).drop_chat(7, now, "blocked")[:1]
    assert first.payload["text"] == "first"


def test_turns_that_arrive_together_are_committed_together(engine: Engine, now: datetime) -> None:
    with Turns(engine).open_many((8, 7, 8), (1, 2, 3), now) as batch:
        for chat, update in ((8, 1), (7, 2), (8, 3), (8, 3)):
            turn = batch.turn(chat, update)
            if turn is not None:
                turn.save(replace(turn.state, fallbacks=turn.state.fallbacks + 1), {}, now)
    with Turns(engine).open_many((7, 8), (), now) as batch:
        states = [batch.turn(chat, None) for chat in (7, 8)]
        assert [turn.state.fallbacks for turn in states if turn is not None] == [1, 2]


def test_a_turn_that_fails_is_undone_and_leaves_its_neighbours(engine: Engine, now: datetime) -> None:
    with Turns(engine).open_many((7, 8), (1, 2), now) as batch:
        for chat, update in ((7, 1), (8, 2)):
            turn = batch.turn(chat, update)
            assert turn is not None
            with suppress(_PlannedError), turn.undone_on_failure(writes=True):
                turn.save(replace(turn.state, fallbacks=1), {}, now)
                turn.carry_out(NoteStuck("pay.method", "declined"), now)
                turn.send({"text": str(chat), "buttons": [], "edits": None}, now)
                if chat == 7:
                    raise _PlannedError
    assert count(engine, StuckNote) == 1
    assert [item.chat_id for item in Outbox(engine).take(1, now, 9)] == [8]


def test_a_silent_chat_is_forgotten_after_the_days_promised(engine: Engine, now: datetime) -> None:
    send(engine, 7, 1, now - timedelta(days=91), "old")
    send(engine, 8, 2, now - timedelta(days=89), "young")
    assert forget_old(engine, now, 90, UTC) == 1
    with transaction(engine) as session:
        assert session.execute(select(col(Chat.id))).scalars().all() == [8]
        assert session.execute(select(col(OutboxItem.chat_id))).scalars().all() == [8]
        assert session.execute(select(col(SeenUpdate.id))).scalars().all() == []


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
