"""The working database and its file, kept the same: what the database thread runs."""

from collections.abc import Callable, Collection
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from filelock import FileLock, Timeout
from sqlmodel import Session

from field_app.store.container import PART_BYTES, Container, create
from field_app.store.durable import replace_file
from field_app.store.errors import StorageFull, VaultBusy, VaultDamaged
from field_app.store.journal import pack
from field_app.store.snapshot import Loader, Slice, insert, read_bytes, read_frame
from field_app.store.working import WorkingDatabase
from shared_models.columns import Columns

T = TypeVar("T")


@dataclass
class Transaction:
    """One change in the making: rows through `session`, and the entries that outlive a damaged image."""

    session: Session
    _load: Callable[[Slice, Columns], None]
    kept: dict[str, bytes] = field(default_factory=dict)
    released: set[str] = field(default_factory=set)
    attached: str | None = None

    def keep(self, key: str, blob: bytes) -> None:
        """Keep the blob as its own sealed entry, in place of an earlier one under this key."""
        self.released.discard(key)
        self.kept[key] = blob

    def release(self, key: str) -> None:
        """Let the entry go; nothing happens if there is none."""
        self.kept.pop(key, None)
        self.released.add(key)

    def load(self, taken: Slice, columns: Columns) -> None:
        """Put a slice of a downloaded file into its table; `columns` are its frame's, of the slice's entity.

        The journal notes which slice it was and not what is in it.
        """
        self.session.flush()
        self._load(taken, columns)

    def only_attachment(self, name: str) -> None:
        """All other downloaded files are no longer needed; with an empty name, none is."""
        self.attached = name


@dataclass(frozen=True)
class Snapshot:
    """The image of one moment, on its way into the file as generation `generation`."""

    image: memoryview
    generation: int
    mark: int

    @property
    def parts(self) -> int:
        """How many parts the image has in the file."""
        return -(-len(self.image) // PART_BYTES)

    def part(self, place: int) -> memoryview:
        """One part, `place` from 0."""
        return self.image[place * PART_BYTES : (place + 1) * PART_BYTES]


@dataclass(frozen=True)
class IntegrityReport:
    """What a full check read; `damaged` names the parts as VaultDamaged does."""

    image_bytes: int
    journal_records: int
    rescue_entries: int
    damaged: tuple[str, ...]

    @property
    def sound(self) -> bool:
        """Whether nothing is damaged."""
        return not self.damaged


class SealedCache:
    """Memory and file as one. Made, used and closed on one thread."""

    def __init__(self, path: Path, key: bytes) -> None:
        """Opens the vault, or makes an empty one where there is no file."""
        self._path, self._key = path, key
        with ExitStack() as undo:
            self._lock = hold(path)
            undo.callback(self._lock.release)
            self._container = open_container(path, key)
            undo.callback(self._container.close)
            self._container.rescue()
            self.journal_bytes = self._container.journal_bytes()
            self._load()
            undo.pop_all()
        self._settled = True
        self.writes = 0

    def _load(self) -> None:
        loader = Loader(self._container)
        self._working = WorkingDatabase(self._container.image(), self._container.journal(), loader)
        self._applied = self._container.head.last

    @property
    def vault(self) -> UUID:
        """The vault's id, given when its file was made."""
        return self._container.head.vault

    def read(self, work: Callable[[Session], T]) -> T:
        """The work's result; the database refuses changes meanwhile."""
        self._settle()
        with self._working.reading() as session:
            return work(session)

    def watch(self, tables: Collection[str]) -> None:
        """Note from now on which households change in these tables, until memory is read from the file again."""
        self._settle()
        self._working.watch(tables)

    def write(self, work: Callable[[Transaction], T], *, lasting: bool = True) -> T:
        """The work's result, once its changes are durable; any error before that leaves nothing.

        Not `lasting`, it may be gone after a power cut, as long as nothing lasting was written after it.
        """
        self._settle()
        self.writes += 1
        before = self._applied
        try:
            with self._working.writing() as session:
                transaction = Transaction(session, self._load_slice)
                result = work(transaction)
                session.flush()
                self._append(transaction, lasting=lasting)
            self._applied = self._container.head.last
            self._settled = True
        except BaseException:
            self._settled = self._settled and self._working.intact
            self._settle()
            if self._applied == before:
                raise
        return result

    def _load_slice(self, taken: Slice, columns: Columns) -> None:
        self._working.load(lambda connection, _: insert(connection, taken, columns), taken)

    def _append(self, transaction: Transaction, *, lasting: bool) -> None:
        statements = self._working.recorded()
        if not (statements or transaction.kept or transaction.released or transaction.attached is not None):
            return
        record = pack(statements)
        self._settled = False  # from here on the file may hold more than memory, until both have committed
        self._container.append(
            record,
            keep=transaction.kept,
            release=transaction.released,
            attached=transaction.attached,
            lasting=lasting,
        )
        self.journal_bytes += len(record)
        if transaction.attached is not None:
            self.journal_bytes = self._container.journal_bytes()

    def _settle(self) -> None:
        """After an error on the way to the disk: reopen the file and let it decide what was saved."""
        if self._settled:
            return
        self._container.close()
        self._container = Container(self._path, self._key)
        if self._container.head.last != self._applied or not self._working.intact:
            self._container.confirm()
            self._working.close()
            self._load()
        self.journal_bytes = self._container.journal_bytes()
        self._settled = True

    def attach(self, name: str, place: int, piece: bytes) -> None:
        """One piece of a file that is being downloaded."""
        self._on_file(lambda file: file.attach(name, place, piece))

    def detach(self, name: str) -> None:
        """Forget a file that turned out to be another than it should; nothing of it was loaded."""
        self._on_file(lambda file: file.detach(name))

    def attached(self, name: str) -> int:
        """How many pieces of it are there."""
        return self._on_file(lambda file: file.attached(name))

    def read_attached(self, name: str, start: int, stop: int) -> bytes:
        """Bytes of it."""
        return self._on_file(lambda file: read_bytes(file, name, start, stop))

    def read_frame(self, name: str, offset: int) -> bytes:
        """The frame of a snapshot that begins there."""
        return self._on_file(lambda file: read_frame(file, name, offset))

    def snapshot(self) -> Snapshot | None:
        """The start of a checkpoint; None when the image already holds everything."""
        self._settle()
        self.drop_unfinished()
        head = self._container.head
        if head.mark == head.last:
            return None
        return Snapshot(memoryview(self._working.image()), head.generation + 1, head.last)

    def put_part(self, snapshot: Snapshot, place: int) -> None:
        """One part of the next image."""
        self._on_file(lambda file: file.put_part(snapshot.generation, place, snapshot.part(place)))

    def make_current(self, snapshot: Snapshot) -> None:
        """The end of a checkpoint: from now on a start reads the new image."""
        self._on_file(lambda file: file.make_current(snapshot.generation, parts=snapshot.parts, mark=snapshot.mark))
        self.journal_bytes = self._container.journal_bytes()

    def drop_unfinished(self) -> None:
        """Remove what an unfinished checkpoint left."""
        self._on_file(lambda file: file.drop_unfinished())

    def vacuum_step(self) -> bool:
        """Give some space back to the disk; whether there is more."""
        return self._on_file(lambda file: file.vacuum_step())

    def _on_file(self, step: Callable[[Container], T]) -> T:
        self._settle()
        self._settled = False
        result = step(self._container)
        self._settled = True
        return result

    def rescued(self) -> dict[str, bytes]:
        """All rescue entries."""
        self._settle()
        return self._container.rescue()

    def check(self) -> IntegrityReport:
        """Open every blob and let SQLite check both databases."""
        self._settle()
        self._container.forget_pages()
        damaged: list[str] = []
        image = tried(damaged, lambda: len(self._container.image()))
        records = tried(damaged, lambda: sum(1 for _ in self._container.journal()))
        entries = tried(damaged, lambda: len(self._container.rescue()))
        tried(damaged, self._container.attachments)
        if not self._container.sound():
            damaged.append("file")
        if not self._working.sound():
            damaged.append("database")
        return IntegrityReport(image, records, entries, tuple(damaged))

    def close(self) -> None:
        """Forget memory, close the file, let the next one in."""
        self._working.close()
        self._container.close()
        self._lock.release()


def tried(damaged: list[str], count: Callable[[], int]) -> int:
    """The count, or 0 with the damaged part noted."""
    try:
        return count()
    except VaultDamaged as error:
        damaged.append(str(error.details["part"]))
        return 0


def hold(path: Path) -> FileLock:
    """The lock on a vault, taken. Raises VaultBusy at once when another process or session has it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(f"{path}.lock", timeout=0, thread_local=False)
    try:
        lock.acquire()
    except Timeout as error:
        raise VaultBusy() from error
    return lock


def open_container(path: Path, key: bytes) -> Container:
    """The vault's file. A new one comes into being whole, by a rename, so that an empty file is always damage."""
    if not path.exists():
        if wal_of(path).exists():
            raise VaultDamaged(part="file")
        fresh = path.with_name(path.name + ".new")
        for leftover in (fresh, wal_of(fresh)):
            leftover.unlink(missing_ok=True)
        create(fresh, key)
        replace_file(fresh, path)
    container = Container(path, key)
    try:
        container.drop_unfinished()
    except StorageFull:
        # A full disk must not keep anyone out; the next checkpoint tries again.
        container.close()
        return Container(path, key)
    return container


def wal_of(path: Path) -> Path:
    """The write-ahead log that SQLite keeps beside the file."""
    return path.with_name(path.name + "-wal")
