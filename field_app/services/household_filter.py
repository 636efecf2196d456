"""Which households still ask for something: the conditions behind the work tiles and the list they open."""

from enum import StrEnum
from uuid import UUID

from sqlalchemy import ColumnElement, and_
from sqlmodel import col, select
from sqlmodel.sql.expression import SelectOfScalar

from field_app.services import fiscal_year
from field_app.store import outbox, repository
from field_app.store.tables import OutboxEntry
from shared_models.assistance import Assistance
from shared_models.conflict import Conflict
from shared_models.four_t import FourTAnalysis
from shared_models.household import Household, HouseholdStatus
from shared_models.visit import Visit


class Only(StrEnum):
    """What a list of households can be narrowed to."""

    NOT_VISITED = "not_visited"
    NO_ANALYSIS = "no_analysis"
    CONFLICT = "conflict"
    ATTENTION = "attention"


def active() -> ColumnElement[bool]:
    """Households that live in their village; others stay on the tablet, but no work waits there."""
    return col(Household.status) == HouseholdStatus.ACTIVE


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


def conflict_ids() -> SelectOfScalar[UUID]:
    return select(Conflict.household_id).where(repository.open_conflicts())


def refused_ids() -> SelectOfScalar[UUID]:
    """Households with something in the tray."""
    return select(OutboxEntry.household_id).where(outbox.in_tray())


def condition(only: Only) -> ColumnElement[bool]:
    """The households that `only` leaves in a list."""
    household_id = col(Household.id)
    conditions: dict[Only, ColumnElement[bool]] = {
        Only.NOT_VISITED: and_(active(), household_id.not_in(visited_ids())),
        Only.NO_ANALYSIS: and_(active(), household_id.not_in(analysed_ids())),
        Only.CONFLICT: household_id.in_(conflict_ids()),
        Only.ATTENTION: household_id.in_(refused_ids()),
    }
    return conditions[only]
