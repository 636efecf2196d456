"""The office's pages in a browser: sign in, see how the campaign stands, enrol a tablet, help who forgot the PIN."""

import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect

from field_app.config import Settings
from field_app.services import enrolment, exchange, recovery, unlock
from tests.browser.driver import run_apart
from tests.browser.office.looking import go_to, looks_right, open_menu
from tests.builders import PASSWORD, PIN, Office

pytestmark = pytest.mark.browser
NEW_PIN = "735120"
NAME = "คำปัน ใจคำ"


async def a_tablet_enrols(settings: Settings, address: str, code: str) -> str:
    """A real tablet with the code of the page; it exchanges, and its officer forgets the PIN. Returns the challenge."""
    async with httpx.AsyncClient() as http:
        asked = await enrolment.ask(settings, server_url=address, code=code, http=http)
        await enrolment.finish(settings, asked, PIN)
        tablet = await unlock.unlock(settings, PIN)
        await exchange.exchange(tablet, http)
        await tablet.close()
    return recovery.challenge(settings, asked.reply.officer_id)


async def opens_with(settings: Settings, response: str) -> bool:
    officer_id = unlock.only_officer(settings)
    await recovery.recover(settings, officer_id, response, NEW_PIN)
    tablet = await unlock.unlock(settings, NEW_PIN)
    await tablet.close()
    return True


def test_a_tablet_is_enrolled_and_its_officer_helped(page: Page, office: Office, tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "tablet", app_version="test")
    looks_right(page, "overview")
    go_to(page, "เจ้าหน้าที่และแท็บเล็ต")
    page.get_by_role("navigation", name="เจ้าหน้าที่และแท็บเล็ต").get_by_role("link", name="เจ้าหน้าที่").click()
    page.get_by_label("ชื่อและนามสกุล").fill(NAME)
    page.get_by_label("พื้นที่รับผิดชอบ").select_option(label="แม่ต๋ำ")
    page.get_by_role("button", name="เพิ่มเจ้าหน้าที่").click()
    looks_right(page)
    page.get_by_role("button", name=f"ออกรหัสลงทะเบียน {NAME}").first.click()
    expect(page.get_by_role("heading", name=f"ลงทะเบียนแท็บเล็ตให้ {NAME}")).to_be_visible()
    looks_right(page, "code")
    code = page.locator(".code").inner_text()
    challenge = run_apart(a_tablet_enrols(settings, office.url, code))
    expect(page.get_by_text("แท็บเล็ตใช้รหัสนี้แล้ว")).to_be_visible(timeout=20_000)
    go_to(page, "เจ้าหน้าที่และแท็บเล็ต")
    row = page.get_by_role("row", name=NAME).first
    expect(row).to_contain_text("แม่ต๋ำ")
    expect(row).to_contain_text("ตรง")
    page.get_by_label("ตัวเลขบนจอแท็บเล็ต").fill(challenge)
    page.get_by_label("รหัสผ่านของท่าน").fill(PASSWORD)
    looks_right(page, "tablets")
    page.get_by_role("button", name="ออกรหัสกู้").click()
    expect(page.get_by_role("heading", name=NAME)).to_be_visible()
    looks_right(page, "recovery")
    assert run_apart(opens_with(settings, page.locator(".code").inner_text()))


def test_progress_leads_to_the_villages_and_the_language_stays(page: Page) -> None:
    whole = page.locator("tfoot tr")
    expect(whole).to_contain_text("ทั้งอำเภอ")
    total = int(re.sub(r"\D", "", whole.locator("td").first.inner_text()))
    assert total > 1000
    page.get_by_role("link", name="แม่ต๋ำ").click()
    expect(page.get_by_role("heading", name="ตำบลแม่ต๋ำ")).to_be_visible()
    villages = page.locator("tbody tr td:nth-child(2)").all_inner_texts()
    assert sum(map(int, villages)) == int(page.locator("tfoot td").first.inner_text())
    looks_right(page)
    open_menu(page)
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", name="Progress by village")).to_be_visible()
    assert page.locator("html").get_attribute("lang") == "en"
    page.get_by_role("link", name="Overview", exact=True).first.click()
    expect(page.get_by_text("Whole district")).to_be_visible()


def test_a_report_is_chosen_narrowed_and_taken_along(page: Page, tmp_path: Path) -> None:
    go_to(page, "รายงาน")
    expect(page.get_by_role("heading", name="ความก้าวหน้าตามหมู่บ้านและขั้นตอน")).to_be_visible()
    whole = page.locator("tfoot td").first.inner_text()
    page.get_by_label("พื้นที่").select_option(label="แม่ต๋ำ")
    page.get_by_role("button", name="ดูผล").click()
    part = page.locator("tfoot td").first.inner_text()
    assert 0 < int(part) < int(whole.replace(",", ""))
    page.get_by_role("navigation", name="รายงาน", exact=True).get_by_role("link", name="กลุ่มเป้าหมาย").click()
    expect(page.get_by_role("heading", name="กลุ่มเป้าหมาย")).to_be_visible()
    expect(page.get_by_text("ต.แม่ต๋ำ").first).to_be_visible()
    looks_right(page, "reports")
    with page.expect_download() as download:
        page.get_by_role("link", name="Excel").click()
    download.value.save_as(tmp_path / "report.xlsx")
    assert (tmp_path / "report.xlsx").read_bytes().startswith(b"PK")
    page.emulate_media(media="print")
    expect(page.get_by_role("button", name="ดูผล")).to_be_hidden()
    expect(page.get_by_role("heading", name="กลุ่มเป้าหมาย")).to_be_visible()


def test_what_was_done_is_on_record_and_the_record_is_whole(page: Page) -> None:
    go_to(page, "บันทึกการใช้ข้อมูล")
    expect(page.get_by_role("row", name="หัวหน้าศูนย์").first).to_contain_text("เข้าใช้งาน")
    page.get_by_role("button", name="ตรวจเดี๋ยวนี้").click()
    expect(page.get_by_role("status")).to_contain_text("ไม่มีรายการถูกแก้หรือขาด")
    looks_right(page, "audit")


def test_the_keyboard_comes_to_the_content_first_and_printing_leaves_the_menu_out(page: Page) -> None:
    page.keyboard.press("Tab")
    expect(page.get_by_role("link", name="ข้ามไปเนื้อหา")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"
    page.emulate_media(media="print")
    expect(page.get_by_role("navigation", name="เมนูหลัก")).to_be_hidden()
    expect(page.get_by_text("พิมพ์โดย หัวหน้าศูนย์")).to_be_visible()
