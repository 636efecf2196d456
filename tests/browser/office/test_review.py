"""The review queues in a browser: different values chosen by keyboard, a duplicate merged, a finding mended."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from field_app.services.tablet import Tablet
from shared_models.edit import Edit
from tests.browser.driver import run_apart
from tests.browser.office.looking import go_to, looks_right
from tests.builders import Office, a_household, an_office, new_id, synchronise
from tests.databases import sqlite_url
from tests.server.console.casework import a_tablet

pytestmark = pytest.mark.browser
MINE = "มีที่นา 2 ไร่ ให้ญาติเช่า 1 ไร่ ได้ค่าเช่าปีละ 1,500 บาท"
THEIRS = "มีที่นา 2 ไร่ มีจักรยานยนต์ 1 คัน ลูกสาวส่งเงินเดือนละ 800 บาท"
HEAD = {"title": "นาง", "given_name": "บัวคำ", "family_name": "ทาแกง", "citizen_id": "3560100123458", "sex": "2"}


@asynccontextmanager
async def two_tablets(office: Office, folder: Path) -> AsyncIterator[tuple[Tablet, Tablet]]:
    first = await a_tablet(office, folder / "first", name="วิชัย ปงผา")
    second = await a_tablet(office, folder / "second", name="อรทัย ใจงาม")
    yield first, second
    await first.close()
    await second.close()


def change(edit: Edit, **values: object) -> Edit:
    return Edit(edit.entity, edit.row_id, edit.household_id, values)  # type: ignore[arg-type]


async def work_apart(office: Office, folder: Path) -> None:
    """Two officers edit one household; one enters a neighbour twice and names a second head."""
    async with two_tablets(office, folder) as tablets:
        house = a_household(house_no="27/1", members=2, **HEAD)
        analysis = Edit("four_t", new_id(), house[0].row_id, {"resources": "มีที่นา 2 ไร่", "analysed_on": "2026-05-12"})
        somchai = {"given_name": "สมชาย", "family_name": "ปงผา", "birth": "2499-03-12", "citizen_id": "3560100123466"}
        twice = {**somchai, "given_name": "สมชัย", "citizen_id": None, "id_kind": "none", "phone": "0812223417"}
        first, second = a_household(house_no="112", **somchai), a_household("56010205", house_no="8", **twice)
        for edits in ([*house, analysis], first, second):
            await tablets[0].record(edits)
        for tablet in tablets:
            await synchronise(tablet)
        values = (("0812223417", 3_650_000, MINE), ("0812223471", 2_800_000, THEIRS))
        for tablet, (phone, income, words) in zip(tablets, values, strict=True):
            await tablet.record([change(house[1], phone=phone)])
            await tablet.record([change(house[0], average_income_satang=income)])
            await tablet.record([change(analysis, resources=words)])
        await tablets[1].record([change(house[2], relation="head")])
        for tablet in (*tablets, tablets[0]):
            await synchronise(tablet)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(sqlite_url(tmp_path)) as found:
        run_apart(work_apart(found, tmp_path))
        yield found


def test_a_supervisor_works_through_the_queues(page: Page) -> None:
    go_to(page, "งานรอตรวจ")
    expect(page.get_by_role("heading", name="บ้านเลขที่ 27/1")).to_be_visible()
    expect(page.get_by_text("เลือกแล้ว 0 จาก 3 ช่อง")).to_be_visible()
    looks_right(page, "review-conflict-open")
    page.get_by_role("radio", name="0812223471").focus()
    page.keyboard.press("Space")
    page.keyboard.press("ArrowLeft")
    expect(page.get_by_role("radio", name="0812223417")).to_be_checked()
    page.get_by_role("radio", name="36,500 บาท").check()
    expect(page.get_by_text("เลือกแล้ว 2 จาก 3 ช่อง")).to_be_visible()
    page.get_by_role("radio", name="ใช้ทั้งสองข้อความต่อกัน").check()
    expect(page.get_by_text("เลือกแล้ว 3 จาก 3 ช่อง")).to_be_visible()
    looks_right(page, "review-conflict")
    page.get_by_role("button", name="ใช้ค่าที่เลือก แล้วไปเรื่องถัดไป").press("Enter")
    expect(page.get_by_text("บันทึกค่าที่เลือกแล้ว")).to_be_visible()
    page.get_by_role("link", name="คนซ้ำ").click()
    page.get_by_role("button", name="ค้นหาคนซ้ำ").click()
    expect(page.get_by_role("heading", name="อาจเป็นคนเดียวกัน")).to_be_visible(timeout=60_000)
    for row in page.locator("tr.diff").all():
        if not row.get_by_role("radio", checked=True).count():
            row.get_by_role("radio").first.check()
    expect(page.get_by_text("เมื่อรวมแล้ว นาย")).to_be_visible()
    looks_right(page, "review-duplicate")
    page.get_by_role("button", name="รวมเป็นคนเดียวกัน").click()
    expect(page.get_by_text("รวมเป็นคนเดียวกันแล้ว")).to_be_visible()
    page.get_by_role("navigation", name="ประเภทงานตรวจ").get_by_role("link", name="ข้อสังเกต").click()
    expect(page.get_by_role("heading", name="มีคนเป็นหัวหน้าเกินหนึ่งคน")).to_be_visible()
    page.get_by_role("radio", name="ไม่ใช่หัวหน้า").check()
    looks_right(page, "review-finding")
    page.get_by_role("button", name="ทำตามที่เลือก").click()
    expect(page.get_by_text("จัดการข้อสังเกตแล้ว")).to_be_visible()
