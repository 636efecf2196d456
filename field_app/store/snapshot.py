"""The file of a first download in the vault: sealed in pieces as it comes, put into the tables slice by slice."""

import sqlite3
from collections.abc import Sequence
from functools import cache
from itertools import chain
from typing import Any, NamedTuple

from field_app.store.container import Container
from shared_models.columns import Columns
from shared_models.entities import ENTITIES, wire
from shared_models.merge import Scalar
from shared_models.snapshot import LENGTH_BYTES, frame_end, read_rows

STATEMENT_ROWS = 100  # faster than a statement a row by a third
PIECE_BYTES = 32 * 1024  # all but the last piece of a file have this size: what a cut download may lose


class Slice(NamedTuple):
    """Rows `start` to before `stop` of one entity in the frame at `offset` of the file `name`, without `skipped`."""

    name: str
    offset: int
    entity: str
    start: int
    stop: int
    skipped: Sequence[str] = ()


def read_bytes(container: Container, name: str, start: int, stop: int) -> bytes:
    """Part of a file that is there. Raises VaultDamaged where a piece is missing."""
    places = range(start // PIECE_BYTES, -(-stop // PIECE_BYTES))
    joined = container.attachment(name, places)
    offset = start - places.start * PIECE_BYTES
    return joined[offset : offset + stop - start]


def read_frame(container: Container, name: str, offset: int) -> bytes:
    """The frame that begins at `offset` of a file."""
    length = read_bytes(container, name, offset, offset + LENGTH_BYTES)
    return read_bytes(container, name, offset, frame_end(offset, length))


class Loader:
    """Runs a slice again, from its file. Keeps the frame it read last: slices of one frame follow each other."""

    def __init__(self, container: Container) -> None:
        self._container = container
        self._last: tuple[str, int] | None = None
        self._tables: dict[str, Columns] = {}

    def __call__(self, connection: sqlite3.Connection, parameters: Sequence[Any]) -> None:
        taken = Slice(*parameters)
        if (taken.name, taken.offset) != self._last:
            self._tables = read_rows(read_frame(self._container, taken.name, taken.offset))
            self._last = taken.name, taken.offset
        insert(connection, taken, self._tables[taken.entity])


def insert(connection: sqlite3.Connection, taken: Slice, columns: Columns) -> None:
    """The slice's rows in place of those held, beside the recording of statements. Only columns that the table has."""
    cursor, table = sqlite3.Cursor(connection), str(ENTITIES[taken.entity].__tablename__)
    names = {row[1] for row in cursor.execute(f'PRAGMA table_info("{table}")')}
    part = {name: values[taken.start : taken.stop] for name, values in columns.items() if name in names}
    for name, value in defaults(taken.entity).items():
        if name in names:
            part.setdefault(name, [value] * len(part["id"]))
    rows = list(zip(*part.values(), strict=True))
    if taken.skipped:
        skipped = set(taken.skipped)
        rows = [row for row, row_id in zip(rows, part["id"], strict=True) if row_id not in skipped]
    one = f"({', '.join('?' * len(part))})"
    for at in range(0, len(rows), STATEMENT_ROWS):
        some = rows[at : at + STATEMENT_ROWS]
        sql = f'INSERT OR REPLACE INTO "{table}" ({", ".join(part)}) VALUES {", ".join([one] * len(some))}'  # noqa: S608
        cursor.execute(sql, list(chain.from_iterable(some)))


@cache
def defaults(entity: str) -> dict[str, Scalar]:
    """The values of the fields that need none, in wire form; without those that are nothing."""
    model = ENTITIES[entity].model_fields.items()
    values = {name: wire(field.get_default()) for name, field in model if not field.is_required()}
    return {name: value for name, value in values.items() if value is not None}
