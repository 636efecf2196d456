"""Households and assigning in a browser: find, open the file, read its history, give a village to an officer."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.district import a_worked_tablet, sample_district
from tests.browser.driver import run_apart
from tests.browser.office.looking import go_to, looks_right
from tests.builders import Office

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    folder: Path = tmp_path_factory.mktemp("office")
    with sample_district(folder) as found:
        run_apart(a_worked_tablet(found, folder / "tablet"))
        yield found


def test_a_household_is_found_and_its_file_read(page: Page) -> None:
    go_to(page, "ครัวเรือน")
    expect(page.get_by_role("heading", name="ครัวเรือน", exact=True)).to_be_visible()
    looks_right(page, "households")
    page.get_by_label("ตำบล").select_option(label="แม่ต๋ำ")
    page.get_by_role("button", name="ค้นหา").click()
    expect(page.get_by_role("link", name="ตำบลแม่ต๋ำ เอาออก")).to_be_visible()
    assert "area=" in page.url
    assert page.get_by_label("หมู่บ้าน").locator("option").count() > 2
    page.get_by_label("งาน").select_option(label="ข้อมูลไม่ตรงกัน")
    page.get_by_label("งาน").press("Tab")
    page.get_by_role("button", name="ค้นหา").click()
    expect(page.get_by_role("link", name="ข้อมูลไม่ตรงกัน เอาออก")).to_be_visible()
    looks_right(page, "households-filtered")
    row = page.locator("tbody tr").first
    head = row.locator("td").first.inner_text()
    page.get_by_label("ค้นหา", exact=True).fill(head.split()[-1])
    page.get_by_label("ค้นหา", exact=True).press("Enter")
    expect(page.get_by_role("button", name="ค้นด้วยคำที่พิมพ์ เอาออก")).to_be_visible()
    assert head.split()[-1] not in page.url
    kept = page.evaluate("JSON.stringify({...sessionStorage, ...localStorage})")
    assert head.split()[-1] not in kept
    assert "htmx-history-cache" not in kept, "no page stays in the browser's storage"
    page.get_by_role("button", name="หัวหน้าครัวเรือน").click()
    expect(page.locator("th[aria-sort=ascending]")).to_contain_text("หัวหน้าครัวเรือน")
    page.locator("tbody tr").first.locator("a").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("บ้านเลขที่")
    expect(page.get_by_text("ข้อมูลไม่ตรงกัน 1 เรื่อง")).to_be_visible()
    looks_right(page, "household-file")
    page.get_by_role("link", name="กรองประวัติ").click()
    expect(page.get_by_role("heading", name="ประวัติแฟ้ม")).to_be_visible()
    looks_right(page, "household-history")
    page.go_back()
    page.get_by_role("link", name="พิมพ์แฟ้ม").click()
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="ส่วนของแฟ้ม")).to_be_hidden()
    looks_right(page, "household-print")


def test_a_village_is_given_to_an_officer_and_the_page_says_what_follows(page: Page) -> None:
    go_to(page, "มอบหมายงาน")
    expect(page.get_by_role("heading", name="มอบหมายงาน")).to_be_visible()
    expect(page.get_by_text("ยังไม่มีผู้รับผิดชอบ").first).to_be_visible()
    looks_right(page, "assign")
    page.get_by_role("checkbox").first.check()
    page.get_by_role("checkbox").nth(1).check()
    page.get_by_label("มอบให้").select_option(label="วิชัย แสนสุข")
    page.get_by_role("button", name="ดูผลก่อนบันทึก").click()
    expect(page.get_by_role("heading", name="มอบหมาย 2 หมู่บ้าน ให้ วิชัย แสนสุข")).to_be_visible()
    expect(page.get_by_text("แท็บเล็ตต้องรับอะไร")).to_be_visible()
    looks_right(page, "assign-plan")
    page.get_by_role("button", name="มอบหมาย 2 หมู่บ้าน").click()
    expect(page.get_by_role("status")).to_contain_text("บันทึกแล้ว")
    page.get_by_role("link", name="วิชัย แสนสุข").click()
    expect(page.get_by_role("heading", name="วิชัย แสนสุข")).to_be_visible()
    looks_right(page, "assign-officer")
    page.go_back()
    page.get_by_role("link", name="เลือกทีละบ้าน").first.click()
    expect(page.get_by_role("heading", name="มอบหมายทีละบ้าน")).to_be_visible()
    looks_right(page, "assign-households")
