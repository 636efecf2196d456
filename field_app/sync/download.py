"""The first download of an area: its file fetched by byte range, kept in sealed pieces, and put into the tables."""

import asyncio
from collections.abc import AsyncIterator, Callable
from dataclasses import dataclass
from functools import partial
from hashlib import sha256

from field_app.store import loading
from field_app.store.loading import Found, Loading, Newer
from field_app.store.sealed import SealedDatabase
from field_app.store.snapshot import PIECE_BYTES
from field_app.sync.errors import Offline
from shared_models.columns import Columns
from shared_models.exchange import SnapshotOffer
from shared_models.snapshot import read_header, read_rows

RANGE_BYTES = 1 << 20  # of a request: access is asked anew for each
# The bytes of a file, by its hash, from one place to before another.
Fetch = Callable[[str, int, int], AsyncIterator[bytes]]


@dataclass
class Download:
    """One area's file. It can stop anywhere: what came is kept, and the next one goes on from there.

    `came` hears how many bytes of the file are there, `loaded` how many rows each frame put into the tables.
    """

    database: SealedDatabase
    offer: SnapshotOffer
    fetch: Fetch
    came: Callable[[int], None]
    loaded: Callable[[int], None]

    async def run(self) -> None:
        """Fetch, load, finish. Raises Offline when it is cut, is not what its hash says, or holds no rows."""
        kept = await self.database.write(lambda transaction: loading.begin(transaction, self.offer))
        if not kept.offset:
            await self._fetch()
            await self._check()
        try:
            await self._put_in(kept)
        except (KeyError, ValueError) as problem:
            raise Offline(reason="answer") from problem

    async def _put_in(self, kept: Loading) -> None:
        first = await self._frame(0)
        header = read_header(first)
        later = await self.database.read(lambda session: loading.newer(session, kept))
        loaded = await self._load(kept, max(kept.offset, len(first)), later)
        found = await self._found(loaded, len(first), later)
        await self.database.write(partial(loading.finish, loading=loaded, header=header, later=later, found=found))

    async def _fetch(self) -> None:
        """Seal what comes piece by piece; a cut loses less than a piece."""
        size, name = self.offer.size, self.offer.hash
        place = await self.database.attached(name)
        while place * PIECE_BYTES < size:
            start, pending = place * PIECE_BYTES, bytearray()
            stop = min(start + RANGE_BYTES, size)
            async for chunk in self.fetch(name, start, stop):
                pending += chunk
                while len(pending) >= PIECE_BYTES:
                    await self.database.attach(name, place, bytes(pending[:PIECE_BYTES]))
                    del pending[:PIECE_BYTES]
                    place += 1
                    self.came(place * PIECE_BYTES)
            if pending and place * PIECE_BYTES + len(pending) == size:
                await self.database.attach(name, place, bytes(pending))
                self.came(size)
                place += 1

    async def _check(self) -> None:
        name, size = self.offer.hash, self.offer.size
        running = sha256()
        for start in range(0, size, RANGE_BYTES):
            running.update(await self.database.read_attached(name, start, min(start + RANGE_BYTES, size)))
        if running.hexdigest() != name:
            await self.database.detach(name)
            raise Offline(reason="answer")

    async def _frame(self, offset: int) -> bytes:
        return await self.database.read_frame(self.offer.hash, offset)

    async def _tables(self, offset: int) -> tuple[dict[str, Columns], int]:
        """The rows of the frame at `offset`, and where the next one begins."""
        frame = await self._frame(offset)
        return await asyncio.to_thread(read_rows, frame), offset + len(frame)

    async def _load(self, kept: Loading, offset: int, later: Newer) -> Loading:
        """Put frame after frame into the tables. Other work comes in between the slices."""
        beside = await self.database.read(lambda session: loading.holds_others(session, kept))
        kept = kept._replace(offset=offset)
        while kept.offset < kept.size:
            tables, after = await self._tables(kept.offset)
            for taken in loading.slices(kept, tables, later):
                put = partial(loading.put, loading=kept, taken=taken, columns=tables[taken.entity], beside=beside)
                await self.database.write(put, lasting=False)
            kept = await self.database.write(partial(loading.go_on, loading=kept, offset=after), lasting=False)
            self.loaded(sum(len(columns["id"]) for columns in tables.values()))
        return kept

    async def _found(self, kept: Loading, offset: int, later: Newer) -> Found | None:
        """What the file has, where that is needed: it was loaded over rows, or next to newer ones."""
        if kept.fresh and not later:
            return None
        found = Found({}, {})
        while offset < kept.size:
            tables, offset = await self._tables(offset)
            found.note(tables, later)
        return found


async def make_findable(database: SealedDatabase) -> None:
    """Write the words to find households by, where a download brought rows without. Other work comes in between."""
    while await database.read(loading.is_wordless):
        await database.write(lambda transaction: loading.add_words(transaction.session), lasting=False)
