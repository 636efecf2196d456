"""what tablets were told to hold, why one was revoked, tries to sign in, and when the audit log was last verified

Revision ID: 0017
Revises: 0016
"""

from datetime import UTC, datetime
from uuid import UUID

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None

DEVICE = sa.table(
    "device", sa.column("district_code"), sa.column("id", sa.Uuid()), sa.column("seen_ms"), sa.column("scope")
)
KEY = sa.table(
    "device_key", sa.column("district_code"), sa.column("device_id", sa.Uuid()), sa.column("officer_id", sa.Uuid())
)
AREA = sa.table(
    "officer_area",
    sa.column("district_code"),
    sa.column("officer_id", sa.Uuid()),
    sa.column("area_code"),
    sa.column("since", sa.DateTime(timezone=True)),
    sa.column("until", sa.DateTime(timezone=True)),
)
HELD = sa.table(
    "device_area",
    sa.column("district_code"),
    sa.column("device_id", sa.Uuid()),
    sa.column("area_code"),
    sa.column("since_ms"),
    sa.column("until_ms"),
    sa.column("reckoned", sa.Boolean()),
)
OFFICER_AREAS = sa.select(DEVICE.c.district_code, DEVICE.c.id, AREA.c.area_code, AREA.c.since, AREA.c.until)


def upgrade() -> None:
    for column in _of_device():
        op.add_column("device", column)
    for column in _of_head():
        op.add_column("audit_head", column)
    op.add_column("officer", sa.Column("password_due", sa.Boolean(), nullable=False, server_default=sa.false()))
    with op.batch_alter_table("officer") as batch:
        batch.drop_column("wait_until_ms")
        batch.drop_column("wrong_passwords")
    op.create_table(
        "device_area",
        sa.Column("district_code", sa.String(), nullable=False),
        sa.Column("device_id", sa.Uuid(), nullable=False),
        sa.Column("area_code", sa.String(length=8), nullable=False),
        sa.Column("since_ms", sa.BigInteger(), nullable=False),
        sa.Column("until_ms", sa.BigInteger(), nullable=True),
        sa.Column("reckoned", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("district_code", "device_id", "area_code", "since_ms"),
    )
    op.create_table(
        "sign_in_try",
        sa.Column("name_hash", sa.LargeBinary(), nullable=False),
        sa.Column("wrong", sa.Integer(), nullable=False),
        sa.Column("wait_until_ms", sa.BigInteger(), nullable=False),
        sa.Column("tried_ms", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("name_hash"),
    )
    op.create_index("ix_sign_in_try_tried_ms", "sign_in_try", ["tried_ms"])
    _reckon()


def _of_device() -> list[sa.Column]:
    return [
        sa.Column("waiting", sa.Integer(), nullable=True),
        sa.Column("scope", sa.String(), nullable=False, server_default=""),
        sa.Column("revoked_ms", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("revoked_by", sa.Uuid(), nullable=True),
        sa.Column("revoked_why", sa.String(length=20), nullable=False, server_default=""),
        sa.Column("revoked_note", sa.String(), nullable=False, server_default=""),
    ]


def _of_head() -> list[sa.Column]:
    return [
        sa.Column("checked_ms", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("checked", sa.BigInteger(), nullable=False, server_default="0"),
        sa.Column("broken_at", sa.BigInteger(), nullable=True),
    ]


def _reckon() -> None:
    """What the tablets that have exchanged can hold: the areas of their officers, since the tablet was enrolled."""
    connection = op.get_bind()
    found = connection.execute(
        OFFICER_AREAS.where(
            DEVICE.c.seen_ms > 0,
            KEY.c.district_code == DEVICE.c.district_code,
            KEY.c.device_id == DEVICE.c.id,
            AREA.c.district_code == KEY.c.district_code,
            AREA.c.officer_id == KEY.c.officer_id,
        )
    ).all()
    spans: dict[tuple[str, UUID, str], tuple[int, int | None]] = {}
    for district, device, area, since, until in found:
        since_ms, until_ms = max(_ms(since), device.int >> 80), _ms(until) if until else None
        before = spans.get((district, device, area), (since_ms, until_ms))
        ends = (until_ms, before[1])
        spans[district, device, area] = min(since_ms, before[0]), None if None in ends else max(filter(None, ends))
    for (district, device, area), (since_ms, until_ms) in spans.items():
        row = {"district_code": district, "device_id": device, "area_code": area, "since_ms": since_ms}
        connection.execute(HELD.insert().values(**row, until_ms=until_ms, reckoned=True))
    for district, device in {key[:2] for key in spans}:
        now = sorted(key[2] for key, span in spans.items() if key[:2] == (district, device) and span[1] is None)
        of_device = DEVICE.c.district_code == district, DEVICE.c.id == device
        connection.execute(DEVICE.update().where(*of_device).values(scope=" ".join(now)))


def _ms(moment: datetime) -> int:
    aware = moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    return int(aware.timestamp() * 1000)


def downgrade() -> None:
    op.drop_index("ix_sign_in_try_tried_ms", table_name="sign_in_try")
    op.drop_table("sign_in_try")
    op.drop_table("device_area")
    with op.batch_alter_table("officer") as batch:
        batch.add_column(sa.Column("wrong_passwords", sa.Integer(), nullable=False, server_default="0"))
        batch.add_column(sa.Column("wait_until_ms", sa.BigInteger(), nullable=False, server_default="0"))
        batch.drop_column("password_due")
    with op.batch_alter_table("audit_head") as batch:
        for column in _of_head():
            batch.drop_column(column.name)
    with op.batch_alter_table("device") as batch:
        for column in _of_device():
            batch.drop_column(column.name)
