"""The tables that an office edits, as its settings show them: what is in force, what was before, what would change."""

import csv
import io
from collections.abc import Mapping, Sequence
from datetime import datetime
from hashlib import sha256
from typing import NamedTuple

from sqlmodel import Session, col, select

from server.services import reference
from server.tables import District, EditedTable, TableVersion
from shared_models import campaign, deprivation, indicator, personal_data, remedy, retention, target_group, village
from shared_models.errors import DomainError
from shared_models.reference import INDICATORS
from shared_models.reference_table import UnreadableTable, shipped_text
from shared_models.thai_text import ascii_digits, normalise

COLUMNS: Mapping[str, Sequence[str]] = {
    "calendar": campaign.COLUMNS,
    "remedies": remedy.COLUMNS,
    "villages": village.COLUMNS,
    "thresholds": deprivation.THRESHOLD_COLUMNS,
    "target_rules": target_group.RULE_COLUMNS,
    "target_groups": target_group.TABLE_COLUMNS,
    "retention": retention.COLUMNS,
    "personal_data": personal_data.COLUMNS,
    INDICATORS: indicator.COLUMNS,
}
KEYS: Mapping[str, Sequence[str]] = {
    "calendar": ("programme_year", "step"),
    "remedies": ("code",),
    "villages": ("code",),
    "thresholds": ("year_from",),
    "target_rules": ("rule",),
    "target_groups": ("rule", "mpi", "card", "on_list"),
    "retention": ("kept",),
    "personal_data": ("setting",),
    INDICATORS: ("code",),
}
FILES = {"calendar": "calendar.csv", "remedies": "remedies.csv", "thresholds": "income_thresholds.csv"}
FILES |= {"target_rules": "target_rules.csv", "target_groups": "target_groups.csv", "retention": "retention.csv"}
FILES |= {"personal_data": "personal_data.csv"}
Row = dict[str, str]


class UnknownTable(DomainError):
    code = "unknown_table"


class TableChangedMeanwhile(DomainError):
    """Somebody else changed it after it was shown: `who`, and `when`, a moment."""

    code = "table_changed_meanwhile"


class Standing(NamedTuple):
    """A table as it is in force. `number` of its version, 0 for the shipped one that nobody has touched."""

    name: str
    text: str
    number: int
    is_shipped: bool
    changed_at: datetime | None = None
    changed_by: str = ""

    @property
    def kind(self) -> str:
        """All indicator sets are of one kind."""
        return self.name.partition("/")[0]

    @property
    def is_fixed(self) -> bool:
        """Answers carry the version of an indicator set for ever: it is never edited."""
        return self.kind == INDICATORS

    @property
    def seen(self) -> str:
        """Another one for every text and every change."""
        return f"{self.number}.{sha256(self.text.encode()).hexdigest()[:16]}"


class Content(NamedTuple):
    """A table read without judging it: its columns and the cells of each line."""

    columns: tuple[str, ...]
    rows: tuple[Row, ...]


class Difference(NamedTuple):
    """A line that is new (`before` None), gone (`after` None) or another; `columns` are those that differ."""

    before: Row | None
    after: Row | None
    columns: tuple[str, ...]


class Wanted(NamedTuple):
    """A change of a table: the new text, None for the shipped one; `seen` is Standing.seen of what was shown."""

    name: str
    text: str | None
    seen: str


def names(session: Session, district: str) -> list[str]:
    """Every table in the order of the settings, each indicator set for itself."""
    sets = sorted(reference.read(session, district).indicator_sets)
    return [*(name for name in COLUMNS if name != INDICATORS), *(f"{INDICATORS}/{version}" for version in sets)]


def standing(session: Session, district: str, name: str) -> Standing:
    """Raises UnknownTable."""
    stored = session.get(EditedTable, (district, name), populate_existing=True)
    last = next(iter(versions(session, district, name)), None)
    number = last.number if last else 0
    if stored is not None:
        return Standing(name, stored.body, number, False, stored.changed_at, stored.changed_by)
    if last is not None:
        return Standing(name, shipped(name), number, True, last.changed_at, last.changed_by)
    return Standing(name, shipped(name), 0, True)


def shipped(name: str) -> str:
    """The table that comes with the product; of villages the heads alone. Raises UnknownTable."""
    kind, _, version = name.partition("/")
    if kind == INDICATORS and version in indicator.SHIPPED:
        return shipped_text(f"mpi_indicators_{version.replace('-', '_')}.csv")
    if name == "villages":
        return "code,name_th,name_en\n"
    if name not in FILES:
        raise UnknownTable(table=name)
    return shipped_text(FILES[name])


def versions(session: Session, district: str, name: str) -> list[TableVersion]:
    """The newest first."""
    here = select(TableVersion).where(TableVersion.district_code == district, TableVersion.name == name)
    return list(session.exec(here.order_by(col(TableVersion.number).desc())))


def version_text(session: Session, district: str, name: str, number: int) -> str:
    """The text of a version; 0 is the shipped one. Raises UnknownTable."""
    if number == 0:
        return shipped(name)
    found = session.get(TableVersion, (district, name, number))
    if found is None:
        raise UnknownTable(table=name)
    return shipped(name) if found.body is None else found.body


def put(session: Session, district: str, wanted: Wanted, *, changed_by: str, now: datetime) -> None:
    """In force from now on. Raises TableChangedMeanwhile, UnreadableTable; then nothing is changed."""
    session.get(District, district, with_for_update=True)
    new = is_new(session, district, wanted.name)
    now_standing = standing(session, district, wanted.name) if not new else Standing(wanted.name, "", 0, False)
    if wanted.seen != ("" if new else now_standing.seen):
        raise TableChangedMeanwhile(who=now_standing.changed_by, when=now_standing.changed_at)
    if now_standing.is_fixed and not new:
        raise UnreadableTable(reason="version_there", line=0)
    if wanted.text is None:
        reference.remove(session, district, wanted.name, changed_by=changed_by, now=now)
    else:
        reference.edit(session, district, wanted.name, wanted.text, changed_by=changed_by, now=now)


def is_new(session: Session, district: str, name: str) -> bool:
    """Whether it is an indicator set that is not there yet."""
    return name not in names(session, district)


def content(text: str, kind: str) -> Content:
    """The cells of a table, in the columns that it has; those that it may have come last."""
    clean = text.lstrip("\ufeff")
    dialect = max(",;\t|", key=clean.split("\n", 1)[0].count)
    lines = [
        [ascii_digits(normalise(cell)) for cell in line] for line in csv.reader(io.StringIO(clean), delimiter=dialect)
    ]
    given = [name.casefold() for name in lines[0]] if lines else []
    columns = tuple(dict.fromkeys([*given, *(name.rstrip("?") for name in COLUMNS[kind])]))
    rows = (dict.fromkeys(columns, "") | dict(zip(given, line, strict=False)) for line in lines[1:])
    return Content(columns, tuple(row for row in rows if any(row.values())))


def written(found: Content) -> str:
    """The reverse: a line for each row, so that line 2 is the first."""
    out = io.StringIO()
    writer = csv.DictWriter(out, found.columns, lineterminator="\n", extrasaction="ignore")
    writer.writeheader()
    writer.writerows({name: " ".join(cell.split()) for name, cell in row.items()} for row in found.rows)
    return out.getvalue()


def differences(before: Content, after: Content, kind: str) -> list[Difference]:
    """Line by line, in the order of the new table, what is gone at the end."""
    old = {tuple(row.get(name, "") for name in KEYS[kind]): row for row in before.rows}
    found = []
    for row in after.rows:
        was = old.pop(tuple(row.get(name, "") for name in KEYS[kind]), None)
        columns = tuple(name for name in after.columns if was is None or row[name] != was.get(name, ""))
        if columns:
            found.append(Difference(was, row, columns))
    return found + [Difference(row, None, before.columns) for row in old.values()]


def new_set(version: str) -> str:
    """The name of the table of a new indicator set. Raises UnreadableTable."""
    years = ascii_digits(version.strip()).split("-")
    if len(years) != 2 or not all(year.isdecimal() and len(year) == 4 for year in years) or years[0] > years[1]:
        raise UnreadableTable(reason="version_name", line=0)
    return f"{INDICATORS}/{years[0]}-{years[1]}"
