"""Other agencies' lists of welfare: each way that they are written in, and each defect that they arrive with."""

from datetime import date

import pytest

from shared_models.agency_dictionary import Dictionary, Role, read_dictionary
from shared_models.agency_line import LineFault, RefusedLine, WelfareLine
from shared_models.agency_list import Outcome, parse
from shared_models.data_dictionary import UnreadableList
from shared_models.dataset import Dataset
from shared_models.labels import error_text
from shared_models.target_line import RepeatedLine
from shared_models.welfare_receipt import WelfareKind
from tests.shared_models.test_target_encoding import as_misread

TODAY = date(2026, 6, 1)
DATASET = Dataset("oaa", "กรม", "เบี้ยยังชีพ", WelfareKind.PAYMENT, 2566, measure="รายเดือน")
PAYMENT = {
    "PID": "1653870822778",
    "PROGRAM": "1",
    "AMOUNT": "600",
    "PAY_DATE": "20230510",
    "PERIOD": "05/2566",
    "REF_NO": "7",
}
WIDTHS = {"PID": 13, "PROGRAM": 20, "AMOUNT": 10, "PAY_DATE": 8, "PERIOD": 7, "REF_NO": 4}
CODES = "1=เบี้ยผู้สูงอายุ;2=เบี้ยความพิการ"
DICTIONARY = read_dictionary(
    "name,width,codes\n"
    + "".join(f"{name},{width},{CODES if name == 'PROGRAM' else ''}\n" for name, width in WIDTHS.items())
)


def a_line(delimiter: str = "|", **cells: str) -> str:
    return delimiter.join((PAYMENT | cells).values())


def fixed(**cells: str) -> str:
    return "".join(text.ljust(width) for text, width in zip((PAYMENT | cells).values(), WIDTHS.values(), strict=True))


def read(content: str | bytes, dictionary: Dictionary = DICTIONARY) -> list[Outcome]:
    content = content.encode() if isinstance(content, str) else content
    return list(parse(content.splitlines(keepends=True), dictionary, DATASET, on=TODAY))


def the_line(**cells: str) -> WelfareLine:
    (line,) = read("|".join(PAYMENT) + "\n" + a_line(**cells))
    assert isinstance(line, WelfareLine), line
    return line


def the_fault(**cells: str) -> LineFault:
    (line,) = read("|".join(PAYMENT) + "\n" + a_line(**cells))
    assert isinstance(line, RefusedLine)
    return line.reason


HEADER = "|".join(PAYMENT) + "\r\n"
LINES = "".join(f"{a_line(PROGRAM=word, REF_NO=ref)}\r\n" for word, ref in (("1", "7"), ("เบี้ยความพิการ", "8")))
TEXT = HEADER + LINES
FIXED = "".join(f"{fixed(PROGRAM=word, REF_NO=ref)}\r\n" for word, ref in (("1", "7"), ("เบี้ยความพิการ", "8")))


@pytest.mark.parametrize(
    "content",
    [
        TEXT.encode(),
        TEXT.encode("utf-8-sig"),
        TEXT.encode("utf-16"),
        TEXT.encode("cp874"),
        TEXT.encode("tis-620"),
        as_misread(TEXT),
        TEXT.replace("|", "\t").encode(),
        TEXT.replace("|", ",").encode("cp874"),
        TEXT.replace("|", ";").encode(),
        TEXT.replace("\r\n", "|\r\n").encode("cp874"),
        LINES.encode("cp874"),
        (TEXT + "\x1a").encode("cp874"),
        FIXED.encode("cp874"),
        FIXED.encode(),
        FIXED.replace("  \r\n", "\r\n").encode(),
        ("".join(name[:width].ljust(width) for name, width in WIDTHS.items()) + "\r\n" + FIXED).encode("cp874"),
    ],
)
def test_every_way_of_writing_gives_the_same_lines(content: bytes | str) -> None:
    lines = read(content)
    assert all(isinstance(line, WelfareLine) for line in lines), lines
    told = [(line.programme, line.amount_satang, line.paid_on, line.period_from, line.source_key) for line in lines]  # type: ignore[union-attr]
    expected = (60_000, date(2023, 5, 10), "2566-05")
    assert told == [("เบี้ยผู้สูงอายุ", *expected, "7"), ("เบี้ยความพิการ", *expected, "8")]


@pytest.mark.parametrize(
    ("cell", "satang"),
    [
        ("600", 60_000),
        ("1,234.50", 123_450),
        ("๑,๒๐๐", 120_000),
        ("600.00 บาท", 60_000),
        ("฿5", 500),
        ("0", 0),
        ("", None),
        ("-", None),
        ("NULL", None),
        ("'600", 60_000),
        ("600.500", 60_050),
    ],
)
def test_amounts(cell: str, satang: int | None) -> None:
    assert the_line(AMOUNT=cell).amount_satang == satang


@pytest.mark.parametrize("cell", ["หกร้อย", "-600", "(600)", "12,34", "600.555", "9" * 18, "6.0E+2", "600 USD"])
def test_an_amount_that_cannot_be_read_is_refused_and_never_rounded(cell: str) -> None:
    assert the_fault(AMOUNT=cell) is LineFault.UNREADABLE_AMOUNT


@pytest.mark.parametrize("cell", ["20230510", "25660510", "10/05/2566", "2023-05-10", "๑๐ พ.ค. ๒๕๖๖", "20230510093000"])
def test_days_in_ce_and_be(cell: str) -> None:
    assert the_line(PAY_DATE=cell).paid_on == date(2023, 5, 10)


@pytest.mark.parametrize("cell", ["05/2566", "10/5/66", "31/02/2566", "20231332", "เมื่อวาน"])
def test_a_day_that_is_none_is_refused(cell: str) -> None:
    assert the_fault(PAY_DATE=cell) is LineFault.UNREADABLE_DATE


@pytest.mark.parametrize(
    ("cell", "code"),
    [
        ("05/2566", "2566-05"),
        ("256605", "2566-05"),
        ("202305", "2566-05"),
        ("052566", "2566-05"),
        ("พ.ค. 2566", "2566-05"),
        ("2566", "2566"),
        ("๒๕๖๖", "2566"),
        ("2023-05-01", "2566-05-01"),
        ("25670000", "2567"),
        ("", None),
        ("00", None),
    ],
)
def test_periods(cell: str, code: str | None) -> None:
    line = the_line(PERIOD=cell)
    assert (line.period_from, line.period_to) == (code, code)


@pytest.mark.parametrize("cell", ["13/2566", "6605", "อายุ 5 ปี", "งวดแรก"])
def test_a_period_that_is_none_is_refused(cell: str) -> None:
    assert the_fault(PERIOD=cell) is LineFault.UNREADABLE_PERIOD


def test_short_years_are_read_where_the_dictionary_says_so() -> None:
    dictionary = read_dictionary("name,format\nPID,\nPERIOD,YYMM BE\nPAY_DATE,DD/MM/YY\n")
    (line,) = read("PID|PERIOD|PAY_DATE\n1653870822778|6605|10/05/66\n", dictionary)
    assert isinstance(line, WelfareLine)
    assert (line.period_from, line.paid_on) == ("2566-05", date(2023, 5, 10))


def test_a_period_of_two_ends_and_one_that_goes_backwards() -> None:
    dictionary = read_dictionary("name\nPID\nSTART_DATE\nEND_DATE\n")
    right, open_end, backwards = read(
        "PID|START_DATE|END_DATE\n1653870822778|10/2565|2566\n1653870822778|10/2565|\n1653870822778|10/2565|09/2565\n",
        dictionary,
    )
    assert isinstance(right, WelfareLine)
    assert isinstance(open_end, WelfareLine)
    assert (right.period_from, right.period_to, right.amount_satang) == ("2565-10", "2566", None)
    assert (open_end.period_from, open_end.period_to) == ("2565-10", None)
    assert backwards == RefusedLine(4, LineFault.PERIOD_BACKWARDS)


def test_a_comma_list_with_thousands_is_put_together_or_refused() -> None:
    header = ",".join(PAYMENT) + "\n"
    good, bad = read(header + a_line(",", AMOUNT="1,200.00") + "\n" + a_line(",", PROGRAM="ก,ข") + "\n")
    assert isinstance(good, WelfareLine)
    assert (good.amount_satang, good.source_key) == (120_000, "7")
    assert isinstance(bad, RefusedLine)


@pytest.mark.parametrize(
    ("cell", "fault"),
    [
        ("", "no_citizen_id"),
        ("9999999999999", "no_citizen_id"),
        ("3.10E+12", "id_destroyed"),
        ("12345", "id_destroyed"),
    ],
)
def test_a_line_without_a_number_is_refused(cell: str, fault: str) -> None:
    assert the_fault(PID=cell) == fault


def test_numbers_are_read_as_agencies_write_them() -> None:
    assert the_line(PID="'1-6538-70822-77-8").number == "1653870822778"
    assert the_line(PID="๑๖๕๓๘๗๐๘๒๒๗๗๘.0").number == "1653870822778"
    assert the_line(PID="ab1234567").number == "ab1234567"
    assert the_line(PID="1653870822779").citizen_id.doubtful


def test_duplicates_of_a_person_stay_and_an_exactly_repeated_line_is_repeated() -> None:
    lines = read(HEADER + f"{a_line()}\n{a_line(PERIOD='06/2566')}\n{a_line()}|\n{a_line(AMOUNT='600.00')}\n")
    kinds = [type(line) for line in lines]
    assert kinds == [WelfareLine, WelfareLine, RepeatedLine, WelfareLine]
    assert lines[0].content() == lines[3].content()  # type: ignore[union-attr]


def test_headers_and_totals_in_the_middle_are_told_as_such() -> None:
    lines = read(HEADER + a_line() + "\n" + HEADER + "ยอดรวม||600.00|||\nรวม 1 ราย\n")
    assert lines[1:] == [RefusedLine(number, LineFault.HEADER_OR_TOTAL) for number in (3, 4, 5)]


def test_letters_that_were_lost_are_refused() -> None:
    content = (HEADER + a_line() + "\n" + a_line(PROGRAM="ก\ufffd") + "\n").encode()
    assert read(content)[1] == RefusedLine(3, LineFault.DAMAGED_TEXT)


def test_a_fixed_line_that_is_too_long_is_refused() -> None:
    content = "".join(f"{fixed(REF_NO=str(number))}\n" for number in range(250)) + fixed(REF_NO="123456") + "\n"
    assert read(content)[-1] == RefusedLine(251, LineFault.TOO_MANY_COLUMNS)


@pytest.mark.parametrize("text", ["", "PK\x03\x04", "a,b\n1,2\n", "name,type\nAMOUNT,text\n"])
def test_a_dictionary_without_a_column_of_numbers_is_refused(text: str) -> None:
    with pytest.raises(UnreadableList):
        read_dictionary(text)


def test_two_columns_of_one_role_are_refused_by_name_and_a_role_settles_it() -> None:
    with pytest.raises(UnreadableList) as wrong:
        read_dictionary("name\nPID\nCID\n")
    assert wrong.value.details == {"reason": "same_role", "columns": ("PID", "CID")}
    assert "PID, CID" in error_text(wrong.value.code, wrong.value.details)
    settled = read_dictionary("name,role\nPID,citizen_id\nCID,none\n")
    assert [column.role for column in settled.columns] == [Role.CITIZEN_ID, None]


def test_a_header_without_a_column_of_the_dictionary_is_refused_by_its_name() -> None:
    with pytest.raises(UnreadableList) as wrong:
        read(HEADER.replace("AMOUNT", "AMUONT") + LINES)
    assert wrong.value.details == {"reason": "missing_columns", "columns": ("AMOUNT",)}
