"""The whole app on a page without a client: what is behind the door, and on which path."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path

import flet as ft

from field_app.services import places
from field_app.services.tablet import Tablet
from field_app.views.app import App
from field_app.views.desk import Desk
from shared_models.edit import Edit
from tests.builders import VILLAGE, a_household, a_tablet
from tests.headless import Headless, headless

PATIENCE_SECONDS = 20.0


class AppSession:
    """A page of the app. `session` finds and presses, `desk` is what all its screens share."""

    def __init__(self, desk: Desk, session: Headless) -> None:
        self.desk, self.session = desk, session

    async def open(self, path: str, words: str) -> None:
        """Go to a path and wait until it says `words`."""
        if not self.session.all(ft.Text):
            self.session.page.route = path
            await self.session.render(App, self.desk)
        else:
            await self.session.navigate(path)
        await self.shows(words)

    async def until(self, true: Callable[[], bool], what: str) -> None:
        """Let the page and the vault work until it is so."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not true():
            assert time.monotonic() < deadline, (what, self.session.page.route, self.session.texts())
            await asyncio.sleep(0.005)
            await self.session.settle()

    def says(self, words: str) -> bool:
        return any(words in text for text in [*self.session.texts(), *self.session.names()])

    async def shows(self, words: str) -> None:
        await self.until(lambda: self.says(words), words)

    async def no_longer_shows(self, words: str) -> None:
        await self.until(lambda: not self.says(words), f"not {words}")

    async def arrives(self, path: str) -> None:
        await self.until(lambda: self.session.page.route == path, path)

    async def press(self, name: str) -> None:
        """Tap, once the box of this name is there."""
        await self.until(lambda: name in self.session.names(), name)
        await self.session.press(name)

    async def press_first(self, beginning: str) -> None:
        """Tap the first box whose name begins so."""
        await self.until(lambda: any(n.startswith(beginning) for n in self.session.names()), beginning)
        await self.session.press(next(name for name in self.session.names() if name.startswith(beginning)))

    async def shows_the_whole_file(self) -> None:
        """Until the last section of a household's file stands there, not only its tab: it follows the first one."""
        await self.until(lambda: self.session.texts().count("ประวัติ") > 1, "the history")

    async def until_remembered(self, end: str) -> None:
        """Wait until the tablet would open at a path that ends so."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not (await places.last(opened(self)) or "").endswith(end):
            assert time.monotonic() < deadline, end
            await self.session.settle()

    async def enter_pin(self, pin: str) -> None:
        for digit in pin:
            await self.press(f"เลข {digit}")

    async def resize(self, width: float) -> None:
        """The window becomes this wide."""
        self.session.page.width = width
        await self.session.fire(self.session.page, "resize", {"width": width, "height": 800})


@asynccontextmanager
async def the_app(
    folder: Path, *actions: list[Edit], width: float = 1280, height: float = 800
) -> AsyncIterator[AppSession]:
    """An unlocked tablet that holds what was recorded in these actions."""
    async with a_tablet(folder) as tablet:
        for action in actions:
            await tablet.record(action)
        desk = Desk(settings=tablet.settings)
        await desk.take(tablet)
        with headless(width=width, height=height) as session:
            yield AppSession(desk, session)


@asynccontextmanager
async def the_locked_app(folder: Path, *actions: list[Edit], width: float = 1280) -> AsyncIterator[AppSession]:
    """The same tablet, closed: the app shows its lock."""
    async with a_tablet(folder) as tablet:
        for action in actions:
            await tablet.record(action)
        await tablet.close()
        desk = Desk(settings=tablet.settings)
        with headless(width=width) as session:
            yield AppSession(desk, session)
            await desk.lock()


def opened(app: AppSession) -> Tablet:
    return app.desk.opened


def a_house(number: str, given: str, family: str = "ใจคำ", *, village: str = VILLAGE, title: str = "นาย") -> list[Edit]:
    """A household of one."""
    return a_household(
        village, number, given_name=given, family_name=family, title=title, citizen_id=None, id_kind="none"
    )
