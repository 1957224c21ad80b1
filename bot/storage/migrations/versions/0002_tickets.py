"""Tickets, what is to be said later, the e-mails of tickets, and the staff's topics."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"

_big_key = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "ticket",
        sa.Column("id", _big_key, primary_key=True),
        sa.Column("chat_id", sa.BigInteger, nullable=False, index=True),
        sa.Column("name", sa.String, nullable=False),
        sa.Column("topic", sa.String, nullable=False),
        sa.Column("step", sa.String, nullable=False),
        sa.Column("words", sa.String, nullable=False),
        sa.Column("summary", sa.String, nullable=False),
        sa.Column("text", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("zone", sa.String, nullable=False),
        sa.Column("email", sa.String, nullable=False),
        sa.Column("reply_by", sa.Date, nullable=False),
        sa.Column("status", sa.String, nullable=False),
        sa.Column("rating", sa.Integer, nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "scheduled",
        sa.Column("id", _big_key, primary_key=True),
        sa.Column("chat_id", sa.BigInteger, nullable=False, index=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("ref", sa.String, nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Index("scheduled_waiting", "done_at", "due_at"),
    )
    op.create_table(
        "mail",
        sa.Column("ticket", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("chat_id", sa.BigInteger, nullable=False, index=True),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("attempts", sa.Integer, nullable=False),
        sa.Column("done_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String, nullable=True),
        sa.Index("mail_waiting", "done_at", "due_at"),
    )
    op.create_table(
        "staff_topic",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("desk", sa.BigInteger, nullable=False),
        sa.Column("thread", sa.BigInteger, nullable=True, index=True),
        sa.Column("barred", sa.Boolean, nullable=False),
    )
    op.create_table(
        "relayed",
        sa.Column("id", _big_key, primary_key=True),
        sa.Column("chat_id", sa.BigInteger, nullable=False, index=True),
        sa.Column("message", sa.BigInteger, nullable=False),
        sa.Column("staff_message", sa.BigInteger, nullable=False, index=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
    )


def downgrade() -> None:
    for table in ("relayed", "staff_topic", "mail", "scheduled", "ticket"):
        op.drop_table(table)
