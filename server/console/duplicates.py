"""Entries that may be one person, side by side: merged, told apart, or left to the officers to find out."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from server.console import duplicate_view, queue
from server.console.duplicate_view import KEPT, LOST
from server.console.queue import Entry, Frame, Line, ReviewerDep, Sought, SoughtDep
from server.console.render import page, sentence
from server.console.visitor import FormDep, LanguageDep, RunnerDep, record
from server.console.words import Language, say
from server.database import Database
from server.deps import DatabaseDep
from server.services import duplicates, jobs
from server.services.audit import Action
from server.services.console_sessions import Visitor
from server.services.duplicates import PairChanged, PairState, UnknownPair
from server.services.office_edit import OfficeRefused, Supervisor
from shared_models import person_merge
from shared_models.errors import InvalidChange

router = APIRouter()
NAME = "duplicates"


@router.get("/review/duplicates")
def show(
    request: Request, database: DatabaseDep, visitor: ReviewerDep, told: LanguageDep, wanted: SoughtDep
) -> Response:
    """The queue with one pair open, when it was last looked for, and the latest merges."""
    return _page(request, database, visitor, told, wanted)


@router.post("/review/duplicates/run")
def look(database: DatabaseDep, runner: RunnerDep, visitor: ReviewerDep, _form: FormDep) -> Response:
    """Look for pairs over the whole district, beside the pages."""
    now = datetime.now(UTC)
    with database.writing() as session:
        job_id = jobs.ask(session, visitor.district, NAME, by=visitor.officer_id, wants={}, now=now)
        record(session, visitor, Action.DUPLICATES_LOOKED_FOR, visitor.district, now)
    runner.wake()
    return RedirectResponse(f"/jobs/{job_id}", 303)


@router.post("/review/duplicates/{one}/{other}/chosen")
def chosen(
    request: Request,
    database: DatabaseDep,
    visitor: ReviewerDep,
    told: LanguageDep,
    form: FormDep,
    one: UUID,
    other: UUID,
) -> Response:
    """The sentence that describes the merged person."""
    with database.reading() as session:
        view = duplicate_view.view(session, visitor, told, one, other)
    return page(
        request, "review/merged.html", case=view, entered=form, summary=duplicate_view.summary(view, form, told)
    )


@router.post("/review/duplicates/{one}/{other}")
def merge(
    request: Request,
    database: DatabaseDep,
    visitor: ReviewerDep,
    told: LanguageDep,
    wanted: SoughtDep,
    form: FormDep,
    one: UUID,
    other: UUID,
) -> Response:
    """Make one person of both, then to the next pair."""
    again, now = wanted._replace(case=f"{one}_{other}"), datetime.now(UTC)
    try:
        with database.writing() as session:
            both = duplicates.two(session, visitor.district, one, other)
            open_names = [
                n for n in person_merge.differing(both.kept, both.lost) if form.get(f"pick-{n}") not in (KEPT, LOST)
            ]
            if not open_names:
                from_lost = [
                    name for name in person_merge.differing(both.kept, both.lost) if form[f"pick-{name}"] == LOST
                ]
                supervisor = Supervisor(visitor.district, visitor.officer_id)
                duplicates.merge(session, supervisor, (one, other), from_lost, seen=form.get("seen", ""), now=now)
                record(session, visitor, Action.PERSONS_MERGED, f"{both.lost.id} {both.kept.id}", now)
    except (PairChanged, UnknownPair, InvalidChange, OfficeRefused) as problem:
        notice = sentence(problem, told)
        return _page(request, database, visitor, told, again, notice=notice, entered=form, status=409)
    if open_names:
        errors = {name: say("conflict_choose", told) for name in open_names}
        return _page(request, database, visitor, told, again, errors=errors, entered=form, status=422)
    return queue.to_next(NAME, wanted, form, "merged")


@router.post("/review/duplicates/{one}/{other}/distinct")
def distinct(
    request: Request,
    database: DatabaseDep,
    visitor: ReviewerDep,
    told: LanguageDep,
    wanted: SoughtDep,
    form: FormDep,
    one: UUID,
    other: UUID,
) -> Response:
    """They are two persons; nobody is asked again."""
    return _decide(request, database, visitor, told, wanted, form, (one, other), PairState.DISTINCT)


@router.post("/review/duplicates/{one}/{other}/ask")
def ask(
    request: Request,
    database: DatabaseDep,
    visitor: ReviewerDep,
    told: LanguageDep,
    wanted: SoughtDep,
    form: FormDep,
    one: UUID,
    other: UUID,
) -> Response:
    """Until somebody has asked at the house."""
    return _decide(request, database, visitor, told, wanted, form, (one, other), PairState.ASKED)


@router.post("/review/duplicates/{one}/{other}/separate")
def separate(
    request: Request,
    database: DatabaseDep,
    visitor: ReviewerDep,
    told: LanguageDep,
    wanted: SoughtDep,
    form: FormDep,
    one: UUID,
    other: UUID,
) -> Response:
    """Take a merge apart."""
    now = datetime.now(UTC)
    try:
        with database.writing() as session:
            duplicates.separate(session, Supervisor(visitor.district, visitor.officer_id), (one, other), now=now)
            record(session, visitor, Action.PERSONS_SEPARATED, f"{one} {other}", now)
    except (UnknownPair, InvalidChange, OfficeRefused) as problem:
        return _page(request, database, visitor, told, wanted, notice=sentence(problem, told), status=409)
    return queue.to_next(NAME, wanted, form, "separated")


def _decide(
    request: Request,
    database: Database,
    visitor: Visitor,
    told: Language,
    wanted: Sought,
    form: dict[str, str],
    pair: tuple[UUID, UUID],
    state: PairState,
) -> Response:
    now = datetime.now(UTC)
    action = Action.PERSONS_DISTINCT if state is PairState.DISTINCT else Action.ASKED_AT_HOUSE
    try:
        with database.writing() as session:
            duplicates.decide(session, Supervisor(visitor.district, visitor.officer_id), pair, state, now=now)
            record(session, visitor, action, f"{pair[0]} {pair[1]}", now)
    except UnknownPair as gone:
        return _page(request, database, visitor, told, wanted, notice=sentence(gone, told), status=409)
    return queue.to_next(NAME, wanted, form, state.value)


def _page(
    request: Request, database: Database, visitor: Visitor, told: Language, wanted: Sought, **values: Any
) -> Response:
    with database.reading() as session:
        framed, view = _open(session, visitor, told, wanted)
        runs = [
            (run.ended_ms, run.id, int(jobs.result(run).get("pairs", 0)))
            for run in jobs.newest(session, visitor.district, NAME, most=1)
        ]
        merges = [(pair.one, pair.other, pair.decided_ms, name)
                  for pair, name in duplicates.recent_merges(session, visitor.district)]  # fmt: skip
    entered = values.pop("entered", {})
    described = duplicate_view.summary(view, entered, told) if view else ""
    last = runs[0] if runs else None
    return queue.show(
        request,
        framed,
        view,
        entered=entered,
        summary=described,
        last=last,
        merges=merges,
        most=duplicates.MOST,
        **values,
    )


def _open(
    session: Session, visitor: Visitor, told: Language, wanted: Sought
) -> tuple[Frame, duplicate_view.PairView | None]:
    found = {f"{line.one}_{line.other}": line for line in duplicates.lines(session, visitor.district)}
    entries = [Entry(key, line.village, frozenset(), line.state == PairState.ASKED) for key, line in found.items()]

    def lines(keys: Iterable[str]) -> Iterable[Line]:
        known = queue.reference.read(session, visitor.district)
        for key in keys:
            line = found[key]
            names = " / ".join(dict.fromkeys(line.names))
            yield Line(key, names, queue.village_words(line.village, told, known), line.found_ms)

    framed = queue.frame(session, visitor, wanted, name=NAME, entries=entries, lines=lines)
    current = found.get(framed.standing.current)
    return framed, duplicate_view.view(session, visitor, told, current.one, current.other) if current else None
