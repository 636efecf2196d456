"""Findings: what is wrong in a household, mended by an edit, closed as looked at, or left to be asked at the house."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, NamedTuple
from uuid import UUID

from fastapi import APIRouter
from fastapi.responses import Response
from sqlmodel import Session

from server.console import queue
from server.console.queue import Entry, Frame, Line, Reviewing, ReviewingDep, Sought
from server.console.render import sentence
from server.console.values import Subjects, subjects
from server.console.visitor import FormDep, record
from server.console.words import say
from server.services import reference
from server.services.households import household_names
from server.services.people import tablets
from server.services.proving.audit import Action
from server.services.reviewing import conflicts, duplicates, finding_cases, finding_mends
from server.services.reviewing.finding_cases import Concerned, UnknownFinding
from server.services.reviewing.office_edit import OfficeRefused
from shared_models.edit import Edit
from shared_models.entities import changeable, wire
from shared_models.errors import InvalidChange
from shared_models.finding import OF_MERGES, FindingRule
from shared_models.form import FormField, described
from shared_models.heads import RowHeads
from shared_models.labels import help_text, label
from shared_models.person import Person

router = APIRouter()
NAME = finding_cases.QUEUE
ACCEPT, COMPARE = "accept", "compare"
SAME_PERSON = {FindingRule.SAME_ID_TWICE, FindingRule.IN_TWO_HOUSEHOLDS}


class Way(NamedTuple):
    """What can be done: its key, its words, and what it changes, each in words."""

    key: str
    words: str
    changes: tuple[str, ...]


@dataclass(frozen=True)
class FindingView:
    """A finding in words. `facts` are pairs of what and its value."""

    id: UUID
    household_id: UUID
    title: str
    rule: str
    advice: str
    facts: tuple[tuple[str, str], ...]
    ways: tuple[Way, ...]
    seq: int
    tablets: int


@router.get("/review/findings")
def show(here: ReviewingDep) -> Response:
    """The queue with one finding open."""
    return _page(here)


@router.post("/review/findings/{finding_id}")
def decide(here: ReviewingDep, form: FormDep, finding_id: UUID) -> Response:
    """Mend it, or close it as looked at with a note; then to the next one."""
    again, way = here.at(finding_id), form.get("way", "")
    if not way:
        errors = {"way": say("finding_choose", here.told)}
        return _page(again, errors=errors, entered=form, status=422)
    try:
        return _done(here, form, finding_id)
    except (UnknownFinding, InvalidChange, OfficeRefused) as problem:
        return _page(again, notice=sentence(problem, here.told), entered=form, status=409)


def _done(here: Reviewing, form: dict[str, str], finding_id: UUID) -> Response:
    """Raises UnknownFinding, InvalidChange, OfficeRefused."""
    now, way, note = datetime.now(UTC), form.get("way", ""), form.get("note", "").strip()
    seen = int(form["seq"]) if form.get("seq", "").isdecimal() else -1
    supervisor = here.supervisor
    with here.database.writing() as session:
        found = finding_cases.concerned(session, here.visitor.district, finding_id)
        if way == COMPARE:
            one, other = _same_person(session, found)
            duplicates.propose(session, here.visitor.district, one, other, now=now)
        elif way == ACCEPT:
            if not note:
                raise InvalidChange(field="note", reason="required")
            finding_cases.close(session, here.visitor.district, finding_id, seen=seen)
        else:
            finding_mends.mend(session, supervisor, finding_id, way, seen=seen, reason=note, now=now)
        finding_cases.note(session, here.visitor.district, finding_id, way, note, by=here.visitor.officer_id, now=now)
        record(
            session,
            here.visitor,
            Action.FINDING_CLOSED,
            f"{finding_id} {found.finding.rule} {way.partition('-')[0]}",
            now,
        )
    if way == COMPARE:
        first, second = sorted((one, other))
        return queue.to_next("duplicates", Sought(), {"next": f"{first}_{second}"}, "compare")
    return queue.to_next(NAME, here.wanted, form, "findings")


@router.post("/review/findings/{finding_id}/ask")
def ask(here: ReviewingDep, form: FormDep, finding_id: UUID) -> Response:
    """Leave it to the officers; their tablets show it until it is mended."""
    now, seq = datetime.now(UTC), form.get("seq", "")
    with here.database.writing() as session:
        finding_cases.concerned(session, here.visitor.district, finding_id)
        finding_cases.ask_at_house(
            session,
            here.visitor.district,
            finding_id,
            seq=int(seq) if seq.isdecimal() else 0,
            by=here.visitor.officer_id,
            now=now,
        )
        record(session, here.visitor, Action.ASKED_AT_HOUSE, f"findings {finding_id}", now)
    return queue.to_next(NAME, here.wanted, form, "asked")


def _page(here: Reviewing, **values: Any) -> Response:
    with here.database.reading() as session:
        framed, view = _open(session, here)
    return queue.show(here.request, framed, view, **values)


def _open(session: Session, here: Reviewing) -> tuple[Frame, FindingView | None]:
    found = {str(line.finding.id): line for line in finding_cases.lines(session, here.visitor.district)}
    entries = [
        Entry(key, line.finding.village, frozenset({f"finding.rule.{line.finding.rule}"}), line.is_asked)
        for key, line in found.items()
    ]

    def lines(keys: Iterable[str]) -> Iterable[Line]:
        wanted_findings = [found[key].finding for key in keys]
        ids = {one.household_id for one in wanted_findings}
        names = household_names.named(session, here.visitor.district, ids)
        since = finding_cases.since_ms(session, wanted_findings)
        known = reference.read(session, here.visitor.district)
        for one in wanted_findings:
            title = queue.house_words(names.get(one.household_id), here.told, known)
            yield Line(str(one.id), title, label(f"finding.rule.{one.rule}", here.told), since[one.id])

    framed = queue.frame(session, here.visitor, here.wanted, name=NAME, entries=entries, lines=lines)
    current = framed.standing.current
    return framed, _view(session, here, UUID(current)) if current else None


def _view(session: Session, here: Reviewing, finding_id: UUID) -> FindingView | None:
    try:
        found = finding_cases.concerned(session, here.visitor.district, finding_id)
    except UnknownFinding:
        return None
    reading = subjects(session, here.visitor.district, here.told)
    reading.load([found.household.id, *(person.id for person in found.members)])
    finding = found.finding
    return FindingView(
        finding.id,
        finding.household_id,
        reading.names.get(str(found.household.id), ""),
        label(f"finding.rule.{finding.rule}", here.told),
        help_text(f"finding.rule.{finding.rule}", here.told),
        tuple(_facts(session, found, reading)),
        tuple(_ways(session, found, reading)),
        finding.seq,
        tablets.holding(session, here.visitor.district, found.household.village),
    )


def _facts(session: Session, found: Concerned, reading: Subjects) -> Iterable[tuple[str, str]]:
    """The rows concerned, what they say, and what stands against it."""
    finding, told = found.finding, reading.language
    yield label(finding.entity, told), reading.whose(found.row, finding.entity)
    field = _field(found)
    if field is not None:
        value = wire(getattr(found.row, field.name))
        reading.load_values([(field, value), (field, finding.other_value)])
        yield label(field.key, told), reading.value(field, value)
    if found.other is not None:
        reading.load([found.other.id])
        yield say("finding_other", told), reading.names.get(str(found.other.id), "")
    elif finding.rule == FindingRule.NEWER_LIST_DIFFERS and field is not None and finding.other_value is not None:
        words = reading.value(field, finding_mends.from_text(field, finding.other_value))
        yield say("finding_list_says", told, source=finding.source or ""), words
    if finding.rule in OF_MERGES:
        yield from _late(session, found, reading)


def _field(found: Concerned) -> FormField | None:
    name = found.finding.field
    if name is None or name not in changeable(found.finding.entity) or found.finding.rule in OF_MERGES:
        return None
    return described(type(found.row), found.finding.entity, (name,))[0]


def _late(session: Session, found: Concerned, reading: Subjects) -> Iterable[tuple[str, str]]:
    """What the late edit of the merged one said, and who made it."""
    (stamp,) = RowHeads(found.finding.heads).stamps("other_value", found.finding.other_value)
    for operation in conflicts.givers(session, [stamp]).values():
        body = finding_cases.said(operation)
        named = conflicts.names(session, [operation.officer_id]).get(operation.officer_id, "–")
        for name, value in body.items():
            (field,) = described(finding_cases.model_of(operation.entity), operation.entity, (name,))
            yield (
                say("finding_late", reading.language, who=named, field=label(field.key, reading.language)),
                reading.value(field, value),
            )


def _same_person(session: Session, found: Concerned) -> tuple[UUID, UUID]:
    """The two persons with one number. Raises UnknownFinding where they are two no more."""
    assert isinstance(found.row, Person)
    other = finding_cases.with_same_number(session, found.row)
    if other is None:
        raise UnknownFinding()
    return found.row.id, other


def _ways(session: Session, found: Concerned, reading: Subjects) -> Iterable[Way]:
    told = reading.language
    for mend in finding_mends.mends(found):
        yield Way(mend.key, say(mend.words, told, name=mend.name), tuple(_changes(session, found, mend.edits, reading)))
    if found.finding.rule in SAME_PERSON and isinstance(found.row, Person):
        yield Way(COMPARE, say("finding_compare", told), (say("finding_compare_note", told),))
    yield Way(ACCEPT, say("finding_accept", told), (say("finding_accept_note", told),))


def _changes(session: Session, found: Concerned, edits: Iterable[Edit], reading: Subjects) -> Iterable[str]:
    """`บุญมี ใจคำ: ความเกี่ยวข้อง เปลี่ยนเป็น หัวหน้าครัวเรือน`."""
    for edit in edits:
        row = finding_cases.row_of(session, found.finding.district_code, edit)
        if row is None:
            continue
        for name, value in edit.changes.items():
            (field,) = described(type(row), edit.entity, (name,))
            if wire(getattr(row, name)) != value:
                reading.load_values([(field, value)])
                whose, words = reading.whose(row, edit.entity), reading.value(field, value)
                yield say(
                    "becomes", reading.language, whose=whose, field=label(field.key, reading.language), value=words
                )
