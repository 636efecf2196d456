"""Life events of a household as edits: death, moving out, coming back, a new head. Nothing here is saved yet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from shared_models.edit import Edit
from shared_models.errors import InvalidChange
from shared_models.household import Household, HouseholdStatus
from shared_models.person import LifeState, Person, Relation
from shared_models.problem import Problem, ProblemStatus

R = Relation
HEIRS = (R.SPOUSE, R.CHILD, R.PARENT, R.SIBLING, R.CHILD_IN_LAW, R.PARENT_IN_LAW, R.GRANDCHILD, R.GRANDPARENT)
# What a member is to the new head: {what the new head was to the old one: {what the member was: what follows}}.
# A pair that is not here does not follow from the two alone (a grandchild may be the new head's child or a sibling's).
AFTER: dict[Relation, dict[Relation, Relation]] = {
    R.SPOUSE: {
        R.CHILD: R.CHILD,
        R.CHILD_IN_LAW: R.CHILD_IN_LAW,
        R.GRANDCHILD: R.GRANDCHILD,
        R.PARENT: R.PARENT_IN_LAW,
        R.PARENT_IN_LAW: R.PARENT,
        R.LODGER: R.LODGER,
        R.OTHER_KIN: R.OTHER_KIN,
    },
    R.CHILD: {
        R.SPOUSE: R.PARENT,
        R.CHILD: R.SIBLING,
        R.PARENT: R.GRANDPARENT,
        R.PARENT_IN_LAW: R.GRANDPARENT,
        R.SIBLING: R.OTHER_KIN,
        R.LODGER: R.LODGER,
        R.OTHER_KIN: R.OTHER_KIN,
    },
    R.PARENT: {
        R.SPOUSE: R.CHILD_IN_LAW,
        R.CHILD: R.GRANDCHILD,
        R.SIBLING: R.CHILD,
        R.PARENT: R.SPOUSE,
        R.LODGER: R.LODGER,
    },
    R.SIBLING: {R.PARENT: R.PARENT, R.SIBLING: R.SIBLING, R.GRANDPARENT: R.GRANDPARENT, R.LODGER: R.LODGER},
    R.GRANDCHILD: {R.SPOUSE: R.GRANDPARENT, R.LODGER: R.LODGER},
}
# What the old head, who still lives here, is to the new one, by what the new one was to the old.
TURNED: dict[Relation, Relation] = {
    R.SPOUSE: R.SPOUSE,
    R.CHILD: R.PARENT,
    R.CHILD_IN_LAW: R.PARENT_IN_LAW,
    R.PARENT: R.CHILD,
    R.PARENT_IN_LAW: R.CHILD_IN_LAW,
    R.SIBLING: R.SIBLING,
    R.GRANDCHILD: R.GRANDPARENT,
    R.GRANDPARENT: R.GRANDCHILD,
    R.OTHER_KIN: R.OTHER_KIN,
}
OF_MOTHER: dict[Relation, Relation] = {
    R.HEAD: R.CHILD,
    R.SPOUSE: R.CHILD,
    R.CHILD: R.GRANDCHILD,
    R.CHILD_IN_LAW: R.GRANDCHILD,
    R.PARENT: R.SIBLING,
}


@dataclass(frozen=True)
class Place:
    """Where someone went, as far as it is known: an area code of 2 to 8 digits, own words, or neither."""

    code: str | None = None
    words: str | None = None


@dataclass(frozen=True)
class Closing:
    """What becomes of an open problem of somebody who died: resolved or declined, with the reason."""

    problem: Problem
    status: ProblemStatus
    reason: str


def living(members: Iterable[Person]) -> list[Person]:
    return [person for person in members if person.life_state == LifeState.ALIVE]


def heirs(members: Sequence[Person], leaving: Iterable[UUID]) -> list[Person]:
    """Who can head the household when `leaving` go, the likeliest first: closest relation, then the eldest."""
    gone = set(leaving)
    staying = [person for person in living(members) if person.id not in gone]
    ranks = {relation.value: rank for rank, relation in enumerate(HEIRS)}
    return sorted(staying, key=lambda person: (ranks.get(str(person.relation), len(HEIRS)), person.birth or "9"))


def proposed_relations(members: Iterable[Person], new_head: Person) -> dict[UUID, Relation | None]:
    """What each other living member is to the new head; None where it does not follow and must be asked."""
    others = [person for person in living(members) if person.id != new_head.id]
    if new_head.relation not in set(Relation):
        return {person.id: None for person in others}
    was = Relation(new_head.relation)
    table = {R.HEAD: TURNED.get(was), **AFTER.get(was, {})}
    return {
        person.id: table.get(Relation(person.relation)) if person.relation in set(Relation) else None
        for person in others
    }


def relation_of_newborn(mother: Person | None) -> Relation | None:
    """What a child born here is to the head, by who the mother is; None where it does not follow."""
    if mother is None or mother.relation not in set(Relation):
        return None
    return OF_MOTHER.get(Relation(mother.relation))


def new_head(household: Household, head: Person, relations: Mapping[UUID, Relation | None]) -> list[Edit]:
    """Make `head` the head. A relation that is None stays as it is, for the officer to ask about."""
    if head.life_state != LifeState.ALIVE:
        raise InvalidChange(field="head_id", reason="head_not_here")
    changed = {person_id: relation for person_id, relation in relations.items() if relation and person_id != head.id}
    return [
        Edit("household", household.id, household.id, {"head_id": str(head.id)}),
        Edit("person", head.id, household.id, {"relation": Relation.HEAD.value}),
        *(Edit("person", person_id, household.id, {"relation": r.value}) for person_id, r in changed.items()),
    ]


def died(person: Person, *, on: str | None, note: str | None, closings: Iterable[Closing] = ()) -> list[Edit]:
    """`on` is a partial date of birth.py. Of the person's problems those in `closings` close, the others stay open."""
    state = {"life_state": LifeState.DECEASED.value, "life_state_on": on, "life_state_note": note}
    return [
        Edit("person", person.id, person.household_id, state),
        *(
            Edit(
                "problem",
                closing.problem.id,
                closing.problem.household_id,
                {"status": closing.status.value, "status_reason": closing.reason},
            )
            for closing in closings
        ),
    ]


def moved_out(persons: Iterable[Person], *, to: Place, on: str | None, note: str | None) -> list[Edit]:
    """These members left the household for `to`."""
    return [
        Edit(
            "person",
            person.id,
            person.household_id,
            {
                "life_state": LifeState.MOVED.value,
                "life_state_on": on,
                "life_state_note": note,
                "moved_to_code": to.code,
                "moved_to": to.words,
            },
        )
        for person in persons
    ]


def household_moved(household: Household, members: Iterable[Person], *, to: Place, on: str | None) -> list[Edit]:
    """The whole household left: to a village the programme covers its file goes along, otherwise it is closed here."""
    if to.code is not None and len(to.code) == 8:
        if to.code == household.village_code:
            raise InvalidChange(field="moved_to_code", reason="same_village")
        moved = {"village_code": to.code, "status_on": on, "moved_to": to.words, "house_no": ""}
        return [Edit("household", household.id, household.id, moved)]
    closed = {"status": HouseholdStatus.MOVED.value, "status_on": on, "moved_to": to.words}
    return [
        Edit("household", household.id, household.id, closed),
        *moved_out(living(members), to=to, on=on, note=None),
    ]


def came_back(person: Person) -> list[Edit]:
    """A member who had moved or was missing lives here again."""
    if person.life_state == LifeState.DECEASED:
        raise InvalidChange(field="life_state", reason="deceased_stays")
    cleared = {"life_state_on": None, "life_state_note": None, "moved_to_code": None, "moved_to": None}
    return [Edit("person", person.id, person.household_id, {"life_state": LifeState.ALIVE.value, **cleared})]


def entered_in_error(person: Person, reason: str) -> list[Edit]:
    """A death that was recorded by mistake: the person lives here after all.

    Who heads the household stays as it is, and so do problems that were closed: neither follows from the mistake.
    """
    if person.life_state != LifeState.DECEASED:
        raise InvalidChange(field="life_state", reason="not_deceased")
    if not reason.strip():
        raise InvalidChange(field="reason", reason="required")
    cleared = {"life_state": LifeState.ALIVE.value, "life_state_on": None, "life_state_note": None}
    return [Edit("person", person.id, person.household_id, cleared, reason=reason.strip())]
