"""Finding households and opening a household's file."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlmodel import Session, col, func, select

from field_app.services.tablet import Tablet
from field_app.store import repository, search
from shared_models.area import display_name
from shared_models.assistance import Assistance
from shared_models.errors import DomainError
from shared_models.four_t import FourTAnalysis
from shared_models.household import Household
from shared_models.mpi import MpiAssessment
from shared_models.person import LifeState, Person
from shared_models.problem import Problem
from shared_models.thai_text import sort_key
from shared_models.visit import Visit

SHOWN = 200  # a list longer than this is narrowed by typing more, not by scrolling


class UnknownHousehold(DomainError):
    """No household with this id is on this tablet."""

    code = "unknown_household"


@dataclass(frozen=True)
class HouseholdLine:
    """A household in a list."""

    household: Household
    head: Person | None
    members: int
    matched: str = ""  # the name that was found, where it is not the head's

    @property
    def name(self) -> str:
        return self.head.full_name() if self.head else ""

    @property
    def place(self) -> str:
        return display_name(self.household.village_code)


@dataclass(frozen=True)
class Listing:
    """What a search came to: the first lines and how many there are in all."""

    lines: list[HouseholdLine]
    total: int


@dataclass
class HouseholdFile:
    """Everything a household's screen shows."""

    household: Household
    members: list[Person]
    problems: list[Problem] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    analyses: list[FourTAnalysis] = field(default_factory=list)
    assistance: list[Assistance] = field(default_factory=list)
    assessments: list[MpiAssessment] = field(default_factory=list)

    @property
    def head(self) -> Person | None:
        return next((person for person in self.members if person.id == self.household.head_id), None)

    @property
    def living(self) -> list[Person]:
        """The members who live here as far as is known."""
        return [person for person in self.members if person.life_state == LifeState.ALIVE]


async def find(tablet: Tablet, text: str, *, village: str | None = None, shown: int = SHOWN) -> Listing:
    """Households in Thai order; an empty text lists all of `village`, or all there are."""
    return await tablet.database.read(lambda session: _find(session, text, village, shown))


def _find(session: Session, text: str, village: str | None, shown: int) -> Listing:
    wanted = set(search.household_ids(session, text)) if text.strip() else None
    statement = select(Household.id, Household.village_code, Household.house_no)
    if village:
        statement = statement.where(Household.village_code == village)
    hits = [row for row in session.exec(statement) if wanted is None or row[0] in wanted]
    hits.sort(key=lambda row: (row[1], sort_key(row[2])))
    return Listing(lines(session, [row[0] for row in hits[:shown]]), len(hits))


def lines(session: Session, ids: Sequence[UUID]) -> list[HouseholdLine]:
    """List lines for these households, in this order."""
    households = {row.id: row for row in repository.households_by_id(session, ids)}
    heads = session.exec(
        select(Person).where(col(Person.id).in_([h.head_id for h in households.values() if h.head_id]))
    )
    by_id = {person.id: person for person in heads}
    counts = dict(
        session.exec(
            select(Person.household_id, func.count())
            .where(col(Person.household_id).in_(list(households)), Person.life_state == LifeState.ALIVE)
            .group_by(col(Person.household_id))
        ).all()
    )
    return [
        HouseholdLine(households[i], by_id.get(households[i].head_id), counts.get(i, 0)) for i in ids if i in households
    ]


async def open_file(tablet: Tablet, household_id: UUID) -> HouseholdFile:
    """Raises UnknownHousehold."""
    return await tablet.database.read(lambda session: read_file(session, household_id))


def read_file(session: Session, household_id: UUID) -> HouseholdFile:
    household = repository.get(session, "household", household_id)
    if not isinstance(household, Household):
        raise UnknownHousehold()
    members = repository.rows_of(session, Person, household_id)
    members.sort(key=lambda person: (person.id != household.head_id, person.birth or "9", str(person.id)))
    return HouseholdFile(
        household=household,
        members=members,
        problems=repository.rows_of(session, Problem, household_id),
        visits=repository.rows_of(session, Visit, household_id),
        analyses=repository.rows_of(session, FourTAnalysis, household_id),
        assistance=repository.rows_of(session, Assistance, household_id),
        assessments=repository.rows_of(session, MpiAssessment, household_id),
    )
