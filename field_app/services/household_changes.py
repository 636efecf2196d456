"""Recording what happens to whole households: splitting, joining, arriving. Each is one action."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from field_app.services.households import HouseholdFile
from field_app.services.tablet import Tablet
from shared_models import household_event, succession
from shared_models.edit import Edit
from shared_models.household_event import NewHousehold
from shared_models.person import Person, Relation

Relations = Mapping[UUID, Relation | None]


async def record_split(
    tablet: Tablet,
    file: HouseholdFile,
    leaving: Sequence[Person],
    *,
    into: NewHousehold,
    head: Person,
    relations: Relations | None = None,
    staying_head: Person | None = None,
    staying_relations: Relations | None = None,
    on: str | None = None,
    draft: str | None = None,
) -> None:
    """Some members form a household of their own, here or in another area: one action that both areas see.

    `head` heads the new household, `staying_head` the old one where its head is among those who leave. The relations
    are those to the new heads; without them the proposed ones.
    """
    theirs = succession.proposed_relations(leaving, head) if relations is None else relations
    edits = household_event.split(file.household, leaving, into=into, head=head, relations=theirs, on=on)
    edits += _left_behind(file, leaving, staying_head, staying_relations)
    await tablet.record(edits, draft=draft)


async def record_join(
    tablet: Tablet,
    file: HouseholdFile,
    arriving: Sequence[Person],
    relations: Relations,
    *,
    left: HouseholdFile | None = None,
    staying_head: Person | None = None,
    staying_relations: Relations | None = None,
    on: str | None = None,
    draft: str | None = None,
) -> None:
    """Persons of other households become members of this one.

    Where the head of `left`, the household they leave, is among them and others stay, `staying_head` must be given.
    """
    edits = household_event.joined(file.household, file.members, arriving, relations=relations, on=on)
    if left is not None:
        edits += _left_behind(left, arriving, staying_head, staying_relations)
    await tablet.record(edits, draft=draft)


def _left_behind(
    file: HouseholdFile, leaving: Sequence[Person], head: Person | None, relations: Relations | None
) -> list[Edit]:
    gone = {person.id for person in leaving}
    return succession.succeeds(file.household, file.members, gone, head=head, relations=relations, rehomed=True)


async def record_merge(
    tablet: Tablet,
    kept: HouseholdFile,
    lost: HouseholdFile,
    arriving: Sequence[Person],
    relations: Relations,
    *,
    draft: str | None = None,
) -> None:
    """Everybody who lives in `lost` joins `kept`, and the file of `lost` says where it went.

    `arriving` is everybody who lives in `lost`; who died or left stays in its file. Where nobody of `kept` is its head,
    the first who arrives is.
    """
    head = succession.heads_empty(kept.household, kept.members, arriving)
    theirs = {**relations, **({head.id: Relation.HEAD} if head else {})}
    edits = household_event.merged(kept.household, lost.household, arriving, relations=theirs)
    if head is not None:
        edits.append(Edit("household", kept.household.id, kept.household.id, {"head_id": str(head.id)}))
    await tablet.record(edits, draft=draft)


async def record_arrival(
    tablet: Tablet, file: HouseholdFile, *, village_code: str, house_no: str, draft: str | None = None
) -> None:
    """A household that another district sent here lives in this village now."""
    edits = household_event.arrived(file.household, village_code=village_code, house_no=house_no)
    await tablet.record(edits, draft=draft)


async def record_not_arrived(tablet: Tablet, file: HouseholdFile, reason: str, *, draft: str | None = None) -> None:
    """A household that another district sent here cannot be found: both offices will hear of it."""
    await tablet.record(household_event.not_arrived(file.household, reason), draft=draft)
