"""Requests of people about their own data: the queue by due day, noting one, and answering it."""

from datetime import UTC, date, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from server.console import persons
from server.console.render import page as rendered
from server.console.visitor import FormDep, LanguageDep, VisitorDep, check, held_for
from server.deps import DatabaseDep
from server.services.households import household_names
from server.services.privacy import person_file
from server.services.privacy import subject_requests as service
from server.services.privacy.subject_requests import Asked, Outcome
from shared_models.access import REVIEW
from shared_models.birth import parse
from shared_models.errors import InvalidChange
from shared_models.fiscal_year import thai_day

router = APIRouter()
LENGTH = 50


@router.get("/personal-data")
def queue(
    request: Request,
    database: DatabaseDep,
    visitor: VisitorDep,
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> Response:
    """What is not answered, by the day it is due; below it what was."""
    check(visitor, REVIEW)
    with database.reading() as session:
        waiting = service.unanswered(session, visitor.district)
        done, count = service.answered(session, visitor.district, page=page, length=LENGTH)
        names = household_names.names_of(session, visitor.district, {one.person_id for one in [*waiting, *done]})
        session.expunge_all()
    return rendered(
        request,
        "personal_data/requests.html",
        open=waiting,
        done=done,
        count=count,
        page=page,
        first=(page - 1) * LENGTH + 1,
        names=names,
        today=thai_day(datetime.now(UTC)).isoformat(),
        day=date.fromisoformat,
    )


@router.post("/personal-data/persons/{person_id}/requests")
def note(
    request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, form: FormDep, person_id: UUID
) -> Response:
    check(visitor, REVIEW)
    try:
        asked = Asked(form.get("kind", ""), form.get("asked_by", ""), _day(form), form.get("words", ""))
        with database.writing() as session:
            person = person_file.find(session, visitor.district, person_id, held_for(visitor, REVIEW))
            of, by = (person.id, person.household_id), visitor.officer_id
            service.note(session, visitor.district, asked, of=of, by=by, now=datetime.now(UTC))
    except InvalidChange as invalid:
        return persons.shown(request, database, visitor, told, person_id, problem=invalid, entered=form)
    return RedirectResponse(f"/personal-data/persons/{person_id}", 303)


@router.get("/personal-data/requests/{request_id}")
def show(request: Request, database: DatabaseDep, visitor: VisitorDep, request_id: UUID) -> Response:
    check(visitor, REVIEW)
    return _page(request, database, visitor, request_id, entered={}, errors={})


@router.post("/personal-data/requests/{request_id}/answer")
def answer(
    request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, form: FormDep, request_id: UUID
) -> Response:
    check(visitor, REVIEW)
    try:
        with database.writing() as session:
            found = service.find(session, visitor.district, request_id)
            outcome, words = form.get("outcome", ""), form.get("answer", "")
            service.answer(session, found, outcome, words, by=visitor.officer_id, now=datetime.now(UTC))
    except InvalidChange as invalid:
        errors = persons.errors_of(invalid, told)
        return _page(request, database, visitor, request_id, entered=form, errors=errors)
    return RedirectResponse(f"/personal-data/requests/{request_id}", 303)


@router.post("/personal-data/requests/{request_id}/end")
def end(database: DatabaseDep, visitor: VisitorDep, _form: FormDep, request_id: UUID) -> Response:
    """The person may be handed on again."""
    check(visitor, REVIEW)
    with database.writing() as session:
        found = service.find(session, visitor.district, request_id)
        service.end(session, found, by=visitor.officer_id, now=datetime.now(UTC))
    return RedirectResponse(f"/personal-data/requests/{request_id}", 303)


def _page(
    request: Request,
    database: DatabaseDep,
    visitor: VisitorDep,
    request_id: UUID,
    *,
    entered: dict[str, str],
    errors: dict[str, str],
) -> Response:
    with database.reading() as session:
        found = service.find(session, visitor.district, request_id)
        names = household_names.names_of(session, visitor.district, {found.person_id})
        session.expunge_all()
    return rendered(
        request,
        "personal_data/request.html",
        status=422 if errors else 200,
        one=found,
        name=names.get(found.person_id, ""),
        is_left_out=service.is_leaving_out(found),
        outcomes=list(Outcome),
        entered=entered,
        errors=errors,
        today=thai_day(datetime.now(UTC)).isoformat(),
        day=date.fromisoformat,
    )


def _day(form: dict[str, str]) -> date:
    """A Thai day as people write it, not after today. Raises InvalidChange."""
    try:
        found = parse(form.get("asked_on", ""), on=thai_day(datetime.now(UTC))).to_ce()
    except InvalidChange:
        found = None
    if found is None:
        raise InvalidChange(field="asked_on", reason="day")
    return found
