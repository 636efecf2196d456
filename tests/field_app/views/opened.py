"""The app's screens on a real vault without a client: open a path, wait for words, look at what was recorded."""

import asyncio
import time
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from uuid import UUID

import flet as ft
from sqlmodel import func, select

from field_app.services import households, visits
from field_app.services.households import HouseholdFile
from field_app.services.tablet import Tablet
from field_app.store.tables import OutboxEntry
from field_app.views.desk import Desk, DeskContext
from field_app.views.routes import ROUTES, NotFound
from shared_models.edit import Edit
from shared_models.person import Person
from shared_models.visit import Visit
from tests.builders import VILLAGE, a_household, a_person, a_tablet, new_id
from tests.headless import Headless, headless

PATIENCE_SECONDS = 10.0


class AtAHouse:
    """One officer, one household, the screens of the app. `session` is the page."""

    def __init__(self, tablet: Tablet, session: Headless, household_id: UUID) -> None:
        self.tablet, self.session, self.household_id = tablet, session, household_id
        self.desk = Desk(settings=tablet.settings)

    async def open(self, path: str, words: str) -> None:
        """Open a path of this house (`…` stands for `/households/ID`) and wait until it says `words`."""
        if self.desk.tablet is None:
            await self.desk.take(self.tablet)
            self.session.page.route = self.path(path)
            await self.session.render(lambda: DeskContext(self.desk, lambda: Screens()))
        else:
            await self.session.navigate(self.path(path))
        await self.shows(words)

    def path(self, path: str) -> str:
        return path.replace("…", f"/households/{self.household_id}")

    async def until(self, true: Callable[[], bool], what: str) -> None:
        """Let the page and the vault work until it is so."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not true():
            assert time.monotonic() < deadline, (what, self.session.page.route, self.session.texts())
            await asyncio.sleep(0.005)
            await self.session.settle()

    async def shows(self, words: str) -> None:
        await self.until(lambda: any(words in text for text in self.session.texts()), words)

    async def no_longer_shows(self, words: str) -> None:
        await self.until(lambda: not any(words in text for text in self.session.texts()), f"not {words}")

    async def arrives(self, path: str) -> None:
        await self.until(lambda: self.session.page.route == self.path(path), self.path(path))

    async def press(self, name: str) -> None:
        """Tap, once the box of this name is there."""
        await self.until(lambda: name in self.session.names(), name)
        await self.session.press(name)

    async def type(self, name: str, value: str) -> None:
        """Replace a field's text, once it is there."""
        await self.until(lambda: name in self.session.names(), name)
        await self.session.type(name, value)

    async def file(self) -> HouseholdFile:
        return await households.open_file(self.tablet, self.household_id)

    async def member(self, given_name: str) -> Person:
        return next(person for person in (await self.file()).members if person.given_name == given_name)

    async def visit(self) -> Visit:
        """The officer's visit here, begun if there is none."""
        return await visits.get(self.tablet, await visits.begin(self.tablet, self.household_id))

    async def until_recorded(self, actions: int) -> None:
        """Wait until the tablet has recorded this many actions."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while await self.actions() < actions:
            assert time.monotonic() < deadline, actions
            await self.session.settle()

    async def actions(self) -> int:
        """How many separate actions the tablet has recorded."""

        def count(session: object) -> int:
            return int(session.exec(select(func.count(func.distinct(OutboxEntry.action_id)))).one())  # type: ignore[attr-defined]

        return await self.tablet.database.read(count)


@ft.component
def Screens() -> ft.Control:
    return ft.Router(ROUTES, not_found=NotFound)


def a_family(household_id: UUID | None = None) -> list[Edit]:
    """นายบุญมี ใจคำ, his wife, his son and his grandchild in house 47/2."""
    house = a_household(VILLAGE, "47/2")
    home = household_id or house[0].row_id
    return [
        *house,
        a_person(home, title="นาง", given_name="คำปัน", sex="2", birth="2494-03-02", relation="spouse", citizen_id=None),
        a_person(home, given_name="สมชาย", birth="2521", relation="child", citizen_id="1560100234562"),
        a_person(home, title="ด.ช.", given_name="ธนภัทร", birth="2557-01-08", relation="grandchild", citizen_id=None),
    ]


@asynccontextmanager
async def at_a_house(folder: Path, *, width: float = 1280, height: float = 800) -> AsyncIterator[AtAHouse]:
    """A tablet that holds the family of 47/2."""
    async with a_tablet(folder) as tablet:
        family = a_family()
        await tablet.record(family)
        with headless(width=width, height=height) as session:
            yield AtAHouse(tablet, session, family[0].row_id)


def a_problem(house: AtAHouse, **values: object) -> Edit:
    """หลังคารั่ว of the whole household, since February 2566, unless told otherwise."""
    found = {"dimension": "living", "words": "หลังคารั่ว", "found_on": "2023-02-03", **values}
    return Edit("problem", new_id(), house.household_id, found)  # type: ignore[arg-type]
