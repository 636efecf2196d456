"""snapshots of areas for first downloads

Revision ID: 0005
Revises: 0004
"""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "snapshot",
        sa.Column("district_code", sa.String(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("scope_code", sa.String(length=8), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("built_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("district_code", "hash"),
    )
    op.create_table(
        "snapshot_part",
        sa.Column("district_code", sa.String(), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.Column("place", sa.Integer(), nullable=False),
        sa.Column("blob", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("district_code", "hash", "place"),
    )


def downgrade() -> None:
    op.drop_table("snapshot_part")
    op.drop_table("snapshot")
