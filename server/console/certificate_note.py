"""A word on the office's certificate, for whoever may do something about it, before the tablets refuse it."""

from datetime import UTC, datetime
from pathlib import Path

from fastapi import Request

from server.console.visitor import allowed, language
from server.console.words import say
from server.services import certificate
from server.services.people.console_sessions import Visitor
from shared_models.access import CONFIGURE


def certificate_note(request: Request, visitor: Visitor) -> str:
    """Nothing while it is good for long, or where the server has none of its own."""
    folder: Path | None = request.app.state.certified
    found = certificate.status(folder, now=datetime.now(UTC)) if folder and allowed(visitor, CONFIGURE) else None
    if found is None or not found.ends_soon:
        return ""
    key = "certificate_ended" if found.days_left < 0 else "certificate_ends"
    return say(key, language(request), days=found.days_left)
