"""Problems and needs: found, told again in other words, closed with a reason, opened again."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from field_app.services import clock, visits
from field_app.services.tablet import Tablet
from shared_models import problem_event
from shared_models.edit import Edit
from shared_models.merge import Scalar
from shared_models.problem import Problem, ProblemStatus


async def add(tablet: Tablet, household_id: UUID, values: Mapping[str, Scalar], *, draft: str | None = None) -> UUID:
    """A problem found today, or on `found_on`; it belongs to the officer's open visit, if there is one."""
    visit = await visits.open_at(tablet, household_id)
    problem_id = clock.moment().new_id()
    found = {"found_on": clock.today().isoformat(), "visit_id": str(visit.id) if visit else None, **values}
    await tablet.record([Edit("problem", problem_id, household_id, found)], draft=draft)
    return problem_id


async def change(
    tablet: Tablet,
    problem: Problem,
    values: Mapping[str, Scalar],
    *,
    bases: Mapping[str, Sequence[str]] | None = None,
    draft: str | None = None,
) -> None:
    """Tell it better; its status changes through `close` and `reopen` alone."""
    edit = Edit("problem", problem.id, problem.household_id, values, bases or {})
    await tablet.record([edit], draft=draft)


async def close(tablet: Tablet, problem: Problem, status: ProblemStatus, reason: str) -> None:
    """Resolved or declined. Raises InvalidChange without a reason, InvalidTransition if it is closed already."""
    await tablet.record([problem_event.closed(problem, status, reason, on=clock.today())])


async def reopen(tablet: Tablet, problem: Problem, reason: str | None = None) -> None:
    """It was not over after all; the reason it was closed for stays in its history."""
    await tablet.record([problem_event.reopened(problem, on=clock.today(), reason=reason)])
