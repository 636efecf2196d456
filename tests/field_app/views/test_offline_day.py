"""A whole working day without any network: twenty visits, and everything is there in the evening."""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlmodel import col, func, select

from shared_models.edit import Edit
from shared_models.visit import Visit
from tests.builders import VILLAGE, a_household
from tests.field_app.views.app_session import AppSession, opened, the_app

VISITS = 20
refused: list[str] = []
blocked = False


def refuse(event: str, _arguments: object) -> None:
    """Every way out of this process, while it is blocked: nothing is asked for by name or by address."""
    if blocked and event in ("socket.connect", "socket.getaddrinfo", "socket.sendto", "socket.gethostbyname"):
        refused.append(event)
        raise OSError("there is no network")


sys.addaudithook(refuse)


@contextmanager
def without_network() -> Iterator[None]:
    global blocked
    refused.clear()
    blocked = True
    try:
        yield
    finally:
        blocked = False


def houses() -> list[list[Edit]]:
    """More than a day's work; some live alone, some with their children."""
    return [
        a_household(VILLAGE, str(number), members=1 + number % 4, given_name=f"บุญ{'ก' * (1 + number % 3)}", title="นาย")
        for number in range(1, VISITS + 6)
    ]


async def knock(app: AppSession) -> None:
    """The next house, as far as the list of who lives there."""
    await app.open("/", "หลังต่อไป")
    await app.press("เริ่มเยี่ยมบ้าน")
    await app.shows("พบใครหรือไม่")
    await app.press_first("อ่านให้ฟังแล้ว")


async def met(app: AppSession, day: int) -> None:
    """Who lives here, a problem in every second house, a 4ท in every third, help in every fourth."""
    path = app.session.page.route.rstrip("/")
    await app.press_first("พบใครหรือไม่ พบคนในบ้าน")
    await app.press_first("ต่อไป: คนในบ้าน")
    await app.shows("ใครอยู่บ้านนี้")
    await app.press_first("อยู่ครบทั้ง")
    if day % 2 == 0:
        await app.open(f"{path}/3", "ปัญหาและความต้องการ")
        await app.press("เพิ่มเรื่อง ความเป็นอยู่")
        await app.shows("เล่าเป็นคำพูด")
        await app.session.type("เล่าเป็นคำพูด", f"หลังคารั่ว หลังที่ {day}")
        await app.press("บันทึกปัญหา")
        await app.shows("ปัญหาและความต้องการ")
    if day % 3 == 0:
        await app.open(f"{path}/4", "ทัศนคติ")
        await app.session.type("ทัศนคติ", "อยากเลี้ยงไก่ไข่ ขายในหมู่บ้าน")
        await app.press_first("ต่อไป")
    await app.open(f"{path}/6", "สรุปการเยี่ยม")


async def not_home(app: AppSession) -> None:
    await app.press_first("พบใครหรือไม่ ไม่มีใครอยู่บ้าน")
    await app.press("ไปที่สรุป")
    await app.shows("สรุปการเยี่ยม")


async def test_twenty_visits_need_nobody_but_the_officer(tmp_path: Path) -> None:
    async with the_app(tmp_path, *houses()) as app:
        with without_network():
            for day in range(VISITS):
                await knock(app)
                await (not_home(app) if day % 5 == 4 else met(app, day))
                await app.press("จบการเยี่ยม")
                await app.shows("เพิ่มสมาชิก")
            assert refused == []
            await app.open("/", f"ยังไม่ได้เยี่ยม {len(houses()) - VISITS}")
            await app.open("/reports", "ความก้าวหน้ารายหมู่บ้าน")
            await app.shows(f"{VISITS} จาก {len(houses())} ครัวเรือน")
            await app.open("/exchange", "รับส่งข้อมูล")
            await app.desk.exchange()
            await app.shows("ติดต่อสำนักงานไม่ได้ตอนนี้")
            assert refused != []
        finished = select(func.count()).select_from(Visit).where(col(Visit.finished_at).is_not(None))
        assert await opened(app).database.read(lambda session: session.exec(finished).one()) == VISITS
        assert app.desk.standing is not None
        assert app.desk.standing.unsent > 3 * VISITS
