"""What an operation does to a row: the same on the tablet, which shows it, and on the server, which files it."""

from collections.abc import Collection, Mapping
from typing import Any, TypeVar
from uuid import UUID

from shared_models.entities import ENTITIES, HOUSEHOLD, MEMBERS, stored, typed, wire
from shared_models.errors import InvalidChange
from shared_models.heads import HOMES, RowHeads
from shared_models.merge import FieldState, Scalar, Version, merge_field, shown
from shared_models.operation import Kind, Operation
from shared_models.synced import Synced

Row = TypeVar("Row", bound=Synced)
Change = tuple[FieldState, FieldState]  # of a field: before and after
NOT_FILED = 1 << 62  # `at` of an operation that no server has filed yet: on top


def given(operation: Operation) -> dict[str, Scalar]:
    """The values that an operation gives: its changes, and of a member's create the household it is made in."""
    if operation.kind == Kind.CREATE and operation.entity in MEMBERS:
        return {**operation.changes, HOUSEHOLD: str(operation.household_id)}
    return operation.changes


def created(operation: Operation, *, at: int, bases: Mapping[str, Collection[str]] | None = None) -> Synced:
    """The new row of a create. Raises ValidationError where a needed field is missing.

    Its household is the operation's own, never one of the changes.

    A create that mends a refused one has `bases`: edits that waited for the row and can arrive after it.
    """
    identity = {"id": operation.row_id, "household_id": operation.household_id}
    if HOUSEHOLD in operation.changes:
        raise InvalidChange(field=HOUSEHOLD, reason="unknown_field")
    values = {**typed(operation.entity, operation.changes), **identity}
    heads, gives = RowHeads.created(operation.stamp, at), given(operation)
    for name, stamps in (bases or {}).items():
        if stamps:
            heads.put(name, merge_field(FieldState(), Version(operation.stamp, gives[name], at), stamps))
    return ENTITIES[operation.entity].model_validate({**values, "heads": heads.to_text()})


def merge_operation(
    row: Synced, operation: Operation, *, bases: Mapping[str, Collection[str]], at: int
) -> dict[str, Change]:
    """Merge each change into its field and show the latest head. Returns what became of each field.

    `row` is a row of the operation's entity, or whatever has its fields.
    """
    heads, changed, values = RowHeads(row.heads), {}, typed(operation.entity, given(operation))
    if values.get(HOUSEHOLD, row.household_id) != row.household_id:
        heads.note_homes((str(row.household_id), str(values[HOUSEHOLD])))
    for name, value in values.items():
        before = heads.state(name, wire(getattr(row, name)))
        incoming = Version(operation.stamp, wire(value), at)
        state = merge_field(before, incoming, bases.get(name, ()))
        heads.put(name, state)
        head = shown(state.heads)
        setattr(row, name, value if head is incoming else stored(operation.entity, name, head.value))
        changed[name] = before, state
    row.heads = heads.to_text()
    return changed


def put(entity: str, row: Synced, heads: RowHeads, *, name: str, state: FieldState) -> None:
    """Store a field's state and show its latest head, also one whose code only a newer version knows."""
    heads.put(name, state)
    setattr(row, name, stored(entity, name, shown(state.heads).value))


def homes(row: Synced) -> frozenset[UUID]:
    """The households that a row is in or was ever given."""
    if f'"{HOMES}"' not in row.heads:
        return frozenset({row.household_id})
    return frozenset(map(UUID, RowHeads(row.heads).homes())) | {row.household_id}


def chosen_before(row: Row, operation: Operation) -> Row:
    """What a rule compares the row after `operation` with: the row, with those of the new values that it holds already.

    A head of a field passed the rules when it was made, and choosing it in a conflict is no step from another head.
    """
    heads, values = RowHeads(row.heads), typed(operation.entity, operation.changes)
    states = {name: heads.state(name, wire(getattr(row, name))) for name in values}
    held = {name: {head.value for head in state.heads} for name, state in states.items()}
    return copied(row, **{name: value for name, value in values.items() if wire(value) in held[name]})


def copied(row: Row, **others: Any) -> Row:
    """The same values in a row of its own, with `others` in place of some."""
    values = {name: getattr(row, name) for name in type(row).model_fields}
    return type(row)(**{**values, **others})
