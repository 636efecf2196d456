"""Births: Buddhist era, unknown parts, the old calendar."""

from calendar import isleap, monthrange
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
from shared_models.thai_text import thai_digits

TODAY = date(2023, 9, 30)
ERA = 543
SHORT = ["ม.ค.", "ก.พ.", "มี.ค.", "เม.ย.", "พ.ค.", "มิ.ย.", "ก.ค.", "ส.ค.", "ก.ย.", "ต.ค.", "พ.ย.", "ธ.ค."]
LONG = [
    *("มกราคม", "กุมภาพันธ์", "มีนาคม", "เมษายน", "พฤษภาคม", "มิถุนายน"),
    *("กรกฎาคม", "สิงหาคม", "กันยายน", "ตุลาคม", "พฤศจิกายน", "ธันวาคม"),
]
ENGLISH = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]
DAYS = st.dates(date(1857, 1, 1), TODAY)  # BE 2400 is the least year that is read as BE


def codes(day: date) -> tuple[str, str, str]:
    """What is stored of a day in the common era when all, the month or the year of it is known."""
    year = day.year + ERA
    return f"{year}-{day.month:02}-{day.day:02}", f"{year}-{day.month:02}", f"{year}"


def true_age(born: date, on: date) -> int:
    return on.year - born.year - ((on.month, on.day) < (born.month, born.day))


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
        ("12-May-1961", "2504-05-12"),
        ("May 2504", "2504-05"),
        ("12\u201105\u20112504", "2504-05-12"),
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


@pytest.mark.parametrize("text", ["15/02/2480", "15/03/2483", "00/01/2470", "00/02/2483", "29/02/2483"])
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


@pytest.mark.parametrize(
    "code",
    [
        *("", "2504-13", "2504-02-30", "2199", "12/05/2504", "2504-05-12\n", "2504-00", "2504-00-12", "2504-05-00"),
        *("~", "~0000", "~0543", "~9999", "~2399", "~2504-05", "๒๕๐๔", "~๒๕๐๔"),
    ],
)
def test_a_stored_text_that_is_no_date_is_refused(code: str) -> None:
    with pytest.raises(ImpossibleBirth):
        PartialDate.from_code(code)


def test_a_form_refuses_what_a_list_refuses() -> None:
    for year_be, month, day in ((2566, 2, 29), (2567, 1, 1), (2504, 13, None), (1961, 5, 12)):
        with pytest.raises(ImpossibleBirth):
            partial(year_be, month, day, on=TODAY)
    with pytest.raises(ImpossibleBirth):
        from_age(131, on=TODAY)


def test_a_day_without_a_month_says_nothing_and_is_not_taken_for_a_month() -> None:
    birth = partial(2504, None, 12, on=TODAY)
    assert (birth.code, birth.text) == ("2504", "12/00/2504")
    assert parse(birth.text, on=TODAY).code == "2504"


@given(DAYS, st.integers(0, 2))
def test_a_code_is_written_as_it_was_read(born: date, known: int) -> None:
    code = codes(born)[known]
    birth = PartialDate.from_code(code)
    assert birth.code == code
    assert birth.to_ce() == (born if known == 0 else None)


@given(st.from_regex(r"~?[0-9]{4}(-[0-9]{2}){0,2}", fullmatch=True))
def test_no_two_codes_are_one_birth_and_every_birth_has_an_age(code: str) -> None:
    try:
        birth = PartialDate.from_code(code)
    except ImpossibleBirth:
        return
    assert birth.code == code
    ages = birth.age_range(TODAY)
    assert ages is not None
    assert 0 <= ages[0] <= ages[1]


@given(DAYS, st.sampled_from([SHORT, LONG, [name.replace(".", "") for name in SHORT], ENGLISH]))
def test_a_printed_birth_is_read_as_the_same(born: date, months: list[str]) -> None:
    day, month, year = born.day, months[born.month - 1], born.year + ERA
    for text, code in zip((f"{day} {month} {year}", f"{month} {year}", f"{year}"), codes(born), strict=True):
        assert parse(text, on=TODAY).code == code
        assert parse(thai_digits(text), on=TODAY).code == code
    assert parse(f"วันที่ {day} เดือน {month} พ.ศ. {year}", on=TODAY).code == codes(born)[0]


@given(DAYS, st.sampled_from("-/. "))
def test_both_eras_both_orders_and_both_scripts_are_one_birth(born: date, mark: str) -> None:
    for year in (born.year, born.year + ERA):
        written = [f"{born.day:02}{born.month:02}{year}", f"{year}{born.month:02}{born.day:02}"]
        written += [f"{born.day}{mark}{born.month}{mark}{year}"]
        written += [f"{year}{mark}{born.month}{mark}{born.day}"] if mark != " " else []
        if written[0] != written[1] and 1850 <= int(written[0][:4]) <= 2700:
            del written[0]  # 20102504 starts with a year; its order is tested above
        for text in written:
            assert parse(text, on=TODAY).code == codes(born)[0]
            assert parse(thai_digits(text), on=TODAY).code == codes(born)[0]


@given(st.integers(2400, 2700), st.integers(1, 12), st.integers(0, 31))
def test_only_1_january_and_the_start_of_an_old_year_are_in_doubt_and_no_year_is_shifted(
    year_be: int, month: int, day: int
) -> None:
    code = f"{year_be}-{month:02}" + (f"-{day:02}" if day else "")
    try:
        birth = PartialDate.from_code(code)
    except ImpossibleBirth:
        assert day > monthrange(year_be - ERA, month)[1]
        return
    assert birth.year_be == year_be
    first, old = (month, day) == (1, 1), month <= 3 and year_be <= 2483
    assert birth.doubtful == (FIRST_JANUARY if first else OLD_CALENDAR if old else None)
    exact = birth.to_ce()
    assert exact is None or exact.year == year_be - ERA or (month, day) == (2, 29)


@given(st.integers(2400, 2700))
def test_29_february_is_a_day_where_the_year_in_the_common_era_has_one(year_be: int) -> None:
    leap = isleap(year_be - ERA) or (year_be < 2483 and isleap(year_be - ERA + 1))
    if leap:
        day = PartialDate.from_code(f"{year_be}-02-29").to_ce()
        assert day is not None
        assert (day.month, day.day) == (2, 29)
    else:
        with pytest.raises(ImpossibleBirth, match="no_such_day"):
            PartialDate.from_code(f"{year_be}-02-29")


@given(st.dates(date(1857, 1, 1), date(2157, 12, 31)), st.dates(date(1941, 1, 1), date(2157, 12, 31)))
def test_every_age_range_has_its_ends_in_order_and_a_full_date_has_its_exact_age_in_it(born: date, on: date) -> None:
    exact, by_month, by_year = (PartialDate.from_code(code).age_range(on) for code in codes(born))
    assert exact is not None
    assert by_month is not None
    assert by_year is not None
    assert exact[0] <= max(true_age(born, on), 0) <= exact[1]
    assert by_year[0] <= by_month[0] <= by_month[1] <= by_year[1]
    in_doubt = PartialDate.from_code(codes(born)[0]).doubtful
    assert in_doubt or exact[0] == exact[1]


@given(DAYS, st.dates(TODAY, date(2100, 1, 1)), st.integers(0, 130))
def test_an_age_told_once_goes_on_enclosing_the_true_age(told_on: date, later: date, age: int) -> None:
    birth = from_age(age, on=told_on)
    for born in (date(told_on.year - age - 1, 12, 31), date(told_on.year - age, 1, 1)):
        if true_age(born, told_on) == age:
            ages = birth.age_range(later)
            assert ages is not None
            assert ages[0] <= true_age(born, later) <= ages[1]


@pytest.mark.parametrize("text", ["~2504", "~25040000", "~1961", "~19610000"])
def test_a_year_known_by_an_age_is_read_as_our_exports_write_it(text: str) -> None:
    birth = parse(text, on=TODAY)
    assert (birth.code, birth.precision) == ("~2504", Precision.AGE_ONLY)
