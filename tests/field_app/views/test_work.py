"""My work: the first run, the counts and where they lead, villages, visits left open."""

from datetime import timedelta
from pathlib import Path

from field_app.services import clock, visits
from field_app.services.household_filter import Narrowing
from field_app.store import state
from shared_models.edit import Edit
from shared_models.fiscal_year import fiscal_year
from shared_models.visit import VisitResult
from tests.builders import NEXT_VILLAGE, new_id
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


async def test_the_next_house_is_the_first_unvisited_one_where_the_officer_works(tmp_path: Path) -> None:
    houses = [a_house("1", "ปั๋น"), a_house("3", "อินถา", village=NEXT_VILLAGE), a_house("4", "แก้ว", village=NEXT_VILLAGE)]
    async with the_app(tmp_path, *houses) as app:
        await app.open("/", "หลังต่อไป")
        assert app.says("นายปั๋น ใจคำ")
        visit_id = await visits.begin(opened(app), houses[1][0].row_id)
        await visits.set_result(opened(app), await visits.get(opened(app), visit_id), VisitResult.MET, notice_read=True)
        await visits.finish(opened(app), await visits.get(opened(app), visit_id))
        await app.desk.saved()
        await app.shows("นายแก้ว ใจคำ")
        await app.press("เริ่มเยี่ยมบ้าน")
        await app.shows("พบใครหรือไม่")
        open_visit = (await visits.unfinished(opened(app)))[0]
        assert open_visit.household_id == houses[2][0].row_id
        await app.open("/", "เยี่ยมค้างไว้")
        assert app.says("นายปั๋น ใจคำ")


async def test_plans_that_are_due_are_counted_until_they_are_done(tmp_path: Path) -> None:
    house = a_house("1", "ปั๋น")
    home = house[0].row_id
    late = {"words": "ซ่อมหลังคา", "due_on": "2026-10-01", "decided_on": "2026-09-01"}
    plans = [Edit("plan", new_id(), home, values) for values in (late, {**late, "due_on": "2099-01-01"})]
    async with the_app(tmp_path, house, plans) as app:
        await app.open("/", "ถึงกำหนดช่วย")
        await app.press("ถึงกำหนดช่วย 1")
        await app.shows("พบ 1 ครัวเรือน")
        await opened(app).record([Edit("plan", plans[0].row_id, home, {"status": "done"})])
        await app.desk.saved()
        await app.open("/", "ถึงกำหนดช่วย")
        await app.shows("ถึงกำหนดช่วย 0")


async def test_the_campaign_shows_when_its_steps_are_due_and_how_far_they_are(tmp_path: Path) -> None:
    today = clock.today()
    year = fiscal_year(today)
    steps = [("check", today + timedelta(days=40)), ("analyse", today - timedelta(days=9)), ("record", today)]
    lines = [f"{year},{step},,{due.isoformat()}" for step, due in steps]
    async with the_app(tmp_path, a_house("1", "ปั๋น"), a_house("2", "คำแสน")) as app:
        await app.open("/", "หมู่บ้านของฉัน")
        assert not app.says("ปฏิทินงาน")
        table = "\n".join(["programme_year,step,opens_on,due_on", *lines])
        await opened(app).database.write(
            lambda t: state.write(t.session, "reference", {"version": "1", "tables": {"calendar": table}})
        )
        await app.desk.saved()
        await app.shows(f"ปฏิทินงานปี {year}")
        assert any(name.startswith("1 ตรวจสอบและเพิ่มครัวเรือน") and "0 จาก 2" in name for name in app.session.names())
        assert app.says("เลยมา 9 วัน ยังบันทึกได้")
        assert app.says("บันทึกแล้ว 0 ครั้ง")


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
