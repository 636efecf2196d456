"""Codes that are told to an officer: one that enrols a tablet, and one for who forgot the PIN."""

from datetime import UTC, datetime
from uuid import UUID

import segno
from fastapi import APIRouter, Request
from fastapi.responses import Response

from server.console import moments
from server.console.render import page, sentence
from server.console.visitor import FormDep, LanguageDep, VisitorDep, allowed, check, record
from server.deps import DatabaseDep
from server.services.people import console_sessions, officers, passed_drafts, password_tries, recovery, tablets
from server.services.people.console_sessions import Visitor
from server.services.people.officers import CODE_LIFETIME, WrongPassword
from server.services.people.password_tries import SignInDelayed
from server.services.proving.audit import Action
from shared_models.access import ENROL, REVIEW
from shared_models.errors import NotPermitted
from shared_models.recovery import InvalidChallenge

router = APIRouter()


@router.post("/officers/{officer_id}/code")
def hand_out(
    request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, _form: FormDep, officer_id: UUID
) -> Response:
    """A new enrolment code. It is on this answer alone: no page shows it again."""
    check(visitor, ENROL)
    now = datetime.now(UTC)
    with database.reading() as session:
        name = tablets.find(session, visitor.district, officer_id).name
        holding = tablets.will_hold(session, visitor.district, officer_id)
        made = officers.new_code(session)  # takes a while: tablets do not wait for it
    with database.writing() as session:
        officers.keep_code(session, officer_id, made, now=now)
        record(session, visitor, Action.CODE_ISSUED, str(officer_id), now)
    address = str(request.base_url).rstrip("/")
    return page(
        request,
        "tablets/code.html",
        name=name,
        officer_id=officer_id,
        code=made.code,
        lookup=made.lookup,
        address=address,
        qr=segno.make(f"{address} {made.code}", micro=False).svg_inline(svgclass="qr", lineclass=None, omitsize=True),
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
    """The code that lets an officer choose a new PIN, for the digits on the tablet and the supervisor's password.

    A wrong password counts as one at sign-in does.
    """
    if not may_recover(visitor):
        raise NotPermitted(action=ENROL)
    challenge, now = form.get("challenge", ""), datetime.now(UTC)
    try:
        with database.reading() as session:
            username = console_sessions.username(session, visitor)
            recovery.escrow_of(session, challenge, district=visitor.district)  # a mistyped one is no wrong password
        password_tries.count(database, username, now=now)
        with database.reading() as session:
            response = recovery.response(session, challenge, form.get("password", ""), district=visitor.district)
    except (InvalidChallenge, WrongPassword, SignInDelayed) as wrong:
        errors = {"challenge" if isinstance(wrong, InvalidChallenge) else "password": sentence(wrong, told)}
        with database.reading() as session:
            lines = tablets.tablets(session, visitor.district, now=datetime.now(UTC))
            drafts = passed_drafts.undecided(session, visitor.district)
        values = {"tablets": lines, "drafts": drafts, "may_recover": True, "challenge": challenge, "errors": errors}
        return page(request, "tablets/list.html", status=422, **values)
    with database.writing() as session:  # stretching the password took a while: tablets did not wait for it
        password_tries.forget(session, username)
        record(session, visitor, Action.RECOVERY_GIVEN, response.subject, now)
    return page(request, "tablets/recovery.html", response=response)


def may_recover(visitor: Visitor) -> bool:
    """Only who also decides what officers left open."""
    return allowed(visitor, ENROL) and allowed(visitor, REVIEW)
