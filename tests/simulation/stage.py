"""What all stories of one process share, so that a story costs a fraction of a second: templates, sizes, one thread."""

import asyncio
import tempfile
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import Engine, create_engine
from sqlmodel import Session

from field_app.config import Settings
from field_app.services import unlock
from field_app.store import container, sealed, snapshot, working
from field_app.store.vault import KeyRing
from field_app.sync import download, engine, pace
from server.database import Database
from server.services.exchanging import snapshots
from shared_models.operation import Operation
from tests.server.sender import a_server
from tests.simulation.disk import Disks
from tests.simulation.founding import Founder

DATA_KEY = bytes(range(32))
DISTRICTS = ("5601", "5602")
NOTHING_TO_FREEZE = SimpleNamespace(freeze=lambda: None)  # the collector is none of a story's business
MEMORY = Path("/dev/shm")


class StageDatabase(Database):
    """A story's server database. `between` runs once, after the next commit and before anything is read again.

    `durable` is None, or the files as the last commit left them that waited for the disk.
    """

    between: Callable[[], None] | None = None
    durable: dict[str, bytes] | None = None
    _is_written = False

    @property
    def folder(self) -> Path:
        return Path(str(self.engine.url.database)).parent

    def files(self) -> dict[str, bytes]:
        return {path.name: path.read_bytes() for path in self.folder.glob("server.db*") if path.suffix != ".db-shm"}

    def put(self, files: dict[str, bytes]) -> None:
        """Other files take the place of the database's own."""
        self.close()
        for path in self.folder.glob("server.db*"):
            path.unlink()
        for name, content in files.items():
            (self.folder / name).write_bytes(content)

    @contextmanager
    def writing(self, *, lasting: bool = True) -> Iterator[Session]:
        with super().writing(lasting=lasting) as session:
            yield session
        self._is_written = True
        if lasting and self.durable is not None:
            self.durable = self.files()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        between, is_written = self.between, self._is_written
        self._is_written = False
        if is_written and between is not None:
            self.between = None
            between()
        with super().reading() as session:
            yield session


class OneThread(Executor):
    """Work runs at once, in the order it was asked for: what the vault's thread does, without the thread."""

    def __init__(self, *_args: object, **_names: object) -> None: ...

    def submit(self, work: Callable[..., Any], /, *args: Any, **names: Any) -> "Future[Any]":
        done: Future[Any] = Future()
        try:
            done.set_result(work(*args, **names))
        except BaseException as problem:
            done.set_exception(problem)
        return done


@dataclass
class Stage:
    """Where stories are played, one after the other."""

    folder: Path
    server: StageDatabase
    founded: list[Operation]
    server_file: bytes
    empty_vault: bytes
    disks: Disks = field(default_factory=Disks)
    seconds: float = 0.0
    is_rehearsed: bool = False

    def monotonic(self) -> float:
        """The time that an exchange takes is the network's."""
        return self.seconds


@contextmanager
def a_stage() -> Iterator[Stage]:
    """Everything ready for stories. Files are in memory where the system has such a folder."""
    place = MEMORY if MEMORY.is_dir() else None
    with tempfile.TemporaryDirectory(prefix="stories-", dir=place) as name, pytest.MonkeyPatch.context() as patch:
        folder = Path(name)
        with a_server(f"sqlite:///{folder / 'first.db'}", *DISTRICTS) as first:
            founded = Founder(first).found()
            with first.engine.connect() as connection:
                connection.exec_driver_sql("COMMIT")
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
                connection.exec_driver_sql("BEGIN")
        patch.setattr(sealed, "ThreadPoolExecutor", OneThread)
        _small_sizes(patch)
        _shared_statements(patch)
        server, vault = StageDatabase(f"sqlite:///{folder / 'server.db'}"), asyncio.run(_empty_vault(folder))
        stage = Stage(folder, server, founded, (folder / "first.db").read_bytes(), vault)
        patch.setattr(container, "connect", stage.disks.connect)
        patch.setattr(engine, "time", stage)
        patch.setattr(unlock, "gc", NOTHING_TO_FREEZE)
        patch.setattr(engine, "FIRST_WAIT_SECONDS", 0)
        try:
            yield stage
        finally:
            stage.server.close()


async def _empty_vault(folder: Path) -> bytes:
    """The file of a cache in which there is nothing yet. All tablets of a stage have the same key."""
    settings = Settings(data_dir=folder, app_version="test")
    database = await unlock.open_cache(settings, KeyRing(DATA_KEY, bytes(32)))
    await database.checkpoint()
    await database.close()
    return settings.vault.read_bytes()


def _small_sizes(patch: pytest.MonkeyPatch) -> None:
    """A few households are cut into as many pieces as a district otherwise."""
    for module in (snapshot, download):
        patch.setattr(module, "PIECE_BYTES", 512)
    patch.setattr(download, "RANGE_BYTES", 2048)
    patch.setattr(snapshots, "PART_BYTES", 700)
    patch.setattr(snapshots, "HOUSEHOLDS", 2)
    patch.setattr(pace, "SMALLEST", 1)
    patch.setattr(pace, "ROWS", 3)


def _shared_statements(patch: pytest.MonkeyPatch) -> None:
    """All tablets' engines speak one dialect and keep compiled statements together."""
    shared: list[Engine] = []

    def made_alike(*args: Any, **names: Any) -> Engine:
        made = create_engine(*args, **names)
        if shared:
            made.dialect, made._compiled_cache = shared[0].dialect, shared[0]._compiled_cache
        shared.append(made)
        del shared[1:]
        return made

    patch.setattr(working, "create_engine", made_alike)
