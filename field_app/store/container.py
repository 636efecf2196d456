"""The vault's file: an ordinary SQLite file whose tables hold sealed blobs."""

import sqlite3
from collections.abc import Collection, Iterable, Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from hashlib import sha256
from pathlib import Path
from typing import NamedTuple
from uuid import UUID, uuid4

import msgpack

from field_app.store.errors import StorageFull, VaultBusy, VaultDamaged
from field_app.store.seal import Seal
from shared_models.chunks import chunks
from shared_models.errors import DomainError

SCHEMA = 1
HEAD = ("head", 0, 0)
PART_BYTES = 1 << 20
VACUUM_PAGES = 256
TIGHTLY = 4  # how much more a byte of a downloaded file is to repeat than one of the journal
TABLES = """
CREATE TABLE head (place INTEGER PRIMARY KEY CHECK (place = 0), blob BLOB NOT NULL);
CREATE TABLE image (generation INTEGER, place INTEGER, blob BLOB NOT NULL, PRIMARY KEY (generation, place));
CREATE TABLE journal (number INTEGER PRIMARY KEY, generation INTEGER NOT NULL, blob BLOB NOT NULL);
CREATE TABLE rescue (name BLOB PRIMARY KEY, vault BLOB NOT NULL, number INTEGER NOT NULL, blob BLOB NOT NULL);
CREATE TABLE attachment (name BLOB, place INTEGER, number INTEGER NOT NULL, blob BLOB NOT NULL,
                         PRIMARY KEY (name, place));
"""
REFUSED_WRITE = {sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN}
UNREADABLE = {sqlite3.SQLITE_IOERR_READ, sqlite3.SQLITE_IOERR_SHORT_READ}
IN_USE = {sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED}
WRAP = 1 << 256


class Head(NamedTuple):
    """What is current. Sealed, and written again with every transaction, so that nothing can be dropped unseen."""

    vault: UUID
    schema: int = SCHEMA
    generation: int = 0
    parts: int = 0
    mark: int = 0  # the image holds the journal up to this number
    last: int = 0  # the last number of the journal
    kept: int = 0  # the rescue entries' digests, added up


class Container:
    """One open vault file. Every method is one durable transaction or none."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Raises VaultDamaged when the head does not open with this key."""
        self._seal = Seal(key)
        self._db = connect(path)
        try:
            self.head = self._read_head()
            self._vault = self.head.vault
        except BaseException:
            self.close()
            raise

    def _read_head(self) -> Head:
        with domain_errors():
            rows = self._db.execute("SELECT blob FROM head").fetchall()
        if len(rows) != 1:
            raise VaultDamaged(part="head")
        vault, schema, *rest = msgpack.unpackb(self._seal.open(rows[0][0], place=HEAD))
        if schema != SCHEMA:
            raise VaultDamaged(part="schema")
        generation, parts, mark, last, kept = rest
        return Head(UUID(bytes=vault), schema, generation, parts, mark, last, int.from_bytes(kept, "big"))

    def image(self) -> bytes:
        """The serialised database of the current generation, empty before the first checkpoint."""
        with domain_errors():
            return b"".join(self._parts())

    def _parts(self) -> Iterator[bytes]:
        generation, expected = self.head.generation, iter(range(self.head.parts))
        rows = self._db.execute("SELECT place, blob FROM image WHERE generation = ? ORDER BY place", (generation,))
        for place, blob in rows:
            if place != next(expected, None):
                raise VaultDamaged(part="image")
            yield self._seal.open(blob, vault=self._vault, place=("image", generation, place))
        if next(expected, None) is not None:
            raise VaultDamaged(part="image")

    def journal(self) -> Iterator[bytes]:
        """The records since the image, in order and without a gap."""
        number = self.head.mark
        with domain_errors():
            for found, generation, blob in self._db.execute("SELECT * FROM journal ORDER BY number"):
                number += 1
                if found != number:
                    raise VaultDamaged(part="journal")
                yield self._seal.open(blob, vault=self._vault, place=("journal", generation, number))
        if number != self.head.last:
            raise VaultDamaged(part="journal")

    def journal_bytes(self) -> int:
        """How much a start has to repeat and a checkpoint would drop; a downloaded file is packed tightly."""
        journal = "SELECT coalesce(sum(length(blob)), 0) FROM journal"
        files = "SELECT coalesce(sum(length(blob)), 0) FROM attachment WHERE number > 0"
        with domain_errors():
            return int(self._db.execute(journal).fetchone()[0] + TIGHTLY * self._db.execute(files).fetchone()[0])

    def attachments(self) -> int:
        """How many pieces of attachments there are. Raises VaultDamaged for one that does not open."""
        count = 0
        with domain_errors():
            for name, place, blob in self._db.execute("SELECT name, place, blob FROM attachment"):
                self._seal.open(blob, vault=self._vault, place=("attachment", name, place))
                count += 1
        return count

    def rescue(self) -> dict[str, bytes]:
        """All rescue entries. Raises VaultDamaged unless they are exactly those that were kept."""
        entries, kept = {}, 0
        with domain_errors():
            for name, vault, number, blob in self._db.execute("SELECT name, vault, number, blob FROM rescue"):
                if vault != self._vault.bytes:
                    raise VaultDamaged(part="rescue")
                key, value = open_entry(self._seal, name, vault, number, blob)
                entries[key], kept = value, (kept + digest(blob)) % WRAP
        if kept != self.head.kept:
            raise VaultDamaged(part="rescue")
        return entries

    def append(
        self,
        record: bytes,
        *,
        keep: Mapping[str, bytes],
        release: Collection[str],
        attached: str | None = None,
        lasting: bool = True,
    ) -> None:
        """One journal record with its rescue entries, durable on return, or, not `lasting`, with the next that is.

        With `attached` all other attachments are no longer needed once an image holds this record.
        """
        number = self.head.last + 1
        place = ("journal", self.head.generation, number)
        blob = self._seal.close(record, vault=self._vault, place=place)
        with self._synchronous(lasting), self._transaction() as db:
            db.execute("INSERT INTO journal VALUES (?, ?, ?)", (number, self.head.generation, blob))
            if attached is not None:
                self._let_go(db, but=self._seal.name(attached), number=number)
            kept = self.head.kept - self._drop({*keep, *release})
            for key, value in keep.items():
                kept += self._keep(key, value, number=number)
            head = self._put_head(self.head._replace(last=number, kept=kept % WRAP))
        self.head = head

    def _drop(self, keys: Iterable[str]) -> int:
        dropped = 0
        for names in chunks([self._seal.name(key) for key in keys]):
            among = ", ".join("?" * len(names))
            rows = self._db.execute(f"DELETE FROM rescue WHERE name IN ({among}) RETURNING blob", names)  # noqa: S608
            dropped += sum(digest(blob) for (blob,) in rows.fetchall())
        return dropped

    def _keep(self, key: str, value: bytes, *, number: int) -> int:
        name = self._seal.name(key)
        blob = self._seal.close(msgpack.packb((key, value)), vault=self._vault, place=("rescue", number, name))
        self._db.execute("INSERT INTO rescue VALUES (?, ?, ?, ?)", (name, self._vault.bytes, number, blob))
        return digest(blob)

    @staticmethod
    def _let_go(db: sqlite3.Connection, *, but: bytes, number: int) -> None:
        """A number marks attachments that no record after it reads: an image that holds it takes their place."""
        db.execute("UPDATE attachment SET number = ? WHERE number = 0 AND name <> ?", (number, but))
        db.execute("UPDATE attachment SET number = 0 WHERE name = ?", (but,))

    def attach(self, name: str, place: int, piece: bytes) -> None:
        """One piece of an attachment, durable with the next record that is. Nothing happens if it is there."""
        key = self._seal.name(name)
        blob = self._seal.close(piece, vault=self._vault, place=("attachment", key, place))
        with self._synchronous(False), self._transaction() as db:
            db.execute("INSERT OR IGNORE INTO attachment VALUES (?, ?, 0, ?)", (key, place, blob))

    def detach(self, name: str) -> None:
        """Remove an attachment that no record reads."""
        with self._transaction() as db:
            db.execute("DELETE FROM attachment WHERE name = ?", (self._seal.name(name),))

    def attached(self, name: str) -> int:
        """How many pieces of an attachment are there, from the first on without a gap."""
        with domain_errors():
            places = self._db.execute(
                "SELECT place FROM attachment WHERE name = ? ORDER BY place", (self._seal.name(name),)
            )
            return sum(1 for expected, (place,) in enumerate(places) if place == expected)

    def attachment(self, name: str, places: range) -> bytes:
        """These pieces of an attachment, joined. Raises VaultDamaged where one is missing."""
        key, found = self._seal.name(name), []
        with domain_errors():
            rows = self._db.execute(
                "SELECT place, blob FROM attachment WHERE name = ? AND place >= ? AND place < ? ORDER BY place",
                (key, places.start, places.stop),
            )
            for expected, (place, blob) in zip(places, rows, strict=False):
                if place != expected:
                    raise VaultDamaged(part="attachment")
                found.append(self._seal.open(blob, vault=self._vault, place=("attachment", key, place)))
        if len(found) != len(places):
            raise VaultDamaged(part="attachment")
        return b"".join(found)

    def confirm(self) -> None:
        """Make durable what was found after a commit of unknown outcome."""
        with self._transaction():
            self._put_head(self.head)

    def put_part(self, generation: int, place: int, part: memoryview) -> None:
        """One part of an image that is not current yet."""
        blob = self._seal.close(part, vault=self._vault, place=("image", generation, place))
        with self._transaction() as db:
            db.execute("INSERT INTO image VALUES (?, ?, ?)", (generation, place, blob))

    def make_current(self, generation: int, *, parts: int, mark: int) -> None:
        """Turn to a finished image; drop the one before and the journal that it holds."""
        with self._transaction() as db:
            db.execute("DELETE FROM image WHERE generation <> ?", (generation,))
            db.execute("DELETE FROM journal WHERE number <= ?", (mark,))
            db.execute("DELETE FROM attachment WHERE number BETWEEN 1 AND ?", (mark,))
            head = self._put_head(self.head._replace(generation=generation, parts=parts, mark=mark))
        self.head = head

    def drop_unfinished(self) -> None:
        """Remove the parts of an image that never became current."""
        with self._transaction() as db:
            db.execute("DELETE FROM image WHERE generation <> ?", (self.head.generation,))

    def vacuum_step(self) -> bool:
        """Give some free pages back to the disk; whether there are more."""
        with domain_errors():
            # Only a script runs this to its end; execute() frees one page and stops.
            self._db.executescript(f"PRAGMA incremental_vacuum({VACUUM_PAGES})")
            return bool(self._db.execute("PRAGMA freelist_count").fetchone()[0])

    def forget_pages(self) -> None:
        """Read from the disk again what was read before."""
        with domain_errors():
            self._db.execute("PRAGMA shrink_memory")

    def sound(self) -> bool:
        """Whether SQLite's own check of the file finds nothing."""
        with domain_errors():
            return self._db.execute("PRAGMA integrity_check").fetchall() == [("ok",)]

    def close(self) -> None:
        """Close the file; what is committed stays committed, whatever the disk says."""
        with suppress(sqlite3.Error):
            self._db.close()

    def _put_head(self, head: Head) -> Head:
        put_head(self._db, self._seal, head)
        return head

    @contextmanager
    def _synchronous(self, lasting: bool) -> Iterator[None]:
        """Without `lasting` a commit does not wait for the disk; the next one that does waits for both."""
        if lasting:
            yield
            return
        with domain_errors():
            self._db.execute("PRAGMA synchronous=NORMAL")
        try:
            yield
        finally:
            with domain_errors():
                self._db.execute("PRAGMA synchronous=FULL")

    @contextmanager
    def _transaction(self) -> Iterator[sqlite3.Connection]:
        with domain_errors():
            self._db.execute("BEGIN IMMEDIATE")
            try:
                yield self._db
                self._db.execute("COMMIT")
            finally:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")


def connect(path: Path) -> sqlite3.Connection:
    """The file, for this process alone: no shared memory, every commit on the disk before it returns."""
    with domain_errors():
        db = sqlite3.connect(path, isolation_level=None)
        try:
            for pragma in ("locking_mode=EXCLUSIVE", "auto_vacuum=INCREMENTAL", "journal_mode=WAL"):
                db.execute(f"PRAGMA {pragma}").fetchall()
            for pragma in ("synchronous=FULL", "secure_delete=OFF", "journal_size_limit=8388608"):
                db.execute(f"PRAGMA {pragma}").fetchall()
        except BaseException:
            db.close()
            raise
        return db


def create(path: Path, key: bytes) -> None:
    """An empty vault file, complete or not there."""
    with closing(connect(path)) as db, domain_errors():
        db.execute("BEGIN")
        for statement in filter(str.strip, TABLES.split(";")):
            db.execute(statement)
        put_head(db, Seal(key), Head(uuid4()))
        db.execute("COMMIT")


def put_head(db: sqlite3.Connection, seal: Seal, head: Head) -> None:
    """Write the head within an open transaction."""
    vault, *numbers, kept = head
    blob = seal.close(msgpack.packb((vault.bytes, *numbers, kept.to_bytes(32, "big"))), place=HEAD)
    db.execute("INSERT OR REPLACE INTO head VALUES (0, ?)", (blob,))


def open_entry(seal: Seal, name: bytes, vault: bytes, number: int, blob: bytes) -> tuple[str, bytes]:
    """Key and value of a rescue entry. Needs nothing else of the file, so it opens when the rest is damaged."""
    plain = seal.open(blob, vault=UUID(bytes=vault), place=("rescue", number, name))
    key, value = msgpack.unpackb(plain)
    return key, value


def digest(blob: bytes) -> int:
    """A number that stands for one sealed entry in the head."""
    return int.from_bytes(sha256(blob).digest(), "big")


@contextmanager
def domain_errors() -> Iterator[None]:
    """SQLite's refusals in the tablet's words."""
    try:
        yield
    except sqlite3.Error as error:
        raise domain_error(error) from error


def domain_error(error: sqlite3.Error) -> DomainError:
    """The error that says what an officer can do about it."""
    extended = getattr(error, "sqlite_errorcode", sqlite3.SQLITE_CORRUPT)
    primary = extended & 0xFF
    if primary in IN_USE:
        return VaultBusy()
    if primary in REFUSED_WRITE and extended not in UNREADABLE:
        return StorageFull()
    return VaultDamaged(part="file")
