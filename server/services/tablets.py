"""The tablets of a district, and who works on each."""

from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from server.services import officers
from server.services.enrolment import households_in
from server.tables import Device, DeviceKey, EnrolmentCode, OfficerAccount
from shared_models.area import contains
from shared_models.enrolment import megabytes
from shared_models.identity import office_id
from shared_models.officer import Role
from shared_models.thai_text import sort_key

NAME_LETTERS = 4


def short_name(device_id: UUID) -> str:
    """A tablet's name: short enough to be said, and on no other tablet of an office by any likelihood."""
    return device_id.hex[-NAME_LETTERS:].upper()


class TabletLine(NamedTuple):
    """A tablet as the office lists it. `skew_ms`: its clock less ours at the last exchange; `seen_ms` 0: none yet."""

    id: UUID
    officers: tuple[str, ...]
    areas: tuple[str, ...]
    seen_ms: int
    skew_ms: int
    app_version: str
    revoked: bool

    @property
    def name(self) -> str:
        """What it is called."""
        return short_name(self.id)


class Holding(NamedTuple):
    """What a tablet holds: area codes, and about how much the first exchange brings."""

    areas: tuple[str, ...]
    households: int
    megabytes: int


class OfficerLine(NamedTuple):
    """An officer with the areas of today, and how many tablets."""

    id: UUID
    name: str
    role: Role
    areas: tuple[str, ...]
    tablets: int
    revoked: bool


def tablets(session: Session, district: str) -> list[TabletLine]:
    """Who has not exchanged for longest comes first; the office's own device is none."""
    devices = session.exec(select(Device).where(Device.district_code == district).order_by(col(Device.seen_ms))).all()
    users = session.exec(
        select(DeviceKey.device_id, OfficerAccount.name)
        .where(DeviceKey.district_code == district, OfficerAccount.district_code == district)
        .where(OfficerAccount.id == DeviceKey.officer_id)
        .order_by(OfficerAccount.name)
    ).all()
    return [
        TabletLine(
            device.id,
            tuple(name for device_id, name in users if device_id == device.id),
            officers.tablet_scope(session, district, device.id),
            device.seen_ms,
            device.skew_ms,
            device.app_version,
            device.revoked,
        )
        for device in devices
        if device.id != office_id(district)
    ]


def holding(session: Session, district: str, village: str) -> int:
    """How many tablets in use hold a village."""
    lines = tablets(session, district)
    return sum(not line.revoked and any(contains(code, village) for code in line.areas) for line in lines)


def officer_lines(session: Session, district: str) -> list[OfficerLine]:
    """By name; those who have left come last."""
    accounts = session.exec(select(OfficerAccount).where(OfficerAccount.district_code == district)).all()
    keys = session.exec(select(DeviceKey.officer_id).where(DeviceKey.district_code == district)).all()
    lines = [
        OfficerLine(
            account.id,
            account.name,
            Role(account.role),
            tuple(officers.held_areas(session, district, account.id).now),
            keys.count(account.id),
            account.revoked,
        )
        for account in accounts
    ]
    return sorted(lines, key=lambda line: (line.revoked, sort_key(line.name)))


def is_used(session: Session, district: str, lookup: str) -> bool:
    """Whether a tablet was enrolled with the enrolment code that begins so."""
    found = session.get(EnrolmentCode, lookup)
    return found is not None and found.district_code == district and found.used_by is not None


def will_hold(session: Session, district: str, officer_id: UUID) -> Holding:
    """What a tablet of this officer alone downloads."""
    scope = officers.readable_areas(session, district, officer_id)
    households = sum(households_in(session, code) for code in scope)
    return Holding(tuple(scope), households, megabytes(households))


def find(session: Session, district: str, officer_id: UUID) -> OfficerAccount:
    """An officer of this district. Raises UnknownOfficer."""
    account = officers.find(session, officer_id)
    if account.district_code != district:
        raise officers.UnknownOfficer()
    return account
