"""Lists come in: choose the file, see how it is read, try it, bring it in; what came in before, and taking it back."""

import json
from collections.abc import AsyncIterator
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse
from starlette.datastructures import UploadFile

from server.console.export import attached
from server.console.import_preview import DATASET, look, result_lines
from server.console.render import page as rendered
from server.console.render import sentence
from server.console.visitor import FormDep, LanguageDep, RunnerDep, VisitorDep, check, record
from server.console.words import Language
from server.database import Database
from server.deps import DatabaseDep
from server.services.background import files, jobs
from server.services.importing import import_cases, import_undo
from server.services.importing.import_cases import Correction, Upload
from server.services.importing.import_log import TARGETS, WELFARE
from server.services.importing.import_past import Blocker, Past, blockers, case_of, earlier, past_page
from server.services.importing.import_undo import NotUndone
from server.services.people.console_sessions import Visitor
from server.services.proving.audit import Action
from server.tables import ImportCase
from shared_models.access import IMPORT
from shared_models.data_dictionary import UnreadableList
from shared_models.errors import DomainError
from shared_models.list_reading import Choices

router = APIRouter()
LENGTH = 50
NO_ERRORS = {"file": "", "password": "", "dictionary": ""}
ENTERED = {"kind": TARGETS, "dictionary_id": ""}


async def uploads(request: Request) -> AsyncIterator[dict[str, UploadFile]]:
    """The files of a form that somebody chose one for."""
    sent = await request.form()
    try:
        yield {name: value for name, value in sent.items() if isinstance(value, UploadFile) and value.filename}
    finally:
        await sent.close()


UploadsDep = Annotated[dict[str, UploadFile], Depends(uploads)]


@router.get("/import")
def start(
    request: Request,
    database: DatabaseDep,
    visitor: VisitorDep,
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> Response:
    check(visitor, IMPORT)
    return _start(request, database, visitor, page=page)


def _start(request: Request, database: Database, visitor: Visitor, *, page: int = 1, **values: Any) -> Response:
    with database.reading() as session:
        past = past_page(session, visitor.district, page=page, length=LENGTH)
        dictionaries = import_cases.known_dictionaries(session, visitor.district)
    known = {"past": past, "dictionaries": dictionaries, "entered": ENTERED, "errors": NO_ERRORS, "page": page}
    return rendered(request, "imports/start.html", first=(page - 1) * LENGTH + 1, **known | values)


@router.post("/import")
def take_up(
    request: Request,
    database: DatabaseDep,
    visitor: VisitorDep,
    told: LanguageDep,
    runner: RunnerDep,
    sent: UploadsDep,
    form: FormDep,
) -> Response:
    """Keep the list; then how it is read."""
    check(visitor, IMPORT)
    entered, now = ENTERED | {name: form[name] for name in ENTERED if name in form}, datetime.now(UTC)
    at = "file"
    try:
        if "file" not in sent:
            raise UnreadableList(reason="no_file")
        at = "dictionary"
        text = import_cases.dictionary_text(sent[at].file.read(1 << 22)) if at in sent else ""
        at = "file"
        upload = Upload(
            kind=WELFARE if entered["kind"] == WELFARE else TARGETS,
            name=sent["file"].filename or "",
            content=sent["file"].file,
            password=form.get("password", ""),
            dictionary=text,
            dictionary_name=(sent["dictionary"].filename or "") if text else "",
        )
        case_id = import_cases.take_up(database, visitor.district, upload, by=visitor.officer_id, now=now)
    except UnreadableList as wrong:
        at = "password" if wrong.details.get("reason") in ("needs_password", "wrong_password") else at
        errors = NO_ERRORS | {at: sentence(wrong, told)}
        return _start(request, database, visitor, status=422, entered=entered, errors=errors)
    if not text and entered["dictionary_id"]:
        with database.writing() as session:
            case = import_cases.find(session, visitor.district, case_id)
            import_cases.choose_dictionary(session, case, entered["dictionary_id"])
    if not _case(database, visitor, case_id).lines:
        return _ask(database, visitor, runner, "import_read", {"case": str(case_id), "back": "/import"})
    return RedirectResponse(f"/import/{case_id}", 303)


@router.get("/import/{case_id}")
def preview(request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, case_id: UUID) -> Response:
    check(visitor, IMPORT)
    return _preview(request, database, visitor, told, case_id)


def _preview(
    request: Request,
    database: Database,
    visitor: Visitor,
    told: Language,
    case_id: UUID,
    problem: str = "",
    status: int = 200,
) -> Response:
    case = _case(database, visitor, case_id)
    try:
        found = look(import_cases.preview(database, case), case.kind, on=datetime.now(UTC))
    except UnreadableList as wrong:
        found, problem = None, sentence(wrong, told)
    with database.reading() as session:
        known = {
            "dictionaries": import_cases.known_dictionaries(session, visitor.district, case.kind),
            "before": earlier(session, case),
        }
    return rendered(
        request,
        "imports/preview.html",
        status=status,
        case=case,
        found=found,
        problem=problem,
        choices=import_cases.choices_of(case),
        dataset=dict.fromkeys(DATASET, "") | json.loads(case.dataset),
        **known,
    )


@router.post("/import/{case_id}")
def correct(
    request: Request,
    database: DatabaseDep,
    visitor: VisitorDep,
    told: LanguageDep,
    runner: RunnerDep,
    form: FormDep,
    case_id: UUID,
) -> Response:
    """Read it as the page says; with `then=trial` try it, if nothing is missing any more."""
    check(visitor, IMPORT)
    case = _case(database, visitor, case_id)
    roles = {int(name[5:]): value for name, value in form.items() if name.startswith("role_") and name[5:].isdecimal()}
    dataset = {name: form[f"dataset_{name}"].strip() for name in DATASET if form.get(f"dataset_{name}", "").strip()}
    choices = Choices(form.get("encoding", ""), form.get("delimiter", ""), form.get("first_line", ""))
    try:
        if (chosen := form.get("dictionary_id", "")) and form.get("then") != "trial":
            roles = {}
            with database.writing() as session:
                import_cases.choose_dictionary(session, import_cases.find(session, visitor.district, case_id), chosen)
        import_cases.correct(database, visitor.district, case_id, Correction(choices, roles, dataset))
        if form.get("then") != "trial":
            return RedirectResponse(f"/import/{case_id}", 303)
        with import_cases.opened(database, _case(database, visitor, case_id), on=datetime.now(UTC).date()):
            pass
    except DomainError as wrong:
        return _preview(request, database, visitor, told, case_id, sentence(wrong, told), 422)
    return _ask(database, visitor, runner, "import_trial", {"case": str(case.id), "back": f"/import/{case_id}"})


@router.get("/import/{case_id}/trial")
def trial(
    request: Request,
    database: DatabaseDep,
    visitor: VisitorDep,
    case_id: UUID,
    result: Annotated[str, Query(max_length=20)] = "",
    reason: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """What a trial said; without one, back to how the list is read."""
    check(visitor, IMPORT)
    return _told(request, database, visitor, case_id, template="imports/trial.html", result=result, reason=reason)


@router.post("/import/{case_id}/commit")
def commit(database: DatabaseDep, visitor: VisitorDep, runner: RunnerDep, _form: FormDep, case_id: UUID) -> Response:
    check(visitor, IMPORT)
    _case(database, visitor, case_id)
    return _ask(database, visitor, runner, "import_commit", {"case": str(case_id), "back": f"/import/{case_id}/trial"})


@router.get("/import/{case_id}/result")
def result_of(
    request: Request,
    database: DatabaseDep,
    visitor: VisitorDep,
    case_id: UUID,
    result: Annotated[str, Query(max_length=20)] = "",
    reason: Annotated[str, Query(max_length=40)] = "",
) -> Response:
    """What the import came to."""
    check(visitor, IMPORT)
    return _told(request, database, visitor, case_id, template="imports/result.html", result=result, reason=reason)


def _told(
    request: Request, database: Database, visitor: Visitor, case_id: UUID, *, template: str, result: str, reason: str
) -> Response:
    case = _case(database, visitor, case_id)
    told = import_cases.trial_of(case)
    counts = told.get("done" if template.endswith("result.html") else "counts")
    if counts is None:
        return RedirectResponse(f"/import/{case_id}", 303)
    lines = result_lines(case.kind, counts)
    reasons = told["reasons"]
    shown = [one for one in reasons if one["result"] == result] or reasons
    chosen = next((one for one in shown if one["reason"] == reason), shown[0] if shown else None)
    here = f"/import/{case_id}/{'result' if template.endswith('result.html') else 'trial'}"
    values = {"lines": lines, "reasons": reasons, "chosen": chosen, "counts": counts, "path": here}
    return rendered(request, template, case=case, **values)


@router.get("/import/{case_id}/refused")
def refused(database: DatabaseDep, visitor: VisitorDep, case_id: UUID) -> Response:
    """The lines that were not taken, as a file for the agency. Its name says nobody's name."""
    check(visitor, IMPORT)
    case = _case(database, visitor, case_id)
    if case.report_id is None:
        raise files.UnknownFile()
    with database.writing() as session:
        kept = files.find(session, visitor.district, case.report_id)
        record(session, visitor, Action.REFUSED_LINES_EXPORTED, str(case_id), datetime.now(UTC))
    parts, headers = files.parts(database, visitor.district, kept.id), attached(f"refused-{str(case_id)[:8]}.txt")
    return StreamingResponse(parts, media_type=kept.media_type, headers=headers)


@router.get("/import/past/{import_id}")
def past(
    request: Request,
    database: DatabaseDep,
    visitor: VisitorDep,
    told: LanguageDep,
    import_id: UUID,
    check_rows: Annotated[bool, Query(alias="check")] = False,
) -> Response:
    """One import that came in before; with `check`, whether anything stands in the way of undoing it."""
    check(visitor, IMPORT)
    problem, edited = "", list[Blocker]()
    with database.reading() as session:
        batch = import_undo.known(session, visitor.district, import_id)
        found, case_id = Past.of(batch), case_of(session, batch)
        try:
            import_undo.find(session, visitor.district, import_id)
            edited = blockers(session, batch) if check_rows else edited
        except NotUndone as why:
            problem = sentence(why, told)
    values = {"case_id": case_id, "edited": edited, "problem": problem, "checked": check_rows}
    return rendered(request, "imports/past.html", batch=found, **values)


@router.post("/import/past/{import_id}/undo")
def undo(database: DatabaseDep, visitor: VisitorDep, runner: RunnerDep, _form: FormDep, import_id: UUID) -> Response:
    check(visitor, IMPORT)
    with database.reading() as session:
        import_undo.find(session, visitor.district, import_id)
    where = f"/import/past/{import_id}?check=true"
    return _ask(database, visitor, runner, "import_undo", {"import": str(import_id), "back": where})


def _case(database: Database, visitor: Visitor, case_id: UUID) -> ImportCase:
    with database.reading() as session:
        case = import_cases.find(session, visitor.district, case_id)
        session.expunge(case)
    return case


def _ask(database: Database, visitor: Visitor, runner: Any, kind: str, wants: dict[str, str]) -> Response:
    with database.writing() as session:
        asked = jobs.ask(session, visitor.district, kind, by=visitor.officer_id, wants=wants, now=datetime.now(UTC))
    runner.wake()
    return RedirectResponse(f"/jobs/{asked}", 303)
