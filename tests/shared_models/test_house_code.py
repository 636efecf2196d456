"""House codes: all the numbers are invented."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_models.house_code import HouseCode, parse, printed
from shared_models.thai_text import thai_digits

ELEVEN = st.text("0123456789", min_size=11, max_size=11).filter(lambda digits: digits.strip("0"))


@given(ELEVEN)
def test_any_11_digits_are_taken_however_they_are_written(code: str) -> None:
    for text in (code, printed(code), thai_digits(code), f" {thai_digits(printed(code))} ", f"'{code}", f"{code}.0"):
        assert parse(text) == HouseCode(code, False)


@given(st.text("0123456789", min_size=1, max_size=20).filter(lambda digits: digits.strip("0") and digits != "9" * 13))
def test_another_count_of_digits_is_kept_and_marked(digits: str) -> None:
    assert parse(digits) == HouseCode(digits, len(digits) != 11)


@pytest.mark.parametrize(
    "text", ["", " ", "-", "--", ".", "NULL", "n/a", "ไม่มี", "ไม่ทราบ", "0", "00000000000", "0000-000000-0"]
)
def test_what_stands_for_no_code_is_none_and_not_doubtful(text: str) -> None:
    assert parse(text) == HouseCode(None, False)


@pytest.mark.parametrize(
    ("text", "value"), [("5.60E+10", "5.60E+10"), ("5601010799ก", "5601010799ก"), ("5601 ใหม่", "5601ใหม่")]
)
def test_what_is_no_number_is_kept_and_marked(text: str, value: str) -> None:
    assert parse(text) == HouseCode(value, True)


@given(st.text() | ELEVEN.map(printed))
def test_any_text_can_be_read_and_a_code_without_doubt_is_11_digits(text: str) -> None:
    code = parse(text)
    assert code.doubtful or code.value is None or parse(printed(code.value)) == code
    assert code.doubtful or code.value is None or (len(code.value) == 11 and code.value.isascii())
    assert code.value or not code.doubtful


def test_the_register_prints_it_in_three_groups() -> None:
    assert printed("56010107993") == "5601-010799-3"
    assert printed("5601") == "5601"
