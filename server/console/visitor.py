"""Who is at the page: the session in the cookie, the language, and that a form came from one of our pages."""

import hmac
from datetime import UTC, datetime
from typing import Annotated, Any

from fastapi import Depends, Request
from sqlmodel import Session
from starlette.datastructures import UploadFile

from server.console.words import Language
from server.deps import DatabaseDep
from server.services.background.job_runner import JobRunner
from server.services.pace import Kind, Pace
from server.services.people import console_sessions
from server.services.people.console_sessions import SignedOut, Visitor
from server.services.proving import audit
from server.services.proving.audit import Action
from server.services.reporting.kept import Kept
from server.strangers import SESSION, address
from shared_models.access import READ, may
from shared_models.area import choices, contains
from shared_models.errors import DomainError, NotPermitted

LANGUAGE = "home_visit_language"
BEFORE_PASSWORD = frozenset({"/account", "/sign-out"})  # where one with a given password may go


class ForeignForm(DomainError):
    """A form that none of our pages of this session has sent."""

    code = "foreign_form"


def language(request: Request) -> Language:
    """Thai, unless English was chosen in this browser."""
    return "en" if request.cookies.get(LANGUAGE) == "en" else "th"


LanguageDep = Annotated[Language, Depends(language)]


class PasswordDue(DomainError):
    """The password that somebody else gave is to be changed before anything else."""

    code = "password_due"


def signed_in(request: Request, database: DatabaseDep) -> Visitor:
    """Raises SignedOut, which leads to the sign-in page, and PasswordDue, which leads to the page of the account."""
    token = request.cookies.get(SESSION)
    if not token:
        raise SignedOut()
    try:
        visitor = console_sessions.visitor(database, token, now=datetime.now(UTC))
    except SignedOut:
        pace: Pace = request.app.state.pace
        pace.count(Kind.STRANGER, address(request.scope))
        raise
    request.state.visitor = visitor
    if visitor.password_due and request.url.path not in BEFORE_PASSWORD:
        raise PasswordDue()
    return visitor


VisitorDep = Annotated[Visitor, Depends(signed_in)]


def allowed(visitor: Visitor, action: str, area: str | None = None) -> bool:
    """Whether the visitor may do it in the area, the whole district if None."""
    return may(visitor.role, action, held=visitor.held, area=area or visitor.district)


def readable(visitor: Visitor) -> list[str]:
    """The areas of the district that the visitor may read, none inside another: the whole district or parts of it."""
    if allowed(visitor, READ):
        return [visitor.district]
    own = {code for code in visitor.held if contains(visitor.district, code) and allowed(visitor, READ, code)}
    return sorted(code for code in own if not any(other != code and contains(other, code) for other in own))


def check(visitor: Visitor, action: str, area: str | None = None) -> None:
    """As `allowed`. Raises NotPermitted."""
    if not allowed(visitor, action, area):
        raise NotPermitted(action=action)


def held_for(visitor: Visitor, action: str) -> list[str]:
    """The area codes in which the visitor may do it. Raises NotPermitted where there is none."""
    codes = [code for code in visitor.held if may(visitor.role, action, held=visitor.held, area=code)]
    if not codes:
        raise NotPermitted(action=action)
    return codes


def areas_of(visitor: Visitor) -> list[str]:
    """What can be chosen: the whole district, then its subdistricts in the order of their names."""
    return [visitor.district, *(found.code for found in choices(visitor.district))]


def record(session: Session, visitor: Visitor, action: Action, subject: str, now: datetime) -> None:
    """Put on record what the visitor does, in the transaction that does it."""
    audit.enter(session, visitor.district, action, officer_id=visitor.officer_id, subject=subject, now=now)


async def form(request: Request) -> dict[str, str]:
    """The last value of each text field of a form, whoever sent it; without NUL, which no database keeps."""
    sent = await request.form()
    return {name: value.replace("\0", "") for name, value in sent.items() if not isinstance(value, UploadFile)}


AnyFormDep = Annotated[dict[str, str], Depends(form)]


def posted(visitor: VisitorDep, fields: AnyFormDep) -> dict[str, str]:
    """The fields of a form of this session, without its mark. Raises ForeignForm."""
    if not hmac.compare_digest(fields.pop("csrf", "").encode(), visitor.csrf.encode()):
        raise ForeignForm()
    return fields


FormDep = Annotated[dict[str, str], Depends(posted)]


def kept(request: Request) -> Kept:
    """What this worker has counted."""
    found: Kept = request.app.state.kept
    return found


KeptDep = Annotated[Kept, Depends(kept)]


def runner(request: Request) -> JobRunner:
    """Who does this worker's long work."""
    found: JobRunner = request.app.state.runner
    return found


RunnerDep = Annotated[JobRunner, Depends(runner)]


def cookie(request: Request) -> dict[str, Any]:
    """How cookies are set: for this server alone, unreadable to scripts, over TLS wherever there is TLS."""
    return {"httponly": True, "samesite": "lax", "secure": request.url.scheme == "https", "path": "/"}
