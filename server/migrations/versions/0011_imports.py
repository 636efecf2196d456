"""lists on their way in, what an import changed, dictionaries used before

Revision ID: 0011
Revises: 0010
"""

from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def _of_batch() -> tuple[sa.Column[Any], ...]:
    return (
        sa.Column("kind", sa.String(length=20), nullable=False, server_default=""),
        sa.Column("name", sa.String(), nullable=False, server_default=""),
        sa.Column("origin", sa.String(length=64), nullable=False, server_default=""),
        sa.Column("begun_ms", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("undoing", sa.Boolean(), nullable=False, server_default=sa.false()),
        sa.Column("undone_ms", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("undone_by", sa.String(), nullable=False, server_default=""),
    )


def upgrade() -> None:
    for column in _of_batch():
        op.add_column("import_batch", column)
    op.create_table(
        "import_change",
        sa.Column("district_code", sa.String(), nullable=False),
        sa.Column("import_id", sa.Uuid(), nullable=False),
        sa.Column("entity", sa.String(length=40), nullable=False),
        sa.Column("row_id", sa.Uuid(), nullable=False),
        sa.Column("before", sa.String(), nullable=False),
        sa.Column("after", sa.String(), nullable=False),
        sa.PrimaryKeyConstraint("district_code", "import_id", "entity", "row_id"),
    )
    op.create_table(
        "import_case",
        sa.Column("district_code", sa.String(), nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("file_id", sa.Uuid(), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("size", sa.BigInteger(), nullable=False),
        sa.Column("lines", sa.BigInteger(), nullable=False),
        sa.Column("made_by", sa.Uuid(), nullable=False),
        sa.Column("made_ms", sa.BigInteger(), nullable=False),
        sa.Column("choices", sa.String(), nullable=False),
        sa.Column("dictionary", sa.String(), nullable=False),
        sa.Column("dictionary_name", sa.String(), nullable=False),
        sa.Column("dataset", sa.String(), nullable=False),
        sa.Column("trial", sa.String(), nullable=False),
        sa.Column("trial_ms", sa.BigInteger(), nullable=False),
        sa.Column("report_id", sa.Uuid(), nullable=True),
        sa.Column("import_id", sa.Uuid(), nullable=True),
        sa.PrimaryKeyConstraint("district_code", "id"),
    )
    op.create_table(
        "known_dictionary",
        sa.Column("district_code", sa.String(), nullable=False),
        sa.Column("id", sa.String(length=64), nullable=False),
        sa.Column("kind", sa.String(length=20), nullable=False),
        sa.Column("name", sa.String(), nullable=False),
        sa.Column("body", sa.String(), nullable=False),
        sa.Column("used_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("district_code", "id"),
    )


def downgrade() -> None:
    for name in ("known_dictionary", "import_case", "import_change"):
        op.drop_table(name)
    for column in _of_batch():
        op.drop_column("import_batch", column.name)
