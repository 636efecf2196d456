"""Conflicts as the office sees them, and settling them there."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from server.services import office_edit
from server.services.office_edit import Supervisor
from server.tables import District, LoggedOperation, OfficerAccount
from shared_models.chunks import chunks
from shared_models.conflict import Conflict, ConflictStatus
from shared_models.edit import Edit
from shared_models.entities import ENTITIES, wire
from shared_models.errors import DomainError
from shared_models.heads import RowHeads
from shared_models.merge import Scalar, Version
from shared_models.synced import Synced


class UnknownConflict(DomainError):
    code = "unknown_conflict"


@dataclass(frozen=True)
class Told:
    """One of the values: who gave it on which tablet, and `at`, in ms, when. Both are None for a list's value."""

    stamp: str
    value: Scalar
    at: int
    officer_id: UUID | None = None
    officer: str | None = None
    device_id: UUID | None = None


@dataclass(frozen=True)
class OpenConflict:
    """A field with different values, the one that is shown first."""

    conflict: Conflict
    told: tuple[Told, ...]


def open_conflicts(session: Session, district: str) -> list[OpenConflict]:
    """What waits in a district, by village and household."""
    statement = select(Conflict).where(Conflict.district_code == district, Conflict.status == ConflictStatus.OPEN)
    ordered = statement.order_by(col(Conflict.village), col(Conflict.household_id), col(Conflict.id))
    found = session.exec(ordered.execution_options(populate_existing=True)).all()
    heads = {conflict.id: _heads(_row(session, conflict), conflict.field) for conflict in found}
    givers = _givers(session, {head.stamp for versions in heads.values() for head in versions})
    names = _names(session, {operation.officer_id for operation in givers.values()})
    return [
        OpenConflict(conflict, tuple(_told(head, givers.get(head.stamp), names) for head in heads[conflict.id]))
        for conflict in found
    ]


def settle(
    session: Session,
    supervisor: Supervisor,
    conflict_id: UUID,
    value: Scalar,
    *,
    now: datetime,
    seen: Collection[str] | None = None,
) -> bool:
    """Give the field its value, in place of the heads with the stamps `seen`, or of all that it has now.

    Returns whether the conflict is settled: not where a value came that was not seen. Raises UnknownConflict,
    InvalidChange, NotPermitted, OfficeRefused.
    """
    conflict = session.get(Conflict, (supervisor.district, conflict_id), populate_existing=True)
    if conflict is None or conflict.status != ConflictStatus.OPEN:
        raise UnknownConflict()
    row, name = _row(session, conflict), conflict.field
    stamps = [head.stamp for head in _heads(row, name)] if seen is None else list(seen)
    edit = Edit(conflict.entity, row.id, row.household_id, {name: value}, {name: stamps})
    office_edit.edit(session, supervisor, [edit], now=now)
    found = session.exec(select(Conflict.status).where(Conflict.id == conflict_id)).one()
    return found == ConflictStatus.SETTLED


def _row(session: Session, conflict: Conflict) -> Synced:
    key = conflict.district_code, conflict.row_id
    row = session.get(ENTITIES[conflict.entity], key, populate_existing=True)  # edits do not pass through the session
    if row is None:
        raise UnknownConflict()
    return row


def _heads(row: Synced, name: str) -> list[Version]:
    heads = RowHeads(row.heads).state(name, wire(getattr(row, name))).heads
    return sorted(heads, key=lambda head: (head.at, head.stamp), reverse=True)


def _givers(session: Session, stamps: Iterable[str]) -> dict[str, LoggedOperation]:
    """The operations that gave these values, by stamp, whatever district their tablet is of."""
    districts = session.exec(select(District.district_code)).all()
    found: dict[str, LoggedOperation] = {}
    for some in chunks(sorted(stamps)):
        statement = select(LoggedOperation).where(
            col(LoggedOperation.district_code).in_(districts), col(LoggedOperation.stamp).in_(some)
        )
        found.update((operation.stamp, operation) for operation in session.exec(statement))
    return found


def _names(session: Session, officer_ids: Iterable[UUID]) -> dict[UUID, str]:
    statement = select(OfficerAccount.id, OfficerAccount.name).where(col(OfficerAccount.id).in_(list(officer_ids)))
    return dict(session.exec(statement).all())


def _told(head: Version, giver: LoggedOperation | None, names: Mapping[UUID, str]) -> Told:
    if giver is None:
        return Told(head.stamp, head.value, head.at)
    return Told(head.stamp, head.value, head.at, giver.officer_id, names.get(giver.officer_id), giver.device_id)
