"""The settings: tables of reference data seen, edited in a form or by file, looked at again, and put in force."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated, Any, NamedTuple
from urllib.parse import urlencode

from fastapi import APIRouter, File, Query, Request, UploadFile
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from server.console import moments, settings_cells
from server.console.render import page, sentence
from server.console.settings_cells import DAYS, cell_words, column_words, day_parts, day_text, options
from server.console.visitor import FormDep, LanguageDep, VisitorDep, check, record
from server.console.words import Language, say
from server.database import Database
from server.deps import DatabaseDep
from server.services import console_sessions, reference_table
from server.services.audit import Action
from server.services.console_sessions import IDLE, LONGEST, Visitor
from server.services.reference_table import Content, Standing, TableChangedMeanwhile, UnknownTable, Wanted
from shared_models.access import CONFIGURE
from shared_models.campaign import Step
from shared_models.data_dictionary import UnreadableList
from shared_models.errors import DomainError
from shared_models.fiscal_year import fiscal_year, thai_day
from shared_models.labels.month import MONTHS
from shared_models.reference import INDICATORS, checked
from shared_models.reference_table import UnreadableTable
from shared_models.target_encoding import whole_text

router = APIRouter()
MOST_BYTES = 500_000
BLANK_ROWS = 3
SHIPPED = "shipped"  # in place of the number of a version


class Table(NamedTuple):
    """What a page says of a table whose name the address has."""

    standing: Standing
    content: Content


@router.get("/settings")
def show(request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep) -> Response:
    check(visitor, CONFIGURE)
    return _index(request, database, visitor, told)


def _index(
    request: Request, database: Database, visitor: Visitor, told: Language, *, version: str = "", error: str = ""
) -> Response:
    """With what is wrong about a new indicator set."""
    with database.reading() as session:
        tables = [_table(session, visitor, name) for name in reference_table.names(session, visitor.district)]
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
        **_words(told),
    )


def _table(session: Session, visitor: Visitor, name: str) -> Table:
    standing = reference_table.standing(session, visitor.district, name)
    return Table(standing, reference_table.content(standing.text, standing.kind))


def _words(told: Language) -> dict[str, Any]:
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
    return _shown(request, database, visitor, told, name, saved=saved)


def _shown(
    request: Request,
    database: Database,
    visitor: Visitor,
    told: Language,
    name: str,
    *,
    saved: bool = False,
    error: str = "",
) -> Response:
    with database.reading() as session:
        table = _known(session, visitor, name)
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
        **_words(told),
    )


def _known(session: Session, visitor: Visitor, name: str) -> Table:
    if reference_table.is_new(session, visitor.district, name):
        raise UnknownTable(table=name)
    return _table(session, visitor, name)


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
        standing = _known(session, visitor, name).standing
        text = standing.text if number is None else _version(session, visitor, name, number)
    file_name = f"{name.replace('/', '-')}.csv"
    headers = {"content-disposition": f'attachment; filename="{file_name}"'}
    return Response(text.encode("utf-8-sig"), media_type="text/csv; charset=utf-8", headers=headers)


def _version(session: Session, visitor: Visitor, name: str, number: int) -> str:
    return reference_table.version_text(session, visitor.district, name, number)


@router.get("/settings/table/edit")
def edit(
    request: Request,
    database: DatabaseDep,
    visitor: VisitorDep,
    told: LanguageDep,
    name: str,
    year: Annotated[int | None, Query(ge=2500, le=2700)] = None,
) -> Response:
    """The form; with `year` a calendar has that year's steps, still without dates."""
    check(visitor, CONFIGURE)
    with database.reading() as session:
        table = _known(session, visitor, name)
    if table.standing.is_fixed:
        raise UnreadableTable(reason="version_there", line=0)
    rows = list(table.content.rows)
    if year and table.standing.kind == "calendar":
        empty = dict.fromkeys(table.content.columns, "")
        rows += [empty | {"programme_year": str(year), "step": step.value} for step in Step]
    found = Content(table.content.columns, tuple(rows))
    return _form(request, told, name, found, seen=table.standing.seen, blank=0 if year else BLANK_ROWS)


def _form(
    request: Request,
    told: Language,
    name: str,
    found: Content,
    *,
    seen: str,
    blank: int = BLANK_ROWS,
    error: DomainError | None = None,
) -> Response:
    rows = [*found.rows, *(dict.fromkeys(found.columns, "") for _ in range(blank))]
    line = int(str(error.details.get("line") or 0)) if error else 0
    return page(
        request,
        "settings/edit.html",
        status=422 if error else 200,
        name=name,
        columns=found.columns,
        rows=rows,
        seen=seen,
        problem=_told_of_row(error, told) if error else "",
        wrong_row=line - 1,
        wrong_column=str(error.details.get("reason", "")) if error else "",
        **_words(told),
    )


def _told(problem: DomainError, told: Language) -> str:
    """The column of a wrong line by its own head."""
    reason = str(problem.details.get("reason", ""))
    words = column_words(reason, told)
    if isinstance(problem, UnreadableTable) and words != reason:
        return sentence(UnreadableTable(**problem.details | {"reason": words}), told)
    if isinstance(problem, TableChangedMeanwhile):
        at = problem.details["at"]
        when = moments.moment_words(at.replace(tzinfo=at.tzinfo or UTC), told) if isinstance(at, datetime) else "…"
        return sentence(TableChangedMeanwhile(who=problem.details["who"], when=when), told)
    return sentence(problem, told)


def _told_of_row(problem: DomainError, told: Language) -> str:
    """A form has rows, and no line with the heads: what is wrong is told by the number that stands at the row."""
    line = int(str(problem.details.get("line") or 0))
    reason = str(problem.details.get("reason", ""))
    if line < 2 or column_words(reason, told) == reason:
        return _told(problem, told)
    return say("wrong_cell", told, row=line - 1, column=column_words(reason, told))


@router.post("/settings/table/preview")
def preview(
    request: Request,
    database: DatabaseDep,
    visitor: VisitorDep,
    told: LanguageDep,
    form: FormDep,
    file: Annotated[UploadFile | None, File()] = None,
) -> Response:
    """What a form, a file or a version of before would change; or the form again, with what is typed."""
    check(visitor, CONFIGURE)
    name, seen = _named(form), form.get("seen", "")
    if "count" in form:
        return _from_form(request, database, visitor, told, form)
    if "text" in form:  # back from the preview
        found = reference_table.content(form["text"], name.partition("/")[0])
        return _form(request, told, name, found, seen=seen)
    try:
        name = reference_table.new_set(form["version"]) if "version" in form else name
        text = _sent_text(database, visitor, name, form, file)
        return _preview(request, database, visitor, told, Wanted(name, text, seen))
    except (UnreadableTable, UnreadableList) as problem:
        if "version" in form:
            return _index(request, database, visitor, told, version=form["version"], error=_told(problem, told))
        return _shown(request, database, visitor, told, name, error=_told(problem, told))


def _named(form: Mapping[str, str]) -> str:
    """The name of a table of a kind that there is; "" where a new set's years name it. Raises UnknownTable."""
    name = form.get("name", "")
    if "version" not in form and name.partition("/")[0] not in reference_table.COLUMNS:
        raise UnknownTable(table=name)
    return name


def _sent_text(
    database: Database, visitor: Visitor, name: str, form: Mapping[str, str], file: UploadFile | None
) -> str | None:
    """None for the shipped table. Raises UnreadableTable, UnreadableList."""
    if form.get("number") == SHIPPED:
        return None
    if form.get("number", "").isdecimal():
        with database.reading() as session:
            return _version(session, visitor, name, int(form["number"]))
    if file is None or not file.filename:
        raise UnreadableTable(reason="file", line=0)
    data = file.file.read(MOST_BYTES + 1)
    if len(data) > MOST_BYTES:
        raise UnreadableTable(reason="too_large", line=0)
    return whole_text(data)


def _from_form(
    request: Request, database: Database, visitor: Visitor, told: Language, form: Mapping[str, str]
) -> Response:
    name, seen = form.get("name", ""), form.get("seen", "")
    columns = tuple(form.get("columns", "").split())
    found = Content(columns, tuple(_rows(form, columns)))
    if "more" in form:
        return _form(request, told, name, found, seen=seen, blank=BLANK_ROWS + 2)
    try:
        return _preview(request, database, visitor, told, Wanted(name, reference_table.written(found), seen))
    except UnreadableTable as problem:
        return _form(request, told, name, found, seen=seen, error=problem)


def _rows(form: Mapping[str, str], columns: Sequence[str]) -> list[dict[str, str]]:
    """The lines of a form that are not empty and not marked to go."""
    count = min(int(form["count"]), 5_000) if form["count"].isdecimal() else 0
    lines = (
        {name: _cell(form, place, name) for name in columns} for place in range(count) if f"gone-{place}" not in form
    )
    return [line for line in lines if any(line.values())]


def _cell(form: Mapping[str, str], place: int, column: str) -> str:
    if column in DAYS:
        day, month, year = (form.get(f"{place}-{column}-{part}", "") for part in "dmy")
        return day_text(day, month, year)
    return form.get(f"{place}-{column}", "").strip()


def _preview(
    request: Request,
    database: Database,
    visitor: Visitor,
    told: Language,
    wanted: Wanted,
    *,
    error: TableChangedMeanwhile | None = None,
) -> Response:
    """Against what is in force now; who began from another table is told. Raises UnreadableTable, UnknownTable."""
    with database.reading() as session:
        is_new = reference_table.is_new(session, visitor.district, wanted.name)
        standing = None if is_new else reference_table.standing(session, visitor.district, wanted.name)
    text = reference_table.shipped(wanted.name) if wanted.text is None else wanted.text
    if wanted.text is not None:
        checked(wanted.name, text)
    if standing and standing.is_fixed:
        raise UnreadableTable(reason="version_there", line=0)
    if standing and standing.seen != wanted.seen and error is None:
        error = TableChangedMeanwhile(who=standing.changed_by, at=standing.changed_at)
    kind = wanted.name.partition("/")[0]
    after = reference_table.content(text, kind)
    before = reference_table.content(standing.text, kind) if standing else Content(after.columns, ())
    return page(
        request,
        "settings/preview.html",
        status=409 if error else 200,
        wanted=wanted,
        text=text,
        seen=standing.seen if standing else "",
        keys=reference_table.KEYS[kind],
        differences=reference_table.differences(before, after, kind),
        problem=_told(error, told) if error else "",
        is_fixed=kind == INDICATORS,
        **_words(told),
    )


@router.post("/settings/table/save")
def save(request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, form: FormDep) -> Response:
    """In force. Who is second sees what the other changed, and may still put it in force."""
    check(visitor, CONFIGURE)
    text = None if form.get("number") == SHIPPED else form.get("text", "")
    wanted, now = Wanted(_named(form), text, form.get("seen", "")), datetime.now(UTC)
    try:
        with database.writing() as session:
            reference_table.put(session, visitor.district, wanted, changed_by=visitor.name, now=now)
            number = reference_table.standing(session, visitor.district, wanted.name).number
            record(session, visitor, Action.TABLE_CHANGED, f"{wanted.name} {number}", now)
    except TableChangedMeanwhile as second:
        return _preview(request, database, visitor, told, wanted, error=second)
    query = urlencode({"name": wanted.name, "saved": "true"})
    return RedirectResponse(f"/settings/table?{query}", 303)
