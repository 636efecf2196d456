"""Export: every entity with its dictionary, what a line or an encoding cannot hold, and welfare out and in again."""

import re
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from shared_models.agency_dictionary import read_dictionary
from shared_models.agency_line import WelfareLine
from shared_models.agency_link import Standing, link
from shared_models.agency_list import parse
from shared_models.citizen_id import check_digit
from shared_models.data_dictionary import Vocabulary, read
from shared_models.dataset import Dataset
from shared_models.entities import ENTITIES, fields
from shared_models.errors import InvalidChange
from shared_models.export import Era, dictionary_text, export_form, export_lines
from shared_models.finding import Finding
from shared_models.person import Person
from shared_models.problem import Problem
from shared_models.target_cells import BLANK_WORDS
from shared_models.target_dictionary import Role
from shared_models.target_encoding import Encoding
from shared_models.thai_text import normalise
from shared_models.visit import Visit
from shared_models.welfare_receipt import WelfareKind, WelfareReceipt

HOME = UUID("01900000-0000-7000-8000-000000000001")
TODAY = date(2026, 6, 1)
DATASET = Dataset("oaa", "กรม", "เบี้ยยังชีพ", WelfareKind.PAYMENT, 2566)
COLUMNS = ("person.citizen_id", "person.given_name", "person.family_name", "person.birth", "welfare_receipt")
ANY_LIST = Vocabulary(Role, {}, lambda _: [])


def a_person(number: int = 1, **values: object) -> Person:
    first12 = f"1{number:011}"
    told = {"id": UUID(int=number), "household_id": HOME, "given_name": "สมชาย", "birth": "2504-05-12"}
    return Person.model_validate(told | {"citizen_id": first12 + check_digit(first12)} | values)


def a_receipt(number: int = 1, **values: object) -> WelfareReceipt:
    told = {"id": UUID(int=900 + number), "household_id": HOME, "person_id": UUID(int=number)}
    said = {"programme": "เบี้ยยังชีพ", "agency": "กรม", "dataset": "oaa"}
    return WelfareReceipt.model_validate(told | said | values)


def exported(*keys: str, era: Era = Era.CE, encoding: Encoding = Encoding.UTF_8, **rows: object) -> list[str]:
    """The cells of one line."""
    _, line = export_lines([rows], export_form(keys, era=era, encoding=encoding))  # type: ignore[list-item]
    return line.content.decode(encoding).removesuffix("\r\n").split("|")


@pytest.mark.parametrize("entity", ENTITIES)
def test_every_field_of_every_entity_has_a_column_and_a_line_in_the_dictionary(entity: str) -> None:
    form = export_form([entity])
    (header,) = export_lines([], form)
    columns = read(dictionary_text(form), ANY_LIST).columns
    assert header.content.decode().strip().split("|") == [column.name for column in columns]
    assert {"id", "household_id", *fields(entity)} == {field.name for field in form.columns}
    assert all(re.search("[ก-ฮ]", column.label_th) and column.type and column.width for column in columns)
    assert columns[0].key


def test_the_dictionary_says_type_width_format_codes_key_and_what_is_sensitive() -> None:
    form = export_form(["person.citizen_id", "person.sex", "person.religion", "welfare_receipt.amount_satang"])
    assert dictionary_text(form).splitlines()[:3] == [
        "name,label_th,type,width,format,codes,key,sensitive",
        "CITIZEN_ID,เลขประจำตัวประชาชน,citizen_id,40,,,person key,yes",
        "SEX,เพศ,code,1,,1=ชาย;2=หญิง,,",
    ]
    *_, religion, amount = read(dictionary_text(form), ANY_LIST).columns
    assert (religion.sensitive, religion.codes["buddhist"]) == (True, "พุทธ")
    assert (amount.name, amount.format, amount.width) == ("AMOUNT_BAHT", "baht, 2 decimals", 20)


def test_dates_are_of_the_chosen_era_and_money_is_in_baht() -> None:
    receipt = a_receipt(amount_satang=5, paid_on="2024-02-29", period_from="2567-02", period_to="~2567")
    keys = [f"welfare_receipt.{name}" for name in ("amount_satang", "paid_on", "period_from", "period_to", "measure")]
    assert exported(*keys, welfare_receipt=receipt) == ["0.05", "20240229", "20240200", "~20240000", ""]
    in_be = exported(*keys, era=Era.BE, welfare_receipt=receipt)
    assert in_be == ["0.05", "25670229", "25670200", "~25670000", ""]
    assert "YYYYMMDD BE" in dictionary_text(export_form(keys, era=Era.BE))


def test_a_moment_a_code_and_a_yes_or_no_are_written_plainly() -> None:
    moments = [field for field in export_form(ENTITIES).columns if field.kind == "moment"]
    for field in moments:
        model = ENTITIES[field.entity]
        row = model.model_construct(**{field.name: datetime(2026, 6, 1, 7, 30, tzinfo=UTC)})
        assert exported(field.key, era=Era.BE, **{field.entity: row}) == ["25690601073000"]
    assert exported("person.lives_here", "person.life_state", person=a_person(lives_here=True)) == ["1", "alive"]
    assert exported("person.lives_here", problem=Problem.model_construct()) == [""]


def test_what_would_cut_a_line_becomes_a_blank_and_is_counted() -> None:
    form = export_form(["welfare_receipt.programme", "welfare_receipt.measure"])
    rows = [{"welfare_receipt": a_receipt(programme="ก|ข\r\nค", measure='"ง"')}]
    _, line = export_lines(rows, form)
    assert (line.line_number, line.content.decode(), line.replaced) == (2, 'ก ข  ค|""ง""\r\n', 3)


def test_what_cp874_cannot_write_is_told_with_its_line_and_field() -> None:
    form = export_form(["welfare_receipt.programme", "welfare_receipt.measure"], encoding=Encoding.CP874)
    rows = [{"welfare_receipt": a_receipt()}, {"welfare_receipt": a_receipt(measure="漢 é “ก”")}]
    _, plain, lossy = export_lines(rows, form)
    assert (plain.unwritable, lossy.line_number, lossy.unwritable) == ((), 3, ("welfare_receipt.measure",))
    assert lossy.content.decode("cp874") == "เบี้ยยังชีพ|? ? “ก”\r\n"


def test_a_dictionary_can_say_what_an_importer_takes_each_column_for() -> None:
    form = export_form(["mpi_assessment.income", "person.education"])
    lines = dictionary_text(form, {"mpi_assessment.income": "income", "person.education": "-"}).splitlines()
    assert [line.rsplit(",", 1)[1] for line in lines] == ["role", "income", "-"]


def test_columns_of_one_name_are_told_apart() -> None:
    form = export_form(["visit.id", "finding.id"])
    assert form.names == ("ID", "FINDING_ID")
    rows = [{"visit": Visit.model_construct(id=HOME), "finding": Finding.model_construct(id=HOME)}]
    assert list(export_lines(rows, form))[1].content.decode() == f"{HOME}|{HOME}\r\n"


@pytest.mark.parametrize("key", ["horse", "person.horse", "person.seq", ""])
def test_an_unknown_column_is_refused(key: str) -> None:
    with pytest.raises(InvalidChange):
        export_form([key])


THAI = "กขคงจชญดตนบปมรลวสหอะาิีึืุูเแโใไำ่้๊๋็์ฯๆ0123456789 -/().,'\"&%+:“”…"
OTHER = "éüßЖ漢字🙂ກ"


def texts(letters: str, longest: int) -> st.SearchStrategy[str]:
    """As they are stored. เธ and เน alone can be read as UTF-8 by anybody, so no encoding can be told from them."""
    text = st.text(letters, min_size=1, max_size=longest).map(normalise)
    return text.filter(lambda found: found not in BLANK_WORDS and not re.search("เ[ธน]", found) and len(found) <= 200)


def periods() -> st.SearchStrategy[str | None]:
    days = st.dates(date(2000, 1, 1), date(2030, 12, 31)).map(lambda day: f"{day.year + 543}-{day:%m-%d}")
    return st.none() | st.sampled_from(["2566", "2566-05", "~2560", "2567-02-29"]) | days


@st.composite
def receipts(draw: st.DrawFn, letters: str) -> list[WelfareReceipt]:
    made = []
    for number in range(draw(st.integers(1, 6))):
        began, ended = draw(periods()), draw(periods())
        if began and ended and began[:4] > ended[:4]:
            began, ended = ended, None
        if began and ended and began[:4] == ended[:4]:
            ended = began
        receipt = a_receipt(
            draw(st.integers(1, 3)),
            id=UUID(int=1000 + number),
            programme=draw(texts(letters, 30)),
            measure=draw(st.none() | texts(letters, 30)),
            amount_satang=draw(st.none() | st.integers(0, (1 << 63) - 1)),
            paid_on=draw(st.none() | st.dates(date(1950, 1, 1), date(2099, 12, 31))),
            period_from=began,
            period_to=ended,
            source_key=draw(st.none() | texts("ABC-0123456789/ ", 20)),
        )
        made.append(receipt)
    return made


def told(receipt: WelfareReceipt) -> dict[str, object]:
    names = [name for name in fields("welfare_receipt") if name != "person_id"]
    return {name: getattr(receipt, name) for name in names} | {"person_id": receipt.person_id}


@pytest.mark.parametrize("encoding", [Encoding.UTF_8, Encoding.CP874])
@pytest.mark.parametrize("era", Era)
@settings(max_examples=60)
@given(data=st.data())
def test_welfare_that_is_exported_and_imported_links_and_gives_the_same_receipts(
    encoding: Encoding, era: Era, data: st.DataObject
) -> None:
    people = {UUID(int=number): a_person(number, family_name="ใจดี") for number in (1, 2, 3)}
    rows = data.draw(receipts(THAI if encoding is Encoding.CP874 else THAI + OTHER))
    form = export_form(COLUMNS, era=era, encoding=encoding)
    lines = list(export_lines([{"person": people[row.person_id], "welfare_receipt": row} for row in rows], form))  # type: ignore[index]
    assert not any(line.unwritable or line.replaced for line in lines)
    back = parse([line.content for line in lines], read_dictionary(dictionary_text(form)), DATASET, on=TODAY)
    for row, line in zip(rows, back, strict=True):
        assert isinstance(line, WelfareLine), line
        standing, person, _ = link(line, [one for one in people.values() if one.citizen_id == line.number])
        assert (standing, person) == (Standing.LINKED, people[row.person_id])  # type: ignore[index]
        values = {"id": row.id, "household_id": HOME, "person_id": row.person_id} | line.receipt(DATASET)
        assert told(WelfareReceipt.model_validate(values)) == told(row)
