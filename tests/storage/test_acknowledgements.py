"""A commit that happens, and whose acknowledgement is lost: nothing is stuck in the hand of who does not know of it."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine
from sqlalchemy.exc import OperationalError

from bot.storage import Handover, Mailbox, Outbox, Outgoing, Turns
from tests.storage.test_tickets import carry_out, case
from tests.storage.test_turns import living, send

WORKER = 1


@pytest.fixture
def engine(database: Engine) -> Iterator[Engine]:
    """A database at which sender 1 lives."""
    with living(database, WORKER):
        yield database


@contextmanager
def next_acknowledgement_lost(engine: Engine) -> Iterator[None]:
    commit = engine.dialect.do_commit

    with pytest.MonkeyPatch.context() as patch:

        def commit_in_silence(connection: Any) -> None:
            patch.undo()
            commit(connection)
            raise engine.dialect.loaded_dbapi.OperationalError("the server went away")

        patch.setattr(engine.dialect, "do_commit", commit_in_silence)
        with pytest.raises(OperationalError):
            yield


def test_what_a_turn_has_said_is_sent(engine: Engine, now: datetime) -> None:
    sent: list[Outgoing] = []
    stirred: list[str] = []
    turns = Turns(engine, handover=Handover(lambda: WORKER, sent.extend, lambda: stirred.append("woken")))
    with next_acknowledgement_lost(engine), turns.open(7, 1, now) as turn:
        assert turn is not None
        turn.send({"text": "once"}, now)
    assert stirred == ["woken"]
    with turns.open(8, 2, now):
        pass
    assert sent == []
    assert [item.payload for item in Outbox(engine).take(WORKER, now, 9)] == [{"text": "once"}]


def test_what_a_turn_has_said_is_sent_though_no_other_turn_comes(engine: Engine, now: datetime) -> None:
    turns = Turns(engine, handover=Handover(lambda: WORKER, lambda _: None, lambda: None))
    with next_acknowledgement_lost(engine), turns.open(7, 1, now) as turn:
        assert turn is not None
        turn.send({"text": "once"}, now)
    turns.settle(now)
    assert [item.payload for item in Outbox(engine).take(WORKER, now, 9)] == [{"text": "once"}]


def test_what_was_taken_is_taken_again(engine: Engine, now: datetime) -> None:
    send(engine, 7, 1, now, "once")
    outbox = Outbox(engine)
    with next_acknowledgement_lost(engine):
        outbox.take(WORKER, now, 9)
    assert [item.payload["text"] for item in outbox.take(WORKER, now, 9)] == ["once"]
    assert outbox.take(WORKER, now, 9) == []


def test_what_went_back_with_a_postponed_message_is_told(engine: Engine, now: datetime) -> None:
    sent: list[Outgoing] = []
    turns = Turns(engine, handover=Handover(lambda: WORKER, sent.extend, lambda: None))
    with turns.open(7, 1, now) as turn:
        assert turn is not None
        turn.send({"text": "first"}, now)
        turn.send({"text": "second"}, now)
    first, second = sent
    outbox = Outbox(engine)
    later = now + timedelta(seconds=1)
    with next_acknowledgement_lost(engine):
        outbox.postpone(first, WORKER, later, "502")
    assert outbox.postpone(first, WORKER, later, "502") == [second.id]


def test_a_mail_that_was_taken_is_taken_again(engine: Engine, now: datetime) -> None:
    carry_out(engine, 7, now, case())
    mailbox = Mailbox(engine)
    with next_acknowledgement_lost(engine):
        mailbox.take(WORKER, now, 9)
    assert [letter.number for letter in mailbox.take(WORKER, now, 9)] == ["A-1001"]
    assert mailbox.take(WORKER, now, 9) == []
