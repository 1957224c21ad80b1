"""The database: tables, the turn's transaction, the outbox, migrations."""

from bot.storage.database import DatabaseError, migrate, open_database, transaction
from bot.storage.outbox import Outbox, Outgoing
from bot.storage.retention import forget_old
from bot.storage.tickets import Agenda, Due, Letter, Mailbox
from bot.storage.topics import Customer, Topics
from bot.storage.turns import Turn, Turns

__all__ = [
    "Agenda",
    "Customer",
    "DatabaseError",
    "Due",
    "Letter",
    "Mailbox",
    "Outbox",
    "Outgoing",
    "Topics",
    "Turn",
    "Turns",
    "forget_old",
    "migrate",
    "open_database",
    "transaction",
]
