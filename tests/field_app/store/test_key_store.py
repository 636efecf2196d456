"""A key ring bound to the platform's key store, asked through keyring and a backend of its own."""

from pathlib import Path
from uuid import uuid4

import pytest
from keyring.backends import fail, null
from keyring.errors import KeyringLocked

from field_app.store import recovery
from field_app.store.errors import KeyStoreGone, PinDelayed, PinLocked, WrongPin
from field_app.store.key_file import ALL_TRIES, FREE_TRIES, WAIT_MINUTES, KeyFile, change_pin, unlock
from field_app.store.key_store import NO_KEY_STORE, KeyStore
from field_app.store.pc_key_store import PcKeyStore, pc_key_store
from field_app.store.vault import unwrap
from tests.field_app.store.file_keyring import FileKeyring
from tests.field_app.store.test_key_file import MINUTE, NOW
from tests.field_app.store.test_recovery import CODED, NEW, OFFICER, PIN, RING, in_the_office
from tests.field_app.store.test_recovery import key_file as key_file

WRONG = "258014"


class LockedKeyring(FileKeyring):
    """As a keychain whose owner does not let the app in."""

    def get_password(self, service: str, username: str) -> str | None:
        raise KeyringLocked()

    def set_password(self, service: str, username: str, password: str) -> None:
        raise KeyringLocked()


def a_key_store(place: Path, kind: type[FileKeyring] = FileKeyring) -> KeyStore:
    backend = kind()
    backend.path = str(place)
    return PcKeyStore(backend)


@pytest.fixture
def store(tmp_path: Path) -> KeyStore:
    return a_key_store(tmp_path / "key store")


@pytest.fixture
def bound(key_file: KeyFile, store: KeyStore) -> KeyFile:
    """A tablet from before there was a key store, opened once since."""
    assert unlock(key_file, OFFICER, PIN, now_ms=NOW, key_store=store) == RING
    return KeyFile.load(key_file.path)


def wrong(key_file: KeyFile, store: KeyStore, now_ms: int) -> None:
    with pytest.raises((WrongPin, PinLocked)):
        unlock(key_file, OFFICER, WRONG, now_ms=now_ms, key_store=store)


def test_an_older_tablet_is_bound_at_its_next_opening_and_opens_again(bound: KeyFile, store: KeyStore) -> None:
    assert bound.officer(OFFICER).ring.bound
    assert unlock(bound, OFFICER, PIN, now_ms=NOW, key_store=store) == RING
    change_pin(bound, OFFICER, PIN, NEW, now_ms=NOW, key_store=store)
    assert unlock(KeyFile.load(bound.path), OFFICER, NEW, now_ms=NOW, key_store=store) == RING


def test_a_stolen_folder_opens_with_no_pin_and_says_so_without_counting(
    bound: KeyFile, store: KeyStore, tmp_path: Path
) -> None:
    before = bound.path.read_bytes()
    for other in (NO_KEY_STORE, a_key_store(tmp_path / "thief's"), a_key_store(tmp_path / "x", LockedKeyring)):
        with pytest.raises(KeyStoreGone):
            unlock(bound, OFFICER, PIN, now_ms=NOW, key_store=other)
    with pytest.raises(WrongPin):
        unwrap(bound.officer(OFFICER).ring, PIN)
    assert bound.path.read_bytes() == before
    assert unlock(bound, OFFICER, PIN, now_ms=NOW, key_store=store) == RING


def test_a_recovery_code_opens_without_the_key_store_and_binds_to_the_new_one(bound: KeyFile, tmp_path: Path) -> None:
    new = a_key_store(tmp_path / "after a repair of the tablet")
    recovery.recover(bound, OFFICER, in_the_office(CODED.escrow)[0], NEW, key_store=new)
    kept = KeyFile.load(bound.path)
    assert kept.officer(OFFICER).ring.bound
    assert unlock(kept, OFFICER, NEW, now_ms=NOW, key_store=new) == RING


def test_a_file_put_back_does_not_give_its_tries_again(bound: KeyFile, store: KeyStore) -> None:
    old, now = bound.path.read_bytes(), NOW
    for count in range(1, ALL_TRIES + 1):
        wrong(KeyFile.load(bound.path), store, now)
        bound.path.write_bytes(old)
        if count in (FREE_TRIES + 1, FREE_TRIES + 2):
            with pytest.raises(PinDelayed) as caught:
                unlock(KeyFile.load(bound.path), OFFICER, PIN, now_ms=now, key_store=store)
            assert caught.value.details == {"seconds": 60 * WAIT_MINUTES[count - FREE_TRIES - 1]}
        elif FREE_TRIES < count < ALL_TRIES:
            with pytest.raises(PinDelayed):
                unlock(KeyFile.load(bound.path), OFFICER, PIN, now_ms=now, key_store=store)
        now += 60 * MINUTE
    with pytest.raises(PinLocked):
        unlock(KeyFile.load(bound.path), OFFICER, PIN, now_ms=now, key_store=store)


def test_the_right_pin_clears_the_count_in_the_key_store_too(bound: KeyFile, store: KeyStore) -> None:
    old = bound.path.read_bytes()
    wrong(bound, store, NOW)
    unlock(bound, OFFICER, PIN, now_ms=NOW, key_store=store)
    bound.path.write_bytes(old)
    with pytest.raises(WrongPin) as caught:
        unlock(KeyFile.load(bound.path), OFFICER, WRONG, now_ms=NOW, key_store=store)
    assert caught.value.details == {"tries_left": ALL_TRIES - 1}


def test_an_id_edited_to_have_another_count_has_no_secret_either(bound: KeyFile, store: KeyStore) -> None:
    other = uuid4()
    bound.officers[0].officer_id = other
    bound.save(bound.path)
    with pytest.raises(KeyStoreGone):
        unlock(bound, other, PIN, now_ms=NOW, key_store=store)


def test_a_key_store_that_lets_nobody_in_leaves_an_older_tablet_as_it_was(key_file: KeyFile, tmp_path: Path) -> None:
    locked = a_key_store(tmp_path / "x", LockedKeyring)
    assert unlock(key_file, OFFICER, PIN, now_ms=NOW, key_store=locked) == RING
    assert not KeyFile.load(key_file.path).officer(OFFICER).ring.bound
    wrong(key_file, locked, NOW)
    assert KeyFile.load(key_file.path).officer(OFFICER).wrong_pins == 1


@pytest.mark.parametrize("backend", [fail.Keyring, null.Keyring])
def test_what_stands_in_for_a_key_store_is_none(backend: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("keyring.get_keyring", backend)
    assert pc_key_store() is NO_KEY_STORE
