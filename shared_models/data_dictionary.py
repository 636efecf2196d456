"""The data dictionary (พจนานุกรมข้อมูล) that comes with an agency's list: which column means what.

One line per column: name, label_th, type, width, format, codes, key, sensitive, in any order, and an optional `role`
for a column whose name or label the product does not know. Only `name` is needed. Which roles there are depends on the
kind of list: a Vocabulary says it.
"""

import csv
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Generic, TypeVar

from shared_models.errors import DomainError
from shared_models.thai_text import ascii_digits, normalise

R = TypeVar("R", bound=StrEnum)
_PUNCTUATION = re.compile(r"[^\w\u0e31\u0e34-\u0e3a\u0e47-\u0e4e]|_")
_YES = frozenset({"yes", "y", "1", "true", "x", "ใช่"})


class UnreadableList(DomainError):
    """A list or dictionary of which not one line can be taken.

    `reason` is empty_list, not_text, damaged_text, no_dictionary, no_delimiter, missing_columns or same_role (with
    `columns`, the names or roles that are missing or there twice).
    """

    code = "unreadable_list"


@dataclass(frozen=True, slots=True)
class Column(Generic[R]):
    """`width` counts letters. `codes` maps a code of the list to its word, as the dictionary has it."""

    name: str
    role: R | None
    label_th: str
    type: str
    width: int | None
    format: str
    codes: Mapping[str, str]
    key: str = ""
    sensitive: bool = False


@dataclass(frozen=True, slots=True)
class Dictionary(Generic[R]):
    """The columns in the dictionary's order, which is the list's own when it has no header line."""

    columns: tuple[Column[R], ...]

    def column(self, role: R) -> Column[R] | None:
        """The first column of this role; None without one."""
        return next((column for column in self.columns if column.role is role), None)


@dataclass(frozen=True)
class Vocabulary(Generic[R]):
    """What the columns of one kind of list can mean.

    `names` has the column names and Thai labels of each role, blanks between them and none inside; `types` and `keys`
    the words of those two columns of a dictionary that tell a role by themselves. `missing` gives the roles without
    which no line can be used, out of those that are there.
    """

    roles: type[R]
    names: Mapping[R, str]
    missing: Callable[[set[R]], list[R]]
    types: Mapping[str, R] = field(default_factory=dict)
    keys: Mapping[str, R] = field(default_factory=dict)

    def role(self, row: Mapping[str, str]) -> R | None:
        """Its own word first, then the name, the label, and last what type and key say."""
        given = row.get("role", "").strip().lower()
        if given:
            return next((role for role in self.roles if role.value == given), None)
        for text in (row["name"], row.get("label_th", "")):
            folded = folded_name(text)
            if folded and (found := next((r for r, names in self.names.items() if folded in names.split()), None)):
                return found
        by_type = self.types.get(row.get("type", "").strip().lower())
        return by_type or self.keys.get(row.get("key", "").strip().lower())


def folded_name(text: str) -> str:
    """A column name as it is compared: capitals, no blanks and no punctuation."""
    return _PUNCTUATION.sub("", normalise(text)).upper()


def read(text: str, vocabulary: Vocabulary[R]) -> Dictionary[R]:
    """Raises UnreadableList when this is no dictionary or lacks a column that every list of its kind needs."""
    dictionary = read_loosely(text, vocabulary)
    if missing := vocabulary.missing({column.role for column in dictionary.columns if column.role}):
        raise UnreadableList(reason="missing_columns", columns=tuple(missing))
    return dictionary


def read_loosely(text: str, vocabulary: Vocabulary[R]) -> Dictionary[R]:
    """As read, also where a needed column is missing: somebody may say yet which it is. Raises UnreadableList."""
    columns = tuple(_column(row, vocabulary) for row in _rows(text) if row.get("name", "").strip())
    if not columns:
        raise UnreadableList(reason="no_dictionary")
    return Dictionary(columns)


def _rows(text: str) -> list[dict[str, str]]:
    lines = [line for line in text.lstrip("\ufeff").splitlines() if line.strip()]
    if not lines or "\x00" in text:
        raise UnreadableList(reason="no_dictionary")
    delimiter = max(",;\t|", key=lines[0].count)
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        header = [cell.strip().lower() for cell in next(reader)]
        return [dict(zip(header, cells, strict=False)) for cells in reader]
    except csv.Error as wrong:
        raise UnreadableList(reason="no_dictionary") from wrong


def _column(row: Mapping[str, str], vocabulary: Vocabulary[R]) -> Column[R]:
    width = ascii_digits(row.get("width", "").strip())
    return Column(
        name=row["name"].strip(),
        role=vocabulary.role(row),
        label_th=row.get("label_th", "").strip(),
        type=row.get("type", "").strip().lower(),
        width=int(width) if width.isdecimal() else None,
        format=row.get("format", "").strip(),
        codes=_codes(row.get("codes", "")),
        key=row.get("key", "").strip().lower(),
        sensitive=row.get("sensitive", "").strip().lower() in _YES,
    )


def _codes(text: str) -> dict[str, str]:
    pairs = (pair.partition("=") for pair in re.split(r"[;\n]", ascii_digits(text)))
    return {code.strip(): word.strip() for code, equals, word in pairs if equals}
