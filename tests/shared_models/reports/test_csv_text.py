"""A table as CSV: what a spreadsheet reads back are numbers, names and no formulas."""

import csv
from io import StringIO

from shared_models.mpi import Dimension
from shared_models.reports.csv_text import csv_text
from shared_models.reports.table import Column, ColumnKind, Row, Table

COLUMNS = (
    Column("dimension", ColumnKind.CODE, Dimension),
    Column("agency", ColumnKind.TEXT),
    Column("households", ColumnKind.COUNT),
    Column("value_satang", ColumnKind.MONEY),
    Column("visited_share", ColumnKind.SHARE),
)


def read(*rows: Row, language: str = "th") -> list[list[str]]:
    return list(csv.reader(StringIO(csv_text(Table(COLUMNS, rows), language))))


def test_headings_names_and_numbers() -> None:
    lines = read(
        Row(("living", "พมจ.พะเยา", 1204, 150_050, 0.4196)), Row((None, None, 1204, 100_000, None), total=True)
    )
    assert lines[0] == ["มิติ", "หน่วยงาน", "ครัวเรือน", "มูลค่า (บาท)", "ร้อยละที่เยี่ยม"]
    assert lines[1] == ["ความเป็นอยู่", "พมจ.พะเยา", "1204", "1500.5", "42.0"]
    assert lines[2] == ["รวม", "", "1204", "1000", ""]


def test_in_english() -> None:
    assert read(Row(("living", None, 1, 0, 0)), language="en")[:2] == [
        ["Dimension", "Agency", "Households", "Worth (baht)", "Share visited"],
        ["Living conditions", "", "1", "0", "0"],
    ]


def test_text_stays_text() -> None:
    for typed in ("=SUM(A1:A9)", "+66 54", "-", "@home", 'ชื่อ, ยาว "ใหญ่"', "สอง\nบรรทัด"):
        cell = read(Row((None, typed, 1, None, None)))[1][1]
        assert cell.removeprefix("'") == typed
        assert not cell.startswith(("=", "+", "-", "@"))


def test_a_code_that_no_list_knows_is_shown_as_it_is() -> None:
    assert read(Row(("debt", None, 1, None, None)))[1][0] == "debt"
