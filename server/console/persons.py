"""One person's own data: everything that is kept, on a page, on paper or for a program, with what it is wanted for."""

import json
from datetime import UTC, date, datetime
from enum import StrEnum
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from server.console import moments
from server.console.export import attached
from server.console.person_sheet import Telling
from server.console.render import page
from server.console.visitor import FormDep, LanguageDep, VisitorDep, check, held_for, record
from server.console.words import Language, say
from server.database import Database
from server.deps import DatabaseDep
from server.services.people.console_sessions import Visitor
from server.services.privacy import person_file, subject_requests
from server.services.privacy.person_file import PersonFile
from server.services.proving.audit import Action
from server.services.reporting.sheet_pdf import Sheet, sheet_pdf
from shared_models.access import REVIEW
from shared_models.errors import InvalidChange
from shared_models.fiscal_year import thai_day
from shared_models.labels.moment import ERA

router = APIRouter()


class Use(StrEnum):
    """What a file is made for; on record."""

    REQUEST = "subject_request"
    CORRECTION = "subject_correction"
    BREACH = "subject_breach"
    INSPECTION = "subject_inspection"


class Kind(StrEnum):
    """How it is wanted."""

    PAGE = "page"
    PDF = "pdf"
    JSON = "json"


@router.get("/personal-data/persons/{person_id}")
def show(request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, person_id: UUID) -> Response:
    """Who it is, their requests, and what can be made."""
    check(visitor, REVIEW)
    return shown(request, database, visitor, told, person_id)


def shown(
    request: Request,
    database: Database,
    visitor: Visitor,
    told: Language,
    person_id: UUID,
    *,
    problem: InvalidChange | None = None,
    entered: dict[str, str] | None = None,
) -> Response:
    """The page; `problem` is what was wrong in what was `entered`."""
    now = datetime.now(UTC)
    with database.writing() as session:
        person = person_file.find(session, visitor.district, person_id, held_for(visitor, REVIEW))
        requests = subject_requests.of_person(session, visitor.district, person_id)
        record(session, visitor, Action.PERSON_FILE_READ, f"person/{person_id}", now)
        session.flush()
        session.expunge_all()
    return page(
        request,
        "personal_data/person.html",
        status=422 if problem else 200,
        person=person,
        requests=requests,
        is_left_out=any(map(subject_requests.is_leaving_out, requests)),
        leaving_out=subject_requests.is_leaving_out,
        uses=list(Use),
        kinds=list(subject_requests.Kind),
        errors=errors_of(problem, told) if problem else {},
        entered=entered or {"asked_on": _typed(thai_day(now))},
    )


def errors_of(problem: InvalidChange, told: Language) -> dict[str, str]:
    """What to do, at the field that it is about."""
    key = "day_unread" if problem.details["reason"] == "day" else "request_needed"
    return {str(problem.details["field"]): say(key, told)}


def _typed(day: date) -> str:
    """As people write a day."""
    return f"{day.day}/{day.month}/{day.year + ERA}"


@router.post("/personal-data/persons/{person_id}/file")
def make(
    request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, form: FormDep, person_id: UUID
) -> Response:
    """The file; that it was made, how and what for is on record."""
    check(visitor, REVIEW)
    use, kind = form.get("use", ""), form.get("kind", "")
    if use not in set(Use) or kind not in set(Kind):
        return shown(request, database, visitor, told, person_id, problem=InvalidChange(field="use", reason="required"))
    now = datetime.now(UTC)
    with database.writing() as session:
        found = person_file.read(session, visitor.district, person_id, held=held_for(visitor, REVIEW))
        action = Action.PERSON_FILE_READ if kind == Kind.PAGE else Action.PERSON_FILE_EXPORTED
        record(session, visitor, action, f"person/{person_id} {use}", now)
    if kind == Kind.JSON:
        return _json(found, use, now)
    sheet = _sheet(found, visitor, told, use, now)
    if kind == Kind.PDF:
        return _download(sheet_pdf(sheet), "application/pdf", "pdf", now)
    return page(request, "personal_data/file.html", sheet=sheet, person=found.person)


def _sheet(found: PersonFile, visitor: Visitor, told: Language, use: str, now: datetime) -> Sheet:
    when = moments.moment_words(now, told)
    about = [say("sheet_about", told, use=say(f"purpose_{use}", told), when=when), say("sheet_others", told)]
    return Sheet(
        title=say("sheet_title", told, name=found.person.full_name()),
        about=about,
        sections=Telling(found, told, now).sections(),
        foot=say("printed", told, name=visitor.name, when=when),
        page=say("page_number", told, number="{number}", count="{count}"),
    )


def _json(found: PersonFile, use: str, now: datetime) -> Response:
    head = {"format": "home-visit-logbook person", "version": 1, "made_at": now.isoformat(), "purpose": use}
    body = json.dumps(head | person_file.machine(found), ensure_ascii=False, indent=1, default=str)
    return _download(body.encode(), "application/json", "json", now)


def _download(data: bytes, media_type: str, ending: str, now: datetime) -> Response:
    """The name says what it is, and nobody's name."""
    return Response(data, media_type=media_type, headers=attached(f"person-{thai_day(now):%Y%m%d}.{ending}"))
