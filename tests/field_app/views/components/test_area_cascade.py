"""The area cascade over the real areas: levels open in turn, fixed levels are text, two answers are no place."""

import flet as ft

from field_app.views.components.area_cascade import AreaCascade
from shared_models import area
from tests.headless import Headless, headless

chosen: list[str] = []


def children(code: str) -> list[tuple[str, str]]:
    if len(code) == 6:
        return [(f"{code}04", "บ้านดอนแก้ว หมู่ 4")] if code == "560106" else []
    return [(item.code, item.name_th) for item in area.children(code)]


@ft.component
def Anywhere() -> ft.Control:
    value, set_value = ft.use_state("")

    def change(code: str) -> None:
        chosen.append(code)
        set_value(code)

    return AreaCascade(value, change, children=children, elsewhere=True)


@ft.component
def InDistrict() -> ft.Control:
    return AreaCascade("5601", chosen.append, children=children, fixed="5601")


async def choose(session: Headless, box: str, name: str) -> None:
    await session.press(box)
    await session.press(name)


async def test_a_village_is_reached_level_by_level() -> None:
    chosen.clear()
    with headless() as session:
        await session.render(Anywhere)
        assert "ตำบล เลือกอำเภอก่อน" in session.names()
        await choose(session, "จังหวัด เลือก", "พะเยา")
        await choose(session, "อำเภอ เลือก", "เมืองพะเยา")
        await choose(session, "ตำบล เลือก", dict(children("5601"))["560106"])
        await choose(session, "หมู่บ้าน เลือก", "บ้านดอนแก้ว หมู่ 4")
    assert chosen == ["56", "5601", "560106", "56010604"]


async def test_choosing_the_province_again_drops_what_was_under_it() -> None:
    chosen.clear()
    with headless() as session:
        await session.render(Anywhere)
        await choose(session, "จังหวัด เลือก", "พะเยา")
        await choose(session, "อำเภอ เลือก", "เมืองพะเยา")
        await choose(session, "จังหวัด พะเยา", "น่าน")
        assert "อำเภอ เลือก" in session.names()
    assert chosen[-1] == "55"


async def test_abroad_is_an_answer_without_further_levels() -> None:
    chosen.clear()
    with headless() as session:
        await session.render(Anywhere)
        await choose(session, "จังหวัด เลือก", "ต่างประเทศ")
        assert not [name for name in session.names() if name.startswith("อำเภอ")]
    assert chosen == ["abroad"]


async def test_the_levels_of_the_officers_area_are_text() -> None:
    with headless() as session:
        await session.render(InDistrict)
        assert {"พะเยา", "เมืองพะเยา"} <= set(session.texts())
        assert not [name for name in session.names() if name.startswith("จังหวัด")]


async def test_typing_narrows_the_sheet_and_provinces_come_in_thai_order() -> None:
    with headless() as session:
        await session.render(Anywhere)
        await session.press("จังหวัด เลือก")
        names = session.names()
        assert names.index("กระบี่") < names.index("เชียงใหม่") < names.index("เลย") < names.index("อ่างทอง")
        await session.type("พิมพ์เพื่อค้นในรายการ", "เชียง")
        assert {"เชียงใหม่", "เชียงราย"} <= set(session.names())
        assert "กระบี่" not in session.names()
