"""The lines of a spreadsheet as text with tabs: days and long numbers as a person sees them in the cells."""

import warnings
from collections.abc import Iterable, Iterator, Sequence
from contextlib import closing
from datetime import date, datetime
from decimal import Decimal
from itertools import chain
from pathlib import Path
from typing import Any, BinaryIO
from zipfile import BadZipFile
from zlib import error as ZlibError

from openpyxl import Workbook, load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from shared_models.data_dictionary import UnreadableList

EXACT = 10**15  # a number with more digits has lost some of them in the spreadsheet
_BLANKS = str.maketrans("\t\r\n", "   ")
_BROKEN = (
    *(BadZipFile, InvalidFileException, ZlibError, OSError, EOFError, SyntaxError, ValueError),
    *(LookupError, TypeError, AttributeError, ArithmeticError, RuntimeError),  # openpyxl, of parts of another shape
)


class WorkbookText:
    """The first sheet that holds something, a line for each row, without blank rows. Raises UnreadableList."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __iter__(self) -> Iterator[str]:
        try:
            with self.path.open("rb") as file, closing(_opened(file)) as book:
                sheets = (list_lines(sheet.iter_rows(values_only=True)) for sheet in _sheets(book))
                yield from next((chain([first], rest) for rest in sheets if (first := next(rest, None))), ())
        except _BROKEN as problem:
            raise UnreadableList(reason="damaged_workbook") from problem


def _opened(file: BinaryIO) -> Workbook:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of styles and extensions, which say nothing about cells
        return load_workbook(file, read_only=True, data_only=True, keep_links=False)


def _sheets(book: Workbook) -> Iterator[Any]:
    for sheet in book.worksheets:
        sheet.reset_dimensions()  # what a file says of its own size may be wrong
        yield sheet


def list_lines(rows: Iterable[Sequence[Any]]) -> Iterator[str]:
    """Each row that is not blank, with as many cells as the first such one, or more."""
    width = 0
    for row in rows:
        cells = [cell_text(value) for value in row]
        while len(cells) > width and not cells[-1]:
            cells.pop()
        if any(cells):
            width = width or len(cells)
            yield "\t".join([*cells, *[""] * (width - len(cells))])


def cell_text(value: Any) -> str:
    """A cell as text. A day is DD/MM/YYYY in the year that the cell has; a 13-digit number keeps its digits."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(int(value))
    if isinstance(value, datetime | date):
        return f"{value.day:02}/{value.month:02}/{value.year:04}"
    if isinstance(value, float) and value.is_integer() and abs(value) < EXACT:
        return str(int(value))
    if isinstance(value, float):
        return format(Decimal(repr(value)), "f")
    return str(value).translate(_BLANKS)
