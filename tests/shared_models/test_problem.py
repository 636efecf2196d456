"""Problem: opened, resolved or declined, reopened; never deleted."""

from datetime import date
from typing import Any
from uuid import UUID

import pytest

from shared_models.errors import InvalidChange, InvalidTransition
from shared_models.operation import Kind
from shared_models.problem import NEXT_STATUS, Problem, ProblemStatus, check_transition

OPEN, RESOLVED, DECLINED = ProblemStatus


def a_problem(**changes: Any) -> Problem:
    values = {"id": UUID(int=1), "household_id": UUID(int=47), "words": "หลังคารั่ว", "found_on": date(2026, 11, 3)}
    return Problem.model_validate({**values, **changes})


def test_a_problem_needs_a_dimension_or_words() -> None:
    a_problem().check(None)
    a_problem(words=None, dimension="living").check(None)
    for words in (None, " "):
        with pytest.raises(InvalidChange):
            a_problem(words=words).check(None)


@pytest.mark.parametrize("before", ProblemStatus)
@pytest.mark.parametrize("after", ProblemStatus)
def test_a_status_follows_only_where_the_table_says_so(before: ProblemStatus, after: ProblemStatus) -> None:
    allowed = after in NEXT_STATUS[before]
    assert allowed is ((OPEN in (before, after)) and before != after)
    if allowed:
        check_transition(before, after)
        return
    with pytest.raises(InvalidTransition) as refused:
        check_transition(before, after)
    assert (refused.value.details["before"], refused.value.details["after"]) == (before.value, after.value)


@pytest.mark.parametrize("status", [RESOLVED, DECLINED])
def test_ending_a_problem_needs_a_reason_and_reopening_needs_none(status: ProblemStatus) -> None:
    with pytest.raises(InvalidChange):
        a_problem(status=status).check(a_problem())
    a_problem(status=status, status_reason="ซ่อมหลังคาแล้ว").check(a_problem())
    a_problem().check(a_problem(status=status))


def test_a_new_problem_is_open() -> None:
    with pytest.raises(InvalidChange):
        a_problem(status=RESOLVED, status_reason="ไม่เคยมี").check(None)


def test_no_kind_of_operation_deletes() -> None:
    assert [kind.value for kind in Kind] == ["create", "change"]
