"""The fiscal year that is running now, in which households are visited once."""

from datetime import date, datetime

from field_app.services import clock
from shared_models.fiscal_year import THAI_TIME, first_day, fiscal_year


def start(today: date) -> date:
    """The first day of the fiscal year that `today` lies in."""
    return first_day(fiscal_year(today))


def began() -> datetime:
    """The first moment of the fiscal year in Thailand that is running now."""
    first = start(clock.today())
    return datetime(first.year, first.month, first.day, tzinfo=THAI_TIME)
