"""My work: the first run, the counts and where they lead, villages, visits left open."""

from pathlib import Path

from field_app.services import visits
from field_app.services.household_filter import Narrowing
from shared_models.visit import VisitResult
from tests.builders import NEXT_VILLAGE
from tests.field_app.views.app_session import a_house, opened, the_app


async def test_before_the_first_exchange_the_main_action_is_to_get_the_households(tmp_path: Path) -> None:
    async with the_app(tmp_path) as app:
        await app.open("/", "เครื่องนี้ยังไม่มีครัวเรือน")
        await app.press("รับข้อมูลครั้งแรก")
        await app.arrives("/exchange")
        await app.shows("ติดต่อสำนักงานไม่ได้ตอนนี้")


async def test_counts_are_real_and_lead_to_their_households(tmp_path: Path) -> None:
    houses = [a_house("1", "ปั๋น"), a_house("2", "คำแสน"), a_house("3", "อินถา", village=NEXT_VILLAGE)]
    async with the_app(tmp_path, *houses) as app:
        visit = await visits.get(opened(app), await visits.begin(opened(app), houses[0][0].row_id))
        await visits.set_result(opened(app), visit, VisitResult.MET, notice_read=True)
        await visits.finish(opened(app), await visits.get(opened(app), visit.id))
        await app.open("/", "หมู่ 4 ต.")
        assert {"ยังไม่ได้เยี่ยม 2", "ยังไม่มี 4ท 3", "ข้อมูลไม่ตรงกัน 0", "รอแก้ไข 0"} <= set(app.session.names())
        await app.press("ยังไม่ได้เยี่ยม 2")
        await app.shows("พบ 2 ครัวเรือน")
        assert app.desk.finder.narrowing == Narrowing(visited=False)
        assert not app.says("นายปั๋น")


async def test_a_village_opens_its_own_households(tmp_path: Path) -> None:
    async with the_app(tmp_path, a_house("1", "ปั๋น"), a_house("3", "อินถา", village=NEXT_VILLAGE)) as app:
        await app.open("/", "หมู่บ้านของฉัน")
        await app.press_first("หมู่ 5")
        await app.shows("นายอินถา")
        assert not app.says("นายปั๋น")


async def test_the_visit_left_open_last_is_gone_on_with_in_one_tap(tmp_path: Path) -> None:
    first, second = a_house("1", "ปั๋น"), a_house("47/2", "บุญมี")
    async with the_app(tmp_path, first, second, width=390) as app:
        await visits.begin(opened(app), first[0].row_id)
        latest = await visits.begin(opened(app), second[0].row_id)
        await app.open("/", "เยี่ยมค้างไว้")
        assert app.says("นายบุญมี ใจคำ")
        assert app.says("และอีก 1 หลังที่เยี่ยมค้างไว้")
        await app.press("เยี่ยมต่อ")
        await app.arrives(f"/visits/{latest}")
