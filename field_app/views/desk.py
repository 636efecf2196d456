"""The officer's desk: what all screens of one session share. Screens read it and ask it to act; it holds no rule."""

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any, TypeVar

import flet as ft
import httpx

from field_app.config import Settings
from field_app.services import clock, exchange
from field_app.services.exchange import Standing
from field_app.services.tablet import Tablet
from field_app.sync.engine import Summary
from field_app.sync.errors import Offline
from field_app.views.components.badge import ExchangeState
from field_app.views.moments import moment_words
from field_app.views.theme import Language

T = TypeVar("T")


@ft.observable
@dataclass
class Desk:
    """`revision` grows with everything saved or received: what a screen loaded before it is out of date.

    `progress` is the running exchange's count so far; `failure` why the last one stopped.
    """

    settings: Settings
    http: Callable[[], httpx.AsyncClient] = field(repr=False, default=httpx.AsyncClient)
    tablet: Tablet | None = None
    standing: Standing | None = None
    online: bool = False
    progress: Summary | None = None
    last: Summary | None = None
    failure: Exception | None = None
    revision: int = 0
    language: Language = "th"
    dark: bool = False
    scale: float = 1.0
    thai_digits: bool = False

    @property
    def opened(self) -> Tablet:
        """The open tablet; screens behind the lock are shown only while there is one."""
        if self.tablet is None:
            raise RuntimeError("the tablet is locked")
        return self.tablet

    async def take(self, tablet: Tablet) -> None:
        """Go on with an unlocked tablet."""
        self.standing = await exchange.standing(tablet)
        self.tablet = tablet
        self.revision += 1

    async def lock(self) -> None:
        """Close the vault, so that the next session or officer can open it."""
        tablet, self.tablet, self.standing = self.tablet, None, None
        if tablet is not None:
            await tablet.close()

    async def saved(self) -> None:
        """After anything was recorded: count again and let the screens load again."""
        if self.tablet is not None:
            self.standing = await exchange.standing(self.tablet)
            self.revision += 1

    async def exchange(self) -> None:
        """One exchange with the office; `progress` follows it and `failure` tells why it stopped, if it did."""
        if self.progress is not None:
            return
        self.progress, self.failure = Summary(), None
        try:
            async with self.http() as http:
                self.last = await exchange.exchange(self.opened, http, self._heard)
            self.online = True
        except Exception as problem:
            self.online = self.online and not isinstance(problem, Offline)
            self.failure = problem
        finally:
            self.progress = None
            await self.saved()

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


def use_loaded(load: Callable[[], Any], *dependencies: object) -> Loaded:
    """Await `load()` now and whenever a dependency or the desk's revision changes; the old value stays meanwhile."""
    desk = use_desk()
    loaded, set_loaded = ft.use_state(Loaded())

    async def run() -> None:
        try:
            set_loaded(Loaded(await load()))
        except asyncio.CancelledError:
            raise
        except Exception as problem:
            set_loaded(Loaded(problem=problem))

    ft.use_effect(run, dependencies=[desk.revision, *dependencies])
    return loaded
