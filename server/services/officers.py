"""Officers, the areas they hold and have held, and the one-time codes that enrol their tablets."""

import secrets
from datetime import UTC, datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from server.tables import Device, DeviceKey, District, EnrolmentCode, OfficerAccount, OfficerArea
from shared_models.access import READ, may
from shared_models.area import known
from shared_models.enrolment import code_from, normalised, stretch
from shared_models.errors import DomainError, InvalidChange
from shared_models.identity import uuid7
from shared_models.officer import Role

CODE_LIFETIME = timedelta(days=7)
_OF_TABLET = (
    select(OfficerAccount.role, OfficerArea.area_code)
    .where(DeviceKey.district_code == Device.district_code, DeviceKey.device_id == Device.id)
    .where(OfficerAccount.district_code == DeviceKey.district_code, OfficerAccount.id == DeviceKey.officer_id)
    .where(OfficerArea.district_code == OfficerAccount.district_code, OfficerArea.officer_id == OfficerAccount.id)
    .where(col(OfficerAccount.revoked).is_(False), col(OfficerArea.until).is_(None), col(Device.revoked).is_(False))
    .where(Device.district_code == bindparam("district"), Device.id == bindparam("device"))
)


class UnknownOfficer(DomainError):
    code = "unknown_officer"


class WrongPassword(DomainError):
    code = "wrong_password"


class UnknownDistrict(DomainError):
    code = "unknown_district"


def add(session: Session, *, name: str, role: Role, area: str, now: datetime) -> UUID:
    """Add an officer of the district that `area` lies in. Returns the officer's id."""
    if not known(area):
        raise InvalidChange(field="area", reason="unknown_area")
    if not name.strip():
        raise InvalidChange(field="name", reason="required")
    district = area[:4]
    if session.get(District, district) is None:
        raise UnknownDistrict(district=district)
    officer_id = uuid7(int(now.timestamp() * 1000), secrets.token_bytes(10))
    session.add(OfficerAccount(district_code=district, id=officer_id, name=name.strip(), role=role))
    session.add(OfficerArea(district_code=district, officer_id=officer_id, area_code=area, since=now))
    return officer_id


def find(session: Session, officer_id: UUID) -> OfficerAccount:
    officer = session.exec(select(OfficerAccount).where(OfficerAccount.id == officer_id)).one_or_none()
    if officer is None:
        raise UnknownOfficer()
    return officer


def set_area(session: Session, officer_id: UUID, area: str, *, now: datetime) -> None:
    """Give an officer one area instead of those held so far, which stay on record."""
    if not known(area):
        raise InvalidChange(field="area", reason="unknown_area")
    officer = find(session, officer_id)
    for row in session.exec(select(OfficerArea).where(OfficerArea.officer_id == officer_id)):
        if row.until is None and row.area_code != area:
            row.until = now
    row_now = session.get(OfficerArea, (officer.district_code, officer_id, area))
    if row_now is None:
        row_now = OfficerArea(district_code=officer.district_code, officer_id=officer_id, area_code=area, since=now)
    row_now.until = None
    session.add(row_now)


class Held(NamedTuple):
    """The area codes an officer has ever held, and those of today."""

    ever: list[str]
    now: list[str]


def held_areas(session: Session, district: str, officer_id: UUID) -> Held:
    """Late work is judged by every area the officer has ever held."""
    statement = select(OfficerArea.area_code, OfficerArea.until).where(
        OfficerArea.district_code == district, OfficerArea.officer_id == officer_id
    )
    rows = sorted(session.exec(statement), key=lambda row: row[0])
    return Held([code for code, _ in rows], [code for code, until in rows if until is None])


def readable_areas(session: Session, district: str, officer_id: UUID) -> list[str]:
    """The area codes whose households an officer's tablet holds; none for a revoked officer."""
    officer = session.get(OfficerAccount, (district, officer_id))
    if officer is None or officer.revoked:
        return []
    held = held_areas(session, district, officer_id).now
    return [code for code in held if may(officer.role, READ, held=held, area=code)]


def tablet_scope(session: Session, district: str, device_id: UUID) -> tuple[str, ...]:
    """The union of the areas of every officer of a tablet, nothing for a revoked one; inner codes are left out."""
    rows = session.connection().execute(_OF_TABLET, {"district": district, "device": device_id})
    codes = {row.area_code for row in rows if may(row.role, READ, held=[row.area_code], area=row.area_code)}
    return tuple(sorted(code for code in codes if not any(code != o and code.startswith(o) for o in codes)))


def issue_code(session: Session, officer_id: UUID, *, now: datetime | None = None) -> str:
    """A new one-time code for an officer's tablet; shown once, never stored as it is."""
    officer = find(session, officer_id)
    moment = now or datetime.now(UTC)
    while True:
        code = code_from(secrets.token_bytes(12))
        lookup, secret = normalised(code)
        if session.get(EnrolmentCode, lookup) is None:
            break
    session.add(
        EnrolmentCode(
            lookup=lookup,
            district_code=officer.district_code,
            officer_id=officer_id,
            key=stretch(lookup, secret),
            expires_at=moment + CODE_LIFETIME,
        )
    )
    return code
