"""One transaction a turn: the chat's state, the update's id, and the replies in the outbox.

A crash at any instant leaves either no trace of an update, so that Telegram delivers it again, or all that it caused.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sqlalchemy import Engine, delete, select
from sqlmodel import Session, col

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
from bot.storage.database import transaction
from bot.storage.tables import (
    Chat,
    ChatStep,
    Mail,
    OutboxItem,
    Relayed,
    Scheduled,
    SeenUpdate,
    StaffTopic,
    StuckNote,
    TicketRow,
    TurnLog,
    Unanswered,
)
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
    message_id: int | None
    _chat: Chat
    desk: int | None = None
    """The staff group, if there is one."""
    name: str = ""
    text: str = ""
    """What the user wrote, and `reply_to` the message that it answers."""
    reply_to: int | None = None
    ticket: str | None = None
    """The number of the ticket that this turn has opened."""

    def save(self, state: ChatState, labels: dict[str, str], now: datetime) -> None:
        self._chat.state = write_state(state)
        self._chat.labels = labels
        self._chat.seen_at = now
        self._chat.blocked = False
        self.session.add(self._chat)

    def save_unasked(self, state: ChatState, labels: dict[str, str]) -> None:
        """Save what changed while the user did nothing: when they were last seen stays as it was."""
        self._chat.state = write_state(state)
        self._chat.labels = {**self.labels, **labels}
        self.session.add(self._chat)

    def claim(self, scheduled: int, now: datetime) -> bool:
        """Whether something scheduled is still to be said; from now on it is not."""
        row = self.session.get(Scheduled, scheduled)
        if row is None or row.done_at is not None:
            return False
        row.done_at = now
        return True

    def send(self, payload: dict[str, Any], now: datetime) -> None:
        """Put a message in the outbox."""
        self.session.add(OutboxItem(chat_id=self.chat_id, payload=payload, created_at=now, due_at=now))

    def send_to_desk(self, payload: dict[str, Any], now: datetime) -> None:
        """Put a message for this chat's topic in the staff group in the outbox; nothing from who is barred."""
        if self.desk is not None and not is_barred(self.session, self.chat_id):
            payload = {**payload, "customer": self.chat_id, "name": self.name}
            self.session.add(OutboxItem(chat_id=self.desk, payload=payload, created_at=now, due_at=now))

    def answer_desk(self, text: str, now: datetime) -> None:
        """A line for the staff in this chat's topic, whoever is barred."""
        if self.desk is not None:
            line = {"text": text, "customer": self.chat_id, "name": self.name}
            self.session.add(OutboxItem(chat_id=self.desk, payload=line, created_at=now, due_at=now))

    def snooze(self, until: datetime) -> None:
        """Remind the staff of this chat."""
        add_scheduled(self.session, self.chat_id, ScheduledKind.SNOOZE, until)

    def carry_out(self, effect: Effect, now: datetime) -> None:  # noqa: C901, PLR0912 - one case an effect
        """Write down an effect. What must be sent is sent later, from the outbox."""
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
                for table in (OutboxItem, Scheduled, Mail, TicketRow, StaffTopic, Relayed, TurnLog, ChatStep):
                    self.session.execute(delete(table).where(col(table.chat_id) == self.chat_id))
            case ExportChat():
                document = {
                    "state": self._chat.state,
                    "seen_at": self._chat.seen_at.isoformat(),
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


class Turns:
    """Opens turns on a database."""

    def __init__(self, engine: Engine, desk: int | None = None) -> None:
        """`desk` is the staff group, if there is one."""
        self._engine = engine
        self._desk = desk

    @contextmanager
    def open(
        self, chat_id: int, update_id: int | None, now: datetime, message_id: int | None = None
    ) -> Iterator[Turn | None]:
        """Lock the chat, and yield its turn, or None for an update that was handled before.

        `message_id` is the message that the turn is about, in case it must be deleted.

        Leaving the block commits; an exception rolls everything back. `update_id` is None on the console, where nothing
        is delivered twice.
        """
        with transaction(self._engine) as session:
            chat = session.execute(select(Chat).where(col(Chat.id) == chat_id).with_for_update()).scalar_one_or_none()
            if update_id is not None:
                if session.get(SeenUpdate, update_id) is not None:
                    yield None
                    return
                session.add(SeenUpdate(id=update_id, at=now))
            if chat is None:
                chat = Chat(id=chat_id, state=write_state(ChatState()), labels={}, seen_at=now)
            yield Turn(session, chat_id, read_state(chat.state), chat.labels, message_id, chat, self._desk)
