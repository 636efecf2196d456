"""What the database has of the households of one batch of a list, and which listed person is which stored one."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import Session, col, select

from server.services.feed import LEFT, district_of
from server.services.target_merge import NEWER_LIST_DIFFERS, TWO_HEADS
from server.services.target_rows import ListedHousehold, ListedPerson, assessment_id, person_id
from server.tables import FeedEntry
from shared_models.finding import Finding
from shared_models.household import Household
from shared_models.mpi import MpiAssessment
from shared_models.person import Person
from shared_models.synced import Synced

Row = TypeVar("Row", bound=Synced)


class Known:
    """Rows of one district's part of a batch. A household that moved to another district is found there.

    `numbers` gives the id of a household that came earlier in the same list; `shared_ids` are citizen numbers that
    stand in several households of the list, and so do not tell which household is meant.
    """

    def __init__(
        self,
        session: Session,
        district: str,
        *,
        households: Sequence[ListedHousehold],
        numbers: dict[int, UUID],
        shared_ids: set[int],
    ) -> None:
        self.session, self.district, self.shared_ids = session, district, shared_ids
        self.by_citizen_id: defaultdict[str, list[Person]] = defaultdict(list)
        self.households: dict[UUID, Household] = {}
        self.members: defaultdict[UUID, list[Person]] = defaultdict(list)
        self.assessments: dict[UUID, MpiAssessment] = {}
        self.findings: dict[UUID, Finding] = {}
        self._find_persons({m.citizen_id for listed in households for m in listed.members if m.citizen_id})
        own = {numbers.get(listed.number, listed.own_id) for listed in households}
        persons = [person for found in self.by_citizen_id.values() for person in found]
        self._find_households(own, {person.household_id for person in persons})
        self.ids = [self._household_id(listed, numbers) for listed in households]
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

    def _household_id(self, listed: ListedHousehold, numbers: dict[int, UUID]) -> UUID:
        """Of the household itself if it is there, else of the one its head, or another member, is stored in."""
        own = numbers.get(listed.number, listed.own_id)
        if own in self.households or listed.number in numbers:
            return own
        for member in sorted(listed.members, key=lambda one: not one.is_head):
            person = self._elsewhere(member)
            if person is not None and person.household_id in self.households:
                return person.household_id
        return own

    def _find_members(self, persons: list[Person]) -> None:
        chosen = [self.households[household_id] for household_id in set(self.ids) if household_id in self.households]
        for district in sorted({household.district_code for household in chosen}):
            ids = [household.id for household in chosen if household.district_code == district]
            for person in self._rows(Person, Person.household_id, ids, district=district):
                self.members[person.household_id].append(person)
                persons.append(person)
        for district in sorted({person.district_code for person in persons}):
            ids = [person.id for person in persons if person.district_code == district]
            for row in self._rows(MpiAssessment, MpiAssessment.person_id, ids, district=district):
                self.assessments[row.id] = row
            about = ids + [household.id for household in chosen if household.district_code == district]
            for finding in self._rows(Finding, Finding.row_id, about, district=district):
                if finding.rule in (NEWER_LIST_DIFFERS, TWO_HEADS):
                    self.findings[finding.id] = finding

    def person(self, member: ListedPerson, household_id: UUID, listed: ListedHousehold, taken: set[UUID]) -> Person | None:
        """The stored person that a listed one is; `taken` are those that other members of the household are."""
        free = [person for person in self.members[household_id] if person.id not in taken]
        own = person_id(member, household_id, listed.edition)
        for same in (
            lambda person: person.id == own,
            lambda person: bool(member.citizen_id) and person.citizen_id == member.citizen_id and agree(member, person),
            lambda person: not (member.citizen_id and person.citizen_id) and _same_name_and_birth(member, person),
        ):
            found = next(filter(same, free), None)
            if found is not None:
                return found
        return self._elsewhere(member, taken)

    def _elsewhere(self, member: ListedPerson, taken: Iterable[UUID] = ()) -> Person | None:
        """By the citizen number alone, anywhere in the district, where name or birth agree with it."""
        number = member.citizen_id
        if not number or (number.isdigit() and int(number) in self.shared_ids):
            return None
        found = self.by_citizen_id.get(number, ())
        return next((person for person in found if agree(member, person) and person.id not in taken), None)

    def assessment(self, person: Person, listed: ListedHousehold) -> MpiAssessment | None:
        return self.assessments.get(assessment_id(person.id, listed.edition))

    def _rows(self, model: type[Row], column: Any, values: Iterable[Any], *, district: str) -> list[Row]:
        wanted = list(values)
        if not wanted:
            return []
        return list(self.session.exec(select(model).where(model.district_code == district, col(column).in_(wanted))))


def forwarded(session: Session, district: str, household_ids: Iterable[UUID]) -> dict[UUID, str]:
    """Households that left `district`, and the other district where each is now."""
    statement = select(FeedEntry.row_id, FeedEntry.left_to).where(
        FeedEntry.district_code == district,
        FeedEntry.entity == LEFT,
        col(FeedEntry.row_id).in_(list(household_ids)),
    )
    found = ((row_id, district_of(left_to or "")) for row_id, left_to in session.exec(statement))
    return {row_id: other for row_id, other in found if other and other != district}


def agree(member: ListedPerson, person: Person) -> bool:
    """A number alone can be another's by mistake: the given name or the birth must be the same."""
    birth = member.values["birth"]
    return member.values["given_name"] == person.given_name or bool(birth and birth == person.birth)


def _same_name_and_birth(member: ListedPerson, person: Person) -> bool:
    names = ("given_name", "family_name", "birth")
    return all(member.values[name] == getattr(person, name) for name in names)
