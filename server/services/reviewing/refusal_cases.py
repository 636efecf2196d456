"""Work of tablets that the office did not take or holds, action by action: taken in after all, or set aside."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import update
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, func, select

from server.services.reviewing import office_edit, review_marks
from server.services.reviewing.office_edit import Supervisor
from server.services.reviewing.refusals import body_of
from server.services.reviewing.review_marks import Mark
from server.tables import LoggedOperation, LoggedRun, OfficerAccount
from shared_models.chunks import chunks
from shared_models.edit import Edit
from shared_models.errors import DomainError, InvalidChange
from shared_models.exchange import Receipt
from shared_models.merge import Scalar
from shared_models.operation import Operation

QUEUE = "refused"
NOT_TAKEN = (Receipt.REFUSED.value, Receipt.HELD.value)
_LOG = LoggedOperation.__table__  # type: ignore[attr-defined]
_MENDED, _MENDING = aliased(LoggedOperation), aliased(LoggedOperation)  # made once: every page counts what waits


class UnknownAction(DomainError):
    """This work does not wait any more."""

    code = "unknown_action"


class NotTaken(NamedTuple):
    """An action that waits: its operations in order, who recorded it. `is_forked`: a copy of the tablet sent it."""

    action_id: UUID
    logged: tuple[LoggedOperation, ...]
    operations: tuple[Operation, ...]
    officer: str
    is_forked: bool

    @property
    def first(self) -> LoggedOperation:
        """Stands for the whole."""
        return self.logged[0]

    @property
    def is_readable(self) -> bool:
        """Whether all of it can be read, and so be taken in."""
        return len(self.operations) == len(self.logged)


def count(session: Session, district: str) -> int:
    """How many actions wait."""
    wanted = select(func.count(func.distinct(LoggedOperation.action_id))).where(*_waiting(district))
    return session.exec(wanted).one()


def _waiting(district: str) -> tuple[Any, ...]:
    """Not taken, not decided, and no operation of the action mended by one that was taken."""
    of_it = (_MENDING.district_code == _MENDED.district_code) & (_MENDING.mends == _MENDED.stamp)
    actions = (
        select(_MENDED.action_id)
        .join(_MENDING, of_it)
        .where(_MENDED.district_code == district, _MENDING.receipt != Receipt.REFUSED.value)
    )
    return (
        LoggedOperation.district_code == district,
        col(LoggedOperation.receipt).in_(NOT_TAKEN),
        col(LoggedOperation.decided_ms).is_(None),
        col(LoggedOperation.action_id).not_in(actions),
    )


def waits_for(session: Session, district: str, row_ids: Collection[UUID]) -> bool:
    """Whether work on one of these rows waits."""
    return any(
        session.exec(
            select(LoggedOperation.stamp).where(*_waiting(district), col(LoggedOperation.row_id).in_(some))
        ).first()
        for some in chunks(list(row_ids))
    )


def waiting(session: Session, district: str) -> list[NotTaken]:
    """What waits, the earliest received first."""
    return _actions(session, district, _waiting(district))


def action(session: Session, district: str, action_id: UUID) -> NotTaken:
    """Raises UnknownAction."""
    found = _actions(session, district, (*_waiting(district), LoggedOperation.action_id == action_id))
    if not found:
        raise UnknownAction()
    return found[0]


def _actions(session: Session, district: str, conditions: Sequence[Any]) -> list[NotTaken]:
    statement = select(LoggedOperation).where(*conditions)
    ordered = statement.order_by(col(LoggedOperation.received_ms), col(LoggedOperation.stamp))
    by_action = defaultdict[UUID, list[LoggedOperation]](list)
    for logged in session.exec(ordered.execution_options(populate_existing=True)):
        by_action[logged.action_id].append(logged)
    officers = {logged.officer_id for found in by_action.values() for logged in found}
    names = _names(session, officers)
    forked = _forked(session, district, {logged.run_id for found in by_action.values() for logged in found})
    return [
        NotTaken(
            action_id,
            tuple(found),
            tuple(one for logged in found if (one := _read(logged)) is not None),
            names.get(found[0].officer_id, ""),
            any(logged.run_id in forked for logged in found),
        )
        for action_id, found in by_action.items()
    ]


def take_in(
    session: Session,
    supervisor: Supervisor,
    action_id: UUID,
    values: Mapping[tuple[str, str], Scalar],
    *,
    note: str,
    now: datetime,
) -> None:
    """Record it as an edit of the office, with `values` by stamp and field: what is not among them is left out.

    Raises UnknownAction, InvalidChange where nothing is left, what office_edit.edit raises.
    """
    office_edit.lock(session, supervisor.district)
    found = action(session, supervisor.district, action_id)
    edits = [edit for operation in found.operations if (edit := _edit(operation, values, note)) is not None]
    if not edits:
        raise InvalidChange(field="values", reason="required")
    office_edit.edit(session, supervisor, edits, now=now, mends=found.first.stamp)
    _decided(session, supervisor, found, Mark.TAKEN, note=note, now=now)


def set_aside(session: Session, supervisor: Supervisor, action_id: UUID, *, note: str, now: datetime) -> None:
    """Do not take it in; it stays on record with the note. Raises UnknownAction, InvalidChange without a note."""
    office_edit.lock(session, supervisor.district)
    found = action(session, supervisor.district, action_id)
    if not note.strip():
        raise InvalidChange(field="note", reason="required")
    _decided(session, supervisor, found, Mark.SET_ASIDE, note=note.strip(), now=now)


def _decided(
    session: Session, supervisor: Supervisor, found: NotTaken, mark: Mark, *, note: str, now: datetime
) -> None:
    at_ms, stamps = int(now.timestamp() * 1000), [logged.stamp for logged in found.logged]
    for some in chunks(stamps):
        of_action = _LOG.c.district_code == supervisor.district, _LOG.c.stamp.in_(some)
        session.connection().execute(update(_LOG).where(*of_action).values(decided_ms=at_ms))
    review_marks.put(
        session,
        supervisor.district,
        QUEUE,
        str(found.action_id),
        mark,
        basis="",
        note=note,
        by=supervisor.officer_id,
        now=now,
    )


def _edit(operation: Operation, values: Mapping[tuple[str, str], Scalar], note: str) -> Edit | None:
    changes = {name: values[operation.stamp, name] for name in operation.changes if (operation.stamp, name) in values}
    if not changes:
        return None
    bases = {name: stamps for name, stamps in operation.bases.items() if name in changes}
    return Edit(
        operation.entity,
        operation.row_id,
        operation.household_id,
        changes,
        bases,
        operation.reason or note or None,
    )


def _read(logged: LoggedOperation) -> Operation | None:
    body = body_of(logged)
    try:
        return Operation.model_validate(body) if body else None
    except ValueError:
        return None


def _names(session: Session, officer_ids: set[UUID]) -> dict[UUID, str]:
    wanted = select(OfficerAccount.id, OfficerAccount.name).where(col(OfficerAccount.id).in_(officer_ids))
    return dict(session.exec(wanted).all())


def _forked(session: Session, district: str, run_ids: set[UUID]) -> set[UUID]:
    found: set[UUID] = set()
    for some in chunks(sorted(run_ids)):
        here = select(LoggedRun.id).where(LoggedRun.district_code == district, col(LoggedRun.id).in_(some))
        found.update(session.exec(here.where(col(LoggedRun.forked).is_(True))))
    return found
