"""Every component in Thai, arranged as the screens use it, for looking at and for the browser tests.

`field-app --gallery`, then /work, /search, /household, /visit, /died, /unlock, /empty, /fields, /exchange with ?dark,
?scale=1.5, ?lang=en, ?digits=thai.
"""

from collections.abc import Callable
from pathlib import Path
from urllib.parse import parse_qs, urlparse

import flet as ft

from field_app.gallery.forms import Died, Fields, Unlock
from field_app.gallery.screens import Empty, Exchange, Household, Search, Visit, Work
from field_app.views.theme import Look, LookContext, apply_theme, look_for

ASSETS = Path(__file__).parents[2] / "assets"
SCREENS: dict[str, Callable[[], ft.Control]] = {
    "work": Work,
    "search": Search,
    "household": Household,
    "visit": Visit,
    "died": Died,
    "unlock": Unlock,
    "empty": Empty,
    "fields": Fields,
    "exchange": Exchange,
}


def look_of(route: str, width: float) -> Look:
    """The look a gallery address asks for."""
    asked = parse_qs(urlparse(route).query, keep_blank_values=True)
    return look_for(
        width,
        dark="dark" in asked,
        scale=float(asked.get("scale", ["1"])[0]),
        language="en" if asked.get("lang") == ["en"] else "th",
        thai_digits=asked.get("digits") == ["thai"],
    )


@ft.component
def Gallery(route: str, width: float) -> ft.Control:
    page = ft.context.page
    shown, set_shown = ft.use_state(width)

    def follow_width() -> None:
        page.on_resize = lambda event: set_shown(event.width)

    ft.use_effect(follow_width, dependencies=[])
    name = urlparse(route).path.strip("/") or "work"
    return LookContext(look_of(route, shown), lambda: SCREENS[name]())


def main(page: ft.Page) -> None:
    width = page.width or 1280
    apply_theme(page, look_of(page.route, width))
    page.render(Gallery, page.route, width)


app = ft.run(main, export_asgi_app=True, no_cdn=True, assets_dir=str(ASSETS))
