"""Pivots kept under a name: the list, keeping one, renaming, removing."""

from dataclasses import replace
from datetime import UTC, datetime
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.datastructures import QueryParams

from server.console import pivot_choice
from server.console.pivot_choice import Choice
from server.console.render import page, sentence
from server.console.report_area import area_asked, areas_seen
from server.console.visitor import FormDep, LanguageDep, VisitorDep, check
from server.deps import DatabaseDep
from server.services.people.console_sessions import Visitor
from server.services.reporting import saved_pivots
from server.services.reporting.saved_pivots import TooManyPivots
from shared_models.access import READ
from shared_models.errors import InvalidChange
from shared_models.reports import REPORTS

router = APIRouter()


@router.get("/reports/saved")
def show(request: Request, database: DatabaseDep, visitor: VisitorDep) -> Response:
    check(visitor, READ, area_asked(visitor, ""))
    return _page(request, database, visitor)


@router.post("/reports/saved")
def keep(request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, fields: FormDep) -> Response:
    """Keep the table of the form's address. A name that will not do comes back with a sentence, nothing lost."""
    choice = _choice(visitor, fields.get("query", ""))
    name, shared = fields.get("name", ""), bool(fields.get("shared"))
    try:
        with database.writing() as session:
            saved_pivots.keep(session, visitor, name, kept_query(visitor, choice), shared=shared, now=datetime.now(UTC))
    except (InvalidChange, TooManyPivots) as refused:
        return _page(request, database, visitor, choice, {"name": name, "shared": shared}, sentence(refused, told))
    return RedirectResponse(f"/reports/pivot?{choice.query()}#kept", 303)


@router.post("/reports/saved/{pivot_id}")
def rename(
    request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, fields: FormDep, pivot_id: UUID
) -> Response:
    check(visitor, READ, area_asked(visitor, ""))
    shared = bool(fields.get("shared"))
    try:
        with database.writing() as session:
            name = fields.get("name", "")
            saved_pivots.rename(session, visitor, pivot_id, name, shared=shared, now=datetime.now(UTC))
    except InvalidChange as refused:
        return _page(request, database, visitor, renaming=pivot_id, problem=sentence(refused, told))
    return RedirectResponse("/reports/saved", 303)


@router.post("/reports/saved/{pivot_id}/remove")
def remove(database: DatabaseDep, visitor: VisitorDep, _form: FormDep, pivot_id: UUID) -> Response:
    check(visitor, READ, area_asked(visitor, ""))
    with database.writing() as session:
        saved_pivots.remove(session, visitor, pivot_id, now=datetime.now(UTC))
    return RedirectResponse("/reports/saved", 303)


def kept_query(visitor: Visitor, choice: Choice) -> str:
    """The address without the widest area of who keeps it: another one opens it with the own."""
    is_widest = choice.area == next(iter(areas_seen(visitor)), "")
    return choice.query(area="" if is_widest else choice.area)


def _choice(visitor: Visitor, query: str) -> Choice:
    """Raises InvalidPivot, UnknownArea, NotPermitted."""
    choice, _ = pivot_choice.read(QueryParams(query))
    choice = replace(choice, area=area_asked(visitor, choice.area))
    _ = choice.spec
    return choice


def _page(
    request: Request,
    database: DatabaseDep,
    visitor: Visitor,
    keeping: Choice | None = None,
    entered: dict[str, object] | None = None,
    problem: str = "",
    *,
    renaming: UUID | None = None,
) -> Response:
    with database.reading() as session:
        found = saved_pivots.listed(session, visitor)
    values = {"saved": found, "names": list(REPORTS), "choice": keeping, "entered": entered or {}, "problem": problem}
    return page(request, "reports/saved.html", status=422 if problem else 200, renaming=renaming, **values)
