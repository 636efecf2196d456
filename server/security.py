"""All of the server's cryptography: its keys, the supervisor's password, and the signatures of tablets."""

import os
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import VerifyMismatchError
from argon2.low_level import Type, hash_secret_raw
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey, Ed25519PublicKey
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

MEMORY_KIB, PASSES = 65536, 3
SALT, NONCE = 16, 12
SIGNING_KEY_BYTES = SEALING_KEY_BYTES = 32
SUITE = Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)  # RFC 9180


def new_signing_key() -> bytes:
    """A raw Ed25519 private key."""
    return Ed25519PrivateKey.generate().private_bytes_raw()


def new_sealing_key() -> bytes:
    """A raw X25519 private key."""
    return X25519PrivateKey.generate().private_bytes_raw()


def signing_public(private: bytes) -> bytes:
    return Ed25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def sealing_public(private: bytes) -> bytes:
    return X25519PrivateKey.from_private_bytes(private).public_key().public_bytes_raw()


def sign(private: bytes, text: bytes) -> bytes:
    """An Ed25519 signature by a raw private key."""
    return Ed25519PrivateKey.from_private_bytes(private).sign(text)


def is_signed(public_key: bytes, signature: bytes, text: bytes) -> bool:
    """Also no: by what is no key."""
    try:
        Ed25519PublicKey.from_public_bytes(public_key).verify(signature, text)
    except (InvalidSignature, ValueError):
        return False
    return True


def seal_to(public: bytes, plain: bytes, *, info: bytes) -> bytes:
    """Sealed so that only the holder of the raw X25519 key opens it, and only with the same `info`."""
    return SUITE.encrypt(plain, X25519PublicKey.from_public_bytes(public), info)


def can_be_sealed_to(public: bytes) -> bool:
    """Whether 32 bytes are a key that seal_to takes: some points of the curve lead to no secret."""
    try:
        seal_to(public, b"", info=b"")
    except ValueError:
        return False
    return True


def open_sealed(private: bytes, sealed: bytes, *, info: bytes) -> bytes:
    """The reverse of seal_to. Raises cryptography's InvalidTag."""
    return SUITE.decrypt(sealed, X25519PrivateKey.from_private_bytes(private), info)


def hash_password(password: str) -> str:
    return PasswordHasher(time_cost=PASSES, memory_cost=MEMORY_KIB).hash(password)


def password_fits(hashed: str, password: str) -> bool:
    try:
        return PasswordHasher().verify(hashed, password)
    except VerifyMismatchError:
        return False


@cache
def nobody() -> str:
    """A password that nobody has, so that trying one for an unknown name takes as long as for a known one."""
    return hash_password(os.urandom(SALT).hex())


def wrap(secret: bytes, password: str) -> bytes:
    """`secret` under a password: salt ‖ nonce ‖ AES-256-GCM, its key from Argon2id."""
    salt, nonce = os.urandom(SALT), os.urandom(NONCE)
    return salt + nonce + AESGCM(_stretched(password, salt)).encrypt(nonce, secret, b"recovery")


def unwrap(wrapped: bytes, password: str) -> bytes:
    """The secret again. Raises cryptography's InvalidTag for another password."""
    salt, nonce, sealed = wrapped[:SALT], wrapped[SALT : SALT + NONCE], wrapped[SALT + NONCE :]
    return AESGCM(_stretched(password, salt)).decrypt(nonce, sealed, b"recovery")


def _stretched(password: str, salt: bytes) -> bytes:
    return hash_secret_raw(
        password.encode(), salt, time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=1, hash_len=32, type=Type.ID
    )
