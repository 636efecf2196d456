"""A pivot's numbers as shares of one another, and its rows with the largest first."""

from collections.abc import Mapping
from dataclasses import replace
from enum import StrEnum

from shared_models.reports.table import Cell, ColumnKind, Row, Table


class Shown(StrEnum):
    """What stands in a cell."""

    NUMBER = "number"
    OF_ROW = "of_row"  # of the row's total
    OF_COLUMN = "of_column"  # of the column's total
    OF_ALL = "of_all"  # of what the row counts without conditions and columns


def by_total(table: Table) -> Table:
    """Rows by their last number, the largest first; equal ones stay in their order."""
    lines = [row for row in table.rows if not row.total]
    lines.sort(key=lambda row: -float(row.cells[-1] or 0))
    return replace(table, rows=(*lines, *(row for row in table.rows if row.total)))


def shares(table: Table, shown: Shown, whole: Table | None = None) -> Table:
    """A pivot's cells from 0 to 1, None where there is nothing to share.

    `whole` is for OF_ALL: the pivot without conditions and columns.
    """
    if shown is Shown.NUMBER:
        return table
    columns = (table.columns[0], *(replace(column, kind=ColumnKind.SHARE) for column in table.columns[1:]))
    totals = _totals(table)
    wholes = {_key(row): row.cells[-1] for row in whole.rows} if whole else {}
    return Table(columns, tuple(_shared(row, shown, totals, wholes) for row in table.rows))


def _shared(row: Row, shown: Shown, totals: tuple[Cell, ...], wholes: Mapping[tuple[bool, Cell], Cell]) -> Row:
    if shown is Shown.OF_COLUMN:
        parts = [_share(cell, total) for cell, total in zip(row.cells[1:], totals[1:], strict=True)]
    else:
        of = row.cells[-1] if shown is Shown.OF_ROW else wholes.get(_key(row))
        parts = [_share(cell, of) for cell in row.cells[1:]]
    return Row((row.cells[0], *parts), row.total)


def _totals(table: Table) -> tuple[Cell, ...]:
    return next(row.cells for row in table.rows if row.total)


def _key(row: Row) -> tuple[bool, Cell]:
    return row.total, row.cells[0]


def _share(part: Cell, of: Cell) -> float | None:
    return part / of if isinstance(part, int | float) and isinstance(of, int | float) and of else None
