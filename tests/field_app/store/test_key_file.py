"""The key file and the count of wrong PINs."""

import json
import os
import random
import resource
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import uuid4

import pytest

from field_app.store.errors import PinDelayed, PinLocked, StorageFull, VaultDamaged, VaultMissing, WrongPin
from field_app.store.key_file import ALL_TRIES, FREE_TRIES, WAIT_MINUTES, KeyFile, OfficerKeys, unlock
from field_app.store.vault import KeyRing, wrap

PIN, WRONG = "258013", "258014"
NOW = 1_763_800_000_000
MINUTE = 60_000
PLACES = 1000 if os.environ.get("PROVE") else 40
OFFICER, RING = uuid4(), KeyRing.new()
WRAPPED = wrap(RING, PIN)


@pytest.fixture
def path(tmp_path):
    return tmp_path / "tablet.json"


@pytest.fixture
def key_file(path):
    keys = OfficerKeys(officer_id=OFFICER, name="เจ้าหน้าที่ มานี มีใจ", ring=WRAPPED, recovery=b"\x00\xff sealed")
    made = KeyFile(
        vault_id=uuid4(),
        device_id=uuid4(),
        server_url="http://127.0.0.1:8000",
        server_signing_public=os.urandom(32),
        server_sealing_public=os.urandom(32),
        recovery_public=os.urandom(32),
        officers=[keys],
    )
    made.save(path)
    return made


@contextmanager
def small_files_only() -> Iterator[None]:
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (100, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


def wrong(key_file: KeyFile, now_ms: int) -> int:
    """The tries left after one wrong PIN."""
    with pytest.raises(WrongPin) as caught:
        unlock(key_file, OFFICER, WRONG, now_ms=now_ms)
    return caught.value.details["tries_left"]


def with_wrong_pins(key_file: KeyFile, count: int, now_ms: int) -> None:
    keys = key_file.officer(OFFICER)
    keys.wrong_pins = count
    keys.start_wait(now_ms)
    key_file.save(key_file.path)


@pytest.mark.usefixtures("key_file")
def test_a_bit_turned_anywhere_in_the_key_file_gives_the_same_ring_or_none(path):
    good, chance, came = path.read_bytes(), random.Random(5601), Counter()
    for _ in range(PLACES):
        bad = bytearray(good)
        bad[chance.randrange(len(bad))] ^= 1 << chance.randrange(8)
        path.write_bytes(bad)
        try:
            came["same" if unlock(KeyFile.load(path), OFFICER, PIN, now_ms=NOW) == RING else "another"] += 1
        except (VaultDamaged, VaultMissing, WrongPin, PinDelayed, PinLocked) as refusal:
            came[refusal.code] += 1
    assert came["another"] == 0
    assert came["vault_damaged"] > 0


def test_a_saved_key_file_loads_the_same(key_file, path):
    assert KeyFile.load(path) == key_file
    assert path.stat().st_mode & 0o077 == 0
    assert [file.name for file in path.parent.iterdir()] == ["tablet.json"]


def test_the_pin_unlocks_and_clears_the_wrong_ones(key_file, path):
    assert wrong(key_file, NOW) == ALL_TRIES - 1
    assert KeyFile.load(path).officer(OFFICER).wrong_pins == 1
    assert unlock(key_file, OFFICER, "๒๕๘๐๑๓", now_ms=NOW) == RING
    assert KeyFile.load(path).officer(OFFICER).wrong_pins == 0


def test_the_free_tries_come_without_a_wait_and_the_next_with_one(key_file):
    for count in range(1, FREE_TRIES + 2):
        assert wrong(key_file, NOW) == ALL_TRIES - count
    with pytest.raises(PinDelayed) as caught:
        unlock(key_file, OFFICER, PIN, now_ms=NOW + 1)
    assert caught.value.details == {"seconds": 60}
    assert unlock(key_file, OFFICER, PIN, now_ms=NOW + MINUTE) == RING


@pytest.mark.parametrize(("beyond", "minutes"), list(enumerate(WAIT_MINUTES, start=1)))
def test_each_further_wrong_pin_waits_longer(key_file, path, beyond, minutes):
    with_wrong_pins(key_file, FREE_TRIES + beyond - 1, NOW - 60 * MINUTE)
    wrong(key_file, NOW)
    with pytest.raises(PinDelayed) as caught:
        unlock(KeyFile.load(path), OFFICER, PIN, now_ms=NOW + minutes * MINUTE - 1)
    assert caught.value.details == {"seconds": 1}
    assert unlock(key_file, OFFICER, PIN, now_ms=NOW + minutes * MINUTE) == RING


def test_after_the_last_try_the_right_pin_is_refused_too(key_file, path):
    with_wrong_pins(key_file, ALL_TRIES - 1, NOW - 60 * MINUTE)
    with pytest.raises(PinLocked):
        unlock(key_file, OFFICER, WRONG, now_ms=NOW)
    with pytest.raises(PinLocked):
        unlock(KeyFile.load(path), OFFICER, PIN, now_ms=NOW + 1000 * MINUTE)


def test_the_last_try_may_still_be_right(key_file):
    with_wrong_pins(key_file, ALL_TRIES - 1, NOW - 60 * MINUTE)
    assert unlock(key_file, OFFICER, PIN, now_ms=NOW) == RING
    assert not key_file.officer(OFFICER).locked


def test_a_clock_set_back_starts_the_whole_wait_again(key_file, path):
    with_wrong_pins(key_file, FREE_TRIES + 3, NOW)
    earlier = NOW - 1000 * MINUTE
    for seconds in (300, 299):
        with pytest.raises(PinDelayed) as caught:
            unlock(KeyFile.load(path), OFFICER, PIN, now_ms=earlier + (300 - seconds) * 1000)
        assert caught.value.details == {"seconds": seconds}
    assert unlock(key_file, OFFICER, PIN, now_ms=earlier + 5 * MINUTE) == RING


def test_a_try_is_on_the_disk_before_the_pin_is_looked_at(key_file, path):
    key_file.officer(OFFICER).ring = WRAPPED.model_copy(update={"sealed": b""})
    key_file.save(path)
    with pytest.raises(VaultDamaged):
        unlock(key_file, OFFICER, PIN, now_ms=NOW)
    assert KeyFile.load(path).officer(OFFICER).wrong_pins == 1


def test_a_copy_held_in_memory_does_not_forget_tries_made_elsewhere(key_file, path):
    stale = KeyFile.load(path)
    wrong(key_file, NOW)
    assert wrong(stale, NOW) == ALL_TRIES - 2


def test_an_officer_of_another_tablet_is_not_enrolled(key_file):
    with pytest.raises(VaultMissing):
        unlock(key_file, uuid4(), PIN, now_ms=NOW)


def test_no_key_file_means_not_enrolled(path):
    with pytest.raises(VaultMissing):
        KeyFile.load(path)


@pytest.mark.usefixtures("key_file")
@pytest.mark.parametrize("keep", [0, 1, 200, -2])
def test_a_key_file_cut_off_is_damaged_and_not_quoted(path, keep):
    path.write_bytes(path.read_bytes()[:keep])
    with pytest.raises(VaultDamaged) as caught:
        KeyFile.load(path)
    assert caught.value.details == {"part": "key_file"}
    assert caught.value.__cause__ is None


@pytest.mark.usefixtures("key_file")
@pytest.mark.parametrize(
    ("field", "value"),
    [("wrong_pins", -1), ("wrong_pins", "มาก"), ("locked", "ไม่"), ("recovery", "!"), ("extra", 1), ("officer_id", 7)],
)
def test_a_key_file_edited_by_hand_is_damaged(path, field, value):
    content = json.loads(path.read_bytes())
    content["officers"][0][field] = value
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(VaultDamaged):
        KeyFile.load(path)


@pytest.mark.usefixtures("key_file")
def test_a_ring_that_asks_for_all_memory_is_damaged(path):
    content = json.loads(path.read_bytes())
    content["officers"][0]["ring"]["memory_kib"] = 1 << 40
    path.write_text(json.dumps(content), encoding="utf-8")
    with pytest.raises(VaultDamaged):
        KeyFile.load(path)


def test_a_save_that_fails_leaves_the_old_file(key_file, path):
    before = path.read_bytes()
    key_file.server_url = "http://ที่ใหม่"
    with pytest.raises(StorageFull), small_files_only():
        key_file.save(path)
    assert path.read_bytes() == before
