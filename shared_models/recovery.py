"""A forgotten PIN: what the tablet shows to be read to the office, and the code that the office reads out.

A tablet makes its codes when it is enrolled. Each opens the officer's keys once; the office keeps all of them, sealed.
Challenges and codes end with two check digits (ISO 7064 MOD 97-10, as in bank account numbers), which find every single
mistake and nearly every swap before a code is tried.
"""

import base64
import binascii
from hashlib import sha256
from textwrap import wrap
from uuid import UUID

from shared_models.errors import DomainError
from shared_models.thai_text import ascii_digits

CODES = 10  # of an officer on a tablet
SECRET_BYTES = 10  # 80 bits: 16 letters of base 32
SECRET_LETTERS = 16
TAG_DIGITS = 9  # tells a tablet's officer from all others of a server
CHECK_DIGITS = 2
GROUP = 4
MODULUS = 97
HEARD_AS = str.maketrans("018", "OIB")  # base 32 has no such digits: who types one means the letter
CHECK_HEARD_AS = str.maketrans("OILB", "0118")


class InvalidChallenge(DomainError):
    """The digits are not those of a tablet, or of none that this office has codes for."""

    code = "invalid_challenge"


class InvalidRecoveryCode(DomainError):
    """The letters are not a code, or not the one that the office gave for this challenge."""

    code = "invalid_recovery_code"


def tag(device_id: UUID, officer_id: UUID) -> str:
    """An officer on a tablet as digits that can be read out."""
    digest = sha256(b"home-visit recovery tag " + device_id.bytes + officer_id.bytes).digest()
    return str(int.from_bytes(digest[:8], "big") % 10**TAG_DIGITS).zfill(TAG_DIGITS)


def challenge_text(device_id: UUID, officer_id: UUID, number: int) -> str:
    """The challenge for code `number` (from 0), like 4821 7730 2195."""
    body = tag(device_id, officer_id) + str(number)
    return " ".join(wrap(body + _check(int(body)), GROUP))


def parse_challenge(text: str) -> tuple[str, int]:
    """The tag and the number of the code asked for. Raises InvalidChallenge."""
    digits = "".join(character for character in ascii_digits(text) if character.isalnum())
    body, check = digits[:-CHECK_DIGITS], digits[-CHECK_DIGITS:]
    if not (digits.isascii() and digits.isdecimal()) or len(body) != TAG_DIGITS + 1 or _check(int(body)) != check:
        raise InvalidChallenge(reason="form")
    return body[:TAG_DIGITS], int(body[TAG_DIGITS:])


def code_text(secret: bytes) -> str:
    """A secret of SECRET_BYTES as the office reads it out, like MFRA-2YTB-OJQX-GZLT-47."""
    letters = base64.b32encode(secret).decode()
    return "-".join(wrap(letters + _check(int.from_bytes(secret, "big")), GROUP))


def parse_code(text: str) -> bytes:
    """The secret. Raises InvalidRecoveryCode."""
    typed = "".join(character for character in ascii_digits(text).upper() if character.isalnum())
    letters, check = typed[:SECRET_LETTERS].translate(HEARD_AS), typed[SECRET_LETTERS:].translate(CHECK_HEARD_AS)
    if len(letters) != SECRET_LETTERS or len(check) != CHECK_DIGITS:
        raise InvalidRecoveryCode(reason="form")
    try:
        secret = base64.b32decode(letters)
    except (binascii.Error, ValueError):
        raise InvalidRecoveryCode(reason="form") from None
    if _check(int.from_bytes(secret, "big")) != check:
        raise InvalidRecoveryCode(reason="check")
    return secret


def sealed_for(device_id: UUID, officer_id: UUID) -> bytes:
    """What an officer's sealed codes are tied to, so that nobody else's can take their place."""
    return b"home-visit recovery codes 1 " + device_id.bytes + officer_id.bytes


def _check(number: int) -> str:
    return str(MODULUS + 1 - number * 10**CHECK_DIGITS % MODULUS).zfill(CHECK_DIGITS)
