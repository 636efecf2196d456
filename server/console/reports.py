"""The tablets' reports over the district or a part of it: on the page, printed, and as files to take along."""

from dataclasses import dataclass
from datetime import UTC, date, datetime
from functools import partial
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from server.console import moments
from server.console.export import Kind, Told, export
from server.console.render import page
from server.console.report_area import area_asked, areas_seen
from server.console.visitor import KeptDep, LanguageDep, VisitorDep
from server.console.words import Language, say
from server.deps import DatabaseDep
from server.services import reference
from server.services.households import household_traits
from server.services.people.console_sessions import Visitor
from server.services.reporting import reports
from server.services.reporting.kept import Kept
from shared_models.area import display_name
from shared_models.fiscal_year import fiscal_year, thai_day
from shared_models.labels import choice, label
from shared_models.reports import REPORTS, find_report
from shared_models.reports.named import Line, Named
from shared_models.reports.table import Table
from shared_models.reports.welfare_verdict import Question
from shared_models.reports.wording import cell_text

router = APIRouter()
YEARS = 6  # that can be chosen, this one among them
COMPARING = frozenset({"stages"})  # reports that start from another year
KEPT = {"stages": ("to_1", "to_2", "to_3", "up", "down", "visited")}  # columns that are told also where all is zero


@dataclass(frozen=True)
class Asked:
    """What a report is asked for: the address of the page says all of it."""

    name: str
    area: str
    year: int
    from_year: int | None
    today: date

    @property
    def query(self) -> str:
        """As the address has it."""
        start = {"from_year": self.from_year} if self.from_year else {}
        return urlencode({"area": self.area, "year": self.year, **start})


def asked(
    visitor: VisitorDep, name: str, area: str = "", year: int | None = None, from_year: int | None = None
) -> Asked:
    """Raises UnknownReport, UnknownArea for one outside the district, NotPermitted."""
    find_report(name)
    area = area_asked(visitor, area)
    today = thai_day(datetime.now(UTC))
    now = fiscal_year(today)
    chosen = year if year in range(now - YEARS + 1, now + 1) else now
    start = from_year if name in COMPARING and from_year in range(now - YEARS, chosen) else None
    return Asked(name, area, chosen, start or (chosen - 1 if name in COMPARING else None), today)


AskedDep = Annotated[Asked, Depends(asked)]


@router.get("/reports")
def first(visitor: VisitorDep) -> Response:
    area_asked(visitor, "")
    return RedirectResponse(f"/reports/{next(iter(REPORTS))}", 303)


@router.get("/reports/{name}")
def show(
    request: Request, database: DatabaseDep, kept: KeptDep, visitor: VisitorDep, told: LanguageDep, wanted: AskedDep
) -> Response:
    with database.reading() as session:
        table = _table(session, kept, visitor, wanted)
        named = Named(table, told, reference.read(session, visitor.district), kept=KEPT.get(wanted.name, ()))
    now = fiscal_year(wanted.today)
    return page(
        request,
        "reports/page.html",
        names=list(REPORTS),
        wanted=wanted,
        title=label(f"report.{wanted.name}", told),
        about=_about(wanted, told),
        areas=areas_seen(visitor),
        years=range(now, now - YEARS, -1),
        starts=range(wanted.year - 1, now - YEARS - 1, -1) if wanted.name in COMPARING else (),
        named=named,
        lines=named.lines(),
        questions=by_question(named) if wanted.name == "welfare" else [],
    )


@router.get("/reports/{name}/{kind}")
def take_along(
    database: DatabaseDep, kept: KeptDep, visitor: VisitorDep, told: LanguageDep, wanted: AskedDep, kind: Kind
) -> Response:
    with database.reading() as session:
        table = _table(session, kept, visitor, wanted)
        named = Named(table, told, reference.read(session, visitor.district), kept=KEPT.get(wanted.name, ()))
    file = f"{wanted.name}-{wanted.area}-{wanted.year}"
    report = Told(named, label(f"report.{wanted.name}", told), [_about(wanted, told)], file)
    return export(database, visitor, report, kind, datetime.now(UTC))


def _table(session: Session, kept: Kept, visitor: Visitor, wanted: Asked) -> Table:
    if _is_known(visitor, wanted):
        return household_traits.target_groups(session, kept, wanted.area, today=wanted.today)
    make = partial(
        reports.report,
        session,
        wanted.name,
        today=wanted.today,
        year=wanted.year,
        from_year=wanted.from_year,
        area=wanted.area,
    )
    return kept.of(session, visitor.district, wanted, wanted.today, make)


def _is_known(visitor: Visitor, wanted: Asked) -> bool:
    """Whether the report is of what is kept of each household: today's groups in the district."""
    is_today = wanted.name == "target_groups" and wanted.year == fiscal_year(wanted.today)
    return is_today and wanted.area.startswith(visitor.district)


def _about(wanted: Asked, told: Language) -> str:
    when = moments.moment_words(datetime.now(UTC), told)
    of = {"year": wanted.year, "area": display_name(wanted.area, told), "when": when}
    return say("compared", told, start=wanted.from_year, **of) if wanted.from_year else say("counted", told, **of)


def by_question(named: Named) -> list[tuple[str, list[tuple[str, Line]]]]:
    """The four questions about welfare, those without an answer too: each answer with the words of its topic."""
    lines = [line for line in named.lines() if not line.total]
    return [
        (
            choice(question, Question, named.language),
            [(_topic(named, line), line) for line in lines if _asks(line, question)],
        )
        for question in Question
    ]


def _asks(line: Line, question: Question) -> bool:
    return line.row.cells[0] == question.value


def _topic(named: Named, line: Line) -> str:
    return cell_text(named.table, line.row, 1, named.language)
