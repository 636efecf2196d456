"""Births: Buddhist era, unknown parts, the old calendar."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_models.birth import (
    FIRST_JANUARY,
    OLD_CALENDAR,
    ImpossibleBirth,
    PartialDate,
    Precision,
    from_age,
    parse,
    partial,
)

TODAY = date(2023, 9, 30)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("12/05/2504", "2504-05-12"),
        ("๑๒/๐๕/๒๕๐๔", "2504-05-12"),
        ("12/5/1961", "2504-05-12"),
        ("19610512", "2504-05-12"),
        ("19610512083000", "2504-05-12"),
        ("12052504", "2504-05-12"),
        ("20102504", "2504-10-20"),
        ("1961-05-12", "2504-05-12"),
        ("1961-05-12 00:00:00", "2504-05-12"),
        ("12 พ.ค. 2504", "2504-05-12"),
        ("12-พ.ค.-2504", "2504-05-12"),
        ("วันที่ 12 เดือน พฤษภาคม พ.ศ. 2504", "2504-05-12"),
        ("29/02/2563", "2563-02-29"),
        ("00/05/2504", "2504-05"),
        ("--/05/2504", "2504-05"),
        ("ไม่ทราบวัน พ.ค. 2504", "2504-05"),
        ("พฤษภาคม 2504", "2504-05"),
        ("00/00/2504", "2504"),
        ("-/-/2504", "2504"),
        ("ไม่ทราบวันเดือน ปี 2504", "2504"),
        ("พ.ศ. 2504", "2504"),
        ("15/00/2504", "2504"),
        ("2504", "2504"),
        ("อายุ 65 ปี", "~2501"),
        ("", None),
        ("-", None),
        ("NULL", None),
        ("ไม่ทราบ", None),
        ("00/00/0000", None),
    ],
)
def test_a_birth_is_read_as_it_is_written(text: str, code: str | None) -> None:
    birth = parse(text, on=TODAY)
    assert (birth.code, birth.text) == (code, text)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("31/02/2540", "no_such_day"),
        ("29/02/2566", "no_such_day"),
        ("12/13/2504", "no_such_day"),
        ("32/01/2504", "no_such_day"),
        ("01/10/2566", "future"),
        ("29/02/2567", "future"),
        ("2567", "future"),
        ("12/05/2199", "year"),
        ("12/05/1200", "year"),
        ("15/5/66", "unreadable"),
        ("บุตร", "unreadable"),
        ("22566", "unreadable"),
    ],
)
def test_an_impossible_birth_says_why(text: str, reason: str) -> None:
    with pytest.raises(ImpossibleBirth) as refused:
        parse(text, on=TODAY)
    assert refused.value.code == "impossible_birth"
    assert refused.value.details == {"reason": reason}


def test_29_february_counts_in_the_common_era() -> None:
    assert parse("29/02/2567", on=date(2026, 1, 1)).to_ce() == date(2024, 2, 29)


def test_two_digit_years_are_read_only_when_the_source_says_so() -> None:
    assert parse("15/5/04", on=TODAY, short_years=True).code == "2504-05-15"
    assert parse("15/5/84", on=TODAY, short_years=True).code == "2484-05-15"


@pytest.mark.parametrize("text", ["15/02/2480", "15/03/2483", "00/01/2470"])
def test_the_start_of_an_old_year_is_marked_and_not_shifted(text: str) -> None:
    birth = parse(text, on=TODAY)
    assert birth.doubtful == OLD_CALENDAR
    assert birth.year_be == int(text[-4:])


def test_an_old_date_spans_both_calendars() -> None:
    birth = parse("15/02/2480", on=TODAY)
    assert birth.to_ce() == date(1937, 2, 15)
    assert birth.age_range(TODAY) == (85, 86)
    assert parse("15/04/2480", on=TODAY).doubtful is None


def test_a_29_february_that_only_the_old_calendar_had_is_possible() -> None:
    assert parse("29/02/2478", on=TODAY).to_ce() == date(1936, 2, 29)


def test_1_january_may_be_any_day_of_its_year() -> None:
    birth = parse("01/01/2504", on=TODAY)
    assert (birth.doubtful, birth.to_ce()) == (FIRST_JANUARY, date(1961, 1, 1))
    assert birth.age_range(TODAY) == (61, 62)
    assert parse("01/01/2480", on=TODAY).doubtful == FIRST_JANUARY


@pytest.mark.parametrize(
    ("text", "ages"),
    [("30/09/2504", (62, 62)), ("01/10/2504", (61, 61)), ("00/00/2504", (61, 62)), ("อายุ 65 ปี", (64, 66)), ("-", None)],
)
def test_an_age_is_as_exact_as_the_birth(text: str, ages: tuple[int, int] | None) -> None:
    assert parse(text, on=TODAY).age_range(TODAY) == ages


@given(st.dates(date(1942, 1, 1), TODAY), st.sampled_from(["day", "month", "year"]))
def test_the_age_range_encloses_the_true_age(born: date, known: str) -> None:
    month = None if known == "year" else born.month
    birth = partial(born.year + 543, month, born.day if known == "day" else None, on=TODAY)
    ages = birth.age_range(TODAY)
    true_age = TODAY.year - born.year - ((TODAY.month, TODAY.day) < (born.month, born.day))
    assert ages is not None
    assert ages[0] <= true_age <= ages[1]
    assert ages[1] - ages[0] <= 1


@given(st.dates(date(1870, 1, 1), date(1940, 12, 31)))
def test_the_age_range_encloses_a_birth_of_the_old_calendar_written_either_way(born: date) -> None:
    written = born.year + 543 if born.month > 3 else born.year + 542
    true_age = TODAY.year - born.year - ((TODAY.month, TODAY.day) < (born.month, born.day))
    for year_be in (written, born.year + 543):
        for birth in (partial(year_be, born.month, born.day, on=TODAY), partial(year_be, on=TODAY)):
            ages = birth.age_range(TODAY)
            assert ages is not None
            assert ages[0] <= true_age <= ages[1]


@given(st.dates(date(1860, 1, 1), TODAY), st.sampled_from(Precision))
def test_a_stored_birth_comes_back_the_same(born: date, precision: Precision) -> None:
    birth = {
        Precision.DAY: partial(born.year + 543, born.month, born.day, on=TODAY),
        Precision.MONTH: partial(born.year + 543, born.month, on=TODAY),
        Precision.YEAR: partial(born.year + 543, on=TODAY),
        Precision.AGE_ONLY: from_age(65, on=TODAY),
        Precision.UNKNOWN: partial(None, on=TODAY),
    }[precision]
    assert birth.precision is precision
    if birth.code:
        again = PartialDate.from_code(birth.code)
        assert (again.code, again.precision, again.doubtful) == (birth.code, birth.precision, birth.doubtful)


@pytest.mark.parametrize("code", ["", "2504-13", "2504-02-30", "2199", "12/05/2504", "2504-05-12\n"])
def test_a_stored_text_that_is_no_date_is_refused(code: str) -> None:
    with pytest.raises(ImpossibleBirth):
        PartialDate.from_code(code)


def test_a_form_refuses_what_a_list_refuses() -> None:
    for year_be, month, day in ((2566, 2, 29), (2567, 1, 1), (2504, 13, None), (1961, 5, 12)):
        with pytest.raises(ImpossibleBirth):
            partial(year_be, month, day, on=TODAY)
    with pytest.raises(ImpossibleBirth):
        from_age(131, on=TODAY)
