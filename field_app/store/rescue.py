"""When a vault is damaged: what was typed and not yet handed over is read out, and the file is put aside."""

import asyncio
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from field_app.store.cache import hold, wal_of
from field_app.store.container import connect, open_entry
from field_app.store.durable import replace_file
from field_app.store.errors import VaultDamaged, VaultMissing
from field_app.store.seal import Seal

# A damaged page ends a pass: the second comes from the other end.
PASSES = (
    "SELECT name, vault, number, blob FROM rescue ORDER BY rowid",
    "SELECT name, vault, number, blob FROM rescue ORDER BY rowid DESC",
)


async def open_rescue(path: Path, key: bytes) -> dict[str, bytes]:
    """The rescue entries that still authenticate, whatever else is damaged.

    Raises VaultMissing without a file, VaultBusy while someone has it.
    """
    return await asyncio.to_thread(read_rescue, path, key)


def read_rescue(path: Path, key: bytes) -> dict[str, bytes]:
    """As open_rescue, on the calling thread."""
    if not path.exists():
        raise VaultMissing()
    seal, found = Seal(key), {}
    with held(path), suppress(VaultDamaged), closing(connect(path)) as db:
        for rows in PASSES:
            with suppress(sqlite3.DatabaseError):
                for row in db.execute(rows):
                    with suppress(VaultDamaged, ValueError, TypeError):
                        entry, value = open_entry(seal, *row)
                        found[entry] = value
    return found


def set_aside(path: Path) -> Path:
    """Rename a damaged vault, log included; it is kept for ever. Returns its new path."""
    with held(path):
        number = 1
        while (aside := path.with_name(f"{path.name}.damaged-{number}")).exists() or wal_of(aside).exists():
            number += 1
        # The log goes last: cut in between, the vault reads as damaged and not as an older one.
        for old, new in ((path, aside), (wal_of(path), wal_of(aside))):
            if old.exists():
                replace_file(old, new)
    return aside


@contextmanager
def held(path: Path) -> Iterator[None]:
    """Nobody else has the vault meanwhile."""
    lock = hold(path)
    try:
        yield
    finally:
        lock.release()
