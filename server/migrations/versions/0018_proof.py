"""what proves the log of operations: salted hashes, places in their runs, the runs' numbers and keys

Revision ID: 0018
Revises: 0017
"""

import json
import time
from collections.abc import Iterator, Sequence
from hashlib import sha256
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from alembic import op
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

BATCH = 1000
LOG = sa.table(
    "logged_operation",
    sa.column("district_code"),
    sa.column("stamp"),
    sa.column("run_id", sa.Uuid()),
    sa.column("body", sa.LargeBinary()),
    sa.column("salt", sa.LargeBinary()),
    sa.column("digest", sa.LargeBinary()),
    sa.column("place", sa.Integer()),
)
RUN = sa.table(
    "logged_run",
    sa.column("district_code"),
    sa.column("id", sa.Uuid()),
    sa.column("officer_id", sa.Uuid()),
    sa.column("device_id", sa.Uuid()),
    sa.column("number", sa.BigInteger()),
    sa.column("public_key", sa.LargeBinary()),
    sa.column("continues", sa.LargeBinary()),
    sa.column("digests", sa.LargeBinary()),
    sa.column("ends", sa.LargeBinary()),
    sa.column("signature", sa.LargeBinary()),
    sa.column("received_ms", sa.BigInteger()),
)
KEY = sa.table(
    "device_key",
    sa.column("district_code"),
    sa.column("device_id", sa.Uuid()),
    sa.column("officer_id", sa.Uuid()),
    sa.column("public_key", sa.LargeBinary()),
    sa.column("runs", sa.BigInteger()),
)
HEAD = sa.table(
    "audit_head",
    sa.column("district_code"),
    sa.column("number", sa.BigInteger()),
    sa.column("hash", sa.LargeBinary()),
)
ENTRY = sa.table(
    "audit_entry",
    sa.column("district_code"),
    sa.column("number", sa.BigInteger()),
    sa.column("at_ms", sa.BigInteger()),
    sa.column("officer_id", sa.Uuid()),
    sa.column("action"),
    sa.column("subject"),
    sa.column("hash", sa.LargeBinary()),
)
SAME_RUN = LOG.c.district_code == sa.bindparam("district"), LOG.c.run_id == sa.bindparam("of_run", type_=sa.Uuid())
THIS_RUN = RUN.c.district_code == sa.bindparam("district"), RUN.c.id == sa.bindparam("of_run", type_=sa.Uuid())


def upgrade() -> None:
    nothing = sa.text("x''" if op.get_bind().dialect.name == "sqlite" else "''")
    op.add_column("logged_operation", sa.Column("digest", sa.LargeBinary(), nullable=False, server_default=nothing))
    op.add_column("logged_operation", sa.Column("place", sa.Integer(), nullable=True))
    op.add_column("logged_run", sa.Column("number", sa.BigInteger(), nullable=False, server_default="0"))
    for name in ("public_key", "digests"):
        op.add_column("logged_run", sa.Column(name, sa.LargeBinary(), nullable=False, server_default=nothing))
    op.add_column("logged_run", sa.Column("elsewhere", sa.String(), nullable=False, server_default=""))
    op.add_column("device_key", sa.Column("runs", sa.BigInteger(), nullable=False, server_default="0"))
    _fill_digests()
    op.create_index("logged_operation_run", "logged_operation", ["district_code", "run_id", "place"])
    op.create_index("logged_run_number", "logged_run", ["district_code", "device_id", "officer_id", "number"])
    keys = list(op.get_bind().execute(sa.select(KEY).order_by(KEY.c.district_code, KEY.c.device_id, KEY.c.officer_id)))
    for key in keys:
        _number_runs(key)
    for district, of_district in groupby(keys, key=lambda key: key.district_code):
        _enter_keys(district, list(of_district))


def _fill_digests() -> None:
    of_line = LOG.c.district_code == sa.bindparam("district"), LOG.c.stamp == sa.bindparam("of_stamp")
    fill = LOG.update().where(*of_line).values(digest=sa.bindparam("salted"))
    for lines in _lines():
        salted = [sha256(line.salt + line.body).digest() for line in lines]
        named = zip(lines, salted, strict=True)
        op.get_bind().execute(
            fill, [{"district": one.district_code, "of_stamp": one.stamp, "salted": digest} for one, digest in named]
        )


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


def _number_runs(key: sa.Row) -> None:
    """In the order in which they came, with the key where it is the one that they were signed by."""
    theirs = RUN.c.district_code == key.district_code, RUN.c.device_id == key.device_id
    wanted = sa.select(RUN).where(*theirs, RUN.c.officer_id == key.officer_id)
    found = op.get_bind().execute(wanted.order_by(RUN.c.received_ms, RUN.c.id)).all()
    number, ends = 0, bytes(32)
    for _, together in groupby(found, key=lambda run: run.received_ms):
        for run in _one_after_another(list(together), ends):
            number, ends = number + 1, run.ends
            public_key = key.public_key if _is_signed(key.public_key, run) else b""
            _tell_run(run, number=number, public_key=public_key, digests=_places(run))
    same = [KEY.c[name] == getattr(key, name) for name in ("district_code", "device_id", "officer_id")]
    op.get_bind().execute(KEY.update().where(*same).values(runs=number))


def _one_after_another(runs: list[sa.Row], ends: bytes) -> Iterator[sa.Row]:
    """Runs of one moment: each after the one that it continues, where there is one."""
    while runs:
        following = next((run for run in runs if run.continues == ends), runs[0])
        runs.remove(following)
        ends = following.ends
        yield following


def _is_signed(public_key: bytes, run: sa.Row) -> bool:
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(run.signature, run.ends)
    except (InvalidSignature, ValueError):
        return False
    return True


def _places(run: sa.Row) -> bytes:
    """The salted hashes of its operations, which get their places: none where they do not lead to its end.

    A tablet's stamps grow, so that their order is the one in which the operations were recorded.
    """
    named = {"district": run.district_code, "of_run": run.id}
    wanted = sa.select(LOG.c.stamp, LOG.c.digest).where(*SAME_RUN).order_by(LOG.c.stamp)
    lines = list(op.get_bind().execute(wanted, named))
    chain = run.continues
    for line in lines:
        chain = sha256(chain + line.digest).digest()
    if not lines or chain != run.ends:
        return b""
    place = LOG.update().where(LOG.c.district_code == run.district_code, LOG.c.stamp == sa.bindparam("of_stamp"))
    placed = [{"of_stamp": line.stamp, "nth": nth} for nth, line in enumerate(lines)]
    op.get_bind().execute(place.values(place=sa.bindparam("nth")), placed)
    return b"".join(line.digest for line in lines)


def _tell_run(run: sa.Row, **values: Any) -> None:
    named = {"district": run.district_code, "of_run": run.id}
    op.get_bind().execute(RUN.update().where(*THIS_RUN).values(**values), named)


def _enter_keys(district: str, keys: Sequence[sa.Row]) -> None:
    """Put the keys that are known on record: later on each new one is, when its tablet is enrolled."""
    connection, at_ms = op.get_bind(), time.time_ns() // 1_000_000
    head = connection.execute(sa.select(HEAD).where(HEAD.c.district_code == district)).one_or_none()
    number, chain = (head.number, head.hash) if head else (0, bytes(32))
    for key in keys:
        number += 1
        subject = f"{key.device_id} key:{sha256(key.public_key).hexdigest()[:32]}"
        says = [district, number, at_ms, str(key.officer_id), "tablet_enrolled", subject]
        chain = sha256(chain + json.dumps(says, ensure_ascii=False).encode()).digest()
        entry = {"district_code": district, "number": number, "at_ms": at_ms, "officer_id": key.officer_id}
        connection.execute(ENTRY.insert().values(**entry, action=says[4], subject=subject, hash=chain))
    values = {"number": number, "hash": chain}
    of_district = HEAD.c.district_code == district
    if head:
        connection.execute(HEAD.update().where(of_district).values(**values))
    else:
        connection.execute(HEAD.insert().values(district_code=district, **values))


def downgrade() -> None:
    op.drop_index("logged_run_number", table_name="logged_run")
    op.drop_index("logged_operation_run", table_name="logged_operation")
    for table, names in (
        ("device_key", ("runs",)),
        ("logged_run", ("elsewhere", "digests", "public_key", "number")),
        ("logged_operation", ("place", "digest")),
    ):
        for name in names:
            op.drop_column(table, name)
