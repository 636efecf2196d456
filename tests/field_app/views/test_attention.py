"""The tray: what was refused and why, in words; mended, sent again or left to the office, never a dead end."""

from pathlib import Path
from uuid import UUID

import pytest
from sqlmodel import select

from field_app.services import attention, exchange
from field_app.services.attention import MendState, Place
from field_app.store.sealed import Transaction
from field_app.store.tables import OutboxEntry, SendState
from shared_models.edit import Edit
from shared_models.exchange import Refusal
from tests.builders import VILLAGE, a_household
from tests.field_app.views.app_session import AppSession, a_house, opened, the_app
from tests.field_app.views.split import refuse

NOWHERE = "99999999"


async def refused(app: AppSession, edits: list[Edit], refusal: Refusal, detail: str) -> UUID:
    """Recorded here and not taken by the office."""
    await opened(app).record(edits)
    await refuse(opened(app), refusal, detail, edits[0].household_id)
    await app.desk.saved()
    return edits[0].household_id


async def in_tray(app: AppSession) -> int:
    return (await exchange.standing(opened(app))).needs_attention


@pytest.mark.parametrize("width", [1280, 390])
async def test_a_refused_field_is_mended_and_goes_again(width: int, tmp_path: Path) -> None:
    house = a_house("47/2", "บุญมี")
    async with the_app(tmp_path, house, width=width) as app:
        await settle_all(app)
        edit = Edit("person", house[1].row_id, house[0].row_id, {"phone": "ไม่มีเบอร์"})
        await refused(app, [edit], Refusal.MALFORMED, "phone")
        (item,) = await attention.items(opened(app))
        await app.open("/attention", "สำนักงานยังไม่รับ 1 รายการ")
        await app.open(f"/attention/{item.action_id}", "สำนักงานรับค่าในช่อง โทรศัพท์")
        assert app.says("นายบุญมี ใจคำ")
        await app.session.type("โทรศัพท์", "0812345678")
        await app.press("แก้แล้ว ส่งใหม่")
        await app.shows("แก้แล้ว รอส่ง")
        assert await in_tray(app) == 0
        (item,) = await attention.items(opened(app))
        assert (item.place, item.mend) == (Place.MENDED, MendState.WAITS)


async def settle_all(app: AppSession) -> None:
    """The office has everything so far."""

    def work(transaction: Transaction) -> None:
        for entry in transaction.session.exec(select(OutboxEntry)):
            entry.state = SendState.STORED

    await opened(app).database.write(work)


async def test_a_household_in_an_unknown_village_asks_for_the_village(tmp_path: Path) -> None:
    async with the_app(tmp_path) as app:
        await refused(app, a_household(NOWHERE, "12"), Refusal.MALFORMED, "village_code")
        await app.open("/attention", "สำนักงานไม่มีหมู่บ้านรหัสนี้")
        await app.press("แก้แล้ว ส่งใหม่")
        await app.shows("เลือกหมู่บ้านให้ครบ")
        assert await in_tray(app) == 2


async def test_what_lies_outside_the_area_goes_to_the_office_first_of_all(tmp_path: Path) -> None:
    async with the_app(tmp_path) as app:
        await refused(app, a_household(VILLAGE, "61/4", title="นาง", given_name="อุ้ยหล้า"), Refusal.ACCESS, "area")
        await app.open("/attention", "อยู่นอกพื้นที่รับผิดชอบ")
        assert app.says("นางอุ้ยหล้า ใจคำ")
        await app.session.type("บอกสำนักงาน", "บ้านนี้ย้ายมาอยู่หมู่ 4 แล้ว ขอรับไว้")
        await app.press("ส่งให้สำนักงานดูแล")
        await app.shows("ฝากสำนักงานแล้ว")
        await app.shows("บ้านนี้ย้ายมาอยู่หมู่ 4 แล้ว ขอรับไว้")
        assert await in_tray(app) == 0
        await app.press("ส่งใหม่")
        await app.until(lambda: app.desk.standing is not None and app.desk.standing.unsent == 2, "out again")


async def test_what_could_not_be_stored_is_sent_again_in_one_tap(tmp_path: Path) -> None:
    async with the_app(tmp_path) as app:
        await refused(app, a_household(VILLAGE, "9"), Refusal.INTERNAL, "OperationalError")
        await app.open("/attention", "สำนักงานเก็บรายการนี้ไม่ได้ชั่วคราว")
        await app.press("ส่งใหม่")
        await app.shows("ไม่มีรายการที่รอแก้ไข")


async def test_work_and_exchange_lead_to_the_tray(tmp_path: Path) -> None:
    async with the_app(tmp_path, a_house("47/2", "บุญมี")) as app:
        await refused(app, a_household(NOWHERE, "12"), Refusal.MALFORMED, "village_code")
        await app.open("/", "รอแก้ไข")
        await app.press("รอแก้ไข 1")
        await app.arrives("/attention")
        await app.open("/exchange", "สำนักงานยังไม่รับ 2 รายการ")
        await app.press("ดูรายการ")
        await app.arrives("/attention")
