"""the list of households: what it shows, sorts and searches by

Revision ID: 0012
Revises: 0011
"""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    ordered = sa.String().with_variant(sa.String(collation="C"), "postgresql")
    op.create_table(
        "household_line",
        sa.Column("district_code", sa.String(), nullable=False),
        sa.Column("household_id", sa.Uuid(), nullable=False),
        sa.Column("village", sa.String(length=8), nullable=False),
        sa.Column("place", ordered, nullable=False),
        sa.Column("head_sort", ordered, nullable=False),
        sa.Column("status", sa.String(), nullable=False),
        sa.Column("members", sa.Integer(), nullable=False),
        sa.Column("failed", sa.String(), nullable=False),
        sa.Column("groups", sa.String(), nullable=False),
        sa.Column("stage", sa.String(), nullable=False),
        sa.Column("visited_on", sa.String(), nullable=False),
        sa.Column("open_problems", sa.Integer(), nullable=False),
        sa.Column("work", sa.String(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=True),
        sa.Column("stale_on", sa.String(length=10), nullable=False),
        sa.Column("words", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("district_code", "household_id"),
    )
    op.create_index("household_line_place", "household_line", ["district_code", "place"])
    counted = ["district_code", "village", "officer_id", "status", "visited_on", "open_problems"]
    op.create_index("household_line_load", "household_line", counted)
    op.create_index("household_line_stale", "household_line", ["district_code", "stale_on"])
    op.create_table(
        "household_lines",
        sa.Column("district_code", sa.String(), nullable=False),
        sa.Column("seq", sa.BigInteger(), nullable=False),
        sa.Column("basis", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("district_code"),
    )


def downgrade() -> None:
    op.drop_table("household_lines")
    op.drop_index("household_line_load", table_name="household_line")
    op.drop_index("household_line_stale", table_name="household_line")
    op.drop_index("household_line_place", table_name="household_line")
    op.drop_table("household_line")
