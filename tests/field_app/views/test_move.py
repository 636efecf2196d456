"""Moving out on the screen: some members, the head, or the whole household."""

from pathlib import Path

from shared_models.household import HouseholdStatus
from shared_models.person import LifeState
from tests.field_app.views.opened import at_a_house


async def test_two_members_move_abroad_in_one_action_and_the_visit_goes_on(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        visit = await house.visit()
        before = await house.actions()
        son = await house.member("สมชาย")
        await house.open(f"…/members/{son.id}/moved", "ใครย้ายออก")
        grandchild = next(name for name in house.session.names() if name.startswith("ด.ช.ธนภัทร ใจคำ"))
        await house.press(grandchild)
        await house.press("จังหวัด เลือก")
        await house.press("ต่างประเทศ")
        await house.type("รายละเอียดที่อยู่ใหม่", "เกาหลี")
        await house.shows("ไม่มีสำนักงานปลายทาง")
        await house.press("บันทึกการย้ายออก")
        await house.arrives(f"/visits/{visit.id}/2")
        gone = [person for person in (await house.file()).members if person.life_state == LifeState.MOVED]
        after = await house.actions()
    assert {person.given_name for person in gone} == {"สมชาย", "ธนภัทร"}
    assert {person.moved_to for person in gone} == {"เกาหลี"}
    assert after == before + 1


async def test_the_head_moves_and_the_next_head_is_proposed(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        head = await house.member("บุญมี")
        await house.open(f"…/members/{head.id}/moved", "ใครเป็นหัวหน้าครัวเรือนต่อ")
        await house.press("บันทึกการย้ายออก")
        await house.arrives("…")
        file = await house.file()
    assert file.head is not None
    assert file.head.given_name == "คำปัน"


async def test_nobody_ticked_is_said_under_the_list(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        son = await house.member("สมชาย")
        await house.open(f"…/members/{son.id}/moved", "ใครย้ายออก")
        await house.press(next(name for name in house.session.names() if name.startswith("นายสมชาย ใจคำ")))
        await house.press("บันทึกการย้ายออก")
        await house.shows("เลือกอย่างน้อยหนึ่งคน")
        assert (await house.member("สมชาย")).life_state == LifeState.ALIVE


async def test_the_whole_household_moves_and_its_file_is_closed_here(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        await house.open("…/moved", "ปิดแฟ้มบ้านนี้ในพื้นที่")
        await house.press("บันทึกย้ายทั้งบ้าน")
        await house.arrives("…")
        file = await house.file()
    assert file.household.status == HouseholdStatus.MOVED
    assert file.living == []
