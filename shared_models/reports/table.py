"""Table: what every report answers: columns that say what they hold, and rows of plain values."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, NamedTuple

Cell = str | int | float | None
Counts = Mapping[str, Any]  # by column key, each a number or None
TOTAL = "total"  # in JSON: the first cell of a row of totals, and the key of a column of totals


class ColumnKind(StrEnum):
    """How a column's values are to be read."""

    TEXT = "text"
    CODE = "code"
    AREA = "area"
    COUNT = "count"
    MONEY = "money"  # satang
    SHARE = "share"  # 0 to 1, None where there is nothing to share
    YEAR = "year"  # BE


@dataclass(frozen=True, slots=True)
class Column:
    """`choices` is the coded list of a CODE; where it differs by row, a list for each code of the column before.

    In a pivot `label` is the key of the words of its field, and a column of a group has the group as its `value`, which
    is of `value_kind`.
    """

    key: str
    kind: ColumnKind
    choices: type[StrEnum] | Mapping[str, type[StrEnum]] | None = None
    label: str | None = None
    value: Cell = None
    value_kind: ColumnKind | None = None


class Row(NamedTuple):
    """One cell for each column. `total`: it sums up the others, and its first cells are None."""

    cells: tuple[Cell, ...]
    total: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Columns and rows of plain values."""

    columns: tuple[Column, ...]
    rows: tuple[Row, ...]

    def to_json(self) -> dict[str, Any]:
        """`columns`: their keys; `rows`: a list of cells each. A row of totals has TOTAL for its first cell."""
        rows = [[TOTAL, *row.cells[1:]] if row.total else list(row.cells) for row in self.rows]
        return {"columns": [column.key for column in self.columns], "rows": rows}


def count_columns(*keys: str) -> tuple[Column, ...]:
    """Columns of counts with these keys."""
    return tuple(Column(key, ColumnKind.COUNT) for key in keys)


def of_counts(
    columns: Sequence[Column], lines: Iterable[tuple[tuple[Cell, ...], Counts]], *, total: Counts | None = None
) -> Table:
    """A line's first cells are given, the others are its counts by column key (0 where there is none).

    Without `total`, the counts of all lines summed up.
    """
    known = list(lines)
    if total is None:
        summed: Counter[str] = Counter()
        for _, counts in known:
            summed.update(counts)
        total = summed
    size = next(place for place, column in enumerate(columns) if column.kind in _COUNTED)
    keys = [column.key for column in columns[size:]]
    rows = [Row((*first, *(counts.get(key, 0) for key in keys))) for first, counts in known]
    rows.append(Row((*[None] * size, *(total.get(key, 0) for key in keys)), total=True))
    return Table(tuple(columns), tuple(rows))


_COUNTED = frozenset({ColumnKind.COUNT, ColumnKind.MONEY, ColumnKind.SHARE})
