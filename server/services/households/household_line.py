"""What the list of households says of each: worked out from its rows by the rules of the reports."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlmodel import Session

from server.services import districts
from server.services.exchanging.rows import table
from shared_models.assignment import AssignmentRole
from shared_models.conflict import ConflictStatus
from shared_models.failing import failed_dimensions, latest_of_home
from shared_models.finding import FindingStatus
from shared_models.fiscal_year import thai_day
from shared_models.labels.moment import read_partial
from shared_models.person import full_name
from shared_models.plan import PLANNED, UNDER_WAY
from shared_models.problem import OPEN
from shared_models.reference import Reference
from shared_models.reports.caseload import Caseload, is_living_here, merged_needs
from shared_models.reports.targeting import NEEDS as TARGETING
from shared_models.reports.targeting import Homes, NoRule, rule_in
from shared_models.search_words import LINE, house_words, person_words, place
from shared_models.stage_decision import standing
from shared_models.thai_text import sort_key

NEVER = "9999-12-31"
NEEDS = merged_needs(
    TARGETING,
    {
        "household": ("house_no", "house_code", "head_id"),
        "person": ("title", "given_name", "family_name", "former_names", "citizen_id", "phone"),
        "problem": ("status",),
        "visit": ("started_at", "finished_at"),
        "four_t": (),
        "plan": ("status",),
        "stage_decision": ("programme_year", "stage", "decided_on"),
        "assignment": ("officer_id", "role", "since", "until"),
        "conflict": ("status",),
        "finding": ("status",),
    },
)


class Work(StrEnum):
    """What a household has or lacks, as the office filters by."""

    ANALYSED = "analysed"
    PLANNED = "planned"
    CONFLICT = "conflict"
    FINDING = "finding"


@dataclass
class _Rows:
    """The rows of some households by entity and household."""

    by_home: dict[str, defaultdict[UUID, list[Any]]]

    def of(self, entity: str, household_id: UUID) -> list[Any]:
        return self.by_home[entity][household_id]

    def every(self, entity: str) -> Iterator[Any]:
        return (row for rows in self.by_home[entity].values() for row in rows)


def lines(
    session: Session, district: str, household_ids: Collection[UUID], *, today: date, reference: Reference
) -> list[dict[str, Any]]:
    """The columns of HouseholdLine for those of these households that are in the district."""
    rows = _read(session, district, household_ids)
    caseload = Caseload.of_year(
        {entity: list(rows.every(entity)) for entity in TARGETING}, today=today, reference=reference
    )
    groups = _groups(caseload)
    heads = _heads(session, rows)
    return [
        _line(rows, home, groups.get(home.id, ""), heads.get(home.head_id, ""), caseload)
        for home in rows.every("household")
    ]


def _read(session: Session, district: str, household_ids: Collection[UUID]) -> _Rows:
    connection, found = session.connection(), {}
    for entity, names in NEEDS.items():
        columns = table(entity).columns
        wanted = select(*(columns[name] for name in dict.fromkeys(("id", "household_id", *names))))
        is_theirs = columns.household_id.in_(household_ids)
        if entity == "mpi_assessment":
            people = table("person").columns
            is_theirs = or_(
                is_theirs, columns.person_id.in_(select(people.id).where(people.household_id.in_(household_ids)))
            )
        by_home: defaultdict[UUID, list[Any]] = defaultdict(list)
        for row in connection.execute(wanted.where(columns.district_code == district, is_theirs)):
            by_home[row.household_id].append(row)
        found[entity] = by_home
    return _Rows(found)


def _groups(caseload: Caseload) -> dict[UUID, str]:
    """The target groups of each household and of those who live there; none before the first rule."""
    found: dict[UUID, str] = {}
    with suppress(NoRule, KeyError):
        for household, memberships in Homes.of(caseload, until=caseload.programme_year).memberships(caseload):
            found[household.id] = _codes(sorted({one.group.value for one in memberships}))
    return found


def _heads(session: Session, rows: _Rows) -> dict[UUID, str]:
    """The names of heads by id; a head may live in another household by now."""
    known = {person.id: _name(person) for person in rows.every("person")}
    away = [home.head_id for home in rows.every("household") if home.head_id and home.head_id not in known]
    if away:
        people = table("person").columns
        named = select(people.id, people.title, people.given_name, people.family_name).where(
            people.district_code.in_(districts.served(session)), people.id.in_(away)
        )
        known.update((person.id, _name(person)) for person in session.connection().execute(named))
    return known


def _name(person: Any) -> str:
    return full_name(None, person.given_name, person.family_name)


def _line(rows: _Rows, home: Any, groups: str, head: str, caseload: Caseload) -> dict[str, Any]:
    people = rows.of("person", home.id)
    living = {person.id for person in people if is_living_here(person)}
    latest = latest_of_home(rows.of("mpi_assessment", home.id), living)
    assigned = [one for one in rows.of("assignment", home.id) if one.role == AssignmentRole.RESPONSIBLE]
    officer = max(
        (one for one in assigned if _is_on(one, caseload.on)), key=lambda one: (one.since, one.id), default=None
    )
    return {
        "household_id": home.id,
        "village": home.village_code,
        "place": place(home.village_code, home.house_no),
        "head_sort": sort_key(head),
        "status": str(home.status),
        "members": len(living),
        "failed": _codes(failed_dimensions(latest, caseload.reference.indicator_sets)),
        "groups": groups,
        "stage": _stage(rows.of("stage_decision", home.id)),
        "visited_on": _visited_on(rows.of("visit", home.id)),
        "open_problems": sum(problem.status == OPEN for problem in rows.of("problem", home.id)),
        "work": _work(rows, home.id),
        "officer_id": officer.officer_id if officer else None,
        "stale_on": _stale_on(people, assigned, caseload),
        "words": _words(home, people),
    }


def _codes(values: Iterable[str]) -> str:
    return "".join(f" {value}" for value in values)


def _is_on(assignment: Any, day: date) -> bool:
    """As Assignment.is_on, of a row of columns."""
    return bool(assignment.since <= day and (assignment.until is None or day <= assignment.until))


def _stage(decisions: list[Any]) -> str:
    """As last decided, of the latest year."""
    by_year = {year: decision for (_, year), decision in standing(decisions).items()}
    return str(by_year[max(by_year)].stage) if by_year else ""


def _visited_on(visits: list[Any]) -> str:
    started = [visit.started_at for visit in visits if visit.finished_at]
    return thai_day(max(started)).isoformat() if started else ""


def _work(rows: _Rows, home: UUID) -> str:
    has = {
        Work.ANALYSED: bool(rows.of("four_t", home)),
        Work.PLANNED: any(plan.status in (PLANNED, UNDER_WAY) for plan in rows.of("plan", home)),
        Work.CONFLICT: any(one.status == ConflictStatus.OPEN for one in rows.of("conflict", home)),
        Work.FINDING: any(one.status == FindingStatus.OPEN for one in rows.of("finding", home)),
    }
    return _codes(work.value for work, is_there in has.items() if is_there)


def _stale_on(people: list[Any], assigned: list[Any], caseload: Caseload) -> str:
    """The first day after today on which a rule's age is reached, or an assignment begins or is over."""
    days = [one.since for one in assigned] + [one.until + timedelta(days=1) for one in assigned if one.until]
    with suppress(NoRule):
        rule = rule_in(caseload, caseload.programme_year)
        ages = [age for age in (rule.minor_under, rule.aged_from) if age is not None]
        days += [day for person in people for age in ages for day in _reached(person.birth, age)]
    return min((day.isoformat() for day in days if day > caseload.on), default=NEVER)


def _reached(birth: str | None, age: int) -> Iterator[date]:
    """The earliest and the latest day on which somebody can be of that age."""
    known = read_partial(birth)
    for born in {known.first_day(), known.last_day()} if known else ():
        if born:
            yield date(born.year + age, born.month, 1) + timedelta(days=born.day - 1)


def _words(home: Any, people: list[Any]) -> str:
    of_people = (
        person_words(person.given_name, person.family_name, person.former_names, person.citizen_id, person.phone)
        for person in people
    )
    return LINE.join([house_words(home.house_no, home.house_code), *of_people])
