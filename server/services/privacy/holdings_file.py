"""Which households' data a tablet held, as a table to take along: for the notice within 72 hours (PDPA s.37(4))."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, select

from server.services.exchanging import holdings
from server.services.proving import audit
from server.services.proving.audit import Action
from server.tables import Device, DeviceKey, OfficerAccount
from shared_models.reports.table import Column, ColumnKind, Row, Table

COLUMNS = (
    Column("household_id", ColumnKind.TEXT, label="household"),
    Column("village", ColumnKind.AREA, label="household.village_code"),
    Column("house_no", ColumnKind.TEXT, label="household.house_no"),
    Column("head", ColumnKind.TEXT, label="household.head_id"),
    Column("phone", ColumnKind.TEXT, label="person.phone"),
    Column("persons", ColumnKind.COUNT),
    Column("moved_out", ColumnKind.TEXT, label="HouseholdStatus.moved"),
)


class Use(NamedTuple):
    """Who takes it along, None for a command, and what for."""

    by: UUID | None
    purpose: str


def table(session: Session, device: Device, use: Use, *, now: datetime) -> Table:
    """On record with its purpose, in a writing transaction."""
    rows = tuple(
        Row((str(one.household_id), one.village, one.house_no, one.head, one.phone, one.people, "✓" * one.is_gone))
        for one in holdings.households(session, device)
    )
    subject = f"{device.id} {use.purpose} n={len(rows)}"
    audit.enter(session, device.district_code, Action.HOLDINGS_EXPORTED, officer_id=use.by, subject=subject, now=now)
    return Table(COLUMNS, rows)


def users(session: Session, device: Device) -> list[str]:
    """The names of the officers who have a key on a tablet."""
    wanted = select(OfficerAccount.name).where(
        OfficerAccount.district_code == device.district_code,
        DeviceKey.district_code == OfficerAccount.district_code,
        DeviceKey.officer_id == OfficerAccount.id,
        DeviceKey.device_id == device.id,
    )
    return list(session.exec(wanted.order_by(OfficerAccount.name)))
