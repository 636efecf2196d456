"""Dates as officers type them: Buddhist years, Thai digits, unknown parts, and what is read back."""

from datetime import date

import pytest

from field_app.views.components.typed_date import TypedDate, UnreadableDate, ago, read_back, read_date
from shared_models.birth import PartialDate

TODAY = date(2023, 5, 24)


def read(day: str, month: int | None, year: str) -> PartialDate | None:
    return read_date(TypedDate(day, month, year), latest=TODAY, language="th")


def refused(day: str, month: int | None, year: str) -> str:
    with pytest.raises(UnreadableDate) as caught:
        read(day, month, year)
    return caught.value.words("th").replace("\u00a0", " ")


def test_thai_and_arabic_digits_read_as_the_same_day() -> None:
    assert read("๑๒", 5, "๒๕๖๖") == read("12", 5, "2566")
    assert read("๑๒", 5, "๒๕๖๖") is not None


def test_an_empty_day_is_unknown_and_an_empty_field_is_no_date() -> None:
    value = read("", 5, "2566")
    assert value is not None
    assert (value.year_be, value.month, value.day) == (2566, 5, None)
    assert read(" ", None, "") is None


def test_the_last_day_but_one_of_april_is_named_in_the_refusal() -> None:
    assert refused("31", 4, "2558").startswith("เดือนเมษายนมีแค่ 30 วัน")


def test_a_common_era_year_is_answered_with_its_buddhist_year() -> None:
    assert "2566" in refused("12", 5, "2023")


def test_a_day_without_its_month_asks_for_the_month() -> None:
    assert refused("12", None, "2566") == "เลือกเดือนด้วย หรือเว้นวันให้ว่าง"


def test_a_year_of_two_digits_is_refused() -> None:
    assert "4 หลัก" in refused("12", 5, "66")


def test_a_day_still_to_come_is_refused_and_a_due_date_is_not() -> None:
    assert refused("25", 5, "2566") == "วันนี้ยังมาไม่ถึง ตรวจปีอีกครั้ง"
    due = read_date(TypedDate("25", 5, "2566"), latest=date(2030, 1, 1), language="th")
    assert due is not None


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        (("12", 5, "2566"), "วันศุกร์ 12 วันก่อน"),
        (("24", 5, "2566"), "วันพุธ วันนี้"),
        (("23", 5, "2566"), "วันอังคาร เมื่อวาน"),
        (("1", 2, "2566"), "วันพุธ 3 เดือนก่อน"),
        (("12", 5, "2504"), "วันศุกร์ 62 ปีก่อน"),
        (("", 5, "2566"), "ไม่ทราบวัน"),
        (("", None, "2566"), "ไม่ทราบวันและเดือน"),
    ],
)
def test_a_date_is_read_back_in_words(typed: tuple[str, int | None, str], words: str) -> None:
    value = read(*typed)
    assert value is not None
    assert read_back(value, today=TODAY, language="th").replace("\u00a0", " ") == words


def test_a_day_of_the_old_calendar_gets_no_weekday() -> None:
    value = read("12", 2, "2470")
    assert value is not None
    assert read_back(value, today=TODAY, language="th").replace("\u00a0", " ") == "96 ปีก่อน"


def test_a_due_day_is_counted_forward() -> None:
    assert ago(date(2023, 5, 30), today=TODAY, language="th").replace("\u00a0", " ") == "อีก 6 วัน"
