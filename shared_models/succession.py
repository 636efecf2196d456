"""Who can head a household next, and what everybody is to the new head: proposed, for the officer to confirm."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from shared_models.edit import Edit
from shared_models.errors import InvalidChange
from shared_models.household import Household
from shared_models.person import LifeState, Person, Relation

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


def living(members: Iterable[Person]) -> list[Person]:
    """Those who are alive and have not left."""
    return [person for person in members if person.life_state == LifeState.ALIVE]


def heirs(members: Sequence[Person], leaving: Iterable[UUID]) -> list[Person]:
    """Who can head the household when `leaving` go, the likeliest first: closest relation, then the eldest."""
    gone = set(leaving)
    staying = [person for person in living(members) if person.id not in gone]
    ranks = {relation.value: rank for rank, relation in enumerate(HEIRS)}
    return sorted(staying, key=lambda person: (ranks.get(str(person.relation), len(HEIRS)), person.birth or "9"))


def proposed_relations(members: Iterable[Person], new_head: Person) -> dict[UUID, Relation | None]:
    """What each other living member is to the new head; None where it does not follow and must be asked."""
    return {person.id: _to(new_head, person) for person in living(members) if person.id != new_head.id}


def relations_of_those_away(members: Iterable[Person], new_head: Person) -> dict[UUID, Relation | None]:
    """What those who moved out or are missing are to the new head, for when they come back."""
    away = (LifeState.MOVED, LifeState.MISSING)
    return {p.id: _to(new_head, p) for p in members if p.life_state in away and p.id != new_head.id}


def relations_through(arriving: Iterable[Person], came_as: Relation) -> dict[UUID, Relation | None]:
    """What those who come with the head of their household are to another head, to whom that head is `came_as`.

    None where it does not follow and must be asked. Whoever comes with a lodger is one.
    """
    if came_as is R.LODGER:
        return {person.id: R.LODGER for person in arriving}
    table = AFTER.get(next((was for was, turned in TURNED.items() if turned is came_as), R.HEAD), {})
    known = set(Relation)
    return {p.id: table.get(Relation(p.relation)) if p.relation in known else None for p in arriving}


def _to(new_head: Person, person: Person) -> Relation | None:
    """By what both were to the old head."""
    if new_head.relation not in set(Relation) or person.relation not in set(Relation):
        return None
    was = Relation(new_head.relation)
    table = {R.HEAD: TURNED.get(was), **AFTER.get(was, {})}
    return table.get(Relation(person.relation))


def succeeds(
    household: Household,
    members: Sequence[Person],
    leaving: Iterable[UUID],
    *,
    head: Person | None = None,
    relations: Mapping[UUID, Relation | None] | None = None,
    rehomed: bool = False,
) -> list[Edit]:
    """The new head of a household whose head is among those leaving, if somebody stays; nothing otherwise.

    Raises InvalidChange where `head` is needed and is not one of those who stay. Without `relations` the proposed ones.
    Who left may come back: what they are to the new head is said, too, but of those who leave for another household
    (`rehomed`).
    """
    gone = set(leaving)
    staying = [person for person in living(members) if person.id not in gone]
    if household.head_id not in gone or not staying:
        return []
    if head is None or head.id not in {person.id for person in staying}:
        raise InvalidChange(field="head_id", reason="required")
    away = relations_of_those_away(members, head)
    if not rehomed:
        away |= {person.id: _to(head, person) for person in living(members) if person.id in gone}
    return new_head(
        household, head, {**away, **(proposed_relations(staying, head) if relations is None else relations)}
    )


def heads_empty(household: Household, members: Sequence[Person], arriving: Sequence[Person]) -> Person | None:
    """Who of those arriving becomes head: the first, where nobody who lives here is it. None otherwise."""
    headed = any(person.id == household.head_id for person in living(members))
    return None if headed or not arriving else arriving[0]


def new_head(household: Household, head: Person, relations: Mapping[UUID, Relation | None]) -> list[Edit]:
    """Make `head` the head. A relation that is None is not known any more: what somebody was to the old head is none to
    the new one. Screens ask for it first. Raises InvalidChange where `head` does not live here."""
    if head.life_state != LifeState.ALIVE:
        raise InvalidChange(field="head_id", reason="head_not_here")
    others = {person_id: relation for person_id, relation in relations.items() if person_id != head.id}
    return [
        Edit("household", household.id, household.id, {"head_id": str(head.id)}),
        Edit("person", head.id, household.id, {"relation": Relation.HEAD.value}),
        *(Edit("person", i, household.id, {"relation": r.value if r else None}) for i, r in others.items()),
    ]
