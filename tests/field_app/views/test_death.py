"""A death on the screen: one action for the person, the new head, the relations and the problems."""

from pathlib import Path

from shared_models.person import LifeState, Relation
from shared_models.problem import ProblemStatus
from tests.field_app.views.opened import a_problem, at_a_house


async def test_the_head_dies_and_the_widow_heads_the_house_in_one_action(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        head = await house.member("บุญมี")
        bed = a_problem(house, words="ต้องการเตียงผู้ป่วย", dimension="health", person_id=str(head.id))
        roof = a_problem(house, words="หลังคารั่ว", person_id=str(head.id))
        await house.tablet.record([bed, roof])
        before = await house.actions()
        await house.open(f"…/members/{head.id}/died", "เมื่อบันทึกแล้ว")
        await house.shows("บ้าน 47/2 ใช้ชื่อนางคำปัน ใจคำ")
        await house.press("หลังคารั่ว เปิดไว้")
        await house.press("บันทึกการเสียชีวิต")
        await house.arrives("…")
        file = await house.file()
        after = await house.actions()
        relations = {person.given_name: person.relation for person in file.living}
        status = {problem.words: problem.status for problem in file.problems}
    assert after == before + 1
    assert file.head is not None
    assert file.head.given_name == "คำปัน"
    assert relations == {"คำปัน": Relation.HEAD, "สมชาย": Relation.CHILD, "ธนภัทร": Relation.GRANDCHILD}
    assert status == {"ต้องการเตียงผู้ป่วย": ProblemStatus.DECLINED, "หลังคารั่ว": ProblemStatus.OPEN}


async def test_a_relation_that_does_not_follow_has_to_be_chosen_first(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        head = await house.member("บุญมี")
        await house.open(f"…/members/{head.id}/died", "เมื่อบันทึกแล้ว")
        son = next(name for name in house.session.names() if "นายสมชาย ใจคำ" in name)
        await house.press(son)
        await house.shows("ยังต้องเลือกความสัมพันธ์ของ 1 คน")
        await house.press("บันทึกการเสียชีวิต")
        await house.shows("เลือกความสัมพันธ์ของ ด.ช.ธนภัทร ใจคำ")
        assert (await house.member("บุญมี")).life_state == LifeState.ALIVE
        await house.press("ด.ช.ธนภัทร ใจคำ เป็นอะไรกับหัวหน้าใหม่ เลือก")
        await house.press("บุตร")
        await house.press("บันทึกการเสียชีวิต")
        await house.arrives("…")
        relations = {person.given_name: person.relation for person in (await house.file()).living}
    assert relations == {"สมชาย": Relation.HEAD, "คำปัน": Relation.PARENT, "ธนภัทร": Relation.CHILD}


async def test_the_day_may_stay_unknown(tmp_path: Path) -> None:
    async with at_a_house(tmp_path, width=390, height=844) as house:
        wife = await house.member("คำปัน")
        await house.open(f"…/members/{wife.id}/died", "เมื่อบันทึกแล้ว")
        await house.type("เสียชีวิตเมื่อ วันที่", "")
        await house.press("บันทึกการเสียชีวิต")
        await house.arrives("…")
        died = await house.member("คำปัน")
    assert died.life_state == LifeState.DECEASED
    assert died.life_state_on is not None
    assert len(died.life_state_on) == len("2569-11")
