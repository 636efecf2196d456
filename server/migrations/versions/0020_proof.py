"""the salted hash of every operation in the log, so that its chain is proven without its body

Revision ID: 0020
Revises: 0017
"""

from collections.abc import Iterator
from hashlib import sha256

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0017"
branch_labels = None
depends_on = None

BATCH = 1000
LOG = sa.table(
    "logged_operation",
    sa.column("district_code"),
    sa.column("stamp"),
    sa.column("body", sa.LargeBinary()),
    sa.column("salt", sa.LargeBinary()),
    sa.column("digest", sa.LargeBinary()),
)


def upgrade() -> None:
    op.add_column("logged_operation", sa.Column("digest", sa.LargeBinary(), nullable=False, server_default=_nothing()))
    of_line = LOG.c.district_code == sa.bindparam("district"), LOG.c.stamp == sa.bindparam("of_stamp")
    fill = LOG.update().where(*of_line).values(digest=sa.bindparam("salted"))
    for lines in _lines():
        op.get_bind().execute(
            fill,
            [
                {"district": line.district_code, "of_stamp": line.stamp, "salted": _salted(line.salt, line.body)}
                for line in lines
            ],
        )


def _nothing() -> sa.TextClause:
    """No bytes, as the database at hand writes it."""
    return sa.text("x''" if op.get_bind().dialect.name == "sqlite" else "''")


def _lines() -> Iterator[list[sa.Row]]:
    """The log in the order of its key, some lines at a time."""
    after = ("", "")
    wanted = sa.select(LOG.c.district_code, LOG.c.stamp, LOG.c.body, LOG.c.salt)
    in_order = wanted.order_by(LOG.c.district_code, LOG.c.stamp).limit(BATCH)
    while True:
        beyond = sa.tuple_(LOG.c.district_code, LOG.c.stamp) > sa.tuple_(*map(sa.literal, after))
        lines = list(op.get_bind().execute(in_order.where(beyond)))
        if not lines:
            return
        yield lines
        after = (lines[-1].district_code, lines[-1].stamp)


def _salted(salt: bytes, body: bytes) -> bytes:
    return sha256(salt + body).digest()


def downgrade() -> None:
    op.drop_column("logged_operation", "digest")
