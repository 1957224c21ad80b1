"""A turn is committed whole: the chat's state, the update's id, and the replies in the outbox.

A crash at any instant leaves either no trace of an update, so that Telegram delivers it again, or all that it caused.
Turns that are waiting at the same time share a transaction, since a commit costs more than a turn.
"""

import threading
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, Insert, bindparam, delete, insert, select, update
from sqlalchemy.dialects import sqlite
from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, SQLModel, col

from bot.dialogue.effects import (
    CloseTicket,
    CloseTickets,
    DropReminders,
    Effect,
    EraseChat,
    ExportChat,
    NoteStuck,
    NoteUnanswered,
    OpenTicket,
    RateTicket,
    RelayToDesk,
    RemoveMessage,
    SetReminder,
    TakeTickets,
    TellDesk,
    WatchSilence,
)
from bot.dialogue.states import ChatState, TicketStatus, read_state, write_state
from bot.storage.database import is_postgresql, transaction
from bot.storage.outbox import Outgoing, held_back, is_about, lock_order, notify
from bot.storage.tables import OF_A_CHAT, OutboxItem, Scheduled, StaffTopic, StuckNote, Unanswered
from bot.storage.tickets import (
    ScheduledKind,
    add_scheduled,
    add_ticket,
    change_open_tickets,
    change_ticket,
    drop_reminders,
    take_tickets,
    tickets_of,
)
from bot.storage.topics import is_barred
from bot.storage.turn_log import turns_of


@dataclass(slots=True)
class Turn:
    """An open turn: what the chat is, and what is to become of it when the transaction commits."""

    session: Session
    chat_id: int
    state: ChatState
    labels: dict[str, str]
    seen_at: datetime
    is_blocked: bool = False
    """Whether the user has blocked the bot, and not written since."""
    message_id: int | None = None
    """The user's own message, in case it must be deleted."""
    desk: int | None = None
    """The staff group, if there is one."""
    name: str = ""
    text: str = ""
    """What the user wrote, and `reply_to` the message that it answers."""
    reply_to: int | None = None
    ticket: str | None = None
    """The number of the ticket that this turn has opened."""
    is_changed: bool = False
    has_effects: bool = False
    """Whether there may be something new on the agenda or in the mailbox."""
    outgoing: list[dict[str, Any]] = field(default_factory=list)
    """Rows of the outbox."""
    log: list[dict[str, Any]] = field(default_factory=list)
    """Rows for the reports."""

    def save(self, state: ChatState, labels: dict[str, str], now: datetime) -> None:
        self.state, self.labels, self.seen_at = state, labels, now
        self.is_blocked, self.is_changed = False, True

    def save_unasked(self, state: ChatState, labels: dict[str, str]) -> None:
        """Save what changed while the user did nothing: when they were last seen, and blocked us, stays as it was."""
        self.state, self.labels, self.is_changed = state, {**self.labels, **labels}, True

    @contextmanager
    def undone_on_failure(self, *, writes: bool) -> Iterator[None]:
        """An exception inside leaves the turn as it was before; `writes` where effects are carried out inside."""
        before = (self.state, self.labels, self.seen_at, self.is_blocked, self.is_changed, self.ticket)
        outgoing, log = list(self.outgoing), list(self.log)
        try:
            with self.session.begin_nested() if writes else nullcontext():
                yield
        except Exception:
            self.state, self.labels, self.seen_at, self.is_blocked, self.is_changed, self.ticket = before
            self.outgoing, self.log = outgoing, log
            raise

    def claim(self, scheduled: int, now: datetime) -> bool:
        """Whether something scheduled is still to be said; from now on it is not."""
        row = self.session.get(Scheduled, scheduled)
        if row is None or row.done_at is not None:
            return False
        row.done_at = now
        return True

    def send(self, payload: dict[str, Any], now: datetime) -> None:
        """Put a message in the outbox."""
        self._put(self.chat_id, payload, now)

    def send_to_desk(self, payload: dict[str, Any], now: datetime) -> None:
        """Put a message for this chat's topic in the staff group in the outbox; nothing from who is barred."""
        if self.desk is not None and not is_barred(self.session, self.chat_id):
            self._put(self.desk, {**payload, "customer": self.chat_id, "name": self.name}, now)

    def answer_desk(self, text: str, now: datetime) -> None:
        """A line for the staff in this chat's topic, whoever is barred."""
        if self.desk is not None:
            self._put(self.desk, {"text": text, "customer": self.chat_id, "name": self.name}, now)

    def _put(self, chat_id: int, payload: dict[str, Any], now: datetime) -> None:
        row = {"chat_id": chat_id, "payload": payload, "created_at": now, "due_at": now, "attempts": 0}
        self.outgoing.append(row)

    def snooze(self, until: datetime) -> None:
        """Remind the staff of this chat."""
        self.has_effects = True
        add_scheduled(self.session, self.chat_id, ScheduledKind.SNOOZE, until)

    def carry_out(self, effect: Effect, now: datetime) -> None:  # noqa: C901, PLR0912 - one case an effect
        """Write down an effect. What must be sent is sent later, from the outbox."""
        self.has_effects = True
        match effect:
            case NoteUnanswered(text=text, language=language, nearest=nearest, rejected=rejected):
                self.session.add(
                    Unanswered(text=text, language=language, nearest=list(nearest), rejected=rejected, at=now)
                )
            case NoteStuck(step=step, trouble=trouble):
                self.session.add(StuckNote(step=step, trouble=trouble, at=now))
            case RemoveMessage():
                if self.message_id is not None:
                    self.send({"deletes": self.message_id}, now)
            case EraseChat():
                # What was said earlier in the same transaction is in no table yet.
                self.log.clear()
                self.outgoing.clear()
                for table in OF_A_CHAT:
                    erased = delete(table).where(col(table.chat_id) == self.chat_id)
                    # Whom the staff want to hear no more of stays barred.
                    self.session.execute(erased.where(~col(StaffTopic.barred)) if table is StaffTopic else erased)
                self.session.execute(delete(OutboxItem).where(is_about(self.chat_id)))
            case ExportChat():
                document = {
                    "state": write_state(self.state),
                    "seen_at": self.seen_at.isoformat(),
                    "tickets": tickets_of(self.session, self.chat_id),
                    "turns": turns_of(self.session, self.chat_id),
                }
                self.send({"document": document, "filename": "my-data.json"}, now)
            case OpenTicket():
                self.ticket = add_ticket(self.session, self.chat_id, self.name, effect, now)
                if effect.to_desk:
                    local = now.astimezone(ZoneInfo(effect.zone)).strftime("%A %H:%M")
                    case = f"{self.ticket} · {self.name}\n{effect.text}\nTheir local time: {local}"
                    self.send_to_desk({"text": case, "ticket": self.ticket}, now)
            case CloseTicket(number=number):
                closed = {"status": TicketStatus.CLOSED.value, "closed_at": now}
                change_ticket(self.session, self.chat_id, number, **closed)
            case RateTicket(number=number, stars=stars):
                change_ticket(self.session, self.chat_id, number, rating=stars, rated_at=now)
            case SetReminder(at=at):
                drop_reminders(self.session, self.chat_id)
                add_scheduled(self.session, self.chat_id, ScheduledKind.REMINDER, at)
            case DropReminders():
                drop_reminders(self.session, self.chat_id)
            case TakeTickets():
                take_tickets(self.session, self.chat_id, now)
            case CloseTickets():
                change_open_tickets(self.session, self.chat_id, status=TicketStatus.CLOSED.value, closed_at=now)
            case WatchSilence(at=at):
                add_scheduled(self.session, self.chat_id, ScheduledKind.SILENCE, at)
            case RelayToDesk(edited=edited):
                kind = "edits_copy" if edited else "copies"
                self.send_to_desk({kind: self.message_id, "text": self.text, "reply_to": self.reply_to}, now)
            case TellDesk(text=text):
                self.send_to_desk({"text": text}, now)


@dataclass(frozen=True, slots=True)
class Handover:
    """What becomes of a process's messages once they are committed.

    `worker` is this process's number as a sender, or None while it sends nothing. It is given at once, by `send`, what
    it has in hand; `stir` is called when something is left for whoever sends next. Both are called while no other turn
    of this process commits, so that the order is the order of the commits.
    """

    worker: Callable[[], int | None]
    send: Callable[[Sequence[Outgoing]], None]
    stir: Callable[[], None]


@dataclass(slots=True)
class _Parcel:
    """What a transaction leaves: messages in this process's hand, and whether others are to be woken."""

    mine: Sequence[Outgoing] = ()
    stirs: bool = False


# What every turn does is put together once: the making of a statement takes longer than its execution.
_CHAT = SQLModel.metadata.tables["chat"]
_LOCK_CHATS = (
    select(_CHAT.c.id, _CHAT.c.state, _CHAT.c.labels, _CHAT.c.seen_at, _CHAT.c.blocked)
    .where(_CHAT.c.id.in_(bindparam("ids", expanding=True)))
    .order_by(_CHAT.c.id)
    .with_for_update()
)
_UPDATE_CHAT = update(_CHAT).where(_CHAT.c.id == bindparam("key"))
_SEEN = SQLModel.metadata.tables["seen_update"]
_SELECT_SEEN = select(_SEEN.c.id).where(_SEEN.c.id.in_(bindparam("ids", expanding=True)))
_INSERT_SEEN = insert(_SEEN)
_INSERT_LOG = insert(SQLModel.metadata.tables["turn_log"])
_OUTBOX = SQLModel.metadata.tables["outbox"]
_INSERT_OUTBOX = insert(_OUTBOX).returning(_OUTBOX.c.id, sort_by_parameter_order=True)


class Batch:
    """Turns that share a transaction; a chat may have several, one after the other."""

    def __init__(self, session: Session, chats: dict[int, Turn], seen: set[int], now: datetime) -> None:
        self.session = session
        self._chats = chats
        self._seen = seen
        self._new: list[int] = []
        self._now = now

    def turn(self, chat_id: int, update_id: int | None, message_id: int | None = None) -> Turn | None:
        """The next turn of a chat that was announced; None for an update that was handled before."""
        if update_id is not None:
            if update_id in self._seen:
                return None
            self._seen.add(update_id)
            self._new.append(update_id)
        turn = self._chats[chat_id]
        turn.message_id, turn.ticket = message_id, None
        return turn

    def write(self) -> list[dict[str, Any]]:
        """Everything that the turns have left behind; gives their rows of the outbox, in order."""
        changed = [
            {
                "key": turn.chat_id,
                "state": write_state(turn.state),
                "labels": turn.labels,
                "seen_at": turn.seen_at,
                "blocked": turn.is_blocked,
            }
            for turn in self._chats.values()
            if turn.is_changed
        ]
        if changed:
            self.session.connection().execute(_UPDATE_CHAT, changed)
        if self._new:
            seen = [{"id": update_id, "at": self._now} for update_id in self._new]
            self.session.connection().execute(_INSERT_SEEN, seen)
        log = [row for turn in self._chats.values() for row in turn.log]
        if log:
            self.session.connection().execute(_INSERT_LOG, log)
        return [row for turn in self._chats.values() for row in turn.outgoing]


class Turns:
    """Opens turns on a database."""

    def __init__(self, engine: Engine, desk: int | None = None, handover: Handover | None = None) -> None:
        """`desk` is the staff group, if there is one."""
        self._engine = engine
        self._desk = desk
        self._handover = handover
        self._one_at_a_time = threading.Lock()
        self._doubted: set[int] = set()
        """Rows of the outbox in this process's hand whose commit was not acknowledged: if they are there, it does not
        know of them, and nobody else would send them."""

    @contextmanager
    def open(
        self, chat_id: int, update_id: int | None, now: datetime, message_id: int | None = None
    ) -> Iterator[Turn | None]:
        """A single turn, as `open_many` has it."""
        with self.open_many((chat_id,), (update_id,), now) as batch:
            yield batch.turn(chat_id, update_id, message_id)

    @contextmanager
    def open_many(
        self, chat_ids: Collection[int], update_ids: Collection[int | None], now: datetime
    ) -> Iterator[Batch]:
        """Lock the chats, and yield their turns.

        Leaving the block commits; an exception rolls everything back. An update's id is None where nothing is
        delivered twice.
        """
        with self._one_at_a_time, self._handed_over() as parcel, transaction(self._engine) as session:
            parcel.stirs = self._give_back_doubted(session)
            chats = self._lock(session, sorted(set(chat_ids)), now)
            # Only now: whoever handled one of these updates at this moment had the lock of its chat.
            seen = _seen(session, [update_id for update_id in update_ids if update_id is not None])
            batch = Batch(session, chats, seen, now)
            yield batch
            parcel.mine, are_others = self._put_out(session, batch.write(), chats)
            parcel.stirs |= are_others or any(turn.has_effects for turn in chats.values())
            if parcel.stirs:
                notify(session)

    def settle(self, now: datetime) -> None:
        """After a commit that was not acknowledged: whatever it has left to be sent, is. Raises SQLAlchemyError."""
        if self._doubted:
            with self.open_many((), (), now):
                pass

    def hand_over(self, take: Callable[[], Sequence[Outgoing]]) -> int:
        """Have what `take` finds in the outbox sent between two turns: a turn that finds it taken comes behind it.

        Gives how many messages that were.
        """
        with self._one_at_a_time:
            items = take()
            if items and self._handover is not None:
                self._handover.send(items)
        return len(items)

    @contextmanager
    def _handed_over(self) -> Iterator[_Parcel]:
        """What the block leaves to be sent is handed over when it is committed, and doubted when that is not known."""
        parcel = _Parcel()
        try:
            yield parcel
        except SQLAlchemyError:
            self._doubted.update(item.id for item in parcel.mine)
            if self._doubted and self._handover is not None:
                self._handover.stir()
            raise
        self._doubted.clear()
        if self._handover is not None and parcel.mine:
            self._handover.send(parcel.mine)
        if self._handover is not None and parcel.stirs:
            self._handover.stir()

    def _give_back_doubted(self, session: Session) -> bool:
        """Whether there was anything in doubt."""
        if not self._doubted or self._handover is None:
            return False
        own = col(OutboxItem.worker) == self._handover.worker()
        session.execute(update(OutboxItem).where(col(OutboxItem.id).in_(self._doubted), own).values(worker=None))
        return True

    def _lock(self, session: Session, chat_ids: list[int], now: datetime) -> dict[int, Turn]:
        """The chats' rows, locked in the order of their ids, as every process does it; new ones are made."""
        connection = session.connection()
        rows = connection.execute(_LOCK_CHATS, {"ids": chat_ids}).all()
        if len(rows) < len(chat_ids):
            known = {row.id for row in rows}
            fresh = {"state": write_state(ChatState()), "labels": {}, "blocked": False, "seen_at": now}
            new = [{"id": chat_id, **fresh} for chat_id in chat_ids if chat_id not in known]
            connection.execute(_insert_missing(self._engine), new)
            rows = connection.execute(_LOCK_CHATS, {"ids": chat_ids}).all()
        return {
            row.id: Turn(session, row.id, read_state(row.state), row.labels, row.seen_at, row.blocked, desk=self._desk)
            for row in rows
        }

    def _put_out(
        self, session: Session, rows: list[dict[str, Any]], locked: Mapping[int, Turn]
    ) -> tuple[list[Outgoing], bool]:
        """Write the outbox; gives what this process is to send itself, and whether there is more.

        It takes what nothing of anybody else's waits before.
        """
        if not rows:
            return [], False
        worker = self._handover.worker() if self._handover is not None else None
        chats = {row["chat_id"] for row in rows}
        for chat_id in sorted(chats - locked.keys()):
            lock_order(session, chat_id)
        held = set() if worker is None else held_back(session.connection(), chats, worker)
        for row in rows:
            row["worker"] = None if row["chat_id"] in held else worker
        ids = session.connection().execute(_INSERT_OUTBOX, rows).scalars().all()
        mine = [
            Outgoing(number, row["chat_id"], row["payload"])
            for number, row in zip(ids, rows, strict=True)
            if worker is not None and row["worker"] == worker
        ]
        return mine, len(mine) < len(rows)


def _insert_missing(engine: Engine) -> Insert:
    """Insert chats that another process may be inserting at this moment."""
    if is_postgresql(engine):
        from sqlalchemy.dialects import postgresql  # noqa: PLC0415 - who stays with SQLite starts without it

        return postgresql.insert(_CHAT).on_conflict_do_nothing()
    return sqlite.insert(_CHAT).on_conflict_do_nothing()


def _seen(session: Session, update_ids: Sequence[int]) -> set[int]:
    if not update_ids:
        return set()
    return set(session.connection().execute(_SELECT_SEEN, {"ids": update_ids}).scalars())
