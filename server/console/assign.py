"""Assigning: which officer looks after which villages and households, what follows from it, and doing it."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from server.console.area_names import AreaNames
from server.console.lines import brought_up
from server.console.render import page, sentence
from server.console.visitor import FormDep, LanguageDep, VisitorDep, allowed, areas_of, check, record
from server.console.words import Language, say
from server.database import Database
from server.deps import DatabaseDep
from server.services.exchanging.tablet_sizes import TooMuchForATablet
from server.services.households import household_index, household_list, household_search
from server.services.households.household_search import LENGTH, Narrowing
from server.services.people import assignees, assigning, tablets, workload
from server.services.people.assigning import ChangedMeanwhile, Plan, Wish
from server.services.people.console_sessions import Visitor
from server.services.people.officers import UnknownOfficer
from server.services.people.workload import Load
from server.services.proving.audit import Action
from server.services.reviewing.office_edit import Supervisor
from shared_models.access import ASSIGN, READ, RECORD
from shared_models.area import Level, UnknownArea, contains, known
from shared_models.errors import DomainError, InvalidChange
from shared_models.fiscal_year import first_day, fiscal_year, thai_day
from shared_models.thai_text import sort_key

router = APIRouter()
VILLAGE, HOUSEHOLD = "village-", "household-"  # before what is ticked in a form


@router.get("/assign")
def show(
    request: Request,
    database: DatabaseDep,
    visitor: VisitorDep,
    told: LanguageDep,
    area: str = "",
    done: bool = False,
    number: Annotated[int, Query(alias="page")] = 1,
) -> Response:
    check(visitor, ASSIGN)
    if way := brought_up(database, request.app.state.runner, visitor, thai_day(datetime.now(UTC)), where="/assign"):
        return way
    return _villages(request, database, visitor, told, area=area, done=done, number=number)


def _villages(
    request: Request,
    database: Database,
    visitor: Visitor,
    told: Language,
    *,
    area: str = "",
    done: bool = False,
    number: int = 1,
    problem: DomainError | None = None,
) -> Response:
    """The officers' work, and the villages: those that nobody looks after come first."""
    began = _refreshed(database, visitor)
    with database.reading() as session:
        people = assignees.officers(session, visitor.district)
        cells = workload.cells(session, visitor.district, year_began=began)
        words = AreaNames(session, visitor.district, told)
    areas, loads = assignees.areas_of(people.values()), workload.by_village(cells)
    keepers = {village: [people[own].name for own in workload.keepers(village, areas)] for village in loads}
    chosen = sorted((v for v in loads if not area or contains(area, v)), key=lambda v: (bool(keepers[v]), v))
    number = min(max(number, 1), len(chosen) // LENGTH + 1)
    shown = chosen[(number - 1) * LENGTH : number * LENGTH]
    of_officers = workload.by_officer(cells, areas)
    return page(
        request,
        "assign/villages.html",
        status=_status(problem),
        problem=sentence(problem, told) if problem else "",
        done=done,
        area=area,
        subdistricts=areas_of(visitor)[1:],
        officers=_sorted(assignees.in_field(people.values())),
        loads=of_officers,
        most=max((load.households for load in of_officers.values()), default=0) or 1,
        villages=[(village, loads[village], keepers[village]) for village in shown],
        count=len(chosen),
        number=number,
        first=(number - 1) * LENGTH + 1,
        left=sum(not keepers[village] for village in loads),
        in_all=len(loads),
        words=words,
        nothing=Load(),
        may_choose_homes=_may_choose_homes(visitor),
    )


@router.get("/assign/households")
def households(
    request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, village: str = "", number: int = 1
) -> Response:
    """The households of a village, to be given one by one."""
    check(visitor, ASSIGN)
    check(visitor, READ)
    if len(village) != Level.VILLAGE or not contains(visitor.district, village) or not known(village):
        raise UnknownArea(area=village)
    began, number = _refreshed(database, visitor), min(max(number, 1), 1000)
    with database.reading() as session:
        narrowing = Narrowing(village=village)
        found = household_search.find(
            session, visitor.district, narrowing, held=[visitor.district], year_began=began, page=number
        )
        lines = household_list.listed(session, visitor.district, found.ids)
        people, words = assignees.officers(session, visitor.district), AreaNames(session, visitor.district, told)
    with database.writing() as session:
        record(session, visitor, Action.HOUSEHOLDS_SEARCHED, village, datetime.now(UTC))
    return page(
        request,
        "assign/households.html",
        village=village,
        lines=lines,
        count=found.count,
        number=number,
        first=(number - 1) * LENGTH + 1,
        officers=_sorted(assignees.in_field(people.values())),
        words=words,
    )


@router.post("/assign/plan")
def plan(request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, form: FormDep) -> Response:
    """What the choice comes to; nothing is saved by it."""
    check(visitor, ASSIGN)
    try:
        return _plan(request, database, visitor, told, _wish(form, visitor))
    except (InvalidChange, TooMuchForATablet, ChangedMeanwhile) as problem:
        return _villages(request, database, visitor, told, area=form.get("area", ""), problem=problem)


@router.post("/assign")
def carry_out(
    request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, form: FormDep
) -> Response:
    """Do what the plan said. Where somebody was quicker, the plan as it is now, and nothing is saved."""
    check(visitor, ASSIGN)
    now, began = datetime.now(UTC), _refreshed(database, visitor)
    try:
        wish = _wish(form, visitor)
        with database.writing() as session:
            supervisor = Supervisor(visitor.district, visitor.officer_id)
            done = assigning.carry_out(session, supervisor, wish, mark=form.get("mark", ""), year_began=began, now=now)
            _on_record(session, visitor, done, now)
    except ChangedMeanwhile as problem:
        return _again(request, database, visitor, told, form, problem)
    except (InvalidChange, TooMuchForATablet) as problem:
        return _villages(request, database, visitor, told, problem=problem)
    return RedirectResponse("/assign?done=true", 303)


def _again(
    request: Request,
    database: Database,
    visitor: Visitor,
    told: Language,
    form: Mapping[str, str],
    problem: ChangedMeanwhile,
) -> Response:
    try:
        return _plan(request, database, visitor, told, _wish(form, visitor), problem=problem)
    except (InvalidChange, TooMuchForATablet, ChangedMeanwhile):
        return _villages(request, database, visitor, told, problem=problem)


def _plan(
    request: Request,
    database: Database,
    visitor: Visitor,
    told: Language,
    wish: Wish,
    problem: DomainError | None = None,
) -> Response:
    began = _refreshed(database, visitor)
    with database.reading() as session:
        found = assigning.plan(session, visitor.district, wish, year_began=began)
        people, words = assignees.officers(session, visitor.district), AreaNames(session, visitor.district, told)
        lines = {line.id: line for line in tablets.officer_lines(session, visitor.district)}
    return page(
        request,
        "assign/plan.html",
        status=_status(problem),
        problem=sentence(problem, told) if problem else "",
        plan=found,
        wish=wish,
        people=people,
        what=_what(wish, told),
        short_name=tablets.short_name,
        has_tablet=lines[wish.officer_id].tablets > 0,
        most=max((max(one.before.households, one.after.households) for one in found.changes), default=0) or 1,
        words=words,
    )


@router.get("/assign/officers/{officer_id}")
def officer(
    request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, officer_id: UUID
) -> Response:
    """An officer's areas, those of today and those that ended."""
    check(visitor, ASSIGN)
    began = _refreshed(database, visitor)
    with database.reading() as session:
        people = assignees.officers(session, visitor.district)
        if officer_id not in people:
            raise UnknownOfficer()
        held = assignees.past_areas(session, visitor.district, officer_id)
        cells = workload.cells(session, visitor.district, year_began=began)
        words, holding = (
            AreaNames(session, visitor.district, told),
            tablets.will_hold(session, visitor.district, officer_id),
        )
    return page(
        request,
        "assign/officer.html",
        one=people[officer_id],
        held=held,
        load=workload.by_officer(cells, assignees.areas_of(people.values())).get(officer_id, Load()),
        by_name=sum(load.households for cell, load in cells.items() if cell.officer_id == officer_id),
        holding=holding,
        may_get=people[officer_id] in assignees.in_field(people.values()),
        areas=areas_of(visitor),
        words=words,
    )


def _refreshed(database: Database, visitor: Visitor) -> str:
    """Brings the counts up to date. Returns the first day of the fiscal year."""
    today = thai_day(datetime.now(UTC))
    household_index.refresh(database, visitor.district, today)
    return first_day(fiscal_year(today)).isoformat()


def _wish(form: Mapping[str, str], visitor: Visitor) -> Wish:
    """What is ticked and chosen. Raises InvalidChange where no officer is, NotPermitted for households."""
    try:
        officer_id = UUID(form.get("officer", ""))
        homes = tuple(UUID(name.removeprefix(HOUSEHOLD)) for name in form if name.startswith(HOUSEHOLD))
    except ValueError:
        raise InvalidChange(field="officer", reason="not_in_field") from None
    if homes:
        check(visitor, READ)
        check(visitor, RECORD)
    ticked = [name.removeprefix(VILLAGE) for name in form if name.startswith(VILLAGE)]
    areas = tuple(sorted({*ticked, *([form["whole"]] if form.get("whole") else ())}))
    return Wish(officer_id, areas, homes, form.get("mode") != "beside", form.get("ends", ""))


def _on_record(session: Session, visitor: Visitor, done: Plan, now: datetime) -> None:
    for action, areas in ((Action.AREA_ENDED, done.ends), (Action.AREA_GIVEN, done.gives)):
        for officer_id, codes in areas.items():
            record(session, visitor, action, f"{officer_id} {' '.join(codes)}", now)
    if done.wish.households:
        record(session, visitor, Action.ASSIGNED, f"{done.wish.officer_id} {len(done.wish.households)}", now)


def _may_choose_homes(visitor: Visitor) -> bool:
    return allowed(visitor, READ) and allowed(visitor, RECORD)


def _status(problem: DomainError | None) -> int:
    if problem is None:
        return 200
    return 409 if isinstance(problem, ChangedMeanwhile) else 422


def _what(wish: Wish, told: Language) -> str:
    if wish.households:
        return say("n_households", told, n=f"{len(wish.households):,}")
    are_villages = all(len(code) == Level.VILLAGE for code in wish.areas)
    return say("n_villages" if are_villages else "n_areas", told, n=f"{len(wish.areas):,}")


def _sorted(people: list[Any]) -> list[Any]:
    return sorted(people, key=lambda one: sort_key(one.name))
