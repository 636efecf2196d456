"""Editing a table of the settings: in a form or by file, looked at again, and put in force."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, File, Query, Request, UploadFile
from fastapi.responses import RedirectResponse, Response

from server.console import moments
from server.console.render import page, sentence
from server.console.settings import index, known, shown, version_of, words_of
from server.console.settings_cells import DAYS, column_words, day_text
from server.console.visitor import FormDep, LanguageDep, VisitorDep, check, record
from server.console.words import Language, say
from server.database import Database
from server.deps import DatabaseDep
from server.services import reference_table
from server.services.people.console_sessions import Visitor
from server.services.proving.audit import Action
from server.services.reference_table import Content, TableChangedMeanwhile, UnknownTable, Wanted
from shared_models.access import CONFIGURE
from shared_models.campaign import Step
from shared_models.data_dictionary import UnreadableList
from shared_models.errors import DomainError
from shared_models.reference import INDICATORS, checked
from shared_models.reference_table import UnreadableTable
from shared_models.target_encoding import whole_text

router = APIRouter()
MOST_BYTES = 500_000
BLANK_ROWS = 3
SHIPPED = "shipped"  # in place of the number of a version


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
        table = known(session, visitor, name)
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
        **words_of(told),
    )


def _told(problem: DomainError, told: Language) -> str:
    """The column of a wrong line by its own head."""
    reason = str(problem.details.get("reason", ""))
    words = column_words(reason, told)
    if isinstance(problem, UnreadableTable) and words != reason:
        return sentence(UnreadableTable(**problem.details | {"reason": words}), told)
    if isinstance(problem, TableChangedMeanwhile):
        at = problem.details["when"]
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
            return index(request, database, visitor, told, version=form["version"], error=_told(problem, told))
        return shown(request, database, visitor, told, name, error=_told(problem, told))


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
            return version_of(session, visitor, name, int(form["number"]))
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
        error = TableChangedMeanwhile(who=standing.changed_by, when=standing.changed_at)
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
        **words_of(told),
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
