"""The sealed cache as the app awaits it: one database thread, one queue, checkpoints when nobody waits."""

import asyncio
import logging
from collections.abc import Callable, Collection
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from functools import partial
from pathlib import Path
from typing import TypeVar
from uuid import UUID

from sqlalchemy import Connection
from sqlmodel import Session

from field_app.store.cache import IntegrityReport, SealedCache, Transaction
from field_app.store.errors import StorageFull
from field_app.store.rescue import open_rescue, set_aside

__all__ = ["IntegrityReport", "SealedDatabase", "Transaction", "open_rescue", "open_vault", "set_aside"]

CHECKPOINT_BYTES = 4 << 20
IDLE_SECONDS = 1.0
T = TypeVar("T")
log = logging.getLogger(__name__)


async def open_vault(
    path: Path,
    key: bytes,
    *,
    prepare: Callable[[Connection], None] | None = None,
    checkpoint_bytes: int = CHECKPOINT_BYTES,
    idle_seconds: float = IDLE_SECONDS,
) -> "SealedDatabase":
    """The vault at `path`, made if there is none; `key` has 32 bytes. `prepare` brings the tables up to date.

    A checkpoint runs by itself once the journal is longer than `checkpoint_bytes` and nothing was asked of the
    vault for `idle_seconds`. Raises VaultBusy, VaultDamaged, StorageFull.
    """
    database = SealedDatabase(checkpoint_bytes, idle_seconds)
    await database.open(path, key, prepare)
    return database


class SealedDatabase:
    """The open vault. Work runs on its one thread, in the order it was asked for.

    Work must change the database through its session alone, and the same on every run: the journal repeats the
    statements, so no random() or CURRENT_TIMESTAMP in SQL, and no setting by PRAGMA.
    """

    def __init__(self, checkpoint_bytes: int, idle_seconds: float) -> None:
        self._checkpoint_bytes, self._idle_seconds = checkpoint_bytes, idle_seconds
        self._thread = ThreadPoolExecutor(1, thread_name_prefix="vault")
        self._cache: SealedCache | None = None
        self._jobs = 0
        self._closing = False
        self._checkpointing = asyncio.Lock()
        self.asked = 0  # how much work the vault was ever given: more of it means that somebody uses the tablet
        self._idle: asyncio.TimerHandle | None = None
        self._automatic: asyncio.Task[None] | None = None
        self._closed: asyncio.Task[None] | None = None

    async def open(self, path: Path, key: bytes, prepare: Callable[[Connection], None] | None) -> None:
        """Called once, by open_vault."""

        def load() -> None:
            self._cache = SealedCache(path, key)

        try:
            await asyncio.get_running_loop().run_in_executor(self._thread, load)
            if prepare is not None:
                await self.write(lambda transaction: prepare(transaction.session.connection()))
        except BaseException:
            await self.close()  # queued behind a load that a cancelled task no longer waits for
            raise

    @property
    def vault_id(self) -> UUID:
        """Given when the file was made; part of every seal."""
        return self._opened.vault

    @property
    def writes(self) -> int:
        """How many writes were begun since the vault was opened: what was read under another number may be old."""
        return self._opened.writes

    @property
    def _opened(self) -> SealedCache:
        if self._cache is None:
            raise RuntimeError("the vault is closed")
        return self._cache

    async def read(self, work: Callable[[Session], T]) -> T:
        """The work's result; SQLite refuses any change it tries."""
        return await self._run(lambda cache: cache.read(work))

    async def watch(self, tables: Collection[str]) -> None:
        """From now on `touched.since` tells which households changed in these tables."""
        await self._run(lambda cache: cache.watch(tables))

    async def write(self, work: Callable[[Transaction], T], *, lasting: bool = True) -> T:
        """The work's result when its changes are durable. An error means that nothing of it was saved.

        Not `lasting`, it is durable with the next work that is: for what can be fetched again.
        Raises StorageFull when the disk refuses. The work's own errors pass through. A cancelled caller no
        longer hears whether it was saved; it is saved whole or not at all.
        """
        return await self._run(lambda cache: cache.write(work, lasting=lasting))

    async def attach(self, name: str, place: int, piece: bytes) -> None:
        """Seal one piece of a file that is being downloaded; pieces are numbered from 0."""
        await self._run(lambda cache: cache.attach(name, place, piece))

    async def detach(self, name: str) -> None:
        """Forget a downloaded file of which nothing was loaded."""
        await self._run(lambda cache: cache.detach(name))

    async def attached(self, name: str) -> int:
        """How many pieces of it are there, without a gap."""
        return await self._run(lambda cache: cache.attached(name))

    async def read_attached(self, name: str, start: int, stop: int) -> bytes:
        """Bytes of a downloaded file. Raises VaultDamaged where a piece is missing."""
        return await self._run(lambda cache: cache.read_attached(name, start, stop))

    async def read_frame(self, name: str, offset: int) -> bytes:
        """The frame of a downloaded snapshot that begins at `offset`."""
        return await self._run(lambda cache: cache.read_frame(name, offset))

    async def rescued(self) -> dict[str, bytes]:
        """All entries that were kept and not released."""
        return await self._run(lambda cache: cache.rescued())

    async def check(self) -> IntegrityReport:
        """Open every blob, look for gaps, and let SQLite check file and memory."""
        return await self._run(lambda cache: cache.check())

    async def checkpoint(self) -> None:
        """Write the image and drop the journal it holds; other work comes in between. Raises StorageFull.

        Nothing depends on it but the time of the next start.
        """
        async with self._checkpointing:
            snapshot = None if self._closing else await self._submit(lambda cache: cache.snapshot())
            if snapshot is None:
                return
            try:
                for place in range(snapshot.parts):
                    if self._closing:
                        return
                    await self._submit(partial(SealedCache.put_part, snapshot=snapshot, place=place))
                await self._submit(lambda cache: cache.make_current(snapshot))
            except StorageFull:
                with suppress(StorageFull):
                    await self._submit(lambda cache: cache.drop_unfinished())
                raise
            while not self._closing and await self._submit(lambda cache: cache.vacuum_step()):
                pass

    async def checkpoint_if_due(self) -> None:
        """For a program that ends before it is idle: the next one starts faster. A full disk puts it off."""
        if self._opened.journal_bytes > self._checkpoint_bytes:
            await self._quiet_checkpoint()

    async def close(self) -> None:
        """Finish what was asked for, forget memory and let the next one in. Safe to repeat."""
        self._closing = True
        if self._idle is not None:
            self._idle.cancel()
        if self._closed is None:
            self._closed = asyncio.get_running_loop().create_task(self._close())
        await asyncio.shield(self._closed)

    async def _close(self) -> None:
        async with self._checkpointing:
            await asyncio.get_running_loop().run_in_executor(self._thread, self._close_cache)
            self._thread.shutdown(wait=False)

    def _close_cache(self) -> None:
        if self._cache is not None:
            self._cache.close()
            self._cache = None

    async def _submit(self, job: Callable[[SealedCache], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._thread, job, self._opened)

    async def _run(self, job: Callable[[SealedCache], T]) -> T:
        if self._closing:
            raise RuntimeError("the vault is closed")
        self._jobs += 1
        self.asked += 1
        if self._idle is not None:
            self._idle.cancel()
        try:
            return await self._submit(job)
        finally:
            self._jobs -= 1
            self._watch_for_idleness()

    def _watch_for_idleness(self) -> None:
        if self._closing or self._jobs or self._opened.journal_bytes <= self._checkpoint_bytes:
            return
        self._idle = asyncio.get_running_loop().call_later(self._idle_seconds, self._checkpoint_by_itself)

    def _checkpoint_by_itself(self) -> None:
        if not (self._closing or self._jobs or self._checkpointing.locked()):
            self._automatic = asyncio.get_running_loop().create_task(self._quiet_checkpoint())

    async def _quiet_checkpoint(self) -> None:
        try:
            await self.checkpoint()
        except StorageFull:
            log.warning("checkpoint put off: the disk is full")
