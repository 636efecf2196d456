"""Problems end with a reason, are opened again, and are closed by the help that answered them."""

from datetime import date

import pytest

from shared_models import problem_event
from shared_models.assistance import Assistance, AssistanceOutcome
from shared_models.errors import InvalidChange, InvalidTransition
from shared_models.problem import DECLINED, OPEN, RESOLVED
from tests.shared_models.family import HOME, an_id, applied, problem

TODAY = date(2023, 6, 1)
ROOF, DEBT = problem("หลังคารั่ว"), problem("หนี้นอกระบบ")


def help_given(outcome: AssistanceOutcome) -> Assistance:
    values = {"id": an_id("ซ่อมหลังคา"), "household_id": HOME, "item": "ซ่อมหลังคา", "given_on": "2023-05-30"}
    return Assistance.model_validate({**values, "problems": str(ROOF.id), "outcome": outcome})


@pytest.mark.parametrize("status", [RESOLVED, DECLINED])
def test_a_problem_is_closed_with_its_reason_and_day_and_opened_again(status: object) -> None:
    closed = applied(ROOF, problem_event.closed(ROOF, status, " อบต. ซ่อมให้ ", on=TODAY))  # type: ignore[arg-type]
    assert (closed.status, closed.status_reason, closed.status_on) == (status, "อบต. ซ่อมให้", TODAY)
    closed.check(ROOF)
    again = applied(closed, problem_event.reopened(closed, on=TODAY, reason="รั่วอีก"))
    assert (again.status, again.status_reason) == (OPEN, "รั่วอีก")
    again.check(closed)


def test_closing_needs_a_reason_and_an_open_problem() -> None:
    with pytest.raises(InvalidChange):
        problem_event.closed(ROOF, RESOLVED, " ", on=TODAY)
    ended = problem("ปิดแล้ว", status="resolved", status_reason="ซ่อมแล้ว")
    with pytest.raises(InvalidTransition):
        applied(ended, problem_event.closed(ended, DECLINED, "ซ้ำ", on=TODAY)).check(ended)


@pytest.mark.parametrize(
    ("outcome", "status"),
    [
        (AssistanceOutcome.RESOLVED, RESOLVED),
        (AssistanceOutcome.SELF_SOLVED, RESOLVED),
        (AssistanceOutcome.DECLINED, DECLINED),
        (AssistanceOutcome.HELPED, None),
        (AssistanceOutcome.IN_PROGRESS, None),
    ],
)
def test_help_closes_the_open_problems_it_answers_when_it_has_ended_them(
    outcome: AssistanceOutcome, status: object
) -> None:
    given = help_given(outcome)
    edits = problem_event.answered(given, [ROOF, DEBT])
    if status is None:
        assert edits == []
        return
    (edit,) = edits
    closed = applied(ROOF, edit)
    assert (closed.status, closed.assistance_id, closed.status_reason) == (status, given.id, "ซ่อมหลังคา")
    closed.check(ROOF)


def test_a_problem_that_is_closed_already_keeps_its_own_reason() -> None:
    closed = problem("หลังคารั่ว", status="declined", status_reason="ทำเอง")
    assert problem_event.answered(help_given(AssistanceOutcome.RESOLVED), [closed]) == []
