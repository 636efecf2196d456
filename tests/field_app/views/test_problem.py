"""The problem screen on a real vault: added, closed with a reason, opened again."""

from pathlib import Path

from shared_models.edit import Edit
from shared_models.problem import ProblemStatus
from tests.builders import new_id
from tests.field_app.views.opened import a_problem, at_a_house


async def test_a_problem_in_own_words_is_recorded_once_however_often_save_is_tapped(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        await house.open("…/problems/new-income", "เป็นเรื่องของใคร")
        await house.type("เล่าเป็นคำพูด", "ค่าปุ๋ยค้าง ไม่มีเงินส่งหลานเรียน")
        button = house.session.pressable("บันทึกปัญหา")
        await house.session.session.dispatch_event(button._i, "click", None)
        await house.session.press("บันทึกปัญหา")
        await house.arrives("…")
        (problem,) = (await house.file()).problems
    assert (problem.dimension, problem.words) == ("income", "ค่าปุ๋ยค้าง ไม่มีเงินส่งหลานเรียน")


async def test_nothing_said_is_asked_for_under_the_field_and_nothing_is_saved(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        await house.open("…/problems/new", "เป็นเรื่องของใคร")
        await house.press("บันทึกปัญหา")
        await house.shows("เลือกมิติ หรือเล่าเป็นคำพูด อย่างน้อยหนึ่งอย่าง")
        assert (await house.file()).problems == []


async def test_a_problem_closes_only_with_a_reason_and_then_the_visit_goes_on(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        problem = a_problem(house)
        await house.tablet.record([problem])
        visit = await house.visit()
        await house.open(f"…/problems/{problem.row_id}", "เรื่องนี้จบอย่างไร")
        await house.press("เรื่องนี้จบอย่างไร คลี่คลายแล้ว")
        await house.press("บันทึกและปิดเรื่อง")
        await house.shows("เขียนสั้น ๆ ว่าปิดเรื่องเพราะอะไร")
        await house.type("เพราะอะไร", "อบต. ซ่อมหลังคาให้แล้ว")
        await house.press("บันทึกและปิดเรื่อง")
        await house.arrives(f"/visits/{visit.id}/3")
        (closed,) = (await house.file()).problems
    assert (closed.status, closed.status_reason) == (ProblemStatus.RESOLVED, "อบต. ซ่อมหลังคาให้แล้ว")


async def test_a_problem_tells_what_was_planned_given_and_how_it_ended(tmp_path: Path) -> None:
    async with at_a_house(tmp_path, width=390, height=844) as house:
        problem, other = a_problem(house), a_problem(house, words="ค่าปุ๋ยค้าง")
        home, of = house.household_id, {"problems": str(problem.row_id)}
        plan = Edit("plan", new_id(), home, {**of, "remedy": "living.house", "decided_on": "2023-06-15"})
        helped = {**of, "item": "กระเบื้อง 20 แผ่น", "given_on": "2023-07-01"}
        elsewhere = {"problems": str(other.row_id), "item": "ปุ๋ย 2 กระสอบ", "given_on": "2023-07-02"}
        await house.tablet.record([problem, other, plan])
        await house.tablet.record([Edit("assistance", new_id(), home, each) for each in (helped, elsewhere)])
        ended = {"status": "resolved", "status_reason": "หลังคาไม่รั่วแล้ว", "status_on": "2023-08-01"}
        await house.tablet.record([Edit("problem", problem.row_id, home, ended)])
        await house.open(f"…/problems/{problem.row_id}", "ลำดับเหตุการณ์")
        told = ["ปัญหาคลี่คลายแล้ว · หลังคาไม่รั่วแล้ว", "ช่วยเหลือ กระเบื้อง 20 แผ่น", "มีแผน ซ่อมหรือสร้างบ้านให้มั่นคง", "พบปัญหา"]
        assert [words for words in house.session.texts() if words in told] == told
        assert not any("ปุ๋ย" in words for words in house.session.texts())
        await house.press("มีแผน ซ่อมหรือสร้างบ้านให้มั่นคง 15 มิถุนายน 2566")
        await house.arrives(f"…/plans/{plan.row_id}")
