"""The plan screen: its status moves on by the rules, dropping needs a reason, help is recorded under it."""

from datetime import date
from pathlib import Path

from shared_models.edit import Edit
from shared_models.plan import Plan, PlanStatus
from tests.builders import new_id
from tests.field_app.views.opened import AtAHouse, a_problem, at_a_house

DECIDED = {"remedy": "living.house", "agency": "อบต.แม่ใส", "decided_on": "2023-06-15", "due_on": "2099-09-30"}


async def a_plan(house: AtAHouse, **values: object) -> Edit:
    """ซ่อมบ้าน by อบต.แม่ใส until 2642, unless told otherwise."""
    plan = Edit("plan", new_id(), house.household_id, {**DECIDED, **values})  # type: ignore[arg-type]
    await house.tablet.record([plan])
    return plan


async def the_plan(house: AtAHouse) -> Plan:
    (plan,) = (await house.file()).plans
    return plan


async def test_a_plan_says_what_was_decided_and_moves_on(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        roof = a_problem(house)
        await house.tablet.record([roof])
        plan = await a_plan(house, problems=str(roof.row_id), words="เปลี่ยนกระเบื้องก่อนหน้าฝน")
        await house.open(f"…/plans/{plan.row_id}", "ซ่อมหรือสร้างบ้านให้มั่นคง")
        for words in ("อบต.แม่ใส", "30 กันยายน 2642", "15 มิถุนายน 2566", "หลังคารั่ว", "เปลี่ยนกระเบื้องก่อนหน้าฝน"):
            assert words in house.session.texts(), words
        await house.press("บันทึกสถานะ")
        await house.shows("เลือกว่าทำถึงไหนแล้วก่อนบันทึก")
        await house.press("ทำถึงไหนแล้ว กำลังทำ")
        await house.press("บันทึกสถานะ")
        await house.arrives("…")
        assert (await the_plan(house)).status == PlanStatus.UNDER_WAY
        await house.open(f"…/plans/{plan.row_id}", "ทำถึงไหนแล้ว")
        await house.press("ทำถึงไหนแล้ว เสร็จแล้ว")
        await house.press("บันทึกสถานะ")
        await house.arrives("…")
        assert (await the_plan(house)).status == PlanStatus.DONE
        await house.open(f"…/plans/{plan.row_id}", "ทำถึงไหนแล้ว")
        assert "ทำถึงไหนแล้ว เลิกแผน" not in house.session.names()


async def test_a_plan_is_dropped_only_with_a_reason_which_waits_as_a_draft(tmp_path: Path) -> None:
    async with at_a_house(tmp_path, width=390, height=844) as house:
        plan = await a_plan(house)
        await house.open(f"…/plans/{plan.row_id}", "ทำถึงไหนแล้ว")
        await house.press("ทำถึงไหนแล้ว เลิกแผน")
        await house.press("บันทึกสถานะ")
        await house.shows("เขียนสั้น ๆ ว่าเลิกแผนเพราะอะไร")
        assert (await the_plan(house)).status == PlanStatus.PLANNED
        await house.type("เพราะอะไร", "ย้ายไปอยู่กับลูกที่เชียงใหม่")
        await house.open("…", "สมาชิก 4 คน")
        await house.open(f"…/plans/{plan.row_id}", "เก็บร่างไว้ในเครื่องแล้ว")
        assert house.session.textbox("เพราะอะไร").value == "ย้ายไปอยู่กับลูกที่เชียงใหม่"
        await house.press("บันทึกสถานะ")
        await house.arrives("…")
        dropped = await the_plan(house)
        assert (dropped.status, dropped.status_reason) == (PlanStatus.DROPPED, "ย้ายไปอยู่กับลูกที่เชียงใหม่")
        await house.open(f"…/plans/{plan.row_id}", "เหตุผล: ย้ายไปอยู่กับลูกที่เชียงใหม่")
        await house.press("ทำถึงไหนแล้ว วางแผนแล้ว")
        await house.press("บันทึกสถานะ")
        await house.arrives("…")
        again = await the_plan(house)
    assert (again.status, again.status_reason) == (PlanStatus.PLANNED, None)


async def test_help_of_a_plan_begins_with_what_the_plan_says_and_stands_under_it(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        roof, old = a_problem(house), a_problem(house, words="ค่าปุ๋ยค้าง")
        await house.tablet.record([roof, old])
        ended = {"status": "resolved", "status_reason": "จ่ายแล้ว", "status_on": "2023-06-01"}
        await house.tablet.record([Edit("problem", old.row_id, house.household_id, ended)])
        plan = await a_plan(house, problems=f"{roof.row_id} {old.row_id}")
        await house.open(f"…/plans/{plan.row_id}", "ทำถึงไหนแล้ว")
        await house.press("บันทึกความช่วยเหลือตามแผนนี้")
        await house.shows("ตามแผน ซ่อมหรือสร้างบ้านให้มั่นคง")
        assert house.session.textbox("หน่วยงาน").value == "อบต.แม่ใส"
        await house.type("ช่วยอะไร", "กระเบื้องมุงหลังคา 20 แผ่น")
        await house.press("บันทึกความช่วยเหลือ")
        await house.arrives(f"…/plans/{plan.row_id}")
        await house.shows("ช่วยไปแล้วตามแผนนี้")
        assert "กระเบื้องมุงหลังคา 20 แผ่น" in house.session.texts()
        (given,) = (await house.file()).assistance
        assert (given.plan_id, given.problems, given.agency) == (plan.row_id, str(roof.row_id), "อบต.แม่ใส")
        await house.open(f"…/assistance/{given.id}", "ตามแผน ซ่อมหรือสร้างบ้านให้มั่นคง")
        await house.open("…/assistance/new", "แก้ปัญหาเรื่องไหน")
        assert not any(words.startswith("ตามแผน") for words in house.session.texts())


async def test_a_remedy_and_a_status_that_this_version_does_not_know_are_shown_and_left(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        values = {"remedy": "income.robots", "decided_on": date(2023, 6, 15), "status": "frozen"}
        row = Plan(id=new_id(), household_id=house.household_id, **values)
        plan_id = row.id
        await house.tablet.database.write(lambda transaction: transaction.session.add(row))
        await house.open(f"…/plans/{plan_id}", "เมนูแก้จน income.robots")
        await house.shows("รหัส income.robots ไม่อยู่ในเมนูแก้จนของเครื่องนี้")
        await house.shows("สถานะนี้มาจากโปรแกรมรุ่นใหม่กว่า")
        assert "frozen" in house.session.texts()
        before = await house.actions()
        await house.press("กลับ")
        await house.arrives("…")
        assert await house.actions() == before


async def test_a_plan_that_is_not_here_says_so(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        await house.open(f"…/plans/{new_id()}", "ไม่พบแผนนี้ในเครื่อง")
