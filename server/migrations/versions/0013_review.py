"""review in the office: what was decided, pairs that may be one person, and what mends what

Revision ID: 0013
Revises: 0012
"""

import json

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None

IS_NOT_STORED = sa.text("receipt IN ('refused', 'held')")
IS_MENDING = sa.text("mends IS NOT NULL")


def upgrade() -> None:
    op.add_column("person", sa.Column("merged_into", sa.Uuid(), nullable=True))
    op.add_column("logged_operation", sa.Column("decided_ms", sa.BigInteger(), nullable=True))
    op.add_column("logged_operation", sa.Column("mends", sa.String(length=32), nullable=True))
    _fill_mends()
    op.create_index(
        "logged_operation_not_stored",
        "logged_operation",
        ["district_code", "receipt"],
        sqlite_where=IS_NOT_STORED,
        postgresql_where=IS_NOT_STORED,
    )
    op.create_index(
        "logged_operation_mends",
        "logged_operation",
        ["district_code", "mends"],
        sqlite_where=IS_MENDING,
        postgresql_where=IS_MENDING,
    )
    op.create_table(
        "review_mark",
        sa.Column("district_code", sa.String(), nullable=False),
        sa.Column("queue", sa.String(length=20), nullable=False),
        sa.Column("subject", sa.String(length=40), nullable=False),
        sa.Column("mark", sa.String(length=20), nullable=False),
        sa.Column("basis", sa.String(length=64), nullable=False),
        sa.Column("note", sa.String(), nullable=False),
        sa.Column("marked_by", sa.Uuid(), nullable=False),
        sa.Column("marked_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("district_code", "queue", "subject"),
    )
    op.create_table(
        "duplicate_pair",
        sa.Column("district_code", sa.String(), nullable=False),
        sa.Column("one", sa.Uuid(), nullable=False),
        sa.Column("other", sa.Uuid(), nullable=False),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("state", sa.String(length=20), nullable=False),
        sa.Column("found_ms", sa.BigInteger(), nullable=False),
        sa.Column("decided_ms", sa.BigInteger(), nullable=False),
        sa.Column("decided_by", sa.Uuid(), nullable=True),
        sa.Column("kept", sa.Uuid(), nullable=True),
        sa.Column("before", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("district_code", "one", "other"),
    )
    op.create_index("duplicate_pair_state", "duplicate_pair", ["district_code", "state"])


def _fill_mends() -> None:
    """From the bodies that are in the log already."""
    log = sa.table("logged_operation", *map(sa.column, ("district_code", "stamp", "body", "mends")))
    connection = op.get_bind()
    found = []
    for line in connection.execute(sa.select(log.c.district_code, log.c.stamp, log.c.body)):
        if b'"mends":"' in bytes(line.body):
            found.append((line.district_code, line.stamp, json.loads(bytes(line.body)).get("mends")))
    for district, stamp, mends in found:
        of_line = log.c.district_code == district, log.c.stamp == stamp
        connection.execute(sa.update(log).where(*of_line).values(mends=mends))


def downgrade() -> None:
    op.drop_index("duplicate_pair_state", table_name="duplicate_pair")
    op.drop_table("duplicate_pair")
    op.drop_table("review_mark")
    op.drop_index("logged_operation_mends", table_name="logged_operation")
    op.drop_index("logged_operation_not_stored", table_name="logged_operation")
    op.drop_column("logged_operation", "mends")
    op.drop_column("logged_operation", "decided_ms")
    op.drop_column("person", "merged_into")
