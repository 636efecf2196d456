"""How a list is to be read, as a person sees and corrects it: what was guessed, and what each column means.

The importer refuses a list that it cannot make out; here its beginning is shown all the same, so that somebody who
knows the list can say what is wrong. What they say becomes a data dictionary, by which the importer reads the list.
"""

import csv
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from shared_models.data_dictionary import Column, Dictionary, R, UnreadableList, Vocabulary, folded_name
from shared_models.list_format import ListFormat, likely_delimiter, likely_widths
from shared_models.target_cells import split
from shared_models.target_encoding import Encoding, guess_encoding, is_misread, text_lines, undo_misreading
from shared_models.thai_text import normalise

NAMES, DATA = "names", "data"  # what the first line can hold
FIXED = "fixed"  # no delimiter: columns by the widths of the dictionary
UNUSED = "-"  # the role of a column that is not taken
DELIMITERS = ("|", "\t", ",", ";", FIXED)
_HEADER = ("name", "label_th", "type", "width", "format", "codes", "key", "sensitive", "role")


class Choices(NamedTuple):
    """What somebody has said of a list; what is "" is found out. `first_line` is NAMES or DATA."""

    encoding: str = ""
    delimiter: str = ""
    first_line: str = ""

    def known(self) -> "Choices":
        """Without what no page offers."""
        return Choices(
            self.encoding if self.encoding in set(Encoding) else "",
            self.delimiter if self.delimiter in DELIMITERS else "",
            self.first_line if self.first_line in (NAMES, DATA) else "",
        )


class Beginning(NamedTuple):
    """How a list is read, and its first lines below the header, each with its number in the file."""

    form: ListFormat
    lines: tuple[tuple[int, str], ...]


def beginning(
    sample: bytes, dictionary: Dictionary[R] | None, vocabulary: Vocabulary[R], choices: Choices, *, most: int = 50
) -> Beginning:
    """Read the first lines by the choices and what can be found out. Raises UnreadableList for what is no text."""
    encoding = Encoding(choices.encoding) if choices.encoding else guess_encoding(sample)
    texts = list(text_lines(sample.splitlines(keepends=True), encoding))
    misread = is_misread("".join(texts))
    numbered = [(number, _undone(text) if misread else text) for number, text in enumerate(texts, 1) if text.strip()]
    if not numbered:
        raise UnreadableList(reason="empty_list")
    form = _form(encoding, [text for _, text in numbered], dictionary, vocabulary, choices)
    form = ListFormat(encoding, form.delimiter, form.columns, form.has_header, misread, form.absent, form.widths)
    return Beginning(form, tuple(numbered[form.has_header :][:most]))


def _form(
    encoding: Encoding,
    lines: list[str],
    dictionary: Dictionary[R] | None,
    vocabulary: Vocabulary[R],
    choices: Choices,
) -> ListFormat:
    own = tuple(column.name for column in dictionary.columns) if dictionary else ()
    widths = _widths(lines, dictionary, choices)
    delimiter = "" if widths else choices.delimiter.replace(FIXED, "") or likely_delimiter(lines[0], len(own))
    bare = ListFormat(encoding, delimiter, own, False, False, (), widths)
    cells = [cell.strip() for cell in bare.cells(lines[0] if widths else lines[0].rstrip(delimiter + " "))]
    has_header = choices.first_line == NAMES if choices.first_line else _names_columns(cells, own, vocabulary)
    if not has_header or widths:
        names = own or tuple(str(number) for number in range(1, len(cells) + 1))
        return ListFormat(encoding, delimiter, names, has_header, False, (), widths)
    named = {folded_name(cell) for cell in cells}
    absent = tuple(name for name in own if folded_name(name) not in named)
    return ListFormat(encoding, delimiter, tuple(cells), True, False, absent, widths)


def _widths(lines: list[str], dictionary: Dictionary[R] | None, choices: Choices) -> tuple[int, ...]:
    if dictionary is None or choices.delimiter not in ("", FIXED):
        return ()
    if choices.delimiter == FIXED:
        widths = tuple(column.width or 0 for column in dictionary.columns)
        return widths if all(widths) else ()
    return likely_widths(lines, dictionary)


def _names_columns(cells: Sequence[str], own: Iterable[str], vocabulary: Vocabulary[R]) -> bool:
    """Whether a line names columns that the dictionary or the product knows."""
    known = {folded_name(name) for name in own}
    return any(folded_name(cell) in known or vocabulary.role({"name": cell}) for cell in cells if cell)


def cells_of(text: str, form: ListFormat) -> list[str]:
    """The cells of a line as a person sees them: as many as there are columns, blank where the line has less."""
    cells = form.cells(text) if form.widths else split(text, form.delimiter)
    return [normalise(cell) for cell in [*cells, *[""] * len(form.columns)][: len(form.columns)]]


def roles_of(form: ListFormat, dictionary: Dictionary[R] | None, vocabulary: Vocabulary[R]) -> list[R | None]:
    """What each column of the file means: by the dictionary where it has the column, else by its name."""
    return [_described(name, dictionary, vocabulary).role for name in form.columns]


def repeated_roles(roles: Iterable[R | None]) -> list[R]:
    """Those that two columns claim: only one can be taken."""
    return [role for role, times in Counter(role for role in roles if role).items() if times > 1]


def described(
    form: ListFormat,
    dictionary: Dictionary[R] | None,
    vocabulary: Vocabulary[R],
    chosen: Mapping[int, str] | None = None,
) -> str:
    """The data dictionary of the file as it is: its columns in order, with the roles that were chosen by place."""
    lines = _Lines()
    writer = csv.writer(lines, lineterminator="")
    writer.writerow(_HEADER)
    for place, name in enumerate(form.columns):
        column = _described(name, dictionary, vocabulary)
        role = (chosen or {}).get(place, column.role.value if column.role else UNUSED)
        writer.writerow(_row(column, role))
    return "\n".join(lines.texts)


class _Lines:
    """What a CSV writer writes to."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def write(self, text: str) -> int:
        self.texts.append(normalise(text))
        return len(text)


def _described(name: str, dictionary: Dictionary[R] | None, vocabulary: Vocabulary[R]) -> Column[R]:
    wanted = folded_name(name)
    columns = dictionary.columns if dictionary else ()
    found = next((column for column in columns if wanted and folded_name(column.name) == wanted), None)
    return found or Column(name, vocabulary.role({"name": name}) if name else None, "", "", None, "", {})


def _row(column: Column[R], role: str) -> Iterator[str]:
    codes = ";".join(f"{code}={word}" for code, word in column.codes.items())
    width = str(column.width) if column.width else ""
    yield from (column.name or "?", column.label_th, column.type, width, column.format, codes, column.key)
    yield from ("yes" if column.sensitive else "", role)


def _undone(text: str) -> str:
    try:
        return undo_misreading(text)
    except UnreadableList:
        return text
