"""Officers and tablets: who works where, codes that enrol a tablet, and codes for who forgot the PIN."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

import segno
from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from server.console import moments
from server.console.render import page, sentence
from server.console.visitor import FormDep, LanguageDep, VisitorDep, allowed, areas_of, check, record
from server.deps import DatabaseDep
from server.services import officers, recovery, tablets
from server.services.audit import Action
from server.services.console_sessions import Visitor
from server.services.officers import CODE_LIFETIME, WrongPassword
from shared_models.access import ENROL, REVIEW
from shared_models.area import contains
from shared_models.enrolment import LOOKUP_LENGTH
from shared_models.errors import InvalidChange, NotPermitted
from shared_models.officer import Role
from shared_models.recovery import InvalidChallenge

router = APIRouter()
EMPTY = {"name": "", "role": Role.OFFICER.value, "area": ""}


@router.get("/tablets")
def list_tablets(request: Request, database: DatabaseDep, visitor: VisitorDep) -> Response:
    check(visitor, ENROL)
    return _tablets(request, database, visitor)


def _tablets(request: Request, database: DatabaseDep, visitor: Visitor, **values: Any) -> Response:
    with database.reading() as session:
        lines = tablets.tablets(session, visitor.district)
    known = {"tablets": lines, "may_recover": _may_recover(visitor), "challenge": "", "errors": {}}
    return page(request, "tablets/list.html", **known | values)


@router.get("/officers")
def list_officers(request: Request, database: DatabaseDep, visitor: VisitorDep) -> Response:
    check(visitor, ENROL)
    return _officers(request, database, visitor, EMPTY, {})


@router.post("/officers")
def add_officer(
    request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, form: FormDep
) -> Response:
    """The officer, in an area of this district; then the list, with the new one in it."""
    entered, area, now = EMPTY | form, form.get("area", ""), datetime.now(UTC)
    if not contains(visitor.district, area) or entered["role"] not in _roles(visitor):
        raise NotPermitted(action=ENROL)
    check(visitor, ENROL, area)
    try:
        with database.writing() as session:
            added = officers.add(session, name=entered["name"], role=Role(entered["role"]), area=area, now=now)
            record(session, visitor, Action.OFFICER_ADDED, f"{added} {entered['role']} {area}", now)
    except InvalidChange as invalid:
        told_at = {str(invalid.details["field"]): sentence(invalid, told)}
        return _officers(request, database, visitor, entered, told_at, status=422)
    return RedirectResponse("/officers", 303)


def _officers(
    request: Request,
    database: DatabaseDep,
    visitor: Visitor,
    entered: dict[str, str],
    errors: dict[str, str],
    status: int = 200,
) -> Response:
    with database.reading() as session:
        lines = tablets.officer_lines(session, visitor.district)
    offered = {"roles": _roles(visitor), "areas": areas_of(visitor)}
    return page(
        request, "tablets/officers.html", status=status, officers=lines, entered=entered, errors=errors, **offered
    )


def _roles(visitor: Visitor) -> list[Role]:
    """Those that this visitor may give: nobody makes administrators but administrators."""
    return [role for role in Role if role is not Role.ADMINISTRATOR or visitor.role is Role.ADMINISTRATOR]


@router.post("/officers/{officer_id}/code")
def hand_out(
    request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, _form: FormDep, officer_id: UUID
) -> Response:
    """A new enrolment code. It is on this answer alone: no page shows it again."""
    check(visitor, ENROL)
    now = datetime.now(UTC)
    with database.writing() as session:
        officer = tablets.find(session, visitor.district, officer_id)
        code = officers.issue_code(session, officer_id, now=now)
        holding = tablets.will_hold(session, visitor.district, officer_id)
        name = officer.name
        record(session, visitor, Action.CODE_ISSUED, str(officer_id), now)
    address = str(request.base_url).rstrip("/")
    return page(
        request,
        "tablets/code.html",
        name=name,
        officer_id=officer_id,
        code=code,
        lookup=code[:LOOKUP_LENGTH],
        address=address,
        qr=segno.make(f"{address} {code}", micro=False).svg_inline(svgclass="qr", lineclass=None, omitsize=True),
        expires=moments.moment_words(now + CODE_LIFETIME, told),
        holding=holding,
        is_used=False,
    )


@router.get("/codes/{lookup}")
def state_of_code(request: Request, database: DatabaseDep, visitor: VisitorDep, lookup: str) -> Response:
    """The part of the code's page that says whether a tablet has used it."""
    check(visitor, ENROL)
    with database.reading() as session:
        is_used = tablets.is_used(session, visitor.district, lookup)
    return page(request, "tablets/code_state.html", lookup=lookup, is_used=is_used)


@router.post("/recovery")
def recover(request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, form: FormDep) -> Response:
    """The code that lets an officer choose a new PIN, for the digits on the tablet and the supervisor's password."""
    if not _may_recover(visitor):
        raise NotPermitted(action=ENROL)
    challenge = form.get("challenge", "")
    try:
        with database.reading() as session:
            response = recovery.response(session, challenge, form.get("password", ""), district=visitor.district)
    except (InvalidChallenge, WrongPassword) as wrong:
        errors = {"challenge" if isinstance(wrong, InvalidChallenge) else "password": sentence(wrong, told)}
        return _tablets(request, database, visitor, status=422, challenge=challenge, errors=errors)
    with database.writing() as session:  # stretching the password took a while: tablets did not wait for it
        record(session, visitor, Action.RECOVERY_GIVEN, response.subject, datetime.now(UTC))
    return page(request, "tablets/recovery.html", response=response)


def _may_recover(visitor: Visitor) -> bool:
    """Only who also decides what officers left open."""
    return allowed(visitor, ENROL) and allowed(visitor, REVIEW)
