"""The platform's key store: where it keeps each officer's device secret, and counts wrong PINs beside tablet.json.

A key store is asked off the event loop: the one of a tablet answers through the app's page (views/page_key_store.py).
"""

import secrets
from contextlib import suppress
from dataclasses import dataclass
from typing import Protocol, runtime_checkable
from uuid import UUID

from field_app.store.errors import KeyStoreGone

SECRET_BYTES = 32


class KeyStoreSilent(Exception):
    """The key store does not answer, is locked, or takes nothing."""


@runtime_checkable
class KeyStore(Protocol):
    """Short texts by name, which nothing but this app on this device reads. Both raise KeyStoreSilent."""

    def get(self, name: str) -> str | None: ...

    def put(self, name: str, text: str) -> None: ...


class NoKeyStore:
    """In a browser, and on a PC without one: a PIN or passphrase is all there is."""

    def get(self, name: str) -> None:
        return None

    def put(self, name: str, text: str) -> None:
        raise KeyStoreSilent()


NO_KEY_STORE = NoKeyStore()


@dataclass(frozen=True)
class DeviceKeys:
    """What the key store holds for one officer of one tablet: a secret of 32 bytes, and the count of wrong PINs.

    Both go by the same ids: who edits them in tablet.json, to have another count, has no secret either.
    """

    store: KeyStore
    device_id: UUID
    officer_id: UUID

    def secret(self) -> bytes:
        """Raises KeyStoreGone where it is not there any more, or not readable."""
        with suppress(KeyStoreSilent, ValueError):
            if kept := bytes.fromhex(self.store.get(self._named("secret")) or ""):
                return kept
        raise KeyStoreGone()

    def secret_to_bind(self) -> bytes:
        """The secret, made now where there is none yet; nothing where the store does not keep it."""
        name = self._named("secret")
        with suppress(KeyStoreSilent, ValueError):
            if self.store.get(name) is None:
                self.store.put(name, secrets.token_bytes(SECRET_BYTES).hex())
            return bytes.fromhex(self.store.get(name) or "")
        return b""

    @property
    def wrong_pins(self) -> int:
        """As counted here; 0 where nothing is."""
        with suppress(KeyStoreSilent, ValueError):
            return int(self.store.get(self._named("wrong PINs")) or 0)
        return 0

    def count(self, wrong_pins: int) -> None:
        """A store that takes nothing leaves the count to tablet.json."""
        if self.wrong_pins != wrong_pins:
            with suppress(KeyStoreSilent):
                self.store.put(self._named("wrong PINs"), str(wrong_pins))

    def _named(self, what: str) -> str:
        return f"{self.device_id} {self.officer_id} {what}"
