"""The pivot builder: a table somebody designs, seen as table, bars or heat map. The address is the report."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from server.console import moments, pivot_choice
from server.console.chart import bars
from server.console.export import Kind, Told, export
from server.console.heat import heat
from server.console.pivot_choice import PART, Choice, Sort, View, can_narrow, field_of
from server.console.pivot_words import Wording, left_out
from server.console.render import page as rendered
from server.console.report_area import area_asked, areas_seen
from server.console.visitor import KeptDep, LanguageDep, VisitorDep
from server.console.words import Language, say
from server.deps import DatabaseDep
from server.services import reference
from server.services.people.console_sessions import Visitor
from server.services.reporting import saved_pivots
from server.services.reporting.kept import Kept
from server.services.reporting.pivots import Counting
from shared_models.area import display_name
from shared_models.fiscal_year import thai_day
from shared_models.reference import Reference
from shared_models.reports import REPORTS
from shared_models.reports.named import Line, Named
from shared_models.reports.pivot_share import Shown, by_total
from shared_models.reports.table import Table

router = APIRouter()
LENGTH, MOST_COLUMNS = 100, 20  # rows of a page, columns on it
HOUSEHOLD_LINKS = frozenset({"village", "subdistrict", "district"})


@dataclass(frozen=True)
class Asked:
    """A choice of the address in the area that it is counted for."""

    choice: Choice
    left_out: Sequence[str]
    now: datetime

    def counting(self, session: Session, kept: Kept, visitor: Visitor) -> Counting:
        return Counting(session, kept, visitor.district, self.choice.area, thai_day(self.now))


def asked(request: Request, visitor: VisitorDep) -> Asked:
    """Raises InvalidPivot, UnknownArea, NotPermitted."""
    choice, out = pivot_choice.read(request.query_params)
    choice = replace(choice, area=area_asked(visitor, choice.area))
    _ = choice.spec
    return Asked(choice, out, datetime.now(UTC))


AskedDep = Annotated[Asked, Depends(asked)]


@router.get("/reports/pivot")
def show(
    request: Request,
    database: DatabaseDep,
    kept: KeptDep,
    visitor: VisitorDep,
    told: LanguageDep,
    wanted: AskedDep,
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> Response:
    """With a condition just chosen in the form, the address that holds it."""
    choice = wanted.choice
    if narrowed := condition_added(request, choice):
        return RedirectResponse(f"/reports/pivot?{narrowed.query()}", 303)
    with database.reading() as session:
        counting, known = wanted.counting(session, kept, visitor), reference.read(session, visitor.district)
        seen = looked_at(counting, choice, known, told)
        form = form_values(request, counting, wanted, visitor, told)
        kept_tables = saved_pivots.listed(session, visitor)
    values = {
        **form,
        "saved": kept_tables,
        "entered": {},
        "problem": "",
        **seen,
        "page": page,
        **about(wanted, known, told),
        "names": list(REPORTS),
    }
    return rendered(request, "reports/pivot.html", **values)


@router.get("/reports/pivot/form")
def form(
    request: Request, database: DatabaseDep, kept: KeptDep, visitor: VisitorDep, told: LanguageDep, wanted: AskedDep
) -> Response:
    """The builder alone, after something was chosen that changes what else can be."""
    with database.reading() as session:
        values = form_values(request, wanted.counting(session, kept, visitor), wanted, visitor, told)
    return rendered(request, "reports/builder.html", **values)


@router.get("/reports/pivot/{kind}")
def take_along(
    database: DatabaseDep, kept: KeptDep, visitor: VisitorDep, told: LanguageDep, wanted: AskedDep, kind: Kind
) -> Response:
    choice = wanted.choice
    with database.reading() as session:
        counting, known = wanted.counting(session, kept, visitor), reference.read(session, visitor.district)
        named = Named(in_order(counting.shown(choice.spec, choice.shown), choice), told, known)
    said = about(wanted, known, told)
    name = f"pivot-{choice.entity}-{choice.area}-{thai_day(wanted.now)}"
    report = Told(named, said["title"], [said["about"], said["only"]], name)
    return export(database, visitor, report, kind, wanted.now)


def condition_added(request: Request, choice: Choice) -> Choice | None:
    """The choice with the condition that the form's last part says; None where it says none."""
    name, values = request.query_params.get("add", ""), request.query_params.getlist("value")
    if not name or not values or field_of(choice.entity, name) is None:
        return None
    added = PART.join([name, *dict.fromkeys(values)])
    choice.condition(added)
    others = tuple(each for each in choice.where if each.partition(PART)[0] != name)
    return replace(choice, where=(*others, added))


def form_values(
    request: Request, counting: Counting, wanted: Asked, visitor: Visitor, told: Language
) -> dict[str, Any]:
    """What the builder shows: the choices there are, and the groups of the field that a condition is made on."""
    choice, words = wanted.choice, Wording(wanted.choice, told)
    name = request.query_params.get("add", "")
    found = field_of(choice.entity, name) if name else None
    groups = None
    if found is not None and can_narrow(found):
        table = counting.groups(choice.entity, found.name, here=not choice.everyone)
        groups = words.groups(found, table)
    return {
        "choice": choice,
        "words": words,
        "areas": areas_seen(visitor),
        "shown_as": list(Shown),
        "adding": name if found else "",
        "groups": groups,
        "left_out": left_out(wanted.left_out, told),
    }


def looked_at(counting: Counting, choice: Choice, known: Reference, told: Language) -> dict[str, Any]:
    """The result as the view shows it."""
    named = Named(in_order(counting.shown(choice.spec, choice.shown), choice), told, known)
    lines = named.lines()
    values: dict[str, Any] = {
        "named": named,
        "lines": lines,
        "is_empty": len(lines) < 2 and not lines[-1].row.cells[-1],
    }
    if choice.view is View.BARS:
        values["bars"] = bars(named, Wording(choice, told).title, told)
    elif choice.view is View.HEAT:
        values["heat"] = heat(counting, choice, known, told)
    else:
        values |= {"opens": opens(choice), "length": LENGTH, "most_columns": MOST_COLUMNS}
    return values


def in_order(table: Table, choice: Choice) -> Table:
    return by_total(table) if choice.sort is Sort.TOTAL else table


def opens(choice: Choice) -> Any:
    """The page of the households that a row counts, where that page can narrow by the same; else None."""
    counts_households = choice.count == "household" and choice.shown is Shown.NUMBER
    narrows = choice.rows in HOUSEHOLD_LINKS and not choice.where and not choice.everyone
    if not (counts_households and narrows):
        return lambda _line: None
    return _households_of


def _households_of(line: Line) -> str | None:
    code = line.row.cells[0]
    return f"/households?area={code}" if code and not line.total else None


def about(wanted: Asked, known: Reference, told: Language) -> dict[str, Any]:
    """The heading, what the figures rest on, and the sentence of the conditions."""
    choice, words = wanted.choice, Wording(wanted.choice, told)
    area = display_name(choice.area, told)
    counted = say("pivot_counted", told, area=area, when=moments.moment_words(wanted.now, told))
    return {"title": words.title, "about": " · ".join([counted, *words.notes(known)]), "only": words.only()}
