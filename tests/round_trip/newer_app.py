"""Run by test_versions.py as an app that is one field newer: 500 edits, one of them of that field, and an exchange.

Usage: python newer_app.py DATA_DIR
"""

import asyncio
import json
import sys
from pathlib import Path

import httpx
from sqlmodel import select

from field_app.config import Settings
from field_app.services import exchange, unlock
from shared_models.edit import Edit
from shared_models.person import Person


async def main(folder: Path) -> dict[str, object]:
    """What the exchange came to, and how the tablet stands after it."""
    tablet = await unlock.unlock(Settings.read(folder), "482913")
    people = await tablet.database.read(lambda session: session.exec(select(Person).limit(500)).all())
    for number, person in enumerate(people):
        values = {"blood_group": "โอ"} if number == 250 else {"phone": f"08{number:08d}"}
        await tablet.record([Edit("person", person.id, person.household_id, values)])
    async with httpx.AsyncClient() as http:
        summary = await exchange.exchange(tablet, http)
    standing = await exchange.standing(tablet)
    await tablet.close()
    counts = {name: getattr(summary, name) for name in ("sent", "stored", "refused")}
    odd = {"person": str(people[250].id), "household": str(people[250].household_id)}
    return {**counts, "unsent": standing.unsent, "tray": standing.needs_attention, **odd}


if __name__ == "__main__":
    print(json.dumps(asyncio.run(main(Path(sys.argv[1])))))
