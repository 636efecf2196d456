"""The households that are assigned to officers: what a mentor records in, and whose villages a mentor reads."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from shared_models.assignment import Assignment
from shared_models.fiscal_year import thai_day


class Assigned(NamedTuple):
    """The households that were ever assigned to an officer, and those of today."""

    ever: frozenset[UUID]
    now: frozenset[UUID]


def villages(session: Session, district: str, officer_ids: Iterable[UUID]) -> dict[UUID, set[str]]:
    """The villages of a district in which households are assigned today, by officer."""
    wanted = select(Assignment).where(
        Assignment.district_code == district, col(Assignment.officer_id).in_(list(officer_ids))
    )
    found, today = defaultdict[UUID, set[str]](set), thai_day(datetime.now(UTC))
    for assignment in session.exec(wanted):
        if assignment.is_on(today):
            found[assignment.officer_id].add(assignment.village)
    return found


def households(session: Session, districts: Sequence[str], officer_id: UUID) -> Assigned:
    """An officer's, wherever in these districts they are now."""
    today = thai_day(datetime.now(UTC))
    wanted = select(Assignment).where(col(Assignment.district_code).in_(districts), Assignment.officer_id == officer_id)
    rows = session.exec(wanted).all()
    ever, now = ({row.household_id for row in rows if every or row.is_on(today)} for every in (True, False))
    return Assigned(frozenset(ever), frozenset(now))
