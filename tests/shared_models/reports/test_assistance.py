"""Help given: sums in satang, each household once, outcomes, and what lies outside the year."""

from datetime import date
from typing import Any

from shared_models.reports.assistance import assistance
from tests.shared_models.reports.rows import ON, a_caseload, a_house, a_row, lines


def given(household: Any, **values: Any) -> Any:
    return a_row("assistance", household, item="ข้าวสาร", **{"given_on": ON, "outcome": "helped", **values})


def test_help_stands_by_kind_and_agency_with_its_worth() -> None:
    house, gone = a_house(), a_house(status="moved")
    table = assistance(
        a_caseload(
            given(house, kind="goods", agency="อบต.แม่ปืม", value_satang=150_050),
            given(house, kind="goods", agency=" อบต.แม่ปืม", value_satang=None, outcome="in_progress"),
            given(gone, kind="money", agency="พม.", value_satang=100_000, outcome="of_a_later_version"),
            given(house, kind=None, value_satang=0),
            given(house, kind="money", given_on=date(2022, 9, 30)),
        )
    )
    money, goods, none, total = lines(table)
    assert money == {
        **{"kind": "money", "agency": "พม.", "entries": 1, "households": 1, "valued": 1, "value_satang": 100_000},
        **{"outcome_other": 1},
    }
    assert goods == {
        **{"kind": "goods", "agency": "อบต.แม่ปืม", "entries": 2, "households": 1, "valued": 1, "value_satang": 150_050},
        **{"outcome_helped": 1, "outcome_in_progress": 1},
    }
    assert none == {"entries": 1, "households": 1, "valued": 1, "outcome_helped": 1}
    assert (total["entries"], total["households"], total["value_satang"]) == (4, 2, 250_050)
