"""The tablet's key file, tablet.json: who may open the vault, and how many wrong PINs were tried."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from uuid import UUID

from filelock import FileLock, Timeout
from pydantic import BaseModel, ConfigDict, Field, PrivateAttr, ValidationError

from field_app.store.durable import write_file
from field_app.store.errors import PinDelayed, PinLocked, VaultBusy, VaultDamaged, VaultMissing, Withdrawn, WrongPin
from field_app.store.key_store import NO_KEY_STORE, DeviceKeys, KeyStore
from field_app.store.pin import check_pin, digits_of
from field_app.store.vault import KEY_BYTES, MOST_PASSES, PASSES, CodedRing, KeyRing, WrappedRing, rewrap, unwrap
from shared_models.exchange import Escrow

NAME = "tablet.json"
FREE_TRIES = 5
WAIT_MINUTES = (1, 2, 5, 15, 30)  # after each wrong PIN beyond the free ones; after one more, the office unlocks
ALL_TRIES = FREE_TRIES + len(WAIT_MINUTES) + 1
MINUTE_MS = 60_000
LOCK_SECONDS = 30
JSON_BYTES = ConfigDict(extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")


class OfficerKeys(BaseModel):
    """One officer's wrapped ring and tries. `recovery` is the ring sealed to the district's recovery key.

    `ring` is None once the office has withdrawn the officer from this tablet.

    `codes` are the recovery codes not used yet, and `escrow` all of them sealed for the office (store/recovery.py).
    `pin_digits` lets the PIN pad open by itself at the last digit; 0 is a passphrase, which is typed.
    """

    model_config = JSON_BYTES

    officer_id: UUID
    name: str
    ring: WrappedRing | None
    recovery: bytes
    codes: list[CodedRing] = []
    escrow: bytes = b""
    pin_digits: int = 6
    wrong_pins: int = Field(default=0, ge=0)
    wait_from_ms: int = 0
    wait_until_ms: int = 0
    locked: bool = False

    def start_wait(self, now_ms: int) -> None:
        """The whole wait that the wrong PINs so far have earned, from now."""
        beyond = self.wrong_pins - FREE_TRIES
        minutes = WAIT_MINUTES[min(beyond, len(WAIT_MINUTES)) - 1] if beyond > 0 else 0
        self.wait_from_ms, self.wait_until_ms = now_ms, now_ms + minutes * MINUTE_MS

    def clear(self) -> None:
        """All tries are free again."""
        self.wrong_pins = self.wait_from_ms = self.wait_until_ms = 0
        self.locked = False

    def withdraw(self) -> None:
        """No PIN opens the ring any more; the office's next code does, and lets the officer choose another PIN."""
        self.ring, self.locked = None, True

    def take_pin(self, ring: KeyRing, pin: str, *, passes: int, device_secret: bytes) -> None:
        """A new PIN opens the ring from now on; all tries are free again. Takes as long as a derivation."""
        self.ring = rewrap(ring, pin, passes=passes, device_secret=device_secret)
        self.pin_digits = digits_of(pin)
        self.clear()


class KeyFile(BaseModel):
    """What stands beside the vault in the open: keys wrapped or public, never a word about a citizen.

    `passes` is how much a derivation is on this device, measured at enrolment; None on one that is older than that.
    `authority`: the certificate (DER) of the office's own authority; by it alone the tablet knows its server.
    """

    model_config = JSON_BYTES

    vault_id: UUID
    device_id: UUID
    district_code: str = ""
    server_url: str
    server_signing_public: bytes = Field(min_length=KEY_BYTES, max_length=KEY_BYTES)
    server_sealing_public: bytes = Field(min_length=KEY_BYTES, max_length=KEY_BYTES)
    recovery_public: bytes = Field(min_length=KEY_BYTES, max_length=KEY_BYTES)
    passes: int | None = Field(default=None, ge=PASSES, le=MOST_PASSES)
    authority: bytes | None = None
    officers: list[OfficerKeys] = []
    _path: Path | None = PrivateAttr(default=None)

    @classmethod
    def load(cls, path: Path) -> "KeyFile":
        """Raises VaultMissing without a file, VaultDamaged for one that is cut off or edited."""
        try:
            found = cls.model_validate_json(path.read_bytes())
        except FileNotFoundError as error:
            raise VaultMissing() from error
        except ValidationError:
            raise VaultDamaged(part="key_file") from None  # its text quotes the file
        found._path = path
        return found

    def save(self, path: Path) -> None:
        """The new file is there whole, or the old one still is. Raises StorageFull."""
        write_file(path, self.model_dump_json(indent=1).encode())
        self._path = path

    def officer(self, officer_id: UUID) -> OfficerKeys:
        """Raises VaultMissing for an officer who is not enrolled on this tablet."""
        for keys in self.officers:
            if keys.officer_id == officer_id:
                return keys
        raise VaultMissing()

    @property
    def escrows(self) -> list[Escrow]:
        """Each officer's recovery codes, sealed for the office; none of one enrolled before there were any."""
        return [Escrow(officer_id=keys.officer_id, sealed=keys.escrow) for keys in self.officers if keys.escrow]

    @property
    def path(self) -> Path:
        """Where it was loaded from or saved to."""
        if self._path is None:
            raise RuntimeError("a key file is saved before it is used")
        return self._path


def unlock(
    key_file: KeyFile, officer_id: UUID, pin: str, *, now_ms: int, key_store: KeyStore = NO_KEY_STORE
) -> KeyRing:
    """The officer's ring. Takes as long as the derivation: call it off the event loop.

    A try counts on the disk before the PIN is looked at, so that cutting one short gains nothing; tries of two
    processes come one after the other. A ring from before there was a key store is bound to it. Raises WrongPin,
    PinDelayed, PinLocked, KeyStoreGone, VaultMissing, VaultDamaged, StorageFull.
    """
    with held(key_file):
        keys, device = key_file.officer(officer_id), DeviceKeys(key_store, key_file.device_id, officer_id)
        recall_tries(key_file, keys, device, now_ms)
        refuse_early(key_file, keys, now_ms)
        secret = device.secret() if keys.ring.bound else b""
        count_try(key_file, keys, device, now_ms)
        ring = open_ring(keys, pin, secret)
        if not keys.ring.bound and (secret := device.secret_to_bind()):
            keys.ring = rewrap(ring, pin, passes=keys.ring.passes, device_secret=secret)
        keys.clear()
        key_file.save(key_file.path)
        device.count(0)
        return ring


def change_pin(
    key_file: KeyFile, officer_id: UUID, pin: str, new_pin: str, *, now_ms: int, key_store: KeyStore = NO_KEY_STORE
) -> None:
    """Wrap the officer's ring in a new PIN. Takes as long as two derivations.

    The old PIN counts as a try, and opens until the new one is on the disk. Raises WeakPin, and what unlock raises.
    """
    check_pin(new_pin)
    ring = unlock(key_file, officer_id, pin, now_ms=now_ms, key_store=key_store)
    with held(key_file):
        set_pin(key_file, officer_id, ring, new_pin, key_store=key_store)


def set_pin(key_file: KeyFile, officer_id: UUID, ring: KeyRing, pin: str, *, key_store: KeyStore) -> None:
    """The ring opens with this PIN from now on, and the file says so; inside `held`."""
    device = DeviceKeys(key_store, key_file.device_id, officer_id)
    secret = device.secret_to_bind()
    key_file.officer(officer_id).take_pin(ring, pin, passes=key_file.passes or PASSES, device_secret=secret)
    key_file.save(key_file.path)
    device.count(0)


@contextmanager
def held(key_file: KeyFile) -> Iterator[None]:
    """The officers as they are on the disk now, for this process alone. Raises VaultBusy where it waits too long."""
    try:
        with FileLock(f"{key_file.path}.lock", timeout=LOCK_SECONDS):
            on_disk = KeyFile.load(key_file.path)
            key_file.officers = on_disk.officers
            key_file.passes = key_file.passes or on_disk.passes
            yield
    except Timeout as error:
        raise VaultBusy() from error


def recall_tries(key_file: KeyFile, keys: OfficerKeys, device: DeviceKeys, now_ms: int) -> None:
    """An older file put back has forgotten tries that the key store knows: they count, and are waited for, again."""
    known = device.wrong_pins
    if known > keys.wrong_pins:
        set_tries(key_file, keys, known, now_ms)


def refuse_early(key_file: KeyFile, keys: OfficerKeys, now_ms: int) -> None:
    """Raises PinLocked or PinDelayed. A clock set back before the wait began starts the whole wait again."""
    if keys.ring is None:
        raise Withdrawn()
    if keys.locked:
        raise PinLocked()
    if now_ms < keys.wait_from_ms:
        keys.start_wait(now_ms)
        key_file.save(key_file.path)
    if now_ms < keys.wait_until_ms:
        raise PinDelayed(seconds=-(-(keys.wait_until_ms - now_ms) // 1000))


def count_try(key_file: KeyFile, keys: OfficerKeys, device: DeviceKeys, now_ms: int) -> None:
    """As if the PIN were wrong, until it turns out right."""
    set_tries(key_file, keys, keys.wrong_pins + 1, now_ms)
    device.count(keys.wrong_pins)


def set_tries(key_file: KeyFile, keys: OfficerKeys, wrong_pins: int, now_ms: int) -> None:
    """So many were wrong; the wait begins now."""
    keys.wrong_pins = wrong_pins
    keys.start_wait(now_ms)
    keys.locked = wrong_pins >= ALL_TRIES
    key_file.save(key_file.path)


def open_ring(keys: OfficerKeys, pin: str, device_secret: bytes) -> KeyRing:
    """Raises PinLocked for the last wrong try, otherwise WrongPin with the tries that are left."""
    if keys.ring is None:
        raise Withdrawn()
    try:
        return unwrap(keys.ring, pin, device_secret=device_secret)
    except WrongPin as error:
        if keys.locked:
            raise PinLocked() from error
        raise WrongPin(tries_left=ALL_TRIES - keys.wrong_pins) from error
