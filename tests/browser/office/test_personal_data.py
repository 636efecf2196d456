"""What an office does with people's own data, in a browser: a request, its file and answer, and making nameless."""

from datetime import UTC, datetime

import pytest
from playwright.sync_api import Page, expect
from sqlmodel import select

from server.services import reference
from server.services.reviewing import office_action
from server.services.reviewing.office_edit import Supervisor
from server.tables import OfficerAccount
from shared_models.edit import Edit
from shared_models.officer import Role
from shared_models.person import LifeState, Person
from tests.browser.office.looking import go_to, looks_right
from tests.builders import DISTRICT, Office

pytestmark = pytest.mark.browser
NOW = datetime.now(UTC)


def somebody_died_long_ago(office: Office) -> None:
    """And the office has set how long it keeps the name."""
    with office.database() as database, database.writing() as session:
        by = session.exec(select(OfficerAccount.id).where(OfficerAccount.role == Role.DISTRICT_SUPERVISOR)).first()
        one = session.exec(
            select(Person).where(Person.life_state == LifeState.ALIVE, Person.birth < "2530").limit(1)
        ).one()
        died = Edit("person", one.id, one.household_id, {"life_state": "deceased", "life_state_on": "2560"})
        assert by
        office_action.act(session, Supervisor(DISTRICT, by), [died], now=NOW)
        rules = "setting,number\ndeceased_years,5\n"
        reference.edit(session, DISTRICT, "personal_data", rules, changed_by="หัวหน้าศูนย์", now=NOW)


def test_a_request_is_noted_followed_and_answered(page: Page) -> None:
    go_to(page, "ครัวเรือน")
    page.locator("tbody th a").first.click()
    page.get_by_title("ข้อมูลของคนนี้").first.click()
    expect(page.get_by_role("heading", name="แฟ้มของคนนี้ (ม.30)")).to_be_visible()
    looks_right(page, "person")
    page.get_by_label("คำขอ", exact=True).select_option(label="คัดค้าน (ม.32)")
    page.get_by_role("button", name="บันทึกคำขอ").click()
    expect(page.get_by_text("กรอกหรือเลือกช่องนี้ก่อน")).to_be_visible()
    looks_right(page, "person-wrong")
    page.get_by_label("ผู้ขอ").fill("เจ้าตัว")
    page.get_by_label("ขอว่าอย่างไร").fill("ไม่ให้ส่งชื่อไปหน่วยงานอื่น")
    page.get_by_role("button", name="บันทึกคำขอ").click()
    expect(page.get_by_text("งดส่งต่อหน่วยงานอื่น").first).to_be_visible()
    page.get_by_label("ใช้เพื่ออะไร").select_option(label="เจ้าของข้อมูลขอดูหรือขอสำเนา")
    page.get_by_role("button", name="เปิดดูและพิมพ์").click()
    expect(page.get_by_role("heading", name="ประวัติการแก้ไข")).to_be_visible()
    looks_right(page, "person-file")
    go_to(page, "ข้อมูลส่วนบุคคล")
    looks_right(page, "requests")
    page.get_by_role("link", name="คัดค้าน (ม.32)").first.click()
    page.get_by_label("ผล", exact=True).select_option(label="ทำตามคำขอ")
    page.get_by_label("ตอบว่าอย่างไร ทำอะไรแล้ว").fill("งดส่งต่อแล้ว")
    looks_right(page, "request")
    page.get_by_role("button", name="บันทึกคำตอบ").click()
    expect(page.get_by_role("button", name="ให้ส่งต่อได้อีก")).to_be_visible()
    looks_right(page, "request-answered")


def test_who_is_due_is_counted_and_becomes_nameless_after_it_was_agreed(page: Page, office: Office) -> None:
    somebody_died_long_ago(office)
    go_to(page, "ข้อมูลส่วนบุคคล")
    page.get_by_role("link", name="ลบชื่อเมื่อครบกำหนด").click()
    page.get_by_role("button", name="ทดลองนับก่อน").click()
    expect(page.get_by_role("status").filter(has_text="ครบกำหนด 1 คน")).to_be_visible(timeout=60_000)
    looks_right(page, "retention")
    page.get_by_role("button", name="ลบชื่อ 1 คน").click()
    expect(page.get_by_text("ทำเครื่องหมายก่อนลบ")).to_be_visible()
    page.get_by_role("checkbox").check()
    page.get_by_role("button", name="ลบชื่อ 1 คน").click()
    expect(page.get_by_role("status").filter(has_text="ลบชื่อ 1 คน")).to_be_visible(timeout=60_000)
    looks_right(page, "retention-done")
