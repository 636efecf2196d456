"""The household's file: what matters first, whose numbers are hidden, who left, and what can be done."""

from pathlib import Path

from field_app.services import households, life_events, visits
from field_app.store import state
from shared_models.edit import Edit
from tests.builders import a_person, new_id
from tests.field_app.views.app_session import AppSession, a_house, opened, the_app
from tests.field_app.views.opened import a_family


async def file_of(app: AppSession, family: list[Edit]) -> households.HouseholdFile:
    return await households.open_file(opened(app), family[0].row_id)


async def test_the_file_shows_members_with_age_and_hides_most_of_their_numbers(tmp_path: Path) -> None:
    family = a_family()
    family.append(
        a_person(family[0].row_id, given_name="อุ้ยหล้า", birth="2490", citizen_id="3560100123459", id_doubtful=True)
    )
    async with the_app(tmp_path, family) as app:
        await app.open(f"/households/{family[0].row_id}", "สมาชิก 5 คน")
        await app.shows_the_whole_file()
        assert app.says("3-5601-xxxxx-45-8")
        assert not app.says("3560100123458")
        assert app.says("หัวหน้าครัวเรือน · ชาย")
        assert app.says("ตรวจสอบเลข")
        assert app.says("ยังไม่เคยเยี่ยม")


async def test_who_died_stands_in_a_group_of_their_own_and_does_not_count(tmp_path: Path) -> None:
    family = a_family()
    async with the_app(tmp_path, family, width=390) as app:
        file = await file_of(app, family)
        child = next(person for person in file.members if person.given_name == "สมชาย")
        await life_events.record_death(opened(app), file, child, on="2566-05", note=None)
        await app.open(f"/households/{family[0].row_id}", "เสียชีวิตหรือย้ายออก")
        assert app.says("สมาชิก 3 คน")
        assert app.says("เสียชีวิต พฤษภาคม 2566")


async def test_beginning_a_visit_records_it_and_coming_back_goes_on_with_it(tmp_path: Path) -> None:
    family = a_family()
    async with the_app(tmp_path, family) as app:
        path = f"/households/{family[0].row_id}"
        await app.open(path, "สมาชิก 4 คน")
        await app.press("เริ่มเยี่ยมบ้าน")
        (visit,) = await visits.unfinished(opened(app))
        await app.arrives(f"/visits/{visit.id}")
        await app.open(path, "เยี่ยมต่อ")
        await app.press("เยี่ยมต่อ")
        await app.arrives(f"/visits/{visit.id}")
        assert len(await visits.unfinished(opened(app))) == 1


async def test_rows_and_actions_lead_to_their_screens(tmp_path: Path) -> None:
    family = a_family()
    path = f"/households/{family[0].row_id}"
    problem = Edit("problem", new_id(), family[0].row_id, {"words": "หลังคารั่ว", "found_on": "2023-02-03"})
    async with the_app(tmp_path, family, [problem]) as app:
        for name, target in (
            ("เพิ่มสมาชิก", "/members/new"),
            ("บันทึกความช่วยเหลือ", "/assistance/new"),
            ("เพิ่มปัญหา", "/problems/new"),
            ("เขียน 4ท", "/four-t"),
        ):
            await app.open(path, "สมาชิก 4 คน")
            await app.press(name)
            await app.arrives(path + target)
        await app.open(path, "สมาชิก 4 คน")
        await app.press_first("หลังคารั่ว ของทั้งบ้าน")
        await app.arrives(f"{path}/problems/{problem.row_id}")


async def test_an_unknown_household_is_told_with_a_way_to_search(tmp_path: Path) -> None:
    async with the_app(tmp_path, a_house("1", "ปั๋น"), width=800) as app:
        for address in (str(new_id()), "nonsense"):
            await app.open(f"/households/{address}", "ไม่พบครัวเรือนนี้ในเครื่อง")
        await app.press("ไปที่ค้นหา")
        await app.shows("พบ 1 ครัวเรือน")


async def test_escape_leads_one_screen_up(tmp_path: Path) -> None:
    family = a_family()
    async with the_app(tmp_path, family) as app:
        await app.open(f"/households/{family[0].row_id}", "สมาชิก 4 คน")
        key = {"key": "Escape", "shift": False, "ctrl": False, "alt": False, "meta": False}
        await app.session.fire(app.session.page, "keyboard_event", key)
        await app.arrives("/search")


async def test_who_records_by_assignment_is_told_whose_house_it_is_not_before_typing(tmp_path: Path) -> None:
    family = a_family()
    async with the_app(tmp_path, family, width=390) as app:
        path = f"/households/{family[0].row_id}"
        await app.open(path, "สมาชิก 4 คน")
        assert not app.says("ไม่ได้มอบหมายให้คุณ")
        document = {"version": "2", "by_assignment": [str(opened(app).officer.officer_id)]}
        await opened(app).database.write(lambda t: state.write(t.session, "reference", document))
        await app.open("/households/new", "สำนักงานจะส่งกลับ")
        await app.open(path, "บ้านนี้ไม่ได้มอบหมายให้คุณ")
        assert app.says("ถ้าบันทึก สำนักงานจะส่งกลับ")
