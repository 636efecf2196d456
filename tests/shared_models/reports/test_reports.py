"""The menu of reports: each runs on no rows, needs what it says, reads each stream once, whatever the order."""

import random
from datetime import date, timedelta
from functools import cache
from typing import Any

import pytest

from shared_models.labels import REPORT
from shared_models.reports import PIVOT, REPORTS, UnknownReport, find_report
from shared_models.reports.caseload import Caseload
from shared_models.reports.table import Table
from shared_models.reports.wording import plain_text
from tests.shared_models.reports.rows import (
    NEXT_VILLAGE,
    ON,
    VILLAGE,
    YEAR,
    a_house,
    a_member,
    a_row,
    a_visit,
    assessed,
    by_entity,
    narrowed,
)


@cache
def a_village() -> list[Any]:
    """Some of everything, by a fixed throw of dice."""
    dice = random.Random(7)
    rows: list[Any] = []
    for number in range(30):
        house = a_house(
            dice.choice([VILLAGE, NEXT_VILLAGE]), status=dice.choice(["active", "active", "moved", "merged"])
        )
        house.average_income_satang = dice.choice([None, 5_000_000, 20_000_000])
        rows += [house, assessed(house, whole=True, living=dice.choice([None, True, False]))]
        for _ in range(dice.randrange(4)):
            person = a_member(house, life_state=dice.choice(["alive", "alive", "alive", "deceased"]))
            person.welfare_card, person.sex = (
                dice.choice(["yes", "no", "unknown", "lost"]),
                dice.choice(["1", "2", None]),
            )
            person.birth = dice.choice([None, "2490", "2555-03", "2535-05-12", "~2500"])
            rows += [person, assessed(person, health=dice.choice([None, True, False]))]
            rows.append(
                assessed(person, version="2560-2564", answers=dice.choice(["1.4=fail", "3.4=pass", "9.9=maybe"]))
            )
            rows.append(
                a_row("problem", house, person_id=person.id, dimension="health", found_on=ON - timedelta(number))
            )
            rows.append(a_row("welfare_receipt", house, person_id=person.id, programme="เบี้ยยังชีพ", amount_satang=60_000))
        rows.append(
            a_row("problem", house, words="หลังคารั่ว", found_on=date(2021, 1, 1), status=dice.choice(["open", "new"]))
        )
        rows.append(
            a_row("assistance", house, kind=dice.choice(["money", None]), agency="อบต.", given_on=ON, value_satang=5)
        )
        rows.append(a_row("four_t", house, analysed_on=ON))
        rows.append(a_row("plan", house, decided_on=ON))
        rows.append(a_visit(house))
        rows.append(a_row("stage_decision", house, programme_year=YEAR - 1, stage="1", decided_on=date(2022, 5, 1)))
        rows.append(a_row("stage_decision", house, programme_year=YEAR, stage=dice.choice("123"), decided_on=ON))
    return rows


def made(name: str, rows: list[Any]) -> Table:
    report = REPORTS[name]
    return report.make(Caseload(ON, YEAR, narrowed(rows, report.needs)))


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_on_no_rows_is_a_table_of_zeros(name: str) -> None:
    table = REPORTS[name].make(Caseload(ON, YEAR))
    assert all(not cell for row in table.rows if row.total for cell in row.cells)
    assert {len(row.cells) for row in table.rows} <= {len(table.columns)}
    assert table.to_json()["columns"] == [column.key for column in table.columns]


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_reads_only_what_it_says_and_each_row_once(name: str) -> None:
    report, rows = REPORTS[name], a_village()
    assert made(name, rows) == report.make(Caseload(ON, YEAR, by_entity(rows)))


@pytest.mark.parametrize("name", REPORTS)
def test_the_order_of_the_rows_does_not_matter(name: str) -> None:
    rows = a_village()
    expected = made(name, rows)
    for seed in range(5):
        assert made(name, random.Random(seed).sample(rows, len(rows))) == expected


@pytest.mark.parametrize("name", REPORTS)
def test_a_report_and_its_columns_have_words(name: str) -> None:
    table = made(name, a_village())
    assert f"report.{name}" in REPORT
    assert not [column.key for column in table.columns if f"report.column.{column.key}" not in REPORT]
    for language in ("th", "en"):
        words = plain_text(table, language)
        assert "report." not in words
        assert len(words.splitlines()) == len(table.rows) + 1


def test_a_report_that_there_is_not_is_answered_with_those_there_are() -> None:
    with pytest.raises(UnknownReport) as wrong:
        find_report("nope")
    assert wrong.value.details == {"name": "nope", "names": ", ".join((*REPORTS, PIVOT))}
