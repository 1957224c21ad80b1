"""Tickets, reminders and mails are kept with the turn, and done once."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import Engine, select

from bot.dialogue.effects import (
    CloseTicket,
    DropReminders,
    Effect,
    EraseChat,
    ExportChat,
    OpenTicket,
    RateTicket,
    SetReminder,
)
from bot.dialogue.events import FollowUpDue, MailRefused, ReminderDue
from bot.storage import Agenda, Mailbox, Outbox, Turns, forget_old, migrate, open_database, transaction
from bot.storage.tables import TicketRow

REPLY_BY = date(2026, 11, 25)
FOLLOW_UP = datetime(2026, 11, 25, 10, 0, tzinfo=UTC)


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = open_database(f"sqlite:///{tmp_path / 'bot.sqlite3'}")
    migrate(engine)
    yield engine
    engine.dispose()


def case(words: str = "it broke") -> OpenTicket:
    return OpenTicket(
        "code.not_received", "", words, "", words, "en", "Asia/Bangkok", "", REPLY_BY, FOLLOW_UP, by_mail=True
    )


def carry_out(engine: Engine, chat: int, now: datetime, *effects: Effect) -> str | None:
    """One turn with these effects; the number of the ticket that it opened."""
    with Turns(engine).open(chat, None, now) as turn:
        assert turn is not None
        turn.save(turn.state, {}, now)
        for effect in effects:
            turn.carry_out(effect, now)
        return turn.ticket


def tickets(engine: Engine) -> dict[int, TicketRow]:
    with transaction(engine) as session:
        return {row.chat_id: row for row in session.execute(select(TicketRow)).scalars()}


def test_numbers_are_never_used_again(engine: Engine, now: datetime) -> None:
    assert carry_out(engine, 7, now, case()) == "A-1001"
    carry_out(engine, 7, now, EraseChat())
    assert carry_out(engine, 8, now, case()) == "A-1002"


def test_a_ticket_is_closed_and_rated_by_its_own_chat_only(engine: Engine, now: datetime) -> None:
    carry_out(engine, 7, now, case())
    carry_out(engine, 8, now, case())
    carry_out(engine, 8, now, CloseTicket("A-1001"), RateTicket("A-1001", 1), RateTicket("A-1002", 5))
    kept = tickets(engine)
    assert (kept[7].status, kept[7].rating) == ("open", None)
    assert (kept[8].status, kept[8].rating) == ("open", 5)


def test_a_new_reminder_takes_the_place_of_the_last(engine: Engine, now: datetime) -> None:
    later = now + timedelta(hours=2)
    carry_out(engine, 7, now, SetReminder(now + timedelta(hours=1)), SetReminder(later))
    agenda = Agenda(engine)
    assert agenda.next_due() == later
    assert agenda.due(now, 9) == []
    assert [(item.chat_id, item.event) for item in agenda.due(later, 9)] == [(7, ReminderDue())]


def test_a_reminder_that_is_not_wanted_is_gone_and_the_follow_up_is_not(engine: Engine, now: datetime) -> None:
    carry_out(engine, 7, now, case(), SetReminder(now))
    carry_out(engine, 7, now, DropReminders())
    assert [item.event for item in Agenda(engine).due(FOLLOW_UP, 9)] == [FollowUpDue("A-1001")]


def test_what_is_due_is_claimed_once(engine: Engine, now: datetime) -> None:
    carry_out(engine, 7, now, SetReminder(now))
    [item] = Agenda(engine).due(now, 9)
    claims = []
    for _ in range(2):
        with Turns(engine).open(7, None, now) as turn:
            assert turn is not None
            claims.append(turn.claim(item.id, now))
    assert claims == [True, False]


def test_a_mail_waits_until_it_is_tried_again(engine: Engine, now: datetime) -> None:
    carry_out(engine, 7, now, case())
    mailbox = Mailbox(engine)
    [letter] = mailbox.take(1, now, 9)
    later = now + timedelta(minutes=1)
    mailbox.postpone(letter, later, "connection refused")
    assert mailbox.take(1, now, 9) == []
    assert [(letter.number, letter.attempts) for letter in mailbox.take(1, later, 9)] == [("A-1001", 1)]
    mailbox.mark_sent(letter, later)
    assert mailbox.next_due() is None


def test_a_mail_that_is_refused_is_put_on_the_agenda(engine: Engine, now: datetime) -> None:
    carry_out(engine, 7, now, case())
    mailbox = Mailbox(engine)
    mailbox.give_up(mailbox.take(1, now, 9)[0], now, "550 no such user")
    assert mailbox.take(1, now, 9) == []
    assert [item.event for item in Agenda(engine).due(now, 9)] == [MailRefused("A-1001")]


@pytest.mark.parametrize("forget", ["erase", "retention"])
def test_nothing_is_kept_of_who_is_forgotten(engine: Engine, now: datetime, forget: str) -> None:
    carry_out(engine, 7, now, case(), SetReminder(now))
    if forget == "erase":
        carry_out(engine, 7, now, EraseChat())
    else:
        forget_old(engine, now + timedelta(days=91), 90, UTC)
    assert tickets(engine) == {}
    assert Agenda(engine).next_due() is None
    assert Mailbox(engine).next_due() is None


def test_the_users_own_data_holds_their_tickets(engine: Engine, now: datetime) -> None:
    carry_out(engine, 7, now, case("it broke"))
    carry_out(engine, 8, now, case("somebody else's"))
    carry_out(engine, 7, now, ExportChat())
    documents = [item.payload["document"] for item in Outbox(engine).take(1, now, 9)]
    assert [ticket["words"] for document in documents for ticket in document["tickets"]] == ["it broke"]
