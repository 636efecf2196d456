"""Welfare: who receives, what they are like, inclusion and exclusion errors, and what they suggest."""

from datetime import date
from typing import Any

import pytest

from shared_models.deprivation import Standing
from shared_models.person import WelfareCard
from shared_models.reports.welfare import welfare
from shared_models.reports.welfare_verdict import Verdict, verdict
from tests.shared_models.reports.rows import a_caseload, a_house, a_member, a_row, assessed, lines


def received(person: Any, *, whole: bool = False, **values: Any) -> Any:
    row = a_row("welfare_receipt", **{"programme": "เบี้ยยังชีพผู้สูงอายุ", "amount_satang": 60_000, **values})
    row.household_id, row.person_id = person.household_id, None if whole else person.id
    return row


def table_of(*rows: Any) -> dict[tuple[Any, ...], tuple[int, int]]:
    """Persons and households by question, topic and answer."""
    return {
        (line.get("question"), line.get("topic"), line.get("answer")): (
            line.get("persons", 0),
            line.get("households", 0),
        )
        for line in lines(welfare(a_caseload(*rows)))
    }


def test_the_four_questions_of_one_village() -> None:
    rich, poor = a_house(average_income_satang=10_000_001), a_house(average_income_satang=3_000_000)
    aged, child = a_member(rich, sex="2", birth="2490"), a_member(poor, welfare_card="no")
    found = table_of(
        *(rich, poor, aged, child, received(aged), received(aged, programme="บำนาญ")),
        *(assessed(aged, income=False), assessed(child, income=True)),
    )
    assert found == {
        ("who", "programme", "บำนาญ"): (1, 1),
        ("who", "programme", "เบี้ยยังชีพผู้สูงอายุ"): (1, 1),
        ("like", "sex", "2"): (1, 1),
        ("like", "age_band", "70-79"): (1, 1),
        ("like", "mpi", "passes"): (1, 1),
        ("like", "card", "unknown"): (1, 1),
        ("fitting", "verdict", "inclusion_error"): (1, 1),
        ("fitting", "verdict", "exclusion_error"): (1, 1),
        ("change", "suggestion", "review"): (1, 1),
        ("change", "suggestion", "include"): (1, 1),
        (None, None, None): (1, 1),
    }
    assert next(iter(found)) == ("who", "programme", "บำนาญ"), "in Thai order"


@pytest.mark.parametrize(
    ("mpi", "card", "receives", "above", "expected"),
    [
        ("passes", "no", True, True, "inclusion_error"),
        ("passes", "no", True, False, "fitting"),
        ("passes", "no", True, None, "unclear"),
        ("passes", "no", False, True, "fitting"),
        ("fails", "no", False, None, "exclusion_error"),
        ("fails", "unknown", False, None, "unclear"),
        ("fails", "yes", False, None, "fitting"),
        ("fails", "no", True, True, "fitting"),
        ("no_data", "no", True, True, "unclear"),
        ("no_data", "no", False, None, "unclear"),
    ],
)
def test_a_verdict_needs_mpi_card_receipt_and_income(
    mpi: str, card: str, receives: bool, above: bool | None, expected: str
) -> None:
    found = verdict(Standing(mpi), WelfareCard(card), receives=receives, above_limit=above)
    assert found is Verdict(expected)


def test_a_receipt_of_the_household_is_everybodys_and_its_amount_counts_once() -> None:
    house = a_house()
    members = [a_member(house), a_member(house), a_member(house, life_state="deceased")]
    table = welfare(a_caseload(house, *members, received(members[0], whole=True), received(members[2])))
    assert lines(table)[0] == {
        **{"question": "who", "topic": "programme", "answer": "เบี้ยยังชีพผู้สูงอายุ"},
        **{"persons": 2, "households": 1, "amount_satang": 60_000},
    }


@pytest.mark.parametrize(
    ("values", "counts"),
    [
        ({}, True),
        ({"paid_on": date(2022, 10, 1)}, True),
        ({"paid_on": date(2022, 9, 30)}, False),
        ({"period_to": "2565-09"}, False),
        ({"period_to": "2565-10"}, True),
        ({"period_to": "2565"}, True),
        ({"period_from": "2566-10"}, False),
        ({"period_from": "2566-09-30"}, True),
        ({"period_from": "2560", "period_to": "2564-12-31"}, False),
        ({"period_from": "อ่านไม่ออก"}, True),
    ],
)
def test_a_receipt_counts_in_the_year_that_it_was_paid_in_or_its_period_touches(
    values: dict[str, Any], counts: bool
) -> None:
    house = a_house()
    person = a_member(house)
    assert (table_of(house, person, received(person, **values))[None, None, None] == (1, 1)) is counts
