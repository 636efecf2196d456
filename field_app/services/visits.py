"""A visit from the door to the summary: each step is saved as it is taken, so it can be left and resumed."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from field_app.services import clock
from field_app.services.tablet import Tablet
from field_app.store import repository
from shared_models.edit import Edit
from shared_models.errors import DomainError
from shared_models.merge import Scalar
from shared_models.synced import utc_text
from shared_models.visit import Visit, VisitResult


class UnknownVisit(DomainError):
    """There is no visit with this id on the tablet."""

    code = "unknown_visit"


@dataclass(frozen=True)
class Position:
    latitude: float
    longitude: float
    accuracy_m: float


async def begin(tablet: Tablet, household_id: UUID, *, position: Position | None = None) -> UUID:
    """The officer's open visit to this household: the unfinished one if there is one, else a new one."""
    officer_id = tablet.officer.officer_id
    there = await tablet.database.read(lambda session: repository.open_visits(session, officer_id, household_id))
    if there:
        return there[0].id
    visit_id = clock.moment().new_id()
    changes: dict[str, Scalar] = {
        "officer_id": str(officer_id),
        "started_at": utc_text(clock.now()),
    }
    if position is not None:
        changes |= {
            "latitude": position.latitude,
            "longitude": position.longitude,
            "accuracy_m": position.accuracy_m,
        }
    await tablet.record([Edit("visit", visit_id, household_id, changes)])
    return visit_id


async def change(tablet: Tablet, visit: Visit, changes: dict[str, Scalar]) -> None:
    """Save one step's answers."""
    await tablet.record([Edit("visit", visit.id, visit.household_id, changes)])


async def set_result(tablet: Tablet, visit: Visit, result: VisitResult, *, notice_read: bool) -> None:
    await change(tablet, visit, {"result": result.value, "notice_read": notice_read})


async def confirm(tablet: Tablet, visit: Visit, person_ids: Iterable[UUID]) -> None:
    """These members still live here; added to those confirmed before."""
    confirmed = visit.confirmed_ids() | set(person_ids)
    await change(tablet, visit, {"confirmed": " ".join(sorted(str(person_id) for person_id in confirmed))})


async def unconfirm(tablet: Tablet, visit: Visit, person_id: UUID) -> None:
    remaining = visit.confirmed_ids() - {person_id}
    await change(tablet, visit, {"confirmed": " ".join(sorted(str(person_id) for person_id in remaining))})


async def finish(tablet: Tablet, visit: Visit, *, at: datetime | None = None) -> None:
    """Raises InvalidChange while the result of the visit is not given."""
    await change(tablet, visit, {"finished_at": utc_text(at or clock.now())})


async def get(tablet: Tablet, visit_id: UUID) -> Visit:
    """Raises UnknownVisit."""
    found = await tablet.database.read(lambda session: repository.get(session, "visit", visit_id))
    if not isinstance(found, Visit):
        raise UnknownVisit()
    return found


async def unfinished(tablet: Tablet) -> list[Visit]:
    """The officer's visits that wait to be resumed, the latest first."""
    officer_id = tablet.officer.officer_id
    return await tablet.database.read(lambda session: repository.open_visits(session, officer_id))
