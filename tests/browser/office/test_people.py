"""Officers, tablets and the audit log in a browser: an account, a lost tablet revoked, whose data it held."""

import re
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Page, expect
from sqlmodel import delete

from field_app.config import Settings
from field_app.services import enrolment, exchange, unlock
from server.tables import LoggedOperation, LoggedRun
from tests.browser.driver import run_apart
from tests.browser.office.looking import go_to, looks_right, sign_in
from tests.builders import DISTRICT, PASSWORD, PIN, Office, a_household
from tests.server.sender import Sender, a_sender

pytestmark = pytest.mark.browser
OWN = "รหัสของฉันเองยาวพอ"
NAME = "อรทัย คำมูล"


@pytest.fixture
def page(door: Page) -> Page:
    """Nobody has signed in yet."""
    return door


async def a_tablet_exchanges(office: Office, folder: Path) -> str:
    """A real tablet with work that was sent and some that was not. Returns its id."""
    settings = Settings(data_dir=folder, app_version="test")
    code = office.code(office.officer(name=NAME))
    async with httpx.AsyncClient() as http:
        asked = await enrolment.ask(settings, server_url=office.url, code=code, http=http)
        await enrolment.finish(settings, asked, PIN)
        tablet = await unlock.unlock(settings, PIN)
        await exchange.exchange(tablet, http)
        await tablet.record(a_household())
        await tablet.close()
    return str(asked.reply.device_id)


async def late_work(folder: Path) -> int:
    tablet = await unlock.unlock(Settings(data_dir=folder, app_version="test"), PIN)
    async with httpx.AsyncClient() as http:
        held = (await exchange.exchange(tablet, http)).held
    await tablet.close()
    return held


def test_a_lost_tablet_is_revoked_and_its_late_work_waits(page: Page, office: Office, tmp_path: Path) -> None:
    folder = tmp_path / "tablet"
    device_id = run_apart(a_tablet_exchanges(office, folder))
    name = device_id.replace("-", "")[-4:].upper()
    sign_in(page, f"supervisor{DISTRICT}", PASSWORD)
    looks_right(page, "overview-people")
    go_to(page, "เจ้าหน้าที่และแท็บเล็ต")
    looks_right(page, "tablets-list")
    page.get_by_role("link", name=f"จัดการ {name}").click()
    looks_right(page, "tablet")
    page.get_by_role("link", name=f"ระงับแท็บเล็ต {name}").click()
    expect(page.get_by_role("heading", name="เมื่อระงับแล้ว")).to_be_visible()
    page.get_by_label("หายหรือถูกขโมย").check()
    page.get_by_label("เล่าเหตุการณ์สั้น ๆ").fill("ลืมไว้บนรถประจำทางสายแม่ใจ")
    looks_right(page, "tablet-revoke")
    page.get_by_role("button", name=f"ระงับแท็บเล็ต {name}").click()
    expect(page.get_by_role("status")).to_contain_text("หายหรือถูกขโมย")
    assert run_apart(late_work(folder)) == 2
    page.reload()
    expect(page.get_by_text("รับงานที่ส่งมาหลังระงับไว้ 2 รายการ")).to_be_visible()
    looks_right(page, "tablet-revoked")
    page.get_by_role("link", name="ดูหมู่บ้าน").click()
    expect(page.get_by_role("heading", name=f"ข้อมูลในแท็บเล็ต {name}")).to_be_visible()
    assert int(re.sub(r"\D", "", page.locator("tfoot td").first.inner_text())) > 50
    looks_right(page, "tablet-held")


def test_a_new_officer_gets_an_account_and_chooses_an_own_password(page: Page, office: Office) -> None:
    width = page.viewport_size["width"] if page.viewport_size else 0
    username = f"orathai{width}"
    officer_id = office.officer(DISTRICT, name=f"อรทัย {width}")
    sign_in(page, f"supervisor{DISTRICT}", PASSWORD)
    page.goto(f"{office.url}/officers/{officer_id}")
    looks_right(page, "officer")
    page.get_by_label("ชื่อผู้ใช้").fill(username)
    page.get_by_role("button", name="ให้บัญชีเข้าสำนักงาน").click()
    first = page.locator(".code").inner_text()
    looks_right(page, "first-password")
    page.context.clear_cookies()
    page.goto(office.url)
    sign_in(page, username, first)
    expect(page.get_by_text("รหัสผ่านนี้มีคนอื่นรู้")).to_be_visible()
    page.get_by_label("รหัสผ่านเดิม").fill(first)
    page.get_by_label("รหัสผ่านใหม่").fill("สั้น")
    page.get_by_role("button", name="เปลี่ยนรหัสผ่าน").click()
    expect(page.get_by_text("อย่างน้อย 10 ตัว").first).to_be_visible()
    page.get_by_label("รหัสผ่านเดิม").fill(first)
    page.get_by_label("รหัสผ่านใหม่").fill(OWN)
    looks_right(page, "account")
    page.get_by_role("button", name="เปลี่ยนรหัสผ่าน").click()
    expect(page.get_by_text("เปลี่ยนรหัสผ่านแล้ว")).to_be_visible()
    page.goto(office.url)
    expect(page.get_by_role("heading", name="ภาพรวม")).to_be_visible()


def test_the_audit_log_is_filtered_and_verified(page: Page) -> None:
    sign_in(page, f"supervisor{DISTRICT}", PASSWORD)
    go_to(page, "บันทึกการใช้ข้อมูล")
    page.get_by_label("ทำอะไร").select_option(label="เข้าใช้งาน")
    page.get_by_label("ตั้งแต่วันที่").fill("1/1/2566")
    page.get_by_role("button", name="กรอง", exact=True).click()
    expect(page.get_by_role("row", name="หัวหน้าศูนย์").first).to_contain_text("เข้าใช้งาน")
    page.get_by_role("button", name="ตรวจเดี๋ยวนี้").click()
    expect(page.get_by_role("status")).to_contain_text("ไม่มีรายการถูกแก้หรือขาด")
    looks_right(page, "audit-people")
    page.get_by_role("link", name="ใบตรวจสอบประจำวัน").click()
    expect(page.get_by_text("field-server verify-log --against")).to_be_visible()
    looks_right(page, "checksum")


def a_tablet_works(office: Office) -> Sender:
    with office.database() as database:
        tablet = a_sender(database)
        for _ in range(3):
            tablet.send(*tablet.household(members=3))
    return tablet


def touch(office: Office, tablet: Sender) -> None:
    """A body, a deleted operation and a lost run, as somebody with the database can."""
    with office.database() as database, database.writing() as session:
        lines = [session.get(LoggedOperation, (DISTRICT, stamp.to_text())) for stamp in tablet.stamps]
        changed, deleted = lines[1], lines[2]
        assert changed
        changed.body += b" "
        session.delete(deleted)
        session.exec(delete(LoggedRun).where(LoggedRun.device_id == tablet.device_id, LoggedRun.number == 2))


def test_the_whole_history_is_proven_on_its_page_and_what_is_broken_stands_on_the_desk(
    page: Page, office: Office
) -> None:
    tablet = a_tablet_works(office)
    sign_in(page, f"supervisor{DISTRICT}", PASSWORD)
    go_to(page, "บันทึกการใช้ข้อมูล")
    looks_right(page, "proof-audit")
    page.get_by_role("link", name="ผลการตรวจ").or_(page.get_by_role("link", name="ตรวจประวัติทั้งหมด")).first.click()
    looks_right(page, "proof-before")
    page.get_by_role("button", name="ตรวจเดี๋ยวนี้").click()
    expect(page.get_by_role("heading", name="ผลการตรวจล่าสุด")).to_be_visible(timeout=60_000)
    looks_right(page, "proof-after")
    touch(office, tablet)
    page.get_by_role("button", name="ตรวจเดี๋ยวนี้").click()
    expect(page.get_by_role("alert")).to_contain_text("พบประวัติที่ถูกแก้", timeout=60_000)
    row = page.get_by_role("row", name="เนื้อหาถูกแก้").filter(has_text=tablet.device_id.hex[-4:].upper())
    expect(row).to_contain_text("ชุดที่ 1 · รายการที่ 2 ในชุด")
    looks_right(page, "proof-broken")
    go_to(page, "ภาพรวม")
    looks_right(page, "proof-overview")
    page.get_by_role("link", name="ดูผลการตรวจ").click()
    expect(page.get_by_role("heading", name="ที่ที่พบ")).to_be_visible()
    page.goto(f"{office.url}/audit/checksum")
    looks_right(page, "proof-checksum")
