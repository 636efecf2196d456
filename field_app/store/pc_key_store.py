"""The key store of a PC: Windows' Credential Manager, macOS's Keychain, the Secret Service of a Linux desktop."""

import keyring
from keyring.backend import KeyringBackend
from keyring.errors import KeyringError

from field_app.store.key_store import NO_KEY_STORE, KeyStore, KeyStoreSilent

SERVICE = "home-visit-logbook"
REAL_PRIORITY = 1  # keyring's own line between key stores and what stands in for one: readable files, nothing at all


class PcKeyStore:
    """Asked through keyring."""

    def __init__(self, backend: KeyringBackend) -> None:
        self._backend = backend

    def get(self, name: str) -> str | None:
        try:
            return self._backend.get_password(SERVICE, name)
        except (KeyringError, OSError, RuntimeError) as error:
            raise KeyStoreSilent() from error

    def put(self, name: str, text: str) -> None:
        try:
            self._backend.set_password(SERVICE, name, text)
        except (KeyringError, OSError, RuntimeError) as error:
            raise KeyStoreSilent() from error


def pc_key_store() -> KeyStore:
    """That of this machine, or none."""
    backend = keyring.get_keyring()
    return PcKeyStore(backend) if backend.priority >= REAL_PRIORITY else NO_KEY_STORE
