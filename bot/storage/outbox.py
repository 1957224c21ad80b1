"""What is still to be sent, in the order in which it was said, and which process sends it?

Items leave in order per chat: while one waits for its next attempt, those behind it wait too. A process takes items in
hand by writing its number on them. On PostgreSQL it holds an advisory lock of that number for as long as it lives, so
that the others see what a dead process has left behind; on SQLite only one process sends.

A commit whose acknowledgement is lost may have happened. So what is taken or given back is remembered until the commit
is known: whoever tries again gets the same.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Engine,
    String,
    and_,
    bindparam,
    cast,
    delete,
    exists,
    func,
    or_,
    select,
    text,
    update,
)
from sqlalchemy.orm import aliased
from sqlmodel import Session, SQLModel, col

from bot.storage.database import is_postgresql, transaction
from bot.storage.tables import Chat, Mail, OutboxItem

CHANNEL = "guidebot"
"""PostgreSQL's notifications on it wake the processes that send."""

WORKER_LOCKS = 1688
"""The first half of the advisory locks that senders hold; the second is their number."""

SETTLED_SECONDS = 10
"""After PostgreSQL has come up, senders have so long to take their locks again before they count as dead."""

TAKEN_OVER_AFTER = timedelta(seconds=3)
"""What a killed process has sent may be on its way still: sent again at once, it could come behind what follows it."""

_DEAD = f"""
now() - pg_postmaster_start_time() > interval '{{settled}} seconds' AND {{table}}.worker NOT IN (
    SELECT objid FROM pg_locks WHERE locktype = 'advisory' AND granted AND classid = {WORKER_LOCKS}
    AND database = (SELECT oid FROM pg_database WHERE datname = current_database()))
"""  # noqa: S608 - made of our own constants


@dataclass(frozen=True, slots=True)
class Outgoing:
    """One item to send, and how often that was tried before."""

    id: int
    chat_id: int
    payload: dict[str, Any]
    attempts: int = 0


# What every turn does is put together once: the making of a statement takes longer than its execution.
_OUTBOX = SQLModel.metadata.tables["outbox"]
_DELETE = delete(_OUTBOX).where(_OUTBOX.c.id.in_(bindparam("ids", expanding=True)))
_HELD_BACK = (
    select(_OUTBOX.c.chat_id)
    .where(
        _OUTBOX.c.chat_id.in_(bindparam("chats", expanding=True)),
        _OUTBOX.c.done_at.is_(None),
        or_(_OUTBOX.c.worker.is_(None), _OUTBOX.c.worker != bindparam("worker")),
    )
    .distinct()
)


def outgoing(item: OutboxItem) -> Outgoing:
    return Outgoing(item.id or 0, item.chat_id, item.payload, item.attempts)


class Outbox:
    """The table of messages to be sent."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._taking: set[int] = set()
        self._giving_back: dict[int, set[int]] = {}

    def put(self, chat_id: int, payload: dict[str, Any], now: datetime) -> None:
        """Something to send that no turn has said."""
        with transaction(self._engine) as session:
            session.add(OutboxItem(chat_id=chat_id, payload=payload, created_at=now, due_at=now))
            notify(session)

    def take(self, worker: int, now: datetime, limit: int) -> list[Outgoing]:
        """Take in hand the first waiting item of each chat, if its time has come and nobody else has it."""
        earlier = aliased(OutboxItem)
        is_behind = exists().where(
            col(earlier.chat_id) == col(OutboxItem.chat_id),
            col(earlier.id) < col(OutboxItem.id),
            col(earlier.done_at).is_(None),
        )
        with transaction(self._engine) as session:
            query = (
                select(OutboxItem)
                .where(
                    col(OutboxItem.done_at).is_(None),
                    col(OutboxItem.due_at) <= now,
                    or_(
                        nobody_has(OutboxItem, session, now), taken_by(worker, OutboxItem, OutboxItem.id, self._taking)
                    ),
                    ~is_behind,
                )
                .order_by(col(OutboxItem.id))
                .limit(limit)
                .with_for_update(skip_locked=True)
            )
            items = session.execute(query).scalars().all()
            for item in items:
                item.worker = worker
            found = [outgoing(item) for item in items]
            self._taking = {item.id for item in found}
        self._taking.clear()
        return found

    def next_due(self) -> datetime | None:
        """When the next item that nobody has in hand is to be tried; None when nothing waits."""
        waiting = (col(OutboxItem.done_at).is_(None), col(OutboxItem.worker).is_(None))
        with transaction(self._engine) as session:
            return session.execute(select(func.min(OutboxItem.due_at)).where(*waiting)).scalar_one_or_none()

    def depth(self) -> tuple[int, datetime | None]:
        """How many items wait, and since when the oldest does."""
        query = select(func.count(), func.min(OutboxItem.created_at)).where(col(OutboxItem.done_at).is_(None))
        with transaction(self._engine) as session:
            count, oldest = session.execute(query).one()
        return count, oldest

    def mark_sent(self, items: Collection[int]) -> None:
        """What has left is kept no longer."""
        with self._engine.begin() as connection:
            connection.execute(_DELETE, {"ids": list(items)})

    def give_up(self, item: int, now: datetime, error: str) -> None:
        self._update(item, done_at=now, error=error)

    def postpone(self, item: Outgoing, worker: int | None, due_at: datetime, error: str) -> list[int]:
        """Try again at `due_at`; what `worker` has in hand of that chat goes back with it: gives the others' ids."""
        of_chat = (col(OutboxItem.chat_id) == item.chat_id) & (col(OutboxItem.worker) == worker)
        back = update(OutboxItem).where(of_chat, col(OutboxItem.done_at).is_(None)).values(worker=None)
        values = {"due_at": due_at, "error": error, "attempts": item.attempts + 1}
        given_back = self._giving_back.setdefault(item.id, set())
        with transaction(self._engine) as session:
            lock_order(session, item.chat_id)
            given_back.update(
                number for number in session.execute(back.returning(col(OutboxItem.id))).scalars() if number
            )
            session.execute(update(OutboxItem).where(col(OutboxItem.id) == item.id).values(**values))
        del self._giving_back[item.id]
        return sorted(given_back - {item.id})

    def replace(self, item: int, payload: dict[str, Any]) -> None:
        """Send `payload` in place of what could not be sent."""
        self._update(item, payload=payload)

    def release(self, worker: int | None) -> None:
        """Give back what a process has in hand; with None, what any process has: for when there is no other."""
        own = col(OutboxItem.worker) == worker if worker is not None else col(OutboxItem.worker).is_not(None)
        mails = col(Mail.worker) == worker if worker is not None else col(Mail.worker).is_not(None)
        with transaction(self._engine) as session:
            session.execute(update(OutboxItem).where(own).values(worker=None))
            session.execute(update(Mail).where(mails).values(worker=None))
            notify(session)

    def drop_chat(self, chat_id: int, now: datetime, error: str) -> list[Outgoing]:
        """The user has blocked the bot: nothing more is sent until they write again. Gives what was dropped."""
        waiting = (col(OutboxItem.chat_id) == chat_id) & col(OutboxItem.done_at).is_(None)
        with transaction(self._engine) as session:
            dropped = [outgoing(item) for item in session.execute(select(OutboxItem).where(waiting)).scalars()]
            session.execute(update(OutboxItem).where(waiting).values(done_at=now, error=error))
            session.execute(update(Chat).where(col(Chat.id) == chat_id).values(blocked=True))
        return dropped

    def _update(self, item: int, **values: object) -> None:
        with transaction(self._engine) as session:
            session.execute(update(OutboxItem).where(col(OutboxItem.id) == item).values(**values))


def nobody_has(table: type[OutboxItem] | type[Mail], session: Session, now: datetime) -> ColumnElement[bool]:
    """Whether a row is in nobody's hand, or was due a while ago, in that of a process which is dead."""
    free = col(table.worker).is_(None)
    if not is_postgresql(session.get_bind()):
        return free
    is_dead = text(_DEAD.format(table=table.__tablename__, settled=SETTLED_SECONDS))
    return or_(free, and_(col(table.due_at) <= now - TAKEN_OVER_AFTER, is_dead))


def is_about(chat_id: int) -> ColumnElement[bool]:
    """Whether an item is for the staff, and about this customer."""
    # As text, since a customer's number may be too long for PostgreSQL's integers.
    customer = cast(col(OutboxItem.payload)["customer"].as_string(), String)
    return customer == str(chat_id)


def taken_by(
    worker: int, table: type[OutboxItem] | type[Mail], key: Any, taking: Collection[int]
) -> ColumnElement[bool]:
    """Whether a row is among those that `worker` was `taking` when it lost sight of its commit."""
    return col(key).in_(taking) & (col(table.worker) == worker)


def held_back(connection: Connection, chat_ids: Collection[int], worker: int) -> set[int]:
    """The chats in which something waits that `worker` does not have in hand: what is said next must wait behind it."""
    return set(connection.execute(_HELD_BACK, {"chats": list(chat_ids), "worker": worker}).scalars())


def lock_order(session: Session, chat_id: int) -> None:
    """Wait for turns that are putting something in for the chat, and have others wait, until this transaction ends.

    A turn holds its own chat's row. Where what waits is given back while a turn has found it in this process's hand,
    the turn's words would leave before it. (On SQLite, only one transaction writes at a time.)
    """
    if is_postgresql(session.get_bind()):
        session.execute(select(col(Chat.id)).where(col(Chat.id) == chat_id).with_for_update())
        session.execute(select(func.pg_advisory_xact_lock(chat_id)))


def notify(session: Session) -> None:
    """Wake the processes that send, when this transaction commits."""
    if is_postgresql(session.get_bind()):
        session.execute(text(f"NOTIFY {CHANNEL}"))
