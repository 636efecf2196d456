"""Exported files open in LibreOffice as they are: the same cells, numbers of 13 digits and leading zeros among them."""

import csv
import shutil
import subprocess
from datetime import date
from pathlib import Path
from uuid import UUID

import pytest

from server.services.reporting.workbook import workbook
from shared_models.export import Era, ExportForm, export_form, export_lines
from shared_models.hand_on import LISTS, FieldGroup, ListKind
from shared_models.household import Household
from shared_models.mpi import MpiAssessment
from shared_models.person import Person
from shared_models.reports.csv_text import csv_text
from shared_models.reports.table import Column, ColumnKind, Row, Table
from shared_models.target_encoding import Encoding
from shared_models.welfare_receipt import WelfareReceipt

pytestmark = pytest.mark.skipif(shutil.which("soffice") is None, reason="needs LibreOffice: tooling/libreoffice.sh")
UTF_8, WINDOWS_874 = 76, 32  # LibreOffice's numbers of encodings
CHARSET = {Encoding.UTF_8: UTF_8, Encoding.CP874: WINDOWS_874}
AS_TEXT = 2  # of a column that is read
COMMA, BAR, QUOTE = 44, 124, 34
HOME, SOMEBODY = UUID(int=1), UUID(int=2)


def opened(path: Path, *, delimiter: int | None = None, charset: int = UTF_8, columns: int = 0) -> list[list[str]]:
    """The cells of a file that LibreOffice has opened and written out again; text files with every column as text."""
    read = []
    if delimiter is not None:
        texts = "/".join(f"{at}/{AS_TEXT}" for at in range(1, columns + 1))
        read = [f"--infilter=Text - txt - csv (StarCalc):{delimiter},{QUOTE},{charset},1,{texts}"]
    folder = path.parent / "opened"
    profile = f"-env:UserInstallation=file://{path.parent / 'profile'}"
    write = f"csv:Text - txt - csv (StarCalc):{COMMA},{QUOTE},{UTF_8},1,,0,false,true,false"
    command = ["soffice", profile, "--headless", *read, "--convert-to", write, "--outdir", str(folder), str(path)]
    done = subprocess.run(command, capture_output=True, text=True, timeout=240, check=False)
    result = folder / f"{path.stem}.csv"
    assert result.is_file(), done.stdout + done.stderr
    return list(csv.reader(result.read_text(encoding="utf-8").splitlines()))


def a_list(kind: ListKind, encoding: Encoding) -> tuple[ExportForm, bytes]:
    """A person with what spreadsheets like to spoil, and one of whom next to nothing is known."""
    person = Person(
        id=SOMEBODY,
        household_id=HOME,
        title="นาง",
        given_name="ปู่ ฝั้น ญี่ปุ่น",
        family_name='ใจ"คำ"',
        birth="2504-05",
        citizen_id="0105536000103",
        phone="0898934987",
        welfare_card="yes",
        chronic_illness="=1+1",
    )
    nameless = Person(id=UUID(int=3), household_id=HOME, given_name="-", birth="~2504")
    home = Household(id=HOME, household_id=HOME, village_code="56010204", house_no="1-2", survey_year=2566)
    home.house_code, home.average_income_satang = "01234567890", 5_200_050
    results = MpiAssessment(id=HOME, household_id=HOME, survey_year=2566, health=True, income=False)
    paid = WelfareReceipt(id=HOME, household_id=HOME, programme="เบี้ย, คนชรา", paid_on=date(2023, 5, 10))
    paid.amount_satang, paid.source_key = 60_000, "0007"
    shared = {"household": home, "mpi_assessment": results, "welfare_receipt": paid}
    form = export_form(LISTS[kind].columns(set(FieldGroup)), era=Era.BE, encoding=encoding)
    lines = export_lines([{**shared, "person": person}, {**shared, "person": nameless}], form)
    return form, b"".join(line.content for line in lines)


@pytest.mark.parametrize("encoding", [Encoding.UTF_8, Encoding.CP874])
@pytest.mark.parametrize("kind", list(ListKind))
def test_a_list_for_an_agency_keeps_every_cell(tmp_path: Path, kind: ListKind, encoding: Encoding) -> None:
    form, content = a_list(kind, encoding)
    path = tmp_path / "list.txt"
    path.write_bytes(content)
    cells = opened(path, delimiter=BAR, charset=CHARSET[encoding], columns=len(form.columns))
    assert cells == [line.split("|") for line in content.decode(encoding).splitlines()]
    first = dict(zip(cells[0], cells[1], strict=True))
    assert first["CITIZEN_ID"] == "0105536000103"
    if kind is ListKind.TARGETS:
        told = [first[name] for name in ("BIRTH", "PHONE", "HOUSE_CODE", "HOUSE_NO", "AVERAGE_INCOME_BAHT")]
        assert told == ["25040500", "0898934987", "01234567890", "1-2", "52000.50"]
    else:
        assert (first["PAID_ON"], first["SOURCE_KEY"], first["AMOUNT_BAHT"]) == ("25660510", "0007", "600.00")


A_REPORT = Table(
    (
        Column("agency", ColumnKind.TEXT),
        Column("item", ColumnKind.TEXT),
        Column("households", ColumnKind.COUNT),
        Column("value_satang", ColumnKind.MONEY),
    ),
    (
        Row(("0105536000103", "ปู่ ฝั้น ญี่ปุ่น", 12, 150_050)),
        Row(("=1+1", 'คำว่า "ใจ", ต่อ', 0, None)),
        Row(("007", "1/2", 1_204, 5)),
    ),
)


def test_a_report_as_csv_keeps_every_cell(tmp_path: Path) -> None:
    path, text = tmp_path / "report.csv", csv_text(A_REPORT)
    path.write_bytes(text.encode("utf-8-sig"))
    cells = opened(path, delimiter=COMMA, columns=4)
    assert cells == list(csv.reader(text.splitlines()))
    assert cells[1][:2] == ["0105536000103", "ปู่ ฝั้น ญี่ปุ่น"]


def test_a_report_as_a_spreadsheet_keeps_texts_as_texts_and_numbers_as_numbers(tmp_path: Path) -> None:
    path = tmp_path / "report.xlsx"
    path.write_bytes(workbook(A_REPORT, "ความช่วยเหลือ 2566"))
    _heading, *cells = opened(path)
    assert [line[:2] for line in cells] == [["0105536000103", "ปู่ ฝั้น ญี่ปุ่น"], ["=1+1", 'คำว่า "ใจ", ต่อ'], ["007", "1/2"]]
    assert [line[2:] for line in cells] == [["12", "1500.5"], ["0", ""], ["1204", "0.05"]]
