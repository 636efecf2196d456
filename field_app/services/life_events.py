"""Recording life events: each is one action, stored or refused as a whole."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from field_app.services import clock
from field_app.services.households import HouseholdFile
from field_app.services.tablet import Tablet
from shared_models import household_event, life_event, succession
from shared_models.edit import Edit
from shared_models.errors import InvalidChange
from shared_models.life_event import Closing, Place
from shared_models.merge import Scalar
from shared_models.person import LifeState, Person, Relation


async def record_death(
    tablet: Tablet,
    file: HouseholdFile,
    person: Person,
    *,
    on: str | None,
    note: str | None,
    head: Person | None = None,
    relations: Mapping[UUID, Relation | None] | None = None,
    closings: Iterable[Closing] = (),
    draft: str | None = None,
) -> None:
    """A member died. Where it was the head and others live on, `head` must be given (InvalidChange otherwise)."""
    edits = life_event.died(person, on=on, note=note, closings=closings)
    edits += _succession(file, {person.id}, head, relations)
    await tablet.record(_one_a_row(edits), draft=draft)


async def record_move(
    tablet: Tablet,
    file: HouseholdFile,
    persons: Sequence[Person],
    *,
    to: Place,
    on: str | None,
    note: str | None = None,
    head: Person | None = None,
    relations: Mapping[UUID, Relation | None] | None = None,
    draft: str | None = None,
) -> None:
    """Some members left; where the head is among them and others stay, `head` must be given."""
    edits = life_event.moved_out(persons, to=to, on=on, note=note)
    edits += _succession(file, {person.id for person in persons}, head, relations)
    await tablet.record(_one_a_row(edits), draft=draft)


async def record_household_move(
    tablet: Tablet,
    file: HouseholdFile,
    *,
    to: Place,
    on: str | None,
    draft: str | None = None,
) -> None:
    """The whole household left."""
    edits = household_event.household_moved(file.household, file.members, to=to, on=on)
    await tablet.record(edits, draft=draft)


async def record_new_head(
    tablet: Tablet,
    file: HouseholdFile,
    head: Person,
    relations: Mapping[UUID, Relation | None],
    *,
    draft: str | None = None,
) -> None:
    """Somebody else heads the household; everybody stays."""
    await tablet.record(succession.new_head(file.household, head, relations), draft=draft)


async def record_return(tablet: Tablet, person: Person) -> None:
    await tablet.record(life_event.came_back(person))


async def record_entered_in_error(tablet: Tablet, person: Person, reason: str, *, draft: str | None = None) -> None:
    """Take back a recorded death, with the reason. The head and closed problems stay as they are."""
    await tablet.record(life_event.entered_in_error(person, reason), draft=draft)


async def add_member(
    tablet: Tablet,
    file: HouseholdFile,
    values: Mapping[str, Scalar],
    *,
    draft: str | None = None,
) -> UUID:
    """A new member, newborn or newly living here; the first one of an empty house becomes its head."""
    person_id, household_id = clock.moment().new_id(), file.household.id
    edits = [Edit("person", person_id, household_id, values)]
    if not file.living:
        edits[0] = Edit("person", person_id, household_id, {**values, "relation": Relation.HEAD.value})
        edits.append(Edit("household", household_id, household_id, {"head_id": str(person_id)}))
    await tablet.record(edits, draft=draft)
    return person_id


async def change_person(
    tablet: Tablet,
    person: Person,
    values: Mapping[str, Scalar],
    *,
    bases: Mapping[str, Sequence[str]] | None = None,
    draft: str | None = None,
) -> None:
    """Correct a member's own fields; `bases` are the heads the form was opened with."""
    edit = Edit("person", person.id, person.household_id, values, bases or {})
    await tablet.record([edit], draft=draft)


def _succession(
    file: HouseholdFile, leaving: set[UUID], head: Person | None, relations: Mapping[UUID, Relation | None] | None
) -> list[Edit]:
    if file.household.head_id not in leaving:
        return []
    staying = [person for person in file.living if person.id not in leaving]
    if not staying:
        return []
    if head is None or head.id not in {person.id for person in staying}:
        raise InvalidChange(field="head_id", reason="required")
    if head.life_state != LifeState.ALIVE:
        raise InvalidChange(field="head_id", reason="head_not_here")
    proposed = succession.proposed_relations(staying, head) if relations is None else relations
    return succession.new_head(file.household, head, proposed)


def _one_a_row(edits: list[Edit]) -> list[Edit]:
    """Changes of the same row in one edit."""
    merged: dict[tuple[str, UUID], Edit] = {}
    for edit in edits:
        before = merged.get((edit.entity, edit.row_id))
        changes = {**before.changes, **edit.changes} if before else edit.changes
        merged[edit.entity, edit.row_id] = Edit(edit.entity, edit.row_id, edit.household_id, changes)
    return list(merged.values())
