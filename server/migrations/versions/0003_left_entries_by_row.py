"""left entries are found by their row in every district

Revision ID: 0003
Revises: 0002
"""

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None


def upgrade() -> None:
    left = sa.text("left_to IS NOT NULL")
    with op.batch_alter_table("feed_entry", schema=None) as batch_op:
        batch_op.create_index("feed_entry_left", ["row_id"], unique=False, sqlite_where=left, postgresql_where=left)


def downgrade() -> None:
    with op.batch_alter_table("feed_entry", schema=None) as batch_op:
        batch_op.drop_index("feed_entry_left")
