"""who may use the office's pages: names to sign in with, and sessions

Revision ID: 0008
Revises: 0007
"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("officer", sa.Column("username", sa.String(), nullable=True))
    op.add_column("officer", sa.Column("wrong_passwords", sa.Integer(), nullable=False, server_default="0"))
    op.add_column("officer", sa.Column("wait_until_ms", sa.BigInteger(), nullable=False, server_default="0"))
    op.create_index("ix_officer_username", "officer", ["username"])
    op.create_table(
        "console_session",
        sa.Column("token_hash", sa.LargeBinary(), nullable=False),
        sa.Column("district_code", sa.String(), nullable=False),
        sa.Column("officer_id", sa.Uuid(), nullable=False),
        sa.Column("csrf", sa.String(), nullable=False),
        sa.Column("began_ms", sa.BigInteger(), nullable=False),
        sa.Column("seen_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("token_hash"),
    )


def downgrade() -> None:
    op.drop_table("console_session")
    op.drop_index("ix_officer_username", table_name="officer")
    with op.batch_alter_table("officer") as table:
        for name in ("wait_until_ms", "wrong_passwords", "username"):
            table.drop_column(name)
