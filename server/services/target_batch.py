"""One transaction of an import: some households of a list are matched with what is there, and filed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlmodel import Session

from server.services import filing
from server.services.feed import Feed
from server.services.target_known import Known, forwarded
from server.services.target_merge import (
    NEWER_LIST_DIFFERS,
    TWO_HEADS,
    finding_id,
    finding_values,
    merge_listed,
)
from server.services.target_rows import (
    ListedHousehold,
    ListedPerson,
    Values,
    assessment_id,
    assessment_values,
    new_row,
    person_id,
)
from shared_models.finding import FindingStatus
from shared_models.household import Household
from shared_models.mpi import MpiAssessment
from shared_models.person import LifeState, Person
from shared_models.synced import Synced


@dataclass
class Filed:
    """Rows that a batch added or changed, and values of the list that stand behind an officer's."""

    added: int = 0
    changed: int = 0
    kept: int = 0


@dataclass(frozen=True)
class Home:
    """Where the rows of a household are filed."""

    district: str
    village: str
    household_id: UUID

    def of(self, row_id: UUID) -> dict[str, Any]:
        return {
            "id": row_id,
            "household_id": self.household_id,
            "district_code": self.district,
            "village": self.village,
        }


class DistrictBatch:
    """The households of one batch that lie in one district: planned first, then filed under the district's lock."""

    def __init__(self, known: Known, households: Sequence[ListedHousehold]) -> None:
        self.known = known
        self.filed = Filed()
        self._added: list[tuple[str, Values]] = []
        self._changed: dict[UUID, tuple[str, Synced]] = {}
        self._new: dict[UUID, tuple[Values, Home]] = {}
        for listed, household_id in zip(households, known.ids, strict=True):
            self._plan(listed, household_id)

    def _plan(self, listed: ListedHousehold, household_id: UUID) -> None:
        stored = self.known.households.get(household_id)
        home = self._home(listed, household_id, stored)
        older = stored is not None and (stored.survey_year or 0) > listed.edition.year
        taken: set[UUID] = set()
        heads: list[UUID] = []
        for member in listed.members:
            person = self.known.person(member, household_id, listed, taken)
            member_id = person.id if person else person_id(member, household_id, listed.edition)
            if member_id in taken:
                continue
            taken.add(member_id)
            if person is None:
                self._add("person", member.values, listed, home.of(member_id))
            elif not older:
                self._merge("person", person, member.values, listed)
            self._assess(member, member_id, person, listed=listed, home=home)
            if member.is_head and (person is None or _can_be_head(person, household_id)):
                heads.append(member_id)
        if not older:
            self._head(heads, listed, home, stored)

    def _home(self, listed: ListedHousehold, household_id: UUID, stored: Household | None) -> Home:
        """Add the household when it is new; what is there is merged with its head, behind its members."""
        if stored is not None:
            return Home(stored.district_code, stored.village, household_id)
        if household_id in self._new:
            return self._new[household_id][1]
        home = Home(listed.district, listed.values["village_code"], household_id)
        self._new[household_id] = self._add("household", listed.values, listed, home.of(household_id)), home
        return home

    def _head(self, heads: list[UUID], listed: ListedHousehold, home: Home, stored: Household | None) -> None:
        first = heads[0] if heads else None
        if stored is not None:
            self._merge("household", stored, {**listed.values, "head_id": first}, listed)
            known_head = stored.head_id
        else:
            values = self._new[home.household_id][0]
            known_head = values["head_id"] = values["head_id"] or first
        others = [head for head in heads if head != known_head]
        if others and (len(heads) > 1 or listed.number in self.known.returned):
            self._find(TWO_HEADS, "household", home, row_id=home.household_id, name="head_id", value=str(others[0]), listed=listed)
