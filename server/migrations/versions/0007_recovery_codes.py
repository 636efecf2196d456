"""recovery codes of tablets, sealed to the district's recovery key

Revision ID: 0007
Revises: 0006
"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "recovery_escrow",
        sa.Column("district_code", sa.String(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("tag", sa.String(length=9), nullable=False),
        sa.Column("sealed", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("district_code", "device_id", "officer_id"),
    )
    op.create_index("recovery_escrow_tag", "recovery_escrow", ["tag"])


def downgrade() -> None:
    op.drop_index("recovery_escrow_tag", table_name="recovery_escrow")
    op.drop_table("recovery_escrow")
