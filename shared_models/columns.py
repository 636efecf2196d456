"""Rows packed by column, so that a tablet inserts a reply without building an object per row.

A packed table is `{"count": n, "same": {name: value}, "steps": {name: [differences]}, "columns": {name: [values]},
"ids": {name: [differences]}}`. A column of one value is in `same` and a column of None nowhere; numbers that grow row
by row are in `steps`. Ids are positions in one list of distinct ids that all tables of a message share; positions,
too, are written as differences, so that they compress; None stays None.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from itertools import accumulate, pairwise
from typing import Any
from uuid import UUID

Packed = dict[str, Any]
Columns = dict[str, Sequence[Any]]
GROWING = frozenset({"seq"})
ID_BYTES = 16


class IdTable:
    """The distinct ids of a message in order of first use. They travel byte by byte: all first bytes, all second ones.

    Ids of one time begin alike, and so compress.
    """

    def __init__(self) -> None:
        self._position: dict[bytes, int] = {}

    def position(self, value: UUID) -> int:
        """Where the id stands; a new one is put at the end."""
        return self._position.setdefault(value.bytes, len(self._position))

    def to_bytes(self) -> bytes:
        """All ids, in planes."""
        joined = b"".join(self._position)
        return b"".join(joined[place::ID_BYTES] for place in range(ID_BYTES))


def id_texts(planes: bytes) -> list[str]:
    """The ids that IdTable.to_bytes wrote, as 32 hexadecimal digits: so databases store them. Raises ValueError."""
    count, rest = divmod(len(planes), ID_BYTES)
    if rest:
        raise ValueError("not a packed list of ids")
    joined = bytearray(len(planes))
    for place in range(ID_BYTES):
        joined[place::ID_BYTES] = planes[place * count : (place + 1) * count]
    digits = joined.hex()
    return [digits[at : at + 2 * ID_BYTES] for at in range(0, len(digits), 2 * ID_BYTES)]


def pack(columns: Mapping[str, Sequence[Any]], *, id_names: Collection[str], ids: IdTable) -> Packed:
    """`columns` hold wire values, and UUIDs or None under `id_names`; all are of one length, and there is a row."""
    count = len(next(iter(columns.values())))
    packed: Packed = {"count": count, "same": {}, "steps": {}, "columns": {}, "ids": {}}
    for name, values in columns.items():
        if name in id_names:
            packed["ids"][name] = _deltas(None if value is None else ids.position(value) for value in values)
        elif name in GROWING:
            packed["steps"][name] = [after - before for before, after in pairwise((0, *values))]
        elif not _is_one_value(values):
            packed["columns"][name] = list(values)
        elif values[0] is not None:
            packed["same"][name] = values[0]
    return packed


def unpack(packed: Packed, ids: Sequence[str]) -> Columns:
    """Each column that came, by its name; ids as texts. Raises ValueError."""
    try:
        count = packed["count"]
        columns: Columns = {name: list(accumulate(steps)) for name, steps in packed["steps"].items()}
        columns |= packed["columns"]
        columns |= {name: _at(deltas, ids) for name, deltas in packed["ids"].items()}
        if not columns or any(len(column) != count for column in columns.values()):
            raise ValueError("a packed column has the wrong length")
        columns |= {name: [value] * count for name, value in packed["same"].items()}  # as many as there really are
    except (AttributeError, IndexError, KeyError, TypeError) as problem:
        raise ValueError("not a packed table") from problem
    return columns


def _is_one_value(values: Sequence[Any]) -> bool:
    """Whether all are the same, of the same type: 1, 1.0 and True are three values."""
    first = values[0]
    return all(value == first and type(value) is type(first) for value in values)


def _deltas(positions: Iterable[int | None]) -> list[int | None]:
    deltas: list[int | None] = []
    last = 0
    for at in positions:
        deltas.append(None if at is None else at - last)
        last = last if at is None else at
    return deltas


def _at(deltas: Sequence[int | None], ids: Sequence[str]) -> list[str | None]:
    """The ids at these positions. Raises IndexError for one that is not there."""
    positions = list(accumulate(delta or 0 for delta in deltas))
    if positions and min(positions) < 0:
        raise IndexError(min(positions))
    if None not in deltas:
        return [ids[at] for at in positions]
    return [None if delta is None else ids[at] for delta, at in zip(deltas, positions, strict=True)]
