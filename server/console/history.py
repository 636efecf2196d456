"""The entries of a household's history in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from server.console.words import Language, say
from server.services.households.household_history import Entry, History, Step
from server.services.people.tablets import short_name
from shared_models.citizen_id import masked
from shared_models.entities import HOUSEHOLD
from shared_models.exchange import Receipt
from shared_models.field_facts import Kind
from shared_models.form import FormField, form_fields
from shared_models.household import Household
from shared_models.identity import office_id
from shared_models.labels import label
from shared_models.labels.subject import subject_words
from shared_models.labels.value import NONE, Reader, value_words
from shared_models.merge import Scalar
from shared_models.person import Person
from shared_models.synced import Synced

QUIET = frozenset({"visit_id", "birth_given", "source_key"})  # say nothing to who reads a history


class Told(NamedTuple):
    """A field in words. `before` "" where it is a new row's, or nothing is known of what was there."""

    field: str
    before: str
    after: str


@dataclass(frozen=True)
class Line:
    """An entry as a person reads it. `is_key`: something happened, where others changed a value."""

    at_ms: int
    title: str
    who: str
    where: str
    steps: list[Told]
    reason: str
    chip: str
    is_late: bool
    is_key: bool


class Teller:
    """Puts entries into words. `people` are persons by id, `names` officers."""

    def __init__(
        self, told: Language, now: datetime, *, district: str, people: Mapping[UUID, Person], names: Mapping[UUID, str]
    ) -> None:
        self.told, self.names, self.people = told, names, people
        self.office = office_id(district)
        self.rows: Mapping[UUID, Synced] = {}
        self.reader = Reader(told, now, self._referred)

    def lines(self, history: History) -> list[Line]:
        self.rows = history.rows
        return [self._line(entry) for entry in history.entries]

    def _line(self, entry: Entry) -> Line:
        logged = entry.logged
        tablet = say("office_device", self.told) if logged.device_id == self.office else short_name(logged.device_id)
        return Line(
            at_ms=logged.at,
            title=self._title(entry),
            who=self.names.get(logged.officer_id, ""),
            where=tablet,
            steps=self._steps(entry),
            reason=(entry.operation.reason or "") if entry.operation else "",
            chip=self._chip(entry),
            is_late=logged.late,
            is_key=entry.is_new,
        )

    def _chip(self, entry: Entry) -> str:
        if entry.is_refused:
            return "refused_edit"
        if entry.is_held:
            return "held_edit"
        return "in_conflict" if entry.logged.receipt == Receipt.CONFLICT.value else ""

    def _title(self, entry: Entry) -> str:
        if entry.operation is None:
            return say("removed_edit" if entry.is_removed else "unreadable_edit", self.told)
        entity = entry.operation.entity
        kind, subject = label(entity, self.told), subject_words(self.rows.get(entry.logged.row_id), entity, self.told)
        words = say("added" if entry.is_new else "changed", self.told, kind=kind)
        return words if subject == kind or entity == "household" else f"{words} {subject}"

    def _steps(self, entry: Entry) -> list[Told]:
        if entry.operation is None:
            return []
        entity = entry.operation.entity
        fields = {field.name: field for field in form_fields(entity)}
        return [
            self._told(entry, step, fields)
            for step in entry.steps
            if step.name not in QUIET and (step.name in fields or step.name == HOUSEHOLD)
            if not (entry.is_new and step.after in (None, "", False))
        ]

    def _told(self, entry: Entry, step: Step, fields: Mapping[str, FormField]) -> Told:
        assert entry.operation is not None
        key = f"{entry.operation.entity}.{step.name}"
        after = self._words(fields.get(step.name), step.after)
        if entry.is_new:
            return Told(label(key, self.told), "", after)
        if step.name == HOUSEHOLD:
            return Told(label(key, self.told), self._referred(str(entry.logged.household_id)), after)
        before = self._words(fields.get(step.name), step.before)
        if step.before is None:
            before = say("of_list", self.told) if step.of_list else self.reader.say(NONE)
        return Told(label(key, self.told), before, after)

    def _words(self, field: FormField | None, value: Scalar) -> str:
        if field is None:
            return self._referred(str(value))
        words = value_words(field, value, self.reader)
        return masked(str(value)) if value and field.kind is Kind.CITIZEN_ID else words

    def _referred(self, text: str) -> str:
        """Who or what an id stands for: a person of the household, an officer, a row."""
        try:
            known = UUID(text)
        except ValueError:
            return text
        if known in self.people:
            return self.people[known].full_name()
        if known in self.names:
            return self.names[known]
        row = self.rows.get(known)
        if isinstance(row, Household):
            return say("the_house", self.told, house=row.house_no or say("no_house_no", self.told))
        return subject_words(row, str(getattr(row, "__tablename__", "")), self.told) if row else ""
