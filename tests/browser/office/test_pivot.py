"""A designed table in real Chromium: built, looked at in three ways, narrowed, kept, taken along."""

from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office.looking import go_to, looks_right

pytestmark = pytest.mark.browser
FAILING = "จำนวนคน · ผลประเมิน MPI"


def total(page: Page) -> int:
    """The last number of the table."""
    return int(page.locator("tfoot td").last.inner_text().replace(",", ""))


def test_a_table_is_designed_looked_at_and_taken_along(page: Page, tmp_path: Path) -> None:
    go_to(page, "รายงาน")
    page.get_by_role("link", name="ออกแบบเอง").click()
    expect(page.get_by_role("heading", name="จำนวนครัวเรือน แยกตำบล")).to_be_visible()
    page.get_by_label("นับอะไร").select_option(label=FAILING)
    expect(page.get_by_label("คอลัมน์").locator("option", has_text="มิติที่ตกเกณฑ์")).to_be_attached()
    page.get_by_label("คอลัมน์").select_option(label="มิติที่ตกเกณฑ์")
    page.get_by_role("button", name="ดูผล").click()
    expect(page.get_by_role("heading", name=f"{FAILING} แยกตำบลและมิติที่ตกเกณฑ์")).to_be_visible()
    everybody = total(page)
    assert everybody > 1000
    looks_right(page, "pivot-table")
    page.get_by_text("เพิ่มเงื่อนไข").click()
    page.get_by_label("เงื่อนไขของ").select_option(label="บัตรสวัสดิการแห่งรัฐ (สมาชิก)")
    page.get_by_label("ไม่มีบัตรสวัสดิการแห่งรัฐ").check()
    looks_right(page, "pivot-condition")
    page.get_by_role("button", name="ดูผล").click()
    expect(page.get_by_role("link", name="บัตรสวัสดิการแห่งรัฐ (สมาชิก): ไม่มีบัตรสวัสดิการแห่งรัฐ")).to_be_visible()
    assert 0 < total(page) < everybody
    page.get_by_role("link", name="แท่ง").click()
    expect(page.get_by_role("img", name="มากที่สุดคือ")).to_be_visible()
    looks_right(page, "pivot-bars")
    page.get_by_role("link", name="แผนที่ความร้อน").click()
    expect(page.get_by_role("img", name="แผนที่ช่องรายตำบล")).to_be_visible()
    looks_right(page, "pivot-heat")
    with page.expect_download() as download:
        page.get_by_role("link", name="PDF").click()
    download.value.save_as(tmp_path / "pivot.pdf")
    assert (tmp_path / "pivot.pdf").read_bytes().startswith(b"%PDF")


def test_a_table_is_kept_and_found_again_by_keyboard(page: Page) -> None:
    size = page.viewport_size
    assert size
    name = f"คนตามช่วงอายุ {size['width']}"
    page.goto(page.url.rstrip("/") + "/reports/pivot?count=person&rows=person.age_band")
    page.get_by_text("เก็บตารางนี้").first.click()
    page.get_by_label("ชื่อตาราง").fill(name)
    page.get_by_label("ให้ทุกคนในอำเภอเห็น").check()
    page.get_by_label("ชื่อตาราง").press("Enter")
    expect(page.get_by_role("link", name=name)).to_be_visible()
    page.get_by_role("link", name="เปลี่ยนชื่อหรือลบ").click()
    expect(page.get_by_role("row", name=name)).to_contain_text("ทั้งอำเภอ")
    page.get_by_role("row", name=name).get_by_text("แก้ไข").click()
    looks_right(page, "pivot-kept")
    page.get_by_role("row", name=name).get_by_role("button", name="ลบตาราง").click()
    expect(page.get_by_role("link", name=name)).to_have_count(0)
