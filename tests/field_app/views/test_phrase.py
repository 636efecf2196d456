"""A passphrase in place of a PIN, on the screens: chosen, opened with, and left for digits again."""

from pathlib import Path

from field_app.services import unlock
from field_app.store.key_file import KeyFile
from tests.builders import PIN
from tests.field_app.views.app_session import AppSession, a_house, opened, the_app

PHRASE = "ฝนตกที่บ้านปง เก้าวัน"


async def choose_phrase(app: AppSession, phrase: str, again: str) -> None:
    await app.session.type("วลีรหัสผ่าน", phrase)
    await app.session.type("พิมพ์วลีเดิมอีกครั้ง", again)
    await app.press("ใช้วลีนี้")


async def test_a_passphrase_is_chosen_opens_the_tablet_and_makes_room_for_a_pin_again(tmp_path: Path) -> None:
    async with the_app(tmp_path, a_house("47/2", "บุญมี"), width=390) as app:
        settings = opened(app).settings
        await app.open("/settings/pin", "ใส่รหัสเดิม")
        await app.enter_pin(PIN)
        await app.shows("แนะนำวลีรหัสผ่าน")
        await app.press("เปิดเครื่องด้วย วลีรหัสผ่าน")
        await app.shows("12 ตัวอักษรขึ้นไป")
        await choose_phrase(app, "ฝนตก", "ฝนตก")
        await app.shows("วลี 12 ตัวอักษรขึ้นไป")
        await choose_phrase(app, PHRASE, PHRASE[:-1])
        await app.shows("สองช่องไม่ตรงกัน")
        assert app.session.textbox("วลีรหัสผ่าน").password
        await app.press("แสดงวลี")
        assert not app.session.textbox("วลีรหัสผ่าน").password
        assert app.session.textbox("วลีรหัสผ่าน").value == PHRASE
        await choose_phrase(app, PHRASE, PHRASE)
        await app.shows("เปลี่ยนรหัสแล้ว")
        assert KeyFile.load(settings.key_file).officers[0].pin_digits == 0
        await app.press("กลับไปตั้งค่า")
        await app.press("ล็อกเดี๋ยวนี้")
        await app.shows("ใส่วลีรหัสผ่าน")
        await app.press("เปิดเครื่อง")
        await app.shows("พิมพ์วลีรหัสผ่านก่อน")
        assert KeyFile.load(settings.key_file).officers[0].wrong_pins == 0, "an empty box is no try"
        await app.session.type("วลีรหัสผ่าน", PHRASE[:-1])
        await app.press("เปิดเครื่อง")
        await app.shows("รหัสไม่ตรง เหลืออีก 10 ครั้ง")
        await app.session.type("วลีรหัสผ่าน", f" {PHRASE} ")
        await app.press("เปิดเครื่อง")
        await app.shows("หมู่บ้านของฉัน")
        await app.open("/settings/pin", "ใส่วลีเดิม")
        await app.session.type("วลีรหัสผ่าน", PHRASE)
        await app.press("ต่อไป")
        await app.shows("ตั้งรหัสเปิดเครื่อง 6 หลัก")
        for _ in range(2):
            await app.enter_pin(PIN)
        await app.shows("เปลี่ยนรหัสแล้ว")
        assert unlock.enrolled(settings)[0].pin_digits == 6
        await app.press("กลับไปตั้งค่า")
        await app.press("เปลี่ยนรหัสเปิดเครื่อง")
        await app.shows("ใส่รหัสเดิม")
