"""The one-time enrolment code: how both sides stretch it and prove it without sending it."""

import hmac
from hashlib import sha256

from argon2.low_level import Type, hash_secret_raw
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey, X25519PublicKey

from shared_models.errors import DomainError
from shared_models.exchange import EnrolmentReply, EnrolmentRequest

ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"  # no letter or digit that is read as another
LOOKUP_LENGTH = 4
CODE_LENGTH = 16  # 12 secret letters: 58 bits, behind Argon2id
ENTROPY_BYTES = 2 * CODE_LENGTH
MEMORY_KIB, PASSES = 65536, 3
BYTES_PER_HOUSEHOLD = 500  # packed, measured on a district's target list, with room for what officers write


class TabletTooOld(DomainError):
    """The office has an authority of its own, which this tablet's program cannot pin."""

    code = "tablet_too_old"


class InvalidCode(DomainError):
    """The code is not one, or not one that the office issued and that is still open."""

    code = "invalid_code"


def megabytes(households: int) -> int:
    """About how much the first exchange brings, at least 1."""
    return max(1, round(households * BYTES_PER_HOUSEHOLD / 1_000_000))


def normalised(text: str) -> tuple[str, str]:
    """The lookup and the secret part of a code as a person types it. Raises InvalidCode."""
    code = "".join(letter for letter in text.upper() if letter.isalnum())
    if len(code) != CODE_LENGTH or set(code) - set(ALPHABET):
        raise InvalidCode(reason="form")
    return code[:LOOKUP_LENGTH], code[LOOKUP_LENGTH:]


def code_from(entropy: bytes) -> str:
    """A new code from at least ENTROPY_BYTES random bytes, printed in groups of four."""
    pairs = (entropy[at : at + 2] for at in range(0, ENTROPY_BYTES, 2))  # of two, so that no letter comes more often
    letters = "".join(ALPHABET[int.from_bytes(pair, "big") % len(ALPHABET)] for pair in pairs)
    return "-".join(letters[at : at + 4] for at in range(0, CODE_LENGTH, 4))


def stretch(lookup: str, secret: str) -> bytes:
    """The 32-byte key of a code's secret part: Argon2id, salted by its lookup part."""
    salt = sha256(b"home-visit enrolment " + lookup.encode()).digest()[:16]
    return hash_secret_raw(
        secret.encode(), salt, time_cost=PASSES, memory_cost=MEMORY_KIB, parallelism=1, hash_len=32, type=Type.ID
    )


def request_mac(key: bytes, request: EnrolmentRequest) -> bytes:
    """What a tablet proves the code with: it covers the tablet's keys."""
    return _mac(key, "tablet", request.lookup, request.signing_public, request.sealing_public, request.device_id)


def device_mac(private: bytes, public: bytes, request: EnrolmentRequest) -> bytes:
    """What a tablet proves with that its id is its own: one half of its sealing key with one of the server's (X25519).

    Each side has its own private half, so nothing is asked before. Raises ValueError for a key that leads to no secret.
    """
    key = X25519PrivateKey.from_private_bytes(private).exchange(X25519PublicKey.from_public_bytes(public))
    return _mac(key, "device", request.lookup, request.signing_public, request.sealing_public, request.device_id)


def reply_mac(key: bytes, request: EnrolmentRequest, reply: EnrolmentReply) -> bytes:
    """What the server proves the code with: it covers all public keys, those that the tablet then pins among them.

    The authority is among them where there is one. A reply without it is proven as before there were any, so taking it
    out on the way makes the proof wrong.
    """
    tablet = (request.lookup, request.signing_public, request.sealing_public)
    keys = [reply.server_signing_public, reply.server_sealing_public, reply.recovery_public]
    if reply.authority is not None:
        keys.append(reply.authority)
    return _mac(key, "server", *tablet, reply.district_code, reply.device_id, reply.officer_id, reply.epoch, *keys)


def _mac(key: bytes, *parts: object) -> bytes:
    """HMAC-SHA256 over the parts, a line each; bytes as hexadecimal digits."""
    text = "\n".join(part.hex() if isinstance(part, bytes) else str(part) for part in parts)
    return hmac.digest(key, text.encode(), "sha256")
