"""Households that another district sent here: the office says where each lives now, or that it is not here."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from server.services.reviewing import office_action, office_edit, review_marks
from server.services.reviewing.office_edit import Supervisor
from server.services.reviewing.review_marks import Mark
from shared_models import household_event
from shared_models.edit import Edit
from shared_models.errors import DomainError
from shared_models.heads import RowHeads
from shared_models.household import Arrival, Household
from shared_models.person import Person

QUEUE = "arrivals"


class NotAwaited(DomainError):
    """Nobody waits for this household any more."""

    code = "not_awaited"


class Awaited(NamedTuple):
    """A household that is expected; `since_ms` when it was sent here."""

    household: Household
    since_ms: int
    is_asked: bool


def count(session: Session, district: str) -> int:
    """How many are expected and not left to the officers."""
    expected = [str(found) for found in session.exec(select(Household.id).where(*_awaited(district)))]
    return len(expected) - len(review_marks.of_queue(session, district, QUEUE, expected))


def _awaited(district: str) -> tuple[bool, bool]:
    return Household.district_code == district, Household.arrival == Arrival.AWAITED


def awaited(session: Session, district: str) -> list[Awaited]:
    """Who is expected longest comes first."""
    found = session.exec(select(Household).where(*_awaited(district)).order_by(col(Household.seq))).all()
    marks = review_marks.of_queue(session, district, QUEUE, (str(one.id) for one in found))
    lines = [Awaited(one, _since(one), str(one.id) in marks) for one in found]
    return sorted(lines, key=lambda line: line.since_ms)


def _since(household: Household) -> int:
    heads = RowHeads(household.heads).state("arrival", str(household.arrival)).heads
    return max((head.at for head in heads), default=0)


def members(session: Session, district: str, household_id: UUID) -> list[Person]:
    """Who comes along."""
    here = Person.district_code == district, Person.household_id == household_id
    return list(session.exec(select(Person).where(*here).order_by(col(Person.birth))))


def arrived(
    session: Session, supervisor: Supervisor, household_id: UUID, *, village_code: str, house_no: str, now: datetime
) -> None:
    """It lives here. Raises NotAwaited, InvalidChange."""
    household = _locked(session, supervisor, household_id)
    edits = household_event.arrived(household, village_code=village_code, house_no=house_no)
    office_action.act(session, supervisor, edits, now=now)


def not_here(session: Session, supervisor: Supervisor, household_id: UUID, reason: str, *, now: datetime) -> None:
    """It did not come, as far as the office can find out: a finding says so. Raises NotAwaited, InvalidChange."""
    household = _locked(session, supervisor, household_id)
    edits: list[Edit] = household_event.not_arrived(household, reason)
    office_action.act(session, supervisor, edits, now=now)


def ask_at_house(session: Session, district: str, household_id: UUID, *, by: UUID, now: datetime) -> None:
    """Leave it to the officers, whose tablets show that it is awaited."""
    review_marks.put(session, district, QUEUE, str(household_id), Mark.ASKED, basis="", by=by, now=now)


def _locked(session: Session, supervisor: Supervisor, household_id: UUID) -> Household:
    office_edit.lock(session, supervisor.district)
    household = office_action.row(session, supervisor.district, "household", household_id)
    if not isinstance(household, Household) or household.arrival != Arrival.AWAITED:
        raise NotAwaited()
    return household
