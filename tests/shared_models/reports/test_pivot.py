"""Pivots: laws of totals and order, for any fields and filters; what groups are and how they stand."""

import random
from datetime import UTC, date, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_models.reports.caseload import Caseload
from shared_models.reports.pivot import needs_of, pivot
from shared_models.reports.pivot_field import find_field, pivot_fields
from shared_models.reports.pivot_spec import Filter, Measure, PivotSpec, Test
from shared_models.reports.table import ColumnKind, Table
from shared_models.reports.wording import plain_text
from tests.shared_models.reports.rows import (
    NEXT_VILLAGE,
    ON,
    VILLAGE,
    YEAR,
    a_caseload,
    a_house,
    a_member,
    a_row,
    assessed,
    by_entity,
    lines,
    narrowed,
)

AT = datetime(2023, 5, 1, tzinfo=UTC)
SINGLE = ["village", "subdistrict", "age_band", "welfare_card", "sex", "religion", "household.home_tenure", "studying"]
SEVERAL = ["vulnerable", "household.origins"]


@st.composite
def villages(draw: st.DrawFn) -> list[Any]:
    rows: list[Any] = []
    for _ in range(draw(st.integers(0, 4))):
        house = a_house(draw(st.sampled_from([VILLAGE, NEXT_VILLAGE])))
        house.home_tenure = draw(st.sampled_from(["own", "rent", None, "of_a_later_version"]))
        house.origins = draw(st.sampled_from([None, "bmn", "tpmap bmn"]))
        house.status = draw(st.sampled_from(["active", "moved"]))
        rows.append(house)
        for _ in range(draw(st.integers(0, 4))):
            rows.append(
                a_member(
                    house,
                    welfare_card=draw(st.sampled_from(["yes", "no", "unknown"])),
                    sex=draw(st.sampled_from(["1", "2", None])),
                    religion=draw(st.sampled_from(["buddhist", "declined", None])),
                    birth=draw(st.sampled_from(["2490", "2550-02-03", None])),
                    studying=draw(st.sampled_from([True, False, None])),
                    vulnerable=draw(st.sampled_from([None, "", "pregnant", "beggar pregnant"])),
                    finished_m3_year=draw(st.sampled_from([None, 2565, 2566])),
                    life_state=draw(st.sampled_from(["alive", "deceased"])),
                )
            )
    return rows


def filters() -> st.SearchStrategy[tuple[Filter, ...]]:
    one = st.sampled_from(
        [
            Filter("sex", Test.EQUALS, ("2",)),
            Filter("welfare_card", Test.IN, ("no", "unknown")),
            Filter("finished_m3_year", Test.BETWEEN, (2565, 2565)),
            Filter("religion", Test.EMPTY),
            Filter("vulnerable", Test.FILLED),
            Filter("studying", Test.EQUALS, (True,)),
        ]
    )
    return st.lists(one, max_size=2).map(tuple)


def specs(names: list[str] = SINGLE, **fixed: Any) -> st.SearchStrategy[PivotSpec]:
    any_field = st.sampled_from(names)
    given = {"rows_by": any_field, "columns_by": any_field, "where": filters(), "here": st.booleans()}
    return st.builds(PivotSpec, st.just("person"), **{**given, **fixed})


def made(spec: PivotSpec, rows: list[Any]) -> Table:
    return pivot(Caseload(ON, YEAR, narrowed(rows, needs_of(spec))), spec)


def cells(table: Table) -> dict[tuple[Any, Any], Any]:
    """By group of row and of column; totals under "total"."""
    heads = ["total" if column.key == "total" else column.value for column in table.columns[1:]]
    return {
        ("total" if row.total else row.cells[0], head): cell
        for row in table.rows
        for head, cell in zip(heads, row.cells[1:], strict=True)
    }


def passing(spec: PivotSpec, rows: list[Any]) -> list[Any]:
    """Written down anew: what the filters leave of the persons."""
    houses = {row.id: row for row in by_entity(rows).get("household", [])}
    left = by_entity(rows).get("person", [])
    if spec.here:
        left = [p for p in left if p.life_state == "alive" and houses[p.household_id].status == "active"]
    tests = {
        "sex": lambda p: p.sex == "2",
        "welfare_card": lambda p: p.welfare_card in ("no", "unknown"),
        "finished_m3_year": lambda p: p.finished_m3_year == 2565,
        "religion": lambda p: p.religion is None,
        "vulnerable": lambda p: bool(p.vulnerable),
        "studying": lambda p: p.studying is True,
    }
    return [person for person in left if all(tests[each.field](person) for each in spec.where)]


@given(villages(), specs())
def test_totals_are_the_sums_of_their_cells(rows: list[Any], spec: PivotSpec) -> None:
    found = cells(made(spec, rows))
    inner = {at: cell for at, cell in found.items() if "total" not in at}
    for row, column in found:
        if column == "total" and row != "total":
            assert found[row, column] == sum(cell for at, cell in inner.items() if at[0] == row)
        if row == "total" and column != "total":
            assert found[row, column] == sum(cell for at, cell in inner.items() if at[1] == column)
    assert found["total", "total"] == sum(inner.values())


@given(villages(), specs([*SINGLE, *SEVERAL]))
def test_the_grand_total_is_the_count_of_rows_that_the_filters_leave(rows: list[Any], spec: PivotSpec) -> None:
    assert cells(made(spec, rows))["total", "total"] == len(passing(spec, rows))


@given(villages(), specs([*SINGLE, *SEVERAL], measure=st.sampled_from([Measure.HOUSEHOLDS, Measure.PERSONS])))
def test_distinct_households_and_persons_are_counted_once_in_every_total(rows: list[Any], spec: PivotSpec) -> None:
    found, left = cells(made(spec, rows)), passing(spec, rows)
    ids = {row.household_id if spec.measure is Measure.HOUSEHOLDS else row.id for row in left}
    assert found["total", "total"] == len(ids)
    assert all(cell <= len(ids) for cell in found.values())


@given(villages(), specs([*SINGLE, *SEVERAL], measure=st.sampled_from(list(Measure)[:3])))
def test_turning_the_spec_turns_the_table(rows: list[Any], spec: PivotSpec) -> None:
    turned = PivotSpec("person", spec.columns_by, spec.rows_by, spec.measure, None, spec.where, spec.here)
    straight, across = made(spec, rows), made(turned, rows)
    assert {(column, row): cell for (row, column), cell in cells(across).items()} == cells(straight)
    assert [row.cells[0] for row in across.rows[:-1]] == [column.value for column in straight.columns[1:-1]]


@given(villages(), specs([*SINGLE, *SEVERAL]), st.randoms())
def test_the_order_of_the_rows_never_matters(rows: list[Any], spec: PivotSpec, dice: random.Random) -> None:
    assert made(spec, dice.sample(rows, len(rows))) == made(spec, rows)


def test_groups_stand_in_the_order_of_their_list_then_unknown_codes_then_none() -> None:
    houses = [a_house(home_tenure=tenure) for tenure in (None, "zzz", "other", "aaa", "own", "rent")]
    table = pivot(a_caseload(*houses), PivotSpec("household", "home_tenure"))
    assert [row.cells[0] for row in table.rows] == ["own", "rent", "other", "aaa", "zzz", None, None]
    assert [column.key for column in table.columns] == ["home_tenure", "total"]


def test_texts_stand_in_thai_order_and_numbers_by_value() -> None:
    house = a_house()
    helped = [a_row("assistance", house, agency=agency, given_on=ON) for agency in ("แม่", "กรม", "ไก่", " กรม", "")]
    table = pivot(a_caseload(house, *helped), PivotSpec("assistance", "agency"))
    assert [row.cells for row in table.rows[:-1]] == [("กรม", 2), ("ไก่", 1), ("แม่", 1), (None, 1)]
    surveyed = [a_house(survey_year=year) for year in (2566, 999, None)]
    years = pivot(a_caseload(*surveyed), PivotSpec("household", None, "survey_year"))
    assert [column.key for column in years.columns] == ["household", "999", "2566", "empty", "total"]


def test_money_is_summed_in_satang_and_nothing_is_summed_twice() -> None:
    house, other = a_house(), a_house(NEXT_VILLAGE)
    rows = [
        a_row("assistance", where, given_on=day, value_satang=value)
        for where, day, value in [
            (house, date(2022, 9, 30), 100),
            (house, date(2022, 10, 1), 25),
            (other, ON, 7),
            (other, ON, None),
        ]
    ]
    spec = PivotSpec("assistance", "village", "given_on.fiscal_year", Measure.SUM, "value_satang")
    table = pivot(a_caseload(house, other, *rows), spec)
    assert table.columns[1].kind is ColumnKind.MONEY
    assert [row.cells for row in table.rows] == [(VILLAGE, 100, 25, 125), (NEXT_VILLAGE, 0, 7, 7), (None, 100, 32, 132)]


def test_a_problem_joins_its_person_and_household() -> None:
    house = a_house(NEXT_VILLAGE)
    person = a_member(house, sex="2", birth="2490")
    rows = [a_row("problem", house, person_id=who, found_on=ON) for who in (person.id, None)]
    spec = PivotSpec("problem", "person.age_band", "district", Measure.PERSONS)
    assert lines(pivot(a_caseload(house, person, *rows), spec)) == [
        {"person.age_band": "70-79", "5601": 1, "total": 1},
        {},
        {"5601": 1, "total": 1},
    ]


def test_an_assessment_falls_under_each_dimension_it_fails_and_totals_count_it_once() -> None:
    house = a_house()
    person = a_member(house, sex="1")
    rows = (assessed(person, income=True, health=True), assessed(person, living=False), assessed(person))
    table = pivot(a_caseload(house, person, *rows), PivotSpec("mpi_assessment", "failed", "standing"))
    assert [row.cells for row in table.rows] == [
        ("health", 1, 0, 0, 1),
        ("income", 1, 0, 0, 1),
        ("none", 0, 1, 0, 1),
        (None, 0, 0, 1, 1),
        (None, 1, 1, 1, 3),
    ]


def test_days_and_moments_are_grouped_and_filtered_by_the_date_in_thailand() -> None:
    house = a_house()
    visits = [
        a_row("visit", house, started_at=datetime(2023, 5, day, 18, tzinfo=UTC), officer_id=house.id)
        for day in (1, 2, 3)
    ]
    spec = PivotSpec("visit", "started_at", where=(Filter("started_at", Test.BETWEEN, ("2023-05-02", "2023-05-03")),))
    assert [row.cells for row in pivot(a_caseload(house, *visits), spec).rows] == [
        ("2023-05-02", 1),
        ("2023-05-03", 1),
        (None, 2),
    ]


@pytest.mark.parametrize("entity", ["household", "person", "problem", "mpi_assessment", "assistance", "visit"])
def test_every_field_that_is_offered_makes_a_table_with_words(entity: str) -> None:
    house = a_house()
    person = a_member(house)
    row = {"household": house, "person": person, "mpi_assessment": assessed(person)}.get(entity)
    days = {
        "problem": {"found_on": ON},
        "assistance": {"given_on": ON},
        "visit": {"started_at": AT, "officer_id": house.id},
    }
    row = row or a_row(entity, house, **days.get(entity, {}))
    offered = pivot_fields(entity)
    assert len({each.name for each in offered}) == len(offered) > 10
    for each in offered:
        spec = PivotSpec(entity, each.name, each.name)
        table = made(spec, list({id(r): r for r in (house, person, row)}.values()))
        assert table.rows[-1].cells[-1] == 1, each.name
        assert "report." not in plain_text(table, "en"), each.name
    assert find_field(entity, "citizen_id") is None
    assert not any(each.attributes in (("phone",), ("citizen_id",)) for each in offered)
