"""Plans that the targeting meeting decided: in which order they are shown, and how their status moves on."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from field_app.services.tablet import Tablet
from shared_models.edit import Edit
from shared_models.plan import NEXT_STATUS, PLANNED, UNDER_WAY, Plan, PlanStatus

OPEN = (PLANNED, UNDER_WAY)


def ordered(plans: Iterable[Plan]) -> list[Plan]:
    """Those still to be done first, the earliest due on top; then the rest, the latest decision first."""

    def place(plan: Plan) -> tuple[bool, int]:
        if plan.status in OPEN:
            return False, (plan.due_on or date.max).toordinal()
        return True, -plan.decided_on.toordinal()

    return sorted(plans, key=place)


def days_late(plan: Plan, on: date) -> int:
    """By how many days a plan that is still to be done is late; 0 where it is not, or has no due date."""
    if plan.status not in OPEN or plan.due_on is None:
        return 0
    return max((on - plan.due_on).days, 0)


def next_statuses(plan: Plan) -> list[PlanStatus]:
    """Where the plan can go from here, in the order of the list; nowhere from a status of a newer version."""
    codes = {status.value for status in PlanStatus}
    if plan.status not in codes:
        return []
    return [status for status in PlanStatus if status in NEXT_STATUS[PlanStatus(plan.status)]]


async def move(
    tablet: Tablet,
    plan: Plan,
    status: PlanStatus,
    *,
    reason: str | None = None,
    bases: Mapping[str, Sequence[str]] | None = None,
    draft: str | None = None,
) -> None:
    """To another status; the reason is told with it, and one that was told before goes with the status it was for.

    Raises InvalidTransition, and InvalidChange where a plan is dropped without a reason.
    """
    told = (reason or "").strip() or None
    values = {"status": status.value, "status_reason": told}
    seen = {name: stamps for name, stamps in (bases or {}).items() if name in values}
    await tablet.record([Edit("plan", plan.id, plan.household_id, values, seen)], draft=draft)
