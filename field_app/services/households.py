"""Finding households and opening a household's file."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select

from field_app.services import reference
from field_app.services.household_filter import Only, condition, conflict_ids, visited_ids
from field_app.services.tablet import Tablet
from field_app.store import outbox, repository, search
from field_app.store.search import Member
from field_app.store.tables import HouseholdText, OutboxEntry
from shared_models.area import display_name
from shared_models.assistance import Assistance
from shared_models.conflict import Conflict
from shared_models.deprivation import results_by_subject
from shared_models.errors import DomainError
from shared_models.four_t import FourTAnalysis
from shared_models.household import Household
from shared_models.indicator import IndicatorSet
from shared_models.mpi import Dimension, MpiAssessment
from shared_models.person import LifeState, Person
from shared_models.plan import Plan
from shared_models.problem import Problem
from shared_models.reference import Reference
from shared_models.stage_decision import StageDecision
from shared_models.visit import Visit
from shared_models.welfare_receipt import WelfareReceipt

SHOWN = 100  # a list longer than this is narrowed by typing more, or shown in further windows
NEAR = 3


class UnknownHousehold(DomainError):
    """No household with this id is on this tablet."""

    code = "unknown_household"


@dataclass(frozen=True)
class HouseholdLine:
    """A household in a list. `visited` is about this fiscal year, `deprived` about the latest assessment."""

    household: Household
    name: str  # of the head; empty where there is none
    members: int
    matched: str = ""  # the name that was found, where it is not the head's
    visited: bool = False
    conflict: bool = False
    deprived: tuple[Dimension, ...] = ()

    @property
    def place(self) -> str:
        return display_name(self.household.village_code)


@dataclass(frozen=True)
class Listing:
    """What a search came to: the first lines, how many there are in all, and among how many was searched.

    `parts` are the folded words that were looked for; `near` is what a shorter text finds, when nothing was found.
    """

    lines: list[HouseholdLine]
    total: int
    searched: int = 0
    parts: tuple[str, ...] = ()
    near: "Listing | None" = None


@dataclass
class HouseholdFile:
    """Everything a household's screen shows. `reference` names remedies and has the rules of target groups."""

    household: Household
    members: list[Person]
    problems: list[Problem] = field(default_factory=list)
    visits: list[Visit] = field(default_factory=list)
    analyses: list[FourTAnalysis] = field(default_factory=list)
    plans: list[Plan] = field(default_factory=list)
    assistance: list[Assistance] = field(default_factory=list)
    receipts: list[WelfareReceipt] = field(default_factory=list)
    decisions: list[StageDecision] = field(default_factory=list)
    assessments: list[MpiAssessment] = field(default_factory=list)
    conflicts: list[Conflict] = field(default_factory=list)  # those nobody has settled
    refused: int = 0  # operations in the tray
    reference: Reference = field(default_factory=Reference)

    @property
    def head(self) -> Person | None:
        return next((person for person in self.members if person.id == self.household.head_id), None)

    @property
    def living(self) -> list[Person]:
        """The members who live here as far as is known."""
        return [person for person in self.members if person.life_state == LifeState.ALIVE]

    @property
    def standing_assessments(self) -> list[MpiAssessment]:
        """Those of the household itself and of who lives here: what the dead or moved failed in is no task here."""
        here = {None, *(person.id for person in self.living)}
        return [row for row in self.assessments if row.person_id in here]


async def find(
    tablet: Tablet, text: str, *, village: str | None = None, only: Only | None = None, shown: int = SHOWN
) -> Listing:
    """Households in Thai order; an empty text lists all of `village`, or all there are."""
    return await tablet.database.read(lambda session: _find(session, text, _conditions(village, only), shown))


def _conditions(village: str | None, only: Only | None) -> list[ColumnElement[bool]]:
    inside = [col(Household.village_code) == village] if village else []
    return [*inside, condition(only)] if only else inside


def _find(session: Session, text: str, conditions: list[ColumnElement[bool]], shown: int) -> Listing:
    searched = session.exec(select(func.count()).select_from(Household).where(*conditions)).one()
    parts = tuple(search.parts_of(text))
    if text.strip() and not parts:
        return Listing([], 0, searched)
    if not parts:
        return Listing(lines(session, _first(session, conditions, shown)), searched, searched)
    hits = search.household_ids(session, parts, conditions)
    near = None if hits else _near(session, parts, conditions)
    return Listing(lines(session, _ids(hits[:shown]), parts), len(hits), searched, parts, near)


def _first(session: Session, conditions: list[ColumnElement[bool]], shown: int) -> Sequence[UUID]:
    """The first households by place; those that have no text yet come first in their village."""
    by_place = func.coalesce(HouseholdText.place, Household.village_code)
    statement = select(Household.id).outerjoin(HouseholdText, col(HouseholdText.household_id) == col(Household.id))
    return session.exec(statement.where(*conditions).order_by(by_place).limit(shown)).all()


def _ids(hits: Iterable[str]) -> list[UUID]:
    return [UUID(text) for text in hits]


def _near(session: Session, parts: tuple[str, ...], conditions: list[ColumnElement[bool]]) -> Listing | None:
    """A few households that come close: by one of the words alone, or by the beginning of the longest."""
    longest = max(parts, key=len)
    shorter = [longest[:size] for size in range(len(longest) - 1, max(len(longest) // 2, len(longest) - 1 - NEAR), -1)]
    for attempt in [*(parts if len(parts) > 1 else ()), *shorter]:
        if hits := search.household_ids(session, [attempt], conditions, starting=True):
            return Listing(lines(session, _ids(hits[:NEAR]), [attempt]), len(hits), parts=(attempt,))
    return None


def lines(session: Session, ids: Sequence[UUID], parts: Sequence[str] = ()) -> list[HouseholdLine]:
    """List lines for these households, in this order; `parts` are what they were found by."""
    households = {row.id: row for row in repository.households_by_id(session, ids)}
    found = list(households)
    members = search.members(session, [household_id.hex for household_id in found])
    heads = _heads(session, households.values(), members)
    visited = set(session.scalars(visited_ids().where(col(Visit.household_id).in_(found))))
    split = set(session.scalars(conflict_ids().where(col(Conflict.household_id).in_(found))))
    assessed: dict[UUID, list[MpiAssessment]] = {}
    for row in session.exec(select(MpiAssessment).where(col(MpiAssessment.household_id).in_(found))):
        assessed.setdefault(row.household_id, []).append(row)
    return [
        HouseholdLine(
            households[i],
            heads.get(i, ""),
            sum(member.life_state == LifeState.ALIVE for member in members[i.hex]),
            matched=_matched(households[i], members[i.hex], parts) if parts else "",
            visited=i in visited,
            conflict=i in split,
            deprived=deprived(_standing(assessed.get(i, []), members[i.hex])),
        )
        for i in ids
        if i in households
    ]


def _standing(assessments: Iterable[MpiAssessment], members: Iterable[Member]) -> list[MpiAssessment]:
    """Those of the household itself and of who lives there."""
    here = {member.id for member in members if member.life_state == LifeState.ALIVE}
    return [row for row in assessments if row.person_id is None or row.person_id.hex in here]


def _heads(session: Session, households: Iterable[Household], members: Mapping[str, list[Member]]) -> dict[UUID, str]:
    """The name of each household's head, who may live in another one by now."""
    names = {member.id: member.full_name for home in members.values() for member in home}
    headed = {household.id: household.head_id for household in households if household.head_id}
    elsewhere = [head_id for head_id in headed.values() if head_id.hex not in names]
    if elsewhere:
        away = session.exec(select(Person).where(col(Person.id).in_(elsewhere)))
        names |= {person.id.hex: person.full_name() for person in away}
    return {household_id: names.get(head_id.hex, "") for household_id, head_id in headed.items()}


def _matched(household: Household, members: Sequence[Member], parts: Sequence[str]) -> str:
    """Whose name was found, where it is neither the head's nor the house's number."""
    found = sorted(member for member in members if member.holds(parts))
    head_id = household.head_id.hex if household.head_id else ""
    if not found or search.house_holds(household, parts) or any(member.id == head_id for member in found):
        return ""
    return found[0].full_name


def deprived(
    assessments: Iterable[MpiAssessment], sets: Mapping[str, IndicatorSet] | None = None
) -> tuple[Dimension, ...]:
    """The dimensions in which the household or a member is deprived, each by the latest year that they were assessed.

    `sets` are the indicator sets by version, the shipped ones if None.
    """
    persons, homes = results_by_subject(assessments, sets)
    results = [*persons.values(), *homes.values()]
    return tuple(dimension for dimension in Dimension if any(result.get(dimension) for result in results))


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
        plans=repository.rows_of(session, Plan, household_id),
        assistance=repository.rows_of(session, Assistance, household_id),
        receipts=repository.rows_of(session, WelfareReceipt, household_id),
        decisions=repository.rows_of(session, StageDecision, household_id),
        assessments=repository.rows_of(session, MpiAssessment, household_id),
        conflicts=list(
            session.exec(select(Conflict).where(Conflict.household_id == household_id, repository.open_conflicts()))
        ),
        refused=session.exec(
            select(func.count()).where(OutboxEntry.household_id == household_id, outbox.in_tray())
        ).one(),
        reference=reference.in_force(session),
    )
