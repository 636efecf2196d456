"""The fiscal year: 1 October to 30 September, named by the BE year it ends in, by the clock of Thailand."""

from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_models.fiscal_year import first_day, fiscal_year, last_day, thai_day


@pytest.mark.parametrize(
    ("day", "year"),
    [(date(2022, 10, 1), 2566), (date(2023, 9, 30), 2566), (date(2023, 10, 1), 2567), (date(2022, 9, 30), 2565)],
)
def test_the_year_changes_on_1_october(day: date, year: int) -> None:
    assert fiscal_year(day) == year


@given(st.dates(date(1900, 1, 1), date(2100, 1, 1)))
def test_a_day_lies_between_the_ends_of_its_year(day: date) -> None:
    assert first_day(fiscal_year(day)) <= day <= last_day(fiscal_year(day))


def test_a_moment_has_the_date_of_thailand() -> None:
    assert thai_day(datetime(2023, 9, 30, 17, tzinfo=UTC)) == date(2023, 10, 1)
