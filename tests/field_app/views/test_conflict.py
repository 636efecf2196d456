"""The conflict screen: every value with its giver, chosen, joined or typed, and used in one action."""

from pathlib import Path
from uuid import UUID

import pytest

from field_app.services import conflicts, households
from shared_models.edit import Edit
from tests.field_app.views.app_session import AppSession, a_house, opened, the_app
from tests.field_app.views.opened import AtAHouse, a_problem, at_a_house
from tests.field_app.views.split import split

INCOME = "income_main_satang"


async def at_the_conflict(house: AtAHouse, *others: int) -> None:
    """3,200 baht by this officer; others said something else."""
    home = house.household_id
    await house.tablet.record([Edit("household", home, home, {INCOME: 250000})])
    await house.tablet.record([Edit("household", home, home, {INCOME: 320000})])
    await split(house.tablet, "household", home, INCOME, *others)


async def income(house: AtAHouse) -> int | None:
    return (await house.file()).household.income_main_satang


async def left(house: AtAHouse) -> int:
    return len(await conflicts.open_conflicts(house.tablet))


@pytest.mark.parametrize("width", [1280, 390])
async def test_a_value_is_shown_with_its_giver_chosen_and_used(width: int, tmp_path: Path) -> None:
    async with at_a_house(tmp_path, width=width) as house:
        await at_the_conflict(house, 300000)
        await house.open("…/conflicts", "ข้อมูลไม่ตรงกัน 1 ช่อง")
        assert {"3,200 บาท", "3,000 บาท"} <= set(house.session.texts())
        assert any("วิชัย แสนสุข" in words for words in house.session.texts())
        assert any("2,500 บาท" in words for words in house.session.texts()), "what was before"
        theirs = next(name for name in house.session.names() if "3,000 บาท" in name)
        await house.press(theirs)
        await house.press("ใช้ค่าที่เลือก 1 จาก 1")
        await house.arrives("…")
        assert await income(house) == 300000
        assert await left(house) == 0


async def test_another_value_is_typed(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        await at_the_conflict(house, 300000)
        await house.open("…/conflicts", "ข้อมูลไม่ตรงกัน")
        await house.press("ไม่ใช่ค่าเหล่านี้ พิมพ์เอง อาชีพหลัก (บาท)")
        await house.type("อาชีพหลัก (บาท)", "๓,๑๐๐")
        await house.press("ใช้ค่าที่เลือก 1 จาก 1")
        await house.arrives("…")
        assert await income(house) == 310000


async def test_three_values_are_all_there(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        await at_the_conflict(house, 300000, 310000)
        await house.open("…/conflicts", "ข้อมูลไม่ตรงกัน")
        assert {"3,200 บาท", "3,000 บาท", "3,100 บาท"} <= set(house.session.texts())


async def test_own_words_are_ticked_and_joined(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        problem = a_problem(house, words="หลังคารั่วฝั่งครัว")
        await house.tablet.record([problem])
        await split(house.tablet, "problem", problem.row_id, "words", "เสาไม้ผุ")
        await house.open("…/conflicts", "ข้อมูลไม่ตรงกัน")
        for words in ("หลังคารั่วฝั่งครัว", "เสาไม้ผุ"):
            await house.press(next(name for name in house.session.names() if words in name))
        await house.shows("รวม 2 ข้อความ")
        await house.press("ใช้ค่าที่เลือก 1 จาก 1")
        await house.arrives("…")
        assert set(str((await house.file()).problems[0].words).split("\n")) == {"หลังคารั่วฝั่งครัว", "เสาไม้ผุ"}


async def test_the_button_without_a_choice_says_what_is_missing(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        await at_the_conflict(house, 300000)
        await house.open("…/conflicts", "ข้อมูลไม่ตรงกัน")
        await house.press("ใช้ค่าที่เลือก 0 จาก 1")
        await house.shows("เลือกค่าหนึ่ง หรือพิมพ์เอง")
        assert await left(house) == 1


async def test_a_choice_is_kept_until_it_is_used_and_forgotten_when_another_value_comes(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        await at_the_conflict(house, 300000)
        await house.open("…/conflicts", "ข้อมูลไม่ตรงกัน")
        await house.press(next(name for name in house.session.names() if "3,000 บาท" in name))
        await house.press("ไว้ทีหลัง")
        await house.arrives("…")
        await house.open("…/conflicts", "ใช้ค่าที่เลือก 1 จาก 1")
        await split(house.tablet, "household", house.household_id, INCOME, 300000, 310000)
        await house.desk.saved()
        await house.shows("ใช้ค่าที่เลือก 0 จาก 1")


async def test_all_that_one_officer_gave_is_taken_at_once(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        await at_the_conflict(house, 300000)
        await split(house.tablet, "household", house.household_id, "house_no", "49")
        await house.open("…/conflicts", "ข้อมูลไม่ตรงกัน 2 ช่อง")
        await house.press("ใช้ของวิชัย แสนสุขทั้งหมด")
        await house.press("ใช้ค่าที่เลือก 2 จาก 2")
        await house.arrives("…")
        file = await house.file()
        assert (file.household.house_no, file.household.income_main_satang) == ("49", 300000)


async def test_the_file_and_the_exchange_lead_here(tmp_path: Path) -> None:
    async with the_app(tmp_path, a_house("47/2", "บุญมี")) as app:
        household_id = await only_house(app)
        await split(opened(app), "household", household_id, "house_no", "49")
        await app.desk.saved()
        await app.open(f"/households/{household_id}", "ข้อมูลไม่ตรงกัน 1 ช่อง")
        await app.press("เลือกค่า")
        await app.arrives(f"/households/{household_id}/conflicts")
        await app.open("/exchange", "ข้อมูลไม่ตรงกัน 1 ช่อง รอเลือกค่า")
        await app.press("ดูรายการ")
        await app.arrives("/search")


async def only_house(app: AppSession) -> UUID:
    (line,) = (await households.find(opened(app), "")).lines
    return line.household.id


async def test_nothing_to_choose_is_said_with_a_way_back(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        await house.open("…/conflicts", "ไม่มีข้อมูลที่ต้องเลือกแล้ว")
        await house.press("เปิดแฟ้มครัวเรือน")
        await house.arrives("…")
