"""Officers, the areas they hold and have held, and the one-time codes that enrol their tablets."""

import secrets
from datetime import UTC, datetime, timedelta
from uuid import UUID

from sqlmodel import Session, col, select

from server.tables import District, EnrolmentCode, OfficerAccount, OfficerArea
from shared_models.area import known
from shared_models.enrolment import code_from, normalised, stretch
from shared_models.errors import DomainError, InvalidChange
from shared_models.identity import uuid7
from shared_models.officer import Role

CODE_LIFETIME = timedelta(days=7)


class UnknownOfficer(DomainError):
    code = "unknown_officer"


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


def held_areas(session: Session, district: str, officer_id: UUID) -> list[str]:
    """Every area code the officer has ever held: late work is judged by them all."""
    return _areas(session, district, officer_id, current=False)


def current_areas(session: Session, district: str, officer_id: UUID) -> list[str]:
    return _areas(session, district, officer_id, current=True)


def _areas(session: Session, district: str, officer_id: UUID, *, current: bool) -> list[str]:
    statement = select(OfficerArea.area_code).where(
        OfficerArea.district_code == district, OfficerArea.officer_id == officer_id
    )
    if current:
        statement = statement.where(col(OfficerArea.until).is_(None))
    return sorted(session.exec(statement))


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
