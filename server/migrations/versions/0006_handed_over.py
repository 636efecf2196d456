"""refused operations that an officer left to the office

Revision ID: 0006
Revises: 0005
"""

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("logged_operation", sa.Column("handed_ms", sa.BigInteger(), nullable=True))
    op.add_column("logged_operation", sa.Column("handed_note", sa.String(), nullable=True))


def downgrade() -> None:
    op.drop_column("logged_operation", "handed_note")
    op.drop_column("logged_operation", "handed_ms")
