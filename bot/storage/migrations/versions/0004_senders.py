"""Several processes may send: each writes its number on what it has in hand. What was sent is kept no longer."""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"

_big_key = sa.BigInteger().with_variant(sa.Integer, "sqlite")
_waiting = sa.text("done_at IS NULL")


def upgrade() -> None:
    op.execute("DELETE FROM outbox WHERE done_at IS NOT NULL AND error IS NULL")
    op.drop_index("outbox_waiting", "outbox")
    # Made anew rather than altered: on SQLite, ids that are never used again are a matter of how a table is made.
    with op.batch_alter_table(
        "outbox", recreate="always" if _is_sqlite() else "never", table_kwargs={"sqlite_autoincrement": True}
    ) as outbox:
        outbox.add_column(sa.Column("worker", sa.BigInteger, nullable=True))
    op.create_index("outbox_waiting", "outbox", ["chat_id", "id"], sqlite_where=_waiting, postgresql_where=_waiting)
    op.add_column("mail", sa.Column("worker", sa.BigInteger, nullable=True))


def downgrade() -> None:
    op.drop_column("mail", "worker")
    op.drop_index("outbox_waiting", "outbox")
    with op.batch_alter_table("outbox") as outbox:
        outbox.drop_column("worker")
    op.create_index("outbox_waiting", "outbox", ["done_at", "due_at"])


def _is_sqlite() -> bool:
    return op.get_bind().dialect.name == "sqlite"
