"""what the last proof of the history found

Revision ID: 0021
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0021"
down_revision = "0020"
branch_labels = None
depends_on = None

NUMBERS = ("operations", "runs", "entries", "removed", "not_kept", "forks", "broken_count")
TIMES = ("whole_ms", "broken_ms", "broken_places")


def upgrade() -> None:
    op.create_table(
        "last_proof",
        sa.Column("district_code", sa.String(), nullable=False),
        sa.Column("began_ms", sa.BigInteger(), nullable=False),
        sa.Column("ended_ms", sa.BigInteger(), nullable=False),
        sa.Column("outcome", sa.String(20), nullable=False),
        sa.Column("asked_by", sa.Uuid(), nullable=True),
        sa.Column("day", sa.String(10), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in NUMBERS),
        sa.Column("found", sa.String(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=False) for name in TIMES),
        sa.PrimaryKeyConstraint("district_code"),
    )


def downgrade() -> None:
    op.drop_table("last_proof")
