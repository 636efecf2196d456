"""A tablet of a story: one or two officers, a real sealed cache on a disk that can fail, and a clock that is wrong."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from random import Random
from uuid import UUID

import httpx
from sqlmodel import Session, select

from field_app.config import Settings
from field_app.services import unlock
from field_app.services.tablet import Tablet
from field_app.store import repository, state
from field_app.store.key_file import KeyFile, OfficerKeys
from field_app.store.sealed import Transaction
from field_app.store.tables import OutboxEntry
from field_app.store.vault import KeyRing, WrappedRing
from field_app.sync.bundle import FileExchange
from field_app.sync.client import SyncClient
from field_app.sync.engine import Exchange, Summary
from server import security
from server.services import districts
from server.services.people import signing_keys
from server.tables import Device, DeviceKey, OfficerAccount
from shared_models.edit import Edit
from shared_models.identity import uuid7
from shared_models.operation import GENESIS, Operation
from tests.builders import DISTRICT
from tests.simulation.disk import Disk, Killed
from tests.simulation.ending import need
from tests.simulation.office import Office
from tests.simulation.stage import DATA_KEY
from tests.simulation.world_clock import TabletClock, WorldClock

URL = "http://127.0.0.1:9"
NO_RING = WrappedRing(salt=bytes(16), sealed=b"")  # these vaults are opened with the ring itself


@dataclass
class FieldTablet:
    """`seats`: the same open cache as each of its officers has it. `asks`: how each one's area codes stand now."""

    name: str
    disk: Disk
    clock: TabletClock
    http: httpx.AsyncClient
    seats: list[Tablet] = field(default_factory=list)
    areas: list[list[str]] = field(default_factory=list)
    ever: list[set[str]] = field(default_factory=list)
    is_revoked: bool = False

    @property
    def device_id(self) -> UUID:
        return self.seats[0].key_file.device_id

    @property
    def codes(self) -> list[str]:
        """The areas whose rows the tablet should hold."""
        return [] if self.is_revoked else sorted({code for codes in self.areas for code in codes})

    async def read(self, work):
        return await self.seats[0].database.read(work)

    async def write(self, work):
        return await self.seats[0].database.write(work)

    async def record(self, seat: Tablet, edits: Sequence[Edit], *, mends: str | None = None) -> list[Operation]:
        """One action of an officer. A tablet that dies over it starts again: what it then holds was recorded."""
        made: list[Operation] = []

        def work(transaction: Transaction) -> list[Operation]:
            made.clear()
            made.extend(repository.record(transaction, edits, author=seat.author, moment=seat.moment(), mends=mends))
            return list(made)

        try:
            return await seat.database.write(work)
        except Killed:
            await self.start_again()
            stamps = {operation.stamp for operation in made}
            there = await self.read(lambda session: stamps.intersection(session.exec(select(OutboxEntry.stamp))))
            need(there in (set(), stamps), "half an action was recorded")
            return made if there else []

    async def exchange(self, seat: Tablet, *, limit: int, attempts: int) -> Summary:
        """One press of the button."""
        return await Exchange(
            database=seat.database,
            client=SyncClient(self.http, URL),
            author=seat.author,
            district_code=DISTRICT,
            app_version="test",
            server=seat.key_file.server_signing_public,
            now_ms=lambda: seat.moment().wall_ms,
            limit=limit,
            attempts=attempts,
        ).run()

    def by_file(self, seat: Tablet, *, limit: int) -> FileExchange:
        """The exchange without network."""
        return FileExchange(
            database=seat.database,
            keys=seat.key_file,
            author=seat.author,
            app_version="test",
            now_ms=lambda: seat.moment().wall_ms,
            limit=limit,
        )

    async def start_again(self) -> None:
        """What was in memory is gone; the file is opened as the disk has it."""
        await self.close()
        database = await unlock.open_cache(self.seats[0].settings, self.seats[0].ring)
        for seat in self.seats:
            seat.database = database

    async def close(self) -> None:
        await self.seats[0].database.close()
        self.disk.repair()

    async def forget_cursors(self) -> None:
        """What an upgrade does that adds fields."""

        def work(transaction: Transaction) -> None:
            state.write(transaction.session, "cursors", {})
            state.write(transaction.session, "loading", None)

        await self.write(work)

    async def lose_a_column(self, table: str, column: str) -> None:
        """The cache as an older version made it, opened by this one."""
        await self.write(lambda t: t.session.connection().exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN {column}"))
        await self.start_again()


async def enrol(office: Office, tablet: FieldTablet, *scopes: list[str]) -> None:
    """Officers of these areas on a new tablet, without the seconds that a PIN and a code take to stretch."""
    chance, device_id = tablet.clock.chance, UUID(bytes=tablet.clock.chance.randbytes(16), version=4)
    settings = Settings(data_dir=tablet.disk.folder, app_version="test")
    rings = [KeyRing(DATA_KEY, chance.randbytes(32)) for _ in scopes]
    officers = [
        OfficerKeys(officer_id=an_id(chance, office.clock.now_ms), name="อรทัย คำมูล", ring=NO_RING, recovery=b"")
        for _ in scopes
    ]
    with office.database.writing() as session:
        session.add(Device(district_code=DISTRICT, id=device_id, sealing_public=bytes(32)))
        for officer, ring in zip(officers, rings, strict=True):
            _know(session, device_id, officer, ring)
        keys = districts.state(session)
        session.expunge(keys)
    key_file = KeyFile(
        vault_id=device_id,
        device_id=device_id,
        district_code=DISTRICT,
        server_url=URL,
        server_signing_public=security.signing_public(keys.signing_key),
        server_sealing_public=security.sealing_public(keys.sealing_key),
        recovery_public=bytes(32),
        officers=officers,
    )
    settings.vault.write_bytes(office.stage.empty_vault)
    database, epoch = await unlock.open_cache(settings, rings[0]), office.epoch
    await database.write(lambda transaction: state.write(transaction.session, "epoch", epoch))
    tablet.seats = [
        Tablet(settings, key_file, officer, ring, database, tablet.clock)
        for officer, ring in zip(officers, rings, strict=True)
    ]
    tablet.areas, tablet.ever = [list(codes) for codes in scopes], [set(codes) for codes in scopes]


def _know(session: Session, device_id: UUID, officer: OfficerKeys, ring: KeyRing) -> None:
    keys = {"district_code": DISTRICT, "device_id": device_id, "officer_id": officer.officer_id}
    session.add(OfficerAccount(district_code=DISTRICT, id=officer.officer_id, name=officer.name))
    enrolled = DeviceKey(**keys, public_key=ring.public, chain=GENESIS)
    session.add(enrolled)
    signing_keys.enter(session, enrolled, now=WorldClock().now())


def an_id(chance: Random, now_ms: int) -> UUID:
    return uuid7(now_ms, chance.randbytes(10))
