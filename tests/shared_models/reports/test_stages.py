"""Moves between stages: the cohort of the year before, the decision that counts, the follow-up."""

from datetime import date
from typing import Any

from shared_models.reports.stages import stages
from tests.shared_models.reports.rows import a_caseload, a_house, a_member, a_row, a_visit, assessed, lines


def decided(household: Any, year: int, stage: str, day: date = date(2023, 5, 1)) -> Any:
    return a_row("stage_decision", household, programme_year=year, stage=stage, decided_on=day)


def test_the_matrix_goes_from_last_years_stage_to_this_years() -> None:
    up, down, same, waiting = (a_house() for _ in range(4))
    table = stages(
        a_caseload(
            *(up, down, same, waiting, a_visit(waiting)),
            *(decided(up, 2565, "1"), decided(up, 2566, "3"), decided(up, 2566, "2", date(2023, 5, 2))),
            *(decided(down, 2565, "2"), decided(down, 2566, "1")),
            *(decided(same, 2565, "1"), decided(same, 2566, "1"), decided(waiting, 2565, "1")),
        )
    )
    assert lines(table) == [
        {"stage_before": "1", "households": 3, "to_1": 1, "to_2": 1, "undecided": 1, "up": 1, "visited": 1},
        {"stage_before": "2", "households": 1, "to_1": 1, "down": 1},
        {"households": 4, "to_1": 2, "to_2": 1, "undecided": 1, "up": 1, "down": 1, "visited": 1},
    ]


def test_the_cohort_holds_group_1_of_its_year_by_its_rule() -> None:
    with_card, without = a_house(), a_house()
    members = [a_member(with_card, welfare_card="yes"), a_member(without, welfare_card="no")]
    rows = [with_card, without, *members, *(assessed(person, 2565, income=True) for person in members)]
    rows += [decided(house, 2566, "1") for house in (with_card, without)]
    assert lines(stages(a_caseload(*rows))) == [{"households": 1, "to_1": 1}] * 2, "2565: only with a card"
    assert lines(stages(a_caseload(*rows, year=2567, from_year=2566)))[-1] == {"households": 2, "undecided": 2}


def test_an_unknown_stage_and_a_household_that_left() -> None:
    house, moved = a_house(), a_house(status="moved")
    rows = (decided(house, 2565, "1"), decided(house, 2566, "9"), decided(moved, 2565, "1"))
    assert lines(stages(a_caseload(house, moved, *rows)))[-1] == {"households": 1, "to_other": 1}
