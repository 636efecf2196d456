"""What a measured tablet does, each work in a process of its own: a real sealed vault, the app's own services.

Every work returns what it measured. Opening the vault is no part of the time unless the work says so.
"""

import asyncio
import resource
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from pathlib import Path
from random import Random
from statistics import median
from typing import Any
from uuid import UUID

import httpx
from sqlmodel import Session, col, select

from field_app.config import Settings
from field_app.services import exchange, households, unlock
from field_app.services.household_filter import Narrowing
from field_app.services.household_traits import Target
from field_app.services.tablet import Tablet
from field_app.store import state
from field_app.store.key_file import KeyFile, OfficerKeys
from field_app.store.vault import KeyRing, WrappedRing
from field_app.sync.engine import Summary
from field_app.sync.errors import Offline
from shared_models.edit import Edit
from shared_models.household import Household
from shared_models.person import Person
from shared_models.target_group import Group
from tests.bench.invented import FAMILY_NAMES, GIVEN_NAMES
from tests.builders import DISTRICT, SUBDISTRICT, a_household

Measured = dict[str, Any]
EXCHANGES = 20  # of a tablet that has nothing to send
FINDABLE_SECONDS = 60  # then it never will be
EDIT_EVERY_SECONDS = 0.02  # a fast officer during a download
EDITS_IN_A_DOWNLOAD = 100  # at most: the exchange goes on for as long as there is something to send


@dataclass(frozen=True)
class Enrolled:
    """A tablet that the server knows, with keys that need no PIN."""

    folder: Path
    url: str
    device_id: UUID
    officer_id: UUID
    ring: KeyRing
    wrapped: WrappedRing  # any ring under a PIN: nobody types it here
    epoch: str


def run(work: Callable[..., Awaitable[Measured]], *arguments: Any) -> Measured:
    """One work from beginning to end; `peak_mb` is the most memory this process had."""

    async def whole() -> Measured:
        return await work(*arguments)

    measured = asyncio.run(whole())
    return {**measured, "peak_mb": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024}


@asynccontextmanager
async def opened(enrolled: Enrolled) -> AsyncIterator[Tablet]:
    """The tablet with its vault open, without the seconds a PIN takes to stretch."""
    settings = Settings(data_dir=enrolled.folder, app_version="bench")
    enrolled.folder.mkdir(parents=True, exist_ok=True)
    ring = KeyRing.from_bytes(enrolled.ring.to_bytes())  # closing wipes it
    database = await unlock.open_cache(settings, ring)
    if await database.read(lambda session: state.read(session, "epoch")) is None:
        await database.write(lambda transaction: state.write(transaction.session, "epoch", enrolled.epoch))
    keys = key_file(enrolled, enrolled.wrapped)
    tablet = Tablet(settings, keys, keys.officers[0], ring, database)
    try:
        yield tablet
    finally:
        await tablet.close()


def key_file(enrolled: Enrolled, wrapped: WrappedRing) -> KeyFile:
    """What stands beside the vault, its ring under the PIN of `wrapped`."""
    officer = OfficerKeys(officer_id=enrolled.officer_id, name="อรทัย คำมูล", ring=wrapped, recovery=b"")
    return KeyFile(
        vault_id=UUID(int=0),
        device_id=enrolled.device_id,
        district_code=DISTRICT,
        server_url=enrolled.url,
        server_signing_public=bytes(32),
        server_sealing_public=bytes(32),
        recovery_public=bytes(32),
        officers=[officer],
    )


async def download(enrolled: Enrolled) -> Measured:
    """The first exchange: until its rows are there and durable, and from then until a name is found."""
    async with opened(enrolled) as tablet, httpx.AsyncClient() as http:
        finished: list[Measured] = []
        took = stopwatch()

        def heard(summary: Summary) -> None:
            if summary.finished:
                finished.append(took())

        summary = await exchange.exchange(tablet, http, heard)
        wanted = await tablet.database.read(_newest_head)
        while not await _is_found(tablet, wanted):
            if took()["seconds"] > FINDABLE_SECONDS:
                raise RuntimeError("a household that came is not found by name")
        found = took()
        standing = await exchange.standing(tablet)
        return {
            **_traffic(summary),
            **finished[-1],
            "name_search_ready_seconds": found["seconds"] - finished[-1]["seconds"],
            "households": standing.households,
        }


def _newest_head(session: Session) -> Person:
    heads = select(Person).join(Household, col(Household.head_id) == col(Person.id))
    return session.exec(heads.order_by(col(Household.id).desc()).limit(1)).one()


async def _is_found(tablet: Tablet, person: Person) -> bool:
    listing = await households.find(tablet, f"{person.given_name} {person.family_name}", shown=1000)
    return person.household_id in {line.household.id for line in listing.lines}


async def cut_download(enrolled: Enrolled) -> Measured:
    """A first exchange whose network ends on the way."""
    async with opened(enrolled) as tablet, httpx.AsyncClient() as http:
        took = stopwatch()
        try:
            await exchange.exchange(tablet, http)
        except Offline:
            return took()
    raise RuntimeError("the download was not cut")


async def nothing_to_do(enrolled: Enrolled) -> Measured:
    """Exchanges right after one another: the median. `cold_seconds` is the first one's of this process."""
    async with opened(enrolled) as tablet, httpx.AsyncClient() as http:
        first = await _exchanged(tablet, http)
        again = [await _exchanged(tablet, http) for _ in range(EXCHANGES)]
        medians = {name: median(one[name] for one in again) for name in ("seconds", "cpu_seconds")}
        return {**again[-1], **medians, "cold_seconds": first["seconds"]}


async def send_edits(enrolled: Enrolled, first: int, count: int) -> Measured:
    """`count` edits recorded, one field of as many households, and then sent."""
    async with opened(enrolled) as tablet, httpx.AsyncClient() as http:
        await exchange.exchange(tablet, http)
        for household_id in await tablet.database.read(lambda session: _household_ids(session, first, count)):
            await tablet.record([_edit(household_id, "ฝากกับกลุ่มออมทรัพย์หมู่บ้านเดือนละร้อย")])
        return await _exchanged(tablet, http)


async def record_edits(enrolled: Enrolled, first: int, count: int, text: str) -> Measured:
    """Edits after an exchange, not sent yet."""
    async with opened(enrolled) as tablet, httpx.AsyncClient() as http:
        await exchange.exchange(tablet, http)
        for household_id in await tablet.database.read(lambda session: _household_ids(session, first, count)):
            await tablet.record([_edit(household_id, text)])
        return {}


async def send(enrolled: Enrolled) -> Measured:
    """What waits is sent; `standing_conflicts` are those that the tablet shows afterwards."""
    async with opened(enrolled) as tablet, httpx.AsyncClient() as http:
        measured = await _exchanged(tablet, http)
        return {**measured, "standing_conflicts": (await exchange.standing(tablet)).conflicts}


def _household_ids(session: Session, first: int, count: int) -> Sequence[UUID]:
    return session.exec(select(Household.id).order_by(col(Household.id)).offset(first).limit(count)).all()


def _edit(household_id: UUID, text: str) -> Edit:
    return Edit("household", household_id, household_id, {"savings": text})


async def _exchanged(tablet: Tablet, http: httpx.AsyncClient) -> Measured:
    took = stopwatch()
    summary = await exchange.exchange(tablet, http)
    return {**_traffic(summary), **took()}


def _traffic(summary: Summary) -> Measured:
    told = "bytes_up", "bytes_down", "requests", "stored", "conflicts", "received"
    return {name: getattr(summary, name) for name in told}


async def search(enrolled: Enrolled, count: int) -> Measured:
    """Searches by a part of one or two names, of those that are here."""
    rng, times = Random(count), []
    async with opened(enrolled) as tablet:
        for _ in range(count):
            text, took = _typed(rng), stopwatch()
            listing = await households.find(tablet, text)
            times.append(took())
            if not (listing.total or listing.near):
                raise RuntimeError(f"nothing is found by {text}")
    return spread(times)


async def search_narrowed(enrolled: Enrolled, count: int) -> Measured:
    """The same searches with filters set; `known_seconds`: until what the rules say of all households is known."""
    rng, times, found = Random(count), [], 0
    narrowing = Narrowing(area=SUBDISTRICT, visited=False, open_problem=True, target=Target(Group.VULNERABLE))
    async with opened(enrolled) as tablet:
        took = stopwatch()
        await tablet.traits.refresh(tablet.database)
        known = took()
        for _ in range(count):
            text, took = _typed(rng), stopwatch()
            listing = await households.find(tablet, text, narrowing)
            times.append(took())
            found += listing.total
    if not found:
        raise RuntimeError("nothing passes the filters")
    return {**spread(times), "known_seconds": known["seconds"], "known_cpu_seconds": known["cpu_seconds"]}


async def searches(enrolled: Enrolled, count: int) -> Measured:
    """`found`: texts, and how many households each finds; no two in a row find as many."""
    rng, found = Random(count), [("", 0)]
    async with opened(enrolled) as tablet:
        while len(found) <= count:
            text = _typed(rng)
            total = (await households.find(tablet, text)).total
            if total not in (0, found[-1][1]):
                found.append((text, total))
    return {"found": found[1:]}


def _typed(rng: Random) -> str:
    """What an officer types: parts of names, a name, a house number."""
    given, family = rng.choice(GIVEN_NAMES), rng.choice(FAMILY_NAMES)
    start = rng.randint(0, 2)
    typed = [given[: rng.randint(2, 4)], family[: rng.randint(2, 4)], given, f"{given} {family}", family[start:]]
    return rng.choice([*typed, f"{given[:2]} {family[:3]}", f"{rng.randint(1, 40)}"])


async def save(enrolled: Enrolled, count: int) -> Measured:
    """Edits of one field each, of persons all over the area."""
    rng = Random(count)
    async with opened(enrolled) as tablet:
        persons = await tablet.database.read(lambda session: session.exec(select(Person.id, Person.household_id)).all())
        edits = [Edit("person", *rng.choice(persons), {"phone": f"08{rng.randrange(10**8):08d}"}) for _ in range(count)]
        return spread([await _saved(tablet, edit) for edit in edits])


async def save_during_download(enrolled: Enrolled, rows: int) -> Measured:
    """Edits of a household of one's own while `rows` come."""
    async with opened(enrolled) as tablet, httpx.AsyncClient() as http:
        home = a_household()
        await tablet.record(home)
        summaries, times = [Summary()], []
        whole = asyncio.create_task(exchange.exchange(tablet, http, summaries.append))
        while not whole.done() and summaries[-1].received < rows and len(times) < EDITS_IN_A_DOWNLOAD:
            edit = Edit("person", home[1].row_id, home[0].row_id, {"phone": f"08{len(times):08d}"})
            times.append(await _saved(tablet, edit))
            await asyncio.sleep(EDIT_EVERY_SECONDS)
        await whole
        return spread(times)


async def _saved(tablet: Tablet, edit: Edit) -> Measured:
    took = stopwatch()
    await tablet.record([edit])
    return took()


async def checkpoint(enrolled: Enrolled) -> Measured:
    async with opened(enrolled) as tablet:
        await tablet.database.checkpoint()
    return {}


async def open_vault(enrolled: Enrolled) -> Measured:
    """Opening what is there."""
    took = stopwatch()
    async with opened(enrolled) as tablet:
        opening = took()
        return {**opening, "households": (await exchange.standing(tablet)).households}


def stopwatch() -> Callable[[], Measured]:
    """Tells how long it has been running, and how much of that the processor worked for this process."""
    began, began_cpu = time.perf_counter(), time.process_time()

    def took() -> Measured:
        return {"seconds": time.perf_counter() - began, "cpu_seconds": time.process_time() - began_cpu}

    return took


def spread(times: Sequence[Measured]) -> Measured:
    """`seconds` and `cpu_seconds` are the 95th percentiles."""
    found: Measured = {"count": len(times)}
    for key, name in (("seconds", ""), ("cpu_seconds", "cpu_")):
        if key not in times[0]:
            continue
        ordered = sorted(one[key] for one in times)
        high = ordered[min(len(ordered) - 1, len(ordered) * 95 // 100)]
        found |= {key: high, f"{name}p50_ms": ordered[len(ordered) // 2] * 1000, f"{name}p95_ms": high * 1000}
    return found
