"""Is it one of these? Everybody on the tablet who may be the person about to be entered."""

from dataclasses import dataclass
from uuid import UUID

from sqlmodel import Session, col, or_, select

from field_app.services.tablet import Tablet
from field_app.store import repository, search
from shared_models.household import Household
from shared_models.likeness import LIKELY, SURE, Sought, likeness
from shared_models.person import Person
from shared_models.thai_text import search_fold

SHOWN = 4
LOOKED_AT = 400  # a given name of two letters is no search


@dataclass(frozen=True)
class Candidate:
    """A person who may be the same one, and the household they are in."""

    person: Person
    household: Household | None
    score: int

    @property
    def sure(self) -> bool:
        return self.score >= SURE


async def candidates(tablet: Tablet, sought: Sought) -> list[Candidate]:
    """The likeliest first; none while too little is known."""
    if len(search_fold(sought.given_name)) < 2 and not sought.citizen_id:
        return []
    return await tablet.database.read(lambda session: _candidates(session, sought))


def _candidates(session: Session, sought: Sought) -> list[Candidate]:
    persons = {person.id: person for person in (*_by_number_or_birth(session, sought), *_by_name(session, sought))}
    scored = [(likeness(sought, person), person) for person in persons.values()]
    best = sorted((pair for pair in scored if pair[0] >= LIKELY), key=lambda pair: (-pair[0], str(pair[1].id)))[:SHOWN]
    homes = {h.id: h for h in repository.households_by_id(session, [person.household_id for _, person in best])}
    return [Candidate(person, homes.get(person.household_id), score) for score, person in best]


def _by_number_or_birth(session: Session, sought: Sought) -> list[Person]:
    same = []
    if sought.citizen_id:
        same.append(col(Person.citizen_id) == sought.citizen_id)
    if sought.birth and len(sought.birth) == len("2504-05-12"):  # a year alone is shared by too many
        same.append(col(Person.birth) == sought.birth)
    return list(session.exec(select(Person).where(or_(*same)).limit(LOOKED_AT))) if same else []


def _by_name(session: Session, sought: Sought) -> list[Person]:
    given, family = search_fold(sought.given_name), search_fold(sought.family_name)
    if len(given) < 2:
        return []
    ids = _named(session, given + family) or _named(session, given)
    return list(session.exec(select(Person).where(col(Person.id).in_(ids))))


def _named(session: Session, name: str) -> list[UUID]:
    """Whose words begin so, of the first households that have one."""
    found = search.household_ids(session, [name], starting=True)[:LOOKED_AT]
    members = search.members(session, found)
    return [UUID(m.id) for home in members.values() for m in home if m.holds([f" {name}"])][:LOOKED_AT]
