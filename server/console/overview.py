"""How the campaign stands in the district, and what waits."""

from datetime import UTC, date, datetime
from functools import partial
from typing import NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from server.console import moments
from server.console.render import first_place, page
from server.console.visitor import KeptDep, LanguageDep, VisitorDep, allowed, check
from server.console.words import Language, say
from server.deps import DatabaseDep
from server.services import overview, review
from server.services.kept import Kept
from server.services.overview import Progress
from server.services.tablets import tablets
from shared_models.access import READ, REVIEW
from shared_models.area import Level, UnknownArea, contains, known
from shared_models.campaign import Due, Step, Window
from shared_models.fiscal_year import thai_day

router = APIRouter()
FIRST = 8  # tablets on the overview


class Heading(NamedTuple):
    """A step over its column: what it is, and the chip that says how it stands."""

    step: Step
    words: str
    late: bool


@router.get("/")
def show(request: Request, database: DatabaseDep, kept: KeptDep, visitor: VisitorDep, told: LanguageDep) -> Response:
    if not allowed(visitor, READ):
        return RedirectResponse(first_place(visitor), 303)
    now = datetime.now(UTC)
    with database.reading() as session:
        standing = _standing(session, kept, visitor.district, thai_day(now))
        queues, lines = review.queues(session, visitor.district), tablets(session, visitor.district)
    return page(
        request,
        "overview/page.html",
        standing=standing,
        headings=_headings(standing, thai_day(now), told),
        as_of=say("as_of", told, year=standing.year, when=moments.moment_words(now, told)),
        queues=queues,
        may_review=allowed(visitor, REVIEW),
        tablets=lines[:FIRST],
        more_tablets=max(0, len(lines) - FIRST),
    )


@router.get("/progress/{area}")
def of_villages(
    request: Request, database: DatabaseDep, kept: KeptDep, visitor: VisitorDep, told: LanguageDep, area: str
) -> Response:
    """A subdistrict's villages."""
    if len(area) != Level.SUBDISTRICT or not known(area) or not contains(visitor.district, area):
        raise UnknownArea(area=area)
    check(visitor, READ, area)
    now = datetime.now(UTC)
    with database.reading() as session:
        standing = _standing(session, kept, area, thai_day(now))
    return page(
        request,
        "overview/villages.html",
        area=area,
        standing=standing,
        headings=_headings(standing, thai_day(now), told),
        as_of=say("as_of", told, year=standing.year, when=moments.moment_words(now, told)),
    )


def _standing(session: Session, kept: Kept, area: str, today: date) -> Progress:
    key = "progress of an area", area
    make = partial(overview.progress, session, area, today=today)
    return kept.of(session, area[: Level.DISTRICT], key, today, make)


def _headings(standing: Progress, today: date, told: Language) -> list[Heading]:
    windows = {window.step: window for window in standing.windows}
    return [Heading(step, *_due_words(windows.get(step), today, told)) for step in Step]


def _due_words(window: Window | None, today: date, told: Language) -> tuple[str, bool]:
    if window is None:
        return say("no_dates", told), False
    if window.due(today) is Due.LATE:
        return say("late", told, days=f"{-window.days_left(today):,}"), True
    return say("due", told, day=moments.day_words(window.due_on, told)), False
