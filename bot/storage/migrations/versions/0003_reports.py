"""What reports are counted from: the log of turns, first arrivals, the days' figures, when a ticket was answered."""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

_big_key = sa.BigInteger().with_variant(sa.Integer, "sqlite")


def upgrade() -> None:
    op.create_table(
        "turn_log",
        sa.Column("id", _big_key, primary_key=True),
        sa.Column("chat_id", sa.BigInteger, nullable=False, index=True),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False, index=True),
        sa.Column("kind", sa.String, nullable=False),
        sa.Column("language", sa.String, nullable=False),
        sa.Column("decision", sa.String, nullable=False),
        sa.Column("intent", sa.String, nullable=False),
        sa.Column("also", sa.String, nullable=False),
        sa.Column("shown", sa.String, nullable=False),
        sa.Column("step", sa.String, nullable=False),
        sa.Column("section", sa.String, nullable=False),
    )
    op.create_table(
        "chat_step",
        sa.Column("chat_id", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("step", sa.String, primary_key=True),
        sa.Column("section", sa.String, nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("day", sa.Date, nullable=False, index=True),
    )
    op.create_table("counted_day", sa.Column("day", sa.Date, primary_key=True))
    _daily("daily_turns", "turns", *(sa.Column(name, sa.String) for name in ("kind", "language", "decision", "intent")))
    _daily("daily_shown", "turns", sa.Column("shown", sa.String))
    _daily("daily_arrivals", "chats", sa.Column("step", sa.String))
    _daily("daily_passages", "chats", sa.Column("step", sa.String), sa.Column("since", sa.Date))
    _daily("daily_section_times", "chats", sa.Column("section", sa.String), sa.Column("minutes", sa.Integer))
    _daily(
        "daily_cases",
        "cases",
        *(sa.Column(name, sa.String) for name in ("event", "topic", "way")),
        sa.Column("value", sa.Integer),
    )
    op.add_column("ticket", sa.Column("way", sa.String, nullable=False, server_default=""))
    op.add_column("ticket", sa.Column("taken_at", sa.DateTime(timezone=True), nullable=True))
    op.add_column("ticket", sa.Column("rated_at", sa.DateTime(timezone=True), nullable=True))


def _daily(table: str, count: str, *keys: "sa.Column[Any]") -> None:
    """A table of counts: one row for each day and combination of `keys`."""
    columns: tuple[sa.Column[Any], ...] = (sa.Column("day", sa.Date), *keys)
    primary = sa.PrimaryKeyConstraint(*(column.name for column in columns))
    op.create_table(table, *columns, sa.Column(count, sa.Integer, nullable=False), primary)


def downgrade() -> None:
    with op.batch_alter_table("ticket") as ticket:
        for column in ("way", "taken_at", "rated_at"):
            ticket.drop_column(column)
    daily = ("daily_cases", "daily_section_times", "daily_passages", "daily_arrivals", "daily_shown", "daily_turns")
    for table in (*daily, "counted_day", "chat_step", "turn_log"):
        op.drop_table(table)
