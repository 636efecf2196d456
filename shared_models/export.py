"""Rows as the lines of a text file with its data dictionary, in the shape that agencies send: `|` between columns.

Any fields of any entity, also of several, such as a receipt with its person's number. What a line cannot hold is
counted and what its encoding cannot write is named, line by line: nothing is lost unseen. The bytes are put into a file
outside.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import chain
from typing import NamedTuple

from shared_models.birth import PartialDate
from shared_models.entities import ENTITIES, IDENTITY, wire
from shared_models.errors import InvalidChange
from shared_models.field_facts import Kind
from shared_models.form import FormField, described, form_fields
from shared_models.labels import choice, label
from shared_models.merge import Scalar
from shared_models.synced import Synced
from shared_models.target_encoding import Encoding

DELIMITER = "|"
DICTIONARY_HEADER = ("name", "label_th", "type", "width", "format", "codes", "key", "sensitive")
ROLE_HEADER = "role"
_ERA = 543
_UNFIT = re.compile(r"[|\x00-\x1f\x7f]")  # a delimiter, the end of a line, and what no editor shows
_LOST = "?"
_YES_NO = "1=ใช่;0=ไม่ใช่"
_IDS = 36
_INTEGER, _MONEY, _FLOAT = 19, 20, 24  # letters of the longest number
_TYPES = {
    Kind.TEXT: "text",
    Kind.LONG_TEXT: "text",
    Kind.CHOICE: "code",
    Kind.CHOICES: "codes",
    Kind.YES_NO: "boolean",
    Kind.NUMBER: "number",
    Kind.MONEY: "decimal",
    Kind.LAND: "integer",
    Kind.DATE: "date",
    Kind.PARTIAL_DATE: "date",
    Kind.YEAR: "year",
    Kind.MOMENT: "moment",
    Kind.AREA: "code",
    Kind.CITIZEN_ID: "citizen_id",
    Kind.HOUSE_CODE: "text",
    Kind.PHONE: "text",
    Kind.REFERENCE: "reference",
    Kind.REFERENCES: "references",
    Kind.ANSWERS: "text",
}
_ISO = {
    Kind.DATE: ("10", "YYYY-MM-DD CE"),
    Kind.MOMENT: ("29", "ISO 8601 UTC CE"),
}  # width and format, as wire has them
_PERSONAL = frozenset({Kind.CITIZEN_ID, Kind.PHONE})
_NAMES = frozenset({"given_name", "family_name", "former_names", "birth", "birth_given"})


class Era(StrEnum):
    """Of every date and year in an export. BE is CE + 543."""

    CE = "CE"
    BE = "BE"


@dataclass(frozen=True, slots=True)
class ExportForm:
    """What an export holds and how it is written. `columns` have names of their own, in the file's order.

    `iso`: days as 2026-11-29 and moments in ISO 8601, as spreadsheets know them; else YYYYMMDD, as agencies send them.
    """

    columns: tuple[FormField, ...]
    era: Era
    encoding: Encoding
    iso: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The column names: the fields', money in baht; the second field of the same name has its entity in front."""
        plain = [field.name.replace("_satang", "_baht").upper() for field in self.columns]
        pairs = zip(plain, self.columns, strict=True)
        return tuple(
            name if name not in plain[:at] else f"{field.entity.upper()}_{name}"
            for at, (name, field) in enumerate(pairs)
        )


class ExportedLine(NamedTuple):
    """A line with its end. `line_number` counts from 1, the header.

    `replaced` is how many letters became a blank, since they would have cut the line; `unwritable` the fields
    (`entity.field`) with letters that the encoding does not have, which stand as `?`.
    """

    line_number: int
    content: bytes
    replaced: int
    unwritable: tuple[str, ...]


def export_form(
    keys: Iterable[str], *, era: Era = Era.CE, encoding: Encoding = Encoding.UTF_8, iso: bool = False
) -> ExportForm:
    """Of these columns: `entity.field`, or an entity for all its fields. Raises InvalidChange for an unknown one.

    `encoding` is UTF-8 or CP874; with `iso` the era is CE.
    """
    if encoding not in (Encoding.UTF_8, Encoding.CP874):
        raise ValueError(f"no export in {encoding}")
    return ExportForm(tuple(chain.from_iterable(map(_columns, keys))), era, encoding, iso)


def export_lines(rows: Iterable[Mapping[str, Synced]], form: ExportForm) -> Iterator[ExportedLine]:
    """The header, then a line for each of `rows`, which give the row of each entity by its name.

    An entity that a row does not have leaves its columns blank.
    """
    yield ExportedLine(1, (DELIMITER.join(form.names) + "\r\n").encode(), 0, ())
    for line_number, row in enumerate(rows, 2):
        yield _line(line_number, row, form)


def dictionary_text(form: ExportForm, roles: Mapping[str, str] | None = None) -> str:
    """The data dictionary of an export as CSV, to be read back by data_dictionary.read.

    `roles` gives what an importer takes each column for, by the key of its field: a column more.
    """
    columns = zip(form.names, form.columns, strict=True)
    told = ((name, _label(field), *_facts(field, form)) for name, field in columns)
    if roles is None:
        return "".join(_csv_line(cells) for cells in chain([DICTIONARY_HEADER], told))
    means = (roles[field.key] for field in form.columns)
    lines = ((*cells, role) for cells, role in zip(told, means, strict=True))
    return "".join(_csv_line(cells) for cells in chain([(*DICTIONARY_HEADER, ROLE_HEADER)], lines))


def cell(value: Scalar, field: FormField, era: Era = Era.CE, *, iso: bool = False) -> str:
    """A value in its wire form as text: money in baht with 2 decimals, days YYYYMMDD or ISO, blank for None."""
    if value is None:
        return ""
    if iso and field.kind in _ISO:
        return str(value)
    if isinstance(value, bool):
        return str(int(value))
    if field.kind is Kind.MONEY:
        whole, satang = divmod(abs(int(value)), 100)
        return f"{'-' if int(value) < 0 else ''}{whole}.{satang:02}"
    if field.kind is Kind.YEAR:
        return str(int(value) - (_ERA if era is Era.CE else 0))
    if field.kind is Kind.PARTIAL_DATE:
        return _partial(str(value), era)
    if field.kind is Kind.DATE:
        year, month, day = str(value).split("-")
        return f"{int(year) + (_ERA if era is Era.BE else 0):04}{month}{day}"
    if field.kind is Kind.MOMENT:
        day_text, time_text = str(value).split("T")
        return f"{int(day_text[:4]) + (_ERA if era is Era.BE else 0):04}" + re.sub(
            r"\D", "", day_text[4:] + time_text[:8]
        )
    return str(value)


def _columns(key: str) -> Sequence[FormField]:
    entity, _, name = key.partition(".")
    if entity not in ENTITIES:
        raise InvalidChange(field=key, reason="unknown_entity")
    every = _every_field(entity)
    if not name:
        return every
    found = [field for field in every if field.name == name]
    if not found:
        raise InvalidChange(field=key, reason="unknown_field")
    return found


@cache
def _every_field(entity: str) -> tuple[FormField, ...]:
    """The row's own id and its household's, then what an operation may carry."""
    ids = tuple(name for name in ENTITIES[entity].model_fields if name in IDENTITY)
    return (*described(ENTITIES[entity], entity, ids), *form_fields(entity))


def _line(line_number: int, row: Mapping[str, Synced], form: ExportForm) -> ExportedLine:
    cells, replaced, unwritable = [], 0, []
    for field in form.columns:
        source = row.get(field.entity)
        text = cell(wire(getattr(source, field.name)), field, form.era, iso=form.iso) if source is not None else ""
        text, count = _UNFIT.subn(" ", text)
        if len(text) > 1 and text[0] == text[-1] == '"':
            text = f'"{text}"'  # a reader takes one pair off
        content, lost = _encoded(text, form.encoding)
        cells.append(content)
        replaced += count
        unwritable += [field.key] if lost else []
    return ExportedLine(line_number, DELIMITER.encode().join(cells) + b"\r\n", replaced, tuple(unwritable))


def _encoded(text: str, encoding: Encoding) -> tuple[bytes, bool]:
    """`?` stands for each letter that the encoding does not have."""
    try:
        return text.encode(encoding), False
    except UnicodeEncodeError:
        return text.encode(encoding, errors="replace"), True


def _partial(code: str, era: Era) -> str:
    """YYYYMMDD with 00 for an unknown month or day; ~ in front of a year known by an age alone."""
    try:
        told = PartialDate.from_code(code)
    except InvalidChange:
        return code
    year = (told.year_be or 0) - (_ERA if era is Era.CE else 0)
    return f"{'~' if code.startswith('~') else ''}{year:04}{told.month or 0:02}{told.day or 0:02}"


def _facts(field: FormField, form: ExportForm) -> Iterator[str]:
    """From type to sensitive."""
    yield _TYPES[field.kind]
    yield from _ISO[field.kind] if form.iso and field.kind in _ISO else (str(_width(field)), _format(field, form.era))
    yield _codes(field)
    yield _key(field)
    yield "yes" if _is_sensitive(field) else ""


def _label(field: FormField) -> str:
    return label(f"row.{field.name}" if field.name in IDENTITY else field.key)


def _width(field: FormField) -> int:
    """The most letters that a value has, once written."""
    if field.kind is Kind.CHOICE and field.choices:
        return max(len(code) for code in field.choices)
    longest = {
        Kind.YES_NO: 1,
        Kind.DATE: 8,
        Kind.PARTIAL_DATE: 9,
        Kind.YEAR: 4,
        Kind.MOMENT: 14,
        Kind.MONEY: _MONEY,
        Kind.LAND: _INTEGER,
        Kind.NUMBER: _FLOAT,
        Kind.REFERENCE: _IDS,
    }
    return longest.get(field.kind) or field.max_length or 0


def _format(field: FormField, era: Era) -> str:
    return {
        Kind.DATE: f"YYYYMMDD {era}",
        Kind.PARTIAL_DATE: f"YYYYMMDD {era}, 00 = unknown, ~ = by age",
        Kind.YEAR: era.value,
        Kind.MOMENT: f"YYYYMMDDHHMMSS UTC {era}",
        Kind.MONEY: "baht, 2 decimals",
        Kind.LAND: "square wa",
        Kind.AREA: "DOPA",
        Kind.CHOICES: "codes with blanks between",
        Kind.REFERENCES: "ids with blanks between",
    }.get(field.kind, "")


def _codes(field: FormField) -> str:
    if field.kind is Kind.YES_NO:
        return _YES_NO
    if field.choices is None or field.kind not in (Kind.CHOICE, Kind.CHOICES):
        return ""
    kind = field.choices
    return ";".join(f"{code.value}={re.sub('[;=]', ' ', choice(code, kind))}" for code in kind)


def _key(field: FormField) -> str:
    if field.name == "id":
        return "row key"
    if field.name == "household_id":
        return "household key"
    return "person key" if field.kind is Kind.CITIZEN_ID or field.name == "person_id" else ""


def _is_sensitive(field: FormField) -> bool:
    """What PDPA s.26 protects, and what tells who somebody is."""
    return field.sensitive or field.kind in _PERSONAL or field.name in _NAMES


def _csv_line(cells: Iterable[str]) -> str:
    quoted = ('"' + text.replace('"', '""') + '"' if re.search('[",\n]', text) else text for text in cells)
    return ",".join(quoted) + "\n"
