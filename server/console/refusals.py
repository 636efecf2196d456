"""Work of tablets that was not taken or is held: corrected and taken in, or set aside with a note."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from server.console import moments, queue
from server.console.queue import Entry, Frame, Line, Reviewing, ReviewingDep
from server.console.render import sentence
from server.console.values import Subjects, subjects
from server.console.visitor import FormDep, record
from server.console.words import Language, say
from server.services import reference
from server.services.households import household_names
from server.services.households.household_names import HouseholdName
from server.services.people import tablets
from server.services.people.console_sessions import Visitor
from server.services.proving.audit import Action
from server.services.reviewing import office_action, refusal_cases
from server.services.reviewing.office_edit import OfficeRefused
from server.services.reviewing.refusal_cases import NotTaken, UnknownAction
from shared_models import nameless
from shared_models.entities import ENTITIES, changeable, wire
from shared_models.errors import InvalidChange
from shared_models.exchange import Receipt
from shared_models.field_facts import Kind
from shared_models.form import FormField, described
from shared_models.labels import choice, label
from shared_models.merge import Scalar
from shared_models.operation import Operation

router = APIRouter()
NAME = refusal_cases.QUEUE
CORRECTABLE = (
    *(Kind.TEXT, Kind.LONG_TEXT, Kind.PHONE, Kind.CITIZEN_ID, Kind.HOUSE_CODE),
    *(Kind.AREA, Kind.PARTIAL_DATE, Kind.DATE),
)


@dataclass(frozen=True)
class WrittenRow:
    """A field that the work gives a value: what the file says now, what was written, and how it can be corrected.

    `choices` are pairs of code and words for a select that begins with `code`; `text` is what an input begins with,
    None where the value is taken as it is or not at all.
    """

    name: str
    label: str
    whose: str
    now: str
    written: str
    choices: tuple[tuple[str, str], ...]
    code: str
    text: str | None


@dataclass(frozen=True)
class RefusalView:
    """Work that waits, in words."""

    id: UUID
    household_id: UUID
    is_house_known: bool
    title: str
    reason: str
    facts: tuple[tuple[str, str], ...]
    rows: tuple[WrittenRow, ...]
    is_readable: bool


@router.get("/review/refused")
def show(here: ReviewingDep) -> Response:
    """The queue with one action open."""
    return _page(here)


@router.post("/review/refused/{action_id}")
def take_in(here: ReviewingDep, form: FormDep, action_id: UUID) -> Response:
    """As an edit of the office, with what was corrected."""
    now = datetime.now(UTC)
    try:
        with here.database.writing() as session:
            found = refusal_cases.action(session, here.visitor.district, action_id)
            supervisor, note = here.supervisor, form.get("note", "").strip()[:400]
            refusal_cases.take_in(session, supervisor, action_id, _values(found, form), note=note, now=now)
            record(session, here.visitor, Action.REFUSAL_DECIDED, f"{action_id} taken", now)
    except (UnknownAction, InvalidChange, OfficeRefused) as problem:
        return _again(here, form, action_id, problem)
    return queue.to_next(NAME, here.wanted, form, "taken")


@router.post("/review/refused/{action_id}/aside")
def set_aside(here: ReviewingDep, form: FormDep, action_id: UUID) -> Response:
    """It is not taken in, and stays on record with the note."""
    now = datetime.now(UTC)
    try:
        with here.database.writing() as session:
            supervisor = here.supervisor
            refusal_cases.set_aside(session, supervisor, action_id, note=form.get("note", "")[:400], now=now)
            record(session, here.visitor, Action.REFUSAL_DECIDED, f"{action_id} set_aside", now)
    except (UnknownAction, InvalidChange) as problem:
        return _again(here, form, action_id, problem)
    return queue.to_next(NAME, here.wanted, form, "aside")


def _again(
    here: Reviewing, form: dict[str, str], action_id: UUID, problem: UnknownAction | InvalidChange | OfficeRefused
) -> Response:
    """The case once more, with what was entered and what is wrong with it."""
    again, status = here.at(action_id), 409 if isinstance(problem, UnknownAction) else 422
    if isinstance(problem, InvalidChange) and problem.details.get("field") == "note":
        errors = {"note": say("refusal_note_needed", here.told)}
        return _page(again, errors=errors, entered=form, status=status)
    notice = (
        _reason(str(problem.details["refusal"]), here.told)
        if isinstance(problem, OfficeRefused)
        else sentence(problem, here.told)
    )
    return _page(again, notice=notice, entered=form, status=status)


def _values(found: NotTaken, form: Mapping[str, str]) -> dict[tuple[str, str], Scalar]:
    """What is to be taken in, by stamp and field."""
    values: dict[tuple[str, str], Scalar] = {}
    for operation in found.operations:
        for name, written in operation.changes.items():
            key = f"{operation.stamp}-{name}"
            if form.get(f"take-{key}"):
                values[operation.stamp, name] = (
                    form[f"value-{key}"].strip() or None if f"value-{key}" in form else written
                )
    return values


def _page(here: Reviewing, **values: Any) -> Response:
    with here.database.reading() as session:
        framed, view = _open(session, here)
    return queue.show(here.request, framed, view, **values)


def _open(session: Session, here: Reviewing) -> tuple[Frame, RefusalView | None]:
    found = {str(one.action_id): one for one in refusal_cases.waiting(session, here.visitor.district)}
    ids = {one.first.household_id for one in found.values()}
    names = household_names.named(session, here.visitor.district, ids)
    entries = [
        Entry(key, names[one.first.household_id].village if one.first.household_id in names else "", _kinds(one))
        for key, one in found.items()
    ]

    def lines(keys: Iterable[str]) -> Iterable[Line]:
        known = reference.read(session, here.visitor.district)
        for key in keys:
            first = found[key].first
            house = queue.house_words(names.get(first.household_id), here.told, known) or say(
                "refusal_no_house", here.told
            )
            yield Line(key, house, f"{_short(found[key], here.told)} · {found[key].officer}", first.received_ms)

    framed = queue.frame(session, here.visitor, here.wanted, name=NAME, entries=entries, lines=lines)
    current = found.get(framed.standing.current)
    if current is None:
        return framed, None
    return framed, _view(session, here, current, names.get(current.first.household_id))


def _kinds(one: NotTaken) -> frozenset[str]:
    return frozenset(logged.entity for logged in one.logged if logged.entity in ENTITIES)


def _short(one: NotTaken, told: Language) -> str:
    """`held` or the reason, in a few words."""
    is_held = one.first.receipt == Receipt.HELD
    return say("refusal_held" if is_held else f"refusal_{_why(one)}", told)


def _why(one: NotTaken) -> str:
    """The reason; of work that came late for a nameless person, that."""
    return nameless.REFUSED if one.first.detail == nameless.REFUSED else one.first.refusal or ""


def _reason(refusal: str, told: Language) -> str:
    return say(f"refusal_note_{refusal}", told)


def _view(session: Session, here: Reviewing, one: NotTaken, name: HouseholdName | None) -> RefusalView:
    reading = subjects(session, here.visitor.district, here.told)
    first = one.first
    rows = [row for operation in one.operations for row in _rows(session, here.visitor, operation, reading)]
    held = first.receipt == Receipt.HELD
    return RefusalView(
        one.action_id,
        first.household_id,
        name is not None,
        reading.house(name) if name else say("refusal_no_house", here.told),
        say("refusal_held_note", here.told) if held else _reason(_why(one), here.told),
        tuple(_facts(one, here.told)),
        tuple(rows),
        one.is_readable and bool(rows),
    )


def _facts(one: NotTaken, told: Language) -> Iterable[tuple[str, str]]:
    first = one.first
    yield (
        say("refusal_who", told),
        f"{one.officer} · {say('tablet_named', told, name=tablets.short_name(first.device_id))}",
    )
    yield say("refusal_when", told), moments.at_words(first.at, told)
    if (
        first.detail
        and "." not in first.detail
        and label(f"{first.entity}.{first.detail}", told) != f"{first.entity}.{first.detail}"
    ):
        yield say("refusal_field", told), label(f"{first.entity}.{first.detail}", told)
    if first.handed_ms:
        yield say("refusal_handed", told), first.handed_note or say("refusal_no_note", told)
    if one.is_forked:
        yield say("refusal_forked", told), say("refusal_forked_note", told)


def _rows(session: Session, visitor: Visitor, operation: Operation, reading: Subjects) -> Iterable[WrittenRow]:
    if operation.entity not in ENTITIES:
        return
    model = ENTITIES[operation.entity]
    row = office_action.row(session, visitor.district, operation.entity, operation.row_id)
    whose = reading.whose(row, operation.entity)
    for name, value in operation.changes.items():
        if name in changeable(operation.entity):
            (field,) = described(model, operation.entity, (name,))
            now = wire(getattr(row, name)) if row else None
            reading.load_values([(field, value), (field, now)])
            yield WrittenRow(
                f"{operation.stamp}-{name}",
                label(field.key, reading.language),
                whose,
                reading.value(field, now) if row else say("refusal_new", reading.language),
                reading.value(field, value),
                _choices(field, reading.language),
                str(value or ""),
                str(value or "") if field.kind in CORRECTABLE else None,
            )


def _choices(field: FormField, told: Language) -> tuple[tuple[str, str], ...]:
    if field.kind is not Kind.CHOICE or field.choices is None:
        return ()
    return tuple((code.value, choice(code, field.choices, told)) for code in field.choices)
