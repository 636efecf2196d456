"""Some members found a household of their own: both sides have a head, and it is one action."""

from pathlib import Path

from sqlmodel import select

from field_app.services import drafts, households
from field_app.services.households import HouseholdFile
from shared_models.household import Arrival, Household
from shared_models.person import Relation
from tests.builders import NEXT_VILLAGE, VILLAGE
from tests.field_app.views.opened import AtAHouse, at_a_house

WHO = "ใครไปอยู่บ้านใหม่"
SAVE = "บันทึกการแยกครัวเรือน"


async def tick(house: AtAHouse, name: str) -> None:
    await house.press(next(found for found in house.session.names() if found.startswith(name)))


async def new_one(house: AtAHouse) -> HouseholdFile:
    """The household that was founded."""
    ids = await house.tablet.database.read(lambda session: session.exec(select(Household.id)).all())
    (founded,) = [household_id for household_id in ids if household_id != house.household_id]
    return await households.open_file(house.tablet, founded)


def relations(file: HouseholdFile) -> dict[str, Relation | None]:
    return {person.given_name: person.relation for person in file.living}  # type: ignore[misc]


async def test_the_son_and_his_child_found_a_household_beside_the_old_one(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        before = await house.actions()
        await house.open("…/split", WHO)
        await tick(house, "นายสมชาย ใจคำ")
        await tick(house, "ด.ช.ธนภัทร ใจคำ")
        await house.type("บ้านเลขที่", "๔๗/๓")
        await house.shows("บ้านเดิมเหลือ 2 คน")
        await house.shows("หัวหน้าคือนายสมชาย ใจคำ รวม 2 คน")
        await house.press(SAVE)
        await house.shows("เลือกความสัมพันธ์ของ ด.ช.ธนภัทร ใจคำ")
        await house.press("ด.ช.ธนภัทร ใจคำ เป็นอะไรกับหัวหน้าใหม่ เลือก")
        await house.press("บุตร")
        await house.press(SAVE)
        await house.shows("เริ่มเยี่ยมบ้าน")
        new, old = await new_one(house), await house.file()
        assert house.session.page.route == f"/households/{new.household.id}"
        assert await house.actions() == before + 1
    assert (new.household.house_no, new.household.village_code) == ("47/3", VILLAGE)
    assert relations(new) == {"สมชาย": Relation.HEAD, "ธนภัทร": Relation.CHILD}
    assert relations(old) == {"บุญมี": Relation.HEAD, "คำปัน": Relation.SPOUSE}


async def test_the_head_goes_on_as_head_and_the_old_house_gets_a_new_one(tmp_path: Path) -> None:
    async with at_a_house(tmp_path, width=390) as house:
        await house.open("…/split", WHO)
        await tick(house, "นายบุญมี ใจคำ")
        await tick(house, "นางคำปัน ใจคำ")
        await house.press("หมู่บ้าน หมู่ 4")
        await house.press("หมู่ 5")
        await house.shows("เจ้าหน้าที่ของ หมู่ 5 ต.แม่ต๋ำ จะเห็นบ้านใหม่")
        await house.press("ด.ช.ธนภัทร ใจคำ เป็นอะไรกับหัวหน้าใหม่ เลือก")
        await house.press("บุตร")
        await house.press(SAVE)
        await house.shows("เริ่มเยี่ยมบ้าน")
        new, old = await new_one(house), await house.file()
    assert new.household.village_code == NEXT_VILLAGE
    assert relations(new) == {"บุญมี": Relation.HEAD, "คำปัน": Relation.SPOUSE}
    assert relations(old) == {"สมชาย": Relation.HEAD, "ธนภัทร": Relation.CHILD}
    assert old.head is not None
    assert old.head.given_name == "สมชาย"


async def test_a_house_in_another_district_is_awaited_by_its_office_which_finds_the_village(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        await house.open("…/split", WHO)
        await tick(house, "นายสมชาย ใจคำ")
        await house.press("อำเภอ เมืองพะเยา")
        await house.press("จุน")
        await house.press(SAVE)
        await house.shows("เลือกให้ถึงตำบล")
        await house.press("ตำบล เลือก")
        await house.press("ห้วยข้าวก่ำ")
        await house.shows("เจ้าหน้าที่ของ ต.ห้วยข้าวก่ำ อ.จุน จะเห็นบ้านใหม่")
        await house.press(SAVE)
        await house.shows("ยังไม่มีใครยืนยัน")
        new = (await new_one(house)).household
    assert (new.village_code, new.arrival, new.arrived_from) == ("56020100", Arrival.AWAITED, VILLAGE)


async def test_nobody_or_everybody_is_no_split(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        before = await house.actions()
        await house.open("…/split", WHO)
        await house.press(SAVE)
        await house.shows("เลือกอย่างน้อยหนึ่งคน")
        for name in ("นายบุญมี", "นางคำปัน", "นายสมชาย", "ด.ช.ธนภัทร"):
            await tick(house, name)
        await house.press(SAVE)
        await house.shows("ถ้าไปกันทุกคน")
        assert await house.actions() == before


async def test_who_was_ticked_and_the_number_come_back_after_leaving(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        await house.open("…/split", WHO)
        await tick(house, "นายสมชาย ใจคำ")
        await house.type("บ้านเลขที่", "47/3")
        await house.open("…", "สมาชิก 4 คน")
        kept = await drafts.load(house.tablet, f"split:{house.household_id}")
        assert kept is not None
        await house.open("…/split", "หัวหน้าคือนายสมชาย ใจคำ")
        assert house.session.textbox("บ้านเลขที่").value == "47/3"
