"""What was decided about a case that itself stays as it is: to be asked at the house, or set aside with a note.

A mark holds for what was seen: where the case says something else by now, it waits again.
"""

import hashlib
from collections.abc import Iterable
from datetime import datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from server.tables import ReviewMark
from shared_models.chunks import chunks


class Mark(StrEnum):
    """ASKED: left to the officer at the house. SET_ASIDE: looked at, and nothing is to be done. TAKEN: taken in."""

    ASKED = "asked"
    SET_ASIDE = "set_aside"
    TAKEN = "taken"


class Marked(NamedTuple):
    """What was decided, by whom and when, in ms."""

    mark: str
    note: str
    by: UUID
    at_ms: int
    basis: str


def basis_of(said: Iterable[object]) -> str:
    """A short text that is another one as soon as what was seen is another."""
    return hashlib.sha256("\x1f".join(sorted(map(str, said))).encode()).hexdigest()


def put(
    session: Session,
    district: str,
    queue: str,
    subject: str,
    mark: Mark,
    *,
    basis: str,
    note: str = "",
    by: UUID,
    now: datetime,
) -> None:
    """In place of an earlier mark of the same case."""
    session.merge(
        ReviewMark(
            district_code=district,
            queue=queue,
            subject=subject,
            mark=mark.value,
            basis=basis,
            note=note,
            marked_by=by,
            marked_ms=int(now.timestamp() * 1000),
        )
    )


def all_of(session: Session, district: str, queue: str) -> dict[str, Marked]:
    """All marks of a queue."""
    here = select(ReviewMark).where(ReviewMark.district_code == district, ReviewMark.queue == queue)
    return {one.subject: _marked(one) for one in session.exec(here)}


def of_queue(session: Session, district: str, queue: str, subjects: Iterable[str]) -> dict[str, Marked]:
    """The marks of these cases."""
    found: dict[str, Marked] = {}
    for some in chunks(sorted(set(subjects))):
        here = select(ReviewMark).where(ReviewMark.district_code == district, ReviewMark.queue == queue)
        for one in session.exec(here.where(col(ReviewMark.subject).in_(some))):
            found[one.subject] = _marked(one)
    return found


def _marked(one: ReviewMark) -> Marked:
    return Marked(one.mark, one.note, one.marked_by, one.marked_ms, one.basis)
