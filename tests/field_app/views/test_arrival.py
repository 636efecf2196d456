"""Households that another district sent here: seen on My work, received in their file, or said not to be here."""

from pathlib import Path
from uuid import UUID

from field_app.services import households
from shared_models.household import Arrival, Household
from tests.builders import VILLAGE
from tests.field_app.views.app_session import AppSession, opened, the_app
from tests.field_app.views.opened import a_family
from tests.field_app.views.test_new_household import covers

FROM = "560101"


def sent_here() -> list:  # type: ignore[type-arg]
    """The family of 47/2, as another district sent it to the subdistrict."""
    family = a_family()
    values = {"village_code": "56010200", "house_no": "", "arrival": Arrival.AWAITED.value, "arrived_from": "56020101"}
    family[0].changes.update(values)  # type: ignore[attr-defined]
    return family


async def household(app: AppSession, household_id: UUID) -> Household:
    return (await households.open_file(opened(app), household_id)).household


async def test_my_work_leads_to_the_file_and_there_it_is_received(tmp_path: Path) -> None:
    family = sent_here()
    path = f"/households/{family[0].row_id}"
    async with the_app(tmp_path, family, width=390) as app:
        await covers(app, "560102")
        await app.open("/", "รอรับย้ายเข้า 1 ครัวเรือน")
        await app.press_first("รอรับย้ายเข้า 1 ครัวเรือน")
        await app.shows("มาจาก")
        await app.press_first("บ้าน")
        await app.arrives(path)
        await app.press("รับย้ายเข้า")
        await app.shows("พร้อมสมาชิก 4 คน")
        assert not app.says("หมู่ 0")
        await app.press("บันทึกรับย้ายเข้า")
        await app.shows("เลือกหมู่บ้าน")
        await app.press("หมู่บ้าน เลือกหมู่ใน ต.แม่ต๋ำ")
        await app.press("หมู่ 4")
        await app.session.type("บ้านเลขที่", "๑๒")
        await app.press("บันทึกรับย้ายเข้า")
        await app.arrives(path)
        await app.no_longer_shows("ยังไม่มีใครยืนยัน")
        there = await household(app, family[0].row_id)
        await app.open("/", "หมู่บ้านของฉัน")
        assert not app.says("รอรับย้ายเข้า")
    assert (there.arrival, there.village_code, there.house_no) == (Arrival.CONFIRMED, VILLAGE, "12")


async def test_not_found_needs_a_word_and_stays_in_its_file(tmp_path: Path) -> None:
    family = sent_here()
    async with the_app(tmp_path, family) as app:
        await app.open(f"/households/{family[0].row_id}/arrival", "พบครัวเรือนนี้หรือไม่")
        await app.press("พบครัวเรือนนี้หรือไม่ ไม่พบ")
        await app.shows("สำนักงานทั้งสองแห่งจะเห็นว่าไม่พบ")
        await app.press("บันทึกว่าไม่พบ")
        await app.shows("เขียนสั้น ๆ ว่าหาที่ไหนแล้ว")
        assert (await household(app, family[0].row_id)).arrival == Arrival.AWAITED
        await app.session.type("หาที่ไหนแล้วบ้าง", "ถามผู้ใหญ่บ้านแล้ว")
        await app.press("บันทึกว่าไม่พบ")
        await app.shows("บันทึกไว้ว่าไม่พบครัวเรือนนี้ในพื้นที่")
        assert (await household(app, family[0].row_id)).arrival == Arrival.NOT_HERE


async def test_a_household_that_nobody_sent_is_not_received(tmp_path: Path) -> None:
    family = a_family()
    async with the_app(tmp_path, family) as app:
        await app.open(f"/households/{family[0].row_id}/arrival", "ครัวเรือนนี้รับเข้าแล้ว")
        await app.open("/arrivals", "ไม่มีครัวเรือนที่รอรับ")
