"""Life events of persons as edits: birth, death, moving out, going missing, coming back. Nothing here is saved yet."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from shared_models.citizen_id import IdReason
from shared_models.edit import Edit
from shared_models.errors import InvalidChange
from shared_models.former_name import extended, worth_keeping
from shared_models.household import Household
from shared_models.merge import Scalar
from shared_models.person import LifeState, Person, Relation
from shared_models.problem import Problem, ProblemStatus

R = Relation
OF_MOTHER: dict[Relation, Relation] = {
    R.HEAD: R.CHILD,
    R.SPOUSE: R.CHILD,
    R.CHILD: R.GRANDCHILD,
    R.CHILD_IN_LAW: R.GRANDCHILD,
    R.PARENT: R.SIBLING,
}
HERE_AGAIN: dict[str, Scalar] = {
    "life_state": LifeState.ALIVE.value,
    "life_state_on": None,
    "life_state_note": None,
    "moved_to_code": None,
    "moved_to": None,
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


def relation_of_newborn(mother: Person | None) -> Relation | None:
    """What a child born here is to the head, by who the mother is; None where it does not follow."""
    if mother is None or mother.relation not in set(Relation):
        return None
    return OF_MOTHER.get(Relation(mother.relation))


def born(household: Household, child_id: UUID, values: Mapping[str, Scalar], *, mother: Person | None) -> Edit:
    """A child born here: the mother's family name and relation unless `values` say otherwise, and no number yet."""
    relation = relation_of_newborn(mother)
    proposed: dict[str, Scalar] = {
        "family_name": mother.family_name if mother else None,
        "relation": relation.value if relation else None,
        "id_reason": None if values.get("citizen_id") else IdReason.NEWBORN.value,
        "member_since": values.get("birth"),
    }
    return Edit("person", child_id, household.id, {**proposed, **values})


def corrected(person: Person, values: Mapping[str, Scalar], bases: Mapping[str, Sequence[str]] | None = None) -> Edit:
    """A member's own facts set right. A name that becomes another one is kept among the former names."""
    changes = dict(values)
    if ("given_name" in values or "family_name" in values) and "former_names" not in values:
        names = {name: values.get(name, getattr(person, name)) or "" for name in ("given_name", "family_name")}
        old, new = f"{person.given_name} {person.family_name or ''}", " ".join(str(part) for part in names.values())
        if worth_keeping(old, new):
            changes["former_names"] = extended(person.former_names, old=old, new=new)
    return Edit("person", person.id, person.household_id, changes, bases or {})


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
    """These members left the household for `to`, and stay in its file as people who left."""
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


def went_missing(person: Person, *, on: str | None, note: str | None) -> list[Edit]:
    """Nobody knows where the person is (หาไม่พบ). Raises InvalidChange for somebody who died."""
    if person.life_state == LifeState.DECEASED:
        raise InvalidChange(field="life_state", reason="deceased_stays")
    state = {"life_state": LifeState.MISSING.value, "life_state_on": on, "life_state_note": note}
    return [Edit("person", person.id, person.household_id, state)]


def came_back(person: Person) -> list[Edit]:
    """A member who had moved or was missing lives here again."""
    if person.life_state == LifeState.DECEASED:
        raise InvalidChange(field="life_state", reason="deceased_stays")
    return [Edit("person", person.id, person.household_id, HERE_AGAIN)]


def entered_in_error(person: Person, reason: str) -> list[Edit]:
    """A death, move or disappearance that was recorded by mistake: the person lives here after all.

    Who heads the household stays as it is, and so do problems that were closed: neither follows from the mistake.
    """
    if person.life_state == LifeState.ALIVE:
        raise InvalidChange(field="life_state", reason="nothing_to_correct")
    if not reason.strip():
        raise InvalidChange(field="reason", reason="required")
    return [Edit("person", person.id, person.household_id, HERE_AGAIN, reason=reason.strip())]
