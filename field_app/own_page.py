"""The app in a browser hears its own page alone: no script of another site, and no other name for this machine."""

from collections.abc import Awaitable, Callable, MutableMapping
from typing import Any

NAMES = frozenset({"127.0.0.1", "localhost"})
Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Scope]]
Send = Callable[[Scope], Awaitable[None]]


class OwnPage:
    """Around the app. Any page may open a socket to this machine, and a name can be made to lead here."""

    def __init__(self, app: Any) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] not in ("http", "websocket") or is_own(scope):
            await self.app(scope, receive, send)
        elif scope["type"] == "websocket":
            await send({"type": "websocket.close"})
        else:
            await send({"type": "http.response.start", "status": 403, "headers": []})
            await send({"type": "http.response.body", "body": b""})


def is_own(scope: Scope) -> bool:
    """Whether it is asked for by this machine's own name, and a socket by a page that came from there."""
    headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
    host = headers.get(b"host", "")
    is_here = host.partition(":")[0] in NAMES
    return is_here and (scope["type"] == "http" or headers.get(b"origin") == f"http://{host}")
