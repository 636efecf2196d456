"""The Thai fiscal year, in which the programme counts: it begins on 1 October and has the BE year it ends in."""

from datetime import date, datetime, timedelta, timezone

THAI_TIME = timezone(timedelta(hours=7), "ICT")  # no daylight saving since 1941; a tablet may lack a zone database


def fiscal_year(day: date) -> int:
    """In BE: 1 October 2565 (CE 2022) lies in 2566."""
    return day.year + 543 + (day.month >= 10)


def first_day(year: int) -> date:
    """Of fiscal year `year` (BE)."""
    return date(year - 544, 10, 1)


def last_day(year: int) -> date:
    """Of fiscal year `year` (BE)."""
    return date(year - 543, 9, 30)


def thai_day(moment: datetime) -> date:
    """The date in Thailand at that moment."""
    return moment.astimezone(THAI_TIME).date()
