"""The officer's desk: what all screens of one session share. Screens read it and ask it to act; it holds no rule."""

import asyncio
from collections.abc import Awaitable, Callable, Coroutine
from contextlib import AbstractAsyncContextManager, nullcontext, suppress
from dataclasses import dataclass, field
from typing import Any, TypeVar
from uuid import UUID

import flet as ft
import httpx

from field_app.config import Settings
from field_app.services import clock, exchange, households, lease, preferences
from field_app.services.exchange import Standing
from field_app.services.households import HouseholdFile, UnknownHousehold
from field_app.services.preferences import Preferences
from field_app.services.tablet import Tablet
from field_app.sync.engine import Summary
from field_app.sync.errors import Offline
from field_app.views.components.badge import ExchangeState
from field_app.views.finder import Finder
from field_app.views.theme import Language
from shared_models.errors import DomainError
from shared_models.labels.moment import moment_words
from shared_models.lease import Lease

T = TypeVar("T")
REHEARSED_SECONDS = 1  # after unlocking
LEASE_SECONDS = 60  # between two counts of the lease


@ft.observable
@dataclass
class Desk:
    """`revision` grows with everything saved or received: what a screen loaded before it is out of date.

    `progress` is the running exchange's count so far; `failure` why the last one stopped, `paused` that the officer
    stopped it. `http` makes another line to the office than the tablet's own.
    """

    settings: Settings
    http: Callable[[], httpx.AsyncClient] | None = field(repr=False, default=None)
    tablet: Tablet | None = None
    standing: Standing | None = None
    online: bool = False
    progress: Summary | None = None
    last: Summary | None = None
    failure: Exception | None = None
    paused: bool = False
    revision: int = 0
    language: Language = "th"
    dark: bool = False
    scale: float = 1.0
    thai_digits: bool = False
    lock_minutes: int = 10
    finder: Finder = field(default_factory=Finder, repr=False)
    lease: Lease | None = None

    def __post_init__(self) -> None:
        self._running: asyncio.Task[None] | None = None
        self._locking: asyncio.Task[None] | None = None
        self._beside: set[asyncio.Task[None]] = set()
        self._fetched: tuple[int, HouseholdFile] | None = None
        self.keepers: set[Callable[[], Awaitable[None]]] = set()  # what writes down the forms that are open
        self._leaving: Tablet | None = None  # being closed: screens that are about to go may draw once more
        kept = preferences.load(self.settings)
        self.language, self.dark = kept.language, kept.dark
        self.scale, self.thai_digits, self.lock_minutes = kept.scale, kept.thai_digits, kept.lock_minutes

    @property
    def opened(self) -> Tablet:
        """The open tablet; screens behind the lock are shown only while there is one."""
        tablet = self.tablet or self._leaving
        if tablet is None:
            raise RuntimeError("the tablet is locked")
        return tablet

    async def take(self, tablet: Tablet) -> None:
        """Go on with an unlocked tablet."""
        self.standing, self.lease = await exchange.standing(tablet), await lease.standing(tablet)
        self.finder = Finder()
        self.tablet = tablet
        self.revision += 1
        self.beside(rehearse(tablet))
        self.beside(self._watch_lease())

    async def lock(self) -> None:
        """Close the vault, so that the next session or officer can open it, and forget whatever was read.

        A running exchange is paused first, and what is being typed is written down.
        """
        await self.pause()
        await self.keep_drafts()
        if self.tablet is None:
            return
        for task in self._beside:
            task.cancel()
        self._leaving, self.tablet, self._fetched = self.tablet, None, None
        self.standing, self.last, self.failure, self.paused, self.lease = None, None, None, False, None
        self.finder, self._running = Finder(), None
        try:
            await self._leaving.close()
        finally:
            self._leaving = None

    async def keep_drafts(self) -> None:
        """Write down what stands in the open forms, without waiting for a pause in the typing."""
        if self.tablet is not None:
            for keep in list(self.keepers):
                with suppress(DomainError):  # a full disk: what was kept before is there
                    await keep()

    async def _watch_lease(self) -> None:
        while True:
            await asyncio.sleep(LEASE_SECONDS)
            await self._count_lease()

    async def _count_lease(self) -> None:
        if self.tablet is not None:
            self.lease = await lease.standing(self.tablet)

    async def prefer(self, **chosen: Any) -> None:
        """Do things differently from now on: any field of Preferences by name. Kept for the next start."""
        for name, value in chosen.items():
            setattr(self, name, value)
        wanted = Preferences(**{name: getattr(self, name) for name in Preferences.model_fields})
        await asyncio.to_thread(preferences.save, self.settings, wanted)

    async def saved(self) -> None:
        """After anything was recorded: count again and let the screens load again."""
        if self.tablet is not None:
            self.standing = await exchange.standing(self.tablet)
            await self._count_lease()
            self.revision += 1
            if self.tablet.withdrawn:
                self._locking = asyncio.get_running_loop().create_task(self.lock())  # not inside the exchange it stops

    def beside(self, work: Coroutine[Any, Any, None]) -> None:
        """Let something go on beside the officer's work, at most until the tablet is locked."""
        task = asyncio.get_running_loop().create_task(work)
        self._beside.add(task)
        task.add_done_callback(self._beside.discard)

    def start_exchange(self) -> None:
        """Begin an exchange that goes on whatever screen is shown; nothing happens while one runs."""
        if self.progress is None and self.tablet is not None:
            self.progress = Summary()
            self._running = asyncio.get_running_loop().create_task(self._exchange())

    async def pause(self) -> None:
        """Stop the exchange where it is: what has its receipt stays sent, the rest goes next time."""
        running = self._running
        if running is not None and not running.done():
            self.paused = True
            running.cancel()
            await asyncio.wait([running])

    async def fetch(self, household_id: UUID) -> None:
        """Read a file for the screen that is opened next, so that it is drawn once and whole."""
        with suppress(UnknownHousehold):  # that screen says so
            self._fetched = self.revision, await households.open_file(self.opened, household_id)

    def fetched(self, household_id: UUID | None) -> HouseholdFile | None:
        """The file that was read ahead, while nothing was saved or received since."""
        if self._fetched is None or self._fetched[0] != self.revision:
            return None
        return self._fetched[1] if self._fetched[1].household.id == household_id else None

    async def exchange(self) -> None:
        """One exchange with the office, until its end; `failure` tells why it stopped, if it did."""
        self.start_exchange()
        if self._running is not None:
            await asyncio.wait([self._running])

    async def _exchange(self) -> None:
        self.failure, self.paused = None, False
        try:
            async with self.line() as http:
                self.last = await exchange.exchange(self.opened, http, self._heard)
            self.online = True
        except Exception as problem:
            self.online = self.online and not isinstance(problem, Offline)
            self.failure = problem
        finally:
            self.progress = None
            await self.saved()

    def line(self) -> AbstractAsyncContextManager[httpx.AsyncClient | None]:
        """The line to the office that this desk was given; None: the tablet's own is opened by who asks."""
        return self.http() if self.http else nullcontext()

    def _heard(self, summary: Summary) -> None:
        self.progress = Summary(**vars(summary))

    @property
    def badge(self) -> ExchangeState:
        """How the exchange stands, for the badge of every screen."""
        standing = self.standing
        if standing is None:
            return ExchangeState(waiting=0, online=self.online)
        last = moment_words(standing.last_exchange_ms, now=clock.now(), language=self.language)
        return ExchangeState(waiting=standing.unsent, online=self.online, last=last)


async def rehearse(tablet: Tablet) -> None:
    """Once the first screen is there."""
    await asyncio.sleep(REHEARSED_SECONDS)
    await households.rehearse(tablet)


DeskContext = ft.create_context(None)


def use_desk() -> Desk:
    """The desk, inside an `@ft.component`."""
    desk: Desk = ft.use_context(DeskContext)
    return desk


@dataclass(frozen=True)
class Loaded:
    """What a screen asked for: `value` once it is there, `problem` if it cannot be."""

    value: Any = None
    problem: Exception | None = None

    @property
    def waiting(self) -> bool:
        return self.value is None and self.problem is None


def use_loaded(load: Callable[[], Any], *dependencies: object, first: Any = None) -> Loaded:
    """Await `load()` now and whenever a dependency or the desk's revision changes; the old value stays meanwhile.

    With `first`, which was loaded before the screen was opened, nothing is awaited until then.
    """
    desk = use_desk()
    loaded, set_loaded = ft.use_state(Loaded(first))
    is_there = ft.use_ref(first is not None)

    async def run() -> None:
        if is_there.current:
            is_there.current = False
            return
        try:
            set_loaded(Loaded(await load()))
        except asyncio.CancelledError:
            raise
        except Exception as problem:
            set_loaded(Loaded(problem=problem))

    ft.use_effect(run, dependencies=[desk.revision, *dependencies])
    return loaded
