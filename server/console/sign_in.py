"""Signing in and out, and the language of the pages."""

from contextlib import suppress
from datetime import UTC, date, datetime

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from starlette.background import BackgroundTask

from server.console.render import page, sentence
from server.console.visitor import LANGUAGE, AnyFormDep, FormDep, KeptDep, LanguageDep, allowed, cookie
from server.console.words import Language
from server.database import Database
from server.deps import DatabaseDep
from server.services.households import household_traits
from server.services.pace import Kind, Pace
from server.services.people import console_sessions
from server.services.people.console_sessions import Visitor, WrongSignIn
from server.services.people.password_tries import SignInDelayed
from server.services.reporting.kept import Kept
from server.strangers import SESSION, address
from shared_models.access import READ
from shared_models.fiscal_year import thai_day
from shared_models.reports.targeting import NoRule

router = APIRouter()
YEAR_SECONDS = 365 * 24 * 3600


@router.get("/sign-in")
def show(request: Request, next: str = "/") -> Response:
    return page(request, "sign_in/page.html", next=_own_path(next), username="")


@router.post("/sign-in")
def enter(request: Request, database: DatabaseDep, kept: KeptDep, told: LanguageDep, fields: AnyFormDep) -> Response:
    """A new session, so that nobody can plant one before; then the page that was asked for."""
    username, where, now = fields.get("username", ""), _own_path(fields.get("next", "/")), datetime.now(UTC)
    try:
        token = _tried(request, database, username, fields.get("password", ""), now)
    except (WrongSignIn, SignInDelayed) as refused:
        words = sentence(refused, told)
        return page(request, "sign_in/page.html", status=403, next=where, username=username, error=words)
    if before := request.cookies.get(SESSION):
        console_sessions.sign_out(database, before)
    whose = console_sessions.visitor(database, token, now=now)
    answer = RedirectResponse(where, 303, background=BackgroundTask(_look_ahead, database, kept, whose, thai_day(now)))
    answer.set_cookie(SESSION, token, **cookie(request))
    return answer


def _tried(request: Request, database: Database, username: str, password: str, now: datetime) -> str:
    """The new session's token. Raises WrongSignIn and SignInDelayed, which the address is counted for."""
    pace: Pace = request.app.state.pace
    who = address(request.scope)
    with pace.trying(Kind.SIGN_IN, who):
        try:
            return console_sessions.sign_in(database, username, password, now=now)
        except (WrongSignIn, SignInDelayed):
            pace.count(Kind.SIGN_IN, who)
            raise


def _look_ahead(database: Database, kept: Kept, visitor: Visitor, today: date) -> None:
    """What takes seconds at first each day is there before the page is opened that asks for it."""
    if allowed(visitor, READ):
        with database.reading() as session, suppress(NoRule):
            household_traits.of_district(session, kept, visitor.district, today=today)


@router.post("/sign-out")
def leave(request: Request, database: DatabaseDep, _form: FormDep) -> Response:
    console_sessions.sign_out(database, request.cookies[SESSION])
    answer = RedirectResponse("/sign-in", 303)
    answer.delete_cookie(SESSION)
    return answer


@router.get("/language/{chosen}")
def choose_language(request: Request, chosen: Language, back: str = "/") -> Response:
    answer = RedirectResponse(_own_path(back), 303)
    answer.set_cookie(LANGUAGE, chosen, max_age=YEAR_SECONDS, **cookie(request))
    return answer


def _own_path(path: str) -> str:
    """A path of ours, never another server's: `//office.example` is one."""
    return path if path.startswith("/") and not path.startswith(("//", "/\\")) else "/"
