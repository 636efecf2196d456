"""Rows packed by column, so that a tablet inserts a reply without building an object per row.

A packed table is `{"count": n, "columns": {name: [values]}, "ids": {name: [deltas]}}`. Ids are positions in one list of
distinct ids that all tables of a reply share (16 bytes each, joined), written as differences so that they compress;
None stays None.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from uuid import UUID

Packed = dict[str, Any]


class IdTable:
    """The distinct ids of a reply in order of first use."""

    def __init__(self, joined: bytes = b"") -> None:
        self.ids = [joined[at : at + 16] for at in range(0, len(joined), 16)]
        self._position = {value: at for at, value in enumerate(self.ids)}

    def position(self, value: UUID) -> int:
        """Where the id stands; a new one is put at the end."""
        at = self._position.setdefault(value.bytes, len(self.ids))
        if at == len(self.ids):
            self.ids.append(value.bytes)
        return at

    def joined(self) -> bytes:
        """All ids, 16 bytes each."""
        return b"".join(self.ids)


def pack(rows: Sequence[Mapping[str, Any]], *, names: Iterable[str], id_names: Iterable[str], ids: IdTable) -> Packed:
    """`rows` hold wire values under `names` and UUIDs or None under `id_names`. A column of None alone is left out."""
    columns = {name: [row[name] for row in rows] for name in names}
    return {
        "count": len(rows),
        "columns": {name: values for name, values in columns.items() if any(value is not None for value in values)},
        "ids": {
            name: _deltas(None if row[name] is None else ids.position(row[name]) for row in rows) for name in id_names
        },
    }


def unpack(packed: Packed, ids: Sequence[bytes]) -> dict[str, list[Any]]:
    """Each column that came, by its name; ids as 32 hexadecimal digits, as databases store them. Raises ValueError."""
    texts = dict(enumerate(value.hex() for value in ids))
    try:
        columns = dict(packed["columns"])
        for name, deltas in packed["ids"].items():
            columns[name] = [None if at is None else texts[at] for at in _positions(deltas)]
        if any(len(column) != packed["count"] for column in columns.values()):
            raise ValueError("a packed column has the wrong length")
    except (KeyError, TypeError) as problem:
        raise ValueError("not a packed table") from problem
    return columns


def _deltas(positions: Iterable[int | None]) -> list[int | None]:
    deltas: list[int | None] = []
    last = 0
    for at in positions:
        deltas.append(None if at is None else at - last)
        last = last if at is None else at
    return deltas


def _positions(deltas: Iterable[int | None]) -> Iterable[int | None]:
    last = 0
    for delta in deltas:
        last += delta or 0
        yield None if delta is None else last
