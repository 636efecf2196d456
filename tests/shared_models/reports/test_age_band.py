"""Age bands: what a year or month alone decides is what the whole birth says, and a vague birth is told as one."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_models.birth import PartialDate
from shared_models.reports.age_band import AgeBand, age_band

ON = date(2023, 6, 15)


@pytest.mark.parametrize(
    ("birth", "band"),
    [
        (None, None),
        ("", None),
        ("อ่านไม่ออก", None),
        ("2566-06-15", "0-2"),
        ("2563-06-15", "3-5"),
        ("2563-06-16", "0-2"),
        ("2551-06-15", "15-59"),
        ("2551-06-16", "6-14"),
        ("2506-06-15", "60-69"),
        ("2506-07", "15-59"),
        ("2506-06", "unsure"),
        ("2506", "unsure"),
        ("2500", "60-69"),
        ("2506-01-01", "unsure"),
        ("~2506", "unsure"),
        ("2440", "80+"),
    ],
)
def test_the_band_of_a_birth(birth: str | None, band: str | None) -> None:
    assert age_band(birth, ON) == (band and AgeBand(band))


@given(st.dates(date(1870, 1, 1), ON))
def test_the_fast_way_says_what_the_slow_way_says(born: date) -> None:
    birth = f"{born.year + 543}-{born:%m-%d}"
    ages = PartialDate.from_code(birth).age_range(ON)
    assert ages
    bands = {
        next(band for band in reversed(list(AgeBand)[:7]) if int(band.value.rstrip("+").split("-")[0]) <= age)
        for age in ages
    }
    assert age_band(birth, ON) == (bands.pop() if len(bands) == 1 else AgeBand.UNSURE)
