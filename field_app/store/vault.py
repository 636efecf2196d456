"""The officer's keys on this tablet: made, wrapped by a PIN, sealed for recovery."""

import secrets
from dataclasses import dataclass, field
from typing import TypeVar

from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidSignature, InvalidTag
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from pydantic import BaseModel, ConfigDict, Field

from field_app.store.errors import VaultDamaged, WrongPin
from field_app.store.pin import as_read
from field_app.store.pin import check_pin as check_pin
from shared_models.recovery import InvalidRecoveryCode

KEY_BYTES = 32
SALT_BYTES = 16
NONCE_BYTES = 12
MEMORY_KIB, PASSES, LANES = 65536, 3, 1  # RFC 9106 section 4, second choice, with one lane for slow tablets
MOST_PASSES = 64
CODE_MEMORY_KIB, CODE_PASSES = 19456, 2  # OWASP's least for passwords; a code has 80 random bits
WRAPPING = b"home-visit key ring 1"
RECOVERY = b"home-visit recovery 1"
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)  # RFC 9180

R = TypeVar("R", bound="WrappedRing")


@dataclass(frozen=True)
class KeyRing:
    """The tablet's data key, shared by its officers, and one officer's Ed25519 seed; 32 bytes each, until wiped."""

    data_key: bytes = field(repr=False)
    signing_key: bytes = field(repr=False)

    @classmethod
    def new(cls, data_key: bytes | None = None) -> "KeyRing":
        """A fresh signing key; the tablet's data key if it has one already."""
        return cls(bytearray(data_key or secrets.token_bytes(KEY_BYTES)), bytearray(secrets.token_bytes(KEY_BYTES)))

    @classmethod
    def from_bytes(cls, raw: bytes) -> "KeyRing":
        """As to_bytes wrote it."""
        return cls(bytearray(raw[:KEY_BYTES]), bytearray(raw[KEY_BYTES:]))

    def to_bytes(self) -> bytes:
        """Both keys, to be sealed at once."""
        return bytes(self.data_key + self.signing_key)

    def wipe(self) -> None:
        """Overwrite both keys; the ring is of no use any more, nor is what was opened with it."""
        for key in (self.data_key, self.signing_key):
            if isinstance(key, bytearray):
                key[:] = bytes(len(key))

    def sign(self, message: bytes) -> bytes:
        """The officer's Ed25519 signature, 64 bytes."""
        return Ed25519PrivateKey.from_private_bytes(self.signing_key).sign(message)

    @property
    def public(self) -> bytes:
        """The raw public half of the signing key."""
        return Ed25519PrivateKey.from_private_bytes(self.signing_key).public_key().public_bytes_raw()


class WrappedRing(BaseModel):
    """A key ring that a PIN opens, with what the derivation needs. Nothing here tells whether a PIN is right.

    `bound` says that the device's secret was mixed in, so that a missing one is not taken for a wrong PIN.
    """

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_bytes="base64", val_json_bytes="base64")

    # The bounds keep an edited file from asking for all the memory there is.
    memory_kib: int = Field(default=MEMORY_KIB, ge=MEMORY_KIB, le=1 << 20)
    passes: int = Field(default=PASSES, ge=PASSES, le=MOST_PASSES)
    lanes: int = Field(default=LANES, ge=LANES, le=16)
    salt: bytes = Field(min_length=SALT_BYTES, max_length=SALT_BYTES)
    sealed: bytes
    bound: bool = False

    @property
    def tie(self) -> bytes:
        """The additional data: the parameters are as sealed as the keys."""
        return WRAPPING + f" {self.memory_kib} {self.passes} {self.lanes} ".encode() + self.salt


class CodedRing(WrappedRing):
    """A key ring that recovery code `number` opens; it is deleted when it has."""

    number: int = Field(ge=0)
    memory_kib: int = Field(default=CODE_MEMORY_KIB, ge=CODE_MEMORY_KIB, le=1 << 20)
    passes: int = Field(default=CODE_PASSES, ge=CODE_PASSES, le=16)


def wrap(ring: KeyRing, pin: str, *, passes: int = PASSES, device_secret: bytes = b"") -> WrappedRing:
    """Seal the ring to a new PIN, and to the device's secret where there is one. Raises WeakPin."""
    check_pin(pin)
    return rewrap(ring, pin, passes=passes, device_secret=device_secret)


def rewrap(ring: KeyRing, pin: str, *, passes: int, device_secret: bytes) -> WrappedRing:
    """The same for a PIN in use, which may be older than the rules."""
    salt = secrets.token_bytes(SALT_BYTES)
    blank = WrappedRing(passes=passes, salt=salt, sealed=b"", bound=bool(device_secret))
    return _sealed(blank, ring, as_read(pin), device_secret)


def unwrap(wrapped: WrappedRing, pin: str, *, device_secret: bytes = b"") -> KeyRing:
    """The ring. Raises WrongPin, which only the seal can tell: there is nothing to compare a PIN with."""
    try:
        return _opened(wrapped, as_read(pin), device_secret)
    except InvalidTag as error:
        raise WrongPin() from error


def wrap_by_code(ring: KeyRing, secret: bytes, *, number: int) -> CodedRing:
    """Seal the ring to the secret of recovery code `number`. The platform's secret may be what was lost."""
    return _sealed(CodedRing(number=number, salt=secrets.token_bytes(SALT_BYTES), sealed=b""), ring, secret)


def unwrap_by_code(wrapped: CodedRing, secret: bytes) -> KeyRing:
    """The ring. Raises InvalidRecoveryCode for the secret of another code."""
    try:
        return _opened(wrapped, secret)
    except InvalidTag as error:
        raise InvalidRecoveryCode(reason="other") from error


def _sealed(blank: R, ring: KeyRing, secret: bytes, device_secret: bytes = b"") -> R:
    nonce = secrets.token_bytes(NONCE_BYTES)
    cipher = AESGCM(_derived(blank, secret, device_secret))
    return blank.model_copy(update={"sealed": nonce + cipher.encrypt(nonce, ring.to_bytes(), blank.tie)})


def _opened(wrapped: WrappedRing, secret: bytes, device_secret: bytes = b"") -> KeyRing:
    cipher = AESGCM(_derived(wrapped, secret, device_secret))
    nonce, sealed = wrapped.sealed[:NONCE_BYTES], wrapped.sealed[NONCE_BYTES:]
    if len(nonce) < NONCE_BYTES:
        raise VaultDamaged(part="key_file")
    return KeyRing.from_bytes(cipher.decrypt(nonce, sealed, wrapped.tie))


def _derived(wrapped: WrappedRing, secret: bytes, device_secret: bytes) -> bytes:
    """The wrapping key: the stretched PIN or code, mixed with the device's secret by HKDF."""
    return HKDF(SHA256(), KEY_BYTES, salt=wrapped.salt, info=WRAPPING).derive(
        stretched(wrapped, secret) + device_secret
    )


def stretched(wrapped: WrappedRing, secret: bytes) -> bytes:
    """Argon2id of a PIN or code: what makes a guess expensive."""
    return hash_secret_raw(
        secret,
        wrapped.salt,
        time_cost=wrapped.passes,
        memory_cost=wrapped.memory_kib,
        parallelism=wrapped.lanes,
        hash_len=KEY_BYTES,
        type=Type.ID,
    )


def seal_for_recovery(ring: KeyRing, recovery_public: bytes) -> bytes:
    """The ring for the district's recovery key, a raw X25519 public key."""
    return SUITE.encrypt(ring.to_bytes(), X25519PublicKey.from_public_bytes(recovery_public), RECOVERY)


def open_recovery(private: bytes, blob: bytes) -> KeyRing:
    """The ring, with the raw private half of the recovery key. Raises VaultDamaged."""
    try:
        return KeyRing.from_bytes(SUITE.decrypt(blob, X25519PrivateKey.from_private_bytes(private), RECOVERY))
    except InvalidTag as error:
        raise VaultDamaged(part="recovery") from error


def new_sealing_key() -> bytes:
    """A raw X25519 private key."""
    return X25519PrivateKey.generate().private_bytes_raw()


def sealing_public(private: bytes) -> bytes:
    """Its raw public half, which others seal to."""
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def seal_to(public: bytes, plain: bytes, *, info: bytes) -> bytes:
    """Sealed so that only the holder of the raw X25519 key opens it, and only with the same `info`."""
    return SUITE.encrypt(plain, X25519PublicKey.from_public_bytes(public), info)


def open_sealed(private: bytes, sealed: bytes, *, info: bytes) -> bytes:
    """The reverse of seal_to. Raises cryptography's InvalidTag."""
    return SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(private), info)


def is_signed(public: bytes, signature: bytes, text: bytes) -> bool:
    """Whether it is the signature of this raw Ed25519 key."""
    try:
        Ed25519PublicKey.from_public_bytes(public).verify(signature, text)
    except InvalidSignature:
        return False
    return True
