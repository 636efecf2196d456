"""A household's conflicts in words: field by field, what was there before, and each officer's value in a column."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session

from server.console.differing import Piece, pieces
from server.console.values import Subjects, subjects
from server.console.words import Language, say
from server.services.people import tablets
from server.services.people.console_sessions import Visitor
from server.services.reviewing import conflict_cases
from server.services.reviewing.conflict_cases import Case, CaseField
from server.services.reviewing.conflicts import Told
from shared_models.hlc import is_import
from shared_models.identity import office_id
from shared_models.labels import label

JOINED = "joined"  # the choice of all texts one after the other


@dataclass(frozen=True)
class Option:
    """A value that can be chosen. `key` is what the form sends: the stamp of the value."""

    key: str
    words: tuple[Piece, ...]


@dataclass(frozen=True)
class FieldRow:
    """A field as a row of the comparison; an option, or None, under each of the givers."""

    id: UUID
    label: str
    whose: str
    before: str
    options: tuple[Option | None, ...]
    joined: str | None
    seen: str


class Giver(NamedTuple):
    """Who gave values, where, and when the last of them, in ms."""

    name: str
    device: str
    at_ms: int


@dataclass(frozen=True)
class Comparison:
    """Fields that the same officers gave their values to, one table."""

    givers: tuple[Giver, ...]
    rows: tuple[FieldRow, ...]


@dataclass(frozen=True)
class CaseView:
    """A case in words."""

    id: UUID
    title: str
    village: str
    comparisons: tuple[Comparison, ...]
    last_seq: int
    tablets: int

    @property
    def rows(self) -> list[FieldRow]:
        """The fields of all comparisons."""
        return [row for comparison in self.comparisons for row in comparison.rows]


def view(session: Session, visitor: Visitor, told: Language, household_id: UUID) -> CaseView | None:
    """None where nothing of the household is in conflict."""
    case = conflict_cases.case(session, visitor.district, household_id)
    if case is None:
        return None
    reading = subjects(session, visitor.district, told)
    reading.load_values((one.field, told_one.value) for one in case.fields for told_one in one.told)
    reading.load_values((one.field, one.before.value) for one in case.fields)
    village = case.household.village
    return CaseView(
        household_id,
        reading.house(case.household),
        village,
        tuple(_comparisons(case, visitor, reading)),
        case.last_seq,
        tablets.holding(session, visitor.district, village),
    )


def _comparisons(case: Case, visitor: Visitor, reading: Subjects) -> Iterable[Comparison]:
    groups: dict[tuple[tuple[str, str], ...], list[CaseField]] = {}
    for one in case.fields:
        keys = dict.fromkeys(_giver_key(told, visitor, reading.language) for told in one.told)
        groups.setdefault(tuple(sorted(keys)), []).append(one)
    for keys, found in groups.items():
        rows = tuple(_row(one, keys, visitor, reading) for one in found)
        yield Comparison(tuple(_giver(key, found, visitor, reading.language) for key in keys), rows)


def _giver_key(told: Told, visitor: Visitor, language: Language) -> tuple[str, str]:
    """Name and tablet; the list or the office where it was no tablet."""
    if told.device_id is None:
        return say("from_list" if is_import(told.stamp) else "from_unknown", language), ""
    if told.device_id == office_id(visitor.district):
        return told.officer or "–", say("the_office", language)
    return told.officer or "–", say("tablet_named", language, name=tablets.short_name(told.device_id))


def _giver(key: tuple[str, str], found: Sequence[CaseField], visitor: Visitor, language: Language) -> Giver:
    times = [told.at for one in found for told in one.told if _giver_key(told, visitor, language) == key]
    return Giver(*key, at_ms=max(times))


def _row(one: CaseField, keys: Sequence[tuple[str, str]], visitor: Visitor, reading: Subjects) -> FieldRow:
    by_giver = {_giver_key(told, visitor, reading.language): told for told in one.told}
    words = {told.stamp: reading.value(one.field, told.value) for told in one.told}
    before = (
        reading.value(one.field, one.before.value) if one.before.is_known else say("before_unknown", reading.language)
    )
    return FieldRow(
        one.conflict.id,
        label(one.field.key, reading.language),
        reading.whose(one.row, one.conflict.entity),
        before,
        tuple(_option(by_giver.get(key), words, is_long=one.joined is not None) for key in keys),
        one.joined,
        " ".join(told.stamp for told in one.told),
    )


def _option(told: Told | None, words: Mapping[str, str], *, is_long: bool) -> Option | None:
    if told is None:
        return None
    text = words[told.stamp]
    others = [other for stamp, other in words.items() if stamp != told.stamp]
    return Option(told.stamp, tuple(pieces(text, others)) if is_long else (Piece(text, differs=False),))


def picked(case: CaseView, form: Mapping[str, str]) -> list[tuple[str, str]]:
    """What was chosen so far, in words: the field, and its value."""
    found = []
    for row in case.rows:
        chosen = form.get(f"pick-{row.id}", "")
        options = {option.key: "".join(piece.text for piece in option.words) for option in row.options if option}
        if chosen == JOINED and row.joined is not None:
            found.append((row.label, form.get(f"text-{row.id}") or row.joined))
        elif chosen in options:
            found.append((row.label, options[chosen]))
    return found


def what_happened(session: Session, visitor: Visitor, told: Language, conflict_ids: Iterable[UUID]) -> str:
    """What was decided or came meanwhile, and by whom."""
    reading, parts = subjects(session, visitor.district, told), []
    for one in conflict_cases.now_said(session, visitor.district, conflict_ids):
        for value in one.told:
            reading.load_values([(one.field, value.value)])
            who, where = _giver_key(value, visitor, told)
            words = reading.value(one.field, value.value)
            parts.append(say("decided_by", told, field=label(one.field.key, told), value=words, who=who, where=where))
    return " ".join((say("decided_meanwhile", told), *parts))
