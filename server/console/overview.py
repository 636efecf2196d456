"""How the campaign stands in the district, and what waits."""

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from functools import partial
from typing import NamedTuple

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from server.console import moments
from server.console.certificate_note import certificate_note
from server.console.render import first_place, page
from server.console.visitor import KeptDep, LanguageDep, VisitorDep, allowed, check, language, readable
from server.console.words import Language, say
from server.deps import DatabaseDep
from server.services.people.tablets import TabletLine, tablets
from server.services.proving import last_proof
from server.services.reporting import overview
from server.services.reporting.kept import Kept
from server.services.reporting.overview import Progress
from server.services.reviewing import review
from shared_models.access import ENROL, READ, REVIEW
from shared_models.area import Level, UnknownArea, contains, known
from shared_models.campaign import Due, Step, Window
from shared_models.fiscal_year import THAI_TIME, thai_day

router = APIRouter()
FIRST = 8  # tablets on the overview


class Heading(NamedTuple):
    """A step over its column: what it is, and the chip that says how it stands."""

    step: Step
    words: str
    late: bool


@router.get("/")
def show(request: Request, database: DatabaseDep, kept: KeptDep, visitor: VisitorDep, told: LanguageDep) -> Response:
    own = readable(visitor)
    if not own:
        return RedirectResponse(first_place(visitor), 303)
    if own != [visitor.district]:
        return _of_own(request, database, kept, own)
    now = datetime.now(UTC)
    with database.reading() as session:
        standing = _standing(session, kept, [visitor.district], thai_day(now))
        proof = last_proof.last(session, visitor.district, now=now)
        queues, lines = review.queues(session, visitor.district), tablets(session, visitor.district, now=now)
    return page(
        request,
        "overview/page.html",
        standing=standing,
        headings=_headings(standing, thai_day(now), told),
        as_of=say("as_of", told, year=standing.year, when=moments.moment_words(now, told)),
        proof=proof,
        queues=queues,
        may_review=allowed(visitor, REVIEW),
        tablets=[line for line in lines if not line.revoked][:FIRST],
        heard=_heard_today(lines, now, told),
        may_enrol=allowed(visitor, ENROL),
        certificate_note=certificate_note(request, visitor),
    )


def _of_own(request: Request, database: DatabaseDep, kept: Kept, own: list[str]) -> Response:
    """The areas of one who does not hold the district: what waits in the office and its tablets are not theirs."""
    now, told = datetime.now(UTC), language(request)
    with database.reading() as session:
        standing = _standing(session, kept, own, thai_day(now))
    return page(
        request,
        "overview/own.html",
        standing=standing,
        headings=_headings(standing, thai_day(now), told),
        as_of=say("as_of", told, year=standing.year, when=moments.moment_words(now, told)),
    )


def _heard_today(lines: Sequence[TabletLine], now: datetime, told: Language) -> str:
    """How many of the tablets in use have exchanged today."""
    in_use = [line for line in lines if not line.revoked]
    midnight = datetime.combine(thai_day(now), time(), THAI_TIME).timestamp() * 1000
    count = sum(line.seen_ms >= midnight for line in in_use)
    return say("heard_today", told, n=f"{count:,}", of=f"{len(in_use):,}")


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
        standing = _standing(session, kept, [area], thai_day(now))
    return page(
        request,
        "overview/villages.html",
        area=area,
        standing=standing,
        headings=_headings(standing, thai_day(now), told),
        as_of=say("as_of", told, year=standing.year, when=moments.moment_words(now, told)),
    )


def _standing(session: Session, kept: Kept, areas: list[str], today: date) -> Progress:
    key = "progress of areas", *areas
    make = partial(overview.progress, session, *areas, today=today)
    return kept.of(session, areas[0][: Level.DISTRICT], key, today, make)


def _headings(standing: Progress, today: date, told: Language) -> list[Heading]:
    windows = {window.step: window for window in standing.windows}
    return [Heading(step, *_due_words(windows.get(step), today, told)) for step in Step]


def _due_words(window: Window | None, today: date, told: Language) -> tuple[str, bool]:
    if window is None:
        return say("no_dates", told), False
    if window.due(today) is Due.LATE:
        return say("late", told, days=f"{-window.days_left(today):,}"), True
    return say("due", told, day=moments.day_words(window.due_on, told)), False
