"""What a list of households can be narrowed to: the conditions behind the search's filters and the work tiles."""

from dataclasses import dataclass, fields
from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, and_, exists, tuple_
from sqlalchemy.orm import aliased
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from field_app.services import clock, fiscal_year
from field_app.services.household_traits import Target
from field_app.store import outbox, repository
from field_app.store.tables import OutboxEntry
from shared_models.area import Level
from shared_models.assistance import Assistance
from shared_models.conflict import Conflict
from shared_models.failing import Question
from shared_models.four_t import FourTAnalysis
from shared_models.household import Household, HouseholdStatus
from shared_models.mpi import Dimension
from shared_models.plan import PLANNED, UNDER_WAY, Plan
from shared_models.problem import OPEN, Problem
from shared_models.stage_decision import Stage, StageDecision
from shared_models.visit import Visit

UNDECIDED = "undecided"  # in place of a stage: nobody has decided on one


class Only(StrEnum):
    """Work that waits at a household."""

    NO_ANALYSIS = "no_analysis"
    HELP_DUE = "help_due"
    CONFLICT = "conflict"
    ATTENTION = "attention"


@dataclass(frozen=True)
class Narrowing:
    """Households for which all that is set holds; of `failed` one dimension is enough.

    `area` is a code of any level. `visited` is about this fiscal year: False are those that still wait for a visit,
    which those that left do not. `stage` is a code of Stage as last decided, or UNDECIDED.
    """

    area: str = ""
    failed: frozenset[Dimension] = frozenset()
    indicator: Question | None = None
    target: Target | None = None
    visited: bool | None = None
    stage: str = ""
    open_problem: bool = False
    only: Only | None = None

    @property
    def count(self) -> int:
        """How many filters are set, each dimension for itself."""
        others = [field.name for field in fields(self) if field.name != "failed"]
        return len(self.failed) + sum(getattr(self, name) != getattr(EVERYTHING, name) for name in others)

    @property
    def by_rules(self) -> bool:
        """Whether it takes the rules of household_traits.py to tell."""
        return bool(self.failed or self.indicator or self.target)

    def conditions(self) -> list[ColumnElement[bool]]:
        """What of it a query can tell."""
        found = [in_area(self.area)] if self.area else []
        if self.visited is not None:
            found.append(col(Household.id).in_(visited_ids()) if self.visited else not_visited())
        if self.stage:
            found.append(at_stage(self.stage))
        if self.open_problem:
            found.append(col(Household.id).in_(troubled_ids()))
        return [*found, condition(self.only)] if self.only else found


EVERYTHING = Narrowing()


def in_area(code: str) -> ColumnElement[bool]:
    """Households of an area of any level."""
    village = col(Household.village_code)
    return village == code if len(code) == Level.VILLAGE else village.startswith(code, autoescape=True)


def active() -> ColumnElement[bool]:
    """Households that live in their village; others stay on the tablet, but no work waits there."""
    return col(Household.status) == HouseholdStatus.ACTIVE


def not_visited() -> ColumnElement[bool]:
    """Households that wait for this fiscal year's visit."""
    return and_(active(), col(Household.id).not_in(visited_ids()))


def visited_ids() -> SelectOfScalar[UUID]:
    """Households with a visit of this fiscal year that was finished."""
    return select(Visit.household_id).where(
        col(Visit.finished_at).is_not(None), col(Visit.started_at) >= fiscal_year.began()
    )


def analysed_ids() -> SelectOfScalar[UUID]:
    return select(FourTAnalysis.household_id)


def helped_ids() -> SelectOfScalar[UUID]:
    """Households that were helped or asked for help this fiscal year."""
    return select(Assistance.household_id).where(col(Assistance.given_on) >= fiscal_year.began().date())


def due_ids() -> SelectOfScalar[UUID]:
    """Households with a plan that is due by now and not done."""
    is_open = col(Plan.status).in_([PLANNED, UNDER_WAY])
    return select(Plan.household_id).where(is_open, col(Plan.due_on) <= clock.today())


def conflict_ids() -> SelectOfScalar[UUID]:
    return select(Conflict.household_id).where(repository.open_conflicts())


def refused_ids() -> SelectOfScalar[UUID]:
    """Households with something in the tray."""
    return select(OutboxEntry.household_id).where(outbox.in_tray())


def troubled_ids() -> SelectOfScalar[UUID]:
    """Households with a problem or need that is open."""
    return select(Problem.household_id).where(Problem.status == OPEN)


def at_stage(stage: str) -> ColumnElement[bool]:
    """Households whose last decision says `stage`: of the latest year, there of the latest day (stage_decision.py)."""
    household_id = col(Household.id)
    if stage == UNDECIDED:
        return household_id.not_in(select(StageDecision.household_id))
    later = aliased(StageDecision)
    order = (StageDecision.programme_year, StageDecision.decided_on, StageDecision.id)
    later_order = (later.programme_year, later.decided_on, later.id)
    replaced = exists().where(later.household_id == StageDecision.household_id, tuple_(*later_order) > tuple_(*order))
    standing = select(StageDecision.household_id).where(StageDecision.stage == Stage(stage), ~replaced)
    return household_id.in_(standing)


def condition(only: Only) -> ColumnElement[bool]:
    """The households that `only` leaves in a list."""
    household_id = col(Household.id)
    conditions: dict[Only, ColumnElement[bool]] = {
        Only.NO_ANALYSIS: and_(active(), household_id.not_in(analysed_ids())),
        Only.HELP_DUE: household_id.in_(due_ids()),
        Only.CONFLICT: household_id.in_(conflict_ids()),
        Only.ATTENTION: household_id.in_(refused_ids()),
    }
    return conditions[only]
