"""The child program whose disk is full: it may only write short files until it raises the limit again."""

import asyncio
import json
import resource
import sys
from pathlib import Path

from field_app.store.errors import StorageFull
from field_app.store.sealed import SealedDatabase, open_vault
from tests.field_app.store.killed import KEY, consistent, prepare, save

LIMIT_BYTES = 400_000


async def save_until_refused(database: SealedDatabase, number: int) -> int:
    """The last number that was saved."""
    while True:
        try:
            await database.write(lambda transaction, number=number: save(transaction, number + 1))
        except StorageFull:
            return number
        number += 1


async def main(path: Path) -> dict[str, object]:
    """What was saved before, during and after."""
    database = await open_vault(path, KEY, prepare=prepare)
    resource.setrlimit(resource.RLIMIT_FSIZE, (LIMIT_BYTES, resource.RLIM_INFINITY))
    saved = 0
    while (more := await save_until_refused(database, saved)) > saved:  # the log made room in the file beside it
        saved = more
        assert await database.read(consistent) == saved
    try:
        await database.checkpoint()
        checkpoint = "done"
    except StorageFull as error:
        checkpoint = error.code
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    await database.write(lambda transaction: save(transaction, saved + 1))
    await database.checkpoint()
    sound = (await database.check()).sound
    await database.close()
    return {"saved": saved, "checkpoint": checkpoint, "sound": sound}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(Path(sys.argv[1])))))
