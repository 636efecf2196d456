"""Fields with different values: chosen by the supervisor, or left to be asked at the house."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from server.console import conflict_view, queue
from server.console.queue import Entry, Frame, Line, Reviewing, ReviewingDep
from server.console.render import page, sentence
from server.console.visitor import FormDep, record
from server.console.words import say
from server.services import reference
from server.services.households import household_names
from server.services.proving.audit import Action
from server.services.reviewing import conflict_cases, conflicts
from server.services.reviewing.conflict_cases import CaseField
from server.services.reviewing.conflicts import Choice, ConflictChanged
from shared_models.errors import DomainError, InvalidChange
from shared_models.labels import label
from shared_models.merge import Scalar

router = APIRouter()
NAME = conflict_cases.QUEUE


@router.get("/review/conflicts")
def show(here: ReviewingDep) -> Response:
    """The queue with one case open."""
    with here.database.reading() as session:
        framed, case = _open(session, here)
    return queue.show(here.request, framed, case)


@router.post("/review/conflicts/{household_id}/chosen")
def chosen(here: ReviewingDep, form: FormDep, household_id: UUID) -> Response:
    """The part that says how many fields have a value and what saving will change."""
    with here.database.reading() as session:
        case = conflict_view.view(session, here.visitor, here.told, household_id)
    return page(here.request, "review/chosen.html", case=case, picked=conflict_view.picked(case, form) if case else [])


@router.post("/review/conflicts/{household_id}")
def settle(here: ReviewingDep, form: FormDep, household_id: UUID) -> Response:
    """Give every field its value in one action, then to the next case."""
    now, again = datetime.now(UTC), here.at(household_id)
    try:
        choices = _choices(here, form, household_id)
        with here.database.writing() as session:
            conflicts.settle_all(session, here.supervisor, choices, now=now)
            subject = f"{household_id} {len(choices)}"
            record(session, here.visitor, Action.CONFLICT_SETTLED, subject, now)
    except NotChosen as missing:
        errors = {str(one): say("conflict_choose", here.told) for one in missing.details["conflicts"]}
        return _again(again, form, errors=errors, status=422)
    except ConflictChanged as late:
        with here.database.reading() as session:
            notice = conflict_view.what_happened(session, here.visitor, here.told, late.details["conflicts"])
        return _again(again, form, notice=notice, status=409)
    except InvalidChange as invalid:
        return _again(again, form, notice=sentence(invalid, here.told), status=422)
    return queue.to_next(NAME, here.wanted, form, "conflicts")


@router.post("/review/conflicts/{household_id}/ask")
def ask(here: ReviewingDep, form: FormDep, household_id: UUID) -> Response:
    """Leave it to the officers of the house; their tablets show it until it is settled."""
    now = datetime.now(UTC)
    with here.database.writing() as session:
        last = form.get("last_seq", "")
        conflict_cases.ask_at_house(
            session,
            here.visitor.district,
            household_id,
            last_seq=int(last) if last.isdecimal() else 0,
            by=here.visitor.officer_id,
            now=now,
        )
        record(session, here.visitor, Action.ASKED_AT_HOUSE, f"conflicts {household_id}", now)
    return queue.to_next(NAME, here.wanted, form, "asked")


class NotChosen(DomainError):
    """A field is left without a value. `conflicts`: their ids."""

    code = "not_chosen"


def _choices(here: Reviewing, form: Mapping[str, str], household_id: UUID) -> list[Choice]:
    """What the form says. Raises NotChosen, ConflictChanged where a field of the form waits no more."""
    ids = [known_id for name in form if (known_id := _id_in(name)) is not None]
    with here.database.reading() as session:
        case = conflict_cases.case(session, here.visitor.district, household_id)
        fields = {one.conflict.id: one for one in case.fields} if case else {}
        gone = [known_id for known_id in ids if known_id not in fields]
        if gone or not ids:
            raise ConflictChanged(conflicts=tuple(gone))
        missing = [known_id for known_id in ids if not form.get(f"pick-{known_id}")]
        if missing:
            raise NotChosen(conflicts=tuple(missing))
        return [_choice(fields[known_id], form) for known_id in ids]


def _id_in(name: str) -> UUID | None:
    """The conflict that a field of the form is about, by what it names as seen."""
    prefix, _, known_id = name.partition("seen-")
    try:
        return UUID(known_id) if not prefix else None
    except ValueError:
        return None


def _choice(one: CaseField, form: Mapping[str, str]) -> Choice:
    known_id = one.conflict.id
    seen, picked = form[f"seen-{known_id}"].split(), form[f"pick-{known_id}"]
    if picked == conflict_view.JOINED:
        return Choice(known_id, form.get(f"text-{known_id}", "").replace("\r\n", "\n").strip() or None, seen)
    values: dict[str, Scalar] = {told.stamp: told.value for told in one.told}
    if picked not in values:
        raise ConflictChanged(conflicts=(known_id,))
    return Choice(known_id, values[picked], seen)


def _again(here: Reviewing, form: dict[str, str], **values: Any) -> Response:
    """The case once more, with what was chosen."""
    with here.database.reading() as session:
        framed, case = _open(session, here)
    return queue.show(here.request, framed, case, entered=form, **values)


def _open(session: Session, here: Reviewing) -> tuple[Frame, conflict_view.CaseView | None]:
    waiting = {str(one.household_id): one for one in conflict_cases.waiting(session, here.visitor.district)}
    entries = [Entry(key, one.village, one.entities, one.is_asked) for key, one in waiting.items()]

    def lines(keys: Iterable[str]) -> Iterable[Line]:
        ids = [waiting[key].household_id for key in keys]
        names = household_names.named(session, here.visitor.district, ids)
        since = conflict_cases.since_ms(session, here.visitor.district, ids)
        known = reference.read(session, here.visitor.district)
        for household_id in ids:
            about = ", ".join(label(name, here.told) for name in waiting[str(household_id)].fields)
            title = queue.house_words(names.get(household_id), here.told, known)
            yield Line(str(household_id), title, about, since[household_id])

    framed = queue.frame(session, here.visitor, here.wanted, name=NAME, entries=entries, lines=lines)
    current = framed.standing.current
    return framed, conflict_view.view(session, here.visitor, here.told, UUID(current)) if current else None
