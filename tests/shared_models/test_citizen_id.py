"""Citizen numbers: all the numbers are invented."""

from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_models import area
from shared_models.citizen_id import (
    CitizenId,
    IdKind,
    check_digit,
    internal_number,
    kind_of,
    masked,
    parse,
    printed,
    unknown_registrar,
)

TWELVE = st.text("0123456789", min_size=12, max_size=12)


@given(TWELVE)
def test_the_check_digit_follows_the_published_formula(first12: str) -> None:
    total = sum(int(digit) * (14 - place) for place, digit in enumerate(first12, 1))
    assert check_digit(first12) == str((11 - total % 11) % 10)


@given(TWELVE.filter(lambda digits: digits.strip("0") and digits.strip("9")))
def test_a_number_with_its_own_check_digit_is_never_doubtful(first12: str) -> None:
    number = parse(first12 + check_digit(first12))
    assert number.value == first12 + check_digit(first12)
    assert not number.doubtful


@given(TWELVE, st.integers(1, 9))
def test_a_wrong_check_digit_is_kept_and_doubtful(first12: str, off: int) -> None:
    number = "1" + first12[1:]
    number += str((int(check_digit(number)) + off) % 10)
    assert parse(number) == CitizenId(number, IdKind.CITIZEN, True, number)


@pytest.mark.parametrize(
    "text",
    [
        "1653870822778",
        "1-6538-70822-77-8",
        " 1 6538 70822 77 8 ",
        "๑๖๕๓๘๗๐๘๒๒๗๗๘",
        "'1653870822778",
        "1653870822778.0",
        "1653870822778.",
        '"1653870822778"',
    ],
)
def test_dashes_blanks_thai_digits_and_spreadsheet_leavings_do_not_matter(text: str) -> None:
    assert parse(text) == CitizenId("1653870822778", IdKind.CITIZEN, False, text)


@pytest.mark.parametrize(
    "text",
    ["", " ", "-", "--", ".", "NULL", "null", "N/A", "ไม่มี", "0", "9999999999999", "0000000000000", "๙๙๙๙๙๙๙๙๙๙๙๙๙"],
)
def test_what_stands_for_no_number_is_no_number_and_not_doubtful(text: str) -> None:
    assert parse(text) == CitizenId(None, IdKind.NONE, False, text)


@pytest.mark.parametrize("text", ["3.10E+12", "3.1e12", "๓.๑๐E+๑๒", "3,10E+12", "3E+12"])
def test_a_number_that_a_spreadsheet_destroyed_is_kept_as_text_and_doubtful(text: str) -> None:
    assert parse(text) == CitizenId(None, IdKind.NONE, True, text)


def test_a_lost_leading_zero_comes_back_only_if_the_check_digit_agrees() -> None:
    assert parse("580631407354") == CitizenId("0580631407354", IdKind.ZERO_TYPE, False, "580631407354")
    assert parse("580631407355") == CitizenId(None, IdKind.NONE, True, "580631407355")


@pytest.mark.parametrize(
    ("first12", "kind"),
    [
        ("056010000001", IdKind.ZERO_TYPE),
        ("156010000001", IdKind.CITIZEN),
        ("556010000001", IdKind.CITIZEN),
        ("656010000001", IdKind.NON_THAI_13),
        ("756010000001", IdKind.NON_THAI_13),
        ("956010000001", IdKind.AGENCY),
    ],
)
def test_the_first_digit_tells_whose_number_it_is(first12: str, kind: IdKind) -> None:
    number = parse(first12 + check_digit(first12))
    assert (number.kind, number.doubtful) == (kind, False)


@pytest.mark.parametrize(
    ("text", "kind"), [("AA1234567", IdKind.PASSPORT), ("G123456789012", IdKind.AGENCY), ("รอแจ้งเกิด", IdKind.NONE)]
)
def test_a_number_with_letters_has_no_13_digits_and_is_not_doubtful(text: str, kind: IdKind) -> None:
    assert parse(text) == CitizenId(None, kind, False, text)


@given(st.text())
def test_any_text_can_be_read(text: str) -> None:
    number = parse(text)
    assert number.given == text
    assert number.value is None or (number.value.isascii() and number.value.isdigit() and len(number.value) == 13)


def test_lists_hide_five_digits_and_cards_show_all() -> None:
    assert masked("1560100000123") == "1-5601-xxxxx-12-3"
    assert printed("1560100000123") == "1-5601-00000-12-3"
    assert masked("AA1234567") == "xxxxxxx67"
    assert printed("AA1234567") == "AA1234567"


@given(TWELVE, st.integers(0, 11), st.integers(1, 9))
def test_one_wrong_digit_is_noticed_except_the_third_and_one_difference_elsewhere(
    first12: str, place: int, off: int
) -> None:
    wrong = first12[:place] + str((int(first12[place]) + off) % 10) + first12[place + 1 :]
    change = (int(wrong[place]) - int(first12[place])) * (13 - place) % 11
    unnoticed = check_digit(wrong) == check_digit(first12)
    assert unnoticed or place != 2
    assert not unnoticed or change in (0, 1, 10)  # both 10 and 0 modulo 11 lead to the digit 1


PROVINCES = frozenset(province.code for province in area.provinces())


@given(st.sampled_from("0123456789"), st.text("0123456789", min_size=12, max_size=12))
def test_only_a_province_that_does_not_exist_is_an_unknown_registrar(first: str, rest: str) -> None:
    number = first + rest
    assert unknown_registrar(number) == (first in "123458" and rest[:2] not in PROVINCES)
    assert unknown_registrar(number) <= (kind_of(number) in (IdKind.CITIZEN, IdKind.NON_THAI_13))


@given(st.sampled_from("123458"), st.integers(0, 99).map("{:02}".format), st.text("0123456789", min_size=9, max_size=9))
def test_an_unknown_registrar_does_not_make_a_number_doubtful(first: str, province: str, rest: str) -> None:
    first12 = first + province + rest
    number = parse(first12 + check_digit(first12))
    assert number.value is not None
    assert not number.doubtful
    assert number.unknown_registrar == (province not in PROVINCES)


def test_a_third_digit_that_the_check_digit_misses_is_noticed_by_its_province() -> None:
    right, wrong = parse("1560100000123"), parse("1590100000123")
    assert right.doubtful == wrong.doubtful
    assert (right.unknown_registrar, wrong.unknown_registrar) == (False, True)


@pytest.mark.parametrize("text", ["", "NULL", "AA1234567", "3.10E+12", "12345"])
def test_without_13_digits_there_is_no_registrar(text: str) -> None:
    assert not parse(text).unknown_registrar
    assert not unknown_registrar(text)


@given(st.uuids())
def test_an_internal_number_cannot_be_taken_for_an_id(person_id: UUID) -> None:
    shown = internal_number(person_id)
    for text in (shown, shown.lower(), f" {shown} "):
        assert parse(text) == CitizenId(None, IdKind.NONE, False, text)
    assert shown.startswith("T-")
    assert sum(letter.isdigit() for letter in shown) < 13
    assert shown.replace("-", "").removeprefix("T").lower() == person_id.hex[-12:]


def test_an_internal_number_of_digits_alone_is_no_agency_number() -> None:
    shown = internal_number(UUID("0190a000-0000-7000-8000-123456789012"))
    assert shown == "T-1234-5678-9012"
    assert parse(shown).kind is IdKind.NONE
