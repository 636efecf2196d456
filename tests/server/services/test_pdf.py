"""A report on paper: Thai letters from inside the file, the heading on each page, wide tables across."""

import re
import shutil
import subprocess
import unicodedata
from pathlib import Path

import pytest

from server.services.reporting.pdf import Paper, pdf
from shared_models.reference import Reference
from shared_models.reports.named import Named
from shared_models.reports.table import Column, ColumnKind, Row, Table

PAPER = Paper(
    "ผู้ตกเกณฑ์ ญี่ปุ่น ปู่ฝั้น", ["อ.เมืองพะเยา · นับ 30 พ.ย. 2569", "เฉพาะ กลุ่ม 1"], "พิมพ์โดย หัวหน้าศูนย์", "หน้า {number} จาก {count}"
)
NAMES = ("บ้านต๊ำ น้ำ ที่ ผู้", "หมู่ 4 ญี่ปุ่น ฝั้น")
LONG_NAME = "บ้านที่มีชื่อยาวมากจนต้องขึ้นบรรทัดใหม่ในช่องแรกของตาราง เพราะความกว้างไม่พอสำหรับคำทั้งหมด"


def a_file(folder: Path, *, rows: int, columns: int) -> Path:
    head = Column("village", ColumnKind.TEXT, label="report.field.village")
    numbers = tuple(Column("group1_card_unknown", ColumnKind.COUNT) for _ in range(columns))
    names = [*(f"{NAMES[at % 2]} {at}" for at in range(rows)), LONG_NAME]
    lines = [Row((name, *range(1000, 1000 + columns))) for name in names]
    total = Row((None, *range(9000, 9000 + columns)), total=True)
    path = folder / "report.pdf"
    path.write_bytes(pdf(Named(Table((head, *numbers), (*lines, total)), "th", Reference()), PAPER))
    return path


def read(*command: str | Path) -> str:
    """What one of the tools of poppler says of a file."""
    if shutil.which(str(command[0])) is None:
        pytest.skip("poppler is not here")
    return subprocess.run([str(part) for part in command], check=True, capture_output=True, text=True).stdout


def pages(path: Path) -> list[str]:
    return [bare(page) for page in read("pdftotext", "-raw", path, "-").split("\f")[:-1]]


def bare(text: str) -> str:
    """Without blanks and the marks over and under letters, which a reader of drawn text finds beside them."""
    letters = "".join(text.replace("ำ", "า").split())
    return "".join(letter for letter in letters if unicodedata.category(letter) != "Mn")


def test_letters_come_with_the_file_and_marks_stand_with_their_letters(tmp_path: Path) -> None:
    path = a_file(tmp_path, rows=2, columns=3)
    fonts = read("pdffonts", path).splitlines()[2:]
    assert {line.split()[0].partition("+")[2] for line in fonts} == {"Sarabun", "SarabunBold"}
    assert all(line.split()[-5] == "yes" for line in fonts), "embedded"
    assert len(path.read_bytes()) < 60_000, "and only the letters that are used"
    text = pages(path)[0]
    for words in ("ญี่ปุ่น ปู่ฝั้น", "บ้านต๊ำ", "พิมพ์โดย", "เฉพาะ กลุ่ม 1"):
        assert bare(words) in text


def test_a_name_that_is_a_page_is_printed_as_letters(tmp_path: Path) -> None:
    path, hostile = tmp_path / "report.pdf", '<b>ปู่</b><img src="x">**{{7*7}}**'
    table = Table((Column("village", ColumnKind.TEXT, label="report.field.village"),), (Row((hostile,)),))
    path.write_bytes(pdf(Named(table, "th", Reference()), PAPER))
    assert bare(hostile) in pages(path)[0].replace("\n", "")


def test_each_page_has_the_heading_and_its_number_and_the_last_the_total(tmp_path: Path) -> None:
    path = a_file(tmp_path, rows=90, columns=3)
    found = pages(path)
    assert len(found) > 1
    for number, page in enumerate(found, start=1):
        for words in (f"หน้า {number} จาก {len(found)}", "พิมพ์โดย", "หมู่บ้าน"):
            assert bare(words) in page
    assert ["9,000" in page for page in found] == [False] * (len(found) - 1) + [True]
    assert sum(page.count(bare("ญี่ปุ่น ฝั้น")) for page in found) >= 45, "no row is lost between pages"


def test_paper_is_turned_for_wide_tables_and_the_widest_go_on_on_further_pages(tmp_path: Path) -> None:
    sizes = {}
    for columns in (3, 8, 30):
        path = a_file(tmp_path, rows=3, columns=columns)
        sizes[columns] = re.search(r"Page size:\s+(\d+)[\d.]* x (\d+)", read("pdfinfo", path)).groups()  # type: ignore[union-attr]
    assert sizes == {3: ("595", "841"), 8: ("841", "595"), 30: ("841", "595")}
    found = pages(path)
    assert len(found) > 2
    assert all(bare("บ้านที่มีชื่อยาวมาก") in page for page in found)
    assert sum("1,029" in page for page in found) == 1
