"""What the targeting meeting decides for a problem or a household: it becomes a plan, and reaches the tablets."""

import os
from datetime import date, datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from server.database import Database
from server.services import reference
from server.services.meetings import meeting
from server.services.meetings.meeting import Line
from server.services.proving.audit import Action, enter
from server.services.reviewing import office_edit
from server.services.reviewing.office_edit import Supervisor
from server.tables import LoggedOperation
from shared_models.edit import Edit
from shared_models.entities import wire
from shared_models.errors import DomainError, InvalidChange
from shared_models.fiscal_year import thai_day
from shared_models.heads import RowHeads
from shared_models.identity import uuid7
from shared_models.merge import Scalar
from shared_models.plan import DROPPED, Plan
from shared_models.problem import Problem
from shared_models.remedy import Remedy
from shared_models.thai_text import normalise

LONGEST = {"remedy": 40, "words": 2000, "agency": 200, "status_reason": 2000}


class DecidedMeanwhile(DomainError):
    """Somebody else decided it, or changed it, after it was shown. `officer` "" where nobody knows; `at_ms`."""

    code = "decided_meanwhile"


class NothingToDecide(DomainError):
    """The problem was closed, or its household left, after it was shown."""

    code = "nothing_to_decide"


class Decision(NamedTuple):
    """As it was typed; `due_on` as 2026-11-30. With a `drop` the plan is given up for that reason.

    `seen` is Line.seen of what was shown.
    """

    remedy: str = ""
    agency: str = ""
    due_on: str = ""
    words: str = ""
    drop: str = ""
    seen: str = ""


def decide(database: Database, supervisor: Supervisor, key: str, decision: Decision, *, now: datetime) -> bool:
    """Put a decision in force, one after the other in a district. Returns whether that changed anything.

    Raises InvalidChange, DecidedMeanwhile, NothingToDecide, NotPermitted, OfficeRefused.
    """
    with database.alone(f"meeting {supervisor.district}"), database.writing() as session:
        line = find(session, supervisor.district, key, now=now)
        if decision == Decision(seen=decision.seen) and line.plan is None:
            return False
        edit = _edit(session, supervisor.district, line, decision, now=now)
        if not edit.changes:
            return False
        if line.seen != decision.seen:
            raise _meanwhile(session, supervisor.district, line)
        office_edit.edit(session, supervisor, [edit], now=now)
        subject = f"plan/{edit.row_id} household/{line.household_id}"
        enter(
            session,
            supervisor.district,
            Action.PLAN_DECIDED,
            officer_id=supervisor.officer_id,
            subject=subject,
            now=now,
        )
        return True


def find(session: Session, district: str, key: str, *, now: datetime) -> Line:
    """The line as it stands now. Raises NothingToDecide."""
    today, household_id = thai_day(now), household_of(session, district, key)
    if household_id is None:
        raise NothingToDecide()
    lines = meeting.lines_of(session, district, [household_id], today=today)[household_id]
    found = next((line for line in lines if line.key == key), None)
    if found is None and key.startswith("h"):  # a problem or a plan has come since
        found = Line(key, household_id, None, next((line.plan for line in lines if line.plan), None))
    if found is None:
        raise NothingToDecide()
    return found


def household_of(session: Session, district: str, key: str) -> UUID | None:
    """Whose line it is; None where there is none such in the district."""
    try:
        row_id = UUID(hex=key[1:])
    except ValueError:
        return None
    model = {"q": Problem, "p": Plan}.get(key[:1])
    if model is None:
        return row_id
    here = select(model.household_id).where(model.district_code == district, model.id == row_id)
    return session.exec(here).one_or_none()


def _edit(session: Session, district: str, line: Line, decision: Decision, *, now: datetime) -> Edit:
    """What has to be changed, which may be nothing. Raises InvalidChange."""
    if line.plan is not None and decision.drop:
        return _changed(line.plan, {"status": DROPPED.value, "status_reason": _text("status_reason", decision.drop)})
    catalogue = reference.read(session, district).remedies
    values = _values(catalogue, decision, now=now, known=line.plan.remedy if line.plan else None)
    if line.plan is not None:
        return _changed(line.plan, values)
    analysis = meeting.four_t_of(session, district, line.household_id)
    values["problems"] = str(line.problem.id) if line.problem else ""
    values["four_t_id"] = str(analysis.id) if analysis else None
    return Edit("plan", uuid7(int(now.timestamp() * 1000), os.urandom(10)), line.household_id, values)


def _values(catalogue: dict[str, Remedy], decision: Decision, *, now: datetime, known: str | None) -> dict[str, Scalar]:
    remedy, words = _text("remedy", decision.remedy), _text("words", decision.words)
    if remedy and remedy not in catalogue and remedy != known:
        raise InvalidChange(field="remedy", reason="unknown_remedy")
    if not remedy and not words:
        raise InvalidChange(field="remedy", reason="remedy_or_words")
    with_mandate = catalogue[remedy].agency if remedy in catalogue else ""
    return {
        "remedy": remedy,
        "words": words,
        "agency": _text("agency", decision.agency or with_mandate),
        "due_on": _day(decision.due_on).isoformat(),
        "decided_on": thai_day(now).isoformat(),
    }


def _text(name: str, typed: str) -> str | None:
    text = normalise(typed)
    if len(text) > LONGEST[name]:
        raise InvalidChange(field=name, reason="too_long", most=LONGEST[name])
    return text or None


def _day(typed: str) -> date:
    if not typed:
        raise InvalidChange(field="due_on", reason="required")
    try:
        return date.fromisoformat(typed)
    except ValueError:
        raise InvalidChange(field="due_on", reason="unreadable") from None


def _changed(plan: Plan, values: dict[str, Scalar]) -> Edit:
    """What differs. A decision that stays as it was keeps its day."""
    before: dict[str, Scalar] = {name: wire(getattr(plan, name)) for name in values}
    changes = {name: value for name, value in values.items() if value != before[name]}
    if set(changes) <= {"decided_on"}:
        changes = {}
    heads = RowHeads(plan.heads)
    bases = {name: heads.stamps(name, before[name]) for name in changes}
    return Edit("plan", plan.id, plan.household_id, changes, bases)


def _meanwhile(session: Session, district: str, line: Line) -> DecidedMeanwhile:
    """Says who was the last to touch the plan."""
    row_id = line.plan.id if line.plan else None
    here = select(LoggedOperation.officer_id, LoggedOperation.at).where(
        LoggedOperation.district_code == district, LoggedOperation.row_id == row_id
    )
    last = session.exec(
        here.order_by(col(LoggedOperation.at).desc(), col(LoggedOperation.stamp).desc()).limit(1)
    ).first()
    if last is None:
        return DecidedMeanwhile(officer="", at_ms=0)
    officer_id, at_ms = last
    return DecidedMeanwhile(officer=reference.read(session, district).officer_name(officer_id), at_ms=at_ms)
