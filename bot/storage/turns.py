"""One transaction a turn: the chat's state, the update's id, and the replies in the outbox.

A crash at any instant leaves either no trace of an update, so that Telegram delivers it again, or all that it caused.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, delete, select
from sqlmodel import Session, col

from bot.dialogue.effects import Effect, EraseChat, ExportChat, NoteStuck, NoteUnanswered, RemoveMessage
from bot.dialogue.states import ChatState, read_state, write_state
from bot.storage.database import transaction
from bot.storage.tables import Chat, OutboxItem, SeenUpdate, StuckNote, Unanswered


@dataclass(slots=True)
class Turn:
    """An open turn: what the chat is, and what is to become of it when the transaction commits."""

    session: Session
    chat_id: int
    state: ChatState
    labels: dict[str, str]
    message_id: int | None
    _chat: Chat

    def save(self, state: ChatState, labels: dict[str, str], now: datetime) -> None:
        self._chat.state = write_state(state)
        self._chat.labels = labels
        self._chat.seen_at = now
        self._chat.blocked = False
        self.session.add(self._chat)

    def send(self, payload: dict[str, Any], now: datetime) -> None:
        """Put a message in the outbox."""
        self.session.add(OutboxItem(chat_id=self.chat_id, payload=payload, created_at=now, due_at=now))

    def carry_out(self, effect: Effect, now: datetime) -> None:
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
                self.session.execute(delete(OutboxItem).where(col(OutboxItem.chat_id) == self.chat_id))
            case ExportChat():
                document = {"state": self._chat.state, "seen_at": self._chat.seen_at.isoformat()}
                self.send({"document": document, "filename": "my-data.json"}, now)


class Turns:
    """Opens turns on a database."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

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
            yield Turn(session, chat_id, read_state(chat.state), chat.labels, message_id, chat)
