"""My work: what is left to do in the officer's villages, and the visits to resume."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from field_app.services import household_filter as having
from field_app.services import household_lines
from field_app.services.household_filter import Only
from field_app.services.household_lines import HouseholdLine
from field_app.services.tablet import Tablet
from field_app.store import repository, state
from field_app.store.outbox import in_tray
from field_app.store.tables import OutboxEntry
from shared_models.household import Household
from shared_models.visit import Visit


@dataclass(frozen=True)
class VillageWork:
    """A village with its households, and how many of them were visited, analysed and helped this fiscal year."""

    village_code: str
    households: int
    visited: int
    analysed: int
    helped: int


@dataclass(frozen=True)
class ResumableVisit:
    visit: Visit
    line: HouseholdLine


@dataclass(frozen=True)
class Worklist:
    """All counts are households; those that need attention need not be on the tablet, as after a refused create."""

    villages: list[VillageWork]
    resumable: list[ResumableVisit]
    not_visited: int
    no_analysis: int
    conflicts: int
    needs_attention: int
    expected_households: int  # announced at enrolment, for the time before the first exchange

    @property
    def households(self) -> int:
        return sum(village.households for village in self.villages)


async def worklist(tablet: Tablet) -> Worklist:
    return await tablet.database.read(lambda session: _worklist(session, tablet.officer.officer_id))


def _worklist(session: Session, officer_id: UUID) -> Worklist:
    return Worklist(
        villages=_villages(session),
        resumable=_resumable(session, officer_id),
        not_visited=_count(session, having.not_visited()),
        no_analysis=_count(session, having.condition(Only.NO_ANALYSIS)),
        conflicts=_count(session, having.condition(Only.CONFLICT)),
        needs_attention=session.exec(
            select(func.count(func.distinct(OutboxEntry.household_id))).where(in_tray())
        ).one(),
        expected_households=state.read(session, "expected_households", 0),
    )


def _villages(session: Session) -> list[VillageWork]:
    household_id = col(Household.id)
    totals = _by_village(session, having.active())
    visited = _by_village(session, having.active() & household_id.in_(having.visited_ids()))
    analysed = _by_village(session, having.active() & household_id.in_(having.analysed_ids()))
    helped = _by_village(session, having.active() & household_id.in_(having.helped_ids()))
    return [
        VillageWork(code, totals[code], visited.get(code, 0), analysed.get(code, 0), helped.get(code, 0))
        for code in sorted(totals)
    ]


def _by_village(session: Session, condition: ColumnElement[bool]) -> dict[str, int]:
    code = col(Household.village_code)
    return dict(session.exec(select(code, func.count()).where(condition).group_by(code)).all())


def _count(session: Session, condition: ColumnElement[bool]) -> int:
    return session.exec(select(func.count()).select_from(Household).where(condition)).one()


def _resumable(session: Session, officer_id: UUID) -> list[ResumableVisit]:
    visits = repository.open_visits(session, officer_id)
    lines: Iterable[HouseholdLine] = household_lines.lines(session, [visit.household_id for visit in visits])
    by_id = {line.household.id: line for line in lines}
    return [ResumableVisit(v, by_id[v.household_id]) for v in visits if v.household_id in by_id]
