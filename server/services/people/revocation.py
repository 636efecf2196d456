"""Revoking a tablet or an officer's account, and the way back. Nothing that was recorded is lost by it.

What a revoked tablet or officer still sends is kept as held (intake.py) until the office has looked at it; the tablet
is told to drop its areas at its next exchange.
"""

from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, func, select

from server.services.exchanging import holdings
from server.services.people import console_sessions, officers
from server.tables import Device, DeviceKey, LoggedOperation, OfficerAccount
from shared_models.errors import DomainError, InvalidChange
from shared_models.exchange import Receipt
from shared_models.identity import office_id

NOTE_MAX = 2000


class UnknownTablet(DomainError):
    """There is no such tablet in this district."""

    code = "unknown_tablet"


class Why(StrEnum):
    """What happened to a tablet."""

    LOST = "lost"
    BROKEN = "broken"
    LEFT = "left"


class Consequences(NamedTuple):
    """What revoking a tablet comes to. `waiting` None: it does not tell; `elsewhere`: who has another tablet in use."""

    waiting: int | None
    households: int
    people: int
    users: tuple[str, ...]
    elsewhere: tuple[str, ...]


class OfficerConsequences(NamedTuple):
    """What revoking an officer comes to: the tablets with a key of theirs, and the browsers they are signed in with."""

    tablets: tuple[UUID, ...]
    sessions: int
    has_account: bool


def find_tablet(session: Session, district: str, device_id: UUID) -> Device:
    """A tablet of this district; the office's own device is none. Raises UnknownTablet."""
    device = session.get(Device, (district, device_id))
    if device is None or device.id == office_id(district):
        raise UnknownTablet()
    return device


def named(session: Session, text: str) -> Device:
    """The tablet with this id, of whichever district. Raises UnknownTablet."""
    try:
        device = session.exec(select(Device).where(Device.id == UUID(text))).first()
    except ValueError:
        device = None
    if device is None:
        raise UnknownTablet()
    return find_tablet(session, device.district_code, device.id)


def reason(entered: str) -> Why:
    """Raises InvalidChange where none was chosen."""
    try:
        return Why(entered)
    except ValueError:
        raise InvalidChange(field="why", reason="required") from None


def revoke_tablet(device: Device, *, why: Why, note: str, by: UUID | None, now: datetime) -> bool:
    """False where somebody has revoked it already: who, when and why stay as they are."""
    if device.revoked:
        return False
    device.revoked, device.revoked_ms, device.revoked_by = True, int(now.timestamp() * 1000), by
    device.revoked_why, device.revoked_note = why.value, note.strip()[:NOTE_MAX]
    return True


def restore_tablet(device: Device) -> bool:
    """Work on with it: its areas come down again with the next exchange. What is held stays held. False if in use."""
    was_revoked, device.revoked = device.revoked, False
    return was_revoked


def consequences(session: Session, device: Device) -> Consequences:
    """What is known before it is done."""
    now_held = holdings.in_areas(session, device.scope.split())
    users = select(OfficerAccount.id, OfficerAccount.name).where(
        OfficerAccount.district_code == device.district_code,
        DeviceKey.district_code == OfficerAccount.district_code,
        DeviceKey.officer_id == OfficerAccount.id,
        DeviceKey.device_id == device.id,
    )
    names = dict(session.exec(users.order_by(OfficerAccount.name)).all())
    other = _with_other_tablet(session, device, names)
    return Consequences(
        device.waiting,
        sum(village.households for village in now_held),
        sum(village.people for village in now_held),
        tuple(names.values()),
        tuple(name for officer_id, name in names.items() if officer_id in other),
    )


def _with_other_tablet(session: Session, device: Device, officer_ids: Iterable[UUID]) -> set[UUID]:
    others = select(DeviceKey.officer_id).where(
        DeviceKey.district_code == device.district_code,
        Device.district_code == DeviceKey.district_code,
        Device.id == DeviceKey.device_id,
        Device.id != device.id,
        col(Device.revoked).is_(False),
        col(DeviceKey.officer_id).in_(list(officer_ids)),
    )
    return set(session.exec(others))


def held_work(session: Session, device: Device) -> int:
    """How many operations of a tablet wait in the office because it, or their officer, was revoked."""
    held = (
        LoggedOperation.district_code == device.district_code,
        LoggedOperation.device_id == device.id,
        LoggedOperation.receipt == Receipt.HELD.value,
    )
    return session.exec(select(func.count()).select_from(LoggedOperation).where(*held)).one()


def revoke_officer(session: Session, account: OfficerAccount, *, now: datetime) -> bool:
    """End what they are signed in with, and codes that no tablet has used. False for one who is revoked already."""
    if account.revoked:
        return False
    account.revoked = True
    console_sessions.end_all(session, account.id)
    officers.end_codes(session, account.id, now=now)
    return True


def restore_officer(account: OfficerAccount) -> bool:
    """Tablets and password as before; codes stay ended. False for one who is not revoked."""
    was_revoked, account.revoked = account.revoked, False
    return was_revoked


def officer_consequences(session: Session, account: OfficerAccount, *, now: datetime) -> OfficerConsequences:
    """What is known before it is done."""
    of_officer = DeviceKey.district_code == account.district_code, DeviceKey.officer_id == account.id
    in_use = Device.district_code == DeviceKey.district_code, Device.id == DeviceKey.device_id
    tablets = select(Device.id).where(*of_officer, *in_use, col(Device.revoked).is_(False)).order_by(col(Device.id))
    found = tuple(one for one in session.exec(tablets) if one != office_id(account.district_code))
    sessions = console_sessions.of_officer(session, account.id, now=now)
    return OfficerConsequences(found, len(sessions), account.username is not None)
