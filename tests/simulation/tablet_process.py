"""The child program of tablets that get killed: each works and exchanges for ever, over HTTP, on its real sealed cache.

For each line on its input, a tablet as JSON, it forks one that opens that tablet's cache, prints the stamps of what is
saved, and ends by a signal; with `rest` it only exchanges until everything is answered, and ends by itself.
"""

import asyncio
import json
import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Any

import httpx

from field_app.config import Settings
from field_app.services import unlock
from field_app.services.tablet import Tablet
from field_app.store.key_file import KeyFile
from field_app.store.vault import KeyRing
from field_app.sync.errors import Offline
from shared_models.edit import Edit
from tests.builders import a_household
from tests.round_trip.district import connect, record

NEVER_SECONDS = 120  # no exchange here takes as long, on any machine


async def opened(told: dict[str, Any]) -> Tablet:
    """The tablet of this line, with the ring itself instead of a PIN."""
    settings = Settings(data_dir=Path(told["folder"]), app_version="test")
    ring = KeyRing.from_bytes(bytes.fromhex(told["ring"]))
    key_file = KeyFile.model_validate_json(told["key_file"])
    return Tablet(settings, key_file, key_file.officers[0], ring, await unlock.open_cache(settings, ring))


async def work(tablet: Tablet, http: httpx.AsyncClient) -> None:
    """Never returns: a new household, edits of it, and an exchange after each."""
    while True:
        action = a_household(members=2)
        home = action[0].row_id
        for edits in (action, *([Edit("household", home, home, {"house_no": str(number)})] for number in range(4))):
            operations = await record(tablet, edits)
            print("saved", *(operation.stamp for operation in operations), flush=True)
            with suppress(Offline):
                await connect(tablet, http)


async def rest(tablet: Tablet, http: httpx.AsyncClient) -> None:
    """Twice, so that what the other tablet brought last is here, too. What never comes to an end ends by an error."""
    async with asyncio.timeout(NEVER_SECONDS):
        for _ in range(2):
            summary = await connect(tablet, http)
            assert (summary.finished, summary.mismatched) == (True, [])
    await tablet.close()


async def run(told: dict[str, Any]) -> None:
    tablet = await opened(told)
    print("open", flush=True)
    async with httpx.AsyncClient() as http:
        await (rest if told["rest"] else work)(tablet, http)


def main() -> None:
    """Prints each process's number, what it said, and how it ended."""
    for line in sys.stdin:
        child = os.fork()
        if child == 0:
            print("pid", os.getpid(), flush=True)
            asyncio.run(run(json.loads(line)))
            os._exit(0)
        _, status = os.waitpid(child, 0)
        print("ended", os.waitstatus_to_exitcode(status), flush=True)


if __name__ == "__main__":
    main()
