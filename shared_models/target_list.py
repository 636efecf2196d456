"""Parse an agency's target list: a text file with one person a line, read by its data dictionary.

The encoding and the delimiter are found out from the beginning of the file. Lines are read one at a time; what stays
in memory is 8 bytes' worth of digest per line, to know a repeated one. Bad lines are values, not errors.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from shared_models import list_format as formats
from shared_models.data_dictionary import UnreadableList
from shared_models.list_format import SAMPLE_LINES, LineKind, ListFormat
from shared_models.target_dictionary import Dictionary, Role, missing_roles, read_dictionary
from shared_models.target_encoding import Encoding, text_lines, undo_misreading
from shared_models.target_line import LineReader, Mark, Reason, RejectedLine, RepeatedLine, TargetLine

__all__ = [
    "SAMPLE_LINES",
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


def guess(sample: bytes, dictionary: Dictionary, *, on: date) -> ListFormat:
    """Find out how a file is written from its beginning, at least a few whole lines.

    Without a header line the columns are the dictionary's own, if the first line then makes a person. Raises
    UnreadableList.
    """
    form = formats.guess(sample, dictionary, missing=missing_roles)
    if not form.has_header:
        lines = text_lines(sample.splitlines(keepends=True), form.encoding)
        first = next(line for line in lines if line.strip())
        first = undo_misreading(first) if form.misread else first
        reader = LineReader(dictionary, form.columns, delimiter=form.delimiter, on=on)
        if not isinstance(reader.read(1, first), TargetLine):
            raise UnreadableList(reason="missing_columns", columns=tuple(missing_roles(set())))
    return form


def parse(
    lines: Iterable[bytes | str], dictionary: Dictionary, *, on: date, list_format: ListFormat | None = None
) -> Iterator[TargetLine | RejectedLine | RepeatedLine]:
    """Read a list line by line; the header and blank lines give nothing.

    `lines` are bytes, as an open binary file gives them, or text. `on` is the day after which nobody was born yet.
    Without `list_format` it is guessed from the first lines. Raises UnreadableList before the first line.
    """
    if list_format is None:
        sample, lines = formats.with_sample(lines)
        list_format = guess(sample, dictionary, on=on)
    reader = LineReader(dictionary, list_format.columns, delimiter=list_format.delimiter, on=on)
    for number, text, damaged, kind in formats.data_lines(lines, list_format):
        if kind is LineKind.HEADER:
            yield RejectedLine(number, Reason.HEADER_OR_TOTAL, {}, text)
        elif kind is LineKind.REPEATED:
            yield RepeatedLine(number)
        else:
            yield reader.read(number, text, damaged=damaged)
