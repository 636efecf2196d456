"""A table as CSV for a spreadsheet: numbers as numbers, baht for satang, per cent for a share, names for codes."""

import csv
from collections.abc import Iterator

from shared_models.reports.table import Cell, ColumnKind, Row, Table
from shared_models.reports.wording import cell_text, heading

_FORMULA = ("=", "+", "-", "@", "\t", "\r")  # what a spreadsheet would take for one


def csv_text(table: Table, language: str = "th") -> str:
    """A line of headings, then the rows; lines end in CR LF as spreadsheets write them. Values no row has are empty."""
    lines = _Lines()
    writer = csv.writer(lines)
    writer.writerow([no_formula(heading(column, language)) for column in table.columns])
    for row in table.rows:
        writer.writerow(list(_cells(table, row, language)))
    return "".join(lines)


class _Lines(list[str]):
    """What a csv writer writes to."""

    write = list[str].append


def _cells(table: Table, row: Row, language: str) -> Iterator[str | int | float]:
    for place, (column, value) in enumerate(zip(table.columns, row.cells, strict=True)):
        if isinstance(value, int | float):
            yield _number(value, column.kind)
        elif value is None and not (row.total and place == 0):
            yield ""
        else:
            yield no_formula(cell_text(table, row, place, language))


def _number(value: int | float, kind: ColumnKind) -> int | float:
    if kind is ColumnKind.MONEY:
        return value // 100 if value % 100 == 0 else value / 100
    return round(value * 100, 1) if kind is ColumnKind.SHARE else value


def no_formula(value: Cell) -> str:
    """Text that begins like a formula is kept from being one by a ' before it."""
    words = str(value)
    return f"'{words}" if words.startswith(_FORMULA) else words
