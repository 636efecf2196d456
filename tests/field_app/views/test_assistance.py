"""Assistance on the screen: baht become satang, and it answers the problems that are ticked."""

from datetime import date
from pathlib import Path

import pytest

from field_app.services import assistances
from field_app.views.amounts import UnreadableAmount, baht, satang
from tests.field_app.views.opened import a_problem, at_a_house


async def test_help_of_a_visit_is_recorded_with_its_worth_and_its_problem(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        roof = a_problem(house)
        await house.tablet.record([roof])
        visit = await house.visit()
        await house.open("…/assistance/new", "แก้ปัญหาเรื่องไหน")
        await house.type("ช่วยอะไร", "กระเบื้องมุงหลังคา 20 แผ่น")
        await house.press("ชนิดของการช่วย เลือก")
        await house.press("ที่อยู่อาศัย")
        await house.type("โครงการ", "บ้านพอเพียง")
        await house.type("มูลค่า (บาท)", "๑,๕๐๐.๕")
        await house.press("หลังคารั่ว ตั้งแต่ 3 ก.พ. 2566")
        await house.press("ผล อยู่ระหว่างดำเนินการ")
        await house.press("บันทึกความช่วยเหลือ")
        await house.arrives(f"/visits/{visit.id}/5")
        await house.shows("1,500.50 บาท · อยู่ระหว่างดำเนินการ")
        (given,) = (await house.file()).assistance
    assert (given.value_satang, given.problems, given.visit_id) == (150050, str(roof.row_id), visit.id)
    assert (given.kind, given.project) == ("housing", "บ้านพอเพียง")


async def test_what_is_missing_or_unreadable_stands_under_its_field(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        await house.open("…/assistance/new", "มูลค่า (บาท)")
        await house.type("มูลค่า (บาท)", "พันห้า")
        await house.type("เมื่อ วันที่", "")
        await house.press("บันทึกความช่วยเหลือ")
        await house.shows("ใส่ว่าช่วยอะไร")
        await house.shows("ใส่เป็นตัวเลข เช่น 1500 หรือ 1500.50")
        await house.shows("ใส่ให้ครบ วันที่ เดือน และปี พ.ศ.")
        assert (await house.file()).assistance == []


async def test_the_outcome_is_corrected_later(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        values = {"item": "ข้าวสาร 15 กิโลกรัม", "given_on": "2023-02-03", "value_satang": 45000}
        given_id = await assistances.give(house.tablet, house.household_id, values)
        await house.open(f"…/assistance/{given_id}", "มูลค่า (บาท)")
        assert house.session.textbox("มูลค่า (บาท)").value == "450"
        await house.press("ผล ช่วยเหลือแล้ว")
        await house.press("บันทึกความช่วยเหลือ")
        await house.arrives("…")
        (given,) = (await house.file()).assistance
    assert (given.outcome, given.given_on, given.value_satang) == ("helped", date(2023, 2, 3), 45000)


@pytest.mark.parametrize(
    ("typed", "read"), [("", None), ("1500", 150000), ("1,500.50", 150050), ("๐.๕", 50), ("1500.5", 150050)]
)
def test_an_amount_in_baht_is_read_to_the_satang(typed: str, read: int | None) -> None:
    assert satang(typed) == read


@pytest.mark.parametrize("typed", ["-5", "1.505", "พัน", "1 500 บาท"])
def test_what_is_no_amount_is_refused(typed: str) -> None:
    with pytest.raises(UnreadableAmount):
        satang(typed)


@pytest.mark.parametrize("amount", [None, 0, 5, 150000, 150050])
def test_an_amount_is_shown_as_it_can_be_typed_again(amount: int | None) -> None:
    assert satang(baht(amount)) == amount
