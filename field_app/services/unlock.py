"""Unlocking the tablet with a PIN, and getting back what was typed when its cache is damaged."""

import asyncio
import gc
from contextlib import suppress
from functools import cache
from pathlib import Path
from uuid import UUID

from field_app.config import Settings
from field_app.services import clock
from field_app.services.tablet import Tablet
from field_app.store import key_file as keys
from field_app.store import repository, schema
from field_app.store.calibration import calibrated
from field_app.store.durable import replace_file
from field_app.store.errors import StorageFull, VaultMissing
from field_app.store.key_file import KeyFile, OfficerKeys
from field_app.store.sealed import SealedDatabase, open_rescue, open_vault, set_aside
from field_app.store.vault import KeyRing
from field_app.sync.download import make_findable


def find_key_file(settings: Settings) -> KeyFile | None:
    """Whose tablet this is; None on one that is not enrolled. Raises VaultDamaged."""
    try:
        return KeyFile.load(settings.key_file)
    except VaultMissing:
        return None


def wait_seconds(officer: OfficerKeys) -> int:
    """How long until the officer's next try; 0 when it may be now."""
    return max(0, -(-(officer.wait_until_ms - clock.moment().wall_ms) // 1000))


def enrolled(settings: Settings) -> list[OfficerKeys]:
    """The officers of this tablet; none on a tablet that is not enrolled. Raises VaultDamaged."""
    found = find_key_file(settings)
    return found.officers if found else []


def only_officer(settings: Settings, officer_id: UUID | None = None) -> UUID:
    """The officer meant where one need not be named. Raises VaultMissing where there is not just one."""
    return officer_id or _only(KeyFile.load(settings.key_file))


async def unlock(settings: Settings, pin: str, officer_id: UUID | None = None) -> Tablet:
    """Open the tablet for an officer (the only one, if none is named).

    Raises WrongPin, PinDelayed, PinLocked, KeyStoreGone, VaultBusy, VaultDamaged, VaultMissing.
    """
    key_file, officer, ring = await _ring(settings, pin, officer_id)
    return Tablet(settings, key_file, officer, ring, await open_cache(settings, ring))


async def change_pin(tablet: Tablet, pin: str, new_pin: str) -> None:
    """The officer's new PIN or passphrase; the old one opens no more.

    Raises WrongPin, PinDelayed, PinLocked, KeyStoreGone, WeakPin, VaultBusy, StorageFull.
    """
    key_file, officer_id, settings = await measured(tablet.settings), tablet.officer.officer_id, tablet.settings
    known = {"now_ms": clock.moment().wall_ms, "key_store": settings.key_store}
    await asyncio.to_thread(keys.change_pin, key_file, officer_id, pin, new_pin, **known)
    tablet.key_file, tablet.officer = key_file, key_file.officer(officer_id)


async def measured(settings: Settings) -> KeyFile:
    """The key file; how much a derivation is on this device is measured now, if it never was."""
    key_file = KeyFile.load(settings.key_file)
    if key_file.passes is None:
        key_file.passes = await asyncio.to_thread(calibrated, settings.unlock_seconds)
    return key_file


async def open_cache(settings: Settings, ring: KeyRing) -> SealedDatabase:
    """The cache, brought up to this version; what a download left to do is done."""
    fresh = _repaired(settings)
    if fresh.exists() and not settings.vault.exists():  # a repair that was cut off before its last step
        await asyncio.to_thread(replace_file, fresh, settings.vault)
    database = await open_vault(settings.vault, ring.data_key, prepare=schema.prepare)
    with suppress(StorageFull):  # a full disk keeps nobody out
        await make_findable(database)
    _keep_what_was_imported()
    return database


@cache
def _keep_what_was_imported() -> None:
    """Once: to look through it takes 60 ms, now and then in the middle of a save; so does counting what is kept."""
    gc.freeze()


async def repair(settings: Settings, pin: str, officer_id: UUID | None = None) -> Tablet:
    """Set a damaged cache aside and start a new one with everything typed that the office has not received.

    The rest comes back with the next exchange.
    """
    key_file, officer, ring = await _ring(settings, pin, officer_id)
    rescued = await open_rescue(settings.vault, ring.data_key)
    fresh = _repaired(settings)
    fresh.unlink(missing_ok=True)
    database = await open_vault(fresh, ring.data_key, prepare=schema.prepare)
    try:
        await database.write(lambda transaction: repository.rebuild(transaction, rescued))
    finally:
        await database.close()
    await asyncio.to_thread(set_aside, settings.vault)
    return Tablet(settings, key_file, officer, ring, await open_cache(settings, ring))


def _repaired(settings: Settings) -> Path:
    """Where a new cache is made, so that at no moment an empty one stands in the place of the damaged one."""
    return settings.vault.with_name(settings.vault.name + ".repaired")


async def _ring(settings: Settings, pin: str, officer_id: UUID | None) -> tuple[KeyFile, OfficerKeys, KeyRing]:
    key_file = KeyFile.load(settings.key_file)
    officer_id = officer_id or _only(key_file)
    wall_ms = clock.moment().wall_ms
    store = settings.key_store
    ring = await asyncio.to_thread(keys.unlock, key_file, officer_id, pin, now_ms=wall_ms, key_store=store)
    return key_file, key_file.officer(officer_id), ring


def _only(key_file: KeyFile) -> UUID:
    if len(key_file.officers) != 1:
        raise VaultMissing(officers=len(key_file.officers))
    return key_file.officers[0].officer_id
