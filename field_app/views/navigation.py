"""Where the places of the app are, and what every main screen has: the rail or bar, and the badge."""

from typing import Any

import flet as ft

from field_app.views.components.badge import BadgeSize, sync_badge
from field_app.views.components.shell import shell
from field_app.views.desk import Desk
from field_app.views.theme import Look

PATHS = {"work": "/", "search": "/search", "reports": "/reports", "exchange": "/exchange", "settings": "/settings"}


def go(path: str) -> None:
    """Open the screen at this path."""
    ft.context.page.navigate(path)


def main_screen(look: Look, content: ft.Control, *, selected: str, pushed: bool = False) -> ft.Control:
    """A screen with the navigation; `selected` is its place, `pushed` leaves the bar out on phones."""
    return shell(look, content, selected=selected, on_select=lambda key: go(PATHS[key]), pushed=pushed)


def desk_badge(look: Look, desk: Desk, *, size: BadgeSize | None = None) -> ft.Control:
    """How the exchange stands; a tap opens it."""
    return sync_badge(look, desk.badge, lambda: go(PATHS["exchange"]), size=size)


def parent_path(path: str) -> str | None:
    """Where Escape leads from here; None where there is nothing above, or the screen has its own way back."""
    steps = [step for step in path.split("?")[0].split("/") if step]
    if len(steps) > 2 and steps[0] == "households":
        return f"/households/{steps[1]}"
    if len(steps) == 2 and steps[0] == "households":
        return PATHS["search"]
    if len(steps) == 2 and steps[0] in ("attention", "settings"):
        return f"/{steps[0]}"
    return PATHS["work"] if len(steps) == 1 else None


async def start_exchange(desk: Desk) -> None:
    """Go to the exchange and begin it."""
    go(PATHS["exchange"])
    desk.start_exchange()


def loading(look: Look) -> Any:
    """The moment before a screen's first rows are there: nothing that could flash."""
    return ft.Container(expand=True, bgcolor=look.tokens.surface)
