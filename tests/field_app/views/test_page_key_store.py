"""A tablet with a key store: the page is asked for it, and what happens when its keys are gone."""

from pathlib import Path
from typing import Any

import flet as ft

from field_app import bootstrap
from field_app.store.key_file import KeyFile
from field_app.store.key_store import NO_KEY_STORE
from field_app.views.page_key_store import key_store_of
from tests.builders import PIN, a_tablet
from tests.field_app.views.app_session import AppSession
from tests.field_app.views.test_entry import OTHER_PIN, give_codes
from tests.headless import Headless, headless


class Android:
    """What the client of a tablet answers when it is asked for its key store."""

    def __init__(self, session: Headless) -> None:
        self.session, self.kept, self.broken = session, dict[str, str](), ""
        session.page.platform = ft.PagePlatform.ANDROID
        self._otherwise, session.answer = session.answer, self.answer

    async def answer(self, call: Any) -> None:
        if call.name not in ("get", "set"):
            return await self._otherwise(call)
        if call.name == "set" and not self.broken:
            self.kept[call.args["key"]] = call.args["value"]
        found = self.kept.get(call.args["key"]) if call.name == "get" else None
        return self.session.session.handle_invoke_method_results(
            call.control_id, call.call_id, found, self.broken or None
        )


async def test_a_tablets_ring_is_bound_and_who_lost_the_keys_gets_in_by_the_offices_code(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        await tablet.close()
        settings = tablet.settings
        first = give_codes(settings)[0]
        with headless() as session:
            android = Android(session)
            await bootstrap.session(settings)(session.page)
            app = AppSession(None, session)  # type: ignore[arg-type]  # the desk is bootstrap's
            await app.shows("ใส่รหัส 6 หลัก")
            await app.enter_pin(PIN)
            await app.shows("เครื่องนี้ยังไม่มีครัวเรือน")
            (keys,) = KeyFile.load(settings.key_file).officers
            assert keys.ring.bound
            assert any(name.endswith("secret") and len(text) == 64 for name, text in android.kept.items())
            await app.session.navigate("/settings")
            await app.press("ล็อกเดี๋ยวนี้")
            await app.shows("ใส่รหัส 6 หลัก")
            android.kept.clear()
            await app.enter_pin(PIN)
            await app.shows("กุญแจในที่เก็บกุญแจของเครื่องหายไป")
            assert KeyFile.load(settings.key_file).officers[0].wrong_pins == 0
            await app.press("ใช้รหัสกู้จากสำนักงาน")
            await app.shows("ลืมรหัสเปิดเครื่อง")
            await app.session.type("รหัสกู้ที่สำนักงานบอก", first)
            await app.press("ตรวจรหัส แล้วตั้งใหม่")
            await app.shows("ตั้งรหัสเปิดเครื่อง 6 หลัก")
            assert not app.says("แนะนำวลีรหัสผ่าน"), "there is a key store"
            await app.enter_pin(OTHER_PIN)
            await app.shows("ใส่รหัสเดิมอีกครั้ง")
            await app.enter_pin(OTHER_PIN)
            await app.shows("เครื่องนี้ยังไม่มีครัวเรือน")
            assert KeyFile.load(settings.key_file).officers[0].ring.bound
            await app.session.navigate("/settings")
            await app.press("ล็อกเดี๋ยวนี้")
            await app.shows("ใส่รหัส 6 หลัก")


async def test_a_key_store_that_fails_leaves_an_older_tablet_as_it_was(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as tablet:
        await tablet.close()
        with headless() as session:
            Android(session).broken = "ไม่มี Keystore"
            await bootstrap.session(tablet.settings)(session.page)
            app = AppSession(None, session)  # type: ignore[arg-type]
            await app.shows("ใส่รหัส 6 หลัก")
            await app.enter_pin(PIN)
            await app.shows("เครื่องนี้ยังไม่มีครัวเรือน")
            assert not KeyFile.load(tablet.settings.key_file).officers[0].ring.bound
            await app.session.navigate("/settings")
            await app.press("ล็อกเดี๋ยวนี้")
            await app.shows("ใส่รหัส 6 หลัก")


async def test_a_browser_on_a_tablet_is_not_asked() -> None:
    with headless() as session:
        session.page.platform, session.page.web = ft.PagePlatform.ANDROID, True
        assert key_store_of(session.page, NO_KEY_STORE) is NO_KEY_STORE
