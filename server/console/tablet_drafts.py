"""What a revoked tablet's officers had typed and not saved: read, passed on to who goes on with it, or set aside."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Depends, Request
from fastapi.responses import RedirectResponse, Response

from server.console.draft_view import DraftView, Offered, View
from server.console.render import page, sentence
from server.console.visitor import FormDep, LanguageDep, VisitorDep, check, record
from server.console.words import Language, say
from server.database import Database
from server.deps import DatabaseDep
from server.services.people import passed_drafts, revocation
from server.services.people.console_sessions import Visitor
from server.services.people.passed_drafts import Case, Decision, DraftChanged, Standing
from server.services.people.tablets import short_name
from server.services.proving.audit import Action
from shared_models.access import REVIEW
from shared_models.errors import InvalidChange

router = APIRouter()
WRITERS = "writers"  # each draft to the officer who wrote it


@dataclass(frozen=True)
class Here:
    """Who is at the page of which tablet's drafts."""

    request: Request
    database: Database
    visitor: Visitor
    told: Language
    device_id: UUID


def _here(request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, device_id: UUID) -> Here:
    check(visitor, REVIEW)
    return Here(request, database, visitor, told, device_id)


HereDep = Annotated[Here, Depends(_here)]


@router.get("/tablets/{device_id}/drafts")
def show(here: HereDep) -> Response:
    """They hold names: that they were read goes on record."""
    return _page(here)


@router.post("/tablets/{device_id}/drafts/pass")
def pass_on(here: HereDep, form: FormDep) -> Response:
    """One draft, or all that wait, to an officer: the next exchange with that officer's tablet brings them."""
    mark, decision = form.get("draft", ""), _decision(here.visitor)
    try:
        to = _officer(form.get("officer", ""))
        with here.database.writing() as session:
            device = revocation.find_tablet(session, here.visitor.district, here.device_id)
            if mark:
                case = Case(device, _mark(mark), form.get("seen", ""))
                passed_drafts.pass_on(session, case, _needed(to), decision=decision)
                given = 1
            else:
                given = passed_drafts.pass_all(session, device, to, decision=decision)
            if given:
                subject = f"{here.device_id} {mark[:16] or given} {to or WRITERS}"
                record(session, here.visitor, Action.DRAFT_PASSED_ON, subject, decision.now)
    except (InvalidChange, DraftChanged) as problem:
        return _again(here, mark, problem)
    return RedirectResponse(f"/tablets/{here.device_id}/drafts?given={given}{'' if mark else '&all=1'}", 303)


@router.post("/tablets/{device_id}/drafts/aside")
def set_aside(here: HereDep, form: FormDep) -> Response:
    """Nobody goes on with it; the reason stays with it for as long as such drafts are kept."""
    mark, decision = form.get("draft", ""), _decision(here.visitor)
    why = form.get("why", "")
    try:
        with here.database.writing() as session:
            device = revocation.find_tablet(session, here.visitor.district, here.device_id)
            case = Case(device, _mark(mark), form.get("seen", ""))
            passed_drafts.set_aside(session, case, why=why, decision=decision)
            record(session, here.visitor, Action.DRAFT_SET_ASIDE, f"{here.device_id} {mark[:16]}", decision.now)
    except (InvalidChange, DraftChanged) as problem:
        return _again(here, mark, problem)
    return RedirectResponse(f"/tablets/{here.device_id}/drafts", 303)


def _page(here: Here, *, notice: str = "", errors: dict[str, str] | None = None, status: int = 200) -> Response:
    asked = here.request.query_params
    given = asked.get("given", "")
    with here.database.writing() as session:
        device = revocation.find_tablet(session, here.visitor.district, here.device_id)
        found = passed_drafts.of_tablet(session, device)
        view = DraftView(session, here.visitor.district, here.told, [held.draft for held in found])
        shown = [view.shown(held) for held in found]
        record(session, here.visitor, Action.DRAFTS_READ, str(here.device_id), datetime.now(UTC))
        values = _values(shown, view.offered(found))
    said = {"notice": notice, "errors": errors or {}, "given": given if given.isdecimal() else None}
    said["given_all"] = "all" in asked
    return page(
        here.request,
        "tablets/drafts.html",
        status=status,
        name=short_name(here.device_id),
        device_id=here.device_id,
        **said,
        **values,
    )


def _values(shown: list[View], offered: list[Offered]) -> dict[str, Any]:
    """The drafts in the order of what is to be decided, and to whom all that wait can be given."""
    order = list(Standing)
    ordered = sorted(shown, key=lambda view: order.index(view.standing))
    undecided = sum(view.standing is Standing.WAITING for view in shown)
    return {"drafts": ordered, "offered": offered, "undecided": undecided, "writers": WRITERS}


def _again(here: Here, mark: str, problem: InvalidChange | DraftChanged) -> Response:
    """The page as things stand now, with what is wrong."""
    words = sentence(problem, here.told)
    if isinstance(problem, DraftChanged):
        return _page(here, notice=words, status=409)
    field = problem.details["field"]
    if problem.details["reason"] == "required":
        words = say("draft_choose" if field == "officer" else "draft_why_needed", here.told)
    return _page(here, errors={f"{field} {mark}": words}, status=422)


def _decision(visitor: Visitor) -> Decision:
    return Decision(visitor.officer_id, datetime.now(UTC))


def _officer(text: str) -> UUID | None:
    """None for each writer. Raises InvalidChange where nobody was chosen."""
    try:
        return None if text == WRITERS else UUID(text)
    except ValueError:
        raise InvalidChange(field="officer", reason="required") from None


def _needed(officer_id: UUID | None) -> UUID:
    if officer_id is None:
        raise InvalidChange(field="officer", reason="required")
    return officer_id


def _mark(text: str) -> bytes:
    """Raises DraftChanged for what is no mark."""
    try:
        return bytes.fromhex(text)
    except ValueError:
        raise DraftChanged() from None
