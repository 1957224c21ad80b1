"""What is still to be sent, in the order in which it was said?

Items leave in order per chat: while one waits for its next attempt, those behind it wait too.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Engine, func, select, update
from sqlmodel import col

from bot.storage.database import transaction
from bot.storage.tables import Chat, OutboxItem


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One item to send, and how often that was tried before."""

    id: int
    chat_id: int
    payload: dict[str, Any]
    attempts: int


class Outbox:
    """The table of messages to be sent."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine

    def put(self, chat_id: int, payload: dict[str, Any], now: datetime) -> None:
        """Something to send that no turn has said."""
        with transaction(self._engine) as session:
            session.add(OutboxItem(chat_id=chat_id, payload=payload, created_at=now, due_at=now))

    def due(self, now: datetime, *, not_of: Collection[int], limit: int) -> list[Outgoing]:
        """The first waiting item of each chat that is not in `not_of`, if its time has come."""
        first = (
            select(func.min(OutboxItem.id))
            .where(col(OutboxItem.done_at).is_(None), col(OutboxItem.chat_id).not_in(list(not_of)))
            .group_by(col(OutboxItem.chat_id))
        )
        query = (
            select(OutboxItem)
            .where(col(OutboxItem.id).in_(first), col(OutboxItem.due_at) <= now)
            .order_by(col(OutboxItem.id))
            .limit(limit)
        )
        with transaction(self._engine) as session:
            items = session.execute(query).scalars().all()
        return [Outgoing(item.id or 0, item.chat_id, item.payload, item.attempts) for item in items]

    def next_due(self) -> datetime | None:
        """When the next waiting item is to be tried; None when nothing waits."""
        query = select(func.min(OutboxItem.due_at)).where(col(OutboxItem.done_at).is_(None))
        with transaction(self._engine) as session:
            return session.execute(query).scalar_one_or_none()

    def mark_sent(self, item: int, now: datetime) -> None:
        self._update(item, done_at=now)

    def give_up(self, item: int, now: datetime, error: str) -> None:
        self._update(item, done_at=now, error=error)

    def postpone(self, item: int, due_at: datetime, error: str) -> None:
        """Try again at `due_at`."""
        statement = (
            update(OutboxItem)
            .where(col(OutboxItem.id) == item)
            .values(due_at=due_at, error=error, attempts=OutboxItem.attempts + 1)
        )
        with transaction(self._engine) as session:
            session.execute(statement)

    def replace(self, item: int, payload: dict[str, Any]) -> None:
        """Send `payload` in place of what could not be sent."""
        self._update(item, payload=payload)

    def drop_chat(self, chat_id: int, now: datetime, error: str) -> list[dict[str, Any]]:
        """The user has blocked the bot: nothing more is sent until they write again. Gives what was dropped."""
        waiting = (col(OutboxItem.chat_id) == chat_id) & col(OutboxItem.done_at).is_(None)
        with transaction(self._engine) as session:
            dropped = session.execute(select(col(OutboxItem.payload)).where(waiting)).scalars().all()
            session.execute(update(OutboxItem).where(waiting).values(done_at=now, error=error))
            session.execute(update(Chat).where(col(Chat.id) == chat_id).values(blocked=True))
        return list(dropped)

    def _update(self, item: int, **values: object) -> None:
        with transaction(self._engine) as session:
            session.execute(update(OutboxItem).where(col(OutboxItem.id) == item).values(**values))
