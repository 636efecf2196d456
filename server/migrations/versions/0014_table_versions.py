"""what every edited table of reference data was before

Revision ID: 0014
Revises: 0013
"""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "table_version",
        sa.Column("district_code", sa.String(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("body", sa.String(), nullable=True),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("changed_by", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("district_code", "name", "number"),
    )
    op.execute(
        "INSERT INTO table_version (district_code, name, number, body, changed_at, changed_by) "
        "SELECT district_code, name, 1, body, changed_at, changed_by FROM edited_table"
    )


def downgrade() -> None:
    op.drop_table("table_version")
