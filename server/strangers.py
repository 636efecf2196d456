"""Requests that show no key, signature or session are counted by address before anything is done for them."""

from http.cookies import CookieError, SimpleCookie

from starlette.datastructures import Headers
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.types import ASGIApp, Receive, Scope, Send

from server.services.pace import Kind, Pace, TooManyRequests, neighbourhood
from shared_models.labels import error_text

SESSION = "home_visit_session"
FREE = "/static/"  # files that a browser keeps
PROGRAMS = ("/v1/", "/api/", "/health", "/openapi.json")


class Strangers:
    """ASGI middleware: 429 and how long to wait, in both languages where a person may read it."""

    def __init__(self, app: ASGIApp, pace: Pace) -> None:
        self.app, self.pace = app, pace

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if _is_stranger(scope):
            try:
                self.pace.count(Kind.STRANGER, address(scope))
            except TooManyRequests as refused:
                await _answer(scope["path"], refused)(scope, receive, send)
                return
        await self.app(scope, receive, send)


def address(scope: Scope) -> str:
    """Where a request comes from; behind a proxy that the settings name, where it says it is from."""
    return neighbourhood(scope["client"][0]) if scope.get("client") else ""


def _is_stranger(scope: Scope) -> bool:
    if scope["type"] != "http" or scope["path"].startswith(FREE):
        return False
    headers = Headers(scope=scope)
    try:
        return "authorization" not in headers and SESSION not in SimpleCookie(headers.get("cookie", ""))
    except CookieError:
        return True


def _answer(path: str, refused: TooManyRequests) -> Response:
    wait = {"retry-after": str(refused.details["wait_seconds"])}
    if path.startswith(PROGRAMS):
        return JSONResponse({"code": refused.code, "details": refused.details}, 429, headers=wait)
    words = "\n".join(error_text(refused.code, refused.details, language) for language in ("th", "en"))
    return PlainTextResponse(words, 429, headers=wait)
