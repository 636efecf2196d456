"""What tests are made of: a tablet, a running district server, households of invented people.

What needs the server imports it where it is used: the device environment has none.
"""

import os
import threading
import time
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import httpx
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

from field_app.config import Settings
from field_app.services import enrolment, exchange, unlock
from field_app.services.tablet import Tablet
from field_app.store import state
from field_app.store.key_file import KeyFile, OfficerKeys
from field_app.store.sealed import Transaction
from field_app.store.vault import KeyRing, seal_for_recovery, wrap
from field_app.sync.engine import Summary
from shared_models.edit import Edit
from shared_models.identity import uuid7
from shared_models.lease import DAY_MS, Spent
from shared_models.merge import Scalar
from shared_models.officer import Role

PIN = "482913"
DISTRICT, SUBDISTRICT, VILLAGE, NEXT_VILLAGE = "5601", "560102", "56010204", "56010205"
OTHER_SUBDISTRICT, OTHER_VILLAGE = "560104", "56010401"
PASSWORD = "a-long-password"
AWAY_MS = 46 * DAY_MS  # a day longer than the lease as shipped


def new_id() -> UUID:
    return uuid7(time.time_ns() // 1_000_000, os.urandom(10))


def a_person(household_id: UUID, **changes: Scalar) -> Edit:
    """A new member: นายบุญมี ใจคำ unless told otherwise."""
    values: dict[str, Scalar] = {
        "title": "นาย",
        "given_name": "บุญมี",
        "family_name": "ใจคำ",
        "sex": "1",
        "birth": "2488-05-12",
        "citizen_id": "3560100123458",
        "id_kind": "citizen",
        "relation": "head",
        **changes,
    }
    return Edit("person", new_id(), household_id, values)


def a_household(village: str = VILLAGE, house_no: str = "47/2", members: int = 1, **head: Scalar) -> list[Edit]:
    """A new household with its head, and further members who are children of the head."""
    household_id = new_id()
    first = a_person(household_id, **head)
    others = [
        a_person(
            household_id, given_name=f"ปู่แสน{n}", birth=f"25{20 + n}", relation="child", citizen_id=None, id_kind="none"
        )
        for n in range(1, members)
    ]
    values = {"village_code": village, "house_no": house_no, "head_id": str(first.row_id)}
    return [Edit("household", household_id, household_id, values), first, *others]


@asynccontextmanager
async def a_tablet(folder: Path, *, pin: str = PIN, name: str = "อรทัย คำมูล") -> AsyncIterator[Tablet]:
    """An unlocked tablet on a real sealed vault, enrolled with no server behind it."""
    settings = Settings(data_dir=folder, app_version="test")
    folder.mkdir(parents=True, exist_ok=True)
    ring = KeyRing.new()
    database = await unlock.open_cache(settings, ring)
    await database.write(lambda transaction: state.write(transaction.session, "epoch", "no-server"))
    vault_id = database.vault_id
    await database.close()
    recovery = X25519PrivateKey.generate().public_key().public_bytes_raw()
    keys = OfficerKeys(officer_id=new_id(), name=name, ring=wrap(ring, pin), recovery=seal_for_recovery(ring, recovery))
    KeyFile(
        vault_id=vault_id,
        device_id=new_id(),
        district_code=DISTRICT,
        server_url="http://127.0.0.1:9",
        server_signing_public=bytes(32),
        server_sealing_public=bytes(32),
        recovery_public=recovery,
        officers=[keys],
    ).save(settings.key_file)
    ring.wipe()
    tablet = await unlock.unlock(settings, pin)
    try:
        yield tablet
    finally:
        await tablet.close()


@dataclass
class Office:
    """A running district server and the ways a test talks to it."""

    url: str
    database_url: str

    def officer(self, area: str = SUBDISTRICT, *, name: str = "อรทัย คำมูล", role: Role = Role.OFFICER) -> UUID:
        from server.services.people import officers

        with self.database() as database, database.writing() as session:
            return officers.add(session, name=name, role=role, area=area, now=datetime.now(UTC))

    def code(self, officer_id: UUID) -> str:
        from server.services.people import officers

        with self.database() as database, database.writing() as session:
            return officers.issue_code(session, officer_id)

    @contextmanager
    def database(self) -> Iterator["Database"]:  # noqa: F821 -- the device environment has no server
        from server.database import Database

        database = Database(self.database_url)
        try:
            yield database
        finally:
            database.close()

    async def tablet(self, folder: Path, area: str = SUBDISTRICT, *, officer_id: UUID | None = None) -> Tablet:
        """A tablet enrolled here through the real enrolment, unlocked."""
        settings = Settings(data_dir=folder, app_version="test")
        code = self.code(officer_id or self.officer(area))
        async with httpx.AsyncClient() as http:
            asked = await enrolment.ask(settings, server_url=self.url, code=code, http=http)
        await enrolment.finish(settings, asked, PIN)
        return await unlock.unlock(settings, PIN)


@contextmanager
def an_office(database_url: str, district: str = DISTRICT) -> Iterator[Office]:
    """The real server over HTTP on a loopback port, set up for a district."""
    from server.services import districts
    from tests.migrated import migrated

    database = migrated(database_url)
    with database.writing() as session:
        districts.set_up(session, district, password=PASSWORD, name="", now=datetime.now(UTC))
    database.close()
    with an_office_on(database_url) as office:
        yield office


@contextmanager
def an_office_on(database_url: str) -> Iterator[Office]:
    """The same, on the database of a district that was set up before."""
    from server.config import Settings as ServerSettings
    from server.main import create_app
    from tests import warm

    warm.prepare()
    with served(create_app(ServerSettings(data_dir=Path(), database_url=database_url))) as url:
        yield Office(url, database_url)


@contextmanager
def served(app: object, *, certificate: Path | None = None, proxies: str = "127.0.0.1") -> Iterator[str]:
    """An ASGI application under uvicorn in a thread of this process, by TLS with a certificate; yields its address.

    `proxies`: whose word on where a request came from is taken.
    """
    import uvicorn

    told = {"log_level": "error", "lifespan": "on", "ssl_certfile": certificate, "forwarded_allow_ips": proxies}
    server = uvicorn.Server(uvicorn.Config(app, port=0, **told))  # type: ignore[arg-type]
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        if not thread.is_alive():
            raise RuntimeError("the server did not start")
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    try:
        yield f"{'https' if certificate else 'http'}://127.0.0.1:{port}"
    finally:
        server.should_exit = True
        thread.join()


async def lie_in_a_drawer(folder: Path) -> None:
    """A tablet that has not met the office for longer than its lease."""
    tablet = await unlock.unlock(Settings(data_dir=folder, app_version="test"), PIN)

    def work(transaction: Transaction) -> None:
        kept = Spent(*state.read(transaction.session, "lease"))
        state.write(transaction.session, "lease", kept._replace(clock_ms=kept.clock_ms - AWAY_MS))

    await tablet.database.write(work)
    await tablet.close()


async def synchronise(tablet: Tablet) -> Summary:
    """One whole exchange, as the button does it."""
    async with httpx.AsyncClient() as http:
        return await exchange.exchange(tablet, http)
