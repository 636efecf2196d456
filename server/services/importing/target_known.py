"""What the database has of the households of one batch of a list, and which listed person is which stored one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import Session, col, select

from server.services.exchanging.feed import LEFT, LEFT_ROW, district_of
from server.services.exchanging.withdrawal import NOWHERE
from server.services.importing.target_merge import NEWER_LIST_DIFFERS, TWO_HEADS
from server.services.importing.target_reading import Reading
from server.services.importing.target_rows import ListedHousehold, ListedPerson, person_id
from server.tables import FeedEntry
from shared_models.finding import Finding
from shared_models.household import Household
from shared_models.mpi import MpiAssessment
from shared_models.person import Person
from shared_models.synced import Synced

Row = TypeVar("Row", bound=Synced)


class Known:
    """Rows of one district's part of a batch. A household that moved to another district is found there.

    `ids` are those of the listed households, in their order.
    """

    def __init__(
        self, session: Session, district: str, *, households: Sequence[ListedHousehold], reading: Reading
    ) -> None:
        self.session, self.district, self.reading = session, district, reading
        self.by_citizen_id: defaultdict[str, list[Person]] = defaultdict(list)
        self.households: dict[UUID, Household] = {}
        self.members: defaultdict[UUID, list[Person]] = defaultdict(list)
        self.gone: dict[UUID, Person] = {}  # listed members whom an officer has moved to another household
        self.assessments: dict[UUID, MpiAssessment] = {}
        self.findings: dict[UUID, Finding] = {}
        self._find_persons({m.citizen_id for listed in households for m in listed.members if m.citizen_id})
        own = {reading.placed.get(listed.number, listed.own_id) for listed in households}
        persons = [person for found in self.by_citizen_id.values() for person in found]
        self._find_households(own, {person.household_id for person in persons})
        self.ids = [self._place(listed) for listed in households]
        self._find_gone(households, persons)
        self._find_members(persons)

    def _find_persons(self, citizen_ids: Iterable[str]) -> None:
        for person in self._rows(Person, Person.citizen_id, citizen_ids, district=self.district):
            self.by_citizen_id[person.citizen_id or ""].append(person)

    def _find_households(self, own: set[UUID], theirs: set[UUID]) -> None:
        found = self._rows(Household, Household.id, own | theirs, district=self.district)
        self.households = {household.id: household for household in found}
        for household_id, district in forwarded(self.session, self.district, own - set(self.households)).items():
            found = self._rows(Household, Household.id, [household_id], district=district)
            self.households.update({household.id: household for household in found})

    def _place(self, listed: ListedHousehold) -> UUID:
        """The household's id, remembered if it comes back later in the list."""
        if listed.number in self.reading.placed:
            return self.reading.placed[listed.number]
        household_id = self._household_id(listed)
        if listed.number in self.reading.returning:
            self.reading.placed[listed.number] = household_id
        return household_id

    def _household_id(self, listed: ListedHousehold) -> UUID:
        """Its own if that is there, else of the household that its head, or another member, is stored in."""
        if listed.own_id in self.households:
            return listed.own_id
        for member in sorted(listed.members, key=lambda one: not one.is_head):
            person = self._elsewhere(member)
            if person is not None and person.household_id in self.households:
                return person.household_id
        return listed.own_id

    def _find_gone(self, households: Sequence[ListedHousehold], persons: list[Person]) -> None:
        """Who has the id of a member of a stored household and lives elsewhere now, also in another district."""
        own = {
            person_id(member, household_id, listed.edition): household_id
            for listed, household_id in zip(households, self.ids, strict=True)
            for member in listed.members
            if household_id in self.households
        }
        if not own:
            return
        found = self._rows(Person, Person.id, own, district=self.district)
        for row_id, district in forwarded(self.session, self.district, own, kind=LEFT_ROW).items():
            found += self._rows(Person, Person.id, [row_id], district=district)
        self.gone = {person.id: person for person in found if person.household_id != own[person.id]}
        persons += self.gone.values()

    def _find_members(self, persons: list[Person]) -> None:
        chosen = [self.households[household_id] for household_id in set(self.ids) if household_id in self.households]
        for district in sorted({household.district_code for household in chosen}):
            ids = [household.id for household in chosen if household.district_code == district]
            for person in self._rows(Person, Person.household_id, ids, district=district):
                self.members[person.household_id].append(person)
                persons.append(person)
        everybody = {person.id for person in persons}
        for district in sorted({self.district, *(person.district_code for person in persons)}):
            # in each of them: an assessment stays with the household it was made in
            for row in self._rows(MpiAssessment, MpiAssessment.person_id, everybody, district=district):
                self.assessments[row.id] = row
        for district in sorted({person.district_code for person in persons}):
            ids = [person.id for person in persons if person.district_code == district]
            about = ids + [household.id for household in chosen if household.district_code == district]
            for finding in self._rows(Finding, Finding.row_id, about, district=district):
                if finding.rule in (NEWER_LIST_DIFFERS, TWO_HEADS):
                    self.findings[finding.id] = finding

    def person(self, member: ListedPerson, own_id: UUID, *, household_id: UUID, taken: set[UUID]) -> Person | None:
        """The stored person that a listed one is; `taken` are those that others of the household's lines are."""
        free = [person for person in self.members.get(household_id, ()) if person.id not in taken]
        number = member.citizen_id
        for person in free:
            if person.id == own_id:
                return person
        for person in free:
            if number and person.citizen_id == number and agree(member, person):
                return person
        for person in free:
            if not (number and person.citizen_id) and _same_name_and_birth(member, person):
                return person
        gone = self.gone.get(own_id)
        return gone if gone is not None and gone.id not in taken else self._elsewhere(member, taken)

    def _elsewhere(self, member: ListedPerson, taken: Iterable[UUID] = ()) -> Person | None:
        """By the citizen number alone, anywhere in the district, where name or birth agree with it."""
        number = member.citizen_id
        if not number or number not in self.by_citizen_id:
            return None
        if number.isdigit() and int(number) in self.reading.shared_ids:
            return None
        found = self.by_citizen_id[number]
        return next((person for person in found if agree(member, person) and person.id not in taken), None)

    def _rows(self, model: type[Row], column: Any, values: Iterable[Any], *, district: str) -> list[Row]:
        wanted = list(values)
        if not wanted:
            return []
        here = col(model.district_code) == district
        return list(self.session.exec(select(model).where(here, col(column).in_(wanted))))


def forwarded(session: Session, district: str, row_ids: Iterable[UUID], *, kind: str = LEFT) -> dict[UUID, str]:
    """Households, or single rows, that left `district`, and the other district where each is now.

    Withdrawn ones are as good as unknown.
    """
    statement = select(FeedEntry.row_id, FeedEntry.left_to).where(
        FeedEntry.district_code == district,
        FeedEntry.entity == kind,
        col(FeedEntry.row_id).in_(list(row_ids)),
    )
    found = ((row_id, district_of(left_to or "")) for row_id, left_to in session.exec(statement))
    return {row_id: other for row_id, other in found if other not in ("", NOWHERE, district)}


def agree(member: ListedPerson, person: Person) -> bool:
    """A number alone can be another's by mistake: the given name or the birth must be the same."""
    birth = member.values["birth"]
    return member.values["given_name"] == person.given_name or bool(birth and birth == person.birth)


def _same_name_and_birth(member: ListedPerson, person: Person) -> bool:
    names = ("given_name", "family_name", "birth")
    return all(member.values[name] == getattr(person, name) for name in names)
