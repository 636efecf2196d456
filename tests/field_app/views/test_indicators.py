"""The MPI indicators on the screen: asked of whom they concern, kept as a draft, a failing one can become a problem."""

from datetime import date
from pathlib import Path

import pytest

from field_app.services import clock, life_events
from field_app.services.drafts import load
from field_app.views.person_words import age_words
from shared_models.edit import Edit
from shared_models.fiscal_year import fiscal_year
from shared_models.mpi import MpiAssessment
from shared_models.person import Person
from tests.builders import a_person, new_id
from tests.field_app.views.opened import AtAHouse, at_a_house

YEAR = fiscal_year(clock.today())
DURABLE = "2.1 ทั้งครัวเรือน"


async def arrived(house: AtAHouse, **values: object) -> MpiAssessment:
    """An assessment as an exchange brought it."""
    row = MpiAssessment(id=new_id(), household_id=house.household_id, **values)
    row_id = row.id
    await house.tablet.database.write(lambda transaction: transaction.session.add(row))
    return next(each for each in (await house.file()).assessments if each.id == row_id)


async def aged(house: AtAHouse, given_name: str, age: int, **values: str) -> str:
    """A further member of that age this year; how their answers are called on the screen."""
    birth = str(clock.today().year + 543 - age)
    edit = a_person(house.household_id, given_name=given_name, birth=birth, citizen_id=None, **values)
    await house.tablet.record([edit])
    return named(await house.member(given_name))


def named(person: Person) -> str:
    age = age_words(person.birth, clock.today(), "th").replace("\u00a0", " ")
    return f"{person.full_name()} · {age}"


def chosen(house: AtAHouse, name: str) -> bool:
    return bool(house.session.pressable(name).content.selected)  # type: ignore[union-attr]


@pytest.mark.parametrize("width", [390, 800, 1280])
async def test_answers_of_a_visit_become_rows_of_this_year_and_lists_stay(tmp_path: Path, width: float) -> None:
    async with at_a_house(tmp_path, width=width) as house:
        wife, pupil = await house.member("คำปัน"), await aged(house, "แก้วตา", 10, relation="grandchild")
        listed = await arrived(house, person_id=wife.id, survey_year=2566, source="TPMAP 2566", living=True)
        visit = await house.visit()
        await house.open(f"/visits/{visit.id}/3", "ปัญหาและความต้องการ")
        await house.press("ตอบตัวชี้วัด")
        await house.shows(f"ตัวชี้วัด MPI ปี {YEAR}")
        await house.press("ความเป็นอยู่")
        await house.shows("มิตินี้ตอบแล้ว 0 จาก 4 ข้อ")
        await house.press(f"{DURABLE} ไม่ผ่าน")
        await house.press("2.2 ทั้งครัวเรือน ผ่าน")
        await house.press("2.3 ทั้งครัวเรือน ไม่ประสงค์ตอบ")
        await house.press("2.4 ทั้งครัวเรือน ไม่เข้าข่าย")
        await house.shows("มิตินี้ตอบแล้ว 4 จาก 4 ข้อ")
        await house.press("การศึกษา")
        await house.press(f"3.2 {pupil} ผ่าน")
        await house.press("บันทึกคำตอบ")
        await house.arrives(f"/visits/{visit.id}/3")
        await house.shows(f"ตอบปี {YEAR} ไม่ผ่านข้อ 2.1")
        await house.shows("ตกเกณฑ์ในรายชื่อปี 2566 · คำปัน")
        rows = {row.person_id: row for row in (await house.file()).assessments}
        child = await house.member("แก้วตา")
    assert rows[None].answers == "2.1=fail 2.2=pass 2.3=declined 2.4=not_applicable"
    assert (rows[None].survey_year, rows[None].version) == (YEAR, "2560-2564")
    assert (rows[None].visit_id, rows[None].assessed_on) == (visit.id, clock.today())
    assert rows[child.id].answers == "3.2=pass"
    assert (rows[wife.id].id, rows[wife.id].living, rows[wife.id].answers) == (listed.id, True, None)


async def test_what_a_list_of_this_very_year_said_is_not_written_over(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        listed = await arrived(house, survey_year=YEAR, version="2560-2564", source="TPMAP", answers="2.1=pass")
        await house.open("…/indicators/living", "มิตินี้ตอบแล้ว 0 จาก 4 ข้อ")
        await house.press(f"{DURABLE} ไม่ผ่าน")
        await house.press("บันทึกคำตอบ")
        await house.arrives("…")
        rows = {row.id: row.answers for row in (await house.file()).assessments}
    assert rows.pop(listed.id) == "2.1=pass"
    assert list(rows.values()) == ["2.1=fail"]


async def test_only_those_whom_it_concerns_are_asked_and_the_dead_are_not(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        name = await aged(house, "สุขใจ", 40, relation="child")
        son, head = await house.member("สุขใจ"), await house.member("บุญมี")
        await arrived(house, person_id=son.id, survey_year=YEAR, version="2560-2564", answers="4.1=fail")
        await house.open("…/indicators/income", "4.2")
        await house.shows(named(head))
        assert chosen(house, f"4.1 {name} ไม่ผ่าน")
        assert not any(said.startswith("4.1 นายบุญมี") for said in house.session.names())
        assert not any(said.startswith("4.2 นายสุขใจ") for said in house.session.names())
        await life_events.record_death(house.tablet, await house.file(), son, on="2566-05", note=None)
        await house.open("…", "สมาชิก 4 คน")
        await house.open("…/indicators/income", "4.2")
        await house.shows(named(head))
        assert not any("สุขใจ" in said for said in house.session.names())


async def test_answers_wait_as_a_draft_through_all_dimensions_and_can_be_taken_back(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        await house.open("…", "สมาชิก 4 คน")
        await house.press("ตอบตัวชี้วัด")
        await house.press("1.2 ทั้งครัวเรือน ผ่าน")
        await house.press("ความเป็นอยู่")
        await house.press(f"{DURABLE} ไม่ผ่าน")
        await house.open("…", "สมาชิก 4 คน")
        kept = await load(house.tablet, f"indicators:{house.household_id}:2560-2564:{YEAR}")
        assert kept is not None
        assert kept.values == {"household 1.2": "pass", "household 2.1": "fail"}
        await house.open("…/indicators/living", "เก็บร่างไว้ในเครื่องแล้ว")
        assert chosen(house, f"{DURABLE} ไม่ผ่าน")
        await house.press(f"{DURABLE} ยังไม่ได้ถาม")
        await house.press("บันทึกคำตอบ")
        await house.arrives("…")
        (row,) = (await house.file()).assessments
        assert row.answers == "1.2=pass"
        await house.open("…/indicators", "มิตินี้ตอบแล้ว 1")
        await house.press("1.2 ทั้งครัวเรือน ไม่ผ่าน")
        await house.press("บันทึกคำตอบ")
        await house.arrives("…")
        (row,) = (await house.file()).assessments
        assert row.answers == "1.2=fail"
        await house.open("…/indicators", "มิตินี้ตอบแล้ว 1")
        await house.press("1.2 ทั้งครัวเรือน ยังไม่ได้ถาม")
        await house.press("บันทึกคำตอบ")
        await house.arrives("…")
        (row,) = (await house.file()).assessments
    assert row.answers is None


async def test_a_failing_indicator_begins_its_problem_and_the_answers_are_still_there(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        name = await aged(house, "สุขใจ", 40, relation="child")
        son = await house.member("สุขใจ")
        await house.open("…/problems/new", "เป็นเรื่องของใคร")
        await house.type("เล่าเป็นคำพูด", "เรื่องอื่นที่ยังเขียนไม่จบ")
        await house.open("…/indicators/income", "4.1")
        await house.press(f"4.1 {name} ไม่ผ่าน")
        await house.press(f"บันทึกเป็นปัญหา 4.1 {name}")
        await house.shows("ตัวชี้วัด 4.1 คนอายุ 15-59 ปี มีอาชีพและรายได้")
        assert chosen(house, "เป็นเรื่องมิติไหน รายได้")
        assert house.session.textbox("เล่าเป็นคำพูด").value == ""
        await house.press("บันทึกปัญหา")
        await house.arrives("…/indicators/income")
        await house.shows("มีปัญหานี้เปิดอยู่แล้ว")
        assert chosen(house, f"4.1 {name} ไม่ผ่าน")
        (problem,) = (await house.file()).problems
        assert (problem.dimension, problem.indicator, problem.indicator_version) == ("income", "4.1", "2560-2564")
        assert problem.person_id == son.id
        await house.press("บันทึกคำตอบ")
        await house.arrives("…")
        assert [row.answers for row in (await house.file()).assessments] == ["4.1=fail"]
        await house.open("…/problems/new", "เป็นเรื่องของใคร")
        assert house.session.textbox("เล่าเป็นคำพูด").value == "เรื่องอื่นที่ยังเขียนไม่จบ"


async def test_another_dimension_is_another_matter_than_the_indicators(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        await house.open("…/indicators/living", "2.1")
        await house.press(f"{DURABLE} ไม่ผ่าน")
        await house.press(f"บันทึกเป็นปัญหา {DURABLE}")
        await house.press("เป็นเรื่องมิติไหน รายได้")
        await house.press("บันทึกปัญหา")
        await house.arrives("…/indicators/living")
        (problem,) = (await house.file()).problems
    assert (problem.dimension, problem.indicator, problem.indicator_version) == ("income", None, None)


async def test_one_tap_answers_for_the_rest_but_not_where_it_is_open_whether_it_applies(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        await house.open("…/indicators/health", "1.4")
        await house.press(f"1.4 {named(await house.member('สมชาย'))} ไม่ผ่าน")
        await house.press("ที่เหลืออีก 3 คน ผ่าน ข้อ 1.4")
        await house.press("การเข้าถึงบริการรัฐ")
        await house.shows("อายุหรือข้อมูลยังไม่พอจะรู้ว่าเข้าข่ายไหม")
        assert not any(name.endswith("ข้อ 5.2") for name in house.session.names())
        await house.press("บันทึกคำตอบ")
        await house.arrives("…")
        answers = sorted(str(row.answers) for row in (await house.file()).assessments)
    assert answers == ["1.4=fail", "1.4=pass", "1.4=pass", "1.4=pass"]


async def test_an_answer_of_a_newer_version_is_shown_and_kept_beside_what_is_answered_now(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        newer = await arrived(
            house, survey_year=YEAR, version="2560-2564", answers="2.1=partly 2.2=fail", assessed_on=date(2023, 6, 1)
        )
        await house.open("…/indicators/living", "partly")
        assert chosen(house, f"{DURABLE} partly")
        await house.press("2.2 ทั้งครัวเรือน ผ่าน")
        await house.press("บันทึกคำตอบ")
        await house.arrives("…")
        rows = {row.id: row.answers for row in (await house.file()).assessments}
    assert rows.pop(newer.id) == "2.1=partly 2.2=fail"
    assert list(rows.values()) == ["2.2=pass"]


async def test_recorded_income_is_told_beside_the_question_it_answers(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        household = (await house.file()).household
        income = {"income_main_satang": 16_000_000}
        await house.tablet.record([Edit("household", household.id, household.id, income)])
        await house.open("…/indicators/income", "4.3")
        await house.shows("จากข้อมูลรายได้: เฉลี่ย 40,000 บาทต่อคนต่อปี")
        await house.press("4.3 ทั้งครัวเรือน ผ่าน")
        await house.press("บันทึกคำตอบ")
        await house.arrives("…")
        (row,) = (await house.file()).assessments
    assert (row.answers, row.income_per_head_satang) == ("4.3=pass", 4_000_000)
