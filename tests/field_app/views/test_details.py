"""Further details: forms made from the entities' descriptions, saved field by field, drafts kept between sections."""

from pathlib import Path

import pytest

from field_app.services import drafts
from field_app.views import details
from field_app.views.components.entity_form import RENDERED, joined
from shared_models.field_facts import Kind
from shared_models.form import form_fields
from tests.field_app.views.opened import at_a_house


async def test_a_household_has_its_land_and_income_in_rai_and_baht(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        await house.open("…/details", "บ้านและที่ดิน")
        await house.press("บ้านและที่ดิน")
        await house.shows("ขนาดที่ดินทำกิน")
        await house.press("ที่ดินทำกิน เลือก")
        await house.press("เช่า")
        await house.type("ขนาดที่ดินทำกิน ไร่", "๕")
        await house.type("ขนาดที่ดินทำกิน ตร.ว.", "20")
        await house.press("บันทึกส่วนนี้")
        await house.arrives("…")
        await house.open("…/details", "รายได้ต่อปี")
        await house.press("รายได้ต่อปี")
        await house.shows("อาชีพหลัก (บาท)")
        await house.type("อาชีพหลัก (บาท)", "๓๖,๐๐๐.๕๐")
        await house.press("บันทึกส่วนนี้")
        await house.arrives("…")
        household = (await house.file()).household
    assert (household.work_tenure, household.work_land_sq_wa) == ("rent", 2020)
    assert household.income_main_satang == 3_600_050


async def test_an_amount_that_is_no_number_is_told_under_its_field_and_nothing_is_saved(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        await house.open("…/details", "รายได้ต่อปี")
        await house.press("รายได้ต่อปี")
        await house.shows("อาชีพเสริม (บาท)")
        await house.type("อาชีพเสริม (บาท)", "ประมาณสามพัน")
        await house.press("บันทึกส่วนนี้")
        await house.shows("ใส่เป็นตัวเลข เช่น 1500")
        assert (await house.file()).household.income_side_satang is None


async def test_what_is_sensitive_may_be_left_or_declined(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        wife = await house.member("คำปัน")
        await house.open(f"…/members/{wife.id}/details", "สุขภาพ")
        await house.press("สุขภาพ")
        await house.shows("ช่วยเหลือตัวเองได้ไหม")
        await house.press("สุขภาพ เลือก")
        await house.press("ผู้ป่วยเรื้อรัง")
        await house.press("ช่วยเหลือตัวเองได้ไหม ไม่ประสงค์ตอบ")
        await house.press("ติดเตียง")
        await house.press("บันทึกส่วนนี้")
        await house.arrives(f"…/members/{wife.id}")
        saved = await house.member("คำปัน")
    assert (saved.health, saved.self_care, saved.vulnerable) == ("chronic", "declined", "bedbound")
    assert saved.chronic_illness is None


async def test_what_stands_in_one_section_waits_as_a_draft_while_another_is_shown(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        wife = await house.member("คำปัน")
        await house.open(f"…/members/{wife.id}/details", "ชื่อเดิม")
        await house.type("ชื่อเดิม", "คำปัน ปัญญา")
        await house.press("การเรียน อาชีพ")
        await house.shows("กำลังเรียนเต็มเวลา")
        kept = await drafts.load(house.tablet, details.draft_key(wife, "identity"))
        assert kept is not None
        assert kept.values["former_names"] == "คำปัน ปัญญา"
        await house.press("ตัวบุคคล")
        await house.shows("ชื่อเดิม")
        assert house.session.textbox("ชื่อเดิม").value == "คำปัน ปัญญา"


def test_every_asked_field_of_a_person_or_household_has_a_place() -> None:
    """On its own screen, or in the details."""
    for entity in ("person", "household"):
        here = {field.name for fields in details.details(entity).values() for field in fields}
        asked = {field.name for field in form_fields(entity) if field.asked}
        assert asked - here == details.OWN_SCREENS[entity]


def test_the_kinds_that_are_not_rendered_point_to_other_rows_or_have_their_own_controls() -> None:
    others = {Kind.REFERENCE, Kind.REFERENCES, Kind.ANSWERS, Kind.AREA, Kind.CITIZEN_ID, Kind.DATE, Kind.MOMENT}
    assert set(Kind) - RENDERED == others


@pytest.mark.parametrize(
    ("codes", "toggled", "expected"),
    [
        ([], "bedbound", "bedbound"),
        (["bedbound"], "pregnant", "bedbound pregnant"),
        (["bedbound"], "bedbound", None),
        (["bedbound"], "declined", "declined"),
        (["declined"], "pregnant", "pregnant"),
    ],
)
def test_ticks_add_up_and_not_answering_stands_alone(codes: list[str], toggled: str, expected: str | None) -> None:
    assert joined(codes, toggled) == expected
