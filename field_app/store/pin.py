"""What opens a tablet: a PIN of digits or a passphrase, how each is read, and which are too easy."""

import unicodedata
from itertools import pairwise

from field_app.store.errors import WeakPin
from shared_models.thai_text import ascii_digits

PIN_LENGTH = range(6, 13)
PHRASE_LENGTH = range(12, 129)
FEWEST_LETTERS = 5  # different ones in a passphrase
LONGEST_REPEAT = 3  # 000000, 121212 and 482482 are one to three characters over and over
YEARS = (*range(1900, 2100), *range(2443, 2643))  # of the common and the Buddhist era


def as_read(typed: str) -> bytes:
    """The bytes that are stretched: digits of either script, NFC, single spaces. Every ring depends on it for ever."""
    return " ".join(unicodedata.normalize("NFC", ascii_digits(typed)).split()).encode()


def digits_of(typed: str) -> int:
    """How many digits the PIN pad takes for it; 0 for a passphrase, which is typed."""
    read = as_read(typed)
    return len(read) if read.isdigit() else 0


def check_pin(typed: str) -> None:
    """Raises WeakPin unless it has 6 to 12 digits, or is a passphrase of 12 characters or more, and is not too easy."""
    read = as_read(typed).decode()
    length = PIN_LENGTH if digits_of(typed) else PHRASE_LENGTH
    if len(read) not in length:
        raise WeakPin(reason="length")
    reason = _pin_weakness(read) if digits_of(typed) else _phrase_weakness(read)
    if reason:
        raise WeakPin(reason=reason)


def _pin_weakness(digits: str) -> str:
    if _repeats(digits):
        return "repeated"
    if {(int(after) - int(before)) % 10 for before, after in pairwise(digits)} in ({1}, {9}):
        return "run"
    return "year" if _is_year(digits) else ""


def _phrase_weakness(phrase: str) -> str:
    if _repeats(phrase) or len(set(phrase)) < FEWEST_LETTERS:
        return "repeated"
    return "run" if {ord(after) - ord(before) for before, after in pairwise(phrase)} in ({1}, {-1}) else ""


def _repeats(text: str) -> bool:
    return any(_filled(text[:length], len(text)) == text for length in range(1, LONGEST_REPEAT + 1))


def _is_year(digits: str) -> bool:
    """A year alone, of either era: over and over to the last digit (250925, 19901990), or filled up with zeros."""
    size = len(digits)
    shapes = ((_filled(str(year), size), f"{year}".ljust(size, "0"), f"{year}".rjust(size, "0")) for year in YEARS)
    return any(digits in shape for shape in shapes)


def _filled(part: str, size: int) -> str:
    return (part * size)[:size]
