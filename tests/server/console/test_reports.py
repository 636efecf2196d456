"""Reports of the console: the figures of the shared functions, as page, CSV and spreadsheet."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest

from server.services.reporting import reports
from server.services.reporting.workbook import workbook
from shared_models.edit import Edit
from shared_models.fiscal_year import fiscal_year, thai_day
from shared_models.reports import REPORTS
from shared_models.reports.csv_text import csv_text
from shared_models.reports.table import Column, ColumnKind, Row, Table
from tests.builders import DISTRICT, NEXT_VILLAGE, SUBDISTRICT, VILLAGE, Office, a_household, new_id, synchronise
from tests.server.console.browsing import sign_in


@pytest.fixture
async def office(office: Office, tmp_path: Path) -> Office:
    """A district with three households in two villages, sent by a real tablet."""
    tablet = await office.tablet(tmp_path / "tablet")
    for number, village in enumerate((VILLAGE, VILLAGE, NEXT_VILLAGE)):
        home = a_household(village, f"{number}/1", citizen_id=None, id_kind="none")
        given = {"item": "กระเบื้องลอนคู่", "given_on": thai_day(datetime.now(UTC)).isoformat()}
        await tablet.record([*home, Edit("assistance", new_id(), home[0].row_id, given)])
    await synchronise(tablet)
    await tablet.close()
    return office


@pytest.fixture
def browser(browser: httpx.Client) -> httpx.Client:
    """Signed in."""
    sign_in(browser)
    return browser


@pytest.mark.parametrize("name", REPORTS)
async def test_page_csv_and_command_say_the_same(browser: httpx.Client, office: Office, name: str) -> None:
    page = browser.get(f"/reports/{name}")
    assert page.status_code == 200, page.text
    today = thai_day(datetime.now(UTC))
    start = fiscal_year(today) - 1 if name == "stages" else None
    with office.database() as database, database.reading() as session:
        table = reports.report(session, name, today=today, area=DISTRICT, from_year=start)
    file = browser.get(f"/reports/{name}/csv")
    assert file.content.decode("utf-8-sig") == csv_text(table)
    assert f'filename="{name}-{DISTRICT}-{fiscal_year(today)}.csv"' in file.headers["content-disposition"]
    assert ZipFile(io.BytesIO(browser.get(f"/reports/{name}/xlsx").content)).testzip() is None


async def test_a_part_of_the_district_and_an_earlier_year_are_chosen_in_the_address(browser: httpx.Client) -> None:
    lines = list(csv.reader(io.StringIO(browser.get("/reports/progress/csv").content.decode("utf-8-sig"))))
    assert [line[1] for line in lines[1:]] == ["2", "1", "3"]
    this_year = fiscal_year(thai_day(datetime.now(UTC)))
    help_lines = [
        len(browser.get("/reports/assistance/csv", params={"year": year}).text.splitlines())
        for year in (this_year, this_year - 1)
    ]
    assert help_lines[0] > help_lines[1]
    page = browser.get("/reports/progress", params={"area": SUBDISTRICT, "year": 2568})
    assert "ปีงบประมาณ 2568" in page.text
    assert "หมู่ 4" in page.text
    empty = browser.get("/reports/progress", params={"area": f"{DISTRICT}05"})
    assert "ยังไม่มีข้อมูลของพื้นที่และปีนี้" in empty.text
    browser.get("/language/en")
    assert "Progress by village and step" in browser.get("/reports/progress").text


@pytest.mark.parametrize(
    ("path", "status"),
    [
        ("/reports/no-such-report", 422),
        ("/reports/progress?area=570101", 404),
        ("/reports/progress?area=xx", 404),
        ("/reports/progress?year=abc", 422),
        ("/reports/progress?year=99999", 200),
        ("/reports/stages?from_year=2599", 200),
    ],
)
async def test_a_wrong_address_is_a_page_with_words(browser: httpx.Client, path: str, status: int) -> None:
    answer = browser.get(path)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/html")
    assert "สมุดเยี่ยมบ้าน" in answer.text


def test_a_spreadsheet_has_real_numbers_and_no_formula() -> None:
    columns = (
        Column("agency", ColumnKind.TEXT),
        Column("value_satang", ColumnKind.MONEY),
        Column("visited_share", ColumnKind.SHARE),
    )
    rows = (Row(("=HYPERLINK(1)", 150050, 0.25)), Row((None, 150050, None), total=True))
    with ZipFile(io.BytesIO(workbook(Table(columns, rows), "ความช่วยเหลือ [2566]/ทดสอบ"))) as book:
        sheet, texts = (book.read(f"xl/{name}").decode() for name in ("worksheets/sheet1.xml", "sharedStrings.xml"))
    assert "<f>" not in sheet
    assert "=HYPERLINK(1)" in texts
    assert "<v>1500.5</v>" in sheet
    assert "<v>0.25</v>" in sheet
    assert 'state="frozen"' in sheet


async def test_all_four_questions_about_welfare_are_read_also_those_without_an_answer(browser: httpx.Client) -> None:
    page = browser.get("/reports/welfare").text
    questions = ("ใครได้รับ", "ผู้รับเป็นอย่างไร", "เหมาะสมหรือไม่", "ควรปรับเป้าหมายหรือไม่")
    assert [page.index(f"{number}. {words}") for number, words in enumerate(questions, start=1)] == sorted(
        page.index(words) for words in (f"{number}. {words}" for number, words in enumerate(questions, start=1))
    )
    assert page.count("ยังไม่มีข้อมูลผู้รับสวัสดิการในปีนี้") == 2
    assert "ผู้รับสวัสดิการทั้งหมด" in page


async def test_the_follow_up_of_last_years_households_says_who_they_are(
    browser: httpx.Client, office: Office, tmp_path: Path
) -> None:
    year = fiscal_year(thai_day(datetime.now(UTC)))
    tablet = await office.tablet(tmp_path / "another")
    home = a_household(VILLAGE, "99/1", citizen_id=None, id_kind="none")
    for past, stage in ((1, "1"), (0, "2")):
        decided = {"programme_year": year - past, "stage": stage, "reason": "มีรายได้"}
        decided["decided_on"] = thai_day(datetime.now(UTC)).isoformat()
        await tablet.record([*(home if past else []), Edit("stage_decision", new_id(), home[0].row_id, decided)])
    await synchronise(tablet)
    await tablet.close()
    page = browser.get("/reports/stages").text
    assert "รุ่นปีก่อน คือครัวเรือนที่จัดขั้นไว้ในปีตั้งต้น" in page
    for words in ("อยู่รอด", "เลื่อนขึ้น", "เลื่อนลง", f"ปีงบประมาณ {year - 1} ถึง {year}"):
        assert words in page
    pdf = browser.get("/reports/stages/pdf")
    assert pdf.content.startswith(b"%PDF")
