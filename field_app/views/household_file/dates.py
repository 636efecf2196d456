"""Dates of a file in words: full dates, moments, and dates of which only a part is known."""

from datetime import date, datetime

from field_app.services import clock
from field_app.views.text import say
from field_app.views.theme import Language
from shared_models.labels.moment import ERA, date_words, read_partial


def day_of(moment: datetime) -> date:
    """The date in Thailand."""
    return moment.astimezone(clock.THAI_TIME).date()


def moment_day(moment: datetime, language: Language) -> str:
    return date_words(day_of(moment), language)


def partial_order(code: str | None) -> tuple[int, int, int]:
    """Sorts partial dates; an unknown part comes first."""
    known = read_partial(code)
    return (known.year_be or 0, known.month or 0, known.day or 0) if known else (0, 0, 0)


def day_order(day: date) -> tuple[int, int, int]:
    """The same for a full date."""
    return (day.year + ERA, day.month, day.day)


def age_words(code: str | None, language: Language) -> str:
    """`78 ปี`; `77–78 ปี` where the date leaves it open; "" when nothing is known."""
    known = read_partial(code)
    ages = known.age_range(clock.today()) if known else None
    if ages is None:
        return ""
    least, most = ages
    if most == 0:
        return say("file_age_under_one", language)
    return (
        say("age_years", language, n=most) if least == most else say("file_age_range", language, least=least, most=most)
    )
