"""Two officers change one house, and the office refuses a third edit: all of it is dealt with in the yard."""

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID

import pytest
from playwright.sync_api import Browser

from server.services.people import officers
from shared_models.edit import Edit
from shared_models.merge import Scalar
from tests.browser.driver import Screen, run_apart, screen, serve_app
from tests.builders import PIN, Office, a_household, a_person, an_office, new_id, synchronise
from tests.databases import sqlite_url
from tests.round_trip.district import a_quick_tablet

pytestmark = pytest.mark.browser
SIZES = {"tablet": (1280, 800), "phone": (390, 844)}
NOWHERE = "99999999"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(sqlite_url(tmp_path)) as found:
        yield found


async def prepared(office: Office, folder: Path) -> UUID:
    """A tablet at `folder` with three fields that differ, two refused actions, and one left to the office."""
    mine = await office.tablet(folder, officer_id=office.officer(name="อรทัย คำมูล"))
    with office.database() as database:
        theirs = await a_quick_tablet(database, folder / "other", office.url)
        with database.writing() as session:
            officers.find(session, theirs.officer.officer_id).name = "วิชัย แสนสุข"
    house = a_household(title="นาย", given_name="บุญมี", family_name="ใจคำ")
    home = house[0].row_id
    of_wife = {"title": "นาง", "given_name": "สุนีย์", "sex": "2", "birth": "2494-03-02"}
    wife = a_person(home, relation="spouse", citizen_id=None, id_kind="none", **of_wife)
    found = {"words": "หลังคาสังกะสีเก่า", "found_on": "2023-06-01", "dimension": "living"}
    problem = Edit("problem", new_id(), home, found)
    house[0].changes["income_main_satang"] = 250000  # type: ignore[index]
    await mine.record([*house, wife, problem])
    for tablet in (mine, theirs):
        await synchronise(tablet)
    pairs: list[tuple[Edit, dict[str, Scalar], dict[str, Scalar]]] = [
        (house[0], {"income_main_satang": 320000}, {"income_main_satang": 300000}),
        (wife, {"birth": "2494-03-12"}, {"birth": "2495"}),
        (problem, {"words": "หลังคารั่วฝั่งครัว ฝนสาดที่นอน"}, {"words": "เสาไม้ผุ 2 ต้น ต้องค้ำไว้ก่อน"}),
    ]
    for edit, ours, others in pairs:
        await mine.record([Edit(edit.entity, edit.row_id, home, ours)])
        await theirs.record([Edit(edit.entity, edit.row_id, home, others)])
    for tablet in (mine, theirs):
        await synchronise(tablet)
    new = a_household(NOWHERE, "12", given_name="อินถา", title="นาย")
    await mine.record(new)
    await mine.record(a_household("56010401", "61/4", given_name="อุ้ยหล้า", title="นาง"))
    await synchronise(mine)
    await mine.close()
    await theirs.close()
    return home


def enter_pin(seen: Screen) -> None:
    seen.wait_for("ใส่รหัส")
    for digit in PIN:
        seen.tap(f"เลข {digit}", exact=True)
    seen.wait_for("งานที่รออยู่")


@pytest.mark.parametrize("size", SIZES)
def test_what_differs_and_what_was_refused_is_dealt_with_on_the_tablet(
    size: str, browser: Browser, office: Office, tmp_path: Path
) -> None:
    folder = tmp_path / "tablet"
    run_apart(prepared(office, folder))
    width, height = SIZES[size]
    with (
        serve_app("--web", "--data-dir", folder) as address,
        screen(browser, address, width=width, height=height) as seen,
    ):
        enter_pin(seen)
        seen.screenshot(f"{size}-work-waiting")
        seen.tap("ข้อมูลไม่ตรงกัน 1")
        seen.tap("บ้าน 47/2")
        seen.wait_for("มีคนอื่นบันทึกค่าอื่น")
        seen.screenshot(f"{size}-household-conflict")
        seen.tap("เลือกค่า", exact=True)
        seen.wait_for("ใช้ค่าที่เลือก 0")
        seen.screenshot(f"{size}-conflict")
        seen.tap("3,200")
        seen.wait_for("ใช้ค่าที่เลือก 1")
        seen.screenshot(f"{size}-conflict-chosen")
        for words in ("หลังคารั่วฝั่งครัว", "เสาไม้ผุ"):
            seen.tap_at(seen.page.get_by_role("checkbox", name=words))
        seen.wait_for("ใช้ค่าที่เลือก 2")
        seen.screenshot(f"{size}-conflict-joined")
        seen.tap("ใช้ค่าที่เลือก 2")
        seen.wait_for("ใช้ค่าที่เลือก 0")
        seen.tap("พิมพ์เอง")
        seen.screenshot(f"{size}-conflict-own")
        seen.tap("ปิด" if size == "tablet" else "ไว้ทีหลัง", exact=True)
        if size == "phone":
            seen.tap("กลับ")
        seen.tap("งานของฉัน", exact=True)
        seen.tap("รอแก้ไข")
        seen.wait_for("ข้อมูลยังอยู่ในเครื่องครบ")
        seen.screenshot(f"{size}-attention")
        seen.tap("บ้าน 12")
        seen.wait_for("สำนักงานไม่มีหมู่บ้านรหัสนี้")
        seen.screenshot(f"{size}-attention-mend")
        if size == "phone":
            seen.tap("กลับ")
        seen.tap("บ้าน 61/4")
        seen.wait_for("อยู่นอกพื้นที่รับผิดชอบ")
        seen.screenshot(f"{size}-attention-access")
        seen.tap("ให้สำนักงานดูแล")
        seen.wait_for("ฝากสำนักงานแล้ว")
        seen.screenshot(f"{size}-attention-handed")
        assert seen.errors == []
