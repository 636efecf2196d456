"""The new household: nobody twice, on no list, drafted at every field, and inside the officer's area."""

from dataclasses import replace
from pathlib import Path

from sqlmodel import select

from field_app.config import Settings
from field_app.services import drafts, households, new_households, unlock
from field_app.services.drafts import FormDraft
from field_app.services.household_filter import Narrowing
from field_app.services.households import HouseholdFile
from field_app.store import state
from field_app.views.desk import Desk
from shared_models.citizen_id import IdReason
from shared_models.household import Household
from shared_models.person import Relation
from shared_models.target_group import is_on_list
from tests.builders import NEXT_VILLAGE, OTHER_VILLAGE, PIN, SUBDISTRICT, VILLAGE, new_id
from tests.field_app.views.app_session import AppSession, a_house, opened, the_app
from tests.headless import headless

NOTE = "สำหรับครัวเรือนที่พบในพื้นที่"
SAVE = "บันทึกครัวเรือน"


async def covers(app: AppSession, *codes: str) -> None:
    """The areas the office gave this tablet."""
    await opened(app).database.write(lambda transaction: state.write(transaction.session, "scope", list(codes)))


async def all_of(app: AppSession) -> list[HouseholdFile]:
    ids = await opened(app).database.read(lambda session: session.exec(select(Household.id)).all())
    return [await households.open_file(opened(app), household_id) for household_id in ids]


async def begin(app: AppSession, number: str, given: str, family: str) -> None:
    """Open the form and tell of house and head, in village 4."""
    await covers(app, SUBDISTRICT)
    await app.open("/households/new", NOTE)
    await app.press("หมู่บ้าน เลือกหมู่ใน ต.แม่ต๋ำ")
    await app.press("หมู่ 4")
    await app.session.type("บ้านเลขที่", number)
    await app.session.type("ชื่อ", given)
    await app.session.type("นามสกุล", family)


async def test_a_household_on_no_list_is_saved_with_its_head_in_one_action_and_can_be_visited(tmp_path: Path) -> None:
    async with the_app(tmp_path) as app:
        await begin(app, "๙๙/๑", "แก้วมา", "ปัญญา")
        await app.press("เพศ หญิง")
        await app.press("เหตุที่ไม่มีเลข เลือก")
        await app.press("ไม่เคยมี")
        await app.press(SAVE)
        await app.shows("เริ่มเยี่ยมบ้าน")
        (file,) = await all_of(app)
        assert app.session.page.route == f"/households/{file.household.id}"
        assert app.desk.standing is not None
        assert app.desk.standing.unsent == 2
        assert await new_households.unfinished(opened(app)) is None
    household, head = file.household, file.head
    assert head is not None
    assert (household.village_code, household.house_no, household.origins) == (VILLAGE, "99/1", "field")
    assert not is_on_list(household)
    assert (head.full_name(), head.relation, head.id_reason) == ("แก้วมา ปัญญา", Relation.HEAD, IdReason.NEVER_HAD)


async def test_the_same_number_is_found_while_typing_and_opening_it_loses_nothing(tmp_path: Path) -> None:
    there = a_house("๔๗ / ๒", "บุญมี")
    async with the_app(tmp_path, there, a_house("47/2", "ปั๋น", village=NEXT_VILLAGE)) as app:
        await begin(app, "47/2", "แก้วมา", "ปัญญา")
        await app.shows("เลขที่เดียวกันในหมู่บ้านนี้")
        await app.press("เพศ หญิง")
        await app.press(SAVE)
        await app.shows("ตอบก่อนว่าเป็นครัวเรือนนี้หรือไม่")
        assert len(await all_of(app)) == 2
        await app.press("เปิดครัวเรือนนี้ ๔๗ / ๒ นายบุญมี ใจคำ")
        await app.arrives(f"/households/{there[0].row_id}")
        await app.open("/", "ครัวเรือนใหม่ที่ยังเขียนไม่จบ")
        await app.press_first("เขียนต่อ")
        await app.shows(NOTE)
        assert app.session.textbox("ชื่อ").value == "แก้วมา"
        await app.press("ไม่ใช่ เป็นครัวเรือนใหม่")
        await app.press(SAVE)
        await app.shows("เริ่มเยี่ยมบ้าน")
        assert len(await all_of(app)) == 3


async def test_the_head_is_found_in_another_village_by_name_and_birth_alone(tmp_path: Path) -> None:
    there = a_house("12", "แก้วมา", "ปัญญา", village=NEXT_VILLAGE, title="นาง")
    async with the_app(tmp_path, there) as app:
        await begin(app, "99", "แก้วมา", "ปัญญา")
        await app.shows("มีนางแก้วมา ปัญญา")
        assert not app.says("เลขที่เดียวกันในหมู่บ้านนี้")


async def test_a_house_without_a_number_asks_for_a_neighbour_or_a_landmark(tmp_path: Path) -> None:
    async with the_app(tmp_path, width=390) as app:
        await begin(app, "", "แก้วมา", "ปัญญา")
        await app.press("เพศ หญิง")
        await app.press(SAVE)
        await app.shows("ใส่บ้านเลขที่ ถ้าไม่มีเลข")
        await app.press("บ้านนี้มีเลขที่หรือไม่ ไม่มีเลขที่")
        await app.press(SAVE)
        await app.shows("ใส่เลขบ้านที่อยู่ติดกันหรือจุดสังเกต")
        await app.session.type("บ้านเลขที่ใกล้เคียง", "๔๗/๒")
        await app.press(SAVE)
        await app.shows("เริ่มเยี่ยมบ้าน")
        (file,) = await all_of(app)
    assert (file.household.house_no, file.household.near_house_no) == ("", "47/2")


async def test_a_village_outside_the_area_is_refused_in_words_and_all_is_kept(tmp_path: Path) -> None:
    """The draft was written before the office gave this tablet another area."""
    async with the_app(tmp_path) as app:
        await covers(app, SUBDISTRICT)
        kept = {"village_code": OTHER_VILLAGE, "house_no": "5", "given_name": "แก้วมา", "sex": "2"}
        await drafts.save(opened(app), new_households.draft_key(opened(app)), FormDraft(dict(kept)))
        await app.open("/households/new", NOTE)
        await app.press(SAVE)
        await app.shows("หมู่บ้านนี้อยู่นอกพื้นที่ของท่าน")
        assert await all_of(app) == []
        assert app.session.textbox("บ้านเลขที่").value == "5"


async def test_a_restarted_tablet_brings_the_unfinished_household_back(tmp_path: Path) -> None:
    async with the_app(tmp_path) as app:
        await begin(app, "99", "แก้วมา", "ปัญญา")
        await app.shows("เก็บร่างไว้ในเครื่องแล้ว")
        await app.open("/search", "ค้นหา")
    tablet = await unlock.unlock(Settings(data_dir=tmp_path, app_version="test"), PIN)
    desk = Desk(settings=tablet.settings)
    await desk.take(tablet)
    with headless(width=800, height=1280) as session:
        again = AppSession(desk, session)
        await again.open("/", "บ้าน 99 · แก้วมา ปัญญา")
        await again.press_first("เขียนต่อ ครัวเรือนใหม่ที่ยังเขียนไม่จบ")
        await again.shows(NOTE)
        assert again.session.textbox("นามสกุล").value == "ปัญญา"
        assert "หมู่บ้าน หมู่ 4" in again.session.names()
        await again.press("ทิ้งร่าง")
        await again.arrives("/search")
        assert await new_households.unfinished(tablet) is None
    await tablet.close()


async def test_another_officer_of_the_tablet_begins_on_an_empty_form(tmp_path: Path) -> None:
    async with the_app(tmp_path) as app:
        await begin(app, "99", "แก้วมา", "ปัญญา")
        await app.open("/search", "ค้นหา")
        tablet = opened(app)
        assert await new_households.unfinished(tablet) is not None
        other = replace(tablet, officer=tablet.officer.model_copy(update={"officer_id": new_id()}))
        assert await new_households.unfinished(other) is None


async def test_what_was_looked_for_and_not_found_stands_in_the_form(tmp_path: Path) -> None:
    async with the_app(tmp_path, a_house("47/2", "บุญมี")) as app:
        app.desk.finder.start_over(Narrowing(area=VILLAGE))
        await app.open("/search", "พบ 1 ครัวเรือน")
        app.desk.finder.widen()
        await app.session.type("ค้นหา", "แก้วมา ปัญญา")
        await app.shows("ไม่พบ “แก้วมา ปัญญา” ในเครื่องนี้")
        await app.press("เพิ่มครัวเรือนใหม่")
        await app.arrives("/households/new")
        await app.shows(NOTE)
        assert app.session.textbox("ชื่อ").value == "แก้วมา"
        assert app.session.textbox("นามสกุล").value == "ปัญญา"
