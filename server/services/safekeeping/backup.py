"""Backups: every row of the database in one file, sealed with age, and the way back from it.

The file is an age file (age-encryption.org) for one X25519 key. The server knows only the public half: whoever steals
the server cannot read its backups, and whoever keeps the private half in an envelope can. Inside, compressed, are
msgpack pieces with their length before each: a head, rows by table, and an end that says how many there should be.

A backup is one snapshot of the database while the server works on. It goes from SQLite to PostgreSQL and back.
"""

import zlib
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from datetime import UTC, date, datetime
from hashlib import sha256
from pathlib import Path
from typing import Any, NamedTuple
from uuid import UUID

import msgpack
import pyrage
from pyrage import x25519
from sqlalchemy import Connection, MetaData, Table, Uuid, insert, select
from sqlmodel import Session, SQLModel

from server.database import Database
from server.services import districts
from server.services.proving import audit
from server.services.proving.audit import Action
from server.tables.base import ServerTable
from shared_models.errors import DomainError

FORMAT = "home-visit-backup 1"
# Who is signed in, and what can be made again: none of it is missed after a restore.
LEFT_OUT = frozenset({"console_session", "sign_in_try", "snapshot", "snapshot_part"})
ROWS = 200  # in a piece
PART_BYTES = 1 << 18  # unpacked at a time
PIECE_BYTES = 1 << 30  # a longer one is no backup of ours
_LENGTH = 4
_UUID, _MOMENT, _DAY = range(3)
_MALFORMED = (zlib.error, ValueError, KeyError, TypeError, msgpack.UnpackException)

Progress = Callable[[int], None]
Store = Callable[[str, list[dict[str, Any]]], object]


class UnreadableBackup(DomainError):
    """`reason` is key (it is sealed for another one), damaged (changed or cut), or newer (of a newer program)."""

    code = "unreadable_backup"


class BackupNotWritten(DomainError):
    """The disk did not take it: full, no such folder, not allowed. `name` of the file."""

    code = "backup_not_written"


class NotEmpty(DomainError):
    """There are data already: a backup is restored into an empty database alone."""

    code = "restore_not_empty"


class InvalidBackupKey(DomainError):
    """`name` is the variable that does not hold the half of a backup key that is needed."""

    code = "invalid_backup_key"


class KeyPair(NamedTuple):
    """`public` is set on the server, `private` belongs in an envelope away from it."""

    public: str
    private: str


class Backed(NamedTuple):
    """What a backup holds. `digest` is the SHA-256 of all its pieces, 64 hexadecimal digits."""

    made_at: datetime
    revision: str
    rows: int
    digest: str


def new_key() -> KeyPair:
    """A pair for backups; whoever loses the private half has lost every backup."""
    private = x25519.Identity.generate()
    return KeyPair(str(private.to_public()), str(private))


def public_half(text: str, *, name: str) -> x25519.Recipient:
    """Raises InvalidBackupKey."""
    try:
        return x25519.Recipient.from_str(text.strip())
    except pyrage.RecipientError as error:
        raise InvalidBackupKey(name=name) from error


def private_half(text: str, *, name: str) -> x25519.Identity:
    """Raises InvalidBackupKey."""
    try:
        return x25519.Identity.from_str(text.strip())
    except pyrage.IdentityError as error:
        raise InvalidBackupKey(name=name) from error


def back_up(
    database: Database, path: Path, key: x25519.Recipient, *, now: datetime, progress: Progress | None = None
) -> Backed:
    """Write a backup to `path`, read it back whole with a key that is then forgotten, and put it under its name.

    Raises BackupNotWritten, and UnreadableBackup where the disk does not give back what was written.
    """
    witness = x25519.Identity.generate()
    unproven = path.with_name(f"{path.name}.part")
    source = _Source(database, now, progress or (lambda _rows: None))
    try:
        with unproven.open("wb") as file:
            pyrage.encrypt_io(Readable(_packed(source.pieces())), file, [key, witness.to_public()])
        backed = check(unproven, witness)
        if backed != source.backed:
            raise UnreadableBackup(reason="damaged")
        unproven.replace(path)
    except OSError as error:
        raise BackupNotWritten(name=path.name) from error
    finally:
        with suppress(FileNotFoundError):
            unproven.unlink()
    return backed


def check(path: Path, key: x25519.Identity) -> Backed:
    """Read a backup from its first byte to its last and keep nothing of it. Raises UnreadableBackup."""
    return _read(path, key, lambda _table, _rows: None)


def restore(database: Database, path: Path, key: x25519.Identity, *, now: datetime) -> Backed:
    """Bring a backup into an empty database, all of it or nothing, and bring that up to date.

    The database gets another epoch. Tablets notice it, send again what they keep, and nothing is lost of what they had
    sent since the backup. Raises NotEmpty, UnreadableBackup.
    """
    backed = check(path, key)
    if not database.knows(backed.revision):
        raise UnreadableBackup(reason="newer")
    if database.revision() not in {None, backed.revision}:
        raise NotEmpty()
    database.migrate(to=backed.revision)
    with database.writing() as session:
        if districts.served(session):
            raise NotEmpty()
        _read(path, key, _storing(session))
        districts.begin_epoch(session)
        about = backed.made_at.isoformat(timespec="seconds")
        for district in districts.served(session):
            audit.enter(session, district, Action.RESTORED, officer_id=None, subject=about, now=now)
    database.migrate()
    return backed


class _Source:
    """The pieces of a backup; `backed` tells what they held once all of them were taken."""

    def __init__(self, database: Database, now: datetime, progress: Progress) -> None:
        self._database, self._now, self._progress = database, now, progress
        self.backed: Backed | None = None

    def pieces(self) -> Iterator[bytes]:
        revision = str(self._database.revision())
        taken = [table for table in tables() if table.name not in LEFT_OUT]
        columns = {table.name: [column.name for column in table.columns] for table in taken}
        digest, rows = sha256(), 0
        with self._database.reading() as session:
            head = {"format": FORMAT, "revision": revision, "made_at": self._now, "columns": columns}
            for piece in (head, *_rows_of(session.connection(), taken)):
                if isinstance(piece, list):
                    rows += len(piece[1])
                    self._progress(rows)
                packed = _pack(piece)
                digest.update(packed)
                yield packed
        self.backed = Backed(self._now, revision, rows, digest.hexdigest())
        yield _pack({"rows": rows})


def tables() -> list[Table]:
    """All of the schema, those first that others refer to."""
    return [*SQLModel.metadata.sorted_tables, *ServerTable.metadata.sorted_tables]


def _rows_of(connection: Connection, taken: Iterable[Table]) -> Iterator[list[Any]]:
    """Pieces of a table's name and some of its rows."""
    for table in taken:
        wanted = select(table).order_by(*table.primary_key.columns)
        with connection.execute(wanted, execution_options={"yield_per": ROWS}) as found:
            for part in found.partitions():
                yield [table.name, [tuple(row) for row in part]]


def _storing(session: Session) -> Store:
    """Puts rows into the tables as this revision has them."""
    schema = MetaData()
    schema.reflect(session.connection())

    def store(table: str, rows: list[dict[str, Any]]) -> None:
        as_hex = [column.name for column in schema.tables[table].columns if not isinstance(column.type, Uuid)]
        for row in rows:
            row.update({name: row[name].hex for name in as_hex if isinstance(row.get(name), UUID)})
        session.connection().execute(insert(schema.tables[table]), rows)

    return store


def _read(path: Path, key: x25519.Identity, store: Store) -> Backed:
    taking = _Taking(store)
    try:
        with path.open("rb") as file:
            pyrage.decrypt_io(file, taking, [key])
    except pyrage.DecryptError as error:
        raise UnreadableBackup(reason="key" if _is_sealed(path) else "damaged") from error
    except OSError as error:
        if taking.problem is not None:
            raise taking.problem from error
        raise UnreadableBackup(reason="damaged") from error
    return taking.whole()


def _is_sealed(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(18) == b"age-encryption.org"


class Readable:
    """A stream that is read from an iterator of bytes: what age encrypts."""

    def __init__(self, parts: Iterator[bytes]) -> None:
        self._parts, self._rest = parts, b""

    def read(self, size: int = -1) -> bytes:
        """As a file's: at most `size` bytes, none at the end."""
        while not self._rest:
            part = next(self._parts, None)
            if part is None:
                return b""
            self._rest = part
        taken = self._rest if size < 0 else self._rest[:size]
        self._rest = self._rest[len(taken) :]
        return taken


class _Taking:
    """A stream that takes what age decrypts. `problem` is what stopped it, which age tells as one of the file's."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._inflate = zlib.decompressobj()
        self._waiting = bytearray()
        self._head: dict[str, Any] | None = None
        self._rows, self._digest, self._is_whole = 0, sha256(), False
        self.problem: Exception | None = None

    def write(self, part: bytes) -> int:
        """As a file's."""
        try:
            for table, rows in self._taken(part):
                self._store(table, rows)
        except Exception as problem:
            self.problem = problem
            raise
        return len(part)

    def flush(self) -> None:
        """As a file's: nothing waits here."""

    def whole(self) -> Backed:
        """What it was. Raises UnreadableBackup."""
        if self._head is None or not self._is_whole:
            raise UnreadableBackup(reason="damaged")
        return Backed(self._head["made_at"], self._head["revision"], self._rows, self._digest.hexdigest())

    def _taken(self, part: bytes) -> Iterator[tuple[str, list[dict[str, Any]]]]:
        """The rows of the pieces that this part completes, by table."""
        while part:
            try:
                self._waiting += self._inflate.decompress(part, PART_BYTES)
                found = [self._rows_in(piece) for piece in self._whole_pieces()]
            except _MALFORMED as problem:
                raise UnreadableBackup(reason="damaged") from problem
            yield from filter(None, found)
            part = self._inflate.unconsumed_tail

    def _whole_pieces(self) -> Iterator[bytes]:
        while len(self._waiting) >= _LENGTH:
            end = _LENGTH + int.from_bytes(self._waiting[:_LENGTH], "big")
            if end > PIECE_BYTES:
                raise ValueError(end)
            if len(self._waiting) < end:
                return
            yield bytes(self._waiting[:end])
            del self._waiting[:end]

    def _rows_in(self, packed: bytes) -> tuple[str, list[dict[str, Any]]] | None:
        """None for the head and the end."""
        piece = msgpack.unpackb(packed[_LENGTH:], ext_hook=_value)
        if self._is_whole:
            raise ValueError("more after the end")
        if self._head is not None and isinstance(piece, dict):
            self._is_whole = piece["rows"] == self._rows
            return None
        self._digest.update(packed)
        if self._head is None:
            if piece["format"] != FORMAT:
                raise UnreadableBackup(reason="newer")
            self._head = piece
            return None
        table, rows = piece
        self._rows += len(rows)
        return table, [dict(zip(self._head["columns"][table], row, strict=True)) for row in rows]


def _packed(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """Compressed, and never nothing before the end."""
    deflate = zlib.compressobj(6)
    for piece in pieces:
        if part := deflate.compress(piece):
            yield part
    yield deflate.flush()


def _pack(piece: Any) -> bytes:
    packed: bytes = msgpack.packb(piece, default=_ext)
    return len(packed).to_bytes(_LENGTH, "big") + packed


def _ext(value: Any) -> msgpack.ExtType:
    if isinstance(value, UUID):
        return msgpack.ExtType(_UUID, value.bytes)
    if isinstance(value, datetime):
        moment = value if value.tzinfo else value.replace(tzinfo=UTC)  # SQLite keeps UTC without saying so
        return msgpack.ExtType(_MOMENT, moment.astimezone(UTC).isoformat().encode())
    if isinstance(value, date):
        return msgpack.ExtType(_DAY, value.isoformat().encode())
    raise TypeError(type(value))


def _value(code: int, data: bytes) -> Any:
    if code == _UUID:
        return UUID(bytes=data)
    if code == _MOMENT:
        return datetime.fromisoformat(data.decode())
    if code == _DAY:
        return date.fromisoformat(data.decode())
    raise ValueError(code)
