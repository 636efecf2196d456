"""Finding households and opening a household's file."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from uuid import UUID

from sqlmodel import Session, col, func, select

from field_app.services import assigned, reference
from field_app.services.household_filter import EVERYTHING, Narrowing
from field_app.services.household_lines import HouseholdLine, lines
from field_app.services.household_traits import HouseholdTraits
from field_app.services.narrowed import Passed
from field_app.services.tablet import Tablet
from field_app.store import outbox, repository, search
from field_app.store.tables import HouseholdText, OutboxEntry
from shared_models.assistance import Assistance
from shared_models.conflict import Conflict
from shared_models.deprivation import living_here
from shared_models.errors import DomainError
from shared_models.failing import Question, latest_of_home
from shared_models.four_t import FourTAnalysis
from shared_models.household import Household
from shared_models.mpi import Dimension, MpiAssessment
from shared_models.person import LifeState, Person
from shared_models.plan import Plan
from shared_models.problem import Problem
from shared_models.reference import Reference
from shared_models.search_words import parts_of
from shared_models.stage_decision import StageDecision
from shared_models.visit import Visit
from shared_models.welfare_receipt import WelfareReceipt

SHOWN = 100  # a list longer than this is narrowed by typing more, or shown in further windows
NEAR = 3


class UnknownHousehold(DomainError):
    """No household with this id is on this tablet."""

    code = "unknown_household"


@dataclass(frozen=True)
class Listing:
    """What a search came to: the first lines, how many there are in all, and among how many was searched.

    `parts` are the folded words that were looked for; `near` is what a shorter text finds, when nothing was found.
    `failing` counts by dimension what ticking it would leave, `indicators` are those that some household of the tablet
    fails; None and empty until its traits are known. `narrowing` is what was asked for.
    """

    lines: list[HouseholdLine]
    total: int
    searched: int = 0
    parts: tuple[str, ...] = ()
    near: "Listing | None" = None
    failing: Mapping[Dimension, int] | None = None
    indicators: Sequence[Question] = ()
    narrowing: Narrowing = EVERYTHING


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
    is_anothers: bool = False  # who has the tablet open records in assigned households alone, and this is none
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
        """The latest of the household itself and of each who lives here."""
        return latest_of_home(self.assessments, {person.id for person in living_here(self.members)})


async def villages(tablet: Tablet) -> list[str]:
    """The codes of the villages that this tablet has households of."""
    codes = select(Household.village_code).distinct()
    return await tablet.database.read(lambda session: sorted(session.exec(codes).all()))


async def find(tablet: Tablet, text: str, narrowing: Narrowing = EVERYTHING, *, shown: int = SHOWN) -> Listing:
    """Households in Thai order; an empty text lists all that pass `narrowing`."""
    if narrowing.by_rules:
        await tablet.traits.refresh(tablet.database)
    listing = await tablet.database.read(lambda session: _find(session, tablet, text, narrowing, shown))
    return replace(listing, narrowing=narrowing)


def _find(session: Session, tablet: Tablet, text: str, narrowing: Narrowing, shown: int) -> Listing:
    before: Collection[str] | None
    passed = tablet.narrowed.passed(session, tablet.database, narrowing)
    searched = _count(session) if passed.ids is None else len(passed.ids)
    parts = tuple(parts_of(text))
    if parts:
        before = search.household_ids(session, parts, passed.before_failed)
        found = before if passed.ids is None else [hit for hit in before if hit in passed.ids]
        near = None if found else _near(session, parts, passed)
        listing = Listing(lines(session, _ids(found[:shown]), parts), len(found), searched, parts, near)
    elif text.strip():
        return Listing([], 0, searched)
    else:
        before = passed.before_failed
        listing = Listing(lines(session, _first(session, tablet, narrowing, passed, shown)), searched, searched)
    return _with_choices(listing, tablet.traits, before)


def _with_choices(listing: Listing, traits: HouseholdTraits, among: Collection[str] | None) -> Listing:
    if not traits.ready:
        return listing
    failing = {dimension: traits.count(dimension, among) for dimension in Dimension}
    return replace(listing, failing=failing, indicators=traits.indicators())


def _count(session: Session) -> int:
    return session.exec(select(func.count()).select_from(Household)).one()


def _first(session: Session, tablet: Tablet, narrowing: Narrowing, passed: Passed, shown: int) -> Sequence[UUID]:
    """The first households by place; those that have no text yet come first in their village."""
    if narrowing.by_rules and passed.ids is not None:
        return _ids(tablet.traits.first(passed.ids, shown))
    by_place = func.coalesce(HouseholdText.place, Household.village_code)
    statement = select(Household.id).outerjoin(HouseholdText, col(HouseholdText.household_id) == col(Household.id))
    return session.exec(statement.where(*narrowing.conditions()).order_by(by_place).limit(shown)).all()


def _ids(hits: Iterable[str]) -> list[UUID]:
    return [UUID(text) for text in hits]


def _near(session: Session, parts: tuple[str, ...], passed: Passed) -> Listing | None:
    """A few households that come close: by one of the words alone, or by the beginning of the longest."""
    longest = max(parts, key=len)
    shorter = [longest[:size] for size in range(len(longest) - 1, max(len(longest) // 2, len(longest) - 1 - NEAR), -1)]
    for attempt in [*(parts if len(parts) > 1 else ()), *shorter]:
        if hits := search.household_ids(session, [attempt], passed.ids, starting=True):
            return Listing(lines(session, _ids(hits[:NEAR]), [attempt]), len(hits), parts=(attempt,))
    return None


async def open_file(tablet: Tablet, household_id: UUID) -> HouseholdFile:
    """Raises UnknownHousehold."""

    def work(session: Session) -> HouseholdFile:
        file = read_file(session, household_id)
        file.is_anothers = assigned.is_anothers(session, file.reference, tablet.officer.officer_id, household_id)
        return file

    return await tablet.database.read(work)


async def rehearse(tablet: Tablet) -> None:
    """List and open the first household, unseen: what is asked takes long only the first time."""
    listing = await find(tablet, "", shown=1)
    for line in listing.lines:
        await open_file(tablet, line.household.id)


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
