"""The root of the screens: enrolment, then the lock, then the officer's work."""

import asyncio

import flet as ft

from field_app.services import unlock
from field_app.store.errors import VaultDamaged
from field_app.views.background import background_left, follow
from field_app.views.components.guard import guard, idle_seconds, touched
from field_app.views.desk import Desk, DeskContext
from field_app.views.enrolment import EnrolmentScreen
from field_app.views.lease import LeaseScreen
from field_app.views.navigation import go, parent_path
from field_app.views.not_found import DamagedKeys
from field_app.views.routes import ROUTES, NotFound
from field_app.views.theme import LookContext, apply_theme, look_for
from field_app.views.unlock import UnlockScreen

LOOK_SECONDS = 15  # how often it is asked whether the tablet is idle


@ft.component
def App(desk: Desk) -> ft.Control:
    """Follows the page's width and the officer's settings; every screen below reads them from the look."""
    page = ft.context.page
    width, set_width = ft.use_state(page.width or 0)
    desk, _ = ft.use_state(desk)
    look = look_for(width, dark=desk.dark, scale=desk.scale, language=desk.language, thai_digits=desk.thai_digits)

    @guard
    async def seen_or_not(event: ft.AppLifecycleStateChangeEvent) -> None:
        await follow(page, desk, event.state)

    def follow_page() -> None:
        page.on_resize = lambda event: set_width(event.width)
        page.on_keyboard_event = escape
        page.on_app_lifecycle_state_change = seen_or_not

    ft.use_effect(follow_page, dependencies=[])
    ft.use_effect(lambda: apply_theme(page, look), dependencies=[desk.dark, desk.language])
    return LookContext(look, lambda: DeskContext(desk, lambda: Door(desk)))


@guard
def escape(event: ft.KeyboardEvent) -> None:
    """Escape goes one screen up; forms keep their drafts, so nothing is lost. An open sheet takes the key itself."""
    page = ft.context.page
    if event.key == "Escape" and not any(dialog.open for dialog in page._dialogs.controls):
        above = parent_path(page.route)
        if above is not None:
            go(above)


@ft.component
def Door(desk: Desk) -> ft.Control:
    """What is behind depends on whether the tablet is enrolled and open."""
    desk, _ = ft.use_state(desk)
    page = ft.context.page

    async def watch() -> None:
        await lock_when_idle(page, desk)

    ft.use_effect(watch, dependencies=[desk.tablet is not None])
    if desk.tablet is not None:
        if desk.lease is not None and desk.lease.is_over:
            return LeaseScreen()
        return ft.Router(ROUTES, not_found=NotFound)
    try:
        enrolled = unlock.enrolled(desk.settings)
    except VaultDamaged:
        return DamagedKeys()
    return UnlockScreen() if enrolled else EnrolmentScreen()


async def lock_when_idle(page: ft.Page, desk: Desk) -> None:
    """Lock once nothing was touched for the minutes that the officer chose, or after a while in the background.

    An exchange that runs is not cut off while somebody may be watching it.
    """
    touched(page)
    while desk.tablet is not None:
        idle_left, away_left = desk.lock_minutes * 60 - idle_seconds(page), background_left(page, desk)
        if away_left <= 0 or (idle_left <= 0 and desk.progress is None):
            await desk.lock()
            return
        await asyncio.sleep(min(max(min(idle_left, away_left), 1), LOOK_SECONDS))
