"""What becomes of problems, as edits: closed with a reason, opened again, resolved by help. Nothing is ever deleted.

Whether the status may follow is the entity's own rule, checked on the row as it is when the edit is recorded.
"""

from collections.abc import Iterable
from datetime import date

from shared_models.assistance import Assistance, AssistanceOutcome
from shared_models.edit import Edit
from shared_models.errors import InvalidChange
from shared_models.problem import DECLINED, OPEN, RESOLVED, Problem, ProblemStatus

# How help ended, and what that makes of the problems it answers; help under way leaves them open.
CLOSES: dict[str, ProblemStatus] = {
    AssistanceOutcome.RESOLVED.value: RESOLVED,
    AssistanceOutcome.SELF_SOLVED.value: RESOLVED,
    AssistanceOutcome.DECLINED.value: DECLINED,
}


def closed(problem: Problem, status: ProblemStatus, reason: str, *, on: date) -> Edit:
    """Resolved or declined. Raises InvalidChange without a reason."""
    if not reason.strip():
        raise InvalidChange(field="status_reason", reason="required")
    values = {"status": status.value, "status_reason": reason.strip(), "status_on": on.isoformat()}
    return Edit("problem", problem.id, problem.household_id, values)


def reopened(problem: Problem, *, on: date, reason: str | None = None) -> Edit:
    """It was not over after all, perhaps with the reason why; what it was closed for stays in its history."""
    again = (reason or "").strip() or None
    values = {"status": OPEN.value, "status_reason": again, "status_on": on.isoformat(), "assistance_id": None}
    return Edit("problem", problem.id, problem.household_id, values)


def answered(assistance: Assistance, problems: Iterable[Problem]) -> list[Edit]:
    """The open problems that this help has ended: the programme closes a problem by such an entry.

    What was given is the reason. `assistance` may be a row not yet recorded, its day in wire form.
    """
    status = CLOSES.get(str(assistance.outcome))
    if status is None:
        return []
    answers = assistance.problem_ids()
    return [
        Edit(
            "problem",
            problem.id,
            problem.household_id,
            {
                "status": status.value,
                "status_reason": assistance.item,
                "status_on": str(assistance.given_on),
                "assistance_id": str(assistance.id),
            },
        )
        for problem in problems
        if problem.id in answers and problem.status == OPEN
    ]
