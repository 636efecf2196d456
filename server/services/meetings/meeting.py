"""The targeting meeting: which households it is about, what is decided for each of their problems, and what is not."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple, TypeVar
from uuid import UUID

from sqlmodel import Session, col, select

from server.services.households.household_traits import Traits
from server.services.meetings.meeting_targets import targets
from server.services.reporting.kept import Kept
from shared_models.fiscal_year import first_day, fiscal_year, last_day
from shared_models.four_t import FourTAnalysis
from shared_models.household import Household
from shared_models.mpi import Dimension
from shared_models.person import Person
from shared_models.plan import PLANNED, UNDER_WAY, Plan, PlanStatus
from shared_models.problem import OPEN, Problem
from shared_models.synced import Synced

WITH, WITHOUT = "with", "without"
T = TypeVar("T", bound=Synced)


class Narrowing(NamedTuple):
    """Which households: of an area of 4 to 8 digits, of one target group, that fail in one dimension, and by plan.

    "" for all; `plan` is WITH or WITHOUT one that this fiscal year decided.
    """

    area: str
    group: str = ""
    failed: str = ""
    plan: str = ""


class Listed(NamedTuple):
    """The households in the order of the meeting, and for how many of the area's something is decided."""

    targets: list[Traits]
    decided: int
    count: int


class Line(NamedTuple):
    """What is decided at once: a problem, or the household where `problem` is None. `plan` None: nothing yet.

    `key` finds it again; `seen` tells whether the plan is still the one that was shown.
    """

    key: str
    household_id: UUID
    problem: Problem | None
    plan: Plan | None

    @property
    def seen(self) -> str:
        """Changes with every edit of the plan."""
        return f"{self.plan.id.hex}.{self.plan.seq}" if self.plan else ""

    @property
    def is_open(self) -> bool:
        """Whether there is still something to decide or to change."""
        return self.plan is None or self.plan.status in (PLANNED, UNDER_WAY)


@dataclass(frozen=True)
class Home:
    """A household of the meeting. `people` are the names of all who were ever recorded there, by id."""

    household: Household
    failed: tuple[Dimension, ...]
    people: Mapping[UUID, str]
    four_t: FourTAnalysis | None
    lines: tuple[Line, ...]

    @property
    def head(self) -> str:
        """The name of its head, "" where nobody is."""
        return self.people.get(self.household.head_id, "") if self.household.head_id else ""


def listed(session: Session, kept: Kept, district: str, narrowing: Narrowing, *, today: date) -> Listed:
    """Households with an open problem, which come first, a failed dimension, or a plan of this fiscal year."""
    planned, (everyone, troubled) = _planned(session, district, today), targets(session, kept, district, today=today)
    inside = [
        target
        for number, target in enumerate(everyone)
        if (number < troubled or target.failed or target.id in planned) and _fits(target, narrowing)
    ]
    decided = sum(target.id in planned for target in inside) if planned else 0
    if narrowing.plan:
        wanted = narrowing.plan == WITH
        return Listed([target for target in inside if (target.id in planned) == wanted], decided, len(inside))
    return Listed(inside, decided, len(inside))


def _fits(target: Traits, narrowing: Narrowing) -> bool:
    return (
        target.village_code.startswith(narrowing.area)
        and (not narrowing.group or narrowing.group in target.groups)
        and (not narrowing.failed or narrowing.failed in target.failed)
    )


def _of_this_year(today: date) -> tuple[bool, bool]:
    """The conditions of a plan that counts as decided now, as the report of the campaign's progress has them."""
    year = fiscal_year(today)
    return (  # type: ignore[return-value]  # conditions of a query
        col(Plan.status) != PlanStatus.DROPPED,
        col(Plan.decided_on).between(first_day(year), last_day(year)),
    )


def _planned(session: Session, district: str, today: date) -> set[UUID]:
    here = select(Plan.household_id).where(Plan.district_code == district, *_of_this_year(today))
    return set(session.exec(here.distinct()))


def homes(session: Session, district: str, found: Sequence[Traits], *, today: date) -> list[Home]:
    """What the meeting reads of these households, in their order; one that left the district is left out.

    The rows are to be read after the transaction.
    """
    ids = [target.id for target in found]
    households = {row.id: row for row in _rows(session, Household, district, ids)}
    people = _by_home(_rows(session, Person, district, ids))
    four_ts = _by_home(_rows(session, FourTAnalysis, district, ids))
    lines = lines_of(session, district, ids, today=today)
    session.expunge_all()
    return [
        Home(
            household=households[target.id],
            failed=target.failed,
            people={person.id: person.full_name() for person in people[target.id]},
            four_t=_latest(four_ts[target.id]),
            lines=tuple(lines[target.id]),
        )
        for target in found
        if target.id in households
    ]


def lines_of(session: Session, district: str, ids: Iterable[UUID], *, today: date) -> dict[UUID, list[Line]]:
    """By household: its open problems, then plans that are for none of them; itself where there is neither."""
    wanted = list(ids)
    problems = _by_home(_rows(session, Problem, district, wanted, Problem.status == OPEN))
    plans = _by_home(_rows(session, Plan, district, wanted, *_of_this_year(today)))
    return {
        home: _lines(
            home,
            sorted(problems[home], key=lambda row: (row.found_on, row.id)),
            sorted(plans[home], key=_newest_first),
        )
        for home in wanted
    }


def _by_home(rows: Iterable[T]) -> defaultdict[UUID, list[T]]:
    found: defaultdict[UUID, list[T]] = defaultdict(list)
    for row in rows:
        found[row.household_id].append(row)
    return found


def _newest_first(plan: Plan) -> tuple[int, int]:
    return -plan.decided_on.toordinal(), -plan.id.int


def _lines(home: UUID, problems: Sequence[Problem], plans: Sequence[Plan]) -> list[Line]:
    lines = [
        Line(f"q{problem.id.hex}", home, problem, next((p for p in plans if problem.id in p.problem_ids()), None))
        for problem in problems
    ]
    shown = {line.plan.id for line in lines if line.plan}
    lines += [Line(f"p{plan.id.hex}", home, None, plan) for plan in plans if plan.id not in shown]
    return lines or [Line(f"h{home.hex}", home, None, None)]


def _latest(analyses: Iterable[FourTAnalysis]) -> FourTAnalysis | None:
    return max(analyses, key=lambda row: (row.analysed_on, row.id), default=None)


def four_t_of(session: Session, district: str, household_id: UUID) -> FourTAnalysis | None:
    """The household's latest analysis."""
    return _latest(_rows(session, FourTAnalysis, district, [household_id]))


def _rows(session: Session, model: type[T], district: str, ids: Sequence[UUID], *conditions: bool) -> list[T]:
    """Edits do not pass through the session: what it knows is read again."""
    here = select(model).where(model.district_code == district, col(model.household_id).in_(ids), *conditions)
    return list(session.exec(here.execution_options(populate_existing=True)))


def agencies(session: Session, district: str) -> set[str]:
    """Those that plans of the district name."""
    named = select(Plan.agency).where(Plan.district_code == district, col(Plan.agency).is_not(None)).distinct()
    return {agency for agency in session.exec(named) if agency}
