"""What is stored, and why: one table a paragraph. Instants are UTC, aware."""

from datetime import UTC, date, datetime
from typing import Any

from sqlalchemy import JSON, BigInteger, Column, Date, DateTime, Index, Integer, TypeDecorator
from sqlalchemy.engine import Dialect
from sqlmodel import Field, SQLModel


class Instant(TypeDecorator[datetime]):
    """An aware UTC instant; SQLite has no zones, so they are taken off and put back here."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a stored instant must be aware")
        return value.astimezone(UTC)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value if value is None or value.tzinfo else value.replace(tzinfo=UTC)


# SQLite numbers rows by itself only for the type INTEGER.
_BigKey = BigInteger().with_variant(Integer, "sqlite")


class Chat(SQLModel, table=True):
    """Where each chat stands. The row is the lock that keeps a chat's turns in order.

    `labels` maps what the last buttons said to their callback data, for answers in words. `blocked` when the user has
    blocked the bot, until they write again.
    """

    __tablename__ = "chat"

    id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    state: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    labels: dict[str, str] = Field(default_factory=dict, sa_column=Column(JSON, nullable=False))
    blocked: bool = False
    seen_at: datetime = Field(sa_column=Column(Instant, nullable=False, index=True))


class SeenUpdate(SQLModel, table=True):
    """Updates that were handled: one seen before does nothing."""

    __tablename__ = "seen_update"

    id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    at: datetime = Field(sa_column=Column(Instant, nullable=False, index=True))


class OutboxItem(SQLModel, table=True):
    """A message that is to leave. One that has left is deleted; one that was given up has `done_at` and an `error`.

    `payload` is what `telegram/` sends; `due_at` the next attempt. `worker` is the process that has it in hand. Ids
    are never used again: their order is the order in which a chat's messages leave.
    """

    __tablename__ = "outbox"
    # Its partial index stands in migration 0004 alone: named here, every start would load all databases' dialects.
    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, sa_column=Column(_BigKey, primary_key=True))
    chat_id: int = Field(sa_column=Column(BigInteger, nullable=False, index=True))
    payload: dict[str, Any] = Field(sa_column=Column(JSON, nullable=False))
    created_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    due_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    attempts: int = 0
    worker: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    done_at: datetime | None = Field(default=None, sa_column=Column(Instant, nullable=True))
    error: str | None = None


class Unanswered(SQLModel, table=True):
    """A question that was not understood, for the editors. It holds nothing of who asked.

    `nearest` are the intents that came closest; `rejected` when the user said that it was none of them. `settled` is
    what an editor decided (`bot.teaching.Outcome`), or empty while nobody has.
    """

    __tablename__ = "unanswered"

    id: int | None = Field(default=None, sa_column=Column(_BigKey, primary_key=True))
    text: str
    language: str
    nearest: list[str] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    rejected: bool = False
    settled: str = ""
    at: datetime = Field(sa_column=Column(Instant, nullable=False, index=True))


class StuckNote(SQLModel, table=True):
    """Somebody was stuck at a step, and with what, if they said so."""

    __tablename__ = "stuck_note"

    id: int | None = Field(default=None, sa_column=Column(_BigKey, primary_key=True))
    step: str
    trouble: str = ""
    at: datetime = Field(sa_column=Column(Instant, nullable=False, index=True))


class TicketRow(SQLModel, table=True):
    """A case that was handed to the team. Its number is made from its id, which is never used again.

    `words` are the user's own, `text` the whole case as the desk reads it; `email` where they want the answer, or
    empty. `rating` is from 1 to 5, `way` how it reached the team, and `taken_at` when somebody there first answered.
    """

    __tablename__ = "ticket"
    __table_args__ = {"sqlite_autoincrement": True}

    id: int | None = Field(default=None, sa_column=Column(_BigKey, primary_key=True))
    chat_id: int = Field(sa_column=Column(BigInteger, nullable=False, index=True))
    name: str
    topic: str
    step: str
    words: str
    summary: str
    text: str
    language: str
    zone: str
    email: str
    reply_by: date = Field(sa_column=Column(Date, nullable=False))
    status: str
    rating: int | None = None
    opened_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    closed_at: datetime | None = Field(default=None, sa_column=Column(Instant, nullable=True))
    way: str = ""
    taken_at: datetime | None = Field(default=None, sa_column=Column(Instant, nullable=True))
    rated_at: datetime | None = Field(default=None, sa_column=Column(Instant, nullable=True))


class Scheduled(SQLModel, table=True):
    """Something that is to be said to a chat at an instant: `kind` tells what, `ref` of which ticket."""

    __tablename__ = "scheduled"
    __table_args__ = (Index("scheduled_waiting", "done_at", "due_at"),)

    id: int | None = Field(default=None, sa_column=Column(_BigKey, primary_key=True))
    chat_id: int = Field(sa_column=Column(BigInteger, nullable=False, index=True))
    kind: str
    ref: str = ""
    due_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    done_at: datetime | None = Field(default=None, sa_column=Column(Instant, nullable=True))


class Mail(SQLModel, table=True):
    """A ticket's e-mail, one a ticket; `due_at` is the next attempt. Given up: `done_at` with an `error`.

    `worker` is the process that has it in hand.
    """

    __tablename__ = "mail"
    __table_args__ = (Index("mail_waiting", "done_at", "due_at"),)

    ticket: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    chat_id: int = Field(sa_column=Column(BigInteger, nullable=False, index=True))
    due_at: datetime = Field(sa_column=Column(Instant, nullable=False))
    attempts: int = 0
    worker: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True))
    done_at: datetime | None = Field(default=None, sa_column=Column(Instant, nullable=True))
    error: str | None = None


class StaffTopic(SQLModel, table=True):
    """A customer's topic in the staff group `desk`. `barred` when the staff want to hear no more of them."""

    __tablename__ = "staff_topic"

    chat_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    desk: int = Field(sa_column=Column(BigInteger, nullable=False))
    thread: int | None = Field(default=None, sa_column=Column(BigInteger, nullable=True, index=True))
    barred: bool = False


class Relayed(SQLModel, table=True):
    """The two sides of one message between a customer and the staff, for replies and edits."""

    __tablename__ = "relayed"

    id: int | None = Field(default=None, sa_column=Column(_BigKey, primary_key=True))
    chat_id: int = Field(sa_column=Column(BigInteger, nullable=False, index=True))
    message: int = Field(sa_column=Column(BigInteger, nullable=False))
    staff_message: int = Field(sa_column=Column(BigInteger, nullable=False, index=True))
    at: datetime = Field(sa_column=Column(Instant, nullable=False))


# -- what reports are counted from ------------------------------------------------------------------------------------
class TurnLog(SQLModel, table=True):
    """What a user's turn came to: no words of theirs. Kept as long as the chat, and at most the retention's days.

    `decision` is empty when the turn asked nothing; `also` are the intents of a message's further questions, with
    spaces between. `shown` names the last reply, `step` where in the guide the chat stands: see `turn_log.py`.
    """

    __tablename__ = "turn_log"

    id: int | None = Field(default=None, sa_column=Column(_BigKey, primary_key=True))
    chat_id: int = Field(sa_column=Column(BigInteger, nullable=False, index=True))
    at: datetime = Field(sa_column=Column(Instant, nullable=False, index=True))
    kind: str
    language: str
    decision: str = ""
    intent: str = ""
    also: str = ""
    shown: str = ""
    step: str = ""
    section: str = ""


class ChatStep(SQLModel, table=True):
    """When a chat came to a step for the first time; `day` is that instant's on the desk's calendar.

    Written from the log when a day is counted, and kept as long as the chat.
    """

    __tablename__ = "chat_step"

    chat_id: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    step: str = Field(primary_key=True)
    section: str
    at: datetime = Field(sa_column=Column(Instant, nullable=False))
    day: date = Field(sa_column=Column(Date, nullable=False, index=True))


class CountedDay(SQLModel, table=True):
    """A day of the desk's calendar that is over and counted. The tables below hold it for good, without any chat."""

    __tablename__ = "counted_day"

    day: date = Field(sa_column=Column(Date, primary_key=True))


class DailyTurns(SQLModel, table=True):
    """How many turns, and what they asked. Of `kind` "more" are the further questions of a message."""

    __tablename__ = "daily_turns"

    day: date = Field(sa_column=Column(Date, primary_key=True))
    kind: str = Field(primary_key=True)
    language: str = Field(primary_key=True)
    decision: str = Field(primary_key=True)
    intent: str = Field(primary_key=True)
    turns: int


class DailyShown(SQLModel, table=True):
    """How often a reply was the last of a turn."""

    __tablename__ = "daily_shown"

    day: date = Field(sa_column=Column(Date, primary_key=True))
    shown: str = Field(primary_key=True)
    turns: int


class DailyArrivals(SQLModel, table=True):
    """How many chats came to a step for the first time."""

    __tablename__ = "daily_arrivals"

    day: date = Field(sa_column=Column(Date, primary_key=True))
    step: str = Field(primary_key=True)
    chats: int


class DailyPassages(SQLModel, table=True):
    """How many chats went on from a step, that is, to one that was new to them; `since` is the day they came to it."""

    __tablename__ = "daily_passages"

    day: date = Field(sa_column=Column(Date, primary_key=True))
    step: str = Field(primary_key=True)
    since: date = Field(sa_column=Column(Date, primary_key=True))
    chats: int


class DailySectionTimes(SQLModel, table=True):
    """How many chats went on from a section after so many minutes, of which the first two digits are kept."""

    __tablename__ = "daily_section_times"

    day: date = Field(sa_column=Column(Date, primary_key=True))
    section: str = Field(primary_key=True)
    minutes: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    chats: int


class DailyCases(SQLModel, table=True):
    """What happened to cases: `event` is opened, taken, closed, rated or reminded.

    `value` is the minutes since it was opened (taken, closed: two digits are kept), the stars (rated), or 0.
    """

    __tablename__ = "daily_cases"

    day: date = Field(sa_column=Column(Date, primary_key=True))
    event: str = Field(primary_key=True)
    topic: str = Field(primary_key=True)
    way: str = Field(primary_key=True)
    value: int = Field(sa_column=Column(Integer, primary_key=True, autoincrement=False))
    cases: int


class Picture(SQLModel, table=True):
    """Telegram's id for a picture that was uploaded. `bot` is the bot's own id, `digest` the SHA-256 of the file."""

    __tablename__ = "picture"

    bot: int = Field(sa_column=Column(BigInteger, primary_key=True, autoincrement=False))
    digest: str = Field(primary_key=True)
    file_id: str


OF_A_CHAT = (OutboxItem, Scheduled, Mail, TicketRow, StaffTopic, Relayed, TurnLog, ChatStep)
"""Everything that is kept of a chat beside its row: it goes when the chat is erased or forgotten."""
