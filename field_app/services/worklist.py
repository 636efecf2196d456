"""My work: what is left to do in the officer's villages, and the visits to resume."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlmodel import Session, col, func, select

from field_app.services import clock, exchange, households
from field_app.services.households import HouseholdLine
from field_app.services.tablet import Tablet
from field_app.store import repository, state
from shared_models.four_t import FourTAnalysis
from shared_models.household import Household, HouseholdStatus
from shared_models.visit import Visit


@dataclass(frozen=True)
class VillageWork:
    """A village with how many of its households were visited this fiscal year."""

    village_code: str
    households: int
    visited: int


@dataclass(frozen=True)
class ResumableVisit:
    visit: Visit
    line: HouseholdLine


@dataclass(frozen=True)
class Worklist:
    villages: list[VillageWork]
    resumable: list[ResumableVisit]
    not_visited: int
    no_analysis: int
    conflicts: int
    needs_attention: int
    expected_households: int  # announced at enrolment, for the time before the first exchange


async def worklist(tablet: Tablet) -> Worklist:
    start = fiscal_year_start(clock.today())
    began = datetime(start.year, start.month, start.day, tzinfo=clock.THAI_TIME)
    standing = await exchange.standing(tablet)
    return await tablet.database.read(lambda s: _worklist(s, tablet.officer.officer_id, began, standing))


def fiscal_year_start(today: date) -> date:
    """The Thai fiscal year begins on 1 October."""
    return date(today.year if today.month >= 10 else today.year - 1, 10, 1)


def _worklist(session: Session, officer_id: UUID, began: datetime, standing: exchange.Standing) -> Worklist:
    active = Household.status == HouseholdStatus.ACTIVE
    totals = session.exec(
        select(Household.village_code, func.count()).where(active).group_by(col(Household.village_code))
    ).all()
    visited_ids = select(Visit.household_id).where(col(Visit.finished_at).is_not(None), col(Visit.started_at) >= began)
    analysed_ids = select(FourTAnalysis.household_id)
    visited = _by_village(session, active & col(Household.id).in_(visited_ids))
    analysed = _by_village(session, active & col(Household.id).in_(analysed_ids))
    total = sum(count for _, count in totals)
    return Worklist(
        villages=[VillageWork(code, count, visited.get(code, 0)) for code, count in sorted(totals)],
        resumable=_resumable(session, officer_id),
        not_visited=total - sum(visited.values()),
        no_analysis=total - sum(analysed.values()),
        conflicts=standing.conflicts,
        needs_attention=standing.needs_attention,
        expected_households=state.read(session, "expected_households", 0),
    )


def _by_village(session: Session, condition: object) -> dict[str, int]:
    statement = select(Household.village_code, func.count()).where(condition).group_by(col(Household.village_code))  # type: ignore[arg-type]
    return dict(session.exec(statement).all())


def _resumable(session: Session, officer_id: UUID) -> list[ResumableVisit]:
    visits = repository.open_visits(session, officer_id)
    lines: Iterable[HouseholdLine] = households.lines(session, [visit.household_id for visit in visits])
    by_id = {line.household.id: line for line in lines}
    return [ResumableVisit(v, by_id[v.household_id]) for v in visits if v.household_id in by_id]
