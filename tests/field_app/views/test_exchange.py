"""The exchange screen: offline is grey and keeps everything, a pause is safe, green comes only with receipts."""

import asyncio
from pathlib import Path

import flet as ft
import httpx
from sqlmodel import Session, select

from field_app.store import state
from field_app.store.sealed import Transaction
from field_app.store.tables import OutboxEntry, SendState
from field_app.views.theme import LIGHT
from tests.field_app.views.app_session import AppSession, a_house, opened, the_app


def fills(app: AppSession) -> set[str]:
    return {str(box.bgcolor) for box in app.session.all(ft.Container) if box.bgcolor}


async def test_without_signal_the_exchange_stops_in_grey_and_what_waits_still_waits(tmp_path: Path) -> None:
    async with the_app(tmp_path, a_house("47/2", "บุญมี")) as app:
        await app.open("/exchange", "รอส่งรายครัวเรือน")
        await app.press("รับส่งข้อมูล") if "รับส่งข้อมูล" not in places(app) else await start(app)
        await app.shows("ติดต่อสำนักงานไม่ได้ตอนนี้")
        assert app.says("พักไว้ที่ 0 จาก 2 รายการ")
        assert app.desk.standing is not None
        assert app.desk.standing.unsent == 2
        assert LIGHT.danger_fill not in fills(app)
        assert LIGHT.good_fill not in fills(app)


def places(app: AppSession) -> list[str]:
    return [name for name in app.session.names() if name == "รับส่งข้อมูล"]


async def start(app: AppSession) -> None:
    """Press the solid button: the navigation has a place of the same name."""
    boxes = [box for box in app.session.all(ft.Container) if box.on_click and box.bgcolor == LIGHT.primary]
    (button,) = [box for box in boxes if box.content is not None and box.height]
    await app.session.fire(button, "click")


async def test_a_running_exchange_can_be_paused_and_nothing_is_lost(tmp_path: Path) -> None:
    async def never(_request: httpx.Request) -> httpx.Response:
        await asyncio.Event().wait()
        raise AssertionError

    async with the_app(tmp_path, a_house("47/2", "บุญมี")) as app:
        app.desk.http = lambda: httpx.AsyncClient(transport=httpx.MockTransport(never))
        await app.open("/exchange", "รอส่งรายครัวเรือน")
        await start(app)
        await app.shows("ส่งแล้ว 0 จาก 2 รายการ")
        await app.press("พักไว้")
        await app.no_longer_shows("กำลังรับส่งข้อมูล")
        assert app.says("ที่เหลือ 2 รายการอยู่ในเครื่อง")
        assert app.desk.standing is not None
        assert app.desk.standing.unsent == 2
        assert app.desk.progress is None
        assert LIGHT.good_fill not in fills(app)
        assert app.says("รับส่งต่อ")


async def test_receipts_turn_the_result_green_and_a_refusal_amber(tmp_path: Path) -> None:
    async with the_app(tmp_path, a_house("47/2", "บุญมี")) as app:
        await opened(app).database.write(lambda transaction: answered(transaction, SendState.STORED))
        await app.desk.saved()
        await app.open("/exchange", "รับส่งเสร็จแล้ว")
        assert app.says("มีใบรับครบทุกรายการ")
        await app.shows("เก็บแล้ว 2 จาก 2")
        assert LIGHT.good_fill in fills(app)
        await opened(app).database.write(lambda transaction: answered(transaction, SendState.REFUSED))
        await app.desk.saved()
        await app.shows("สำนักงานยังไม่รับ 2 รายการ")
        await app.shows("รอแก้ไข 2 รายการ")
        assert LIGHT.attention_fill in fills(app)


def answered(transaction: Transaction, how: SendState) -> None:
    """As an exchange that ended a moment ago leaves it."""
    session: Session = transaction.session
    for entry in session.exec(select(OutboxEntry)):
        entry.state, entry.answered_ms = how, 1_700_000_000_000
    counts = {"sent": 2, "stored": 2, "known": 0, "refused": 0, "conflicts": 0, "held": 0, "received": 5}
    entry = {"at_ms": 1_700_000_000_500, "seconds": 0.6, "finished": True, **counts}
    state.write(session, "log", [entry])


async def test_a_clock_that_is_far_off_is_told_in_minutes(tmp_path: Path) -> None:
    async with the_app(tmp_path, a_house("47/2", "บุญมี")) as app:
        await opened(app).database.write(lambda transaction: state.write(transaction.session, "skew_ms", 7 * 60_000))
        await app.desk.saved()
        await app.open("/exchange", "นาฬิกาเครื่องนี้เร็วกว่าสำนักงาน 7 นาที")
        await opened(app).database.write(lambda transaction: state.write(transaction.session, "skew_ms", -4 * 60_000))
        await app.desk.saved()
        await app.no_longer_shows("นาฬิกา")
