"""A visit from the door to the summary: each step is saved as it is taken, so it can be left and resumed."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from uuid import UUID

from field_app.services import clock, households
from field_app.services.households import HouseholdFile
from field_app.services.tablet import Tablet
from field_app.store import repository
from field_app.store.sealed import Transaction
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
    """Degrees, and metres around them in which the tablet is."""

    latitude: float
    longitude: float
    accuracy_m: float


async def begin(tablet: Tablet, household_id: UUID) -> UUID:
    """The officer's open visit to this household: the unfinished one if there is one, else a new one."""
    officer_id = tablet.officer.officer_id
    there = await tablet.database.read(lambda session: repository.open_visits(session, officer_id, household_id))
    if there:
        return there[0].id
    visit_id = clock.moment().new_id()
    changes: dict[str, Scalar] = {"officer_id": str(officer_id), "started_at": utc_text(clock.now())}
    await tablet.record([Edit("visit", visit_id, household_id, changes)])
    return visit_id


async def note_position(tablet: Tablet, visit_id: UUID, position: Position) -> None:
    """Where a visit took place; the first answer stays."""
    visit = await get(tablet, visit_id)
    if visit.latitude is None and visit.finished_at is None:
        changes: dict[str, Scalar] = dict(asdict(position))
        await tablet.record([Edit("visit", visit_id, visit.household_id, changes)])


async def change(
    tablet: Tablet,
    visit: Visit,
    changes: Mapping[str, Scalar],
    *,
    bases: Mapping[str, Sequence[str]] | None = None,
    draft: str | None = None,
) -> None:
    """Save one step's answers; `bases` are the heads its text was opened with."""
    edit = Edit("visit", visit.id, visit.household_id, changes, bases or {})
    await tablet.record([edit], draft=draft)


async def set_result(tablet: Tablet, visit: Visit, result: VisitResult, *, notice_read: bool) -> None:
    await change(tablet, visit, {"result": result.value, "notice_read": notice_read})


async def confirm(tablet: Tablet, visit: Visit, person_ids: Iterable[UUID]) -> None:
    """These members still live here; added to those confirmed before."""
    added = set(person_ids)
    await _change_confirmed(tablet, visit, lambda confirmed: confirmed | added)


async def unconfirm(tablet: Tablet, visit: Visit, person_id: UUID) -> None:
    """Nobody has asked about this member yet."""
    await _change_confirmed(tablet, visit, lambda confirmed: confirmed - {person_id})


async def _change_confirmed(tablet: Tablet, visit: Visit, change: Callable[[set[UUID]], set[UUID]]) -> None:
    """Read and record in one write: two quick taps on two members must not undo each other."""

    def work(transaction: Transaction) -> None:
        row = repository.get(transaction.session, "visit", visit.id)
        if not isinstance(row, Visit):
            raise UnknownVisit()
        confirmed = " ".join(sorted(str(person_id) for person_id in change(row.confirmed_ids())))
        edit = Edit("visit", visit.id, visit.household_id, {"confirmed": confirmed})
        repository.record(transaction, [edit], author=tablet.author, moment=clock.moment())

    await tablet.database.write(work)


async def finish(tablet: Tablet, visit: Visit, *, at: datetime | None = None) -> None:
    """Raises InvalidChange while the result of the visit is not given."""
    await change(tablet, visit, {"finished_at": utc_text(at or clock.now())})


async def get(tablet: Tablet, visit_id: UUID) -> Visit:
    """Raises UnknownVisit."""
    found = await tablet.database.read(lambda session: repository.get(session, "visit", visit_id))
    if not isinstance(found, Visit):
        raise UnknownVisit()
    return found


async def open_at(tablet: Tablet, household_id: UUID) -> Visit | None:
    """The officer's unfinished visit to this household, if there is one."""
    officer_id = tablet.officer.officer_id
    there = await tablet.database.read(lambda session: repository.open_visits(session, officer_id, household_id))
    return there[0] if there else None


@dataclass(frozen=True)
class AtHouse:
    """A household's file, and the officer's unfinished visit there: what every form at this house stands on."""

    file: HouseholdFile
    visit: Visit | None = None


async def at_house(tablet: Tablet, household_id: UUID) -> AtHouse:
    """Raises UnknownHousehold."""
    return AtHouse(await households.open_file(tablet, household_id), await open_at(tablet, household_id))


async def unfinished(tablet: Tablet) -> list[Visit]:
    """The officer's visits that wait to be resumed, the latest first."""
    officer_id = tablet.officer.officer_id
    return await tablet.database.read(lambda session: repository.open_visits(session, officer_id))
