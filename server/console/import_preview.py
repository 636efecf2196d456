"""What a page of an import shows: cells as they may be seen, the meaning of columns, the results of a trial."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, NamedTuple

from server.services.importing.import_cases import VOCABULARIES, Preview
from server.services.importing.import_log import TARGETS
from server.services.importing.trial_report import DOUBTFUL, NOT_LINKED, REFUSED, hidden
from shared_models import birth, citizen_id
from shared_models.birth import ImpossibleBirth
from shared_models.fiscal_year import thai_day
from shared_models.list_reading import cells_of, repeated_roles

DATASET = ("key", "agency", "programme", "kind", "year", "fund", "measure", "stored_as", "limits", "contact")


class Column(NamedTuple):
    """A column of the file; `role` is "" where it is not taken."""

    place: int
    name: str
    role: str


class Cell(NamedTuple):
    """`doubtful`: somebody should look at it."""

    text: str
    doubtful: bool


class Look(NamedTuple):
    """The first lines of a list as they are read."""

    encoding: str
    delimiter: str
    has_header: bool
    columns: list[Column]
    lines: list[tuple[int, list[Cell]]]
    roles: list[str]
    missing: list[str]
    repeated: list[str]
    absent: tuple[str, ...]
    unused: int


def look(found: Preview, kind: str, *, on: datetime) -> Look:
    """How the beginning of a list reads by its dictionary as it is now."""
    form, vocabulary = found.start.form, VOCABULARIES[kind]
    roles = [role.value if role else "" for role in found.roles]
    columns = [Column(place, name, roles[place]) for place, name in enumerate(form.columns)]
    day = thai_day(on)
    lines = []
    for number, text in found.start.lines:
        cells = zip(roles, cells_of(text, form), strict=True)
        lines.append((number, [Cell(_shown(role, cell), _is_doubtful(role, cell, day)) for role, cell in cells]))
    return Look(
        encoding=form.encoding.value,
        delimiter=form.delimiter,
        has_header=form.has_header,
        columns=columns,
        lines=lines,
        roles=[role.value for role in vocabulary.roles],
        missing=[role.value for role in vocabulary.missing({role for role in found.roles if role})],
        repeated=[role.value for role in repeated_roles(found.roles)],
        absent=form.absent,
        unused=roles.count(""),
    )


def _shown(role: str, cell: str) -> str:
    """A citizen number is masked, also one in a column that nobody has matched."""
    if role != "citizen_id":
        return hidden(cell)
    number = citizen_id.parse(cell)
    return citizen_id.masked(number.value) if number.value else hidden(cell)


def _is_doubtful(role: str, cell: str, day: Any) -> bool:
    if role == "citizen_id":
        return citizen_id.parse(cell).doubtful
    if role == "birth":
        try:
            birth.parse(cell, on=day, short_years=True)
        except ImpossibleBirth:
            return True
    return role == "given_name" and not cell


class ResultLine(NamedTuple):
    """A result of the lines of a list: `words` is the key of what follows from it, `result` that of the lines."""

    chip: str
    icon: str
    name: str
    count: int
    words: str
    result: str


def result_lines(kind: str, counts: Mapping[str, Any]) -> list[ResultLine]:
    """What became, or would become, of the lines."""
    c = counts
    if kind == TARGETS:
        return [
            ResultLine("ok", "check_circle", "accepted", c["persons"] - c["doubtful"], "accepted_follows", ""),
            ResultLine("att", "help", "doubtful", c["doubtful"], "doubtful_follows", DOUBTFUL),
            ResultLine("", "description", "repeated", c["repeated"], "repeated_follows", ""),
            ResultLine("dng", "block", "refused_lines", c["refused"], "refused_follows", REFUSED),
        ]
    loose = c["unlinked"] + c["ambiguous"] + c["doubtful"]
    return [
        ResultLine("ok", "check_circle", "linked", c["linked"], "linked_follows", ""),
        ResultLine("att", "help", "not_linked", loose, "not_linked_follows", NOT_LINKED),
        ResultLine("", "description", "repeated", c["repeated"], "repeated_follows", ""),
        ResultLine("dng", "block", "refused_lines", c["refused"], "refused_follows", REFUSED),
    ]
