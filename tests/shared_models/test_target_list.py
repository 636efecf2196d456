"""The parser of agency target lists: the sample, and each defect that lists arrive with."""

import json
from collections import Counter
from datetime import date
from pathlib import Path

import pytest

from shared_models.target_cells import split
from shared_models.target_list import (
    Dictionary,
    Encoding,
    ListFormat,
    Mark,
    Reason,
    RejectedLine,
    RepeatedLine,
    TargetLine,
    UnreadableList,
    guess,
    parse,
    read_dictionary,
)
from tests.shared_models.test_target_encoding import as_misread

SAMPLE = Path(__file__).parents[1] / "samples" / "targets_5601"
TODAY = date(2026, 6, 1)
DICTIONARY = read_dictionary((SAMPLE / "dictionary.csv").read_text(encoding="utf-8"))
HEADER = "|".join(column.name for column in DICTIONARY.columns)
PERSON = {
    "SURVEY_YEAR": "2566",
    "TAMBON_CODE": "560102",
    "MOO": "8",
    "HOUSE_NO": "176/62",
    "HOUSE_ID": "56010107993",
    "HH_SEQ": "1",
    "PID": "1653870822778",
    "PREFIX": "นาย",
    "FNAME": "ณัฐวุฒิ",
    "LNAME": "ศรีสุข",
    "SEX": "1",
    "BIRTH": "24/05/2540",
    "RELATION": "หลาน",
    "IS_HEAD": "0",
    "WELFARE_CARD": "0",
    "MPI_HEALTH": "1",
    "MPI_LIVING": "0",
    "MPI_EDUCATION": "0",
    "MPI_INCOME": "0",
    "MPI_ACCESS": "0",
    "AVG_INCOME": "52,000",
    "MOBILE": "0898934987",
}


def a_line(**cells: str) -> str:
    return "|".join((PERSON | cells).values())


def parsed(*lines: str, header: str = HEADER, dictionary: Dictionary = DICTIONARY) -> list[object]:
    return list(parse([header, *lines], dictionary, on=TODAY))


def the_person(*lines: str, header: str = HEADER) -> TargetLine:
    (line,) = parsed(*lines, header=header)
    assert isinstance(line, TargetLine)
    return line


def the_refusal(line: str) -> RejectedLine:
    (refused,) = parsed(line)
    assert isinstance(refused, RejectedLine)
    return refused


def test_the_sample_list_gives_what_its_answer_says() -> None:
    expected = json.loads((SAMPLE / "expected.json").read_text())
    with (SAMPLE / "targets.txt").open("rb") as content:
        lines = list(parse(content, DICTIONARY, on=TODAY))
    people = [line for line in lines if isinstance(line, TargetLine)]
    poor = Counter(person.welfare_card for person in people if any(person.dimensions.values()))
    assert {
        "lines": len(lines),
        "households": len({person.household_key for person in people}),
        "persons": len(people),
        "refused": sum(isinstance(line, RejectedLine) for line in lines),
        "repeated": sum(isinstance(line, RepeatedLine) for line in lines),
        "doubtful_ids": sum(person.doubtful for person in people),
        "mpi_fail_persons": {"card": poor[True], "no_card": poor[False]},
    } == expected


def test_a_line_becomes_a_person() -> None:
    person = the_person(a_line())
    assert person.citizen_id.value == "1653870822778"
    assert person.birth.code == "2540-05-24"
    assert person._replace(citizen_id=None, birth=None) == TargetLine(  # type: ignore[arg-type]
        line_number=2,
        survey_year=2566,
        village_code="56010208",
        house_no="176/62",
        house_code="56010107993",
        household_key="1",
        citizen_id=None,  # type: ignore[arg-type]
        title="นาย",
        given_name="ณัฐวุฒิ",
        family_name="ศรีสุข",
        sex="1",
        birth=None,  # type: ignore[arg-type]
        relation="grandchild",
        is_head=False,
        welfare_card=False,
        dimensions={"health": True, "living": False, "education": False, "income": False, "access": False},
        income_satang=5_200_000,
        phone="0898934987",
        doubtful=False,
        marks=(),
    )


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16", "cp874", "tis-620"])
@pytest.mark.parametrize("delimiter", ["|", "\t", ";"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_encoding_delimiter_and_line_ends_are_found_out(codec: str, delimiter: str, line_end: str) -> None:
    text = line_end.join([HEADER, a_line(), a_line(FNAME="ช้อย"), "\x1a"]).replace("|", delimiter)
    people = list(parse(text.encode(codec).splitlines(keepends=True), DICTIONARY, on=TODAY))
    assert [person.given_name for person in people if isinstance(person, TargetLine)] == ["ณัฐวุฒิ", "ช้อย"]
    assert len(people) == 2


def test_a_comma_list_may_quote_and_may_not() -> None:
    header = HEADER.replace("|", ",")
    quoted = ",".join(f'"{cell}"' for cell in (PERSON | {"HOUSE_NO": "17,62"}).values())
    plain = a_line(FNAME="มาลี").replace("|", ",")
    first, second = parsed(quoted, plain, header=header)
    assert isinstance(first, TargetLine)
    assert isinstance(second, TargetLine)
    assert (first.house_no, first.income_satang, first.marks) == ("17,62", 5_200_000, ())
    assert (second.income_satang, second.phone, second.marks) == (5_200_000, "0898934987", (Mark.REALIGNED,))


@pytest.mark.parametrize("codec", ["utf-8", "utf-8-sig", "utf-16"])
def test_thai_that_was_read_as_cp874_is_undone(codec: str) -> None:
    text = as_misread("\n".join([HEADER, a_line(), a_line(FNAME="เธียร")]))
    people = list(parse(text.encode(codec).splitlines(keepends=True), DICTIONARY, on=TODAY))
    assert [person.given_name for person in people if isinstance(person, TargetLine)] == ["ณัฐวุฒิ", "เธียร"]


def test_a_misread_line_that_lost_letters_is_marked() -> None:
    whole = [as_misread(a_line(HH_SEQ=str(at))) for at in range(300)]
    *_, before, last = parse([HEADER, *whole, whole[0].replace("เธ", "เธ?", 1)], DICTIONARY, on=TODAY)
    assert isinstance(before, TargetLine)
    assert isinstance(last, TargetLine)
    assert (before.marks, last.marks) == ((), (Mark.DAMAGED_TEXT,))


def test_columns_are_found_by_name_in_any_order() -> None:
    names = ["NOTE", *reversed(PERSON)]
    person = the_person("|".join((PERSON | {"NOTE": "ค้างชำระ"})[name] for name in names), header="|".join(names))
    assert (person.given_name, person.village_code, person.phone) == ("ณัฐวุฒิ", "56010208", "0898934987")


def test_a_column_that_the_list_lacks_leaves_its_value_open() -> None:
    names = [name for name in PERSON if name not in {"WELFARE_CARD", "MPI_LIVING", "AVG_INCOME", "IS_HEAD"}]
    person = the_person("|".join(PERSON[name] for name in names), header="|".join(names))
    assert (person.welfare_card, person.income_satang, person.is_head) == (None, None, False)
    assert set(person.dimensions) == {"health", "education", "income", "access"}


def test_a_list_without_a_header_line_has_the_columns_of_the_dictionary() -> None:
    people = list(parse([a_line(), a_line(FNAME="มาลี")], DICTIONARY, on=TODAY))
    assert [person.line_number for person in people if isinstance(person, TargetLine)] == [1, 2]


def test_the_format_is_told_before_anything_is_read() -> None:
    sample = "\r\n".join([HEADER.replace("|MOBILE", ""), a_line()]).encode("cp874")
    columns = tuple(name for name in PERSON if name != "MOBILE")
    assert guess(sample, DICTIONARY, on=TODAY) == ListFormat(Encoding.CP874, "|", columns, True, False, ("MOBILE",))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty_list"),
        (b"\r\n \r\n\x1a", "empty_list"),
        (b"PK\x03\x04\x00\x00\x08", "not_text"),
        ("รายชื่อครัวเรือน".encode(), "no_delimiter"),
        ("ชื่อ|สกุล\nมาลี|ใจดี".encode(), "missing_columns"),
        (HEADER.replace("|PID", "").encode(), "missing_columns"),
    ],
)
def test_a_file_that_is_no_list_is_refused_whole(content: bytes, reason: str) -> None:
    with pytest.raises(UnreadableList) as refused:
        list(parse(content.splitlines(keepends=True), DICTIONARY, on=TODAY))
    assert refused.value.details["reason"] == reason


def test_a_missing_column_is_named() -> None:
    with pytest.raises(UnreadableList) as refused:
        parsed(a_line(), header=HEADER.replace("|PID", "").replace("|MOO", ""))
    assert refused.value.details["columns"] == ("PID", "MOO")


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("2566|560101|14|129/3|56010486341|427|3909009260760|นาง|จันทร์เพ็ญ|", Reason.TOO_FEW_COLUMNS),
        (a_line(TAMBON_CODE="999999"), Reason.UNKNOWN_AREA),
        (a_line(TAMBON_CODE=""), Reason.UNKNOWN_AREA),
        (a_line(MOO="บ้านใต้"), Reason.UNKNOWN_AREA),
        (a_line(BIRTH="31/02/2540"), Reason.IMPOSSIBLE_BIRTH),
        (a_line(BIRTH="15/5/66"), Reason.IMPOSSIBLE_BIRTH),
        (a_line(BIRTH="01/01/2570"), Reason.IMPOSSIBLE_BIRTH),
        (a_line(FNAME=""), Reason.NO_GIVEN_NAME),
        (a_line(FNAME=" - "), Reason.NO_GIVEN_NAME),
        (HEADER, Reason.HEADER_OR_TOTAL),
        (HEADER + "|", Reason.HEADER_OR_TOTAL),
        (HEADER.lower(), Reason.HEADER_OR_TOTAL),
        ("รวมทั้งสิ้น|7,088", Reason.HEADER_OR_TOTAL),
        ("|" * 8 + "รวม 7,088 ราย" + "|" * 14, Reason.HEADER_OR_TOTAL),
        ("TOTAL|" + "|" * 21, Reason.HEADER_OR_TOTAL),
    ],
)
def test_a_line_is_refused_with_its_reason_number_and_text(line: str, reason: Reason) -> None:
    refused = the_refusal(line)
    assert (refused.reason, refused.line_number, refused.text) == (reason, 2, line)


def test_every_header_in_the_middle_is_refused_and_none_is_repeated() -> None:
    lines = parsed(a_line(), HEADER, a_line(FNAME="มาลี"), HEADER + "|")
    assert [getattr(line, "reason", None) for line in lines] == [None, Reason.HEADER_OR_TOTAL] * 2


def test_a_person_whose_name_begins_like_a_total_is_taken() -> None:
    assert the_person(a_line(FNAME="รวมพร")).given_name == "รวมพร"


def test_details_of_a_refusal_name_no_person() -> None:
    for line in (a_line(TAMBON_CODE="999999"), a_line(BIRTH="31/02/2540"), a_line(FNAME=""), "2566|560102"):
        shown = str(the_refusal(line).details)
        assert "ศรีสุข" not in shown
        assert "1653870822778" not in shown


@pytest.mark.parametrize("ending", ["", "|", "||", " ", "\r\n", "|\r\n", "\x1a", "| \x1a\r\n"])
def test_a_line_the_same_but_for_its_end_is_repeated(ending: str) -> None:
    first, second = parsed(a_line(), a_line() + ending)
    assert isinstance(first, TargetLine)
    assert second == RepeatedLine(3)


def test_a_person_on_two_different_lines_is_not_repeated() -> None:
    assert [type(line) for line in parsed(a_line(), a_line(AVG_INCOME="53000"))] == [TargetLine, TargetLine]


@pytest.mark.parametrize(
    ("given", "value", "marks"),
    [
        ("1-6538-70822-77-8", "1653870822778", ()),
        ("๑๖๕๓๘๗๐๘๒๒๗๗๘", "1653870822778", ()),
        ("1653870822779", "1653870822779", (Mark.WRONG_CHECK_DIGIT,)),
        ("3.10E+12", None, (Mark.ID_DESTROYED,)),
        ("580631407354", "0580631407354", ()),
        ("NULL", None, ()),
        ("9999999999999", None, ()),
        ("", None, ()),
    ],
)
def test_only_a_wrong_check_digit_or_a_destroyed_number_is_doubtful(
    given: str, value: str | None, marks: tuple[Mark, ...]
) -> None:
    person = the_person(a_line(PID=given))
    assert (person.citizen_id.value, person.citizen_id.given) == (value, given)
    assert (person.marks, person.doubtful) == (marks, bool(marks))


@pytest.mark.parametrize(
    ("cells", "mark"),
    [
        ({"BIRTH": "01/01/2500"}, Mark.FIRST_JANUARY),
        ({"BIRTH": "15/02/2480"}, Mark.OLD_CALENDAR),
        ({"TAMBON_CODE": "560103"}, Mark.ABOLISHED_AREA),
        ({"HOUSE_ID": "5601"}, Mark.HOUSE_CODE_LENGTH),
        ({"AVG_INCOME": "ประมาณห้าหมื่น"}, Mark.UNREADABLE_INCOME),
        ({"HH_SEQ": ""}, Mark.NO_HOUSEHOLD_KEY),
    ],
)
def test_what_is_odd_but_kept_has_a_mark_and_is_not_doubtful(cells: dict[str, str], mark: Mark) -> None:
    person = the_person(a_line(**cells))
    assert (person.marks, person.doubtful) == ((mark,), False)


def test_an_abolished_area_is_read_as_its_only_successor() -> None:
    assert the_person(a_line(TAMBON_CODE="560103")).village_code == "56090208"
    assert the_refusal(a_line(TAMBON_CODE="104701")).reason is Reason.UNKNOWN_AREA


@pytest.mark.parametrize("ending", ["", "|"])
@pytest.mark.parametrize("phone", ["0898934987", ""])
def test_a_delimiter_inside_a_house_number_is_put_back(phone: str, ending: str) -> None:
    person = the_person(a_line(HOUSE_NO="17|6|2", MOBILE=phone) + ending)
    assert (person.house_no, person.house_code, person.phone) == ("17|6|2", "56010107993", phone or None)
    assert (person.given_name, person.marks) == ("ณัฐวุฒิ", (Mark.REALIGNED,))


def test_cells_behind_the_last_column_are_left_out() -> None:
    assert the_person(a_line() + "|เพิ่มเติม|").given_name == "ณัฐวุฒิ"


def test_too_many_cells_that_fit_no_column_are_refused() -> None:
    refused = the_refusal(a_line(FNAME="ณัฐ|วุฒิ"))
    assert (refused.reason, refused.details) == (Reason.TOO_FEW_COLUMNS, {"columns": 23, "expected": 22})


@pytest.mark.parametrize("odd", ["ก\rข," + '"ค"', '"' + "ย" * 200_000 + '"'], ids=["a bare CR", "a cell without end"])
def test_a_comma_line_that_is_no_csv_is_parted_at_its_commas(odd: str) -> None:
    assert len(split(f"1,{odd},2", ",")) == 3 + odd.count(",")


def test_quotes_that_are_not_quotes_stay() -> None:
    person = the_person(a_line(FNAME='ณัฐวุฒิ "ต้น"', HOUSE_NO='"176/62"', LNAME='ศรี"สุข'))
    assert (person.given_name, person.family_name, person.house_no) == ('ณัฐวุฒิ "ต้น"', 'ศรี"สุข', "176/62")


def test_thai_digits_are_read_everywhere() -> None:
    cells = {"TAMBON_CODE": "๕๖๐๑๐๒", "MOO": "๘", "HOUSE_NO": "๑๗๖/๖๒", "BIRTH": "๒๔/๐๕/๒๕๔๐", "SURVEY_YEAR": "๒๕๖๖"}
    plain = the_person(a_line())._replace(birth=None)  # type: ignore[arg-type]
    more = {"AVG_INCOME": "๕๒,๐๐๐", "SEX": "๑", "MPI_HEALTH": "๑", "HH_SEQ": "๑", "MOBILE": "๐๘๙๘๙๓๔๙๘๗"}
    person = the_person(a_line(**cells, **more))
    assert person.birth.code == "2540-05-24"
    assert person._replace(birth=None) == plain  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("text", "satang"), [("52000", 5_200_000), ("1,052,000.50", 105_200_050), ("", None), ("-", None), ("0", 0)]
)
def test_amounts_are_counted_in_satang(text: str, satang: int | None) -> None:
    person = the_person(a_line(AVG_INCOME=text))
    assert (person.income_satang, person.marks) == (satang, ())


def test_blanks_are_no_values() -> None:
    blank = {
        "HOUSE_ID": " ",
        "LNAME": " ",
        "PREFIX": "",
        "SEX": "",
        "WELFARE_CARD": "",
        "MPI_ACCESS": "-",
        "MOBILE": " ",
    }
    person = the_person(a_line(**blank))
    assert (person.house_code, person.family_name, person.title, person.sex) == (None, None, None, None)
    assert (person.welfare_card, person.phone, "access" in person.dimensions) == (None, None, False)


def test_the_word_for_the_head_counts_where_the_flag_is_blank() -> None:
    assert the_person(a_line(IS_HEAD="", RELATION="หัวหน้าครัวเรือน")).is_head
    assert not the_person(a_line(IS_HEAD="0", RELATION="หัวหน้าครัวเรือน")).is_head
    assert the_person(a_line(RELATION="บุตรบุญธรรม")).relation == "บุตรบุญธรรม"


def test_a_village_may_come_as_one_code_of_eight_digits() -> None:
    text = "name\nVILLAGE_CODE\nHH_SEQ\nPID\nFNAME\nBIRTH\n"
    lines = parsed(
        "56010208|1|-|มาลี|2504",
        "5601020|1|-|มาลี|2504",
        header="VILLAGE_CODE|HH_SEQ|PID|FNAME|BIRTH",
        dictionary=read_dictionary(text),
    )
    assert [getattr(line, "village_code", None) for line in lines] == ["56010208", None]


def test_a_date_with_a_two_digit_year_is_read_when_the_dictionary_says_so() -> None:
    text = "name,format\nVILLAGE_CODE,\nHH_SEQ,\nPID,\nFNAME,\nBIRTH,DD/MM/YY BE\n"
    (line,) = parsed(
        "56010208|1|-|มาลี|15/5/04", header="VILLAGE_CODE|HH_SEQ|PID|FNAME|BIRTH", dictionary=read_dictionary(text)
    )
    assert isinstance(line, TargetLine)
    assert line.birth.code == "2504-05-15"
