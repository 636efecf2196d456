"""Requests of people about their own data (PDPA s.30 to 36): noted, due, answered; and whom others are not told of.

An objection, or a request to restrict, holds from the moment it is noted: files for agencies and agencies' reads leave
the person out until it is declined, withdrawn or ended by a supervisor.
"""

from collections.abc import Collection
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, func, select, update

from server.services import reference
from server.services.proving import audit
from server.services.proving.audit import Action
from server.tables import SubjectRequest
from shared_models.chunks import chunks
from shared_models.errors import DomainError, InvalidChange
from shared_models.fiscal_year import thai_day
from shared_models.nameless import TEXT
from shared_models.personal_data import Setting

NAME_LETTERS, WORDS_LETTERS = 200, 4000


class Kind(StrEnum):
    """What is asked for, by the sections of the PDPA."""

    ACCESS = "access"  # s.30
    OBJECTION = "objection"  # s.32
    ERASURE = "erasure"  # s.33
    RESTRICTION = "restriction"  # s.34
    CORRECTION = "correction"  # s.35, 36


class Outcome(StrEnum):
    """How it was answered."""

    DONE = "done"
    PARTLY = "partly"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


LEAVES_OUT = (Kind.OBJECTION.value, Kind.RESTRICTION.value)
WITHOUT_EFFECT = (Outcome.DECLINED.value, Outcome.WITHDRAWN.value)


class UnknownRequest(DomainError):
    """There is no such request in this district."""

    code = "unknown_request"


class RequestAnswered(DomainError):
    """Somebody has answered it meanwhile."""

    code = "request_answered"


class Asked(NamedTuple):
    """A request as it is noted: who asked, on which day, in which words."""

    kind: str
    asked_by: str
    asked_on: date
    words: str


def note(
    session: Session, district: str, asked: Asked, *, of: tuple[UUID, UUID], by: UUID, now: datetime
) -> SubjectRequest:
    """`of`: the person and their household. Raises InvalidChange."""
    if asked.kind not in set(Kind):
        raise InvalidChange(field="kind", reason="required")
    if not asked.asked_by.strip():
        raise InvalidChange(field="asked_by", reason="required")
    if asked.asked_on > thai_day(now):
        raise InvalidChange(field="asked_on", reason="in_future")
    days = reference.read(session, district).personal_data[Setting.ANSWER] or 0
    noted = SubjectRequest(
        district_code=district,
        id=uuid4(),
        person_id=of[0],
        household_id=of[1],
        kind=asked.kind,
        asked_by=asked.asked_by.strip()[:NAME_LETTERS],
        asked_on=asked.asked_on.isoformat(),
        due_on=(asked.asked_on + timedelta(days=days)).isoformat(),
        words=asked.words.strip()[:WORDS_LETTERS],
        noted_by=by,
        noted_ms=int(now.timestamp() * 1000),
    )
    session.add(noted)
    _record(session, noted, Action.REQUEST_NOTED, by=by, now=now)
    return noted


def find(session: Session, district: str, request_id: UUID) -> SubjectRequest:
    """Raises UnknownRequest."""
    found = session.exec(
        select(SubjectRequest)
        .where(SubjectRequest.district_code == district, SubjectRequest.id == request_id)
        .with_for_update()
    ).one_or_none()
    if found is None:
        raise UnknownRequest()
    return found


def answer(session: Session, found: SubjectRequest, outcome: str, words: str, *, by: UUID, now: datetime) -> None:
    """Raises RequestAnswered, and InvalidChange without an outcome or what was answered."""
    if found.answered_ms:
        raise RequestAnswered()
    if outcome not in set(Outcome):
        raise InvalidChange(field="outcome", reason="required")
    if not words.strip():
        raise InvalidChange(field="answer", reason="required")
    found.outcome, found.answer = outcome, words.strip()[:WORDS_LETTERS]
    found.answered_by, found.answered_ms = by, int(now.timestamp() * 1000)
    session.add(found)
    _record(session, found, Action.REQUEST_ANSWERED, by=by, now=now)


def end(session: Session, found: SubjectRequest, *, by: UUID, now: datetime) -> None:
    """An objection that was followed holds no longer: the person may be handed on again. Twice changes nothing."""
    if not is_leaving_out(found) or not found.answered_ms:
        return
    found.ended_by, found.ended_ms = by, int(now.timestamp() * 1000)
    session.add(found)
    _record(session, found, Action.OBJECTION_ENDED, by=by, now=now)


def _record(session: Session, found: SubjectRequest, action: Action, *, by: UUID, now: datetime) -> None:
    subject = f"person/{found.person_id} {found.kind}"
    audit.enter(session, found.district_code, action, officer_id=by, subject=subject, now=now)


def is_leaving_out(found: SubjectRequest) -> bool:
    """Whether the person is left out of what is handed on because of it."""
    return found.kind in LEAVES_OUT and found.outcome not in WITHOUT_EFFECT and not found.ended_ms


def left_out(session: Session, district: str) -> frozenset[UUID]:
    """The persons of the district of whom nobody else is told."""
    wanted = select(SubjectRequest.person_id).where(
        SubjectRequest.district_code == district,
        col(SubjectRequest.kind).in_(LEAVES_OUT),
        col(SubjectRequest.outcome).not_in(WITHOUT_EFFECT),
        SubjectRequest.ended_ms == 0,
    )
    return frozenset(session.exec(wanted))


def of_person(session: Session, district: str, person_id: UUID) -> list[SubjectRequest]:
    """The newest first."""
    theirs = SubjectRequest.district_code == district, SubjectRequest.person_id == person_id
    return list(session.exec(select(SubjectRequest).where(*theirs).order_by(col(SubjectRequest.noted_ms).desc())))


def unanswered(session: Session, district: str) -> list[SubjectRequest]:
    """The one that is due first before the others."""
    wanted = select(SubjectRequest).where(*_open(district))
    return list(session.exec(wanted.order_by(col(SubjectRequest.due_on), col(SubjectRequest.noted_ms))))


def answered(session: Session, district: str, *, page: int, length: int) -> tuple[list[SubjectRequest], int]:
    """A page of those that were answered, counted from 1, the newest first; and how many there are."""
    here = SubjectRequest.district_code == district, SubjectRequest.answered_ms > 0
    count = session.exec(select(func.count()).select_from(SubjectRequest).where(*here)).one()
    ordered = select(SubjectRequest).where(*here).order_by(col(SubjectRequest.answered_ms).desc())
    return list(session.exec(ordered.offset((page - 1) * length).limit(length))), count


def waits_for(session: Session, district: str, person_ids: Collection[UUID]) -> bool:
    """Whether a request of one of these persons is not answered."""
    wanted = select(SubjectRequest.id).where(*_open(district), col(SubjectRequest.person_id).in_(person_ids))
    return session.exec(wanted).first() is not None


def _open(district: str) -> list[ColumnElement[bool]]:
    return [col(SubjectRequest.district_code) == district, col(SubjectRequest.answered_ms) == 0]


def forget_words(session: Session, district: str, person_ids: Collection[UUID]) -> None:
    """What was said, and by whom, goes with the person's name; that there was a request stays."""
    for some in chunks(list(person_ids)):
        theirs = SubjectRequest.district_code == district, col(SubjectRequest.person_id).in_(some)
        session.execute(update(SubjectRequest).where(*theirs).values(asked_by=TEXT, words="", answer=TEXT))
