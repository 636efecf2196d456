"""Settings: chosen once, kept for the next start; addresses that lead nowhere."""

import time
from pathlib import Path

from field_app.views.components.guard import TOUCHED, idle_seconds
from field_app.views.desk import Desk
from tests.builders import PIN
from tests.field_app.views.app_session import a_house, opened, the_app

NEW_PIN = "802460"


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


async def test_a_new_pin_opens_and_the_old_one_no_more(tmp_path: Path) -> None:
    async with the_app(tmp_path, a_house("47/2", "บุญมี")) as app:
        await app.open("/settings", "1 ครัวเรือน 1 คน")
        await app.press("เปลี่ยนรหัสเปิดเครื่อง")
        await app.shows("ใส่รหัสเดิม")
        await app.enter_pin("135790")
        await app.shows("ตั้งรหัสเปิดเครื่อง")
        await app.enter_pin("123456")
        await app.shows("ไม่เรียงกัน")
        await app.enter_pin(NEW_PIN)
        await app.shows("ใส่รหัสเดิมอีกครั้ง")
        await app.enter_pin(NEW_PIN)
        await app.shows("รหัสไม่ตรง เหลืออีก 10 ครั้ง")
        await app.enter_pin(PIN)
        await app.shows("ตั้งรหัสเปิดเครื่อง")
        await app.enter_pin(NEW_PIN)
        await app.shows("ใส่รหัสเดิมอีกครั้ง")
        await app.enter_pin("802461")
        await app.shows("สองครั้งไม่ตรงกัน")
        await app.enter_pin(NEW_PIN)
        await app.shows("ใส่รหัสเดิมอีกครั้ง")
        await app.enter_pin(NEW_PIN)
        await app.shows("เปลี่ยนรหัสแล้ว")
        await app.press("กลับไปตั้งค่า")
        await app.press("ล็อกเดี๋ยวนี้")
        await app.shows("ใส่รหัส 6 หลัก")
        await app.enter_pin(PIN)
        await app.shows("รหัสไม่ตรง")
        await app.enter_pin(NEW_PIN)
        await app.shows("หมู่บ้านของฉัน")


async def test_a_tablet_that_nobody_touches_locks_itself(tmp_path: Path) -> None:
    async with the_app(tmp_path, a_house("47/2", "บุญมี")) as app:
        await app.open("/settings", "1 ครัวเรือน 1 คน")
        await app.press("ล็อกเองเมื่อไม่แตะนาน 2 นาที")
        page = app.session.page
        page.session.store.set(TOUCHED, time.monotonic() - 119)
        await app.press("ตัวเลข ๑ ๒ ๓")
        await app.shows("๑ ครัวเรือน ๑ คน")
        assert idle_seconds(page) < 60
        page.session.store.set(TOUCHED, time.monotonic() - 121)
        await app.shows("ใส่รหัส")
        assert app.desk.tablet is None


async def test_checking_the_storage_says_that_it_is_sound(tmp_path: Path) -> None:
    async with the_app(tmp_path, a_house("47/2", "บุญมี"), width=390) as app:
        await app.open("/settings", "อรทัย คำมูล")
        await app.press("ตรวจแฟ้มข้อมูล")
        await app.shows("แฟ้มข้อมูลสมบูรณ์")


async def test_an_address_that_leads_nowhere_leads_home(tmp_path: Path) -> None:
    async with the_app(tmp_path, a_house("1", "ปั๋น")) as app:
        await app.open("/somewhere/else", "ไม่มีหน้านี้")
        await app.press("กลับไปงานของฉัน")
        await app.shows("หมู่บ้านของฉัน")
