"""What single cells of an agency's list of welfare mean: amounts, days of payment, periods."""

import re
from datetime import date
from decimal import Decimal
from functools import lru_cache

from shared_models import birth
from shared_models.birth import ImpossibleBirth, PartialDate, Precision
from shared_models.target_cells import BLANK_WORDS, number_text
from shared_models.thai_text import ascii_digits, normalise

SATANG_MAX = (1 << 63) - 1  # what a column of satang holds
_NO_END = date(9000, 1, 1)  # a period may lie ahead; years beyond 2700 are refused as unlikely
_MONEY = re.compile(r"(?:฿\s*)?((?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d*)?)\s*(?:บาท|baht|thb|฿)?(?:\s*ถ้วน)?", re.IGNORECASE)
_YEAR_MONTH = re.compile(r"((?:2[4-6]|19|20)\d{2})[-/.]?(0[1-9]|1[0-2])")  # 256605, 202305
_MONTH_YEAR = re.compile(r"(0[1-9]|1[0-2])((?:2[4-6]|19|20)\d{2})")  # 052566
_SHORT_MONTH = re.compile(r"(\d{2})[-/.]?(0[1-9]|1[0-2])")  # 6605, where the dictionary says YYMM
_FROM_AGE = re.compile(r"~\s*(\d{4})(?:0000)?")
_ERA = 543


class UnreadableCell(ValueError):
    """The line it stands in is refused, with a reason."""


@lru_cache(maxsize=4096)
def amount_satang(cell: str) -> int | None:
    """Baht, with or without thousands commas and the word baht; None for a blank. Raises UnreadableCell.

    Less than nothing, parts of a satang and what no column can hold are unreadable: no amount is rounded.
    """
    text = normalise(number_text(cell))
    if text in BLANK_WORDS:
        return None
    found = _MONEY.fullmatch(text)
    satang = Decimal(found[1].replace(",", "")) * 100 if found else Decimal(-1)
    if satang < 0 or satang > SATANG_MAX or satang != int(satang):
        raise UnreadableCell()
    return int(satang)


@lru_cache(maxsize=16384)
def day(cell: str, *, layout: str = "") -> date | None:
    """A whole day as partial_date reads it; None for a blank. Raises UnreadableCell, also without a day."""
    found = partial_date(cell, layout=layout)
    if found is None:
        return None
    exact = found.to_ce()
    if exact is None:
        raise UnreadableCell()
    return exact


@lru_cache(maxsize=16384)
def partial_date(cell: str, *, layout: str = "") -> PartialDate | None:
    """A day, month or year, CE or BE by its year, also 256605, 052566 and ~2566; None for a blank.

    `layout` is the dictionary's format: YYMM and a year of two digits are read as BE where it says so. Raises
    UnreadableCell.
    """
    text = number_text(normalise(cell))
    short = bool(re.search(r"(?<!Y)YY(?!Y)", layout.upper())) and not re.search(r"\bCE\b|ค\.?ศ", layout.upper())
    if by_age := _FROM_AGE.fullmatch(text):
        year = int(by_age[1])
        return _known(f"~{year if year >= 2400 else year + _ERA}")
    if found := _YEAR_MONTH.fullmatch(text):
        text = f"{found[2]}/{found[1]}"
    elif found := _MONTH_YEAR.fullmatch(text):
        text = f"{found[1]}/{found[2]}"
    elif short and (found := _SHORT_MONTH.fullmatch(text)):
        text = f"{found[2]}/25{found[1]}"
    try:
        told = birth.parse(text, on=_NO_END, short_years=short)
    except ImpossibleBirth:
        raise UnreadableCell() from None
    if told.precision is Precision.AGE_ONLY:
        raise UnreadableCell()  # an age says nothing of a payment
    return None if told.year_be is None else told


def _known(code: str) -> PartialDate:
    try:
        return PartialDate.from_code(code)
    except ImpossibleBirth:
        raise UnreadableCell() from None


def code_text(cell: str) -> str:
    """A code of the agency's, with digits 0–9."""
    return ascii_digits(normalise(cell))
