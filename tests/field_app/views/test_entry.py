"""Enrolment and the lock: errors in words at the field, tries and waits, a vault held elsewhere or damaged."""

import sqlite3
from contextlib import closing
from pathlib import Path

from field_app.config import Settings
from field_app.services import clock, recovery, unlock
from field_app.services.households import find
from field_app.services.unlock import only_officer
from field_app.store import vault
from field_app.store.key_file import KeyFile
from field_app.store.recovery import new_codes
from field_app.views.desk import Desk
from shared_models.recovery import SECRET_BYTES, code_text, sealed_for
from tests.builders import PIN
from tests.field_app.views.app_session import AppSession, a_house, opened, the_app, the_locked_app
from tests.headless import headless

CODE = "รหัสลงทะเบียน"
OTHER_PIN = "735120"
SERVER = "ที่อยู่ของสำนักงาน"


async def test_a_new_tablet_asks_for_address_and_code_and_says_what_is_missing(tmp_path: Path) -> None:
    with headless() as session:
        app = AppSession(Desk(Settings(data_dir=tmp_path, app_version="test")), session)
        await app.open("/", "ลงทะเบียนเครื่องนี้")
        await app.press("ตรวจรหัส")
        await app.shows("ใส่ที่อยู่ของสำนักงานตามใบรหัส")
        await app.shows("รหัสลงทะเบียนมี 16 ตัว")


async def test_an_office_that_does_not_answer_is_told_under_its_address_and_the_code_stays(tmp_path: Path) -> None:
    with headless(width=390) as session:
        app = AppSession(Desk(Settings(data_dir=tmp_path, app_version="test")), session)
        await app.open("/", "ลงทะเบียนเครื่องนี้")
        await session.type(SERVER, "http://127.0.0.1:9")
        await session.type(CODE, "abcd efgh jkmn pqrs")
        await app.press("ตรวจรหัส")
        await app.shows("ติดต่อที่อยู่นี้ไม่ได้")
        assert session.textbox(CODE).value == "abcd efgh jkmn pqrs"
        await session.type(SERVER, "http://office.example")
        await app.no_longer_shows("ติดต่อที่อยู่นี้ไม่ได้")
        await app.press("ตรวจรหัส")
        await app.shows("ต้องขึ้นต้นด้วย https://")


async def test_a_wrong_pin_tells_the_tries_left_and_the_right_one_opens_my_work(tmp_path: Path) -> None:
    async with the_locked_app(tmp_path, a_house("47/2", "บุญมี")) as app:
        await app.open("/", "ใส่รหัส 6 หลัก")
        await app.enter_pin("135790")
        await app.shows("รหัสไม่ตรง เหลืออีก 10 ครั้ง")
        await app.enter_pin(PIN)
        await app.shows("หมู่บ้านของฉัน")
        assert app.desk.tablet is not None


async def test_the_tablet_opens_where_the_officer_was(tmp_path: Path) -> None:
    house = a_house("47/2", "บุญมี")
    async with the_app(tmp_path, house) as app:
        await app.open("/", "หมู่บ้านของฉัน")
        await app.open(f"/households/{house[0].row_id}/four-t", "ทัศนคติ")
        await app.until_remembered("four-t")
        await app.desk.lock()
        await app.shows("ใส่รหัส")
        await app.session.navigate("/")
        await app.enter_pin(PIN)
        await app.arrives(f"/households/{house[0].row_id}/four-t")
        await app.open("/settings", "ล็อกเดี๋ยวนี้")
        await app.press("ล็อกเดี๋ยวนี้")
        await app.shows("ใส่รหัส")
        await app.enter_pin(PIN)
        await app.shows("หมู่บ้านของฉัน")


async def test_a_wait_is_counted_down_and_a_lock_sends_to_the_office(tmp_path: Path) -> None:
    async with the_locked_app(tmp_path) as app:
        key_file = KeyFile.load(app.desk.settings.key_file)
        now_ms = clock.moment().wall_ms
        key_file.officers[0].wait_from_ms, key_file.officers[0].wait_until_ms = now_ms, now_ms + 62_000
        key_file.save(app.desk.settings.key_file)
        await app.open("/", "รอ 1 นาที")
        await app.shows("รอ 59 วินาที")
        key_file.officers[0].locked = True
        key_file.save(app.desk.settings.key_file)
        await app.enter_pin(PIN)
        await app.shows("ติดต่อสำนักงานให้ปลดล็อก")
        assert app.desk.tablet is None


async def test_the_offices_code_lets_who_forgot_the_pin_choose_a_new_one(tmp_path: Path) -> None:
    async with the_locked_app(tmp_path, a_house("47/2", "บุญมี")) as app:
        first, second = give_codes(app.desk.settings)[:2]
        await app.open("/", "ใส่รหัส 6 หลัก")
        await app.press("ลืมรหัส")
        await app.shows("อรทัย คำมูล")
        await app.shows(recovery.challenge(app.desk.settings, only_officer(app.desk.settings)))
        await app.session.type("รหัสกู้ที่สำนักงานบอก", "mfra 2ytb")
        await app.press("ตรวจรหัส แล้วตั้งใหม่")
        await app.shows("ตัวอักษร 16 ตัวและตัวเลข 2 หลัก เช่น")
        await app.session.type("รหัสกู้ที่สำนักงานบอก", second)
        await app.press("ตรวจรหัส แล้วตั้งใหม่")
        await app.shows("ไม่ใช่ของคำขอบนจอนี้")
        await app.session.type("รหัสกู้ที่สำนักงานบอก", first.lower())
        await app.press("ตรวจรหัส แล้วตั้งใหม่")
        await app.shows("ตั้งรหัสเปิดเครื่อง 6 หลัก")
        await app.enter_pin("111111")
        await app.shows("ไม่ซ้ำตัวเดียว")
        await app.enter_pin(OTHER_PIN)
        await app.shows("ใส่รหัสเดิมอีกครั้ง")
        await app.enter_pin(PIN)
        await app.shows("สองครั้งไม่ตรงกัน")
        await app.enter_pin(OTHER_PIN)
        await app.shows("ใส่รหัสเดิมอีกครั้ง")
        await app.enter_pin(OTHER_PIN)
        await app.shows("หมู่บ้านของฉัน")


async def test_a_locked_tablet_leads_to_the_code_and_one_without_codes_to_the_office(tmp_path: Path) -> None:
    async with the_locked_app(tmp_path) as app:
        key_file = KeyFile.load(app.desk.settings.key_file)
        key_file.officers[0].locked = True
        key_file.save(app.desk.settings.key_file)
        await app.open("/", "ติดต่อสำนักงานให้ปลดล็อก")
        assert "เลข 1" not in app.session.names(), "no digit leads anywhere"
        await app.press("ใช้รหัสกู้จากสำนักงาน")
        await app.shows("นำเครื่องไปที่สำนักงาน")
        await app.press("กลับไปหน้าใส่รหัส")
        await app.shows("ติดต่อสำนักงานให้ปลดล็อก")


def give_codes(settings: Settings) -> list[str]:
    """Recovery codes for the tablet's officer, as an enrolment makes them and the office reads them out."""
    key_file, key = KeyFile.load(settings.key_file), vault.new_sealing_key()
    (keys,), ring = key_file.officers, vault.unwrap(key_file.officers[0].ring, PIN)
    tied = {"device_id": key_file.device_id, "officer_id": keys.officer_id}
    keys.codes, keys.escrow = new_codes(ring, vault.sealing_public(key), **tied)
    key_file.save(settings.key_file)
    secrets = vault.open_sealed(key, keys.escrow, info=sealed_for(**tied))
    return [code_text(secrets[at : at + SECRET_BYTES]) for at in range(0, len(secrets), SECRET_BYTES)]


async def test_a_vault_open_elsewhere_is_named_and_trying_again_needs_no_second_pin(tmp_path: Path) -> None:
    async with the_locked_app(tmp_path, a_house("47/2", "บุญมี")) as app:
        other = await unlock.unlock(app.desk.settings, PIN)
        await app.open("/", "ใส่รหัส 6 หลัก")
        await app.enter_pin(PIN)
        await app.shows("สมุดเล่มนี้เปิดอยู่ในหน้าต่างอื่น")
        await other.close()
        await app.press("ลองอีกครั้ง")
        await app.shows("หมู่บ้านของฉัน")


async def test_repairing_a_damaged_file_brings_back_what_was_typed(tmp_path: Path) -> None:
    async with the_locked_app(tmp_path, a_house("47/2", "บุญมี")) as app:
        with closing(sqlite3.connect(app.desk.settings.vault)) as file, file:
            assert file.execute("UPDATE journal SET blob = zeroblob(length(blob))").rowcount
        await app.open("/", "ใส่รหัส 6 หลัก")
        await app.enter_pin(PIN)
        await app.shows("แฟ้มข้อมูลในเครื่องเสียหาย")
        await app.press("ซ่อมแฟ้มข้อมูล")
        await app.until(lambda: app.desk.tablet is not None, "repaired")
        assert app.desk.standing is not None
        assert app.desk.standing.unsent == 2
        assert list(tmp_path.glob("vault.db.damaged-*"))


async def test_a_key_file_that_cannot_be_read_is_told_and_nothing_crashes(tmp_path: Path) -> None:
    (tmp_path / "tablet.json").write_text("{", encoding="utf-8")
    with headless() as session:
        app = AppSession(Desk(Settings(data_dir=tmp_path, app_version="test")), session)
        await app.open("/", "แฟ้มกุญแจของเครื่องเสียหาย")


async def test_locking_and_opening_again_finds_what_was_recorded(tmp_path: Path) -> None:
    async with the_locked_app(tmp_path, a_house("47/2", "บุญมี")) as app:
        await app.open("/", "ใส่รหัส 6 หลัก")
        await app.enter_pin(PIN)
        await app.shows("หมู่บ้านของฉัน")
        await app.open("/settings", "ล็อกเดี๋ยวนี้")
        await app.press("ล็อกเดี๋ยวนี้")
        await app.shows("ใส่รหัส 6 หลัก")
        await app.enter_pin(PIN)
        await app.shows("หมู่บ้านของฉัน")
        assert (await find(opened(app), "บุญมี")).total == 1
