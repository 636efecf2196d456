"""The stage screen: decided with a reason for this programme year, and what was decided before stays."""

from datetime import date
from pathlib import Path

import pytest

from field_app.services import clock, stages
from shared_models.fiscal_year import fiscal_year
from shared_models.stage_decision import Stage, StageDecision
from tests.builders import new_id
from tests.field_app.views.opened import at_a_house

YEAR = fiscal_year(clock.today())


@pytest.mark.parametrize("width", [390, 1280])
async def test_a_stage_needs_a_reason_and_a_later_decision_replaces_the_earlier_one(
    tmp_path: Path, width: float
) -> None:
    async with at_a_house(tmp_path, width=width) as house:
        early = {"year": YEAR, "stage": Stage.SURVIVE, "reason": "ไม่มีรายได้ประจำ", "decided_on": clock.today()}
        await stages.decide(house.tablet, house.household_id, **early)
        await house.open("…", f"อยู่รอด ปี {YEAR}")
        await house.press("จัดขั้นปีนี้")
        await house.arrives("…/stage")
        await house.shows("ที่จัดไว้แล้ว")
        assert any("ไม่มีรายได้ประจำ" in words for words in house.session.texts())
        await house.press("บันทึกขั้น")
        await house.shows("เลือกขั้นของบ้านนี้")
        await house.shows("เขียนสั้น ๆ ว่าเห็นอะไรจึงให้ขั้นนี้")
        await house.press("บ้านนี้อยู่ขั้นไหน พอเพียง")
        await house.type("เหตุผล", "ขายผ้าทอได้ทุกเดือน")
        await house.press("บันทึกขั้น")
        await house.arrives("…")
        await house.shows(f"พอเพียง ปี {YEAR}")
        first, second = (await house.file()).decisions
    assert (first.stage, second.stage, second.reason) == (Stage.SURVIVE, Stage.SUFFICIENT, "ขายผ้าทอได้ทุกเดือน")
    assert (second.programme_year, second.decided_by) == (YEAR, "อรทัย คำมูล")


async def test_a_decision_belongs_to_the_open_visit_and_waits_as_a_draft(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        visit = await house.visit()
        await house.open("…/stage", "บ้านนี้อยู่ขั้นไหน")
        await house.press("บ้านนี้อยู่ขั้นไหน ยั่งยืน")
        await house.type("เหตุผล", "ลูกทุกคนมีงาน")
        await house.open("…", "สมาชิก 4 คน")
        await house.open("…/stage", "เก็บร่างไว้ในเครื่องแล้ว")
        assert house.session.textbox("เหตุผล").value == "ลูกทุกคนมีงาน"
        await house.press("บันทึกขั้น")
        await house.arrives("…")
        (decided,) = (await house.file()).decisions
    assert (decided.stage, decided.visit_id) == (Stage.SUSTAINABLE, visit.id)


async def test_a_day_of_another_programme_year_is_refused_under_its_field(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        await house.open("…/stage", "บ้านนี้อยู่ขั้นไหน")
        await house.press("บ้านนี้อยู่ขั้นไหน อยู่รอด")
        await house.type("เหตุผล", "ไม่มีรายได้ประจำ")
        await house.type("ตัดสินเมื่อ พ.ศ.", "2566")
        await house.press("บันทึกขั้น")
        await house.shows(f"วันนี้อยู่นอกปีงบประมาณ {YEAR}")
        assert (await house.file()).decisions == []


async def test_a_stage_of_a_newer_version_stays_visible(tmp_path: Path) -> None:
    values = {"programme_year": YEAR, "stage": "9", "reason": "เกณฑ์ใหม่", "decided_on": date(2023, 6, 15)}
    async with at_a_house(tmp_path) as house:
        row = StageDecision(id=new_id(), household_id=house.household_id, **values)
        await house.tablet.database.write(lambda transaction: transaction.session.add(row))
        await house.open("…/stage", f"9 ปี {YEAR}")
        await house.shows("เกณฑ์ใหม่")
