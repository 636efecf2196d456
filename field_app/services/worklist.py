"""My work: what is left to do in the officer's villages, and the visits to resume."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select
from sqlmodel.sql.expression import SelectOfScalar

from field_app.services import household_filter as having
from field_app.services import household_lines
from field_app.services.household_filter import Only
from field_app.services.household_lines import HouseholdLine
from field_app.services.tablet import Tablet
from field_app.store import repository, state
from field_app.store.outbox import in_tray
from field_app.store.tables import HouseholdText, OutboxEntry
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
    """All counts are households; those that need attention need not be on the tablet, as after a refused create.

    `next_house` waits for a visit, in the village that the officer visited last if there is one there.
    """

    villages: list[VillageWork]
    resumable: list[ResumableVisit]
    not_visited: int
    no_analysis: int
    help_due: int
    conflicts: int
    needs_attention: int
    next_house: HouseholdLine | None
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
        help_due=_count(session, having.condition(Only.HELP_DUE)),
        conflicts=_count(session, having.condition(Only.CONFLICT)),
        needs_attention=session.exec(
            select(func.count(func.distinct(OutboxEntry.household_id))).where(in_tray())
        ).one(),
        next_house=_next_house(session, officer_id),
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


def _next_house(session: Session, officer_id: UUID) -> HouseholdLine | None:
    """By the order of the house numbers, first where the officer is at work."""
    here = _village_of_last_visit(session, officer_id)
    by_place = func.coalesce(HouseholdText.place, Household.village_code)
    statement = (
        select(Household.id)
        .outerjoin(HouseholdText, col(HouseholdText.household_id) == col(Household.id))
        .where(having.not_visited(), col(Household.id).not_in(open_ids(officer_id)))
        .order_by(col(Household.village_code) != here, by_place)
        .limit(1)
    )
    return next(iter(household_lines.lines(session, session.exec(statement).all())), None)


def open_ids(officer_id: UUID) -> SelectOfScalar[UUID]:
    """Households where the officer's visit was left open: they are offered already."""
    return select(Visit.household_id).where(Visit.officer_id == officer_id, col(Visit.finished_at).is_(None))


def _village_of_last_visit(session: Session, officer_id: UUID) -> str:
    """Empty before the first visit."""
    statement = (
        select(Household.village_code)
        .join(Visit, col(Visit.household_id) == col(Household.id))
        .where(Visit.officer_id == officer_id)
        .order_by(col(Visit.started_at).desc())
        .limit(1)
    )
    return session.exec(statement).first() or ""
