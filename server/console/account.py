"""One's own account: another password, and where one is signed in."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from server.console.render import page, sentence
from server.console.visitor import SESSION, FormDep, LanguageDep, VisitorDep, record
from server.database import Database
from server.deps import DatabaseDep
from server.services.districts import PASSWORD_MIN
from server.services.people import accounts, console_sessions
from server.services.people.console_sessions import Visitor
from server.services.people.password_tries import SignInDelayed
from server.services.proving.audit import Action
from shared_models.errors import InvalidChange

router = APIRouter()


@router.get("/account")
def show(request: Request, database: DatabaseDep, visitor: VisitorDep, done: bool = False) -> Response:
    return _page(request, database, visitor, {}, done=done)


@router.post("/account")
def change_password(
    request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, form: FormDep
) -> Response:
    """Every other session of the visitor ends."""
    token, now = request.cookies[SESSION], datetime.now(UTC)
    old, new = form.get("old_password", ""), form.get("new_password", "")
    try:
        accounts.change_password(database, visitor, token, old, new, now=now)
    except SignInDelayed as wait:
        return _page(request, database, visitor, {"old_password": sentence(wait, told)}, status=422)
    except InvalidChange as invalid:
        at = "old_password" if invalid.details["field"] == "old_password" else "new_password"
        errors = {at: sentence(invalid, told)}
        return _page(request, database, visitor, errors, status=422)
    return RedirectResponse("/account?done=true", 303)


@router.post("/account/sessions")
def end_session(database: DatabaseDep, visitor: VisitorDep, form: FormDep) -> Response:
    """One of the visitor's own."""
    with database.writing() as session:
        console_sessions.end(session, visitor.officer_id, form.get("which", ""))
        record(session, visitor, Action.SESSIONS_ENDED, str(visitor.officer_id), datetime.now(UTC))
    return RedirectResponse("/account", 303)


def _page(
    request: Request,
    database: Database,
    visitor: Visitor,
    errors: dict[str, str],
    *,
    done: bool = False,
    status: int = 200,
) -> Response:
    with database.reading() as session:
        sessions = console_sessions.of_officer(session, visitor.officer_id, now=datetime.now(UTC))
        username = console_sessions.username(session, visitor)
    values = {"sessions": sessions, "username": username, "errors": errors, "least": PASSWORD_MIN}
    this = console_sessions.key_of(request.cookies[SESSION])
    return page(request, "account/page.html", status=status, this=this, done=done, **values)
