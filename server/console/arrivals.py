"""Households that another district sent here: where each lives now, or that it is not here."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from server.console import queue
from server.console.queue import Entry, Frame, Line, Reviewing, ReviewingDep
from server.console.render import sentence
from server.console.values import subjects
from server.console.visitor import FormDep, areas_of, record
from server.console.words import say
from server.services import reference
from server.services.households import household_names
from server.services.proving.audit import Action
from server.services.reviewing import arrivals
from server.services.reviewing.arrivals import Awaited, NotAwaited
from server.services.reviewing.office_edit import OfficeRefused, Supervisor
from shared_models.area import Level, known
from shared_models.errors import InvalidChange
from shared_models.form import form_fields
from shared_models.labels import choice
from shared_models.labels.moment import partial_words
from shared_models.person import LifeState, Relation

router = APIRouter()
NAME = arrivals.QUEUE


@dataclass(frozen=True)
class ArrivalView:
    """An expected household in words. `facts` are pairs of what and its value, `members` of name and relation."""

    id: UUID
    title: str
    facts: tuple[tuple[str, str], ...]
    members: tuple[tuple[str, str], ...]
    subdistrict: str
    moo: str
    house_no: str
    subdistricts: tuple[str, ...]


@router.get("/review/arrivals")
def show(here: ReviewingDep) -> Response:
    """The queue with one household open."""
    return _page(here)


@router.post("/review/arrivals/{household_id}")
def arrived(here: ReviewingDep, form: FormDep, household_id: UUID) -> Response:
    """It lives in this village."""
    errors = _errors(here, form)
    if errors:
        again = here.at(household_id)
        return _page(again, errors=errors, entered=form, status=422)

    def work(session: Session, supervisor: Supervisor, now: datetime) -> None:
        village = form["subdistrict"] + form["moo"].zfill(2)
        house_no = form.get("house_no", "").strip()
        arrivals.arrived(session, supervisor, household_id, village_code=village, house_no=house_no, now=now)

    return _decided(here, form, household_id, work, "confirmed")


@router.post("/review/arrivals/{household_id}/absent")
def absent(here: ReviewingDep, form: FormDep, household_id: UUID) -> Response:
    """It cannot be found here."""
    if not form.get("reason", "").strip():
        again, errors = here.at(household_id), {"reason": say("arrival_reason_needed", here.told)}
        return _page(again, errors=errors, entered=form, status=422)

    def work(session: Session, supervisor: Supervisor, now: datetime) -> None:
        arrivals.not_here(session, supervisor, household_id, form["reason"][:400], now=now)

    return _decided(here, form, household_id, work, "not_here")


@router.post("/review/arrivals/{household_id}/ask")
def ask(here: ReviewingDep, form: FormDep, household_id: UUID) -> Response:
    """Leave it to the officers, whose tablets show that it is awaited."""
    now = datetime.now(UTC)
    with here.database.writing() as session:
        arrivals.ask_at_house(session, here.visitor.district, household_id, by=here.visitor.officer_id, now=now)
        record(session, here.visitor, Action.ASKED_AT_HOUSE, f"arrivals {household_id}", now)
    return queue.to_next(NAME, here.wanted, form, "asked")


def _errors(here: Reviewing, form: dict[str, str]) -> dict[str, str]:
    """What the form leaves out, by field."""
    subdistrict, moo = form.get("subdistrict", ""), form.get("moo", "").strip()
    is_ours = subdistrict.startswith(here.visitor.district) and known(subdistrict)
    errors = {}
    if len(subdistrict) != Level.SUBDISTRICT or not is_ours:
        errors["subdistrict"] = say("arrival_subdistrict_needed", here.told)
    if not moo.isascii() or not moo.isdecimal() or len(moo) > 2:
        errors["moo"] = say("arrival_moo_needed", here.told)
    return errors


def _decided(
    here: Reviewing,
    form: dict[str, str],
    household_id: UUID,
    work: Callable[[Session, Supervisor, datetime], None],
    outcome: str,
) -> Response:
    now = datetime.now(UTC)
    try:
        with here.database.writing() as session:
            work(session, here.supervisor, now)
            record(session, here.visitor, Action.ARRIVAL_DECIDED, f"{household_id} {outcome}", now)
    except (NotAwaited, InvalidChange, OfficeRefused) as problem:
        notice, again = sentence(problem, here.told), here.at(household_id)
        return _page(again, notice=notice, entered=form, status=409)
    return queue.to_next(NAME, here.wanted, form, "arrivals")


def _page(here: Reviewing, **values: Any) -> Response:
    with here.database.reading() as session:
        framed, view = _open(session, here)
    return queue.show(here.request, framed, view, **values)


def _open(session: Session, here: Reviewing) -> tuple[Frame, ArrivalView | None]:
    found = {str(one.household.id): one for one in arrivals.awaited(session, here.visitor.district)}
    entries = [Entry(key, one.household.village, frozenset(), one.is_asked) for key, one in found.items()]

    def lines(keys: Iterable[str]) -> Iterable[Line]:
        shown = [found[key] for key in keys]
        names = household_names.named(session, here.visitor.district, [one.household.id for one in shown])
        known_places = reference.read(session, here.visitor.district)
        for one in shown:
            name = names[one.household.id]
            source = known_places.place(one.household.arrived_from or "", here.told)
            title = name.head or queue.house_words(name, here.told, known_places)
            yield Line(str(one.household.id), title, say("arrival_from", here.told, place=source), one.since_ms)

    framed = queue.frame(session, here.visitor, here.wanted, name=NAME, entries=entries, lines=lines)
    current = found.get(framed.standing.current)
    return framed, _view(session, here, current) if current else None


def _view(session: Session, here: Reviewing, one: Awaited) -> ArrivalView:
    reading, household = subjects(session, here.visitor.district, here.told), one.household
    name = household_names.named(session, here.visitor.district, [household.id])[household.id]
    fields = {field.name: field for field in form_fields("household")}
    facts = [
        (say("arrival_source", here.told), reading.value(fields["arrived_from"], household.arrived_from)),
        (say("arrival_on", here.told), partial_words(household.status_on, here.told) or "–"),
        (say("arrival_to", here.told), reading.reference.place(household.village_code, here.told)),
        (
            say("arrival_said", here.told),
            " · ".join(part for part in (household.house_no, household.moved_to) if part) or "–",
        ),
    ]
    members = [
        (person.full_name(), choice(person.relation, Relation, here.told) if person.relation else "–")
        for person in arrivals.members(session, here.visitor.district, household.id)
        if person.life_state == LifeState.ALIVE
    ]
    moo = household.village_code[Level.SUBDISTRICT :]
    return ArrivalView(
        household.id,
        say("arrival_title", here.told, head=name.head or reading.house(name)),
        tuple(facts),
        tuple(members),
        household.village_code[: Level.SUBDISTRICT],
        "" if moo == "00" else str(int(moo)),
        household.house_no,
        tuple(areas_of(here.visitor)[1:]),
    )
