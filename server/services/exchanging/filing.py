"""Merging operations into rows: what an operation does to a row, its conflicts and its place in the feed."""

from uuid import UUID

from server.services.exchanging import withdrawal
from server.services.exchanging.feed import Feed
from server.services.exchanging.rows import Row
from server.services.exchanging.touched import Late, Merged
from shared_models import nameless
from shared_models.conflict import Conflict, ConflictStatus
from shared_models.entities import HOUSEHOLD, wire
from shared_models.findings import ASKED
from shared_models.heads import RowHeads
from shared_models.household import HouseholdStatus
from shared_models.identity import derived_id, office_id
from shared_models.merge import FieldState, in_conflict
from shared_models.operation import Kind, Operation
from shared_models.person import LifeState
from shared_models.rows import Change, created, merge_operation, put
from shared_models.synced import Synced

OF_A_MERGE = frozenset({"status", "merged_into", HOUSEHOLD})
MERGEABLE = frozenset({"household", "person"})


def apply(
    feed: Feed, operation: Operation, *, bases: dict[str, set[str]], at: int, home: tuple[str, str]
) -> list[UUID]:
    """Merge one judged operation and file its row. Returns the ids of the conflicts its fields are in.

    `home` is the district and village of the row, or of a new row's household; `bases` the operation's bases as read
    (refused ones replaced).
    """
    district, village = home
    row = feed.rows.get(operation.entity, operation.row_id, district)
    _note_edit(feed, operation, row, district=district, at=at)
    if row is None:
        new, changed = created(operation, at=at, bases=bases), {}
        new.district_code, new.village = district, village
        row = feed.rows.add(operation.entity, new)
        was = row.household_id
    else:
        was = row.household_id
        changed = merge_operation(row, operation, bases=bases, at=at)
    conflicts = _note(feed, operation.entity, row, changed)
    _touch(feed, operation, row)
    place(feed, operation.entity, row, was=was)
    if withdrawal.is_withdrawn(row.village):
        withdrawal.give_back_row(feed, operation.entity, vars(row))
    return conflicts


def _touch(feed: Feed, operation: Operation, row: Row) -> None:
    """Note that the review of its household has something to look at."""
    asked = ASKED.get(operation.entity)
    if asked and (operation.kind == Kind.CREATE or operation.changes.keys() & asked):
        feed.touched.households[row.district_code].add(row.household_id)


def _note_edit(feed: Feed, operation: Operation, row: Row | None, *, district: str, at: int) -> None:
    """Note an edit of a household's or person's own row, and one that comes after it was merged into another.

    An edit of any row of a merged household is late. What says the merge itself, takes its row out of there,
    or makes it nameless, is not.
    """
    if operation.entity in MERGEABLE:
        key = district, operation.row_id
        feed.touched.edited[key] = max(operation.stamp, feed.touched.edited.get(key, ""))
    if operation.changes.keys() & OF_A_MERGE or _is_retention(operation, district):
        return
    late = Late(operation.stamp, at)
    if operation.entity == "person" and row is not None and row.life_state == LifeState.MERGED:
        _note_late(feed, ("person", district, row.id), late)
    home = feed.rows.get("household", row.household_id if row else operation.household_id, district)
    if home is not None and home.status == HouseholdStatus.MERGED:
        _note_late(feed, ("household", district, home.id), late)


def _is_retention(operation: Operation, district: str) -> bool:
    """Whether the office makes a row nameless: nobody has to look at that."""
    return nameless.is_by_rule(operation) and operation.device_id == office_id(district)


def _note_late(feed: Feed, merged: Merged, late: Late) -> None:
    feed.touched.late[merged] = max(late, feed.touched.late.get(merged, Late("", 0)))


def _note(feed: Feed, entity: str, row: Row, changed: dict[str, Change]) -> list[UUID]:
    """Open or settle the conflict of each changed field. Returns those that are open."""
    opened = []
    for name, (before, after) in changed.items():
        was, now = in_conflict(before.heads), in_conflict(after.heads)
        if was or now:
            conflict_id = derived_id("conflict", row.id, name)
            opened += [conflict_id] if now else []
            if was != now:
                _set_conflict(feed, conflict_id, entity=entity, row=row, field=name, is_open=now)
    return opened


def _set_conflict(feed: Feed, conflict_id: UUID, *, entity: str, row: Row, field: str, is_open: bool) -> None:
    status = ConflictStatus.OPEN if is_open else ConflictStatus.SETTLED
    conflict = feed.rows.filed_about(row, "conflict", conflict_id)
    if conflict is None:
        new = Conflict(
            id=conflict_id,
            household_id=row.household_id,
            district_code=row.district_code,
            village=row.village,
            entity=entity,
            row_id=row.id,
            field=field,
        )
        conflict = feed.rows.add("conflict", new)
    conflict.status = status
    feed.file("conflict", conflict)


def place(feed: Feed, entity: str, row: Row | Synced, *, was: UUID) -> None:
    """File a row, or move its whole household when the household's own village changed.

    `was` is the household it was filed under: a row that is in another one now goes there.
    """
    village = getattr(row, "village_code", row.village)
    if was != row.household_id:
        feed.rehome(entity, row, was=was)
    elif village != row.village and row.seq:
        feed.move(row.household_id, source=row.village, target=village)
    else:
        feed.file(entity, row)


def read_again(feed: Feed, operation: Operation, *, bases: dict[str, set[str]], row: Row | None) -> None:
    """A refused operation may have been named before its refusal: let its own bases stand for it now."""
    if row is None:
        return
    heads, changed, was = RowHeads(row.heads), dict[str, Change](), row.household_id
    for name in bases:
        state = heads.state(name, wire(getattr(row, name, None)))
        if operation.stamp in state.named and not bases[name] <= state.named:
            named = state.named | bases[name]
            left = FieldState(named, frozenset(head for head in state.heads if head.stamp not in named))
            changed[name] = state, left
            put(operation.entity, row, heads, name=name, state=left)
    if changed:
        row.heads = heads.to_text()
        _note(feed, operation.entity, row, changed)
        _touch(feed, operation, row)
        place(feed, operation.entity, row, was=was)
