"""The quiet menu of a household's file: what can be done now, and nothing else."""

from pathlib import Path

import pytest

from field_app.services import life_events
from shared_models.life_event import Place
from tests.field_app.views.opened import at_a_house


@pytest.mark.parametrize("width", [390, 800, 1280])
async def test_each_row_of_the_menu_leads_to_its_screen(tmp_path: Path, width: float) -> None:
    async with at_a_house(tmp_path, width=width) as house:
        for words, path in (
            ("แก้ไขข้อมูลบ้าน", "…/details"),
            ("แยกครัวเรือน", "…/split"),
            ("รวมกับครัวเรือนอื่น", "…/join"),
            ("ย้ายออกทั้งบ้าน", "…/moved"),
        ):
            await house.open("…", "สมาชิก 4 คน")
            await house.press("เพิ่มเติม")
            await house.press(words)
            await house.arrives(path)
        await house.open("…", "สมาชิก 4 คน")
        await house.press("เพิ่มเติม")
        await house.shows("เกี่ยวกับบ้านนี้")
        assert "รับย้ายเข้า" not in house.session.names()


async def test_a_household_that_moved_away_can_only_be_edited(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        await life_events.record_household_move(house.tablet, await house.file(), to=Place("10"), on=None)
        await house.open("…", "ย้ายออก")
        await house.press("เพิ่มเติม")
        await house.shows("แก้ไขข้อมูลบ้าน")
        assert not {"แยกครัวเรือน", "รวมกับครัวเรือนอื่น", "ย้ายออกทั้งบ้าน"} & set(house.session.names())
