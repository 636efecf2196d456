"""The members' screens: nobody twice, a newborn in four fields, edits, a new head, a death taken back."""

from pathlib import Path

from shared_models.citizen_id import IdKind
from shared_models.edit import Edit
from shared_models.heads import RowHeads
from shared_models.person import LifeState, Relation
from tests.builders import a_household, a_person
from tests.field_app.views.opened import at_a_house


async def test_a_person_of_another_house_is_found_and_added_only_after_an_answer(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        woman = {"title": "นาง", "given_name": "แก้วมา", "family_name": "ปัญญา", "sex": "2", "birth": "2500-04-03"}
        other = a_household("56010205", "12", **woman, citizen_id="3560100765436")
        await house.tablet.record(other)
        await house.open("…/members/new", "ใส่ชื่อก่อน เครื่องจะหาให้ว่ามีคนนี้อยู่แล้วหรือไม่")
        await house.type("ชื่อ", "แก้วมา")
        await house.type("นามสกุล", "ปัญญา")
        await house.type("เลขประจำตัวประชาชน", "3-5601-00765-43-6")
        await house.shows("เป็นคนนี้หรือไม่")
        await house.shows("อยู่บ้าน 12 หมู่ 5")
        await house.press("เพศ หญิง")
        await house.press("เป็นอะไรกับหัวหน้าครัวเรือน เลือก")
        await house.press("ญาติอื่น")
        await house.press("บันทึกสมาชิก")
        await house.shows("ตอบก่อนว่าเป็นคนนี้หรือไม่")
        assert len((await house.file()).members) == 4
        await house.press("เป็นคนนี้ แต่ย้ายมาแล้ว เพิ่มที่บ้านนี้")
        await house.press("บันทึกสมาชิก")
        await house.arrives("…")
        added = await house.member("แก้วมา")
    assert (added.citizen_id, added.id_kind, added.relation) == ("3560100765436", IdKind.CITIZEN, Relation.OTHER_KIN)


async def test_a_number_with_a_wrong_check_digit_warns_and_is_saved_in_doubt(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        son = await house.member("ธนภัทร")
        await house.open(f"…/members/{son.id}", "เหตุการณ์ในชีวิต")
        await house.type("เลขประจำตัวประชาชน", "1-5601-00234-56-9")
        await house.shows("เลขตรวจสอบไม่ตรง")
        await house.press("บันทึกที่แก้")
        await house.arrives("…")
        saved = await house.member("ธนภัทร")
    assert (saved.citizen_id, saved.id_doubtful) == ("1560100234569", True)


async def test_a_number_is_masked_until_it_is_asked_for(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        head = await house.member("บุญมี")
        await house.open(f"…/members/{head.id}", "3-5601-xxxxx-45-8")
        assert all("3560100123458" not in words for words in house.session.texts())
        await house.press("ดูเลขเต็ม")
        assert house.session.textbox("เลขประจำตัวประชาชน").value == "3560100123458"


async def test_an_edit_of_one_field_records_that_field_alone(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        wife = await house.member("คำปัน")
        await house.open(f"…/members/{wife.id}", "เหตุการณ์ในชีวิต")
        await house.type("โทรศัพท์", "๐๘๑-๒๓๔-๕๖๗๘")
        await house.press("บันทึกที่แก้")
        await house.arrives("…")
        after = await house.member("คำปัน")
    assert RowHeads(after.heads).edited() == ("phone",)


async def test_a_newborn_needs_four_answers_and_follows_the_mother(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        woman = {"title": "นาง", "given_name": "สุนีย์", "sex": "2", "birth": "2535", "citizen_id": None}
        mother = a_person(house.household_id, relation="child_in_law", **woman)
        await house.tablet.record([mother])
        await house.open("…/members/newborn", "ใส่แค่ 4 ช่อง")
        await house.type("ชื่อ", "ฟ้าใส")
        await house.press("เพศ หญิง")
        await house.press(next(name for name in house.session.names() if "นางสุนีย์ ใจคำ" in name))
        await house.press("บันทึกเด็กเกิดใหม่")
        await house.arrives("…")
        child = await house.member("ฟ้าใส")
    assert (child.title, child.family_name, child.relation) == ("ด.ญ.", "ใจคำ", Relation.GRANDCHILD)


async def test_the_son_becomes_head_and_the_father_his_parent(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        son = await house.member("สมชาย")
        await house.open(f"…/members/{son.id}", "เหตุการณ์ในชีวิต")
        await house.press("ให้เป็นหัวหน้าครัวเรือน")
        await house.shows("เปลี่ยนหัวหน้าครัวเรือน")
        await house.press("ด.ช.ธนภัทร ใจคำ เป็นอะไรกับหัวหน้าใหม่ เลือก")
        await house.press("บุตร")
        await house.press("บันทึกหัวหน้าใหม่")
        await house.arrives("…")
        relations = {person.given_name: person.relation for person in (await house.file()).living}
    assert relations == {
        "สมชาย": Relation.HEAD,
        "บุญมี": Relation.PARENT,
        "คำปัน": Relation.PARENT,
        "ธนภัทร": Relation.CHILD,
    }


async def test_a_death_by_mistake_is_taken_back_with_a_reason_and_the_head_stays(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        head = await house.member("บุญมี")
        await house.open(f"…/members/{head.id}/died", "เมื่อบันทึกแล้ว")
        await house.press("บันทึกการเสียชีวิต")
        await house.arrives("…")
        await house.open(f"…/members/{head.id}", "บันทึกไว้ว่าเสียชีวิต")
        await house.press("บันทึกผิด คนนี้ยังอยู่")
        await house.shows("หัวหน้าครัวเรือนยังเป็นคนปัจจุบัน")
        await house.press("บันทึกว่ายังอยู่")
        await house.shows("เขียนสั้น ๆ ว่าผิดเพราะอะไร")
        await house.type("บันทึกผิดเพราะอะไร", "ชื่อซ้ำกับบ้านข้าง ๆ")
        await house.press("บันทึกว่ายังอยู่")
        await house.arrives("…")
        file, again = await house.file(), await house.member("บุญมี")
    assert again.life_state == LifeState.ALIVE
    assert file.head is not None
    assert file.head.given_name == "คำปัน"


async def test_who_moved_away_and_is_typed_in_again_comes_back_instead(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        son = await house.member("สมชาย")
        await house.tablet.record([Edit("person", son.id, house.household_id, {"life_state": "moved"})])
        await house.open("…/members/new", "ใส่ชื่อก่อน เครื่องจะหาให้ว่ามีคนนี้อยู่แล้วหรือไม่")
        await house.type("ชื่อ", "สมชาย")
        await house.type("นามสกุล", "ใจคำ")
        await house.shows("เคยอยู่บ้านนี้ · ย้ายออก")
        await house.press("กลับมาอยู่บ้านนี้แล้ว")
        await house.arrives("…")
        members = [person for person in (await house.file()).members if person.given_name == "สมชาย"]
    assert [person.life_state for person in members] == [LifeState.ALIVE]


async def test_a_fast_typist_is_asked_about_a_sure_find_before_the_panel_shows_it(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        await house.open("…/members/new", "ใส่ชื่อก่อน เครื่องจะหาให้ว่ามีคนนี้อยู่แล้วหรือไม่")
        await house.press("เพศ ชาย")
        await house.press("เป็นอะไรกับหัวหน้าครัวเรือน เลือก")
        await house.press("พี่น้อง")
        await house.type("ชื่อ", "บุญมี")
        await house.type("เลขประจำตัวประชาชน", "3560100123458")
        await house.press("บันทึกสมาชิก")
        await house.shows("ตอบก่อนว่าเป็นคนนี้หรือไม่")
        assert len((await house.file()).members) == 4
