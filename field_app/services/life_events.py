"""Recording life events: each is one action, stored or refused as a whole."""

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from field_app.services import clock, households
from field_app.services.households import HouseholdFile
from field_app.services.tablet import Tablet
from shared_models import household_event, life_event, succession
from shared_models.edit import Edit
from shared_models.life_event import Closing, Place
from shared_models.merge import Scalar
from shared_models.person import Person, Relation


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
    edits += succession.succeeds(file.household, file.members, {person.id}, head=head, relations=relations)
    await tablet.record(household_event.in_one(edits), draft=draft)


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
    leaving = {person.id for person in persons}
    edits += succession.succeeds(file.household, file.members, leaving, head=head, relations=relations)
    await tablet.record(household_event.in_one(edits), draft=draft)


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
    """Who had moved or was missing lives here again; a household that had moved away as a whole does, too."""
    file = await households.open_file(tablet, person.household_id)
    await tablet.record(household_event.returned(file.household, file.members, person))


async def record_missing(
    tablet: Tablet,
    file: HouseholdFile,
    person: Person,
    *,
    on: str | None,
    note: str | None,
    head: Person | None = None,
    relations: Mapping[UUID, Relation | None] | None = None,
    draft: str | None = None,
) -> None:
    """Nobody knows where a member is; where it was the head and others live on, `head` must be given."""
    edits = life_event.went_missing(person, on=on, note=note)
    edits += succession.succeeds(file.household, file.members, {person.id}, head=head, relations=relations)
    await tablet.record(household_event.in_one(edits), draft=draft)


async def record_entered_in_error(tablet: Tablet, person: Person, reason: str, *, draft: str | None = None) -> None:
    """Take back a death, move or disappearance, with the reason. The head and closed problems stay as they are."""
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
    await tablet.record([life_event.corrected(person, values, bases)], draft=draft)
