"""A table in words: headings and cells in Thai or English, and the whole as plain text."""

import unicodedata
from collections.abc import Mapping
from enum import StrEnum

from shared_models.area import display_name
from shared_models.labels import choice, label
from shared_models.reports.table import TOTAL, Cell, Column, ColumnKind, Row, Table

NONE = "–"


def heading(column: Column, language: str = "th") -> str:
    """What a column is called; that of a group by the group."""
    if column.value_kind is not None:
        return _words(column.value, column.value_kind, column.choices, language)
    return label(column.label or f"report.column.{column.key}", language)


def cell_text(table: Table, row: Row, place: int, language: str = "th") -> str:
    """A cell as it is read: baht for satang, percent for a share, the names of areas and codes."""
    column, value = table.columns[place], row.cells[place]
    if row.total and place == 0:
        return label(f"report.column.{TOTAL}", language)
    if row.total and value is None:
        return ""
    choices = column.choices
    if isinstance(choices, Mapping):
        choices = choices.get(str(row.cells[place - 1]))
    return _words(value, column.kind, choices, language)


def _words(value: Cell, kind: ColumnKind, choices: object, language: str) -> str:
    """A code that its list does not know, and a text, is shown as it is."""
    if value is None:
        return NONE
    if kind is ColumnKind.AREA:
        return display_name(str(value), language)
    if kind is ColumnKind.CODE and isinstance(choices, type) and issubclass(choices, StrEnum):
        return choice(str(value), choices, language)
    return _number(value, kind)


def _number(value: str | int | float, kind: ColumnKind) -> str:
    if isinstance(value, str) or kind in (ColumnKind.TEXT, ColumnKind.YEAR):
        return str(value)
    if kind is ColumnKind.MONEY:
        baht, satang = divmod(int(value), 100)
        return f"{baht:,}.{satang:02}" if satang else f"{baht:,}"
    return f"{value:.1%}" if kind is ColumnKind.SHARE else f"{value:,}"


def plain_text(table: Table, language: str = "th") -> str:
    """Columns parted by two blanks, numbers to the right, a heading first; money in baht."""
    places = range(len(table.columns))
    lines = [[heading(column, language) for column in table.columns]]
    lines += [[cell_text(table, row, place, language) for place in places] for row in table.rows]
    widths = [max(_width(line[place]) for line in lines) for place in places]
    left = (ColumnKind.TEXT, ColumnKind.CODE, ColumnKind.AREA)
    to_left = [column.kind in left for column in table.columns]
    return "\n".join("  ".join(map(_padded, line, widths, to_left)).rstrip() for line in lines)


def _padded(text: str, width: int, to_left: bool) -> str:
    blanks = " " * (width - _width(text))
    return text + blanks if to_left else blanks + text


def _width(text: str) -> int:
    """Places on a screen: Thai marks over and under a letter take none."""
    return sum(unicodedata.category(letter) not in ("Mn", "Cf") for letter in text)
