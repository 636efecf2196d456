"""drafts that revoked tablets handed in

Revision ID: 0020
Revises: 0019
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "held_draft",
        sa.Column("district_code", sa.String(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=True),
        sa.Column("form", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("saved_ms", sa.BigInteger(), nullable=False),
        sa.Column("received_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("district_code", "device_id", "mark"),
    )


def downgrade() -> None:
    op.drop_table("held_draft")
