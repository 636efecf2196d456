"""An open tablet that nobody looks at: when it locks, what is written down before, and what it remembers after."""

import asyncio
import gc
import logging
from collections.abc import Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import httpx
import pytest
from sqlmodel import select

from field_app.services import households
from field_app.services.households import Narrowing
from field_app.store.tables import Draft
from field_app.views.app import lock_when_idle
from field_app.views.background import AWAY
from tests.builders import PIN
from tests.field_app.views.app_session import AppSession, a_house, opened, the_app

GIVEN, FAMILY = "ชื่นจิตรเพ็ญ", "ใจคำแก้ววรรณ"


async def become(app: AppSession, state: str) -> None:
    """What the client tells of the window, the tab or the app."""
    await app.session.fire(app.session.page, "app_lifecycle_state_change", {"state": state})


def pass_by(app: AppSession, seconds: float, what: str = AWAY) -> None:
    """As if so long had gone by since."""
    store = app.session.page.session.store
    store.set(what, store.get(what) - seconds)


async def test_who_comes_back_within_a_minute_is_asked_nothing(tmp_path: Path) -> None:
    async with the_app(tmp_path, a_house("47/2", "บุญมี")) as app:
        await app.open("/search", "บุญมี")
        for state in ("inactive", "hide", "pause"):
            await become(app, state)
        pass_by(app, 59)
        for state in ("hide", "inactive", "show", "resume"):
            await become(app, state)
        assert (app.desk.tablet is not None, app.says("บุญมี")) == (True, True)
        await become(app, "hide")
        pass_by(app, 59)
        await become(app, "show")
        assert app.desk.tablet is not None, "the first time away is not counted on"


async def test_after_a_minute_in_the_background_it_is_locked_before_anything_is_drawn(tmp_path: Path) -> None:
    async with the_app(tmp_path, a_house("47/2", "บุญมี")) as app:
        await app.open("/search", "บุญมี")
        await become(app, "hide")
        pass_by(app, 61)
        await become(app, "show")
        await app.shows("ใส่รหัส")
        assert (app.desk.tablet, app.says("บุญมี")) == (None, False)
        await app.enter_pin(PIN)
        await app.shows("บุญมี")


async def test_left_in_the_background_it_locks_by_itself(tmp_path: Path) -> None:
    async with the_app(tmp_path, a_house("47/2", "บุญมี")) as app:
        await app.open("/search", "บุญมี")
        await become(app, "hide")
        pass_by(app, 61)
        await lock_when_idle(app.session.page, app.desk)
        await app.shows("ใส่รหัส")


async def test_an_exchange_holds_it_open_for_ten_minutes_and_no_longer(tmp_path: Path) -> None:
    class Silent(httpx.AsyncBaseTransport):
        """An office that takes the request and never answers."""

        async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
            await asyncio.Event().wait()
            raise AssertionError

    async with the_app(tmp_path, a_house("47/2", "บุญมี")) as app:
        app.desk.http = lambda: httpx.AsyncClient(transport=Silent())
        await app.open("/", "หมู่บ้านของฉัน")
        app.desk.start_exchange()
        await become(app, "hide")
        pass_by(app, 599)
        await become(app, "show")
        assert app.desk.tablet is not None
        await become(app, "hide")
        pass_by(app, 601)
        await become(app, "show")
        assert app.desk.tablet is None


@pytest.mark.parametrize("how", ["hide", "lock"])
async def test_what_is_being_typed_is_on_the_disk_before(tmp_path: Path, how: str) -> None:
    house = a_house("47/2", "บุญมี")
    async with the_app(tmp_path, house) as app:
        await app.open(f"/households/{house[0].row_id}/members/new", "ชื่อ")
        await app.session.type("ชื่อ", "ฟองจันทร์")  # within the pause that typing is given
        if how == "hide":
            await become(app, "hide")
            bodies = await opened(app).database.read(lambda session: session.exec(select(Draft.body)).all())
            assert any("ฟองจันทร์" in body for body in bodies)
        else:
            await app.desk.lock()
            await app.shows("ใส่รหัส")
            await app.enter_pin(PIN)
            await app.until(lambda: "ชื่อ" in app.session.names(), "the form")
            assert app.session.textbox("ชื่อ").value == "ฟองจันทร์"


def held(found: Any, wanted: str | bytes) -> bool:
    return isinstance(found, type(wanted) if isinstance(wanted, str) else bytes | bytearray) and wanted in found


def holders(*wanted: str | bytes) -> Iterator[str]:
    """What kind of object holds one of these, itself or in what it refers to; this test's own frames do not count."""
    gc.unfreeze()  # unlocking froze what was there
    gc.collect()
    for one in gc.get_objects():
        if isinstance(one, FrameType) or one is wanted or one is globals():
            continue
        for inner in gc.get_referents(one):
            if any(held(inner, word) for word in wanted):
                yield f"{type(one).__module__}.{type(one).__name__}: {str(one)[:120]}"


async def test_a_locked_tablet_holds_no_key_and_no_name_in_any_object(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    house = a_house("47/2", GIVEN, FAMILY)
    name, path = GIVEN[2:], f"/households/{house[0].row_id}"
    async with the_app(tmp_path, house) as app:
        house.clear()
        key = bytes(opened(app).ring.data_key)
        await app.open("/search", GIVEN)
        await app.session.type("ค้นหา", GIVEN)
        await households.find(opened(app), GIVEN, Narrowing())
        await app.open(path, FAMILY)
        assert list(holders(name)), "while it is open, it does"
        await app.desk.lock()
        await app.shows("ใส่รหัส")
        assert sorted(set(holders(name, FAMILY[2:], key))) == []
        told = f"{caplog.text} {app.session.page.title} {app.session.page.route}"
        assert not any(word in told for word in (GIVEN, FAMILY, "47/2"))
        assert not any(GIVEN in str(file) or FAMILY in str(file) for file in tmp_path.rglob("*"))
