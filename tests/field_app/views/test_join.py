"""Joining another household: all of them and the file is closed, or some and both go on."""

from pathlib import Path
from uuid import UUID

from field_app.services import households
from shared_models.household import HouseholdStatus
from shared_models.person import LifeState, Relation
from tests.builders import NEXT_VILLAGE
from tests.field_app.views.app_session import a_house
from tests.field_app.views.opened import AtAHouse, at_a_house

FIND = "ไปอยู่กับบ้านไหน"
SAVE = "บันทึกการรวมครัวเรือน"


async def beside_a_neighbour(house: AtAHouse) -> UUID:
    """Choose นายปั๋น in house 12 of the next village, by his name."""
    there = a_house("12", "ปั๋น", "ก๋องแก้ว", village=NEXT_VILLAGE)
    await house.tablet.record(there)
    await house.open("…/join", FIND)
    await house.type(FIND, "ปั๋น")
    await house.until(lambda: any(name.startswith("บ้าน 12") for name in house.session.names()), "house 12")
    await house.press(next(name for name in house.session.names() if name.startswith("บ้าน 12")))
    await house.shows("เป็นอะไรกับหัวหน้าบ้านนั้น")
    return there[0].row_id


async def answer(house: AtAHouse, name: str, relation: str, before: str = "เลือก") -> None:
    await house.press(f"{name} เป็นอะไรกับหัวหน้าบ้านนั้น {before}")
    await house.press(relation)


async def test_everybody_joins_and_this_file_says_where_it_went(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        there = await beside_a_neighbour(house)
        before = await house.actions()
        await house.press(SAVE)
        await house.shows("เลือกความสัมพันธ์ของ นายบุญมี ใจคำ")
        await answer(house, "นายบุญมี ใจคำ", "บิดามารดา")
        await house.shows("บ้าน 12 มีคนเพิ่ม 4 คน รวม 5 คน")
        await answer(house, "ด.ช.ธนภัทร ใจคำ", "บุตร")
        await house.press(SAVE)
        await house.arrives(f"/households/{there}")
        assert await house.actions() == before + 1
        joined, closed = await households.open_file(house.tablet, there), await house.file()
        await house.open("…", "บ้านนี้รวมกับครัวเรือนอื่นแล้ว")
        await house.press("เปิดแฟ้มนั้น")
        await house.arrives(f"/households/{there}")
    assert {person.given_name: person.relation for person in joined.living} == {
        "ปั๋น": Relation.HEAD,
        "บุญมี": Relation.PARENT,
        "คำปัน": Relation.PARENT,
        "สมชาย": Relation.SIBLING,
        "ธนภัทร": Relation.CHILD,
    }
    assert closed.household.status == HouseholdStatus.MERGED
    assert closed.household.merged_into == there


async def test_one_joins_the_neighbours_and_the_others_stay(tmp_path: Path) -> None:
    async with at_a_house(tmp_path, width=390) as house:
        there = await beside_a_neighbour(house)
        for name in ("นายบุญมี ใจคำ", "นางคำปัน ใจคำ", "ด.ช.ธนภัทร ใจคำ"):
            await house.press(next(found for found in house.session.names() if found.startswith(name) and "ปี" in found))
        await house.shows("บ้านนี้ยังอยู่ เหลือ 3 คน")
        await answer(house, "นายสมชาย ใจคำ", "ผู้อาศัย")
        await house.press(SAVE)
        await house.arrives(f"/households/{there}")
        joined, old = await households.open_file(house.tablet, there), await house.file()
    assert {person.given_name for person in joined.living} == {"ปั๋น", "สมชาย"}
    assert (old.household.status, len(old.living)) == (HouseholdStatus.ACTIVE, 3)


async def test_the_household_itself_is_not_offered_and_none_chosen_is_said(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        await house.open("…/join", FIND)
        await house.type(FIND, "ใจคำ")
        await house.shows("ไม่พบครัวเรือนอื่นที่ตรงกับคำนี้ในเครื่อง")
        await house.press(SAVE)
        await house.shows("หาและเลือกครัวเรือนที่ไปอยู่ด้วย")
        assert not any(name.startswith("บ้าน 47/2") for name in house.session.names())
        assert (await house.file()).household.status == HouseholdStatus.ACTIVE


async def test_a_house_without_a_head_gets_the_one_who_arrives(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        empty = a_house("12", "ปั๋น", "ก๋องแก้ว", village=NEXT_VILLAGE)
        empty[1].changes["life_state"] = LifeState.DECEASED.value  # type: ignore[index]
        await house.tablet.record(empty)
        await house.open("…/join", FIND)
        await house.type(FIND, "12")
        await house.until(lambda: any(name.startswith("บ้าน 12") for name in house.session.names()), "house 12")
        await house.press(next(name for name in house.session.names() if name.startswith("บ้าน 12")))
        await house.shows("บ้านนั้นยังไม่มีหัวหน้า นายบุญมี ใจคำจะเป็นหัวหน้า")
        await house.press(SAVE)
        await house.arrives(f"/households/{empty[0].row_id}")
        file = await households.open_file(house.tablet, empty[0].row_id)
    assert file.head is not None
    assert file.head.given_name == "บุญมี"
    relations = [Relation.HEAD, Relation.SPOUSE, Relation.CHILD, Relation.GRANDCHILD]
    assert {person.relation for person in file.living} == set(relations)
