"""The database: tables, the turn's transaction, the outbox, migrations."""

from bot.storage.database import (
    DatabaseError,
    is_postgresql,
    migrate,
    open_database,
    prepare,
    transaction,
)
from bot.storage.insisting import Insist, insist
from bot.storage.outbox import Outbox, Outgoing
from bot.storage.pictures import Pictures
from bot.storage.retention import forget_old
from bot.storage.senders import Sender
from bot.storage.tickets import Agenda, Due, Letter, Mailbox
from bot.storage.topics import Customer, Topics
from bot.storage.turns import Handover, Turn, Turns

__all__ = [
    "Agenda",
    "Customer",
    "DatabaseError",
    "Due",
    "Handover",
    "Insist",
    "Letter",
    "Mailbox",
    "Outbox",
    "Outgoing",
    "Pictures",
    "Sender",
    "Topics",
    "Turn",
    "Turns",
    "forget_old",
    "insist",
    "is_postgresql",
    "migrate",
    "open_database",
    "prepare",
    "transaction",
]
