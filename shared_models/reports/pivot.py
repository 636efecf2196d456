"""The pivot: any field to rows and columns, counted or summed, in one pass over the rows.

The pass collects equal values, at the speed of a dictionary; what they mean (groups, filters) is worked out once for
each distinct value behind it.
"""

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate, product
from operator import attrgetter, iadd, ior, itemgetter
from typing import Any

from shared_models.field_facts import Kind
from shared_models.reports.caseload import Caseload, Needs
from shared_models.reports.pivot_field import Group, Groups, PivotField, own_field
from shared_models.reports.pivot_spec import Filter, Measure, PivotSpec, Test
from shared_models.reports.table import TOTAL, Cell, Column, ColumnKind, Row, Table

EMPTY = "empty"  # the key of the column of rows without a value
Key = tuple[Any, ...]
Cells = dict[tuple[Any, Any], Any]
_ALL = object()  # in the place of a group: every row


def pivot(caseload: Caseload, spec: PivotSpec) -> Table:
    """Rows by `rows_by`, columns by `columns_by`, with totals of both, which count each household or person once.

    Groups stand in the order of their coded list, areas by code, texts in Thai order, rows without a value last.
    Counts are whole; sums are in the unit of the field. Rows without a household here have no value in its fields.
    """
    layout = _Layout.of(spec)
    cells = _folded(layout, _collected(caseload, spec, layout), caseload)
    return _table(spec, layout, cells)


def needs_of(spec: PivotSpec) -> Needs:
    """What the pivot reads, by entity."""
    layout = _Layout.of(spec)
    needs = {owner: layout.attributes(owner) for owner in layout.owners}
    own = [*([spec.sum_of] if spec.sum_of else []), *(["person_id"] if _reads_person(spec, layout) else [])]
    return {**needs, spec.entity: tuple(dict.fromkeys((*needs.get(spec.entity, ()), *own)))}


def _reads_person(spec: PivotSpec, layout: "_Layout") -> bool:
    return spec.entity != "person" and (spec.measure is Measure.PERSONS or "person" in layout.owners)


@dataclass(frozen=True, slots=True)
class _Layout:
    """Which fields a key holds: those of the entity first, then of its household, then of its person."""

    entity: str
    fields: tuple[PivotField, ...]
    rows_by: PivotField | None
    columns_by: PivotField | None
    filters: tuple[tuple[PivotField, Filter], ...]

    @classmethod
    def of(cls, spec: PivotSpec) -> "_Layout":
        rows_by = spec.field(spec.rows_by) if spec.rows_by else None
        columns_by = spec.field(spec.columns_by) if spec.columns_by else None
        filters = tuple((spec.field(each.field), each) for each in spec.filters())
        used = dict.fromkeys([*filter(None, (rows_by, columns_by)), *(found for found, _ in filters)])
        owners = dict.fromkeys((spec.entity, "household", "person"))
        ordered = tuple(found for owner in owners for found in used if found.owner == owner)
        return cls(spec.entity, ordered, rows_by, columns_by, filters)

    def reader(self, fields: Sequence[PivotField]) -> Callable[[Key], Any]:
        """What a key holds of these fields: a value where they have one attribute together, else a tuple."""
        firsts = list(accumulate((len(found.attributes) for found in self.fields), initial=0))
        starts = dict(zip(self.fields, firsts[:-1], strict=True))
        places = [starts[found] + step for found in fields for step in range(len(found.attributes))]
        if not places:
            return lambda _key: ()
        read: Callable[[Key], Any] = itemgetter(*places)
        return read

    @property
    def owners(self) -> list[str]:
        return list(dict.fromkeys(found.owner for found in self.fields))

    def attributes(self, owner: str) -> tuple[str, ...]:
        return tuple(name for found in self.fields if found.owner == owner for name in found.attributes)


def _reader(names: tuple[str, ...]) -> Callable[[Any], Key]:
    """These attributes of a row as a tuple."""
    if len(names) > 1:
        read: Callable[[Any], Key] = attrgetter(*names)
        return read
    if not names:
        return lambda _row: ()
    one = attrgetter(*names)
    return lambda row: (one(row),)


def _keyed(caseload: Caseload, layout: _Layout) -> Callable[[Any], Key]:
    """Makes the key of a row; rows of household and person are gone through here."""
    own = _reader(layout.attributes(layout.entity))
    joined = [_joined(caseload, layout, owner) for owner in ("household", "person") if owner != layout.entity]
    steps = [step for step in joined if step]
    if not steps:
        return own
    if len(steps) == 1:
        step = steps[0]
        return lambda row: own(row) + step(row)
    first, second = steps
    return lambda row: own(row) + first(row) + second(row)


def _joined(caseload: Caseload, layout: _Layout, owner: str) -> Callable[[Any], Key] | None:
    names = layout.attributes(owner)
    if not names:
        return None
    read, missing = _reader(names), (None,) * len(names)
    known = {row.id: read(row) for row in caseload.of(owner)}
    reference = attrgetter(f"{owner}_id")
    return lambda row: known.get(reference(row), missing)


def _collected(caseload: Caseload, spec: PivotSpec, layout: _Layout) -> Mapping[Key, Any]:
    """What is counted, by key: numbers of rows, sums, or sets of ids."""
    key, rows = _keyed(caseload, layout), caseload.of(spec.entity)
    if spec.measure is Measure.ROWS:
        return Counter(map(key, rows))
    if spec.measure is Measure.SUM:
        return _sums(rows, key, attrgetter(spec.sum_of or ""))
    if spec.measure is Measure.HOUSEHOLDS:
        return _ids(rows, key, attrgetter("household_id"))
    return _ids(rows, key, attrgetter("id" if spec.entity == "person" else "person_id"))


def _sums(rows: Iterable[Any], key: Callable[[Any], Key], value: Callable[[Any], Any]) -> Mapping[Key, int]:
    sums: defaultdict[Key, int] = defaultdict(int)
    for row in rows:
        sums[key(row)] += value(row) or 0
    return sums


def _ids(rows: Iterable[Any], key: Callable[[Any], Key], value: Callable[[Any], Any]) -> Mapping[Key, set[Any]]:
    ids: defaultdict[Key, set[Any]] = defaultdict(set)
    for row in rows:
        found = ids[key(row)]
        if (each := value(row)) is not None:
            found.add(each)
    return ids


def _folded(layout: _Layout, collected: Mapping[Key, Any], caseload: Caseload) -> Cells:
    """The cells of the table by groups of row and column, _ALL for the totals."""
    are_sets = any(isinstance(amount, set) for amount in collected.values())
    merge: Callable[[Any, Any], Any] = ior if are_sets else iadd
    memory = {found.name: _Memory(found, caseload) for found in layout.fields}
    judges = [(layout.reader([found]), _Passing(memory[found.name], each)) for found, each in layout.filters]
    row_at, column_at = (layout.reader([by] if by else []) for by in (layout.rows_by, layout.columns_by))
    of_row, of_column = (memory[by.name] if by else _NO_GROUPS for by in (layout.rows_by, layout.columns_by))
    pairs: dict[tuple[Groups, Groups], Any] = defaultdict(set if are_sets else int)
    for key, amount in collected.items():
        if all(passing[value(key)] for value, passing in judges):
            at = of_row[row_at(key)], of_column[column_at(key)]
            pairs[at] = merge(pairs[at], amount)
    cells: Cells = defaultdict(set if are_sets else int)
    for (rows, columns), amount in pairs.items():
        for cell in product((_ALL, *rows), (_ALL, *columns)):
            cells[cell] = merge(cells[cell], amount)
    return cells


class _Memory(dict[Any, Groups]):
    """The groups of each value of a field, worked out once."""

    def __init__(self, found: PivotField, caseload: Caseload) -> None:
        self._grouping = found.grouping_on(caseload.on)

    def __missing__(self, value: Any) -> Groups:
        groups = self[value] = self._grouping(value)
        return groups


_NO_GROUPS: Mapping[Any, Groups] = {(): ()}


class _Passing(dict[Any, bool]):
    """Whether each value of a field passes a filter, worked out once."""

    def __init__(self, memory: _Memory, condition: Filter) -> None:
        self._memory, self._condition = memory, condition

    def __missing__(self, value: Any) -> bool:
        passes = self[value] = _passes(self._memory[value], self._condition)
        return passes


def _passes(groups: Groups, condition: Filter) -> bool:
    if condition.test in (Test.EMPTY, Test.FILLED):
        return (groups == (None,)) is (condition.test is Test.EMPTY)
    if condition.test is Test.BETWEEN:
        low, high = condition.values
        return any(low <= group <= high for group in groups if group is not None)  # type: ignore[operator]
    return any(group in condition.groups for group in groups)


def _table(spec: PivotSpec, layout: _Layout, cells: Cells) -> Table:
    rows = _in_order(layout.rows_by, {row for row, column in cells if column is _ALL and row is not _ALL})
    columns = _in_order(layout.columns_by, {column for row, column in cells if row is _ALL and column is not _ALL})
    kind, by = _measured(spec), layout.columns_by
    head = (
        _first(spec, layout.rows_by),
        *(_column(by, each, kind) for each in columns if by),
        Column(TOTAL, kind),
    )
    body = [Row((group, *_line(cells, group, columns))) for group in rows]
    return Table(head, (*body, Row((None, *_line(cells, _ALL, columns)), total=True)))


def _first(spec: PivotSpec, by: PivotField | None) -> Column:
    if by is None:
        return Column(spec.entity, ColumnKind.TEXT, label=spec.entity)
    return Column(by.name, by.kind, by.choices, by.label)


def _column(by: PivotField, group: Group, kind: ColumnKind) -> Column:
    return Column(EMPTY if group is None else str(group), kind, by.choices, by.label, group, by.kind)


def _measured(spec: PivotSpec) -> ColumnKind:
    summed = own_field(spec.entity, spec.sum_of) if spec.sum_of else None
    return ColumnKind.MONEY if summed and summed.kind is Kind.MONEY else ColumnKind.COUNT


def _in_order(by: PivotField | None, groups: set[Any]) -> list[Group]:
    return sorted(groups, key=by.order) if by else []


def _line(cells: Cells, row: Any, columns: list[Group]) -> list[Cell]:
    found = [cells.get((row, column), 0) for column in (*columns, _ALL)]
    return [len(each) if isinstance(each, set) else each for each in found]
