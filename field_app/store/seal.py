"""Sealing one blob: AES-256-GCM tied to the vault and to the place where the blob lies."""

import hmac
import secrets
from uuid import UUID

import msgpack
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

from field_app.store.errors import VaultDamaged

KEY_BYTES = 32
NONCE_BYTES = 12  # random: 2**32 blobs under one key are safe (NIST SP 800-38D, 8.3), and a vault writes far fewer
NOWHERE = UUID(int=0)  # the head is read before the vault's id is known: the id is inside


class Seal:
    """Seals and opens blobs under the vault's data key."""

    def __init__(self, key: bytes) -> None:
        """Raises ValueError unless the key has 32 bytes."""
        if len(key) != KEY_BYTES:
            raise ValueError("the data key has 32 bytes")
        self._cipher = AESGCM(key)
        self._names = HKDF(SHA256(), KEY_BYTES, salt=None, info=b"home-visit vault names").derive(key)

    def close(self, plain: bytes | memoryview, *, vault: UUID = NOWHERE, place: tuple[object, ...]) -> bytes:
        """The sealed blob. `place` is the table, the generation and the position in it."""
        nonce = secrets.token_bytes(NONCE_BYTES)
        return nonce + self._cipher.encrypt(nonce, plain, tie(vault, place))

    def open(self, blob: object, *, vault: UUID = NOWHERE, place: tuple[object, ...]) -> bytes:
        """The plain bytes. Raises VaultDamaged with the table as its part."""
        if not isinstance(blob, bytes) or len(blob) < NONCE_BYTES:
            raise VaultDamaged(part=place[0])
        try:
            return self._cipher.decrypt(blob[:NONCE_BYTES], blob[NONCE_BYTES:], tie(vault, place))
        except InvalidTag as error:
            raise VaultDamaged(part=place[0]) from error

    def name(self, key: str) -> bytes:
        """Where an entry with this key lies, telling nothing about the key."""
        return hmac.digest(self._names, key.encode(), "sha256")


def tie(vault: UUID, place: tuple[object, ...]) -> bytes:
    """The additional data of a blob."""
    return bytes(msgpack.packb([vault.bytes, *place]))
