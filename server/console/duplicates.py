"""Entries that may be one person, side by side: merged, told apart, or left to the officers to find out."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from server.console import duplicate_view, queue
from server.console.duplicate_view import KEPT, LOST
from server.console.queue import Entry, Frame, Line, ReviewerDep, Reviewing, ReviewingDep
from server.console.render import page, sentence
from server.console.visitor import FormDep, RunnerDep, record
from server.console.words import say
from server.deps import DatabaseDep
from server.services import reference
from server.services.background import jobs
from server.services.proving.audit import Action
from server.services.reviewing import duplicates
from server.services.reviewing.duplicates import PairChanged, PairState, UnknownPair
from server.services.reviewing.office_edit import OfficeRefused
from shared_models import person_merge
from shared_models.errors import InvalidChange

router = APIRouter()
NAME = "duplicates"


@router.get("/review/duplicates")
def show(here: ReviewingDep) -> Response:
    """The queue with one pair open, when it was last looked for, and the latest merges."""
    return _page(here)


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
def chosen(here: ReviewingDep, form: FormDep, one: UUID, other: UUID) -> Response:
    """The sentence that describes the merged person."""
    with here.database.reading() as session:
        view = duplicate_view.view(session, here.visitor, here.told, one, other)
    return page(
        here.request,
        "review/merged.html",
        case=view,
        entered=form,
        summary=duplicate_view.summary(view, form, here.told),
    )


@router.post("/review/duplicates/{one}/{other}")
def merge(here: ReviewingDep, form: FormDep, one: UUID, other: UUID) -> Response:
    """Make one person of both, then to the next pair."""
    again, now = here.at(f"{one}_{other}"), datetime.now(UTC)
    try:
        with here.database.writing() as session:
            both = duplicates.two(session, here.visitor.district, one, other)
            open_names = [
                n for n in person_merge.differing(both.kept, both.lost) if form.get(f"pick-{n}") not in (KEPT, LOST)
            ]
            if not open_names:
                from_lost = [
                    name for name in person_merge.differing(both.kept, both.lost) if form[f"pick-{name}"] == LOST
                ]
                supervisor = here.supervisor
                duplicates.merge(session, supervisor, (one, other), from_lost, seen=form.get("seen", ""), now=now)
                record(session, here.visitor, Action.PERSONS_MERGED, f"{both.lost.id} {both.kept.id}", now)
    except (PairChanged, UnknownPair, InvalidChange, OfficeRefused) as problem:
        notice = sentence(problem, here.told)
        return _page(again, notice=notice, entered=form, status=409)
    if open_names:
        errors = {name: say("conflict_choose", here.told) for name in open_names}
        return _page(again, errors=errors, entered=form, status=422)
    return queue.to_next(NAME, here.wanted, form, "merged")


@router.post("/review/duplicates/{one}/{other}/distinct")
def distinct(here: ReviewingDep, form: FormDep, one: UUID, other: UUID) -> Response:
    """They are two persons; nobody is asked again."""
    return _decide(here, form, (one, other), PairState.DISTINCT)


@router.post("/review/duplicates/{one}/{other}/ask")
def ask(here: ReviewingDep, form: FormDep, one: UUID, other: UUID) -> Response:
    """Until somebody has asked at the house."""
    return _decide(here, form, (one, other), PairState.ASKED)


@router.post("/review/duplicates/{one}/{other}/separate")
def separate(here: ReviewingDep, form: FormDep, one: UUID, other: UUID) -> Response:
    """Take a merge apart."""
    now = datetime.now(UTC)
    try:
        with here.database.writing() as session:
            duplicates.separate(session, here.supervisor, (one, other), now=now)
            record(session, here.visitor, Action.PERSONS_SEPARATED, f"{one} {other}", now)
    except (UnknownPair, InvalidChange, OfficeRefused) as problem:
        return _page(here, notice=sentence(problem, here.told), status=409)
    return queue.to_next(NAME, here.wanted, form, "separated")


def _decide(here: Reviewing, form: dict[str, str], pair: tuple[UUID, UUID], state: PairState) -> Response:
    now = datetime.now(UTC)
    action = Action.PERSONS_DISTINCT if state is PairState.DISTINCT else Action.ASKED_AT_HOUSE
    try:
        with here.database.writing() as session:
            duplicates.decide(session, here.supervisor, pair, state, now=now)
            record(session, here.visitor, action, f"{pair[0]} {pair[1]}", now)
    except UnknownPair as gone:
        return _page(here, notice=sentence(gone, here.told), status=409)
    return queue.to_next(NAME, here.wanted, form, state.value)


def _page(here: Reviewing, **values: Any) -> Response:
    with here.database.reading() as session:
        framed, view = _open(session, here)
        runs = [
            (run.ended_ms, run.id, int(jobs.result(run).get("pairs", 0)))
            for run in jobs.newest(session, here.visitor.district, NAME, most=1)
        ]
        merges = [(pair.one, pair.other, pair.decided_ms, name)
                  for pair, name in duplicates.recent_merges(session, here.visitor.district)]  # fmt: skip
    entered = values.pop("entered", {})
    described = duplicate_view.summary(view, entered, here.told) if view else ""
    last = runs[0] if runs else None
    return queue.show(
        here.request,
        framed,
        view,
        entered=entered,
        summary=described,
        last=last,
        merges=merges,
        most=duplicates.MOST,
        **values,
    )


def _open(session: Session, here: Reviewing) -> tuple[Frame, duplicate_view.PairView | None]:
    found = {f"{line.one}_{line.other}": line for line in duplicates.lines(session, here.visitor.district)}
    entries = [Entry(key, line.village, frozenset(), line.state == PairState.ASKED) for key, line in found.items()]

    def lines(keys: Iterable[str]) -> Iterable[Line]:
        known = reference.read(session, here.visitor.district)
        for key in keys:
            line = found[key]
            names = " / ".join(dict.fromkeys(line.names))
            yield Line(key, names, queue.village_words(line.village, here.told, known), line.found_ms)

    framed = queue.frame(session, here.visitor, here.wanted, name=NAME, entries=entries, lines=lines)
    current = found.get(framed.standing.current)
    return framed, duplicate_view.view(
        session, here.visitor, here.told, current.one, current.other
    ) if current else None
