"""Parse an agency's list of welfare, one payment or right a line, read by its data dictionary.

The encoding, and the delimiter or fixed widths, are found out from the beginning of the file. Several lines of one
person are several payments and all stay; a line that is the same to the last letter is a repeated one.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from shared_models import list_format
from shared_models.agency_dictionary import Dictionary, missing_roles
from shared_models.agency_line import LineFault, RefusedLine, WelfareLine, WelfareReader
from shared_models.data_dictionary import UnreadableList
from shared_models.dataset import Dataset
from shared_models.list_format import LineKind, ListFormat, data_lines
from shared_models.target_line import RepeatedLine

Outcome = WelfareLine | RefusedLine | RepeatedLine


def guess(sample: bytes, dictionary: Dictionary, dataset: Dataset, *, on: date) -> ListFormat:
    """Find out how a file is written from its beginning, at least a few whole lines.

    Without a header line the columns are the dictionary's own, if a line of the sample can then be taken. Raises
    UnreadableList, also where the header lacks a column that the dictionary gives a meaning: every line would lose it.
    """
    form = list_format.guess(sample, dictionary, missing=missing_roles, fixed_width=True)
    if lost := [column.name for column in dictionary.columns if column.role and column.name in form.absent]:
        raise UnreadableList(reason="missing_columns", columns=tuple(lost))
    if not form.has_header:
        reader = WelfareReader(dictionary, form, dataset, on=on)
        lines = data_lines(sample.splitlines(keepends=True), form)
        if not any(isinstance(reader.read(raw), WelfareLine) for raw in lines):
            raise UnreadableList(reason="missing_columns", columns=tuple(missing_roles(set())))
    return form


def parse(
    lines: Iterable[bytes | str], dictionary: Dictionary, dataset: Dataset, *, on: date, form: ListFormat | None = None
) -> Iterator[Outcome]:
    """Read a list line by line; the header and blank lines give nothing.

    `lines` are bytes, as an open binary file gives them, or text. `on` is the day after which nobody was born yet.
    Without `form` it is guessed from the first lines. Raises UnreadableList before the first line.
    """
    if form is None:
        sample, lines = list_format.with_sample(lines)
        form = guess(sample, dictionary, dataset, on=on)
    reader = WelfareReader(dictionary, form, dataset, on=on)
    for raw in data_lines(lines, form):
        if raw.kind is LineKind.HEADER:
            yield RefusedLine(raw.number, LineFault.HEADER_OR_TOTAL)
        elif raw.kind is LineKind.REPEATED:
            yield RepeatedLine(raw.number)
        else:
            yield reader.read(raw)
