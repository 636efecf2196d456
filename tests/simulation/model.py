"""The office by its rules alone, as small as they can be said: the real merge, feed and exchange are held against it.

Households and persons; every officer has areas in both districts, so that no row is out of anybody's reach. Nothing
here knows of databases, sequences or pages.
"""

from collections import defaultdict
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple
from uuid import UUID

from shared_models.merge import Scalar
from shared_models.operation import Kind, Operation

VILLAGE, HOME, NOWHERE = "village_code", "household_id", "99999999"


class Value(NamedTuple):
    """One version of a field: ordered as people see it, the latest last."""

    at: int
    stamp: str
    value: Scalar


class Author(NamedTuple):
    """An officer on a tablet: the areas held now, and all ever held."""

    now: Collection[str]
    ever: Collection[str]


@dataclass
class Row:
    """`values`: every version of each field that no other has named. `named`: what versions of a field have named."""

    entity: str
    home: UUID
    village: str
    values: defaultdict[str, dict[str, Value]] = field(default_factory=lambda: defaultdict(dict))
    named: defaultdict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    homes: set[UUID] = field(default_factory=set)

    def shown(self, name: str) -> Scalar:
        return max(self.values[name].values()).value

    def is_split(self, name: str) -> bool:
        """Two values, neither of which saw the other."""
        return len({repr(version.value) for version in self.values[name].values()}) > 1

    def say(self, name: str, version: Value | None, bases: Iterable[str]) -> None:
        """A version replaces what it saw, whenever either of them arrives."""
        self.named[name].update(bases)
        if version is not None:
            self.values[name][version.stamp] = version
        for stamp in self.named[name] & self.values[name].keys():
            del self.values[name][stamp]


class Refused(Exception):
    """Its text is the receipt."""


@dataclass
class Office:
    """`left`: the villages that a household, or a row by itself, has been in and is not in now."""

    rows: dict[UUID, Row] = field(default_factory=dict)
    stored: dict[str, Operation] = field(default_factory=dict)
    refused: dict[str, Operation] = field(default_factory=dict)
    left: defaultdict[UUID, set[str]] = field(default_factory=lambda: defaultdict(set))

    def take(self, author: Author, operations: Sequence[Operation], *, now_ms: int, skew_ms: int) -> dict[str, str]:
        """The receipt of each operation, by stamp. An action is stored or refused as one."""
        receipts: dict[str, str] = {}
        for action_id in dict.fromkeys(operation.action_id for operation in operations):
            action = [operation for operation in operations if operation.action_id == action_id]
            new = [operation for operation in action if operation.stamp not in self.stored]
            receipts |= {operation.stamp: "known" for operation in action}
            try:
                for operation in new:
                    self._judge(author, operation, action)
            except Refused as why:
                receipts |= {operation.stamp: str(why) for operation in new}
                for operation in new:
                    self._refuse(operation)
            else:
                for operation in new:
                    at = min(now_ms, operation.wall_ms - skew_ms)
                    receipts[operation.stamp] = self._store(operation, at)
        return receipts

    def conflicts(self) -> set[tuple[UUID, str]]:
        return {(i, name) for i, row in self.rows.items() for name in list(row.values) if row.is_split(name)}

    def held(self, codes: Collection[str]) -> set[UUID]:
        """The rows of these areas."""
        return {i for i, row in self.rows.items() if inside(row.village, codes)}

    # judging ----------------------------------------------------------------------------------------------------------

    def _judge(self, author: Author, operation: Operation, action: Sequence[Operation]) -> None:
        if operation.changes.get(VILLAGE) == NOWHERE:
            raise Refused("malformed")
        creates = {o.row_id: o for o in action if o.kind == Kind.CREATE}
        row, home = self.rows.get(operation.row_id), self._village(operation.household_id, creates.values())
        if row is None and (operation.row_id not in creates or home is None):
            raise Refused("missing_row")
        is_its = self._is_its(operation, action, row or creates[operation.row_id])
        if not is_its and not self._tried(operation):
            raise Refused("malformed" if home else "missing_row")
        village = row.village if row else home
        areas = {village} | (self.left[operation.household_id] | {home} if is_its and home else set())
        if row and row.entity == "person":
            areas |= self.left[operation.row_id] | self.left[row.home]
        if not inside(str(village), author.now):
            self._check(author, areas)
        self._judge_target(author, operation, creates.values())

    def _is_its(self, operation: Operation, action: Sequence[Operation], row: Row | Operation) -> bool:
        """Whether the row is, was, or within this action comes to be, of the household that the operation names."""
        its = row.homes | {row.home} if isinstance(row, Row) else {row.household_id}
        its |= {t for o in action if o.row_id == operation.row_id and o.stamp < operation.stamp and (t := target(o))}
        return operation.household_id in its

    def _tried(self, operation: Operation) -> bool:
        """Whether the tablet itself had moved the row there, by what was refused."""
        return any(
            o.row_id == operation.row_id and o.device_id == operation.device_id and target(o) == operation.household_id
            for o in self.refused.values()
        )

    def _judge_target(self, author: Author, operation: Operation, creates: Iterable[Operation]) -> None:
        home = target(operation)
        if home is not None:
            village = self._village(home, [o for o in creates if o.stamp < operation.stamp])
            if village is None:
                raise Refused("missing_row")
            self._check(author, {village, *self.left[home]})

    def _village(self, household_id: UUID, creates: Iterable[Operation]) -> str | None:
        if household_id in self.rows:
            return self.rows[household_id].village
        return next((str(o.changes[VILLAGE]) for o in creates if o.row_id == household_id), None)

    @staticmethod
    def _check(author: Author, villages: Iterable[str | None]) -> None:
        if not any(inside(str(village), author.ever) for village in villages):
            raise Refused("access")

    # storing ----------------------------------------------------------------------------------------------------------

    def _store(self, operation: Operation, at: int) -> str:
        self.refused.pop(operation.stamp, None)
        self.stored[operation.stamp] = operation
        row = self.rows.get(operation.row_id)
        if row is None:
            village = self._village(operation.household_id, [operation])
            row = self.rows[operation.row_id] = Row(operation.entity, operation.household_id, str(village))
        said = given(operation)
        for name, value in said.items():
            row.say(name, Value(at, operation.stamp, value), self._read_bases(operation, name))
        moved_to = target(operation)
        if moved_to is not None and moved_to != row.home:
            row.homes |= {row.home, moved_to}
        self._place(operation.row_id, row)
        return "conflict" if any(row.is_split(name) for name in said) else "stored"

    def _refuse(self, operation: Operation) -> None:
        """Versions that named it before it was refused have seen what it saw."""
        self.refused[operation.stamp] = operation
        row = self.rows.get(operation.row_id)
        if row is None:
            return
        for name in given(operation):
            bases = self._read_bases(operation, name)
            if operation.stamp in row.named[name] and bases - row.named[name]:
                row.say(name, None, bases)
        self._place(operation.row_id, row)

    def _read_bases(self, operation: Operation, name: str) -> set[str]:
        """A base that was refused stands for its own bases."""
        found, todo = set[str](), list(operation.bases.get(name, ()))
        while todo:
            if (base := todo.pop()) not in found:
                found.add(base)
                todo += self.refused[base].bases.get(name, ()) if base in self.refused else ()
        return found

    def _place(self, row_id: UUID, row: Row) -> None:
        """A household is where it says it is, with all its rows; a person where their household is."""
        if row.entity == "person" and (home := UUID(str(row.shown(HOME)))) != row.home:
            self._leaves(row_id, {row.village, *self.left[row.home]}, self.rows[home].village)
            row.home, row.village = home, self.rows[home].village
        elif row.entity == "household" and (village := str(row.shown(VILLAGE))) != row.village:
            self._leaves(row_id, {row.village}, village)
            for i, one in self.rows.items():
                if one.home == row_id:
                    if one.homes:
                        self._leaves(i, {one.village}, village)
                    one.village = village

    def _leaves(self, row_id: UUID, villages: set[str], village: str) -> None:
        self.left[row_id] = (self.left[row_id] | villages) - {village}


def given(operation: Operation) -> dict[str, Scalar]:
    """What an operation says of its row; a new person's household is said by where it is created."""
    if operation.kind == Kind.CREATE and operation.entity == "person":
        return {**operation.changes, HOME: str(operation.household_id)}
    return operation.changes


def target(operation: Operation) -> UUID | None:
    """The household that a change brings a person to."""
    home = operation.changes.get(HOME)
    return UUID(str(home)) if home is not None and operation.kind == Kind.CHANGE else None


def inside(village: str, codes: Iterable[str]) -> bool:
    return any(village.startswith(code) for code in codes)
