"""Real tablets for a real server, enrolled without the seconds that a PIN and a code take to stretch."""

import sqlite3
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import httpx
from sqlmodel import Session, select

from field_app.config import Settings
from field_app.services import unlock
from field_app.services.clock import moment
from field_app.services.tablet import Tablet
from field_app.store import repository, state
from field_app.store.key_file import KeyFile, OfficerKeys
from field_app.store.repository import Moment
from field_app.store.tables import OutboxEntry
from field_app.store.vault import KeyRing, WrappedRing, wrap
from field_app.sync.client import SyncClient
from field_app.sync.engine import Exchange, Summary
from server import security
from server.database import Database
from server.services import districts
from server.services.people import signing_keys
from server.tables import DeviceKey
from shared_models.edit import Edit
from shared_models.exchange import MAX_RUN
from shared_models.operation import Operation
from tests.builders import DISTRICT, PIN, SUBDISTRICT
from tests.server.sender import a_sender, read


@cache
def wrapped() -> WrappedRing:
    """Any ring under the tests' PIN: these tablets are opened with the ring itself."""
    return wrap(KeyRing.new(), PIN)


@dataclass(frozen=True)
class Clock:
    """A tablet's clock that is wrong by `skew_ms`."""

    skew_ms: int = 0

    def __call__(self) -> Moment:
        right = moment()
        return Moment(right.wall_ms + self.skew_ms, right.entropy)


async def a_quick_tablet(
    server: Database, folder: Path, url: str, *areas: str, beside: Tablet | None = None, skew_ms: int = 0
) -> Tablet:
    """A tablet for a new officer of these areas; `beside` puts the officer on a tablet that is there."""
    ring = KeyRing.new()
    sender = a_sender(server, *(areas or (SUBDISTRICT,)))
    device_id = beside.key_file.device_id if beside else sender.device_id
    with server.writing() as session:
        key = session.get(DeviceKey, (DISTRICT, sender.device_id, sender.officer_id))
        assert key
        session.delete(key)
        session.flush()
        values = {"device_id": device_id, "officer_id": sender.officer_id, "public_key": ring.public}
        enrolled = DeviceKey(district_code=DISTRICT, chain=bytes(32), **values)
        session.add(enrolled)
        signing_keys.enter(session, enrolled, now=datetime.now(UTC))
    officer = OfficerKeys(officer_id=sender.officer_id, name="อรทัย คำมูล", ring=wrapped(), recovery=b"")
    if beside:
        return Tablet(beside.settings, beside.key_file, officer, ring, beside.database, beside.moment)
    settings = Settings(data_dir=folder, app_version="test")
    folder.mkdir(parents=True, exist_ok=True)
    database = await unlock.open_cache(settings, ring)
    office = read(server, districts.state)
    await database.write(lambda transaction: state.write(transaction.session, "epoch", office.epoch))
    key_file = KeyFile(
        vault_id=database.vault_id,
        device_id=device_id,
        district_code=DISTRICT,
        server_url=url,
        server_signing_public=security.signing_public(office.signing_key),
        server_sealing_public=security.sealing_public(office.sealing_key),
        recovery_public=bytes(32),
        officers=[officer],
    )
    key_file.save(settings.key_file)
    return Tablet(settings, key_file, officer, ring, database, Clock(skew_ms))


async def reopen(tablet: Tablet) -> None:
    """Kill what is in memory and open the file again."""
    await tablet.database.close()
    tablet.database = await unlock.open_cache(tablet.settings, tablet.ring)


async def record(tablet: Tablet, edits: Sequence[Edit], *, mends: str | None = None) -> list[Operation]:
    return await tablet.database.write(
        lambda transaction: repository.record(
            transaction, edits, author=tablet.author, moment=tablet.moment(), mends=mends
        )
    )


async def connect(
    tablet: Tablet, http: httpx.AsyncClient, *, url: str | None = None, limit: int = MAX_RUN, attempts: int = 1
) -> Summary:
    """One press of the button, with at most `limit` operations a request; a cut ends it unless there are `attempts`."""
    return await Exchange(
        database=tablet.database,
        client=SyncClient(http, url or tablet.key_file.server_url),
        author=tablet.author,
        district_code=DISTRICT,
        app_version="test",
        server=tablet.key_file.server_signing_public,
        now_ms=lambda: tablet.moment().wall_ms,
        limit=limit,
        attempts=attempts,
    ).run()


async def entries(tablet: Tablet) -> dict[str, OutboxEntry]:
    """The outbox by stamp."""

    def work(session: Session) -> dict[str, OutboxEntry]:
        return {entry.stamp: entry for entry in session.exec(select(OutboxEntry))}

    return await tablet.database.read(work)


def back_up(server: Database, file: Path) -> None:
    """A copy of the server's SQLite database as it is now."""
    file.unlink(missing_ok=True)
    with sqlite3.connect(str(server.engine.url.database)) as database:
        database.execute("VACUUM INTO ?", (str(file),))
    database.close()


def restore(servers: Sequence[Database], file: Path) -> None:
    """Put the copy in place of the database, under a new epoch, as the office does after a disaster."""
    for server in servers:
        server.close()
    there = Path(str(servers[0].engine.url.database))
    for name in (there, there.with_name(there.name + "-wal"), there.with_name(there.name + "-shm")):
        name.unlink(missing_ok=True)
    there.write_bytes(file.read_bytes())
    with servers[0].writing() as session:
        districts.begin_epoch(session)
