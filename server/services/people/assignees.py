"""The officers of a district as assigning knows them: their areas of today, and those they have held."""

from collections import defaultdict
from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from server.tables import OfficerAccount, OfficerArea
from shared_models.officer import Role

_IN_FIELD = (Role.OFFICER, Role.MENTOR)


class Held(NamedTuple):
    """An officer as assigning knows one; `codes` are the areas of today."""

    id: UUID
    name: str
    role: Role
    revoked: bool
    codes: tuple[str, ...]


def officers(session: Session, district: str) -> dict[UUID, Held]:
    """All officers of a district by id."""
    areas: defaultdict[UUID, list[str]] = defaultdict(list)
    now = select(OfficerArea).where(OfficerArea.district_code == district, col(OfficerArea.until).is_(None))
    for area in session.exec(now):
        areas[area.officer_id].append(area.area_code)
    accounts = session.exec(select(OfficerAccount).where(OfficerAccount.district_code == district))
    return {
        one.id: Held(one.id, one.name, Role(one.role), one.revoked, tuple(sorted(areas[one.id]))) for one in accounts
    }


def in_field(known: Iterable[Held]) -> list[Held]:
    """Those whom villages and households can be given to."""
    return [one for one in known if one.role in _IN_FIELD and not one.revoked]


def areas_of(known: Iterable[Held]) -> dict[UUID, tuple[str, ...]]:
    """The areas of officers in the field whose work is counted."""
    return {one.id: one.codes for one in known if one.role is Role.OFFICER and not one.revoked}


def past_areas(session: Session, district: str, officer_id: UUID) -> list[OfficerArea]:
    """Areas that the officer has held, the latest first, with those of today before them."""
    held = select(OfficerArea).where(OfficerArea.district_code == district, OfficerArea.officer_id == officer_id)
    rows = list(session.exec(held))
    session.expunge_all()
    return sorted(rows, key=lambda row: (row.until is not None, row.area_code))
