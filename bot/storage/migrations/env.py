"""Alembic's entry: `database.migrate` hands it an open connection."""

from alembic import context
from sqlmodel import SQLModel

from bot.storage import tables

assert tables.Chat.metadata is SQLModel.metadata  # noqa: S101 - the tables must be known before they are compared

context.configure(
    connection=context.config.attributes["connection"], target_metadata=SQLModel.metadata, render_as_batch=True
)
with context.begin_transaction():
    context.run_migrations()
