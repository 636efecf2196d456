"""Fields with two or more values that had not seen each other: whose each is, and settling them on the tablet."""

import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, col, select

from field_app.services import household_lines, reference
from field_app.services.household_lines import HouseholdLine
from field_app.services.tablet import Tablet
from field_app.store import repository
from field_app.store.tables import OutboxEntry
from shared_models.conflict import Conflict
from shared_models.edit import Edit
from shared_models.entities import ENTITIES, changeable, wire
from shared_models.errors import DomainError
from shared_models.field_facts import Kind
from shared_models.form import FormField, described
from shared_models.heads import RowHeads
from shared_models.hlc import is_import, node_id, node_of
from shared_models.identity import office_id
from shared_models.joining import joined
from shared_models.merge import Scalar
from shared_models.operation import Operation
from shared_models.person import Person
from shared_models.reference import Reference
from shared_models.rows import NOT_FILED
from shared_models.synced import Synced


class UnknownConflict(DomainError):
    """No conflict with this id waits on this tablet; somebody may have settled it."""

    code = "unknown_conflict"


class Origin(StrEnum):
    """Where a value was given."""

    HERE = "here"
    TABLET = "tablet"
    OFFICE = "office"
    LIST = "list"


@dataclass(frozen=True)
class Told:
    """One of the values. `officers` are names: several where officers share that tablet, none where nobody is known.

    `mine`: the officer who opened this tablet gave it. `at_ms` is when, by the office's clock where it has it.
    """

    stamp: str
    value: Scalar
    at_ms: int
    origin: Origin
    officers: tuple[str, ...] = ()
    mine: bool = False


@dataclass(frozen=True)
class Before:
    """The value that the officers of this tablet saw before they gave theirs."""

    value: Scalar


Referred = Mapping[str, Person | HouseholdLine]


@dataclass(frozen=True)
class OpenConflict:
    """A field as the screen shows it. `told` begins with what the officer gave, then by time, the latest first.

    `subject` is the row it is about. `before` is None where this tablet cannot know it. `referred` are the rows behind
    values that are ids.
    """

    id: UUID
    entity: str
    household_id: UUID
    subject: Synced
    field: FormField
    told: tuple[Told, ...]
    before: Before | None = None
    referred: Referred = field(default_factory=dict)

    @property
    def joined(self) -> str | None:
        """All values as one, in the order they were told; None where they cannot stand beside each other."""
        return joined(self.field, [told.value for told in sorted(self.told, key=lambda told: told.at_ms)])


@dataclass(frozen=True)
class Settled:
    """A choice: the conflict as it was shown, and the value that holds from now on."""

    conflict: OpenConflict
    value: Scalar


async def open_conflicts(tablet: Tablet, household_id: UUID | None = None) -> list[OpenConflict]:
    """What waits for a choice, of one household or of all, in the order of households and rows."""

    def work(session: Session) -> list[OpenConflict]:
        statement = select(Conflict).where(repository.open_conflicts())
        if household_id is not None:
            statement = statement.where(Conflict.household_id == household_id)
        found = session.exec(statement.order_by(col(Conflict.household_id), col(Conflict.row_id), col(Conflict.field)))
        return _Reading(session, tablet).all(found.all())

    return await tablet.database.read(work)


async def read(tablet: Tablet, conflict_id: UUID) -> OpenConflict:
    """Raises UnknownConflict."""

    def work(session: Session) -> list[OpenConflict]:
        statement = select(Conflict).where(Conflict.id == conflict_id, repository.open_conflicts())
        return _Reading(session, tablet).all(session.exec(statement).all())

    found = await tablet.database.read(work)
    if not found:
        raise UnknownConflict()
    return found[0]


async def settle(tablet: Tablet, *choices: Settled) -> list[Operation]:
    """One action that gives each field its value in place of those that were shown; what came meanwhile stays beside.

    Raises InvalidChange for a value that the field does not take.
    """
    edits = [
        Edit(
            choice.conflict.entity,
            choice.conflict.subject.id,
            choice.conflict.household_id,
            {choice.conflict.field.name: choice.value},
            {choice.conflict.field.name: [told.stamp for told in choice.conflict.told]},
        )
        for choice in choices
    ]
    return await tablet.record(edits)


class _Reading:
    """Reads conflicts in one go: the officer's own operations, the names, and the rows behind ids."""

    def __init__(self, session: Session, tablet: Tablet) -> None:
        self.session, self.officer_id = session, tablet.officer.officer_id
        self.reference: Reference = reference.in_force(session)
        self.here = node_id(tablet.key_file.device_id)
        self.office = node_id(office_id(tablet.key_file.district_code))
        self.names = {str(keys.officer_id): keys.name for keys in tablet.key_file.officers}

    def all(self, conflicts: Sequence[Conflict]) -> list[OpenConflict]:
        found = [self._one(conflict) for conflict in conflicts]
        return [one for one in found if one is not None]

    def _one(self, conflict: Conflict) -> OpenConflict | None:
        """None for a row or field that this version does not know, or whose values agree by now."""
        row = repository.get(self.session, conflict.entity, conflict.row_id) if conflict.entity in ENTITIES else None
        if row is None or conflict.field not in changeable(conflict.entity):
            return None
        name = conflict.field
        heads = RowHeads(row.heads).state(name, wire(getattr(row, name))).heads
        own = self._own(row.id, name)
        told = [self._told(head.stamp, head.value, head.at, own) for head in heads]
        told.sort(key=lambda each: (not each.mine, -each.at_ms, each.stamp))
        (described_field,) = described(type(row), conflict.entity, (name,))
        before = next((value for each in told if (value := _before(own, each.stamp, name)) is not None), None)
        return OpenConflict(
            id=conflict.id,
            entity=conflict.entity,
            household_id=row.household_id,
            subject=row,
            field=described_field,
            told=tuple(told),
            before=before,
            referred=self._referred(described_field, [*told, *([before] if before else [])]),
        )

    def _own(self, row_id: UUID, name: str) -> dict[str, tuple[OutboxEntry, Operation]]:
        """This tablet's operations on a field, by stamp."""
        entries = self.session.exec(select(OutboxEntry).where(OutboxEntry.row_id == row_id))
        pairs = ((entry, Operation.model_validate_json(entry.body)) for entry in entries)
        return {entry.stamp: (entry, operation) for entry, operation in pairs if name in operation.changes}

    def _told(self, stamp: str, value: Scalar, at_ms: int, own: Mapping[str, tuple[OutboxEntry, Operation]]) -> Told:
        mine = False
        if stamp in own:
            operation = own[stamp][1]
            at_ms = operation.wall_ms if at_ms == NOT_FILED else at_ms
            mine = operation.officer_id == self.officer_id
            officers = [str(operation.officer_id)]
        else:
            officers = list(self.reference.officers_at(stamp))
        names = tuple(name for officer in officers if (name := self._name(officer)))
        return Told(stamp, value, at_ms, self._origin(stamp), names, mine)

    def _name(self, officer: str) -> str:
        return self.reference.officer_name(officer) or self.names.get(officer, "")

    def _origin(self, stamp: str) -> Origin:
        if is_import(stamp):
            return Origin.LIST
        return {self.here: Origin.HERE, self.office: Origin.OFFICE}.get(node_of(stamp), Origin.TABLET)

    def _referred(self, described_field: FormField, told: Iterable[Told | Before]) -> Referred:
        if described_field.kind not in (Kind.REFERENCE, Kind.REFERENCES):
            return {}
        ids = [UUID(text) for one in told if one.value for text in str(one.value).split()]
        persons = self.session.exec(select(Person).where(col(Person.id).in_(ids)))
        lines = household_lines.lines(self.session, ids)
        return {**{str(one.id): one for one in persons}, **{str(line.household.id): line for line in lines}}


def _before(own: Mapping[str, tuple[OutboxEntry, Operation]], stamp: str, name: str) -> Before | None:
    """What a value of this tablet took the place of.

    Where that was its own too, and nobody else can have seen it yet, what that one took the place of.
    """
    if stamp not in own:
        return None
    entry, operation = own[stamp]
    for base in operation.bases.get(name, ()):
        earlier = own.get(base)
        if earlier and not (earlier[0].answered_ms and earlier[0].answered_ms < operation.wall_ms):
            return _before(own, base, name)
    values: dict[str, Scalar] = json.loads(entry.replaced or "{}")
    return Before(values[name]) if name in values else None
