"""Pictures that Telegram has already got are sent by its own id for them."""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "picture",
        sa.Column("bot", sa.BigInteger, primary_key=True, autoincrement=False),
        sa.Column("digest", sa.String, primary_key=True),
        sa.Column("file_id", sa.String, nullable=False),
    )


def downgrade() -> None:
    op.drop_table("picture")
