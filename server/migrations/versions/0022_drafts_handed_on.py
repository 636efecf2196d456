"""handed-in drafts that are passed on to an officer, or set aside

Revision ID: 0022
Revises: 0020
"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("held_draft") as table:
        table.add_column(sa.Column("passing_id", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("aside_ms", sa.BigInteger(), nullable=True))
        table.add_column(sa.Column("aside_by", sa.Uuid(), nullable=True))
        table.add_column(sa.Column("aside_why", sa.String(), nullable=True))
    op.create_table(
        "draft_passing",
        sa.Column("district_code", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("mark", sa.LargeBinary(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("passed_by", sa.Uuid(), nullable=False),
        sa.Column("passed_ms", sa.BigInteger(), nullable=False),
        sa.Column("tablet_id", sa.Uuid(), nullable=True),
        sa.Column("taken_ms", sa.BigInteger(), nullable=True),
        sa.PrimaryKeyConstraint("district_code", "id"),
    )
    op.create_index("draft_passing_officer", "draft_passing", ["district_code", "officer_id"])
    op.create_index("draft_passing_draft", "draft_passing", ["district_code", "device_id"])


def downgrade() -> None:
    op.drop_table("draft_passing")
    with op.batch_alter_table("held_draft") as table:
        for name in ("passing_id", "aside_ms", "aside_by", "aside_why"):
            table.drop_column(name)
