"""The tray: what the office did not take, why, and the ways out of it: mend it, send it again, or leave it to them.

Nothing here is ever dropped or blocks other work. A mended action leaves the tray with the mend; is the mend refused in
its turn, then the mend is what lies in the tray.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from sqlmodel import Session, col, func, select

from field_app.services import household_lines, reference
from field_app.services.household_lines import HouseholdLine
from field_app.services.tablet import Tablet
from field_app.store import outbox, repository
from field_app.store.sealed import Transaction
from field_app.store.tables import RECEIVED, OutboxEntry, SendState
from shared_models.edit import Edit
from shared_models.errors import DomainError
from shared_models.exchange import Refusal
from shared_models.merge import Scalar
from shared_models.operation import Operation
from shared_models.synced import Synced

REASONS = frozenset(reason.value for reason in Refusal)  # a newer office may know more
Corrections = Mapping[str, Mapping[str, Scalar]]  # stamp of the refused operation -> field -> right value


class UnknownOperation(DomainError):
    """The tablet keeps no operation with this id."""

    code = "unknown_operation"


class AlreadyMended(DomainError):
    """Another operation was recorded in the place of this one: sending both would set two values against each other."""

    code = "already_mended"


class Place(StrEnum):
    """Where a refused action is."""

    TRAY = "tray"
    OFFICE = "office"
    MENDED = "mended"


class MendState(StrEnum):
    """How a mend fared."""

    WAITS = "waits"
    STORED = "stored"
    REFUSED = "refused"


@dataclass(frozen=True)
class Item:
    """One refused action of an officer, with all its operations in the order they were recorded.

    `detail` names a field or a rule of `operation`, the one that was refused for a reason of its own. `line` is None
    where the household is not on the tablet, as after a refused create; `rows` are those of its rows that are.
    `is_heard`: the office has on record that it was left to it, with the note.
    """

    action_id: UUID
    operations: tuple[Operation, ...]
    place: Place
    refusal: Refusal
    detail: str
    operation: Operation
    officer: str
    refused_ms: int
    line: HouseholdLine | None = None
    rows: Mapping[UUID, Synced] | None = None
    handed_ms: int | None = None
    note: str = ""
    is_heard: bool = False
    mend: MendState | None = None

    @property
    def household_id(self) -> UUID:
        return self.operations[0].household_id


async def items(tablet: Tablet, household_id: UUID | None = None) -> list[Item]:
    """What was refused, of one household or of all, the latest first: in the tray, with the office, and mended."""

    def work(session: Session) -> list[Item]:
        wanted = select(OutboxEntry.action_id).where(OutboxEntry.state == SendState.REFUSED)
        if household_id is not None:
            wanted = wanted.where(OutboxEntry.household_id == household_id)
        refused = col(OutboxEntry.action_id).in_(wanted), OutboxEntry.state == SendState.REFUSED
        entries = session.exec(select(OutboxEntry).where(*refused).order_by(col(OutboxEntry.stamp))).all()
        return _Tray(session, tablet).items(entries)

    return await tablet.database.read(work)


class _Tray:
    """Reads refused actions in one go, with names and households."""

    def __init__(self, session: Session, tablet: Tablet) -> None:
        self.session, self.reference = session, reference.in_force(session)
        self.names = {keys.officer_id: keys.name for keys in tablet.key_file.officers}

    def items(self, entries: Sequence[OutboxEntry]) -> list[Item]:
        about = household_lines.lines(self.session, [entry.household_id for entry in entries])
        lines = {line.household.id: line for line in about}
        by_action: dict[UUID, list[OutboxEntry]] = {}
        for entry in entries:
            by_action.setdefault(entry.action_id, []).append(entry)
        found = [self._item(action, lines) for action in by_action.values()]
        return sorted(found, key=lambda item: item.operations[0].stamp, reverse=True)

    def _item(self, action: list[OutboxEntry], lines: Mapping[UUID, HouseholdLine]) -> Item:
        operations = tuple(Operation.model_validate_json(entry.body) for entry in action)
        first, at = action[0], _refused_one(action, operations)
        rows = {o.row_id: repository.get(self.session, o.entity, o.row_id) for o in operations}
        place = Place.MENDED if first.mended_by else Place.OFFICE if first.handed_ms is not None else Place.TRAY
        return Item(
            action_id=first.action_id,
            operations=operations,
            place=place,
            refusal=Refusal(first.refusal) if first.refusal in REASONS else Refusal.INTERNAL,
            detail=first.detail or "",
            operation=operations[at],
            officer=self.reference.officer_name(first.officer_id) or self.names.get(first.officer_id, ""),
            refused_ms=first.answered_ms or operations[0].wall_ms,
            line=lines.get(first.household_id),
            rows={row_id: row for row_id, row in rows.items() if row is not None},
            handed_ms=first.handed_ms,
            note=first.handed_note or "",
            is_heard=all(entry.handed_heard for entry in action),
            mend=self._fared(first.mended_by) if first.mended_by else None,
        )

    def _fared(self, stamp: str) -> MendState:
        """A mend that the tablet keeps no longer was received long ago."""
        entry = self.session.get(OutboxEntry, stamp)
        if entry is None or entry.state in RECEIVED:
            return MendState.STORED
        return MendState.REFUSED if entry.state == SendState.REFUSED else MendState.WAITS


def _refused_one(action: Sequence[OutboxEntry], operations: Sequence[Operation]) -> int:
    """Which operation the reason is about: the first that has the field the office named."""
    detail = action[0].detail or ""
    return next((at for at, operation in enumerate(operations) if detail in operation.changes), 0)


async def mend(tablet: Tablet, item: Item, corrections: Corrections) -> list[Operation]:
    """Record the action again as one that takes its place, with the corrected values; it goes with the next exchange.

    It rests on what the officer saw then: what others have written since stands beside it. Raises InvalidChange for a
    value that a rule refuses; then all is as it was.
    """
    edits = [_mended(operation, corrections.get(operation.stamp, {})) for operation in item.operations]

    def work(transaction: Transaction) -> list[Operation]:
        moment, stamp = tablet.moment(), item.operations[0].stamp
        recorded = repository.record(transaction, edits, author=tablet.author, moment=moment, mends=stamp)
        for entry in _entries(transaction.session, item.action_id):
            entry.mended_by = recorded[0].stamp
            outbox.keep(transaction, entry)
        return recorded

    return await tablet.database.write(work)


def _mended(operation: Operation, corrected: Mapping[str, Scalar]) -> Edit:
    """A field that did not rest on anything is named all the same: then it is recorded whatever the row holds now."""
    changes = {**operation.changes, **corrected}
    bases = {name: operation.bases.get(name, ()) for name in operation.changes}
    entity, row_id, household_id = operation.entity, operation.row_id, operation.household_id
    return Edit(entity, row_id, household_id, changes, bases, operation.reason)


async def resend(tablet: Tablet, operation_id: UUID) -> SendState:
    """Let a refused operation go again as it is, with its whole action; one that is received or waits is left as it is.

    Raises UnknownOperation, AlreadyMended.
    """

    def work(transaction: Transaction) -> SendState:
        session = transaction.session
        entry = _entry_of(session, operation_id)
        if entry.mended_by:
            raise AlreadyMended()
        if entry.state in (SendState.REFUSED, SendState.MISSING_ROW, SendState.UPGRADE):
            _send_again(transaction, _entries(session, entry.action_id))
        return SendState(entry.state)

    return await tablet.database.write(work)


def _send_again(transaction: Transaction, action: Iterable[OutboxEntry]) -> None:
    """Shown again on top of the rows, until it is answered."""
    for entry in action:
        entry.handed_ms, entry.handed_note, entry.handed_heard = None, None, None
        if entry.state == SendState.REFUSED:
            repository.show(transaction.session, Operation.model_validate_json(entry.body))
        if entry.state not in RECEIVED:
            entry.state = SendState.OUT
            outbox.keep(transaction, entry)


async def hand_over(tablet: Tablet, item: Item, note: str = "") -> None:
    """Leave it to the office, which hears of it with the next exchange: out of the tray, and still shown as theirs."""

    def work(transaction: Transaction) -> None:
        now_ms = tablet.moment().wall_ms
        for entry in _entries(transaction.session, item.action_id):
            if entry.in_tray:
                entry.handed_ms, entry.handed_note, entry.handed_heard = now_ms, note.strip() or None, None
                outbox.keep(transaction, entry)

    await tablet.database.write(work)


def _entries(session: Session, action_id: UUID) -> list[OutboxEntry]:
    statement = select(OutboxEntry).where(OutboxEntry.action_id == action_id).order_by(col(OutboxEntry.stamp))
    return list(session.exec(statement))


def _entry_of(session: Session, operation_id: UUID) -> OutboxEntry:
    """The id stands in the body alone."""
    naming = func.instr(OutboxEntry.body, str(operation_id).encode()) > 0
    for entry in session.exec(select(OutboxEntry).where(naming)):
        if Operation.model_validate_json(entry.body).id == operation_id:
            return entry
    raise UnknownOperation()
