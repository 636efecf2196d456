"""Parse an agency's target list: a text file with one person a line, read by its data dictionary.

The encoding and the delimiter are found out from the beginning of the file. Lines are read one at a time; what stays
in memory is 8 bytes' worth of digest per line, to know a repeated one. Bad lines are values, not errors.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from itertools import chain, islice

from shared_models.target_cells import split
from shared_models.target_dictionary import Dictionary, Role, UnreadableList, missing_roles, read_dictionary
from shared_models.target_encoding import Encoding, guess_encoding, is_misread, text_lines, undo_misreading
from shared_models.target_line import (
    LineReader,
    Mark,
    Reason,
    RejectedLine,
    RepeatedLine,
    TargetLine,
    role_positions,
)

__all__ = [
    "Dictionary",
    "Encoding",
    "ListFormat",
    "Mark",
    "Reason",
    "RejectedLine",
    "RepeatedLine",
    "Role",
    "TargetLine",
    "UnreadableList",
    "guess",
    "parse",
    "read_dictionary",
]

SAMPLE_LINES = 200
_DELIMITERS = "|\t,;"


@dataclass(frozen=True, slots=True)
class ListFormat:
    """How a file is written. `columns` are its column names in order; `has_header` tells whether a line names them.

    `misread` says that its Thai is UTF-8 that somebody read as CP874. `absent` are columns of the dictionary that
    the file does not have.
    """

    encoding: Encoding
    delimiter: str
    columns: tuple[str, ...]
    has_header: bool
    misread: bool
    absent: tuple[str, ...]


def guess(sample: bytes, dictionary: Dictionary, *, on: date) -> ListFormat:
    """Find out how a file is written from its beginning, at least a few whole lines.

    Without a header line the columns are the dictionary's own, if the first line then makes a person. Raises
    UnreadableList.
    """
    encoding = guess_encoding(sample)
    lines = [line for line in text_lines(sample.splitlines(keepends=True), encoding) if line.strip()]
    if not lines:
        raise UnreadableList(reason="empty_list")
    misread = is_misread("".join(lines))
    first = undo_misreading(lines[0]) if misread else lines[0]
    if misread:
        undo_misreading("\n".join(lines[:-1]))  # the last line may be cut off
    delimiter = _delimiter(first, len(dictionary.columns))
    columns = _header(split(first.rstrip(delimiter + " "), delimiter), dictionary)
    has_header = columns is not None
    if columns is None:
        columns = tuple(column.name for column in dictionary.columns)
        if not isinstance(LineReader(dictionary, columns, delimiter=delimiter, on=on).read(1, first), TargetLine):
            raise UnreadableList(reason="missing_columns", columns=tuple(missing_roles(set())))
    absent = tuple(column.name for column in dictionary.columns if column.name not in columns)
    return ListFormat(encoding, delimiter, columns, has_header, misread, absent)


def _delimiter(line: str, columns: int) -> str:
    """The one that cuts the line into a number of cells nearest to the dictionary's."""
    best = min(_DELIMITERS, key=lambda delimiter: abs(len(split(line, delimiter)) - columns))
    if best not in line:
        raise UnreadableList(reason="no_delimiter")
    return best


def _header(cells: list[str], dictionary: Dictionary) -> tuple[str, ...] | None:
    """The column names of the file, or None when the line names none of the dictionary's columns."""
    columns = tuple(cell.strip() for cell in cells)
    positions = role_positions(dictionary, columns)
    if not positions:
        return None
    if missing := missing_roles(set(positions)):
        names = (column.name for role in missing if (column := dictionary.column(role)))
        raise UnreadableList(reason="missing_columns", columns=tuple(names))
    return columns


def parse(
    lines: Iterable[bytes | str], dictionary: Dictionary, *, on: date, list_format: ListFormat | None = None
) -> Iterator[TargetLine | RejectedLine | RepeatedLine]:
    """Read a list line by line; the header and blank lines give nothing.

    `lines` are bytes, as an open binary file gives them, or text. `on` is the day after which nobody was born yet.
    Without `list_format` it is guessed from the first lines. Raises UnreadableList before the first line.
    """
    source = iter(lines)
    if list_format is None:
        head = list(islice(source, SAMPLE_LINES))
        list_format = guess(_joined(head), dictionary, on=on)
        source = chain(head, source)
    reader = LineReader(dictionary, list_format.columns, delimiter=list_format.delimiter, on=on)
    trimmed_off = list_format.delimiter + " \t\r\n\x1a"
    header = "" if not list_format.has_header else None
    seen: set[int] = set()
    for number, given in enumerate(text_lines(source, list_format.encoding), 1):
        text, damaged = _undone(given) if list_format.misread else (given, "\ufffd" in given)
        trimmed = text.rstrip(trimmed_off)
        if not trimmed:
            continue
        if header is None:
            header = trimmed
            continue
        if trimmed == header:
            yield RejectedLine(number, Reason.HEADER_OR_TOTAL, {}, text)
            continue
        digest = hash(trimmed)  # 64 bits, keyed: two of a million lines agree by chance once in 30 million lists
        if digest in seen:
            yield RepeatedLine(number)
            continue
        seen.add(digest)
        yield reader.read(number, text, damaged=damaged)


def _joined(head: list[bytes | str]) -> bytes:
    """The sample of a list given in lines with or without their ends."""
    pieces = [piece.encode() if isinstance(piece, str) else piece for piece in head]
    separator = b"" if any(piece.endswith(b"\n") for piece in pieces[:1]) else b"\n"
    return separator.join(pieces)


def _undone(text: str) -> tuple[str, bool]:
    """A line whose letters were partly lost stays as it is, and is marked."""
    try:
        return undo_misreading(text), False
    except UnreadableList:
        return text, True
