"""The targeting meeting in a browser: decide row by row, mend a row, and print the sheet."""

import io
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.district import first_households, sample_district, some_weeks_of_work
from tests.browser.driver import run_apart
from tests.browser.office.looking import go_to, looks_right
from tests.builders import Office, synchronise

pytestmark = pytest.mark.browser
A4_LANDSCAPE_POINTS = (842, 595)


async def some_work(office: Office, folder: Path) -> None:
    """Problems and 4ท in the first households of a subdistrict."""
    tablet = await office.tablet(folder)
    await synchronise(tablet)
    await some_weeks_of_work(tablet, await first_households(tablet))
    await synchronise(tablet)
    await tablet.close()


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder = tmp_path_factory.mktemp("meeting")
    with sample_district(folder) as found:
        run_apart(some_work(found, folder / "tablet"))
        yield found


def test_a_meeting_is_held_and_its_sheet_printed(page: Page) -> None:
    go_to(page, "ประชุมชี้เป้า")
    expect(page.get_by_role("heading", name="ประชุมชี้เป้า")).to_be_visible()
    page.get_by_label("ตำบล").select_option(label="แม่ต๋ำ")
    page.get_by_label("แผนปีนี้").select_option(label="ยังไม่ตกลง")
    page.get_by_role("button", name="แสดง").click()
    rows = page.locator("tbody tr").filter(has=page.get_by_role("combobox"))
    assert len(page.request.get(page.url).body()) < 100_000
    looks_right(page, "meeting")
    rows.nth(0).get_by_role("combobox").first.select_option(index=1)
    rows.nth(0).locator("input[list]").fill("อบต.แม่ต๋ำ")
    rows.nth(0).get_by_role("combobox").last.select_option(index=3)
    rows.nth(1).get_by_role("combobox").first.select_option(index=2)
    rows.nth(1).locator("input[list]").fill("พมจ.พะเยา")
    page.get_by_role("button", name="บันทึกที่ตกลง").click()
    expect(page.get_by_role("alert").first).to_contain_text("บันทึกแล้ว 1 เรื่อง ยังไม่บันทึก 1 เรื่อง")
    looks_right(page, "meeting-told")
    told = page.locator("tr.told")
    expect(told).to_contain_text("กรอกช่องนี้ก่อนบันทึก")
    expect(told.locator("input[list]")).to_have_value("พมจ.พะเยา")
    told.get_by_role("combobox").last.select_option(index=2)
    page.get_by_role("button", name="บันทึกที่ตกลง").click()
    expect(page.get_by_role("status")).to_contain_text("บันทึกแล้ว 1 เรื่อง")
    page.get_by_label("แผนปีนี้").select_option(label="ตกลงแล้ว")
    page.get_by_role("button", name="แสดง").click()
    expect(page.locator("tbody tr").first).to_contain_text("สิ้น")
    looks_right(page, "meeting-decided")


def test_the_sheet_prints_on_a4_landscape_with_its_heads_and_signatures(page: Page, office: Office) -> None:
    page.goto(f"{office.url}/meeting/sheet?area=560102&failed=living")
    expect(page.get_by_text("ประธานที่ประชุม")).to_be_visible()
    looks_right(page, "meeting-sheet")
    if page.viewport_size != {"width": 1366, "height": 768}:
        return
    folder = Path(__file__).parents[3] / "build" / "screens"
    data = page.pdf(path=folder / "office-meeting-sheet.pdf", prefer_css_page_size=True)
    boxes = re.findall(rb"/MediaBox ?\[0 0 ([\d.]+) ([\d.]+)\]", io.BytesIO(data).getvalue())
    assert {(round(float(width)), round(float(height))) for width, height in boxes} == {A4_LANDSCAPE_POINTS}
