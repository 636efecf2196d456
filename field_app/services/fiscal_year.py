"""The Thai fiscal year, in which households are visited once: it begins on 1 October."""

from datetime import date, datetime

from field_app.services import clock


def start(today: date) -> date:
    """The first day of the fiscal year that `today` lies in."""
    return date(today.year if today.month >= 10 else today.year - 1, 10, 1)


def began() -> datetime:
    """The first moment of the fiscal year in Thailand that is running now."""
    first = start(clock.today())
    return datetime(first.year, first.month, first.day, tzinfo=clock.THAI_TIME)
