"""How the campaign stands in the district, and what waits."""

from datetime import UTC, date, datetime
from typing import Annotated, NamedTuple

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response

from server.console import moments
from server.console.render import page
from server.console.visitor import LanguageDep, VisitorDep, check
from server.console.words import Language, say
from server.deps import DatabaseDep
from server.services import overview
from server.services.overview import KeptProgress, Progress
from server.services.tablets import tablets
from shared_models.access import READ
from shared_models.area import Level, UnknownArea, contains, known
from shared_models.campaign import Due, Step, Window
from shared_models.fiscal_year import thai_day

router = APIRouter()
FIRST = 8  # tablets on the overview


def kept_progress(request: Request) -> KeptProgress:
    """Of this worker."""
    found: KeptProgress = request.app.state.progress
    return found


ProgressDep = Annotated[KeptProgress, Depends(kept_progress)]


class Heading(NamedTuple):
    """A step over its column: what it is, and the chip that says how it stands."""

    step: Step
    words: str
    late: bool


@router.get("/")
def show(
    request: Request, database: DatabaseDep, kept: ProgressDep, visitor: VisitorDep, told: LanguageDep
) -> Response:
    check(visitor, READ)
    now = datetime.now(UTC)
    with database.reading() as session:
        standing = kept.of(session, visitor.district, today=thai_day(now))
        queues, lines = overview.queues(session, visitor.district), tablets(session, visitor.district)
    return page(
        request,
        "overview/page.html",
        standing=standing,
        headings=_headings(standing, thai_day(now), told),
        as_of=say("as_of", told, year=standing.year, when=moments.moment_words(now, told)),
        queues=queues,
        tablets=lines[:FIRST],
        more_tablets=max(0, len(lines) - FIRST),
        at=lambda unix_ms: moments.at_words(unix_ms, told),
        ago=lambda unix_ms: moments.ago_words(unix_ms, now=now, language=told),
        skew=lambda skew_ms: moments.skew_words(skew_ms, told),
    )


@router.get("/progress/{area}")
def of_villages(
    request: Request, database: DatabaseDep, kept: ProgressDep, visitor: VisitorDep, told: LanguageDep, area: str
) -> Response:
    """A subdistrict's villages."""
    if len(area) != Level.SUBDISTRICT or not known(area) or not contains(visitor.district, area):
        raise UnknownArea(area=area)
    check(visitor, READ, area)
    now = datetime.now(UTC)
    with database.reading() as session:
        standing = kept.of(session, area, today=thai_day(now))
    return page(
        request,
        "overview/villages.html",
        area=area,
        standing=standing,
        headings=_headings(standing, thai_day(now), told),
        as_of=say("as_of", told, year=standing.year, when=moments.moment_words(now, told)),
    )


def _headings(standing: Progress, today: date, told: Language) -> list[Heading]:
    windows = {window.step: window for window in standing.windows}
    return [Heading(step, *_due_words(windows.get(step), today, told)) for step in Step]


def _due_words(window: Window | None, today: date, told: Language) -> tuple[str, bool]:
    if window is None:
        return say("no_dates", told), False
    if window.due(today) is Due.LATE:
        return say("late", told, days=f"{-window.days_left(today):,}"), True
    return say("due", told, day=moments.day_words(window.due_on, told)), False
