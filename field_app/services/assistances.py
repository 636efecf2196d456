"""What was given to a household or asked for, and what came of it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from field_app.services import clock, visits
from field_app.services.tablet import Tablet
from shared_models.assistance import Assistance
from shared_models.edit import Edit
from shared_models.merge import Scalar


async def give(tablet: Tablet, household_id: UUID, values: Mapping[str, Scalar], *, draft: str | None = None) -> UUID:
    """Something given today, or on `given_on`; it belongs to the officer's open visit, if there is one."""
    visit = await visits.open_at(tablet, household_id)
    assistance_id = clock.moment().new_id()
    given = {"given_on": clock.today().isoformat(), "visit_id": str(visit.id) if visit else None, **values}
    await tablet.record([Edit("assistance", assistance_id, household_id, given)], draft=draft)
    return assistance_id


async def change(
    tablet: Tablet,
    assistance: Assistance,
    values: Mapping[str, Scalar],
    *,
    bases: Mapping[str, Sequence[str]] | None = None,
    draft: str | None = None,
) -> None:
    """Correct it, or say what came of it."""
    edit = Edit("assistance", assistance.id, assistance.household_id, values, bases or {})
    await tablet.record([edit], draft=draft)
