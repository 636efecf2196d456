"""Citizen number: 13 digits with a check digit, what agencies make of it, and how it is shown.

A number that fails the check is kept and marked, never refused: the person is real even when the number is not.
"""

import re
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from shared_models import area
from shared_models.thai_text import ascii_digits

# The weighted sum of each group of three digits, by its place: a list has a million numbers to check.
_SUMS = [
    {f"{n:03}": n // 100 * weight + n // 10 % 10 * (weight - 1) + n % 10 * (weight - 2) for n in range(1000)}
    for weight in (13, 10, 7, 4)
]
_DIGITS = "0123456789"
_FIRST, _SECOND, _THIRD, _FOURTH = _SUMS
_BLANK_WORDS = frozenset({"", "null", "none", "nil", "na", "n/a", "nan", "ไม่มี", "ไม่ทราบ", "ไม่ระบุ", "ไม่มีเลข"})
_BLANK_NUMBER = re.compile(r"[-.\s*?/_]*|0+|9{13}")
_SPREADSHEET = re.compile(r"\d(?:[.,]\d*)?e\+?\d{1,2}", re.IGNORECASE)  # 3.10E+12: the digits are gone
_PUNCTUATION = re.compile(r"[\s\-\u00ad\u2010-\u2015']")
_PASSPORT = re.compile(r"[A-Z]{1,2}\d{6,8}")
_AGENCY = re.compile(r"[A-Z]\d{9,13}")  # such as the G-code that schools give
_INTERNAL = re.compile(r"T-[0-9A-F]{4}-[0-9A-F]{4}-[0-9A-F]{4}", re.IGNORECASE)


class IdKind(StrEnum):
    """Who the number is for. The first digit of 13 tells (Department of Provincial Administration)."""

    CITIZEN = "citizen"
    NON_THAI_13 = "non_thai_13"
    ZERO_TYPE = "zero_type"
    PASSPORT = "passport"
    AGENCY = "agency"
    NONE = "none"


class IdReason(StrEnum):
    """Why a person has no number (IdKind.NONE): the number is never required, the reason may be told."""

    NEVER_HAD = "never_had"
    LOST_CARD = "lost_card"
    REFUSES = "refuses"
    NEWBORN = "newborn"
    DOES_NOT_KNOW = "does_not_know"


_KIND_BY_DIGIT = {
    **dict.fromkeys("12345", IdKind.CITIZEN),
    **dict.fromkeys("678", IdKind.NON_THAI_13),  # 8 also covers naturalised Thais
    "0": IdKind.ZERO_TYPE,
    "9": IdKind.AGENCY,  # the registrar issues none
}
_FROM_A_PROVINCE = "123458"  # kinds of number whose digits 2–5 are the registrar office of a province


class CitizenId(NamedTuple):
    """`value` is 13 digits 0–9, or None without such a number. `given` is the source's text."""

    value: str | None
    kind: IdKind
    doubtful: bool
    given: str

    @property
    def unknown_registrar(self) -> bool:
        """A doubt apart from `doubtful`: see the function of that name. False without 13 digits."""
        return self.value is not None and unknown_registrar(self.value)


def check_digit(first12: str) -> str:
    """The 13th digit of 12 digits 0–9: (11 - sum of digit i times 14 - i, modulo 11) modulo 10.

    An error in the 3rd digit is never noticed: its weight is 11.
    """
    total = _FIRST[first12[:3]] + _SECOND[first12[3:6]] + _THIRD[first12[6:9]] + _FOURTH[first12[9:]]
    return _DIGITS[(11 - total % 11) % 10]


def kind_of(value: str) -> IdKind:
    """`value` is 13 digits 0–9."""
    return _KIND_BY_DIGIT[value[0]]


def unknown_registrar(value: str) -> bool:
    """Whether digits 2–3 of a number of kind 1–5 or 8 are no province's: worth a warning, never a refusal.

    Digits 2–5 are the registrar office that issued it, and the first two of them the code of its province
    (Department of Provincial Administration). The check digit never notices a wrong 3rd digit; this often does.
    Of the office only the province is looked at: municipal offices count down from 99 and no list of them is open.
    Anything but 13 digits 0–9 has no registrar and is False.
    """
    if len(value) != 13 or not (value.isascii() and value.isdigit()) or value[0] not in _FROM_A_PROVINCE:
        return False
    return not area.known(value[1:3])


def stands_for_none(bare: str) -> bool:
    """Whether a text without quotes, its digits 0–9, is blank or one of the ways to write that there is none."""
    return bare.casefold() in _BLANK_WORDS or _BLANK_NUMBER.fullmatch(bare) is not None


def parse(text: str) -> CitizenId:
    """Read a number as agencies and officers write it; nothing is refused.

    A blank, or a word or number that stands for one, is no number and not doubtful. Doubtful are: a wrong check
    digit, a count of digits that is not 13, and 3.10E+12. 12 digits that agree with the check digit once a 0 is put
    in front lost that 0 in a spreadsheet: it is restored.
    """
    if len(text) == 13 and text.isascii() and text.isdigit() and check_digit(text[:12]) == text[12]:
        return CitizenId(text, _KIND_BY_DIGIT[text[0]], False, text)
    bare = ascii_digits(text).strip().lstrip("'").strip('" ')
    if stands_for_none(bare) or _INTERNAL.fullmatch(bare):
        return CitizenId(None, IdKind.NONE, False, text)
    if _SPREADSHEET.fullmatch(bare.replace(" ", "")):
        return CitizenId(None, IdKind.NONE, True, text)
    compact = _PUNCTUATION.sub("", re.sub(r"\.0*$", "", bare))
    if compact.isascii() and compact.isdigit():
        return _of_digits(compact, text)
    return _of_letters(compact.upper(), text)


def _of_digits(digits: str, given: str) -> CitizenId:
    if _BLANK_NUMBER.fullmatch(digits):
        return CitizenId(None, IdKind.NONE, False, given)
    if len(digits) == 12 and check_digit("0" + digits[:11]) == digits[11]:
        digits = "0" + digits
    if len(digits) != 13:
        return CitizenId(None, IdKind.NONE, True, given)
    return CitizenId(digits, kind_of(digits), check_digit(digits[:12]) != digits[12], given)


def _of_letters(compact: str, given: str) -> CitizenId:
    if _PASSPORT.fullmatch(compact):
        return CitizenId(None, IdKind.PASSPORT, False, given)
    kind = IdKind.AGENCY if _AGENCY.fullmatch(compact) else IdKind.NONE
    return CitizenId(None, kind, False, given)


def printed(value: str) -> str:
    """`X-XXXX-XXXXX-XX-X`, as on the card. Anything but 13 digits comes back as it is."""
    if len(value) != 13:
        return value
    return f"{value[0]}-{value[1:5]}-{value[5:10]}-{value[10:12]}-{value[12]}"


def masked(value: str) -> str:
    """`1-5601-xxxxx-12-3` for lists. Of anything but 13 digits only the last two characters show."""
    if len(value) != 13:
        return "x" * len(value[:-2]) + value[-2:]
    return f"{value[0]}-{value[1:5]}-xxxxx-{value[10:12]}-{value[12]}"


def internal_number(person_id: UUID) -> str:
    """`T-4F2A-91BC-03DE`: what to call a person without a number by; the last 12 hexadecimal digits of the row's id.

    Only for showing, never stored as a number. It cannot be taken for an ID: it starts with a letter, has not 13
    digits, and parse() reads it as no number. Invented 13 digits would poison the linking of lists.
    """
    tail = person_id.hex[-12:].upper()
    return f"T-{tail[:4]}-{tail[4:8]}-{tail[8:]}"
