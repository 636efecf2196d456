"""A household's file in the office: everything that is stored of it now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar
from uuid import UUID

from sqlmodel import Session, col, select

from server.services import districts, reference
from server.services.households.household_list import Keepers
from server.tables import LoggedOperation
from shared_models import stage_decision
from shared_models.area import contains
from shared_models.assignment import Assignment, AssignmentRole
from shared_models.assistance import Assistance
from shared_models.conflict import Conflict, ConflictStatus
from shared_models.deprivation import results_by_subject
from shared_models.errors import DomainError
from shared_models.failing import failed_dimensions, latest_of_home
from shared_models.finding import Finding, FindingStatus
from shared_models.fiscal_year import fiscal_year
from shared_models.four_t import FourTAnalysis
from shared_models.household import Household, HouseholdStatus
from shared_models.mpi import Dimension, MpiAssessment
from shared_models.person import Person
from shared_models.plan import PLANNED, UNDER_WAY, Plan
from shared_models.problem import OPEN, Problem
from shared_models.reference import Reference
from shared_models.reports.caseload import is_living_here
from shared_models.rows import homes
from shared_models.stage_decision import StageDecision
from shared_models.synced import Synced
from shared_models.target_group import TargetGroup, groups
from shared_models.visit import Visit
from shared_models.welfare_receipt import WelfareReceipt

Row = TypeVar("Row", bound=Synced)


class UnknownHousehold(DomainError):
    """There is no such household in the areas that the visitor may read."""

    code = "unknown_household"


@dataclass(frozen=True)
class HouseholdFile:
    """What is stored of a household, newest first where it has days. `former` are persons who live elsewhere by now.

    `people` has them and all others whom its rows name, by id.
    """

    household: Household
    members: list[Person]
    former: list[Person]
    people: dict[UUID, Person]
    assessments: list[MpiAssessment]
    problems: list[Problem]
    plans: list[Plan]
    analyses: list[FourTAnalysis]
    assistances: list[Assistance]
    receipts: list[WelfareReceipt]
    visits: list[Visit]
    decisions: list[StageDecision]
    conflicts: list[Conflict]
    findings: list[Finding]
    officers: tuple[str, ...]
    names: dict[UUID, str]
    reference: Reference
    today: date

    @property
    def head(self) -> Person | None:
        return self.people.get(self.household.head_id) if self.household.head_id else None

    @property
    def failed(self) -> tuple[Dimension, ...]:
        """The dimensions that the household or somebody in it fails."""
        living = {person.id for person in self.members if is_living_here(person)}
        return failed_dimensions(latest_of_home(self.assessments, living), self.reference.indicator_sets)

    def failed_by(self, person: Person) -> tuple[Dimension, ...]:
        """The dimensions that a member fails by an assessment of their own."""
        own, _ = results_by_subject(latest_of_home(self.assessments, [person.id]), self.reference.indicator_sets)
        results = own.get(person.id, {})
        return tuple(dimension for dimension in Dimension if results.get(dimension))

    @property
    def memberships(self) -> list[TargetGroup]:
        """Of this programme year; none for a household that does not live here, or by tables that know none."""
        if self.household.status != HouseholdStatus.ACTIVE:
            return []
        year = fiscal_year(self.today)
        surveyed = [row for row in self.assessments if row.survey_year <= year]
        own, shared = results_by_subject(surveyed, self.reference.indicator_sets)
        try:
            return groups(
                self.household,
                self.members,
                own=own,
                shared=shared.get(self.household.id, {}),
                programme_year=year,
                on=self.today,
                rules=self.reference.target_rules,
                table=self.reference.target_groups,
            )
        except (KeyError, ValueError):  # a rule that begins later, or that the truth table does not have
            return []

    @property
    def stage(self) -> StageDecision | None:
        """As last decided, of the latest year."""
        standing = stage_decision.standing(self.decisions)
        return standing[max(standing, key=lambda key: key[1])] if standing else None

    def is_helped(self, problem: Problem) -> bool:
        """Whether help was given or asked for it."""
        return any(problem.id in help_.problem_ids() for help_ in self.assistances)

    def is_planned(self, problem: Problem) -> bool:
        """Whether a plan that stands answers it."""
        stands = (plan for plan in self.plans if plan.status in (PLANNED, UNDER_WAY))
        return any(problem.id in plan.problem_ids() for plan in stands)

    @property
    def open_problems(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.status == OPEN]


def find(session: Session, district: str, household_id: UUID, held: Iterable[str]) -> Household:
    """The household's row, if it is in one of these areas. Raises UnknownHousehold, which tells no more than that."""
    row = session.get(Household, (district, household_id))
    if row is None or not any(contains(code, row.village) for code in held):
        raise UnknownHousehold(reason="office")
    return row


def read(session: Session, district: str, household_id: UUID, *, held: Iterable[str], today: date) -> HouseholdFile:
    """Raises UnknownHousehold."""
    household = find(session, district, household_id, held)

    def rows(model: type[Row], *order: Any) -> list[Row]:
        theirs = select(model).where(model.district_code == district, model.household_id == household_id)
        return list(session.exec(theirs.order_by(*order, col(model.id).desc())))

    members = rows(Person, col(Person.birth))
    former = former_members(session, household_id)
    head = _persons(session, [household.head_id]) if household.head_id else []
    people = {person.id: person for person in [*head, *former, *members]}
    keepers = Keepers(session, district)
    found = HouseholdFile(
        household=household,
        members=sorted(members, key=lambda person: (not is_living_here(person), person.id != household.head_id)),
        former=former,
        people=people,
        assessments=_assessments(session, district, household_id, members),
        problems=rows(Problem, col(Problem.found_on).desc()),
        plans=rows(Plan, col(Plan.decided_on).desc()),
        analyses=rows(FourTAnalysis, col(FourTAnalysis.analysed_on).desc()),
        assistances=rows(Assistance, col(Assistance.given_on).desc()),
        receipts=rows(WelfareReceipt, col(WelfareReceipt.paid_on).desc()),
        visits=rows(Visit, col(Visit.started_at).desc()),
        decisions=rows(StageDecision),
        conflicts=[one for one in rows(Conflict) if one.status == ConflictStatus.OPEN],
        findings=[one for one in rows(Finding) if one.status == FindingStatus.OPEN],
        officers=keepers.of(_responsible(rows(Assignment), today), household.village),
        names=keepers.names,
        reference=reference.read(session, district),
        today=today,
    )
    session.expunge_all()
    return found


def former_members(session: Session, household_id: UUID) -> list[Person]:
    """Who lives in another household by now: the edits that took them there named this one."""
    everywhere = districts.served(session)
    edited = select(LoggedOperation.row_id).where(
        col(LoggedOperation.district_code).in_(everywhere),
        LoggedOperation.household_id == household_id,
        LoggedOperation.entity == "person",
    )
    return [
        person
        for person in _persons(session, list(session.exec(edited)))
        if person.household_id != household_id and household_id in homes(person)
    ]


def _persons(session: Session, ids: Iterable[UUID]) -> list[Person]:
    """Wherever they are filed."""
    there = col(Person.district_code).in_(districts.served(session)), col(Person.id).in_(set(ids))
    return list(session.exec(select(Person).where(*there)))


def _assessments(session: Session, district: str, household_id: UUID, members: list[Person]) -> list[MpiAssessment]:
    """Those of the household, and those that its members had elsewhere."""
    theirs = (col(MpiAssessment.household_id) == household_id) | col(MpiAssessment.person_id).in_(
        [person.id for person in members]
    )
    return list(session.exec(select(MpiAssessment).where(MpiAssessment.district_code == district, theirs)))


def _responsible(assigned: list[Assignment], today: date) -> UUID | None:
    on = [one for one in assigned if one.role == AssignmentRole.RESPONSIBLE and one.is_on(today)]
    return max(on, key=lambda one: (one.since, one.id)).officer_id if on else None
