"""A household that no list brought: whether the tablet has it already, and entering it together with its head."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, select

from field_app.services import clock, duplicates, households
from field_app.services.households import HouseholdLine
from field_app.services.tablet import Tablet
from field_app.store import repository, state
from shared_models import area
from shared_models.edit import Edit
from shared_models.errors import InvalidChange
from shared_models.household import Arrival, Household, HouseholdStatus, Origin
from shared_models.likeness import Sought
from shared_models.merge import Scalar
from shared_models.person import Person, Relation
from shared_models.thai_text import ascii_digits
from shared_models.visit import Visit


@dataclass(frozen=True)
class Door:
    """Where the household lives: a village code of 8 digits, its house number, or that of a neighbour."""

    village_code: str = ""
    house_no: str = ""
    near_house_no: str = ""


@dataclass(frozen=True)
class Alike:
    """A household that may be the one about to be entered: it has the number, or `person` is like the head."""

    line: HouseholdLine
    same_number: bool = False
    person: Person | None = None
    sure: bool = False


@dataclass(frozen=True)
class Unfinished:
    """The new household that the officer has begun to write down."""

    house_no: str
    name: str
    saved_ms: int


def draft_key(tablet: Tablet) -> str:
    """Each officer of a tablet writes on their own new household."""
    return f"new_household:{tablet.officer.officer_id}"


async def areas(tablet: Tablet) -> tuple[str, ...]:
    """The codes this tablet covers; before the first exchange its district."""
    scope = await tablet.database.read(lambda session: state.read(session, "scope"))
    return tuple(scope or (tablet.key_file.district_code,))


async def alike(tablet: Tablet, door: Door, head: Sought) -> list[Alike]:
    """Households of the whole tablet with this number in this village, then those of people like this head."""
    persons = await duplicates.candidates(tablet, head)
    return await tablet.database.read(lambda session: _alike(session, door, persons))


def _alike(session: Session, door: Door, persons: list[duplicates.Candidate]) -> list[Alike]:
    numbered = _same_door(session, door)
    known: dict[UUID, duplicates.Candidate] = {}
    for candidate in persons:
        known.setdefault(candidate.person.household_id, candidate)
    found = households.lines(session, list(dict.fromkeys([*numbered, *known])))
    return [_one(line, numbered, known.get(line.household.id)) for line in found]


def _one(line: HouseholdLine, numbered: list[UUID], candidate: duplicates.Candidate | None) -> Alike:
    same = line.household.id in numbered
    sure = bool(same and line.household.house_no) or bool(candidate and candidate.sure)
    return Alike(line, same, candidate.person if candidate else None, sure)


def _same_door(session: Session, door: Door) -> list[UUID]:
    """Without a number of its own a household is looked for beside the same neighbour."""
    number, near = number_key(door.house_no), number_key(door.near_house_no)
    if not door.village_code or not (number or near):
        return []
    there = select(Household.id, Household.house_no, Household.near_house_no).where(
        Household.village_code == door.village_code, col(Household.status) != HouseholdStatus.MERGED
    )
    return [
        row_id
        for row_id, house_no, beside in session.exec(there).all()
        if (number_key(house_no) == number if number else not house_no and number_key(beside or "") == near)
    ]


def number_key(house_no: str) -> str:
    """A house number as two officers may have written it: ๔๗ / ๒ is 47/2."""
    return "".join(ascii_digits(house_no).split()).casefold()


async def establish(
    tablet: Tablet, values: Mapping[str, Scalar], head: Mapping[str, Scalar], *, draft: str | None = None
) -> UUID:
    """The household and its head in one action, marked as found in the field: on no list (group 4).

    Raises InvalidChange for a village outside the officer's area; nothing is saved then.
    """
    village = str(values.get("village_code") or "")
    if len(village) != area.Level.VILLAGE or not area.known(village):
        raise InvalidChange(field="village_code", reason="unknown_area")
    if not any(area.contains(code, village) for code in await areas(tablet)):
        raise InvalidChange(field="village_code", reason="outside_area")
    household_id, head_id = clock.moment().new_id(), clock.moment().new_id()
    founded = {**values, "origins": Origin.FIELD.value, "head_id": str(head_id)}
    edits = [
        Edit("household", household_id, household_id, founded),
        Edit("person", head_id, household_id, {**head, "relation": Relation.HEAD.value}),
    ]
    await tablet.record(edits, draft=draft)
    return household_id


async def unfinished(tablet: Tablet) -> Unfinished | None:
    """What the officer began and has neither saved nor dropped."""

    def work(session: Session) -> Unfinished | None:
        draft = repository.own_draft(session, tablet.officer.officer_id, draft_key(tablet))
        if draft is None:
            return None
        values = json.loads(draft.body)["values"]
        name = " ".join(str(values[part]) for part in ("given_name", "family_name") if values.get(part))
        return Unfinished(str(values.get("house_no") or ""), name, draft.saved_ms)

    return await tablet.database.read(work)


async def latest_village(tablet: Tablet) -> str | None:
    """Where the officer visited last: the next household is most likely there, too."""
    officer_id = tablet.officer.officer_id

    def work(session: Session) -> str | None:
        statement = select(Household.village_code).join(Visit, col(Visit.household_id) == col(Household.id))
        latest = statement.where(Visit.officer_id == officer_id).order_by(col(Visit.started_at).desc())
        return session.exec(latest.limit(1)).first()

    return await tablet.database.read(work)


async def awaited(tablet: Tablet) -> list[HouseholdLine]:
    """Households that another district sent here and nobody has received yet, in the order of their villages."""
    covered = await areas(tablet)

    def work(session: Session) -> list[HouseholdLine]:
        statement = select(Household.id, Household.village_code).where(
            Household.arrival == Arrival.AWAITED, Household.status == HouseholdStatus.ACTIVE
        )
        rows = session.exec(statement.order_by(col(Household.village_code), col(Household.id))).all()
        here = [row_id for row_id, village in rows if any(area.contains(code, village) for code in covered)]
        return households.lines(session, here)

    return await tablet.database.read(work)
