"""What a household is called in the office: house number, village and head."""

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from shared_models.chunks import chunks
from shared_models.household import Household
from shared_models.person import Person, full_name


class HouseholdName(NamedTuple):
    """`head` is "" where nobody is named as the head."""

    id: UUID
    house_no: str
    village: str
    head: str = ""


def named(session: Session, district: str, ids: Iterable[UUID]) -> dict[UUID, HouseholdName]:
    """The names of these households of a district, by id."""
    found: dict[UUID, HouseholdName] = {}
    for some in chunks(sorted(set(ids))):
        homes = select(Household.id, Household.house_no, Household.village, Household.head_id)
        here = homes.where(Household.district_code == district, col(Household.id).in_(some))
        lines = session.exec(here).all()
        heads = names_of(session, district, {line[3] for line in lines if line[3]})
        found.update((line[0], HouseholdName(*line[:3], head=heads.get(line[3], ""))) for line in lines)
    return found


def names_of(session: Session, district: str, ids: Iterable[UUID]) -> dict[UUID | None, str]:
    """The full names of these persons of a district, by id."""
    found: dict[UUID | None, str] = {}
    for some in chunks(sorted(set(ids))):
        persons = select(Person.id, Person.title, Person.given_name, Person.family_name)
        here = persons.where(Person.district_code == district, col(Person.id).in_(some))
        found.update((line[0], full_name(*line[1:])) for line in session.exec(here))
    return found
