"""The visit on the screen: every answer is saved at once, any step any time, and it ends with a result."""

from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from field_app.services import clock, visits
from field_app.views.visiting import note_position
from shared_models.edit import Edit
from shared_models.mpi import MpiAssessment
from shared_models.person import LifeState
from shared_models.synced import utc_text
from shared_models.visit import VisitResult
from tests.builders import new_id
from tests.field_app.views.opened import AtAHouse, a_problem, at_a_house


async def test_a_house_with_no_change_takes_few_taps(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        visit = await house.visit()
        await house.open(f"/visits/{visit.id}/1", "อ่านให้เจ้าของบ้านฟังก่อน")
        await house.press("อ่านให้ฟังแล้ว แจ้งวัตถุประสงค์ก่อนถาม ตาม พ.ร.บ. คุ้มครองข้อมูลส่วนบุคคล")
        await house.press("พบใครหรือไม่ พบคนในบ้าน คุยกันได้")
        await house.press("ต่อไป: คนในบ้าน")
        await house.press("อยู่ครบทั้ง 4 คน")
        await house.shows("ยืนยันแล้ว 4 จาก 4 คน")
        await house.open(f"/visits/{visit.id}/6", "สรุปการเยี่ยม")
        await house.shows("ยังอยู่ 4 คน")
        await house.press("จบการเยี่ยม")
        await house.arrives("…")
        (done,) = (await house.file()).visits
    assert (done.result, done.notice_read) == (VisitResult.MET, True)
    assert done.finished_at is not None
    assert len(done.confirmed_ids()) == 4


async def test_finishing_without_a_result_asks_for_it_and_does_not_finish(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        visit = await house.visit()
        await house.open(f"/visits/{visit.id}/6", "สรุปการเยี่ยม")
        await house.press("จบการเยี่ยม")
        await house.shows("เลือกผลการพบก่อนจบการเยี่ยม")
        assert (await house.file()).visits[0].finished_at is None
        await house.press("พบใครหรือไม่ ไม่มีใครอยู่บ้าน")
        await house.no_longer_shows("เลือกผลการพบก่อนจบการเยี่ยม")
        await house.press("จบการเยี่ยม")
        await house.arrives("…")
        (done,) = (await house.file()).visits
    assert done.result == VisitResult.NOT_HOME


async def test_two_quick_taps_on_two_members_keep_both(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        visit = await house.visit()
        await house.open(f"/visits/{visit.id}/2", "ใครอยู่บ้านนี้")
        for name in ("นางคำปัน ใจคำ", "นายสมชาย ใจคำ"):
            button = house.session.pressable(f"ยังอยู่ {name}")
            await house.session.session.dispatch_event(button._i, "click", None)
        await house.shows("ยืนยันแล้ว 2 จาก 4 คน")
        await house.press("เปลี่ยน นางคำปัน ใจคำ")
        await house.shows("ยืนยันแล้ว 1 จาก 4 คน")
        await house.shows("ที่เหลืออีก 3 คน ยังอยู่ครบ")


async def test_who_moved_at_this_visit_stays_on_the_list_and_can_be_brought_back(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        son, earlier = await house.member("สมชาย"), await house.member("ธนภัทร")
        await house.tablet.record([gone(earlier.id, house.household_id)])
        visit = await house.visit()
        await house.tablet.record([gone(son.id, house.household_id)])
        await house.open(f"/visits/{visit.id}/2", "ใครอยู่บ้านนี้")
        await house.shows("ย้ายออก มี.ค. 2566")
        assert not any("ธนภัทร" in words for words in house.session.texts())
        await house.press("เปลี่ยน นายสมชาย ใจคำ")
        await house.shows("นายสมชาย ใจคำ กลับเป็นยังอยู่")
        assert (await house.member("สมชาย")).life_state == LifeState.ALIVE


def gone(person_id: UUID, household_id: UUID) -> Edit:
    return Edit("person", person_id, household_id, {"life_state": "moved", "life_state_on": "2566-03"})


async def test_a_shut_door_leads_straight_to_the_summary(tmp_path: Path) -> None:
    async with at_a_house(tmp_path, width=390, height=844) as house:
        visit = await house.visit()
        await house.open(f"/visits/{visit.id}/1", "พบใครหรือไม่")
        await house.press("พบใครหรือไม่ หาบ้านไม่พบ สำนักงานจะช่วยตรวจเลขที่บ้าน")
        await house.press("ไปที่สรุป")
        await house.arrives(f"/visits/{visit.id}/6")


async def test_problems_show_what_the_list_said_and_what_is_open(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        son = await house.member("สมชาย")
        await house.tablet.database.write(lambda transaction: transaction.session.add(assessment(house, son.id)))
        await house.tablet.record([a_problem(house, words="หลังคารั่ว", person_id=str(son.id))])
        visit = await house.visit()
        await house.open(f"/visits/{visit.id}/3", "ปัญหาและความต้องการ")
        await house.shows("ตกเกณฑ์ในรายชื่อปี 2566 · สมชาย")
        await house.shows("ของนายสมชาย ใจคำ · ตั้งแต่ 3 ก.พ. 2566")
        await house.press("เพิ่มเรื่อง รายได้")
        await house.arrives("…/problems/new-income")
        await house.press("บันทึกปัญหา")
        await house.arrives(f"/visits/{visit.id}/3")
        await house.shows("พบครั้งนี้")


def assessment(house: AtAHouse, person_id: UUID) -> MpiAssessment:
    values = {
        "id": new_id(),
        "household_id": house.household_id,
        "person_id": person_id,
        "survey_year": 2566,
        "income": True,
    }
    return MpiAssessment.model_validate(values)


async def test_words_of_the_summary_are_recorded_when_the_field_is_left_and_never_twice(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        visit = await house.visit()
        before = await house.actions()
        await house.open(f"/visits/{visit.id}/6", "สรุปการเยี่ยม")
        await house.type("ปัญหาอุปสรรคในการเยี่ยม", "น้ำท่วมทางเข้า ต้องเดินฝั่งวัด")
        await house.session.leave("ปัญหาอุปสรรคในการเยี่ยม")
        await house.until_recorded(before + 1)
        await house.session.leave("ปัญหาอุปสรรคในการเยี่ยม")
        await house.open(f"/visits/{visit.id}/5", "ความช่วยเหลือครั้งนี้")
        (saved,) = (await house.file()).visits
        after = await house.actions()
    assert saved.obstacle == "น้ำท่วมทางเข้า ต้องเดินฝั่งวัด"
    assert after == before + 1


async def test_a_finished_visit_is_only_to_read(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        visit = await house.visit()
        await visits.set_result(house.tablet, visit, VisitResult.REFUSED, notice_read=True)
        await visits.finish(house.tablet, visit)
        await house.open(f"/visits/{visit.id}/2", "การเยี่ยมนี้จบแล้ว")
        assert not any(name.startswith("ยังอยู่ ") for name in house.session.names())


async def test_an_unknown_visit_says_so_and_leads_back(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        await house.open(f"/visits/{new_id()}/1", "ไม่พบการเยี่ยมครั้งนี้ในเครื่อง")


async def test_where_a_visit_takes_place_is_noted_once_the_tablet_knows(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        where = {"latitude": 19.1643, "longitude": 99.9018, "accuracy": 12}
        house.session.replies |= {"request_permission": "whileInUse", "get_current_position": where}
        await house.open("…", "เริ่มเยี่ยมบ้าน")
        await house.press("เริ่มเยี่ยมบ้าน")
        await house.until_recorded(3)
        visit = await house.visit()
        assert (visit.latitude, visit.longitude, visit.accuracy_m) == (19.1643, 99.9018, 12)


async def test_a_visit_taken_up_again_the_next_day_is_not_where_the_tablet_is_now(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        where = {"latitude": 19.1643, "longitude": 99.9018, "accuracy": 12}
        house.session.replies |= {"request_permission": "whileInUse", "get_current_position": where}
        visit = await house.visit()
        begun = utc_text(clock.now() - timedelta(days=1))
        await house.tablet.record([Edit("visit", visit.id, visit.household_id, {"started_at": begun})])
        await note_position(house.tablet, visit.id)
        assert (await house.visit()).latitude is None


@pytest.mark.parametrize("answer", ["denied", "deniedForever", None])
async def test_a_visit_goes_on_where_the_position_stays_unknown(answer: str | None, tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        house.session.replies["request_permission"] = answer
        await house.open("…", "เริ่มเยี่ยมบ้าน")
        await house.press("เริ่มเยี่ยมบ้าน")
        await house.shows("พบใครหรือไม่")
        assert (await house.visit()).latitude is None
        assert await house.actions() == 2
