"""The one place that puts the app together: settings, desk, page. Everything below gets what it needs handed in."""

import asyncio
import logging
from pathlib import Path
from typing import Any

import flet as ft

from field_app.config import Settings
from field_app.own_page import OwnPage
from field_app.views import flet_speed
from field_app.views.app import App
from field_app.views.desk import Desk
from field_app.views.page_key_store import key_store_of
from field_app.views.text import say
from field_app.views.theme import apply_theme, look_for

ASSETS = Path(__file__).parents[1] / "assets"  # beside main.py: Flet's client on a tablet looks nowhere else
LEFT_SECONDS = 15  # a closed window's vault is free for the next one after this; a reload is back sooner
log = logging.getLogger(__name__)


def session(settings: Settings) -> Any:
    """What Flet calls for each page: a desk of its own, whose vault is closed when the window stays away."""
    flet_speed.install()

    async def main(page: ft.Page) -> None:
        key_store = key_store_of(page, settings.key_store)
        desk = Desk(settings.model_copy(update={"key_store": key_store}))
        page.title = say("app", "th")
        apply_theme(page, look_for(page.width or 0))
        _close_with_window(page, desk)
        page.render(App, desk)

    return main


def _close_with_window(page: ft.Page, desk: Desk) -> None:
    leaving: list[asyncio.Task[None]] = []

    async def lock_later() -> None:
        await asyncio.sleep(LEFT_SECONDS)
        await desk.lock()

    def left(_event: object) -> None:
        leaving.append(asyncio.get_running_loop().create_task(lock_later()))

    def came_back(_event: object) -> None:
        while leaving:
            leaving.pop().cancel()

    async def closed(_event: object) -> None:
        came_back(None)
        await desk.lock()

    page.on_disconnect, page.on_connect, page.on_close = left, came_back, closed


def asgi(settings: Settings) -> Any:
    """The app for a browser, as an ASGI application; nothing is fetched from elsewhere."""
    return OwnPage(ft.run(session(settings), export_asgi_app=True, no_cdn=True, assets_dir=str(ASSETS)))


def run(settings: Settings) -> None:
    """The app in a window, or on the tablet."""
    ft.run(session(settings), no_cdn=True, assets_dir=str(ASSETS))
