"""The office's pages as an application of their own: headers, static files, and errors as pages."""

from collections.abc import Awaitable, Callable
from pathlib import Path
from urllib.parse import quote

from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException
from starlette.staticfiles import StaticFiles

from server.console import (
    account,
    agency_keys,
    arrivals,
    assign,
    audit,
    checksum,
    code_lists,
    codes,
    conflicts,
    duplicates,
    findings,
    hand_on,
    held,
    household,
    households,
    imports,
    jobs,
    meeting,
    officers,
    overview,
    personal_data,
    persons,
    pivot,
    proof,
    refusals,
    reports,
    review,
    saved_pivots,
    settings,
    settings_edit,
    sign_in,
    subject_requests,
    tablet_drafts,
    tablets,
)
from server.console.body_size import too_large
from server.console.render import page, sentence
from server.console.visitor import PasswordDue, language
from server.console.words import say
from server.database import Database
from server.errors import OTHERWISE, STATUS, waiting
from server.services.background.job_runner import JobRunner
from server.services.pace import Pace
from server.services.people.console_sessions import SignedOut
from server.services.reporting.kept import Kept
from shared_models.errors import DomainError

ROUTERS = (
    sign_in.router,
    overview.router,
    households.router,
    household.router,
    saved_pivots.router,
    pivot.router,  # both before the reports, which take any name
    assign.router,
    reports.router,
    tablet_drafts.router,
    tablets.router,
    officers.router,
    codes.router,
    account.router,
    audit.router,
    checksum.router,
    proof.router,
    held.router,
    imports.router,
    jobs.router,
    meeting.router,
    hand_on.router,
    settings.router,
    code_lists.router,
    settings_edit.router,
    review.router,
    conflicts.router,
    duplicates.router,
    refusals.router,
    findings.router,
    arrivals.router,
    agency_keys.router,
    personal_data.router,
    persons.router,
    subject_requests.router,
)
STATIC = Path(__file__).parent / "static"
POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "form-action 'self'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    )
)
TLS_SECONDS = 365 * 24 * 3600  # for which a browser then asks this host by TLS alone
HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
}


def create_console(database: Database, runner: JobRunner, pace: Pace, *, certified: Path | None = None) -> FastAPI:
    """To be mounted at the root, behind the tablets' own paths.

    `certified`: the data directory with the certificate that it is served with.
    """
    app = FastAPI(openapi_url=None)
    app.state.database = database
    app.state.kept = Kept()
    app.state.runner = runner
    app.state.pace, app.state.certified = pace, certified
    app.middleware("http")(with_headers)
    app.add_exception_handler(SignedOut, to_sign_in)
    app.add_exception_handler(PasswordDue, to_account)
    app.add_exception_handler(DomainError, told_on_a_page)
    app.add_exception_handler(HTTPException, not_there)
    app.add_exception_handler(RequestValidationError, not_understood)
    for router in ROUTERS:
        app.include_router(router)
    app.mount("/static", StaticFiles(directory=STATIC))
    return app


async def with_headers(request: Request, forward: Callable[[Request], Awaitable[Response]]) -> Response:
    """Pages with people's data stay in no cache; files that never change may."""
    refused = too_large(request)
    response = await told_on_a_page(request, refused) if refused else await forward(request)
    response.headers.update(HEADERS)
    if request.url.scheme == "https":
        response.headers["strict-transport-security"] = f"max-age={TLS_SECONDS}"
    is_static = request.url.path.startswith("/static/")
    response.headers["cache-control"] = "max-age=3600" if is_static else "no-store"
    return response


async def to_sign_in(request: Request, _error: Exception) -> Response:
    """Sign in, then back to the page that was asked for; a part of a page makes the browser go there as a whole."""
    asked = f"{request.url.path}?{request.url.query}" if request.url.query else request.url.path
    where = f"/sign-in?next={quote(asked)}" if request.method == "GET" else "/sign-in"
    if request.headers.get("hx-request"):
        return Response(status_code=204, headers={"hx-redirect": "/sign-in"})
    return RedirectResponse(where, 303)


async def to_account(_request: Request, _error: Exception) -> Response:
    """To choose a password that nobody else knows."""
    return RedirectResponse("/account", 303)


async def told_on_a_page(request: Request, error: Exception) -> HTMLResponse:
    """A sentence, and the way back."""
    assert isinstance(error, DomainError)
    told = language(request)
    status = STATUS.get(error.code, OTHERWISE)
    answer = page(request, "error.html", status=status, title=say("error_title", told), words=sentence(error, told))
    answer.headers.update(waiting(error))
    return answer


async def not_understood(request: Request, _error: Exception) -> HTMLResponse:
    """An address or a form with something in it that no page of ours would send."""
    told = language(request)
    return page(request, "error.html", status=OTHERWISE, title=say("error_title", told), words=say("not_found", told))


async def not_there(request: Request, error: Exception) -> HTMLResponse:
    """No such page, or not by that method."""
    assert isinstance(error, HTTPException)
    told = language(request)
    words, title = say("not_found", told), say("not_found_title", told)
    return page(request, "error.html", status=error.status_code, title=title, words=words)
