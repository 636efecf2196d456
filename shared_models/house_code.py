"""House code (รหัสประจำบ้าน): 11 digits, printed XXXX-XXXXXX-X. What lists and officers make of it, and how it is shown.

It is no key: two households may share one and a household may have none. The first four digits are the registrar
office that issued it, which need not be the one of the place today. The last digit is said to be a check digit, but no
formula is published, so any 11 digits are taken and another count is only marked.
"""

import re
from typing import NamedTuple

from shared_models.citizen_id import stands_for_none
from shared_models.thai_text import ascii_digits

DIGITS = 11
_PUNCTUATION = re.compile(r"[\s\-\u00ad\u2010-\u2015']")
_SPREADSHEET_TAIL = re.compile(r"\.0*$")


class HouseCode(NamedTuple):
    """`value` is what was given without blanks and dashes, digits as 0–9; None for none. `doubtful`: not 11 digits."""

    value: str | None
    doubtful: bool


_NO_CODE = HouseCode(None, False)


def parse(text: str) -> HouseCode:
    """Read a house code; nothing is refused. A blank, zeros, or a word that stands for none is no code."""
    if len(text) == DIGITS and text.isascii() and text.isdigit() and text.strip("0"):
        return HouseCode(text, False)
    bare = ascii_digits(text).strip().lstrip("'").strip('" ')
    if stands_for_none(bare):
        return _NO_CODE
    value = _PUNCTUATION.sub("", _SPREADSHEET_TAIL.sub("", bare))
    if not value.strip("0"):
        return _NO_CODE
    return HouseCode(value, not (len(value) == DIGITS and value.isascii() and value.isdigit()))


def printed(value: str) -> str:
    """`XXXX-XXXXXX-X`, as in the house register. Anything but 11 characters comes back as it is."""
    return f"{value[:4]}-{value[4:10]}-{value[10]}" if len(value) == DIGITS else value
