"""Conflicts as cases: all open fields of a household together, with what was there before."""

import json
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from server.services.households import household_names
from server.services.households.household_names import HouseholdName
from server.services.reviewing import review_marks
from server.services.reviewing.conflicts import OpenConflict, Told, givers, now_told, open_conflicts
from server.services.reviewing.review_marks import Mark
from shared_models.conflict import Conflict, ConflictStatus
from shared_models.entities import ENTITIES, changeable
from shared_models.form import FormField, described
from shared_models.joining import joined
from shared_models.merge import Scalar
from shared_models.synced import Synced

QUEUE = "conflicts"


class Waiting(NamedTuple):
    """A household with open conflicts. `last_seq` is where the latest of them stands in the feed."""

    household_id: UUID
    village: str
    entities: frozenset[str]
    fields: tuple[str, ...]
    first_seq: int
    last_seq: int
    is_asked: bool


class Before(NamedTuple):
    """What a field said before the values; `is_known` False where a list brought it, of which no value is kept."""

    value: Scalar
    is_known: bool


@dataclass(frozen=True)
class CaseField:
    """A field with its values, the earliest first; `joined` is all of them as one, where they can stand together."""

    conflict: Conflict
    row: Synced
    field: FormField
    told: tuple[Told, ...]
    before: Before
    joined: str | None


@dataclass(frozen=True)
class Case:
    """A household's open conflicts."""

    household: HouseholdName
    fields: tuple[CaseField, ...]
    last_seq: int


def waiting(session: Session, district: str) -> list[Waiting]:
    """The households with open conflicts, who waits longest first."""
    statement = select(Conflict).where(Conflict.district_code == district, Conflict.status == ConflictStatus.OPEN)
    by_household = defaultdict[UUID, list[Conflict]](list)
    for conflict in session.exec(statement.order_by(col(Conflict.seq))):
        if conflict.entity in ENTITIES and conflict.field in changeable(conflict.entity):
            by_household[conflict.household_id].append(conflict)
    marks = review_marks.of_queue(session, district, QUEUE, map(str, by_household))
    return [
        Waiting(
            household_id,
            found[0].village,
            frozenset(one.entity for one in found),
            tuple(dict.fromkeys(f"{one.entity}.{one.field}" for one in found)),
            found[0].seq,
            found[-1].seq,
            is_asked=str(household_id) in marks and marks[str(household_id)].basis == str(found[-1].seq),
        )
        for household_id, found in by_household.items()
    ]


def since_ms(session: Session, district: str, household_ids: Iterable[UUID]) -> dict[UUID, int]:
    """When the conflicts of these households came about, in ms: when the later of two values was given."""
    found: dict[UUID, int] = {}
    for household_id in household_ids:
        times = [
            sorted(told.at for told in one.told)[1]
            for one in open_conflicts(session, district, household_id)
            if len(one.told) > 1
        ]
        found[household_id] = min(times, default=0)
    return found


def case(session: Session, district: str, household_id: UUID) -> Case | None:
    """None where nothing of the household is in conflict."""
    found = [one for one in open_conflicts(session, district, household_id) if _is_known(one.conflict)]
    name = household_names.named(session, district, [household_id]).get(household_id)
    if not found or name is None:
        return None
    bases = _bases(session, found)
    fields = [_field(session, one, bases) for one in found]
    order = list(ENTITIES)
    fields.sort(key=lambda one: (order.index(one.conflict.entity), one.row.id, one.conflict.field))
    return Case(name, tuple(fields), max(one.conflict.seq for one in found))


def now_said(session: Session, district: str, conflict_ids: Iterable[UUID]) -> list[CaseField]:
    """What these fields say now, whether or not they are still in conflict."""
    return [_field(session, one, _Bases({}, {})) for one in now_told(session, district, conflict_ids)]


def ask_at_house(
    session: Session, district: str, household_id: UUID, *, last_seq: int, by: UUID, now: datetime
) -> None:
    """Leave a household's conflicts to its officers, whose tablets show them; a new one makes it wait here again."""
    review_marks.put(session, district, QUEUE, str(household_id), Mark.ASKED, basis=str(last_seq), by=by, now=now)


def _is_known(conflict: Conflict) -> bool:
    return conflict.entity in ENTITIES and conflict.field in changeable(conflict.entity)


def _field(session: Session, one: OpenConflict, bases: "_Bases") -> CaseField:
    conflict = one.conflict
    row = session.get_one(ENTITIES[conflict.entity], (conflict.district_code, conflict.row_id))
    (field,) = described(type(row), conflict.entity, (conflict.field,))
    told = tuple(sorted(one.told, key=lambda each: (each.at, each.stamp)))
    whole = joined(field, [each.value for each in told])
    return CaseField(conflict, row, field, told, bases.before(told, conflict.field), whole)


class _Bases:
    """What the operations behind the values had seen, and what those said."""

    def __init__(self, seen: dict[str, dict[str, Sequence[str]]], said: dict[str, dict[str, Scalar]]) -> None:
        self.seen, self.said = seen, said

    def before(self, told: Iterable[Told], name: str) -> Before:
        stamps = {base for each in told for base in self.seen.get(each.stamp, {}).get(name, ())}
        values = [self.said[stamp][name] for stamp in sorted(stamps) if name in self.said.get(stamp, {})]
        return Before(values[-1] if values else None, is_known=bool(values) or not stamps)


def _bases(session: Session, found: Iterable[OpenConflict]) -> _Bases:
    bodies = _bodies(session, {told.stamp for one in found for told in one.told})
    seen = {stamp: body.get("bases", {}) for stamp, body in bodies.items()}
    stamps = {base for bases in seen.values() for named in bases.values() for base in named}
    said = {stamp: body.get("changes", {}) for stamp, body in _bodies(session, stamps).items()}
    return _Bases(seen, said)


def _bodies(session: Session, stamps: Iterable[str]) -> dict[str, dict]:
    """Without those whose body the retention rule took."""
    return {stamp: json.loads(one.body) for stamp, one in givers(session, stamps).items() if one.body}
