"""Cases that were handed over, what is to be said later, and the e-mails of tickets: read and written."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum

from sqlalchemy import Engine, delete, func, or_, select, update
from sqlmodel import Session, col

from bot.dialogue.effects import OpenTicket
from bot.dialogue.events import Event, FollowUpDue, MailRefused, ReminderDue, SilenceDue, SnoozeOver
from bot.dialogue.replies import Way
from bot.dialogue.states import TicketStatus
from bot.storage.database import transaction
from bot.storage.outbox import nobody_has, taken_by
from bot.storage.tables import Mail, Scheduled, TicketRow

FIRST_NUMBER = 1000
"""Added to a ticket's id: nobody likes to be told that they are number 1."""


class ScheduledKind(Enum):
    """What is said when its instant comes."""

    REMINDER = "reminder"
    FOLLOW_UP = "follow_up"
    MAIL_REFUSED = "mail_refused"
    SILENCE = "silence"
    SNOOZE = "snooze"


@dataclass(frozen=True, slots=True)
class Due:
    """Something whose instant has come."""

    id: int
    chat_id: int
    event: Event


@dataclass(frozen=True, slots=True)
class Letter:
    """A ticket whose e-mail is to leave, and how often that was tried before."""

    ticket: TicketRow
    attempts: int

    @property
    def number(self) -> str:
        return ticket_number(self.ticket.id or 0)


def ticket_number(ticket: int) -> str:
    """What people call a ticket: A-1042."""
    return f"A-{FIRST_NUMBER + ticket}"


def ticket_id(number: str) -> int:
    """The id behind a ticket's number."""
    return int(number.removeprefix("A-")) - FIRST_NUMBER


def add_ticket(session: Session, chat_id: int, name: str, effect: OpenTicket, now: datetime) -> str:
    """Keep a case, with its e-mail and the question whether it was solved; gives its number."""
    ticket = TicketRow(
        chat_id=chat_id,
        name=name,
        topic=effect.topic,
        step=effect.step,
        words=effect.words,
        summary=effect.summary,
        text=effect.text,
        language=effect.language,
        zone=effect.zone,
        email=effect.email,
        reply_by=effect.reply_by,
        status=TicketStatus.OPEN.value,
        opened_at=now,
        way=_way(effect).value,
    )
    session.add(ticket)
    session.flush()
    number = ticket_number(ticket.id or 0)
    add_scheduled(session, chat_id, ScheduledKind.FOLLOW_UP, effect.follow_up_at, number)
    if effect.by_mail:
        session.add(Mail(ticket=ticket.id or 0, chat_id=chat_id, due_at=now))
    return number


def _way(effect: OpenTicket) -> Way:
    if effect.to_desk:
        return Way.LIVE
    return Way.MAIL if effect.by_mail else Way.COPY


def add_scheduled(session: Session, chat_id: int, kind: ScheduledKind, due_at: datetime, ref: str = "") -> None:
    session.add(Scheduled(chat_id=chat_id, kind=kind.value, ref=ref, due_at=due_at))


def drop_reminders(session: Session, chat_id: int) -> None:
    """Forget the reminders that have not come yet."""
    session.execute(
        delete(Scheduled).where(
            col(Scheduled.chat_id) == chat_id,
            col(Scheduled.kind) == ScheduledKind.REMINDER.value,
            col(Scheduled.done_at).is_(None),
        )
    )


def change_ticket(session: Session, chat_id: int, number: str, **values: object) -> None:
    """Write `values` into the chat's own ticket `number`; a number of somebody else's changes nothing."""
    own = (col(TicketRow.id) == ticket_id(number)) & (col(TicketRow.chat_id) == chat_id)
    session.execute(update(TicketRow).where(own).values(**values))


def change_open_tickets(session: Session, chat_id: int, **values: object) -> None:
    """Write `values` into all tickets of the chat that are not closed."""
    still_open = (col(TicketRow.chat_id) == chat_id) & (col(TicketRow.status) != TicketStatus.CLOSED.value)
    session.execute(update(TicketRow).where(still_open).values(**values))


def take_tickets(session: Session, chat_id: int, now: datetime) -> None:
    """Somebody of the team has the chat's open tickets in hand; when that was so first is kept."""
    taken_at = func.coalesce(TicketRow.taken_at, now)
    change_open_tickets(session, chat_id, status=TicketStatus.TAKEN.value, taken_at=taken_at)


def tickets_of(session: Session, chat_id: int) -> list[dict[str, object]]:
    """Everything that is kept of the chat's tickets, for the user to see."""
    rows = session.execute(select(TicketRow).where(col(TicketRow.chat_id) == chat_id)).scalars().all()
    return [{"number": ticket_number(row.id or 0), **row.model_dump(mode="json")} for row in rows]


class Agenda:
    """The table of what is to be said later."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def due(self, now: datetime, limit: int) -> list[Due]:
        """What is to be said by `now`, the oldest first."""
        query = (
            select(Scheduled)
            .where(col(Scheduled.done_at).is_(None), col(Scheduled.due_at) <= now)
            .order_by(col(Scheduled.due_at), col(Scheduled.id))
            .limit(limit)
        )
        with transaction(self._engine) as session:
            rows = session.execute(query).scalars().all()
        return [Due(row.id or 0, row.chat_id, _event(row)) for row in rows]

    def next_due(self) -> datetime | None:
        query = select(func.min(Scheduled.due_at)).where(col(Scheduled.done_at).is_(None))
        with transaction(self._engine) as session:
            return session.execute(query).scalar_one_or_none()


class Mailbox:
    """The table of e-mails to be sent."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._taking: set[int] = set()

    def take(self, worker: int, now: datetime, limit: int) -> list[Letter]:
        """Take in hand the letters whose time has come and that nobody else has."""
        with transaction(self._engine) as session:
            may_take = or_(nobody_has(Mail, session, now), taken_by(worker, Mail, Mail.ticket, self._taking))
            query = (
                select(Mail)
                .where(col(Mail.done_at).is_(None), col(Mail.due_at) <= now, may_take)
                .order_by(col(Mail.due_at))
                .limit(limit)
                .with_for_update(skip_locked=True)
            )
            mails = session.execute(query).scalars().all()
            for mail in mails:
                mail.worker = worker
            tickets = {mail.ticket: session.get_one(TicketRow, mail.ticket) for mail in mails}
            self._taking = set(tickets)
        self._taking.clear()
        return [Letter(tickets[mail.ticket], mail.attempts) for mail in mails]

    def next_due(self) -> datetime | None:
        query = select(func.min(Mail.due_at)).where(col(Mail.done_at).is_(None), col(Mail.worker).is_(None))
        with transaction(self._engine) as session:
            return session.execute(query).scalar_one_or_none()

    def mark_sent(self, letter: Letter, now: datetime) -> None:
        self._update(letter, done_at=now, error=None)

    def give_up(self, letter: Letter, now: datetime, error: str) -> None:
        """The mail will never arrive: that is put on the agenda, to be said to the user."""
        with transaction(self._engine) as session:
            own = col(Mail.ticket) == letter.ticket.id
            session.execute(update(Mail).where(own).values(done_at=now, error=error))
            add_scheduled(session, letter.ticket.chat_id, ScheduledKind.MAIL_REFUSED, now, letter.number)

    def postpone(self, letter: Letter, due_at: datetime, error: str) -> None:
        self._update(letter, due_at=due_at, error=error, attempts=letter.attempts + 1, worker=None)

    def _update(self, letter: Letter, **values: object) -> None:
        with transaction(self._engine) as session:
            session.execute(update(Mail).where(col(Mail.ticket) == letter.ticket.id).values(**values))


def _event(row: Scheduled) -> Event:
    match ScheduledKind(row.kind):
        case ScheduledKind.REMINDER:
            return ReminderDue()
        case ScheduledKind.FOLLOW_UP:
            return FollowUpDue(row.ref)
        case ScheduledKind.MAIL_REFUSED:
            return MailRefused(row.ref)
        case ScheduledKind.SILENCE:
            return SilenceDue()
        case ScheduledKind.SNOOZE:
            return SnoozeOver()
