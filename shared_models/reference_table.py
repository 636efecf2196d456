"""Tables that an office edits as CSV, such as villages, remedies, the calendar and indicator sets."""

import csv
from collections.abc import Iterator, Sequence
from datetime import date
from importlib.resources import files

from shared_models.errors import DomainError
from shared_models.thai_text import ascii_digits, normalise

Row = dict[str, str]


class UnreadableTable(DomainError):
    """A table of which a line cannot be taken: nothing of it is.

    `reason` is columns (with `columns`, the missing ones), empty, twice, or the name of the column that is wrong;
    `line` counts from 1.
    """

    code = "unreadable_table"


def table_rows(text: str, columns: Sequence[str]) -> Iterator[tuple[int, Row]]:
    """Each line with its number: these columns alone, in clean text and digits 0–9; blank lines are left out.

    A column that may be missing ends with `?`. Raises UnreadableTable.
    """
    needed = [name for name in columns if not name.endswith("?")]
    reader = csv.DictReader(text.lstrip("\ufeff").splitlines(), delimiter=_delimiter(text))
    given = [normalise(name).casefold() for name in reader.fieldnames or ()]
    if missing := [name for name in needed if name not in given]:
        raise UnreadableTable(reason="columns", line=1, columns=" ".join(missing))
    reader.fieldnames = given
    names = [name.rstrip("?") for name in columns]
    found = 0
    for row in reader:
        clean = {name: ascii_digits(normalise(str(row.get(name) or ""))) for name in names}
        if any(clean.values()):
            found += 1
            yield reader.line_num, clean
    if not found:
        raise UnreadableTable(reason="empty", line=1)


def _delimiter(text: str) -> str:
    """Comma, or what spreadsheets put in its place."""
    first = text.lstrip("\ufeff").split("\n", 1)[0]
    return max(",;\t|", key=first.count)


def whole_number(row: Row, name: str, line: int, *, least: int = 0, most: int = 1 << 31) -> int | None:
    """None for an empty cell. Raises UnreadableTable for what is no number between `least` and `most`."""
    text = row[name].replace(",", "")
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise UnreadableTable(reason=name, line=line)
    return int(text)


def needed_number(row: Row, name: str, line: int, *, least: int = 0, most: int = 1 << 31) -> int:
    """As whole_number, and an empty cell is wrong too."""
    number = whole_number(row, name, line, least=least, most=most)
    if number is None:
        raise UnreadableTable(reason=name, line=line)
    return number


def day(row: Row, name: str, line: int) -> date | None:
    """A day as 2023-05-15; None for an empty cell."""
    try:
        return date.fromisoformat(row[name]) if row[name] else None
    except ValueError:
        raise UnreadableTable(reason=name, line=line) from None


def shipped_text(name: str) -> str:
    """A file of the package's data folder."""
    return (files("shared_models") / "data" / name).read_text(encoding="utf-8")
