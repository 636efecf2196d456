"""The tablets of a district, and who works on each."""

from collections import Counter, defaultdict
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from server.services import reference
from server.services.people import officers
from server.services.people.enrolment import households_in
from server.tables import Device, DeviceKey, EnrolmentCode, OfficerAccount
from shared_models.area import contains
from shared_models.enrolment import megabytes
from shared_models.identity import office_id
from shared_models.lease import Lease, lease
from shared_models.officer import Role
from shared_models.retention import Kept
from shared_models.thai_text import sort_key

NAME_LETTERS = 4


def short_name(device_id: UUID) -> str:
    """A tablet's name: short enough to be said, and on no other tablet of an office by any likelihood."""
    return device_id.hex[-NAME_LETTERS:].upper()


class TabletLine(NamedTuple):
    """A tablet as the office lists it. `skew_ms`: its clock less ours at the last exchange; `seen_ms` 0: none yet.

    `waiting`: what it had still to send then, None if it did not tell. `lease`: how long it still shows households,
    None of one that was never heard of or is revoked.
    """

    id: UUID
    officers: tuple[str, ...]
    areas: tuple[str, ...]
    seen_ms: int
    skew_ms: int
    waiting: int | None
    app_version: str
    revoked: bool
    lease: Lease | None

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
    """An officer with the areas of today, and how many tablets. `username` "": no account for the office's pages."""

    id: UUID
    name: str
    role: Role
    areas: tuple[str, ...]
    tablets: int
    username: str
    revoked: bool


def tablets(session: Session, district: str, *, now: datetime) -> list[TabletLine]:
    """Those in use before the revoked; who has not exchanged for longest comes first. The office's own is none."""
    in_order = col(Device.revoked), col(Device.seen_ms), col(Device.id)
    devices = session.exec(select(Device).where(Device.district_code == district).order_by(*in_order)).all()
    users, scopes = _users(session, district), officers.tablet_scopes(session, district)
    days = reference.read(session, district).retention[Kept.TABLET].days
    return [
        TabletLine(
            device.id,
            tuple(users[device.id]),
            scopes.get(device.id, ()),
            device.seen_ms,
            device.skew_ms,
            device.waiting,
            device.app_version,
            device.revoked,
            _lease(device, days, now),
        )
        for device in devices
        if device.id != office_id(district)
    ]


def _lease(device: Device, days: int, now: datetime) -> Lease | None:
    """By our clock; the tablet counts by its own from its last request."""
    if device.revoked or not device.seen_ms:
        return None
    return lease(int(now.timestamp() * 1000) - device.seen_ms, days)


def _users(session: Session, district: str) -> defaultdict[UUID, list[str]]:
    statement = (
        select(DeviceKey.device_id, OfficerAccount.name)
        .where(DeviceKey.district_code == district, OfficerAccount.district_code == district)
        .where(OfficerAccount.id == DeviceKey.officer_id)
    )
    found = defaultdict[UUID, list[str]](list)
    for device_id, name in sorted(session.exec(statement), key=lambda pair: sort_key(pair[1])):
        found[device_id].append(name)
    return found


def holding(session: Session, district: str, village: str) -> int:
    """How many tablets in use hold a village."""
    in_use = select(Device.id).where(Device.district_code == district, col(Device.revoked).is_(False))
    scopes, ids = officers.tablet_scopes(session, district), set(session.exec(in_use)) - {office_id(district)}
    return sum(any(contains(code, village) for code in scopes.get(one, ())) for one in ids)


def officer_lines(session: Session, district: str) -> list[OfficerLine]:
    """By name; those who have left come last."""
    accounts = session.exec(select(OfficerAccount).where(OfficerAccount.district_code == district)).all()
    on_tablets = Counter(session.exec(select(DeviceKey.officer_id).where(DeviceKey.district_code == district)))
    areas = officers.areas_now(session, district)
    lines = [
        OfficerLine(
            account.id,
            account.name,
            Role(account.role),
            areas.get(account.id, ()),
            on_tablets[account.id],
            account.username or "",
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


def officer_name(session: Session, district: str, officer_id: UUID | None) -> str:
    """The name of who did something; "" for a command on the server."""
    account = session.get(OfficerAccount, (district, officer_id)) if officer_id else None
    return account.name if account else ""


def find(session: Session, district: str, officer_id: UUID) -> OfficerAccount:
    """An officer of this district. Raises UnknownOfficer."""
    account = officers.find(session, officer_id)
    if account.district_code != district:
        raise officers.UnknownOfficer()
    return account
