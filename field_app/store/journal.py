"""What one transaction did, as statements that can be run again: recorded, packed and replayed."""

import re
import sqlite3
import zlib
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import msgpack

LOAD = "LOAD"  # stands for rows that come from an attachment: a piece of a download is not repeated in the journal
QUICK = 1  # zlib level: one edit packs in microseconds, and the journal is short-lived
NEVER_REPLAYED = {"SELECT", "PRAGMA", "EXPLAIN", "BEGIN"}
REFUSED = {
    "COMMIT": "only the vault commits",
    "END": "only the vault commits",
    "ATTACH": "another file would hold plaintext",
    "VACUUM": "another file would hold plaintext",
}
FIRST_WORD = re.compile(r"\s*(\w+)")

Parameters = Sequence[Any] | Mapping[str, Any]
Loader = Callable[[sqlite3.Connection, Sequence[Any]], None]  # runs what a LOAD with these parameters stands for


class Statement(NamedTuple):
    """One statement as SQLite ran it; with `many`, parameters is a list of rows."""

    text: str
    parameters: Any
    many: bool


class RecordingConnection(sqlite3.Connection):
    """A connection that keeps every statement which may have changed something, in order.

    A single statement that fails leaves no trace in SQLite and none here. A failed executemany can leave the
    rows before the bad one, so it marks the transaction as `torn`: it cannot be repeated, hence not committed.
    """

    statements: list[Statement]
    torn: bool

    def start_recording(self) -> None:
        """Forget what was recorded before."""
        self.statements, self.torn = [], False

    def record_load(self, parameters: Sequence[Any]) -> None:
        """Note that a Loader has just run with these parameters, beside the recording cursors."""
        self.statements.append(Statement(LOAD, list(parameters), many=False))

    def cursor(self, _factory: type[sqlite3.Cursor] | None = None) -> sqlite3.Cursor:  # type: ignore[override]
        """Every cursor records, whatever factory the caller names."""
        return super().cursor(RecordingCursor)


class RecordingCursor(sqlite3.Cursor):
    """The cursor of a RecordingConnection: records what succeeded."""

    connection: RecordingConnection

    def execute(self, text: str, parameters: Parameters = ()) -> "RecordingCursor":  # type: ignore[override]
        word = first_word(text)
        super().execute(text, parameters)
        if word not in NEVER_REPLAYED:
            self.connection.statements.append(Statement(text, parameters, many=False))
        return self

    def executemany(self, text: str, rows: Iterable[Parameters]) -> "RecordingCursor":  # type: ignore[override]
        first_word(text)
        rows = list(rows)
        try:
            super().executemany(text, rows)
        except sqlite3.Error:
            self.connection.torn = True
            raise
        self.connection.statements.append(Statement(text, rows, many=True))
        return self

    def executescript(self, _script: str) -> "RecordingCursor":
        raise ValueError("a script commits in the middle: run its statements one by one")


def first_word(text: str) -> str:
    """The statement's keyword in capitals, empty if it starts with a comment. Raises ValueError if refused."""
    match = FIRST_WORD.match(text)
    word = match[1].upper() if match else ""
    if word in REFUSED:
        raise ValueError(f"{word}: {REFUSED[word]}")
    return word


def pack(statements: Iterable[Statement]) -> bytes:
    """The journal record of one transaction. Raises TypeError for a parameter that SQLite would have to adapt."""
    return zlib.compress(msgpack.packb([tuple(statement) for statement in statements]), QUICK)


def unpack(record: bytes) -> list[Statement]:
    """The statements of a record, in order."""
    return [Statement(*entry) for entry in msgpack.unpackb(zlib.decompress(record), strict_map_key=False)]


def replay(connection: sqlite3.Connection, record: bytes, load: Loader) -> None:
    """Run a record again as one transaction, on the state it was recorded on."""
    connection.execute("BEGIN")
    for statement in unpack(record):
        if statement.text == LOAD:
            load(connection, statement.parameters)
        elif statement.many:
            connection.executemany(statement.text, statement.parameters)
        else:
            connection.execute(statement.text, statement.parameters).fetchall()
    connection.commit()
