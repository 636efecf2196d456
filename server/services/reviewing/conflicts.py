"""Conflicts as the office sees them, and settling them there."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlmodel import Session, col, select

from server.services.reviewing import office_edit
from server.services.reviewing.office_edit import Supervisor
from server.tables import District, LoggedOperation, OfficerAccount
from shared_models.chunks import chunks
from shared_models.conflict import Conflict, ConflictStatus
from shared_models.edit import Edit
from shared_models.entities import ENTITIES, wire
from shared_models.errors import DomainError
from shared_models.heads import RowHeads
from shared_models.household_event import in_one
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


@dataclass(frozen=True)
class Choice:
    """The value that a field is given in place of the heads with the stamps `seen`; None: of all that it has now."""

    conflict_id: UUID
    value: Scalar
    seen: Collection[str] | None = None


class ConflictChanged(DomainError):
    """Some of the fields say something else than what was seen. `conflicts`: their ids."""

    code = "conflict_changed"


def open_conflicts(session: Session, district: str, household_id: UUID | None = None) -> list[OpenConflict]:
    """What waits in a district or a household of it, by village and household."""
    statement = select(Conflict).where(Conflict.district_code == district, Conflict.status == ConflictStatus.OPEN)
    if household_id is not None:
        statement = statement.where(Conflict.household_id == household_id)
    ordered = statement.order_by(col(Conflict.village), col(Conflict.household_id), col(Conflict.id))
    return _with_told(session, session.exec(ordered.execution_options(populate_existing=True)).all())


def _with_told(session: Session, found: Sequence[Conflict]) -> list[OpenConflict]:
    heads = {conflict.id: _heads(_row(session, conflict), conflict.field) for conflict in found}
    operations = givers(session, {head.stamp for versions in heads.values() for head in versions})
    known = names(session, {operation.officer_id for operation in operations.values()})
    return [
        OpenConflict(conflict, tuple(_told(head, operations.get(head.stamp), known) for head in heads[conflict.id]))
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
    office_edit.edit(session, supervisor, [_edit(session, supervisor, Choice(conflict_id, value, seen))], now=now)
    found = session.exec(select(Conflict.status).where(Conflict.id == conflict_id)).one()
    return found == ConflictStatus.SETTLED


def settle_all(session: Session, supervisor: Supervisor, choices: Sequence[Choice], *, now: datetime) -> None:
    """Settle these in one action, or none of them: where one is settled or has another value by now, nothing is done.

    Raises ConflictChanged, and what `settle` raises.
    """
    office_edit.lock(session, supervisor.district)
    changed = [choice.conflict_id for choice in choices if not _stands(session, supervisor.district, choice)]
    if changed:
        raise ConflictChanged(conflicts=tuple(changed))
    edits = in_one([_edit(session, supervisor, choice) for choice in choices])
    office_edit.edit(session, supervisor, edits, now=now)


def _stands(session: Session, district: str, choice: Choice) -> bool:
    """Whether the conflict is as it was seen."""
    conflict = session.get(Conflict, (district, choice.conflict_id), populate_existing=True)
    if conflict is None or conflict.status != ConflictStatus.OPEN:
        return False
    heads = _heads(_row(session, conflict), conflict.field)
    return choice.seen is None or {head.stamp for head in heads} == set(choice.seen)


def _edit(session: Session, supervisor: Supervisor, choice: Choice) -> Edit:
    conflict = session.get(Conflict, (supervisor.district, choice.conflict_id), populate_existing=True)
    if conflict is None or conflict.status != ConflictStatus.OPEN:
        raise UnknownConflict()
    row, name = _row(session, conflict), conflict.field
    seen = choice.seen
    stamps = [head.stamp for head in _heads(row, name)] if seen is None else list(seen)
    return Edit(conflict.entity, row.id, row.household_id, {name: choice.value}, {name: stamps})


def now_told(session: Session, district: str, conflict_ids: Iterable[UUID]) -> list[OpenConflict]:
    """What these fields say now and who said it, whether or not they are still in conflict."""
    statement = select(Conflict).where(Conflict.district_code == district, col(Conflict.id).in_(list(conflict_ids)))
    return _with_told(session, session.exec(statement.execution_options(populate_existing=True)).all())


def _row(session: Session, conflict: Conflict) -> Synced:
    key = conflict.district_code, conflict.row_id
    row = session.get(ENTITIES[conflict.entity], key, populate_existing=True)  # edits do not pass through the session
    if row is None:
        raise UnknownConflict()
    return row


def _heads(row: Synced, name: str) -> list[Version]:
    heads = RowHeads(row.heads).state(name, wire(getattr(row, name))).heads
    return sorted(heads, key=lambda head: (head.at, head.stamp), reverse=True)


def givers(session: Session, stamps: Iterable[str]) -> dict[str, LoggedOperation]:
    """The operations that gave these values, by stamp, whatever district their tablet is of."""
    districts = session.exec(select(District.district_code)).all()
    found: dict[str, LoggedOperation] = {}
    for some in chunks(sorted(stamps)):
        statement = select(LoggedOperation).where(
            col(LoggedOperation.district_code).in_(districts), col(LoggedOperation.stamp).in_(some)
        )
        found.update((operation.stamp, operation) for operation in session.exec(statement))
    return found


def names(session: Session, officer_ids: Iterable[UUID]) -> dict[UUID, str]:
    """The names of these officers by id, of any district."""
    statement = select(OfficerAccount.id, OfficerAccount.name).where(col(OfficerAccount.id).in_(list(officer_ids)))
    return dict(session.exec(statement).all())


def _told(head: Version, giver: LoggedOperation | None, names: Mapping[UUID, str]) -> Told:
    if giver is None:
        return Told(head.stamp, head.value, head.at)
    return Told(head.stamp, head.value, head.at, giver.officer_id, names.get(giver.officer_id), giver.device_id)
