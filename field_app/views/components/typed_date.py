"""What stands in the boxes of a date: day and year typed, month chosen; read into a date and read back in words."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date

from field_app.views.text import WEEKDAYS, arabic, error_words, in_language, say
from field_app.views.theme import Language
from shared_models.birth import OLD_CALENDAR, ImpossibleBirth, PartialDate, partial
from shared_models.labels.moment import month_name

BUDDHIST_OFFSET = 543
COMMON_ERA = range(1850, 2101)  # a year typed in here was meant as CE


@dataclass(frozen=True)
class TypedDate:
    """The three boxes; "" and None are left empty, which means unknown."""

    day: str = ""
    month: int | None = None
    year: str = ""

    @classmethod
    def of(cls, value: PartialDate | None) -> "TypedDate":
        """The boxes for a known value."""
        if value is None:
            return cls()
        return cls(day=str(value.day or ""), month=value.month, year=str(value.year_be or ""))

    @property
    def empty(self) -> bool:
        return not (arabic(self.day) or self.month or arabic(self.year))


class UnreadableDate(ValueError):
    """`code` picks the sentence in views.text.ERRORS, `details` fill it in."""

    def __init__(self, code: str, **details: object) -> None:
        super().__init__(code)
        self.code = code
        self.details = details

    def words(self, language: Language) -> str:
        """The sentence under the field."""
        return error_words(self.code, language, **self.details)


def read_date(typed: TypedDate, *, latest: date, language: Language) -> PartialDate | None:
    """The date in the boxes, None when all are empty. Raises UnreadableDate, also for a day after `latest`."""
    if typed.empty:
        return None
    year, day = read_year(typed.year), read_day(typed.day)
    if day and typed.month is None:
        raise UnreadableDate("month_missing")
    try:
        return partial(year, typed.month, day, on=latest)
    except ImpossibleBirth as impossible:
        raise explained(impossible, year, typed.month or 1, language) from impossible


def read_year(typed: str) -> int:
    """A Buddhist year of four digits, Thai or Arabic."""
    digits = arabic(typed)
    if len(digits) != 4 or not digits.isdecimal():
        raise UnreadableDate("year_missing")
    if int(digits) in COMMON_ERA:
        raise UnreadableDate("year_not_buddhist", year_be=int(digits) + BUDDHIST_OFFSET)
    return int(digits)


def read_day(typed: str) -> int | None:
    """A day of 1 to 31; None when left empty."""
    digits = arabic(typed)
    if not digits:
        return None
    if not digits.isdecimal() or not 1 <= int(digits) <= 31:
        raise UnreadableDate("day_not_a_number")
    return int(digits)


def explained(impossible: ImpossibleBirth, year: int, month: int, language: Language) -> UnreadableDate:
    """The rule's reason in words an officer can act on."""
    reason = impossible.details.get("reason")
    if reason == "no_such_day":
        days = monthrange(year - BUDDHIST_OFFSET, month)[1]
        return UnreadableDate("no_such_day", month=month_name(month, language), days=days)
    return UnreadableDate("date_in_future" if reason == "future" else "year_missing")


def read_back(value: PartialDate, *, today: date, language: Language) -> str:
    """`วันศุกร์ 12 วันก่อน`, or which parts are unknown: the line that lets an officer notice a slip.

    A day of the old calendar (before 2484, January to March) gets no weekday: its year is in doubt.
    """
    day = value.to_ce()
    if day is None:
        return say("unknown_day" if value.month else "unknown_day_month", language)
    when = ago(day, today=today, language=language)
    if value.doubtful == OLD_CALENDAR:
        return when
    return f"{in_language(WEEKDAYS[day.weekday()], language)} {when}"


def ago(day: date, *, today: date, language: Language) -> str:
    """How long ago, in the coarsest unit that still tells: days to 60, months to two years, then years."""
    days = (today - day).days
    if days in (0, 1):
        return say("yesterday" if days else "today", language)
    if days < 0:
        return say("in_days", language, n=-days)
    if days <= 60:
        return say("days_ago", language, n=days)
    months = (today.year - day.year) * 12 + today.month - day.month - (today.day < day.day)
    if months < 24:
        return say("months_ago", language, n=months)
    return say("years_ago", language, n=months // 12)
