"""Importing in a browser: the sample list from the file to the households, with its pictures."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office.looking import go_to, looks_right
from tests.builders import Office, an_office
from tests.databases import sqlite_url
from tests.server.console.importing import SAMPLE

pytestmark = pytest.mark.browser
STEPS_MS = 120_000  # of long work


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(sqlite_url(tmp_path)) as found:
        yield found


def rows_above_the_bar(page: Page) -> int:
    """How many rows of the preview can be seen whole without scrolling."""
    bar = page.locator(".foot").bounding_box()
    assert bar
    boxes = [row.bounding_box() for row in page.locator("tbody tr").all()[:12]]
    return sum(box is not None and box["y"] + box["height"] <= bar["y"] for box in boxes)


def test_the_sample_is_imported_and_undone(page: Page) -> None:
    go_to(page, "นำเข้าข้อมูล")
    expect(page.get_by_role("heading", name="นำเข้าข้อมูล", exact=True)).to_be_visible()
    looks_right(page, "import-start")
    page.get_by_label("แฟ้มรายชื่อ").set_input_files(SAMPLE / "targets.txt")
    page.get_by_label("พจนานุกรมข้อมูล").set_input_files(SAMPLE / "dictionary.csv")
    page.get_by_role("button", name="อ่านแฟ้มและดูตัวอย่าง").click()
    expect(page.get_by_text("จับคู่แล้ว 22 จาก 22 คอลัมน์")).to_be_visible()
    looks_right(page, "import-preview")
    if page.viewport_size == {"width": 1366, "height": 768}:
        assert rows_above_the_bar(page) >= 6
    page.get_by_label("ช่องในระบบของ MOBILE").select_option(label="ไม่ใช้")
    page.get_by_role("button", name="อ่านใหม่").click()
    expect(page.get_by_text("จับคู่แล้ว 21 จาก 22 คอลัมน์")).to_be_visible()
    page.get_by_role("button", name="ทดลองนำเข้า").click()
    expect(page.get_by_role("heading", name="ผลการทดลองนำเข้า")).to_be_visible(timeout=STEPS_MS)
    looks_right(page, "import-trial")
    page.get_by_role("button", name="นำเข้า 7,007 แถวที่รับได้").click()
    expect(page.get_by_text("นำเข้าครบแล้ว")).to_be_visible(timeout=STEPS_MS)
    looks_right(page, "import-result")
    page.get_by_role("link", name="ดูหรือถอนการนำเข้านี้").click()
    looks_right(page, "import-past")
    page.get_by_role("button", name="ถอนการนำเข้านี้").click()
    expect(page.get_by_text("ถอนแล้วโดย")).to_be_visible(timeout=STEPS_MS)
    page.get_by_role("link", name="กลับไปหน้านำเข้า").click()
    expect(page.get_by_role("row", name="targets.txt")).to_contain_text("ถอนแล้ว")
    looks_right(page, "import-list")
