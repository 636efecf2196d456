"""Settings and reports: chosen once, kept for the next start; figures that add up; addresses that lead nowhere."""

from pathlib import Path

from field_app.views.desk import Desk
from tests.builders import NEXT_VILLAGE
from tests.field_app.views.app_session import a_house, opened, the_app


async def test_what_is_chosen_shows_at_once_and_after_a_restart(tmp_path: Path) -> None:
    async with the_app(tmp_path, a_house("47/2", "บุญมี")) as app:
        await app.open("/settings", "1 ครัวเรือน 1 คน")
        await app.press("ตัวเลข ๑ ๒ ๓")
        await app.shows("๑ ครัวเรือน ๑ คน")
        await app.press("ภาษา English")
        await app.shows("Text size")
        await app.press("Text size 150 %")
        await app.press("Background Dark")
        again = Desk(settings=opened(app).settings)
        assert (again.language, again.scale, again.dark, again.thai_digits) == ("en", 1.5, True, True)


async def test_checking_the_storage_says_that_it_is_sound(tmp_path: Path) -> None:
    async with the_app(tmp_path, a_house("47/2", "บุญมี"), width=390) as app:
        await app.open("/settings", "อรทัย คำมูล")
        await app.press("ตรวจแฟ้มข้อมูล")
        await app.shows("แฟ้มข้อมูลสมบูรณ์")


async def test_the_report_has_a_line_for_each_village_and_the_total(tmp_path: Path) -> None:
    houses = [a_house("1", "ปั๋น"), a_house("2", "คำแสน"), a_house("3", "อินถา", village=NEXT_VILLAGE)]
    async with the_app(tmp_path, *houses) as app:
        await app.open("/reports", "ความก้าวหน้ารายหมู่บ้าน")
        assert {"หมู่ 4 0 (0%)", "หมู่ 5 0 (0%)", "รวม 0 (0%)"} <= set(app.session.names())
        assert {"1", "2", "3"} <= set(app.session.texts())


async def test_an_address_that_leads_nowhere_leads_home(tmp_path: Path) -> None:
    async with the_app(tmp_path, a_house("1", "ปั๋น")) as app:
        await app.open("/somewhere/else", "ไม่มีหน้านี้")
        await app.press("กลับไปงานของฉัน")
        await app.shows("หมู่บ้านของฉัน")
