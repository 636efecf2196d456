"""How a report's table is read by people: names of lines, numbers, and the column that the bars show."""

from typing import NamedTuple

from shared_models.area import Level, display_name
from shared_models.area_words import subdistrict_name, village_name
from shared_models.labels import label
from shared_models.reference import Reference
from shared_models.reports.table import TOTAL, Column, ColumnKind, Row, Table
from shared_models.reports.wording import NONE, cell_text, heading

VERSION = "version"  # of an indicator set: not told
NUMBERS = frozenset({ColumnKind.COUNT, ColumnKind.MONEY, ColumnKind.SHARE})
LEFT_OUT_IF_ZERO = frozenset({"other_status", "outcome_other", "to_other", "valued"})
MANY = 6  # with more number columns than this, those that hold nothing but zeros are left out


class Line(NamedTuple):
    """A line of a table: `name`, what it lies in (`around`, muted), one number in words for each number column."""

    name: str
    around: str
    numbers: tuple[str, ...]
    row: Row

    @property
    def total(self) -> bool:
        """Whether it sums up the others."""
        return self.row.total


class Named:
    """A table in one language; `reference` has the names of indicators. `kept` columns are always told."""

    def __init__(self, table: Table, language: str, reference: Reference, *, kept: tuple[str, ...] = ()) -> None:
        self.table, self.language, self.reference, self.kept = table, language, reference, kept
        numbers = [place for place, column in enumerate(table.columns) if column.kind in NUMBERS]
        self.places = tuple(place for place in numbers if self._told(place, many=len(numbers) > MANY))
        self.first = next((p for p, column in enumerate(table.columns) if column.kind in NUMBERS), len(table.columns))

    def _told(self, place: int, *, many: bool) -> bool:
        """Whether a column says anything: those of what no list knows are mostly empty."""
        key = self.table.columns[place].key
        may_go = (many or key in LEFT_OUT_IF_ZERO) and key not in self.kept
        return not may_go or any(row.cells[place] for row in self.table.rows)

    @property
    def headings(self) -> tuple[str, ...]:
        """Of the number columns."""
        return tuple(heading(self.table.columns[place], self.language) for place in self.places)

    @property
    def title(self) -> str:
        """Of the column of names: `มิติ · ตัวชี้วัด`."""
        columns = [column for column in self.table.columns[: self.first] if column.key != VERSION]
        return " · ".join(heading(column, self.language) for column in columns)

    def lines(self) -> list[Line]:
        """The rows in their order."""
        return [self._line(row) for row in self.table.rows]

    def _line(self, row: Row) -> Line:
        numbers = tuple(cell_text(self.table, row, place, self.language) for place in self.places)
        if row.total:
            return Line(label(f"report.column.{TOTAL}", self.language), "", numbers, row)
        name, around = self._named(row)
        return Line(name, around, numbers, row)

    def _named(self, row: Row) -> tuple[str, str]:
        """The last thing a row says of itself, and what it lies in."""
        last = self.table.columns[self.first - 1]
        if last.kind is ColumnKind.AREA and row.cells[self.first - 1]:
            return self._area(str(row.cells[self.first - 1]))
        said = [self._words(row, place) for place in range(self.first) if self.table.columns[place].key != VERSION]
        told = [words for words in said if words not in ("", NONE)] or said[-1:]
        return told[-1], " · ".join(told[:-1])

    def _area(self, code: str) -> tuple[str, str]:
        """`หมู่ 4 บ้านสันกลาง` in `ต.แม่ต๋ำ`; wider areas have nothing around them here."""
        if len(code) != Level.VILLAGE:
            return display_name(code, self.language).partition(" อ." if len(code) > Level.DISTRICT else "\0")[0], ""
        around = subdistrict_name(code, self.language)
        own = self.reference.villages.get(code, "") if self.language == "th" else ""
        return f"{village_name(code, self.language)} {own}".strip(), around

    def _words(self, row: Row, place: int) -> str:
        """An indicator by its sentence, all else as the report words it."""
        column, value = self.table.columns[place], row.cells[place]
        if column.key == "indicator" and value is not None:
            return self._indicator(str(row.cells[0]), str(value))
        return cell_text(self.table, row, place, self.language)

    def _indicator(self, version: str, code: str) -> str:
        asked = self.reference.indicator_sets.get(version)
        found = asked.find(code) if asked else None
        return f"{code} {found.name(self.language)}" if found else code

    def place_of(self, key: str) -> int:
        """The number column of this key, else the last one (a pivot's total)."""
        return next((place for place in self.places if self.table.columns[place].key == key), self.places[-1])

    def column(self, place: int) -> Column:
        """The table's column at a place of `places`."""
        return self.table.columns[place]
