"""Pages from templates: what every page knows, and how an error reads on one."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, NamedTuple

from fastapi import Request
from fastapi.responses import HTMLResponse
from jinja2 import Environment, FileSystemLoader, StrictUndefined

from server.console import moments
from server.console.visitor import allowed, language
from server.console.words import Language, say
from server.services.people.console_sessions import Visitor
from server.services.reviewing import review
from shared_models.access import ASSIGN, CONFIGURE, ENROL, HAND_ON, IMPORT, READ, REVIEW
from shared_models.area import Level, display_name, find
from shared_models.errors import DomainError, NotPermitted
from shared_models.labels import LINE_REASON, error_text, label
from shared_models.thai_text import thai_digits

TEMPLATES = Path(__file__).parent / "templates"


class Place(NamedTuple):
    """A page of the navigation; `action` is what a role must be allowed in the district for it to be shown.

    `partly`: also to who may do it in a part of the district alone.
    """

    key: str
    path: str
    icon: str
    action: str
    gap: bool = False
    partly: bool = False


PLACES = (
    Place("overview", "/", "dashboard", READ, partly=True),
    Place("review", "/review", "rule", REVIEW),
    Place("households", "/households", "home_work", READ, gap=True, partly=True),
    Place("assign", "/assign", "assignment_ind", ASSIGN),
    Place("meeting", "/meeting", "groups", REVIEW),
    Place("reports", "/reports", "bar_chart", READ),
    Place("import", "/import", "upload_file", IMPORT, gap=True),
    Place("hand_on", "/hand-on", "swap_horiz", HAND_ON),
    Place("tablets", "/tablets", "tablet_android", ENROL, gap=True),
    Place("personal_data", "/personal-data", "person", REVIEW),
    Place("audit", "/audit", "history", REVIEW),
    Place("settings", "/settings", "settings", CONFIGURE),
)
HOMES = ("overview", "tablets")  # where one begins, whichever of them the role opens


def _environment() -> Environment:
    loader = FileSystemLoader(TEMPLATES)
    found = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    found.filters["thousands"] = lambda number: f"{number:,}"
    found.filters["thai"] = lambda text: thai_digits(str(text))
    return found


ENVIRONMENT = _environment()


def page(request: Request, template: str, *, status: int = 200, **values: Any) -> HTMLResponse:
    """A whole page, or a part of one for htmx: the template decides."""
    told, now = language(request), datetime.now(UTC)
    visitor: Visitor | None = getattr(request.state, "visitor", None)
    context = {
        "t": _words(told),
        "label": lambda key: label(key, told),
        "line_reason": lambda reason: LINE_REASON[reason][told == "en"] if reason in LINE_REASON else reason,
        "language": told,
        "other_language": "th" if told == "en" else "en",
        "visitor": visitor,
        "places": _places(visitor) if visitor else [],
        "office": say("office", told, name=area_name(visitor.district, told)) if visitor else "",
        "here": request.url.path,
        "printed_at": moments.moment_words(now, told),
        "at": lambda unix_ms: moments.at_words(unix_ms, told),
        "day_words": lambda day: moments.day_words(day, told),
        "ago": lambda unix_ms: moments.ago_words(unix_ms, now=now, language=told),
        "skew": lambda skew_ms: moments.skew_words(skew_ms, told),
        "area_name": lambda code: area_name(code, told),
        "waiting": lambda: _waiting(request, visitor) if visitor else 0,
        "error": None,
    }
    return HTMLResponse(ENVIRONMENT.get_template(template).render(context | values), status)


def sentence(problem: DomainError, told: Language) -> str:
    """What a person reads for an error."""
    return error_text(problem.code, problem.details, told)


def area_name(code: str, told: Language) -> str:
    """The name of a subdistrict or wider area; of a village with its number."""
    found = find(code)
    if len(code) == Level.VILLAGE or found is None:
        return display_name(code, told)
    return found.name_en if told == "en" else found.name_th


def _words(told: Language) -> Callable[..., str]:
    return lambda key, **details: say(key, told, **details)


def first_place(visitor: Visitor) -> str:
    """Where one begins whose role does not open the overview. Raises NotPermitted for who may see no page."""
    places = _places(visitor)
    if not places:
        raise NotPermitted(action=READ)
    return next((place for place in places if place.key in HOMES), places[0]).path


def _waiting(request: Request, visitor: Visitor) -> int:
    """How many cases wait for a decision; the navigation says it on every page."""
    with request.app.state.database.reading() as session:
        return sum(queue.count for queue in review.queues(session, visitor.district))


def _places(visitor: Visitor) -> list[Place]:
    """Those that the role opens; the others are left out of the navigation."""
    return [place for place in PLACES if _opens(visitor, place)]


def _opens(visitor: Visitor, place: Place) -> bool:
    parts = visitor.held if place.partly else ()
    return any(allowed(visitor, place.action, area) for area in (visitor.district, *parts))
