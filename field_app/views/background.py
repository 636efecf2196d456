"""What becomes of an open tablet that nobody looks at: a minute in the background, and it is locked."""

import flet as ft

from field_app.services.clock import running_seconds
from field_app.views.desk import Desk

BACKGROUND_SECONDS = 60
EXCHANGE_SECONDS = 10 * 60  # so long a running exchange holds the lock off
AWAY = "away"
GONE = {ft.AppLifecycleState.HIDE, ft.AppLifecycleState.PAUSE, ft.AppLifecycleState.DETACH}
BACK = {ft.AppLifecycleState.SHOW, ft.AppLifecycleState.RESUME}


async def follow(page: ft.Page, desk: Desk, state: ft.AppLifecycleState) -> None:
    """Going, what is being typed is written down. Coming back too late, the tablet is locked before anything is drawn.

    A tablet that sleeps runs nothing meanwhile: then it is the coming back that locks.
    """
    if state in GONE and page.session.store.get(AWAY) is None:
        page.session.store.set(AWAY, running_seconds())
        await desk.keep_drafts()
    elif state in BACK:
        if background_left(page, desk) <= 0:
            await desk.lock()
        page.session.store.set(AWAY, None)


def background_left(page: ft.Page, desk: Desk) -> float:
    """Seconds until the tablet locks for being in the background; far off while it is looked at."""
    since = page.session.store.get(AWAY)
    if since is None:
        return float("inf")
    allowed = BACKGROUND_SECONDS if desk.progress is None else EXCHANGE_SECONDS
    return float(since) + allowed - running_seconds()
