"""Any design over any rows: tablet and office read them in their own order and shape, and get the same numbers."""

from collections import namedtuple
from collections.abc import Iterator, Sequence
from itertools import pairwise
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from shared_models.reports.caseload import Caseload, Needs
from shared_models.reports.design import ENTITIES
from shared_models.reports.pivot import needs_of, pivot
from shared_models.reports.pivot_share import Shown, by_total, shares
from shared_models.reports.pivot_spec import Measure, PivotSpec
from shared_models.reports.table import Column, ColumnKind, Row, Table
from tests.shared_models.reports.designs import PLACES, designs, values_of
from tests.shared_models.reports.rows import ON, YEAR, a_house, a_member, a_row, by_entity

OTHERS = tuple(entity for entity in ENTITIES if entity not in ("household", "person"))
SPECS = designs()


@st.composite
def districts(draw: st.DrawFn) -> list[Any]:
    """Households with members, and rows about them; some of nobody."""
    rows: list[Any] = []
    for _ in range(draw(st.integers(0, 3))):
        house = a_house(draw(st.sampled_from(PLACES)), **some(draw, "household", but=("village_code",)))
        members = [a_member(house, **some(draw, "person")) for _ in range(draw(st.integers(0, 3)))]
        rows += [house, *members]
        for entity in draw(st.lists(st.sampled_from(OTHERS), max_size=4)):
            row = a_row(entity, house, **some(draw, entity))
            if hasattr(row, "person_id"):
                row.person_id = draw(st.sampled_from([None, *(member.id for member in members)]))
            rows.append(row)
    return rows


def some(draw: st.DrawFn, entity: str, *, but: Sequence[str] = ()) -> dict[str, Any]:
    return {name: value for name, value in draw(values_of(entity)).items() if name not in but}


def as_columns(rows: Sequence[Any], needs: Needs, *, order: int) -> dict[str, Iterator[Any]]:
    """As a database gives them: columns alone, ids as texts, in any order."""
    found, mixed = by_entity(rows), Random(order)
    return {
        entity: _tuples(mixed.sample(found.get(entity, []), len(found.get(entity, []))), names)
        for entity, names in needs.items()
    }


def _tuples(rows: Sequence[Any], names: tuple[str, ...]) -> Iterator[Any]:
    columns = tuple(dict.fromkeys(("id", "household_id", *names)))
    light = namedtuple("light", columns)
    for row in rows:
        held = {name: getattr(row, name) for name in columns}
        yield light(*(value.hex if name.endswith("id") and value else value for name, value in held.items()))


@settings(max_examples=300)
@given(districts(), SPECS, st.integers(0, 9))
def test_the_shape_and_order_rows_come_in_change_no_number(rows: list[Any], spec: PivotSpec, order: int) -> None:
    as_objects = pivot(Caseload(ON, YEAR, by_entity(rows)), spec)
    assert pivot(Caseload(ON, YEAR, as_columns(rows, needs_of(spec), order=order)), spec) == as_objects


def test_a_sum_is_parted_by_whom_it_is_about() -> None:
    house = a_house(PLACES[0])
    woman = a_member(house, sex="2")
    rows = [house, woman, a_row("assistance", house, person_id=woman.id, value_satang=500)]
    spec = PivotSpec("assistance", "person.sex", measure=Measure.SUM, sum_of="value_satang")
    table = pivot(Caseload(ON, YEAR, as_columns(rows, needs_of(spec), order=0)), spec)
    assert [row.cells for row in table.rows] == [("2", 500), (None, 500)]


@given(districts(), SPECS, st.sampled_from(Shown))
def test_shares_are_the_numbers_over_what_they_are_shares_of(rows: list[Any], spec: PivotSpec, shown: Shown) -> None:
    def made(design: PivotSpec) -> Table:
        return pivot(Caseload(ON, YEAR, by_entity(rows)), design)

    numbers = made(spec)
    whole = made(PivotSpec(spec.entity, spec.rows_by, None, spec.measure, spec.sum_of, here=spec.here))
    found = shares(numbers, shown, whole)
    assert [row.cells[0] for row in found.rows] == [row.cells[0] for row in numbers.rows]
    if shown is Shown.NUMBER:
        assert found == numbers
        return
    wholes = {(row.total, row.cells[0]): row.cells[-1] for row in whole.rows}
    for row, number in zip(found.rows, numbers.rows, strict=True):
        for place in range(1, len(row.cells)):
            of = {
                Shown.OF_ROW: number.cells[-1],
                Shown.OF_COLUMN: numbers.rows[-1].cells[place],
                Shown.OF_ALL: wholes.get((row.total, row.cells[0])),
            }[shown]
            assert row.cells[place] == (number.cells[place] / of if of else None)
    assert {column.kind for column in found.columns[1:]} == {ColumnKind.SHARE}
    if spec.measure is not Measure.SUM:
        assert all(0 <= cell <= 1 for row in found.rows for cell in row.cells[1:] if cell is not None)


@given(st.lists(st.sampled_from([None, 0, 1, 2, 30])))
def test_the_largest_row_stands_first_and_the_total_last(totals: list[int | None]) -> None:
    columns = (Column("village", ColumnKind.TEXT), Column("total", ColumnKind.COUNT))
    rows = [Row((str(place), total)) for place, total in enumerate(totals)]
    found = by_total(Table(columns, (*rows, Row((None, 0), total=True)))).rows
    assert found[-1].total
    assert [row.cells[1] or 0 for row in found[:-1]] == sorted((total or 0 for total in totals), reverse=True)
    for before, after in pairwise(found[:-1]):
        assert before.cells[1] != after.cells[1] or int(before.cells[0]) < int(after.cells[0]), "equal ones stay"
