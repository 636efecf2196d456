"""The stage of a household in a programme year: decided by a person, with the reason; earlier decisions stay."""

from datetime import date
from uuid import UUID

from field_app.services import clock, visits
from field_app.services.tablet import Tablet
from shared_models.edit import Edit
from shared_models.merge import Scalar
from shared_models.stage_decision import Stage


async def decide(
    tablet: Tablet,
    household_id: UUID,
    *,
    year: int,
    stage: Stage,
    reason: str,
    decided_on: date,
    decided_by: str | None = None,
    draft: str | None = None,
) -> UUID:
    """A decision for a programme year (BE); it belongs to the officer's open visit, if there is one.

    Raises InvalidChange without a reason.
    """
    visit = await visits.open_at(tablet, household_id)
    decision_id = clock.moment().new_id()
    values: dict[str, Scalar] = {
        "programme_year": year,
        "stage": stage.value,
        "reason": reason.strip(),
        "decided_on": decided_on.isoformat(),
        "decided_by": (decided_by or "").strip() or None,
        "visit_id": str(visit.id) if visit else None,
    }
    await tablet.record([Edit("stage_decision", decision_id, household_id, values)], draft=draft)
    return decision_id
