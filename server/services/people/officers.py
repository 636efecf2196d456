"""Officers, the areas they hold and have held, and the one-time codes that enrol their tablets."""

import secrets
from collections import defaultdict
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Row, bindparam
from sqlmodel import Session, col, select

from server.services.exchanging import assigned
from server.tables import Device, DeviceKey, District, EnrolmentCode, OfficerAccount, OfficerArea
from shared_models.access import BY_ASSIGNMENT, READ, may
from shared_models.area import contains, known
from shared_models.enrolment import ENTROPY_BYTES, code_from, normalised, stretch
from shared_models.errors import DomainError, InvalidChange
from shared_models.identity import uuid7
from shared_models.officer import Role

CODE_LIFETIME = timedelta(minutes=15)
NAME_MAX = 200
_OF_TABLETS = (
    select(Device.id, OfficerAccount.id.label("officer_id"), OfficerAccount.role, OfficerArea.area_code)  # type: ignore[attr-defined]
    .where(DeviceKey.district_code == Device.district_code, DeviceKey.device_id == Device.id)
    .where(OfficerAccount.district_code == DeviceKey.district_code, OfficerAccount.id == DeviceKey.officer_id)
    .where(OfficerArea.district_code == OfficerAccount.district_code, OfficerArea.officer_id == OfficerAccount.id)
    .where(col(OfficerAccount.revoked).is_(False), col(OfficerArea.until).is_(None), col(Device.revoked).is_(False))
    .where(Device.district_code == bindparam("district"))
)
_OF_TABLET = _OF_TABLETS.where(Device.id == bindparam("device"))


class NewCode(NamedTuple):
    """A one-time code as it is shown once, its first letters, and its stretched secret: what is kept of it."""

    code: str
    lookup: str
    key: bytes


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
    name = _name(name)
    district = area[:4]
    if session.get(District, district) is None:
        raise UnknownDistrict(district=district)
    officer_id = uuid7(int(now.timestamp() * 1000), secrets.token_bytes(10))
    session.add(OfficerAccount(district_code=district, id=officer_id, name=name, role=role))
    session.add(OfficerArea(district_code=district, officer_id=officer_id, area_code=area, since=now))
    return officer_id


def find(session: Session, officer_id: UUID) -> OfficerAccount:
    officer = session.exec(select(OfficerAccount).where(OfficerAccount.id == officer_id)).one_or_none()
    if officer is None:
        raise UnknownOfficer()
    return officer


def rename(session: Session, officer_id: UUID, name: str) -> None:
    """Raises InvalidChange for no name, or one that is too long."""
    find(session, officer_id).name = _name(name)


def _name(entered: str) -> str:
    name = entered.strip()
    if not name:
        raise InvalidChange(field="name", reason="required")
    if len(name) > NAME_MAX:
        raise InvalidChange(field="name", reason="out_of_range")
    return name


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


def in_use(session: Session, account: OfficerAccount) -> list[str]:
    """The area codes that an officer works in today: a mentor's are the villages of the assigned households."""
    held = held_areas(session, account.district_code, account.id).now
    if account.role not in BY_ASSIGNMENT:
        return held
    found = assigned.villages(session, account.district_code, [account.id])[account.id]
    return sorted(village for village in found if any(contains(code, village) for code in held))


def readable_areas(session: Session, district: str, officer_id: UUID) -> list[str]:
    """The area codes whose households an officer's tablet holds; none for a revoked officer."""
    officer = session.get(OfficerAccount, (district, officer_id))
    if officer is None or officer.revoked:
        return []
    held = in_use(session, officer)
    return [code for code in held if may(officer.role, READ, held=held, area=code)]


def tablet_scope(session: Session, district: str, device_id: UUID) -> tuple[str, ...]:
    """The union of the areas of every officer of a tablet, nothing for a revoked one; inner codes are left out."""
    rows = session.connection().execute(_OF_TABLET, {"district": district, "device": device_id}).all()
    return _outermost(_readable(rows, _villages(session, district, rows)))


def tablet_scopes(session: Session, district: str) -> dict[UUID, tuple[str, ...]]:
    """As tablet_scope, of every tablet of a district that holds something."""
    rows = sorted(session.connection().execute(_OF_TABLETS, {"district": district}), key=lambda row: row.id)
    own = _villages(session, district, rows)
    found = {device_id: _outermost(_readable(of_it, own)) for device_id, of_it in groupby(rows, key=lambda row: row.id)}
    return {device_id: codes for device_id, codes in found.items() if codes}


def _villages(session: Session, district: str, rows: Iterable[Row[Any]]) -> dict[UUID, set[str]]:
    """Those of the households assigned to the mentors among these officers; without mentors nothing is asked."""
    mentors = {row.officer_id for row in rows if row.role in BY_ASSIGNMENT}
    return assigned.villages(session, district, mentors) if mentors else {}


def _readable(rows: Iterable[Row[Any]], villages: dict[UUID, set[str]]) -> set[str]:
    codes = (
        (row, code)
        for row in rows
        for code in (villages.get(row.officer_id, ()) if row.role in BY_ASSIGNMENT else (row.area_code,))
    )
    return {code for row, code in codes if may(row.role, READ, held=[row.area_code], area=code)}


def _outermost(codes: set[str]) -> tuple[str, ...]:
    return tuple(sorted(code for code in codes if not any(code != o and code.startswith(o) for o in codes)))


def areas_now(session: Session, district: str) -> dict[UUID, tuple[str, ...]]:
    """The area codes of today of every officer of a district who holds any."""
    statement = select(OfficerArea.officer_id, OfficerArea.area_code).where(
        OfficerArea.district_code == district, col(OfficerArea.until).is_(None)
    )
    found = defaultdict[UUID, list[str]](list)
    for officer_id, code in session.exec(statement.order_by(OfficerArea.area_code)):
        found[officer_id].append(code)
    return {officer_id: tuple(codes) for officer_id, codes in found.items()}


def new_code(session: Session) -> NewCode:
    """A code that no other one begins like; stretching it takes a while, so it is made where nobody waits."""
    while True:
        code = code_from(secrets.token_bytes(ENTROPY_BYTES))
        lookup, secret = normalised(code)
        if session.get(EnrolmentCode, lookup) is None:
            return NewCode(code, lookup, stretch(lookup, secret))


def keep_code(session: Session, officer_id: UUID, made: NewCode, *, now: datetime) -> None:
    """Make a code an officer's. Raises UnknownOfficer, also for one whose account is revoked."""
    officer = find(session, officer_id)
    if officer.revoked:
        raise UnknownOfficer()
    session.add(
        EnrolmentCode(
            lookup=made.lookup,
            district_code=officer.district_code,
            officer_id=officer_id,
            key=made.key,
            expires_at=now + CODE_LIFETIME,
        )
    )


def issue_code(session: Session, officer_id: UUID, *, now: datetime | None = None) -> str:
    """As `new_code` and `keep_code`, where nobody waits for the database."""
    made = new_code(session)
    keep_code(session, officer_id, made, now=now or datetime.now(UTC))
    return made.code


def end_codes(session: Session, officer_id: UUID, *, now: datetime) -> None:
    """Codes that no tablet has used yet end."""
    unused = select(EnrolmentCode).where(EnrolmentCode.officer_id == officer_id, col(EnrolmentCode.used_by).is_(None))
    for code in session.exec(unused):
        code.expires_at = min(_aware(code.expires_at), now)


def _aware(moment: datetime) -> datetime:
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
