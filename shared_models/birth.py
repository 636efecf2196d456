"""Partial dates in the Buddhist era (พ.ศ.): a birth of which perhaps only the year, or an age, is known.

BE = CE + 543 since 1 January 2484. Before that the year began on 1 April, so a day written January to March of BE y
is CE y - 542, unless an office has converted it already. Nobody can tell which: such a date is kept as written and
marked. January to March of 2483 did not exist (the year had April to December only): whoever writes such a day has
converted it or mixed the years up, so it is kept and marked the same. 1 January often stands for an unknown day and is
marked as well.
"""

import re
from calendar import isleap, monthrange
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Self

from shared_models.errors import InvalidChange
from shared_models.thai_text import ascii_digits, normalise

FIRST_JANUARY = "first_january"
OLD_CALENDAR = "old_calendar"
_ERA = 543
_EARLIEST_BE = 2400  # a smaller year is read as CE
_EARLIEST_CE = 1850
_LAST_OLD_YEAR = 2483  # which had only April to December

_SHORT = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."]
_LONG = [
    *("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน"),
    *("กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"),
]
_ENGLISH = [
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
]
_MONTHS = {name.replace(".", ""): at % 12 + 1 for at, name in enumerate(_LONG + _SHORT)}
_MONTHS |= {name[:3]: at for at, name in enumerate(_ENGLISH, 1)}
_THAI_WORDS = "|".join(sorted((name.replace(".", r"\.?") for name in _LONG + _SHORT), key=len, reverse=True))
_ENGLISH_WORDS = "|".join(f"{name[:3]}(?:{name[3:]})?" for name in _ENGLISH)
_MONTH_WORD = re.compile(rf"{_THAI_WORDS}|(?<![a-z])(?:{_ENGLISH_WORDS})(?![a-z])\.?", re.IGNORECASE)

_UNKNOWN = re.compile(r"[-.\s/0]*|null|none|n/?a|nan|ไม่(?:ทราบ|มี|ระบุ|แน่ชัด)\D*", re.IGNORECASE)
_AGE = re.compile(r"(?:อายุ)?\s*(\d{1,3})\s*ปี|อายุ\s*(\d{1,3})")
_FROM_AGE = re.compile(r"~\s*(\d{4})(?:0000)?")  # as our own exports write it
_DAY_FIRST = re.compile(r"(?:(?:(\d{1,2})\s*[-/. ]\s*)?(\d{1,2})\s*[-/. ]\s*)?(\d{4})")
_YEAR_FIRST = re.compile(r"(\d{4})[-/.](\d{1,2})(?:[-/.](\d{1,2}))?")
_SHORT_YEAR = re.compile(r"(\d{1,2})\s*[-/. ]\s*(\d{1,2})\s*[-/. ]\s*(\d{2})")
_RUN = re.compile(r"(\d{4})(\d{2})(\d{2})(?:\d{6})?")
_RUN_DAY_FIRST = re.compile(r"(\d{2})(\d{2})(\d{4})")
_TIME = re.compile(r"[T ]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?Z?$")
_STRUCK_OUT = re.compile(r"(?:^|(?<=/))\s*-+\s*(?=/)")  # as ID cards print an unknown day or month
_FILLER = re.compile(r"ไม่(?:ทราบ|ระบุ)|วันที่|วัน|เดือน|เกิด|เมื่อ|และ|ปี|พ\.?ศ\.?|ค\.?ศ\.?|,|-(?!\d)|(?<!\d)-")
_DASH = re.compile("[\u2010-\u2015\u2212]")
_CODE = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?|~([0-9]{4})")


class ImpossibleBirth(InvalidChange):
    """`reason` is unreadable, no_such_day, year or future."""

    code = "impossible_birth"


class Precision(StrEnum):
    """How much of a date is known."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    AGE_ONLY = "age_only"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class PartialDate:
    """`text` is as the source gave it. With AGE_ONLY `year_be` is the year of the statement less the age.

    `doubtful` is FIRST_JANUARY, OLD_CALENDAR or None; a 1 January of the old calendar has the first, whose doubt is
    the wider one.
    """

    text: str
    year_be: int | None = None
    month: int | None = None
    day: int | None = None
    precision: Precision = Precision.UNKNOWN
    doubtful: str | None = None

    @classmethod
    def from_code(cls, code: str) -> Self:
        """Read what `code` writes: 2504-05-12, 2504-05, 2504, or ~2504 for an age alone, and nothing else.

        Raises ImpossibleBirth.
        """
        parts = _CODE.fullmatch(code)
        if not parts:
            raise ImpossibleBirth(reason="unreadable")
        if parts[4]:
            return cls(code, _possible_year(int(parts[4])), precision=Precision.AGE_ONLY)
        return cls(code, *_checked(int(parts[1]), int(parts[2] or 0) or None, int(parts[3] or 0) or None))

    @property
    def code(self) -> str | None:
        """The text that is stored and sent; None when nothing is known."""
        if self.year_be is None:
            return None
        if self.precision is Precision.AGE_ONLY:
            return f"~{self.year_be}"
        return "-".join(f"{part:02}" for part in (self.year_be, self.month, self.day) if part)

    def to_ce(self) -> date | None:
        """The day in the common era, as written: not shifted where the old calendar is in doubt. None without a day.

        A 29 February that only the old calendar had is the one exception: it is given in the year that had it.
        """
        if self.precision is not Precision.DAY or not (self.year_be and self.month and self.day):
            return None
        year = self.year_be - _ERA
        if (self.month, self.day) == (2, 29) and not isleap(year):
            year += 1
        return date(year, self.month, self.day)

    def age_range(self, on: date) -> tuple[int, int] | None:
        """The least and greatest age in whole years on that day; None when nothing is known."""
        if self.year_be is None:
            return None
        earliest, latest = self._bounds(self.year_be - _ERA)
        return max(_age(latest, on), 0), max(_age(earliest, on), 0)

    def first_day(self) -> date | None:
        """The first day that it can have been, over every doubt; None when nothing is known."""
        return None if self.year_be is None else self._bounds(self.year_be - _ERA)[0]

    def last_day(self) -> date | None:
        """The last day that it can have been, over every doubt; None when nothing is known."""
        return None if self.year_be is None else self._bounds(self.year_be - _ERA)[1]

    def _bounds(self, year: int) -> tuple[date, date]:
        """The first and last day that the birth can have been, over every doubt."""
        if self.precision is Precision.AGE_ONLY:
            return date(year - 1, 1, 1), date(year, 12, 31)
        exact = self.to_ce()
        if exact and not self.doubtful:
            return exact, exact
        old = year + _ERA <= _LAST_OLD_YEAR
        if not self.month or self.doubtful == FIRST_JANUARY:
            return date(year, 1, 1), date(year + 1, 3, 31) if old else date(year, 12, 31)
        latest_year = year + 1 if old and self.month <= 3 else year
        last_day = self.day or monthrange(latest_year, self.month)[1]
        return _clipped(year, self.month, self.day or 1), _clipped(latest_year, self.month, last_day)


def partial(year_be: int | None, month: int | None = None, day: int | None = None, *, on: date) -> PartialDate:
    """A date from three fields of a form, `on` being today. No year is an unknown date. Raises ImpossibleBirth."""
    if year_be is None:
        return PartialDate("")
    text = "/".join(str(part) for part in (day, month or (day and "00"), year_be) if part)
    return _not_after(PartialDate(text, *_checked(year_be, month or None, day or None)), on)


def from_age(age: int, *, on: date, text: str = "") -> PartialDate:
    """A person of whom only the age was told on that day. Raises ImpossibleBirth beyond 130."""
    if not 0 <= age <= 130:
        raise ImpossibleBirth(reason="year")
    return PartialDate(text or str(age), on.year + _ERA - age, precision=Precision.AGE_ONLY)


@lru_cache(maxsize=65536)
def parse(text: str, *, on: date, short_years: bool = False) -> PartialDate:
    """Read a birth as forms and agencies write it; 00 is an unknown day or month. Raises ImpossibleBirth.

    `on` is the day after which nobody was born yet. A year from 2400 is BE, 1850–2100 is CE. A year of two digits is
    refused unless `short_years` says that the source means BE by it. With words: 12 พ.ค. 2504, ไม่ทราบวัน พ.ค. 2504,
    12-May-1961; ~2504 or ~19610000 is a year known by an age alone.
    """
    plain = _DASH.sub("-", _TIME.sub("", ascii_digits(normalise(text)).strip("'\" ")))
    if _UNKNOWN.fullmatch(plain):
        return PartialDate(text)
    if age := _AGE.fullmatch(plain):
        return from_age(int(age[1] or age[2]), on=on, text=text)
    if year_of_age := _FROM_AGE.fullmatch(plain):
        told = PartialDate(text, _possible_year(_in_be(int(year_of_age[1]))), precision=Precision.AGE_ONLY)
        return _not_after(told, on)
    year, month, day = _parts(_without_words(plain), on=on, short_years=short_years)
    if year == 0:
        return PartialDate(text)
    return _not_after(PartialDate(text, *_checked(_in_be(year), month or None, day or None)), on)


def _without_words(plain: str) -> str:
    numbered = _MONTH_WORD.sub(_month_number, plain)
    return " ".join(_FILLER.sub(" ", _STRUCK_OUT.sub("00", numbered)).split())


def _month_number(word: re.Match[str]) -> str:
    name = word[0].replace(".", "").lower()
    return f" {_MONTHS.get(name) or _MONTHS[name[:3]]} "


def _parts(plain: str, *, on: date, short_years: bool) -> tuple[int, int, int]:
    """Year, month and day as numbers, 0 for one that is not given."""
    if found := _DAY_FIRST.fullmatch(plain):
        return int(found[3]), int(found[2] or 0), int(found[1] or 0)
    if found := _YEAR_FIRST.fullmatch(plain):
        return int(found[1]), int(found[2]), int(found[3] or 0)
    if (found := _RUN.fullmatch(plain)) and int(found[2]) <= 12 and _plausible(int(found[1])):
        return int(found[1]), int(found[2]), int(found[3])
    if found := _RUN_DAY_FIRST.fullmatch(plain):
        return int(found[3]), int(found[2]), int(found[1])
    if short_years and (found := _SHORT_YEAR.fullmatch(plain)):
        year = 2500 + int(found[3])
        return year if year <= on.year + _ERA else year - 100, int(found[2]), int(found[1])
    raise ImpossibleBirth(reason="unreadable")


def _plausible(year: int) -> bool:
    return _EARLIEST_CE <= year <= 2100 or _EARLIEST_BE <= year <= 2700


def _in_be(year: int) -> int:
    return year + _ERA if _EARLIEST_CE <= year <= 2100 else year


def _checked(
    year_be: int, month: int | None, day: int | None
) -> tuple[int, int | None, int | None, Precision, str | None]:
    """The fields of a date behind its text. A day without a month says nothing and is left to the text."""
    if month is None:
        return _possible_year(year_be), None, None, Precision.YEAR, None
    if not 1 <= month <= 12 or not 1 <= (day or 1) <= _days(_possible_year(year_be), month):
        raise ImpossibleBirth(reason="no_such_day")
    precision = Precision.DAY if day else Precision.MONTH
    return year_be, month, day, precision, _doubt(year_be, month, day)


def _possible_year(year_be: int) -> int:
    if not _EARLIEST_BE <= year_be <= 2700:
        raise ImpossibleBirth(reason="year")
    return year_be


def _days(year_be: int, month: int) -> int:
    """Days in the month by whichever calendar gives more: 29 February 2478 was a day, in CE 1936."""
    days = monthrange(year_be - _ERA, month)[1]
    return max(days, monthrange(year_be - _ERA + 1, month)[1]) if year_be < _LAST_OLD_YEAR else days


def _doubt(year_be: int, month: int, day: int | None) -> str | None:
    if (month, day) == (1, 1):
        return FIRST_JANUARY
    return OLD_CALENDAR if month <= 3 and year_be <= _LAST_OLD_YEAR else None


def _not_after(birth: PartialDate, on: date) -> PartialDate:
    """Raises when even the first day that it can have been lies behind `on`."""
    if birth.year_be is not None and birth._bounds(birth.year_be - _ERA)[0] > on:
        raise ImpossibleBirth(reason="future")
    return birth


def _age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


def _clipped(year: int, month: int, day: int) -> date:
    return date(year, month, min(day, monthrange(year, month)[1]))
