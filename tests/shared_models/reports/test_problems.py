"""Problems: by status and dimension, and how long the open ones have been open."""

from datetime import timedelta
from typing import Any

import pytest

from shared_models.reports.problems import problems
from tests.shared_models.reports.rows import ON, a_caseload, a_house, a_member, a_row, lines


def a_problem(household: Any, *, days: int = 0, **values: Any) -> Any:
    return a_row("problem", household, found_on=ON - timedelta(days), **values)


def test_problems_stand_by_dimension_in_its_order_with_own_words_last() -> None:
    house = a_house()
    table = problems(
        a_caseload(
            house,
            a_problem(house, words="หลังคารั่ว"),
            a_problem(house, dimension="of_a_later_version"),
            a_problem(house, dimension="access", status="resolved"),
            a_problem(house, dimension="health", status="declined"),
            a_problem(house, dimension="health", status="of_a_later_version"),
        )
    )
    assert [row.cells[0] for row in table.rows] == ["health", "access", "of_a_later_version", None, None]
    health, *_, total = lines(table)
    assert health == {"dimension": "health", "problems": 2, "declined": 1, "other_status": 1}
    assert total == {
        "problems": 5, "open": 2, "resolved": 1, "declined": 1, "other_status": 1, "open_to_30_days": 2
    }  # fmt: skip


@pytest.mark.parametrize(
    ("days", "key"),
    [(0, "30"), (30, "30"), (31, "90"), (90, "90"), (91, "365"), (365, "365"), (366, "over_365")],
)
def test_an_open_problem_is_as_old_as_the_days_since_it_was_found(days: int, key: str) -> None:
    house = a_house()
    key = f"open_{key}_days" if key.startswith("over") else f"open_to_{key}_days"
    assert lines(problems(a_caseload(house, a_problem(house, days=days))))[-1][key] == 1


def test_problems_of_the_dead_of_moved_households_and_of_later_days_do_not_count() -> None:
    house, moved = a_house(), a_house(status="moved")
    dead = a_member(house, life_state="deceased")
    rows = (a_problem(house, person_id=dead.id), a_problem(moved), a_problem(house, days=-1))
    assert lines(problems(a_caseload(house, moved, dead, *rows))) == [{}]
