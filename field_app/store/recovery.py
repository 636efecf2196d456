"""The way back in without the PIN: codes that the office keeps, each of which opens the officer's keys once."""

import secrets
from typing import NamedTuple
from uuid import UUID

from field_app.store.errors import NoRecoveryCode
from field_app.store.key_file import KeyFile, OfficerKeys, held, set_pin
from field_app.store.key_store import NO_KEY_STORE, KeyStore
from field_app.store.pin import check_pin
from field_app.store.vault import CodedRing, KeyRing, seal_to, unwrap_by_code, wrap_by_code
from shared_models.recovery import CODES, SECRET_BYTES, challenge_text, parse_code, sealed_for


class Codes(NamedTuple):
    """An officer's new codes on the tablet: the ring under each, and all their secrets sealed for the office."""

    rings: list[CodedRing]
    escrow: bytes


def new_codes(ring: KeyRing, recovery_public: bytes, *, device_id: UUID, officer_id: UUID) -> Codes:
    """Takes as long as ten light derivations: call it off the event loop."""
    made = [secrets.token_bytes(SECRET_BYTES) for _ in range(CODES)]
    return Codes(
        rings=[wrap_by_code(ring, secret, number=number) for number, secret in enumerate(made)],
        escrow=seal_to(recovery_public, b"".join(made), info=sealed_for(device_id, officer_id)),
    )


def challenge(key_file: KeyFile, officer_id: UUID) -> str:
    """What the officer reads to the office. Raises NoRecoveryCode, VaultMissing."""
    number = _next(key_file.officer(officer_id)).number
    return challenge_text(key_file.device_id, officer_id, number)


def ring_by_code(key_file: KeyFile, officer_id: UUID, code: str) -> KeyRing:
    """The officer's ring, opened by the office's code, which stays of use. Raises InvalidRecoveryCode, NoRecoveryCode.

    Takes as long as a light derivation. Wrong codes need no wait: 80 bits cannot be tried out.
    """
    return unwrap_by_code(_next(key_file.officer(officer_id)), parse_code(code))


def recover(
    key_file: KeyFile, officer_id: UUID, code: str, new_pin: str, *, key_store: KeyStore = NO_KEY_STORE
) -> None:
    """Let a new PIN open the officer's ring, and the code never again: one write of the file does both.

    No device secret is needed: the key store may be what was lost. Raises WeakPin,
    InvalidRecoveryCode, NoRecoveryCode, VaultMissing, VaultBusy, StorageFull.
    """
    check_pin(new_pin)
    with held(key_file):
        keys = key_file.officer(officer_id)
        ring = ring_by_code(key_file, officer_id, code)
        keys.codes.remove(_next(keys))
        set_pin(key_file, officer_id, ring, new_pin, key_store=key_store)


def _next(keys: OfficerKeys) -> CodedRing:
    if not keys.codes:
        raise NoRecoveryCode()
    return keys.codes[0]
