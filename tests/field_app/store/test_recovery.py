"""Recovery codes on the tablet: each opens the officer's keys once, and no PIN is needed for it."""

import os
from pathlib import Path
from uuid import UUID, uuid4

import pytest

from field_app.store import recovery, vault
from field_app.store.errors import NoRecoveryCode, PinLocked, StorageFull, WeakPin, WrongPin
from field_app.store.key_file import KeyFile, OfficerKeys, unlock
from field_app.store.vault import KeyRing, wrap
from shared_models.recovery import (
    CODES,
    SECRET_BYTES,
    InvalidRecoveryCode,
    code_text,
    parse_challenge,
    parse_code,
    sealed_for,
    tag,
)
from tests.field_app.store.test_key_file import small_files_only

PIN, NEW, NOW = "258013", "735120", 1_763_800_000_000
RING, DEVICE, OFFICER, RECOVERY_KEY = KeyRing.new(), uuid4(), uuid4(), vault.new_sealing_key()
CODED = recovery.new_codes(RING, vault.sealing_public(RECOVERY_KEY), device_id=DEVICE, officer_id=OFFICER)
WRAPPED = wrap(RING, PIN)


def in_the_office(escrow: bytes, officer_id: UUID = OFFICER) -> list[str]:
    """The codes as who holds the district's recovery key reads them."""
    joined = vault.open_sealed(RECOVERY_KEY, escrow, info=sealed_for(DEVICE, officer_id))
    return [code_text(joined[at : at + SECRET_BYTES]) for at in range(0, len(joined), SECRET_BYTES)]


@pytest.fixture
def key_file(tmp_path: Path) -> KeyFile:
    keys = OfficerKeys(
        officer_id=OFFICER, name="อรทัย คำมูล", ring=WRAPPED, recovery=b"", codes=[*CODED.rings], escrow=CODED.escrow
    )
    made = KeyFile(
        vault_id=uuid4(),
        device_id=DEVICE,
        server_url="http://127.0.0.1:8000",
        server_signing_public=os.urandom(32),
        server_sealing_public=os.urandom(32),
        recovery_public=vault.sealing_public(RECOVERY_KEY),
        officers=[keys],
    )
    made.save(tmp_path / "tablet.json")
    return made


def test_a_code_lets_a_new_pin_open_the_same_keys_and_never_opens_again(key_file: KeyFile) -> None:
    codes = in_the_office(CODED.escrow)
    for number in range(CODES):
        pin = f"73512{number}"
        assert parse_challenge(recovery.challenge(key_file, OFFICER)) == (tag(DEVICE, OFFICER), number)
        assert recovery.ring_by_code(key_file, OFFICER, codes[number]) == RING
        recovery.recover(key_file, OFFICER, codes[number], pin)
        kept = KeyFile.load(key_file.path)
        assert unlock(kept, OFFICER, pin, now_ms=NOW) == RING
        assert kept.officer(OFFICER).pin_digits == len(pin)
        assert [coded.number for coded in kept.officer(OFFICER).codes] == list(range(number + 1, CODES))
        for later in kept.officer(OFFICER).codes:
            with pytest.raises(InvalidRecoveryCode):
                vault.unwrap_by_code(later, parse_code(codes[number]))
    with pytest.raises(WrongPin):
        unlock(key_file, OFFICER, PIN, now_ms=NOW)
    for ask in (recovery.challenge, lambda *of: recovery.recover(*of, codes[-1], NEW)):
        with pytest.raises(NoRecoveryCode):
            ask(key_file, OFFICER)


def test_it_opens_a_tablet_that_ten_wrong_pins_have_locked(key_file: KeyFile) -> None:
    key_file.officer(OFFICER).locked, key_file.officer(OFFICER).wrong_pins = True, 11
    key_file.save(key_file.path)
    with pytest.raises(PinLocked):
        unlock(key_file, OFFICER, PIN, now_ms=NOW)
    recovery.recover(key_file, OFFICER, in_the_office(CODED.escrow)[0], NEW)
    assert unlock(KeyFile.load(key_file.path), OFFICER, NEW, now_ms=NOW) == RING


def test_another_code_a_weak_pin_or_a_full_disk_changes_nothing(key_file: KeyFile) -> None:
    before = key_file.path.read_bytes()
    first, second = in_the_office(CODED.escrow)[:2]
    with pytest.raises(InvalidRecoveryCode) as caught:
        recovery.recover(key_file, OFFICER, second, NEW)
    assert caught.value.details["reason"] == "other"
    with pytest.raises(WeakPin):
        recovery.recover(key_file, OFFICER, first, "111111")
    with small_files_only(), pytest.raises(StorageFull):
        recovery.recover(key_file, OFFICER, first, NEW)
    assert key_file.path.read_bytes() == before
    recovery.recover(key_file, OFFICER, first, NEW)
    assert unlock(KeyFile.load(key_file.path), OFFICER, NEW, now_ms=NOW) == RING


def test_the_key_file_holds_no_code_and_the_codes_are_tied_to_tablet_and_officer(key_file: KeyFile) -> None:
    written = key_file.path.read_text()
    for code in in_the_office(CODED.escrow):
        assert code not in written
        assert code.replace("-", "")[:16] not in written
    with pytest.raises(vault.InvalidTag):
        in_the_office(CODED.escrow, officer_id=uuid4())
