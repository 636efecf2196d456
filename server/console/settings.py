"""The settings: the tables that decide in the office and on every tablet, who is signed in, what is kept how long."""

from datetime import UTC, datetime
from typing import Any, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from server.console import moments, settings_cells
from server.console.certificate_note import certificate_note
from server.console.export import MEDIA_TYPES, Kind, attached
from server.console.render import page
from server.console.settings_cells import DAYS, cell_words, column_words, day_parts, options
from server.console.visitor import LanguageDep, VisitorDep, check
from server.console.words import Language, say
from server.database import Database
from server.deps import DatabaseDep
from server.services import reference_table
from server.services.people import console_sessions
from server.services.people.console_sessions import IDLE, LONGEST, Visitor
from server.services.reference_table import Content, Standing, UnknownTable
from shared_models.access import CONFIGURE
from shared_models.fiscal_year import fiscal_year, thai_day
from shared_models.labels.month import MONTHS

router = APIRouter()


class Table(NamedTuple):
    """What a page says of a table whose name the address has."""

    standing: Standing
    content: Content


@router.get("/settings")
def show(request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep) -> Response:
    check(visitor, CONFIGURE)
    return index(request, database, visitor, told)


def index(
    request: Request, database: Database, visitor: Visitor, told: Language, *, version: str = "", error: str = ""
) -> Response:
    """With what is wrong about a new indicator set."""
    with database.reading() as session:
        tables = [table_of(session, visitor, name) for name in reference_table.names(session, visitor.district)]
        sessions = console_sessions.open_sessions(session, visitor.district, now=datetime.now(UTC))
    return page(
        request,
        "settings/page.html",
        status=422 if error else 200,
        tables=tables,
        sessions=sessions,
        idle=int(IDLE.total_seconds() // 60),
        longest=int(LONGEST.total_seconds() // 3600),
        problem=error,
        version=version,
        certificate_note=certificate_note(request, visitor),
        **words_of(told),
    )


def table_of(session: Session, visitor: Visitor, name: str) -> Table:
    standing = reference_table.standing(session, visitor.district, name)
    return Table(standing, reference_table.content(standing.text, standing.kind))


def words_of(told: Language) -> dict[str, Any]:
    """What the templates of this noun say tables and cells with."""
    return {
        "table_name": lambda name: table_name(name, told),
        "column_name": lambda column: column_words(column, told),
        "cell": lambda column, value: cell_words(column, value, told),
        "options": lambda column, value: options(column, value, told),
        "day_parts": day_parts,
        "days": DAYS,
        "long": settings_cells.LONG,
        "numbers": settings_cells.NUMBERS,
        "months": [pair[told == "en"] for pair in MONTHS],
        "when": lambda moment: moments.moment_words(moment.replace(tzinfo=moment.tzinfo or UTC), told),
        "link": lambda name, **others: urlencode({"name": name, **others}),
    }


def table_name(name: str, told: Language) -> str:
    """What a table is called; an indicator set with its version."""
    kind, _, version = name.partition("/")
    return say(f"table_{kind}", told, version=version)


@router.get("/settings/table")
def show_table(
    request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, name: str, saved: bool = False
) -> Response:
    check(visitor, CONFIGURE)
    return shown(request, database, visitor, told, name, saved=saved)


def shown(
    request: Request,
    database: Database,
    visitor: Visitor,
    told: Language,
    name: str,
    *,
    saved: bool = False,
    error: str = "",
) -> Response:
    """The page of a table. Raises UnknownTable."""
    with database.reading() as session:
        table = known(session, visitor, name)
        versions = reference_table.versions(session, visitor.district, name)
        session.expunge_all()
    return page(
        request,
        "settings/table.html",
        status=422 if error else 200,
        table=table,
        versions=versions,
        saved=saved,
        problem=error,
        next_year=_next_year(table),
        **words_of(told),
    )


def known(session: Session, visitor: Visitor, name: str) -> Table:
    """Raises UnknownTable."""
    if reference_table.is_new(session, visitor.district, name):
        raise UnknownTable(table=name)
    return table_of(session, visitor, name)


def _next_year(table: Table) -> int | None:
    """The year that a calendar has no dates of yet: this one, or the one after the last."""
    if table.standing.kind != "calendar":
        return None
    years = [int(row["programme_year"]) for row in table.content.rows if row["programme_year"].isdecimal()]
    now = fiscal_year(thai_day(datetime.now(UTC)))
    return now if now not in years else max(years) + 1


@router.get("/settings/table/csv")
def as_csv(database: DatabaseDep, visitor: VisitorDep, name: str, number: int | None = None) -> Response:
    """The table that is in force, or one of before, as spreadsheets open it."""
    check(visitor, CONFIGURE)
    with database.reading() as session:
        standing = known(session, visitor, name).standing
        text = standing.text if number is None else version_of(session, visitor, name, number)
    headers = attached(f"{name.replace('/', '-')}.csv")
    return Response(text.encode("utf-8-sig"), media_type=MEDIA_TYPES[Kind.CSV], headers=headers)


def version_of(session: Session, visitor: Visitor, name: str, number: int) -> str:
    """The text of a version. Raises UnknownTable."""
    return reference_table.version_text(session, visitor.district, name, number)
