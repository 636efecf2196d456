"""What one household of a list means for the rows that are there: which are new, which change, what to look at."""

from collections.abc import Mapping
from typing import Any, NamedTuple
from uuid import UUID

from server.services.importing.target_known import Known
from server.services.importing.target_merge import (
    NEWER_LIST_DIFFERS,
    TWO_HEADS,
    finding_id,
    finding_values,
    merge_listed,
)
from server.services.importing.target_rows import (
    ListedHousehold,
    ListedPerson,
    Values,
    assessment_id,
    assessment_values,
    new_row,
    person_id,
)
from shared_models import nameless
from shared_models.entities import wire
from shared_models.finding import FindingStatus
from shared_models.heads import RowHeads
from shared_models.merge import Scalar
from shared_models.person import LifeState, Person
from shared_models.synced import Synced


class Home(NamedTuple):
    """Where rows of a household are filed."""

    district_code: str
    village: str
    household_id: UUID


class Planned:
    """Rows to add, as the values of their columns, and stored rows that changed; `kept` counts an officer's values."""

    def __init__(self, known: Known) -> None:
        self.known, self.kept = known, 0
        self.added: dict[UUID, tuple[str, Values]] = {}
        self.changed: dict[UUID, tuple[str, Synced]] = {}

    def add(self, entity: str, row: Values) -> None:
        """A row that an earlier part of the same household has added stays as it is."""
        self.added.setdefault(row["id"], (entity, row))

    def change(self, entity: str, row: Synced) -> None:
        self.changed[row.id] = entity, row


class HouseholdPlan:
    """Plans one listed household, of which `household_id` is the id here.

    A list older than the one the household was last in adds what is missing and changes nothing.
    """

    def __init__(self, planned: Planned, listed: ListedHousehold, household_id: UUID) -> None:
        self.planned, self.known, self.listed, self.edition = planned, planned.known, listed, listed.edition
        self.stored = self.known.households.get(household_id)
        self.older = self.stored is not None and (self.stored.survey_year or 0) > self.edition.year
        village = listed.values["village_code"]
        self.home = _home(self.stored) if self.stored else Home(listed.district, village, household_id)

    def make(self) -> None:
        self._household()
        taken: set[UUID] = set()
        heads = []
        for member in self.listed.members:
            own_id = person_id(member, self.home.household_id, self.edition)
            person = self.known.person(member, own_id, household_id=self.home.household_id, taken=taken)
            member_id = person.id if person else own_id
            taken.add(member_id)
            self._person(member, member_id, person)
            if member.is_head and (person is None or self._can_be_head(person)):
                heads.append(member_id)
        if heads and not self.older:
            self._head(heads)

    def _household(self) -> None:
        if self.stored is None:
            self._add("household", self.listed.values, row_id=self.home.household_id, home=self.home)
        elif not self.older:
            self._merge("household", self.stored, self.listed.values)

    def _person(self, member: ListedPerson, member_id: UUID, person: Person | None) -> None:
        """A person stored in another household stays there: who lives where is for an officer to say."""
        home = _home(person) if person else self.home
        if person is None:
            self._add("person", member.values, row_id=member_id, home=home)
        elif not self.older and not nameless.is_nameless(person.given_name):
            self._merge("person", person, member.values)
            if home.household_id != self.home.household_id:
                self._differ("person", person, name="household_id", value=str(self.home.household_id))
        if member.dimensions:
            self._assessment(member, member_id, home)

    def _assessment(self, member: ListedPerson, member_id: UUID, home: Home) -> None:
        row_id = assessment_id(member_id, self.edition)
        values = assessment_values(member.dimensions, member_id, self.edition)
        stored = self.known.assessments.get(row_id)
        if stored is None:
            self._add("mpi_assessment", values, row_id=row_id, home=home)
        else:
            self._merge("mpi_assessment", stored, values)

    def _can_be_head(self, person: Person) -> bool:
        return person.household_id == self.home.household_id and person.life_state == LifeState.ALIVE

    def _head(self, heads: list[UUID]) -> None:
        """The first head that the list names; a second one is a finding."""
        if self.stored is not None:
            self._merge("household", self.stored, {"head_id": heads[0]})
            versions = RowHeads(self.stored.heads).state("head_id", wire(self.stored.head_id)).heads
            set_by_list = any(version.stamp == self.edition.stamp for version in versions)
            first = self.stored.head_id if set_by_list else heads[0]
        else:
            row = self.planned.added[self.home.household_id][1]
            first = row["head_id"] = row["head_id"] or heads[0]
        for other in [head for head in heads if head != first][:1]:
            values = finding_values(TWO_HEADS, "household", self.home.household_id, name="head_id", value=str(other))
            self._find(values, self.home)

    def _add(self, entity: str, values: Mapping[str, Any], *, row_id: UUID, home: Home) -> None:
        self.planned.add(entity, new_row(entity, values, self.edition, id=row_id, **home._asdict()))

    def _merge(self, entity: str, row: Synced, values: Mapping[str, Any]) -> None:
        merged = merge_listed(entity, row, values, edition=self.edition)
        if merged.changed:
            self.planned.change(entity, row)
        for name, value in merged.kept.items():
            self._differ(entity, row, name=name, value=value)
        for name in merged.agreed:
            finding = self.known.findings.get(finding_id(NEWER_LIST_DIFFERS, row.id, name))
            if finding is not None and finding.status == FindingStatus.OPEN:
                finding.status = FindingStatus.CLOSED
                self.planned.change("finding", finding)

    def _differ(self, entity: str, row: Synced, *, name: str, value: Scalar) -> None:
        self.planned.kept += 1
        self._find(finding_values(NEWER_LIST_DIFFERS, entity, row.id, name=name, value=value), _home(row))

    def _find(self, values: Values, home: Home) -> None:
        """Open a finding. One that a person has closed opens again only for another value."""
        own_id = finding_id(values["rule"], values["row_id"], values["field"])
        stored = self.known.findings.get(own_id)
        if stored is None:
            values["source"] = self.edition.source
            self.planned.add("finding", new_row("finding", values, None, id=own_id, **home._asdict()))
        elif stored.other_value != values["other_value"]:
            stored.other_value, stored.source = values["other_value"], self.edition.source
            stored.status = FindingStatus.OPEN
            self.planned.change("finding", stored)


def _home(row: Synced) -> Home:
    return Home(row.district_code, row.village, row.household_id)
