"""Questions that were not understood are settled when an editor has looked at them."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    op.add_column("unanswered", sa.Column("settled", sa.String, nullable=False, server_default=""))


def downgrade() -> None:
    with op.batch_alter_table("unanswered") as unanswered:
        unanswered.drop_column("settled")
