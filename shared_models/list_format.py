"""How an agency's list is written, found out from its beginning, and its lines by that."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum, auto
from itertools import accumulate, chain, islice
from typing import NamedTuple

from shared_models.data_dictionary import Dictionary, R, UnreadableList, folded_name
from shared_models.target_cells import split
from shared_models.target_encoding import Encoding, guess_encoding, is_misread, text_lines, undo_misreading

SAMPLE_LINES = 200
_DELIMITERS = "|\t,;"
_TOTAL = re.compile(
    r"(?:รวม|ยอดรวม|ทั้งหมด|grand total|sub ?total|total)(?:ทั้งสิ้น|ทั้งหมด|จำนวน|เป็นเงิน)?[\s:=0-9,.]*"
    r"(?:ราย|คน|ครัวเรือน|รายการ|บาท|records?|rows?)?",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class ListFormat:
    """How a file is written. `columns` are its column names in order; `has_header` tells whether a line names them.

    `misread` says that its Thai is UTF-8 that somebody read as CP874. `absent` are columns of the dictionary that
    the file does not have. With `widths`, in letters, the columns have no delimiter between them.
    """

    encoding: Encoding
    delimiter: str
    columns: tuple[str, ...]
    has_header: bool
    misread: bool
    absent: tuple[str, ...]
    widths: tuple[int, ...] = ()

    def cells(self, text: str) -> list[str]:
        """The cells of a line. What a line of fixed width has too many of is a cell more."""
        if not self.widths:
            return split(text, self.delimiter)
        ends = list(accumulate(self.widths))
        cells = [text[end - width : end] for end, width in zip(ends, self.widths, strict=True)]
        return [*cells, text[ends[-1] :]] if text[ends[-1] :].strip() else cells


class LineKind(Enum):
    """What a line of a list is."""

    DATA = auto()
    HEADER = auto()  # the header once more
    REPEATED = auto()  # the same as an earlier line


class RawLine(NamedTuple):
    """`number` counts every line of the file from 1. `damaged` says that its letters could not all be read."""

    number: int
    text: str
    damaged: bool
    kind: LineKind


def guess(
    sample: bytes, dictionary: Dictionary[R], *, missing: Callable[[set[R]], list[R]], fixed_width: bool = False
) -> ListFormat:
    """Find out how a file is written from its beginning, at least a few whole lines. Raises UnreadableList.

    Without a header line the columns are the dictionary's own. `missing` is of the Vocabulary. With `fixed_width` a
    file that no delimiter cuts into the dictionary's columns may be written by its widths.
    """
    encoding = guess_encoding(sample)
    lines = [line for line in text_lines(sample.splitlines(keepends=True), encoding) if line.strip()]
    if not lines:
        raise UnreadableList(reason="empty_list")
    misread = is_misread("".join(lines))
    first = undo_misreading(lines[0]) if misread else lines[0]
    if misread:
        undo_misreading("\n".join(lines[:-1]))  # the last line may be cut off
    widths = likely_widths(lines, dictionary) if fixed_width else ()
    delimiter = "" if widths else _delimiter(first, len(dictionary.columns))
    own = tuple(column.name for column in dictionary.columns)
    form = ListFormat(encoding, delimiter, own, False, misread, (), widths)
    cells = form.cells(first if widths else first.rstrip(delimiter + " "))
    columns = _header(cells, dictionary, missing)
    if columns is None or widths:  # in fixed width a place says more than a name cut short
        return replace(form, has_header=columns is not None)
    named = {folded_name(name) for name in columns}
    absent = tuple(name for name in own if folded_name(name) not in named)
    return ListFormat(encoding, delimiter, columns, True, misread, absent, widths)


def joined(head: Iterable[bytes | str]) -> bytes:
    """The sample of a list given in lines with or without their ends."""
    pieces = [piece.encode() if isinstance(piece, str) else piece for piece in head]
    separator = b"" if any(piece.endswith(b"\n") for piece in pieces[:1]) else b"\n"
    return separator.join(pieces)


def with_sample(lines: Iterable[bytes | str]) -> tuple[bytes, Iterator[bytes | str]]:
    """The beginning of a list, to guess from, and the whole list again."""
    source = iter(lines)
    head = list(islice(source, SAMPLE_LINES))
    return joined(head), chain(head, source)


def data_lines(lines: Iterable[bytes | str], form: ListFormat) -> Iterator[RawLine]:
    """Every line but the header and blank ones; what stays in memory is 8 bytes' worth of digest per line."""
    trimmed_off = form.delimiter + " \t\r\n\x1a"
    header = "" if not form.has_header else None
    seen: set[int] = set()
    for number, given in enumerate(text_lines(lines, form.encoding), 1):
        text, damaged = _undone(given) if form.misread else (given, "\ufffd" in given)
        trimmed = text.rstrip(trimmed_off)
        if not trimmed:
            continue
        if header is None:
            header = trimmed
            continue
        digest = hash(trimmed)  # 64 bits, keyed: two of a million lines agree by chance once in 30 million lists
        if trimmed == header:
            yield RawLine(number, text, damaged, LineKind.HEADER)
        elif digest in seen:
            yield RawLine(number, text, damaged, LineKind.REPEATED)
        else:
            seen.add(digest)
            yield RawLine(number, text, damaged, LineKind.DATA)


def is_heading(cells: Iterable[str], names: set[str]) -> bool:
    """Whether these cells are a header or a total in the middle of a list; `names` are its folded column names."""
    filled = [cell for cell in map(str.strip, cells) if cell]
    headings = sum(folded_name(cell) in names for cell in filled)
    return headings * 2 > len(filled) or any(map(_TOTAL.fullmatch, filled))


def role_positions(dictionary: Dictionary[R], columns: Sequence[str]) -> dict[R, int]:
    """Where each role stands in the file: the dictionary's columns found by name, in any order."""
    places = {folded_name(name): at for at, name in reversed(list(enumerate(columns)))}
    named = ((column.role, places.get(folded_name(column.name))) for column in dictionary.columns)
    return {role: at for role, at in named if role and at is not None}


def likely_widths(lines: list[str], dictionary: Dictionary[R]) -> tuple[int, ...]:
    """The dictionary's widths where lines have that length and no delimiter cuts them into as many cells.

    Blanks at the end of a line are often lost, so it may be shorter; a letter outside its column is not allowed.
    """
    widths = tuple(column.width or 0 for column in dictionary.columns)
    whole = [line.rstrip() for line in lines[:-1] or lines]  # the last line may be cut off
    if not all(widths) or len(widths) < 2 or max(map(len, whole)) > sum(widths):
        return ()
    cut = max(len(split(whole[0], delimiter)) for delimiter in _DELIMITERS)
    return widths if cut * 2 <= len(widths) and max(map(len, whole)) > max(widths) else ()


def likely_delimiter(line: str, columns: int) -> str:
    """The one that cuts the line into a number of cells nearest to `columns`, or into most where that is 0."""
    if not columns:
        return max(_DELIMITERS, key=line.count)
    return min(_DELIMITERS, key=lambda delimiter: abs(len(split(line, delimiter)) - columns))


def _delimiter(line: str, columns: int) -> str:
    """As likely_delimiter. Raises UnreadableList where the line has none of them."""
    best = likely_delimiter(line, columns)
    if best not in line and columns > 1:
        raise UnreadableList(reason="no_delimiter")
    return best


def _header(
    cells: list[str], dictionary: Dictionary[R], missing: Callable[[set[R]], list[R]]
) -> tuple[str, ...] | None:
    """The column names of the file, or None when the line names none of the dictionary's columns."""
    columns = tuple(cell.strip() for cell in cells)
    positions = role_positions(dictionary, columns)
    if not positions:
        return None
    if absent := missing(set(positions)):
        names = (column.name for role in absent if (column := dictionary.column(role)))
        raise UnreadableList(reason="missing_columns", columns=tuple(names))
    return columns


def _undone(text: str) -> tuple[str, bool]:
    """A line whose letters were partly lost stays as it is, and is marked."""
    try:
        return undo_misreading(text), False
    except UnreadableList:
        return text, True
