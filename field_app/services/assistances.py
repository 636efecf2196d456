"""What was given to a household or asked for, and what came of it."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from field_app.services import clock, visits
from field_app.services.tablet import Tablet
from field_app.store import repository
from shared_models import problem_event
from shared_models.assistance import Assistance
from shared_models.edit import Edit
from shared_models.merge import Scalar
from shared_models.problem import Problem
from shared_models.rows import copied


async def give(tablet: Tablet, household_id: UUID, values: Mapping[str, Scalar], *, draft: str | None = None) -> UUID:
    """Something given today, or on `given_on`; it belongs to the officer's open visit, if there is one.

    Help that ended the problems it answers closes them in the same action.
    """
    visit = await visits.open_at(tablet, household_id)
    assistance_id = clock.moment().new_id()
    given = {"given_on": clock.today().isoformat(), "visit_id": str(visit.id) if visit else None, **values}
    ended = await _ended(tablet, Assistance(id=assistance_id, household_id=household_id, **given))
    await tablet.record([Edit("assistance", assistance_id, household_id, given), *ended], draft=draft)
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
    ended = await _ended(tablet, copied(assistance, **values))
    await tablet.record([edit, *ended], draft=draft)


async def _ended(tablet: Tablet, assistance: Assistance) -> list[Edit]:
    """The closing of the household's open problems that this help has ended."""
    problems = await tablet.database.read(
        lambda session: [copied(row) for row in repository.rows_of(session, Problem, assistance.household_id)]
    )
    return problem_event.answered(assistance, problems)
