"""The settings in a browser: dates of a new year, an agency in the catalogue, and the way back."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.browser.office.looking import go_to, looks_right
from tests.builders import Office, an_office
from tests.databases import sqlite_url

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office(sqlite_url(tmp_path_factory.mktemp("settings"))) as found:
        yield found


def test_a_year_is_added_and_the_catalogue_says_who_has_the_mandate(page: Page) -> None:
    go_to(page, "ตั้งค่า")
    expect(page.get_by_role("heading", name="ตั้งค่า")).to_be_visible()
    looks_right(page, "settings")
    page.get_by_role("link", name="ปฏิทินรณรงค์").click()
    looks_right(page, "settings-calendar")
    page.get_by_role("link", name="เพิ่มปี").click()
    page.get_by_role("button", name="ดูสิ่งที่เปลี่ยน").click()
    expect(page.get_by_role("alert")).to_contain_text("แถวที่ 7 ช่องต้องเสร็จ ยังไม่ถูกต้อง")
    looks_right(page, "settings-wrong")
    for row in page.locator("tbody tr").all()[6:12]:
        due = row.locator(".date").last
        due.locator("input").first.fill("30")
        due.locator("select").select_option(label="กันยายน")
        due.locator("input").last.fill("2570")
    page.get_by_role("button", name="ดูสิ่งที่เปลี่ยน").click()
    expect(page.get_by_role("button", name="เปลี่ยน 6 แถว")).to_be_visible()
    looks_right(page, "settings-preview")
    page.get_by_role("button", name="เปลี่ยน 6 แถว").click()
    expect(page.get_by_role("status")).to_contain_text("ใช้ตารางใหม่แล้ว")
    go_to(page, "ตั้งค่า")
    page.get_by_role("link", name="เมนูแก้จน").click()
    page.get_by_role("link", name="แก้ตาราง").click()
    looks_right(page, "settings-edit")
    page.get_by_label("หน่วยงานตามหน้าที่ แถวที่ 1", exact=True).fill("ศูนย์พัฒนาฝีมือแรงงานพะเยา")
    page.get_by_role("button", name="ดูสิ่งที่เปลี่ยน").click()
    expect(page.get_by_role("row", name="ศูนย์พัฒนาฝีมือแรงงานพะเยา")).to_be_visible()
    page.get_by_role("button", name="เปลี่ยน 1 แถว").click()
    page.get_by_role("button", name="กลับไปใช้ตารางที่มากับระบบ").click()
    page.get_by_role("button", name="เปลี่ยน 1 แถว").click()
    expect(page.get_by_role("status")).to_contain_text("ใช้ตารางใหม่แล้ว")
    go_to(page, "ตั้งค่า")
    page.get_by_role("link", name="ปฏิทินรณรงค์").click()
    page.get_by_role("button", name="กลับไปใช้ตารางที่มากับระบบ").click()
    page.get_by_role("button", name="เปลี่ยน 6 แถว").click()
    expect(page.get_by_role("status")).to_contain_text("ใช้ตารางใหม่แล้ว")


def test_how_long_files_are_kept_is_set_and_the_codes_are_looked_up(page: Page) -> None:
    go_to(page, "ตั้งค่า")
    page.get_by_role("link", name="ระยะเก็บแฟ้ม และวันที่แท็บเล็ตล็อก").click()
    expect(page.get_by_role("row", name="แฟ้มที่ส่งมอบหน่วยงาน")).to_contain_text("7")
    page.get_by_role("link", name="แก้ตาราง").click()
    page.get_by_label("วัน แถวที่ 2", exact=True).fill("๓")
    page.get_by_role("button", name="ดูสิ่งที่เปลี่ยน").click()
    page.get_by_role("button", name="เปลี่ยน 1 แถว").click()
    expect(page.get_by_role("row", name="แฟ้มที่ส่งมอบหน่วยงาน")).to_contain_text("3")
    looks_right(page, "settings-retention")
    page.get_by_role("button", name="กลับไปใช้ตารางที่มากับระบบ").click()
    page.get_by_role("button", name="เปลี่ยน 1 แถว").click()
    expect(page.get_by_role("row", name="แฟ้มที่ส่งมอบหน่วยงาน")).to_contain_text("7")
    go_to(page, "ตั้งค่า")
    page.get_by_role("link", name="ดูรหัสทั้งหมด").click()
    expect(page.get_by_role("heading", name="สมาชิก · การศึกษา")).to_be_visible()
    looks_right(page, "settings-codes")
