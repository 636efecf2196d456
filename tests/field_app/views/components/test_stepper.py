"""The steps of a visit: any step at any time, in the side list and in the sheet behind the segments."""

import flet as ft

from field_app.views.components.stepper import Step, StepBar, step_list
from field_app.views.theme import use_look
from tests.headless import headless

STEPS = (Step("ผลการพบ", "พบหัวหน้าครัวเรือน", done=True), Step("คนในบ้าน"), Step("ปัญหา", "เปิดอยู่ 3 เรื่อง"))


@ft.component
def Side() -> ft.Control:
    current, set_current = ft.use_state(1)
    return step_list(use_look(), STEPS, current, set_current, title="เยี่ยมบ้าน", saved="บันทึกในเครื่องแล้ว 10.06 น.")


@ft.component
def Top() -> ft.Control:
    current, set_current = ft.use_state(1)
    return StepBar(STEPS, current, set_current, title="เยี่ยมบ้าน")


async def test_the_side_list_says_what_is_done_and_opens_any_step() -> None:
    with headless() as session:
        await session.render(Side)
        assert "1 ผลการพบ เสร็จแล้ว พบหัวหน้าครัวเรือน" in session.names()
        await session.press("3 ปัญหา เปิดอยู่ 3 เรื่อง")
        chosen = [item.label for item in session.all(ft.Semantics) if item.selected]
    assert chosen == ["3 ปัญหา เปิดอยู่ 3 เรื่อง"]


async def test_the_segments_say_where_one_is_and_their_sheet_opens_any_step() -> None:
    with headless(width=390) as session:
        await session.render(Top)
        assert "ขั้น 2 จาก 3 · คนในบ้าน" in session.texts()
        await session.press("ทุกขั้น")
        assert session.dialogs()
        await session.press("3 ปัญหา เปิดอยู่ 3 เรื่อง")
        assert "ขั้น 3 จาก 3 · ปัญหา" in session.texts()
        assert not session.dialogs()
