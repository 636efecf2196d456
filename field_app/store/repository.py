"""Reading the tablet's rows and recording an officer's action: rows and outbox entries in one transaction."""

import json
from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TypeVar
from uuid import UUID

from pydantic import ValidationError
from sqlalchemy import ColumnElement
from sqlmodel import Session, and_, col, select

from field_app.store import outbox, search, state
from field_app.store.outbox import Author
from field_app.store.sealed import Transaction
from field_app.store.tables import UNANSWERED, Draft, FiledHome, OutboxEntry, PassedDraft, SendState, Settling
from shared_models.conflict import Conflict, ConflictStatus
from shared_models.edit import Edit
from shared_models.entities import ENTITIES, HOUSEHOLD, MEMBERS, SERVER_WRITES, fields, typed, wire, wire_values
from shared_models.errors import InvalidChange
from shared_models.heads import RowHeads
from shared_models.hlc import Hlc, tick
from shared_models.household import Household
from shared_models.identity import derived_id, uuid7
from shared_models.merge import Scalar, in_conflict
from shared_models.operation import Kind, Operation
from shared_models.rows import NOT_FILED, chosen_before, created, merge_operation
from shared_models.synced import Synced
from shared_models.visit import Visit

Row = TypeVar("Row", bound=Synced)


@dataclass(frozen=True)
class Moment:
    """The tablet's clock and fresh random bytes (10 for each id): what recording needs from outside."""

    wall_ms: int
    entropy: Callable[[int], bytes]

    def new_id(self) -> UUID:
        return uuid7(self.wall_ms, self.entropy(10))


def get(session: Session, entity: str, row_id: UUID) -> Synced | None:
    model = ENTITIES[entity]
    return session.exec(select(model).where(model.id == row_id)).one_or_none()


def rows_of(session: Session, model: type[Row], household_id: UUID) -> list[Row]:
    """A household's rows of one entity, oldest first."""
    return list(session.exec(select(model).where(model.household_id == household_id).order_by(col(model.id))))


def open_visits(session: Session, officer_id: UUID, household_id: UUID | None = None) -> list[Visit]:
    """The officer's visits that are not finished, the latest first."""
    statement = select(Visit).where(Visit.officer_id == officer_id, col(Visit.finished_at).is_(None))
    if household_id is not None:
        statement = statement.where(Visit.household_id == household_id)
    return list(session.exec(statement.order_by(col(Visit.started_at).desc())))


def current_bases(row: Synced | None, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """The heads an edit of these fields would replace."""
    if row is None:
        return {}
    heads = RowHeads(row.heads)
    return {name: heads.stamps(name, wire(getattr(row, name, None))) for name in names}


def record(
    transaction: Transaction,
    action: Sequence[Edit],
    *,
    author: Author,
    moment: Moment,
    mends: str | None = None,
) -> list[Operation]:
    """Check, apply and queue one officer action: all of it or, when a rule refuses (InvalidChange), none.

    `mends` is the stamp of a refused operation that this action takes the place of.
    """
    session, action_id, operations = transaction.session, moment.new_id(), []
    for edit in action:
        row = get(session, edit.entity, edit.row_id)
        is_new = row is None or _is_unborn(session, row)
        changes = _changed(edit, row, is_new=is_new)
        if not changes:
            continue
        household_id = UUID(str(changes.pop(HOUSEHOLD, edit.household_id))) if is_new else edit.household_id
        names = [*changes, HOUSEHOLD] if is_new and edit.entity in MEMBERS else list(changes)
        bases = {**current_bases(row, names), **{n: tuple(b) for n, b in edit.bases.items() if n in changes}}
        operation = Operation(
            id=moment.new_id(),
            stamp=_next_stamp(session, author, moment),
            action_id=action_id,
            entity=edit.entity,
            row_id=edit.row_id,
            household_id=household_id,
            kind=Kind.CREATE if is_new else Kind.CHANGE,
            changes=changes,
            bases={name: stamps for name, stamps in bases.items() if stamps},
            wall_ms=moment.wall_ms,
            officer_id=author.officer_id,
            device_id=author.device_id,
            visit_id=_visit_of(session, author, edit),
            reason=edit.reason,
            mends=mends,
        )
        replaced = {} if row is None else wire_values(row, operation.changes)
        split = [] if row is None else list(split_bases(row, operation.changes))
        _check_and_apply(session, row, operation)
        _note_settled(session, operation, split)
        outbox.add(transaction, operation, author, replaced=replaced)
        operations.append(operation)
    return operations


def open_conflicts() -> ColumnElement[bool]:
    """The condition of conflicts that wait for a choice: not those settled here, which the office hears of yet."""
    waiting = (
        select(Settling.conflict_id)
        .join(OutboxEntry, col(OutboxEntry.stamp) == Settling.stamp)
        .where(col(OutboxEntry.state).in_(UNANSWERED))
    )
    return and_(Conflict.status == ConflictStatus.OPEN, col(Conflict.id).not_in(waiting))


def split_bases(row: Synced, names: Iterable[str]) -> dict[str, tuple[str, ...]]:
    """Of these fields those that have different values, none of which saw the other, with all their heads."""
    heads = RowHeads(row.heads)
    there = [name for name in names if name in type(row).model_fields]
    return {
        name: heads.stamps(name, wire(getattr(row, name)))
        for name in there
        if in_conflict(heads.state(name, wire(getattr(row, name))).heads)
    }


def _note_settled(session: Session, operation: Operation, split: Iterable[str]) -> None:
    """Remember which conflicts an operation has settled: those whose field has one value now."""
    row = get(session, operation.entity, operation.row_id)
    still = set() if row is None else set(split_bases(row, split))
    for name in set(split) - still:
        session.merge(Settling(conflict_id=derived_id("conflict", operation.row_id, name), stamp=operation.stamp))


def _visit_of(session: Session, author: Author, edit: Edit) -> UUID | None:
    """What is recorded of a household while the officer's visit there is open belongs to that visit."""
    there = open_visits(session, author.officer_id, edit.household_id)
    return there[0].id if there else None


def _is_unborn(session: Session, row: Synced) -> bool:
    """Whether every create of a row was refused: edits that wait for the row keep it here until it is mended."""
    if row.seq:
        return False
    sent = select(OutboxEntry).where(OutboxEntry.row_id == row.id, OutboxEntry.state != SendState.REFUSED)
    return not any(Operation.model_validate_json(entry.body).kind == Kind.CREATE for entry in session.exec(sent))


def _changed(edit: Edit, row: Synced | None, *, is_new: bool) -> dict[str, Scalar]:
    """The changes in canonical form, without those that change nothing; of a new row, all that has a value."""
    if edit.entity not in ENTITIES or edit.entity in SERVER_WRITES:
        raise InvalidChange(field="entity", reason="unknown_entity")
    values = {name: wire(value) for name, value in typed(edit.entity, edit.changes).items()}
    if row is None or is_new:
        there = wire_values(row, fields(edit.entity)) if row else {}
        return {name: value for name, value in {**there, **values}.items() if value is not None}
    return {name: value for name, value in values.items() if value != wire(getattr(row, name)) or name in edit.bases}


def _next_stamp(session: Session, author: Author, moment: Moment) -> str:
    node = author.device_id.hex[-16:]
    last_text = state.read(session, "last_stamp")
    last = Hlc.from_text(last_text) if last_text else Hlc(0, 0, node)
    stamp = tick(Hlc(last.ms, last.counter, node), wall_ms=moment.wall_ms, seen_ms=state.read(session, "seen_ms", 0))
    state.write(session, "last_stamp", stamp.to_text())
    return stamp.to_text()


def _check_and_apply(session: Session, row: Synced | None, operation: Operation) -> None:
    before = None if row is None else chosen_before(row, operation)
    after = apply(session, row, operation)
    if operation.entity != "household":
        for household_id in {operation.household_id, after.household_id}:
            if get(session, "household", household_id) is None:
                raise InvalidChange(field=HOUSEHOLD, reason="missing_household")
    after.check(before)
    if operation.entity in search.SEARCHED:
        search.refresh(session, {after.household_id, (before or after).household_id})


def apply(session: Session, row: Synced | None, operation: Operation) -> Synced:
    """Show an operation that no server has filed: on top of the row, or as a new one in its household's village."""
    if row is not None:
        filed = row.household_id
        merge_operation(row, operation, bases=operation.bases, at=NOT_FILED)
        if row.household_id != filed and row.seq and session.get(FiledHome, row.id) is None:
            session.add(FiledHome(row_id=row.id, household_id=filed))
        return row
    try:
        row = created(operation, at=NOT_FILED)
    except ValidationError as problem:
        name = str(problem.errors()[0]["loc"][0])
        raise InvalidChange(
            field=name, reason="required" if _missing(problem) else problem.errors()[0]["type"]
        ) from None
    household = get(session, "household", operation.household_id)
    row.village = household.village if household else str(operation.changes.get("village_code", ""))
    row.district_code = row.village[:4]
    session.add(row)
    session.flush()
    return row


def _missing(problem: ValidationError) -> bool:
    return problem.errors()[0]["type"] in ("missing", "string_too_short")


def save_draft(transaction: Transaction, draft: Draft) -> None:
    """Keep what was typed, also where a damaged image cannot reach it."""
    transaction.session.merge(draft)
    transaction.keep(f"draft:{draft.key}", draft.model_dump_json().encode())


def own_key(officer_id: UUID, key: str) -> str:
    """The officers of a tablet type in the same forms, each a draft of their own."""
    return f"{officer_id}:{key}"


def own_draft(session: Session, officer_id: UUID, key: str) -> Draft | None:
    """The officer's draft of a form; one of an earlier version stands under the form's key alone."""
    older = session.get(Draft, key)
    return session.get(Draft, own_key(officer_id, key)) or (older if older and older.officer_id == officer_id else None)


def drop_draft(transaction: Transaction, officer_id: UUID, key: str) -> None:
    while (draft := own_draft(transaction.session, officer_id, key)) is not None:
        transaction.session.delete(draft)
        transaction.session.flush()
        transaction.release(f"draft:{draft.key}")


def keep_passed(transaction: Transaction, draft: PassedDraft) -> None:
    """As save_draft, of one that stands beside the officer's own."""
    transaction.session.add(draft)
    transaction.session.flush()
    transaction.keep(f"passed:{draft.id}", draft.model_dump_json().encode())


def drop_passed(transaction: Transaction, draft: PassedDraft) -> None:
    transaction.session.delete(draft)
    transaction.session.flush()
    transaction.release(f"passed:{draft.id}")


def rebuild(transaction: Transaction, rescued: dict[str, bytes]) -> None:
    """Fill an empty vault with what was rescued of a damaged one; the rest comes with the next exchange."""
    for entry in outbox.restored(transaction.session, rescued):
        show(transaction.session, Operation.model_validate_json(entry.body))
    for key, blob in rescued.items():
        transaction.keep(key, blob)
        if key.startswith("draft:"):
            transaction.session.add(Draft.model_validate(json.loads(blob)))
        elif key.startswith("passed:"):
            transaction.session.add(PassedDraft.model_validate(json.loads(blob)))


def show(session: Session, operation: Operation) -> None:
    """Apply an operation that waits again to be answered, unless its row has to come from the server first."""
    row = get(session, operation.entity, operation.row_id)
    if row is not None or operation.kind == Kind.CREATE:
        with suppress(InvalidChange):  # it waits in the outbox all the same
            search.refresh(session, {operation.household_id, apply(session, row, operation).household_id})


def households_by_id(session: Session, ids: Sequence[UUID]) -> list[Household]:
    return list(session.exec(select(Household).where(col(Household.id).in_(ids))))
