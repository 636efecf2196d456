"""Officers who record in assigned households alone: told before they type what the office would send back."""

from uuid import UUID

from sqlmodel import Session

from field_app.services import clock, reference
from field_app.services.tablet import Tablet
from field_app.store import repository
from shared_models.assignment import Assignment
from shared_models.reference import Reference


async def is_bound(tablet: Tablet) -> bool:
    """Whether the officer is one of them, as far as the last exchange told."""
    return (await reference.read(tablet)).is_by_assignment(tablet.officer.officer_id)


def is_anothers(session: Session, known: Reference, officer_id: UUID, household_id: UUID) -> bool:
    """Whether the officer is one of them, and the household is not assigned to them today."""
    if not known.is_by_assignment(officer_id):
        return False
    rows = repository.rows_of(session, Assignment, household_id)
    return not any(row.officer_id == officer_id and row.is_on(clock.today()) for row in rows)
