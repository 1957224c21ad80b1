"""What is kept too long is deleted: what the privacy text promises, done."""

from datetime import datetime, timedelta, tzinfo

from sqlalchemy import Engine, delete, select
from sqlmodel import col

from bot.storage.counting import count_days
from bot.storage.database import transaction
from bot.storage.tables import OF_A_CHAT, Chat, OutboxItem, Relayed, Scheduled, SeenUpdate, TurnLog, Unanswered

UPDATES_KEPT_DAYS = 3
"""Telegram keeps an update for a day at most: what is older cannot be delivered again."""


def forget_old(engine: Engine, now: datetime, retention_days: int, zone: tzinfo) -> int:
    """Delete the chats whose last message is older than `retention_days`, with all that was sent to them.

    Gives the number of chats. Messages that could not be sent and questions that were not understood go after as many
    days too; ids of updates much sooner. The days that are over, on the desk's calendar in `zone`, are counted before.
    """
    count_days(engine, now, zone)
    limit = now - timedelta(days=retention_days)
    silent = select(col(Chat.id)).where(col(Chat.seen_at) < limit)
    with transaction(engine) as session:
        for table in OF_A_CHAT:
            session.execute(delete(table).where(col(table.chat_id).in_(silent)))
        session.execute(delete(OutboxItem).where(col(OutboxItem.created_at) < limit))
        session.execute(delete(Scheduled).where(col(Scheduled.done_at) < limit))
        session.execute(delete(Relayed).where(col(Relayed.at) < limit))
        session.execute(delete(TurnLog).where(col(TurnLog.at) < limit))
        session.execute(delete(Unanswered).where(col(Unanswered.at) < limit))
        session.execute(delete(SeenUpdate).where(col(SeenUpdate.at) < now - timedelta(days=UPDATES_KEPT_DAYS)))
        forgotten = session.execute(delete(Chat).where(col(Chat.seen_at) < limit).returning(col(Chat.id))).all()
    return len(forgotten)
