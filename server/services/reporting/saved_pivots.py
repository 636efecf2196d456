"""Pivots kept under a name: each officer's own, and those that all of the district see."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID, uuid4

from sqlmodel import Session, col, func, or_, select

from server.services.people.console_sessions import Visitor
from server.services.proving.audit import Action, enter
from server.tables import OfficerAccount, SavedPivot
from shared_models.access import REVIEW, may
from shared_models.errors import DomainError, InvalidChange, NotPermitted
from shared_models.thai_text import normalise, sort_key

MOST, LONGEST_NAME, LONGEST_QUERY = 60, 80, 4000  # pivots an officer may keep; letters


class UnknownPivot(DomainError):
    """Somebody has removed it, or it is another officer's own."""

    code = "unknown_pivot"


class TooManyPivots(DomainError):
    """`most` is how many an officer may keep."""

    code = "too_many_pivots"


@dataclass(frozen=True)
class Saved:
    """A kept pivot, who made it, and whether the visitor may rename and remove it."""

    pivot: SavedPivot
    made_by: str
    is_own: bool
    may_change: bool


def listed(session: Session, visitor: Visitor) -> list[Saved]:
    """The visitor's own and the shared ones, in Thai order of their names."""
    seen = or_(SavedPivot.made_by == visitor.officer_id, col(SavedPivot.is_shared))
    wanted = (
        select(SavedPivot, OfficerAccount.name)
        .join(OfficerAccount, _maker(), isouter=True)
        .where(SavedPivot.district_code == visitor.district, seen)
    )
    found = [
        Saved(pivot, name or "", pivot.made_by == visitor.officer_id, may_change(visitor, pivot))
        for pivot, name in session.exec(wanted)
    ]
    for saved in found:
        session.expunge(saved.pivot)
    return sorted(found, key=lambda saved: (sort_key(saved.pivot.name), saved.pivot.made_ms))


def keep(session: Session, visitor: Visitor, name: str, query: str, *, shared: bool, now: datetime) -> SavedPivot:
    """Keep an address under a name; one's own of that name is replaced. Raises InvalidChange, TooManyPivots."""
    name = _checked(name)
    if len(query) > LONGEST_QUERY:
        raise InvalidChange(field="query", reason="unreadable")
    own = (SavedPivot.district_code == visitor.district, SavedPivot.made_by == visitor.officer_id)
    pivot = session.exec(select(SavedPivot).where(*own, SavedPivot.name == name)).first()
    if pivot is None:
        if session.exec(select(func.count()).select_from(SavedPivot).where(*own)).one() >= MOST:
            raise TooManyPivots(most=MOST)
        values = {"district_code": visitor.district, "id": uuid4(), "made_by": visitor.officer_id}
        pivot = SavedPivot(**values, name=name, query=query, made_ms=0)
    pivot.query, pivot.is_shared, pivot.made_ms = query, shared, int(now.timestamp() * 1000)
    session.add(pivot)
    _record(session, visitor, Action.PIVOT_KEPT, pivot, now)
    return pivot


def rename(session: Session, visitor: Visitor, pivot_id: UUID, name: str, *, shared: bool, now: datetime) -> None:
    """Raises UnknownPivot, NotPermitted, InvalidChange."""
    pivot = _changeable(session, visitor, pivot_id)
    pivot.name, pivot.is_shared = _checked(name), shared
    _record(session, visitor, Action.PIVOT_KEPT, pivot, now)


def remove(session: Session, visitor: Visitor, pivot_id: UUID, *, now: datetime) -> None:
    """Raises UnknownPivot, also for who comes second, and NotPermitted."""
    pivot = _changeable(session, visitor, pivot_id)
    session.delete(pivot)
    _record(session, visitor, Action.PIVOT_REMOVED, pivot, now)


def may_change(visitor: Visitor, pivot: SavedPivot) -> bool:
    """Who made it, and of shared ones the supervisor."""
    supervises = may(visitor.role, REVIEW, held=visitor.held, area=visitor.district)
    return pivot.made_by == visitor.officer_id or (pivot.is_shared and supervises)


def _changeable(session: Session, visitor: Visitor, pivot_id: UUID) -> SavedPivot:
    pivot = session.get(SavedPivot, (visitor.district, pivot_id))
    if pivot is None or not (pivot.is_shared or pivot.made_by == visitor.officer_id):
        raise UnknownPivot()
    if not may_change(visitor, pivot):
        raise NotPermitted(action=REVIEW)
    return pivot


def _checked(name: str) -> str:
    """Raises InvalidChange."""
    found = normalise(name)
    if not found:
        raise InvalidChange(field="name", reason="required")
    if len(found) > LONGEST_NAME:
        raise InvalidChange(field="name", reason="too_long", most=LONGEST_NAME)
    return found


def _maker() -> object:
    same_district = col(OfficerAccount.district_code) == SavedPivot.district_code
    return same_district & (col(OfficerAccount.id) == SavedPivot.made_by)


def _record(session: Session, visitor: Visitor, action: Action, pivot: SavedPivot, now: datetime) -> None:
    enter(
        session, visitor.district, action, officer_id=visitor.officer_id, subject=f"pivot-{pivot.id.hex[-8:]}", now=now
    )
