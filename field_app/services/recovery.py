"""A forgotten PIN: what to read to the office, and the new PIN that its code lets the officer choose."""

import asyncio
from uuid import UUID

from field_app.config import Settings
from field_app.services import unlock
from field_app.store import recovery as codes
from field_app.store.key_file import KeyFile
from shared_models.recovery import InvalidRecoveryCode as InvalidRecoveryCode  # the screen tells it under its field


def challenge(settings: Settings, officer_id: UUID) -> str:
    """Twelve digits that name tablet, officer and code. Raises NoRecoveryCode, VaultMissing, VaultDamaged."""
    return codes.challenge(KeyFile.load(settings.key_file), officer_id)


async def check_code(settings: Settings, officer_id: UUID, code: str) -> None:
    """Whether the code opens the officer's keys, before a PIN is chosen; it is not used up by that.

    Raises InvalidRecoveryCode, NoRecoveryCode, VaultMissing, VaultDamaged.
    """
    key_file = KeyFile.load(settings.key_file)
    await asyncio.to_thread(codes.ring_by_code, key_file, officer_id, code)


async def recover(settings: Settings, officer_id: UUID, code: str, new_pin: str) -> None:
    """The new PIN or passphrase opens the tablet, with all that was recorded; the code opens it no more.

    Raises InvalidRecoveryCode, NoRecoveryCode, WeakPin, VaultMissing, VaultDamaged, VaultBusy, StorageFull.
    """
    key_file = await unlock.measured(settings)
    await asyncio.to_thread(codes.recover, key_file, officer_id, code, new_pin, key_store=settings.key_store)
