"""Events of whole households as edits: moving, coming back, splitting, joining, arriving. Nothing here is saved yet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from shared_models import area
from shared_models.edit import Edit
from shared_models.errors import InvalidChange
from shared_models.household import Arrival, Household, HouseholdStatus
from shared_models.life_event import HERE_AGAIN, Place, came_back, moved_out
from shared_models.merge import Scalar
from shared_models.person import Person, Relation
from shared_models.problem import ProblemStatus
from shared_models.succession import heads_empty, living, relations_of_those_away

NO_MOO = "00"  # the village of a subdistrict while nobody knows which


@dataclass(frozen=True)
class NewHousehold:
    """A household that comes into being: its id, and where it will be."""

    id: UUID
    village_code: str
    house_no: str = ""


@dataclass(frozen=True)
class Trace:
    """What stays in the old household's file of somebody who moved on: a problem, as the programme records moves."""

    problem_id: UUID
    words: str
    reason: str
    found_on: date


def destination(to: Place) -> str | None:
    """The village code a file goes along to: a village, or a subdistrict whose office finds out which. Else None."""
    if to.code is None or len(to.code) < area.Level.SUBDISTRICT or not area.known(to.code):
        return None
    return to.code.ljust(area.Level.VILLAGE, "0")


def household_moved(household: Household, members: Iterable[Person], *, to: Place, on: str | None) -> list[Edit]:
    """The whole household left: to a place the programme covers its file goes along, otherwise it is closed here.

    In another district the arrival is awaited: the receiving office confirms it.
    """
    village = destination(to)
    if village is None:
        closed = {"status": HouseholdStatus.MOVED.value, "status_on": on, "moved_to": to.words}
        return [
            Edit("household", household.id, household.id, closed),
            *moved_out(living(members), to=to, on=on, note=None),
        ]
    if village == household.village_code:
        raise InvalidChange(field="moved_to_code", reason="same_village")
    moved = {"status_on": on, "moved_to": to.words, "house_no": "", **_sent(household.village_code, village)}
    return [Edit("household", household.id, household.id, moved)]


def _sent(source: str, target: str) -> dict[str, Scalar]:
    """The new village, and between districts the arrival that the receiving office confirms."""
    crosses = source[: area.Level.DISTRICT] != target[: area.Level.DISTRICT]
    arrival = {"arrival": Arrival.AWAITED.value, "arrived_from": source} if crosses else {}
    return {"village_code": target, **arrival}


def arrived(household: Household, *, village_code: str, house_no: str) -> list[Edit]:
    """The receiving office says where the household lives now. Raises InvalidChange unless it is awaited here."""
    _check_awaited(household)
    if village_code[: area.Level.DISTRICT] != household.village_code[: area.Level.DISTRICT]:
        raise InvalidChange(field="village_code", reason="other_district")
    values = {"arrival": Arrival.CONFIRMED.value, "village_code": village_code, "house_no": house_no}
    return [Edit("household", household.id, household.id, values)]


def not_arrived(household: Household, reason: str) -> list[Edit]:
    """The receiving office cannot find the household. It stays in its file; a finding tells both offices."""
    _check_awaited(household)
    if not reason.strip():
        raise InvalidChange(field="reason", reason="required")
    values = {"arrival": Arrival.NOT_HERE.value}
    return [Edit("household", household.id, household.id, values, reason=reason.strip())]


def _check_awaited(household: Household) -> None:
    if household.arrival != Arrival.AWAITED:
        raise InvalidChange(field="arrival", reason="not_awaited")


def returned(household: Household, members: Sequence[Person], person: Person) -> list[Edit]:
    """A member who had moved or was missing lives here again: so does the household, if it had moved away as a whole.

    Where nobody who lives here is its head, the one who came back is; an earlier head has to say what they are now.
    """
    edits = household_back(household, [person]) if household.status == HouseholdStatus.MOVED else came_back(person)
    if heads_empty(household, members, [person]) is not None:
        away = relations_of_those_away(members, person)
        edits.append(Edit("household", household.id, household.id, {"head_id": str(person.id)}))
        edits.append(Edit("person", person.id, household.id, {"relation": Relation.HEAD.value}))
        edits += [Edit("person", i, household.id, {"relation": r.value if r else None}) for i, r in away.items()]
    elif person.relation == Relation.HEAD and household.head_id != person.id:
        edits.append(Edit("person", person.id, household.id, {"relation": None}))
    return in_one(edits)


def in_one(edits: Iterable[Edit]) -> list[Edit]:
    """Changes of the same row in one edit: the later of two values of a field counts."""
    merged: dict[tuple[str, UUID], Edit] = {}
    for edit in edits:
        before = merged.get((edit.entity, edit.row_id))
        changes = {**before.changes, **edit.changes} if before else edit.changes
        bases = {**before.bases, **edit.bases} if before else edit.bases
        reason = edit.reason or (before.reason if before else None)
        merged[edit.entity, edit.row_id] = Edit(edit.entity, edit.row_id, edit.household_id, changes, bases, reason)
    return list(merged.values())


def household_back(household: Household, returning: Iterable[Person]) -> list[Edit]:
    """A household that had moved away lives here again, with those of its members who came back."""
    if household.status != HouseholdStatus.MOVED:
        raise InvalidChange(field="status", reason="not_moved")
    here = {"status": HouseholdStatus.ACTIVE.value, "status_on": None, "moved_to": None}
    return [
        Edit("household", household.id, household.id, here),
        *(Edit("person", person.id, household.id, HERE_AGAIN) for person in returning),
    ]


def split(
    household: Household,
    leaving: Sequence[Person],
    *,
    into: NewHousehold,
    head: Person,
    relations: Mapping[UUID, Relation | None],
    traces: Mapping[UUID, Trace] | None = None,
    on: str | None = None,
) -> list[Edit]:
    """Some members form a household of their own, here or elsewhere: one event that both areas see.

    The new household comes into being beside the old one and then moves, so that the officer's own area allows it and
    the other area gets it whole. `traces`, by person, stay in the old file. Raises InvalidChange if `head` is not among
    those who leave. Whoever heads the old household next is for succession.new_head.
    """
    if head.id not in {person.id for person in leaving}:
        raise InvalidChange(field="head_id", reason="head_not_here")
    moves = into.village_code != household.village_code
    values: dict[str, Scalar] = {
        "village_code": household.village_code,
        "house_no": "" if moves else into.house_no,
        "head_id": str(head.id),
        "origins": household.origins,
        "source": household.source,
    }
    edits = [Edit("household", into.id, into.id, values)]
    edits += [_joins(person, into.id, relations, head=head, on=on) for person in leaving]
    edits += [edit for person in leaving for edit in _traced(person, traces)]
    if moves:
        sent = {"house_no": into.house_no, **_sent(household.village_code, into.village_code)}
        edits.append(Edit("household", into.id, into.id, sent))
    return edits


def joined(
    household: Household,
    members: Sequence[Person],
    arriving: Sequence[Person],
    *,
    relations: Mapping[UUID, Relation | None],
    traces: Mapping[UUID, Trace] | None = None,
    on: str | None = None,
) -> list[Edit]:
    """Persons of other households become members of this one. They live here, whatever was recorded before.

    Where nobody who lives here is its head, the first of them is. Who heads a household they leave is for
    succession.succeeds.
    """
    if any(person.household_id == household.id for person in arriving):
        raise InvalidChange(field="household_id", reason="member_already")
    head = heads_empty(household, members, arriving)
    edits = [_joins(person, household.id, relations, head=head, on=on) for person in arriving]
    if head is not None:
        edits.append(Edit("household", household.id, household.id, {"head_id": str(head.id)}))
    return edits + [edit for person in arriving for edit in _traced(person, traces)]


def merged(
    kept: Household, lost: Household, members: Sequence[Person], *, relations: Mapping[UUID, Relation | None]
) -> list[Edit]:
    """Two files of one household become one: the members of `lost` join `kept`, and `lost` says where it went.

    Its problems and visits stay in its file, where they were recorded; late edits of it raise a finding on `kept`.
    """
    if kept.id == lost.id or HouseholdStatus.MERGED in (kept.status, lost.status):
        raise InvalidChange(field="merged_into", reason="merged_already")
    gone = {"status": HouseholdStatus.MERGED.value, "merged_into": str(kept.id)}
    edits = [_joins(person, kept.id, relations, head=None, on=None) for person in members]
    return [*edits, Edit("household", lost.id, lost.id, gone)]


def _joins(
    person: Person,
    household_id: UUID,
    relations: Mapping[UUID, Relation | None],
    *,
    head: Person | None,
    on: str | None,
) -> Edit:
    relation = Relation.HEAD if head is not None and head.id == person.id else relations.get(person.id)
    here: dict[str, Scalar] = {"household_id": str(household_id), "member_since": on}
    here["relation"] = relation.value if relation else None
    if not living([person]):
        here |= HERE_AGAIN
    return Edit("person", person.id, person.household_id, here)


def _traced(person: Person, traces: Mapping[UUID, Trace] | None) -> list[Edit]:
    """A move as the programme's letter of 2566 has it: an "other" problem that says where to, closed at once."""
    trace = (traces or {}).get(person.id)
    if trace is None:
        return []
    found = {"person_id": str(person.id), "words": trace.words, "found_on": trace.found_on.isoformat()}
    closed = {"status": ProblemStatus.DECLINED.value, "status_reason": trace.reason}
    return [
        Edit("problem", trace.problem_id, person.household_id, found),
        Edit("problem", trace.problem_id, person.household_id, closed),
    ]
