"""The top of a screen: a page's title, or whose house this is. Both hold the sync badge."""

import flet as ft

from field_app.views.components.button import icon_button
from field_app.views.components.plate import plate
from field_app.views.components.pressable import Callback
from field_app.views.components.text import heading, muted, text
from field_app.views.text import say
from field_app.views.theme import Look


def page_head(
    look: Look, title: str, *, badge: ft.Control, note: str = "", on_back: Callback | None = None
) -> ft.Container:
    """A main screen's title with one muted line (date and officer). `on_back` makes it a pushed screen: arrow, small
    title."""
    size = 18 if on_back is not None else 24 if look.phone else 28
    lines: list[ft.Control] = [heading(look, title, size=size, weight=500 if on_back is not None else 700)]
    if note:
        lines.append(muted(look, note, size=14 if look.phone else 16, max_lines=look.lines(1)))
    parts: list[ft.Control] = [ft.Column(lines, spacing=0, expand=True, tight=True), badge]
    if on_back is not None:
        parts.insert(0, icon_button(look, ft.Icons.ARROW_BACK_ROUNDED, say("back", look.language), on_back))
    left = look.margin if on_back is None else 4
    return ft.Container(
        ft.Row(parts, spacing=8 if look.phone else 16),
        padding=ft.Padding.only(left=left, right=16, top=14 if look.phone else 16, bottom=8),
    )


def household_bar(
    look: Look,
    *,
    number: str,
    head: str,
    place: str,
    badge: ft.Control,
    on_back: Callback,
    task: str = "",
    closes: bool = False,
) -> ft.Container:
    """Back, solid plate, head, village and task, badge: 72 px, phone 60. `closes` shows ✕ instead of the arrow."""
    mark = ft.Icons.CLOSE_ROUNDED if closes else ft.Icons.ARROW_BACK_ROUNDED
    back = icon_button(look, mark, say("close" if closes else "back", look.language), on_back)
    second = place if look.phone or not task else f"{place} · {task}"
    names = ft.Column(
        [
            text(look, head, size=16 if look.phone else 18, weight=600, line_height=1.35, max_lines=look.lines(1)),
            muted(look, second, size=14 if look.phone else 16, max_lines=look.lines(1)),
        ],
        spacing=0,
        expand=True,
        tight=True,
    )
    solid = plate(look, number, solid=True, size="s" if look.phone else "m")
    return ft.Container(
        ft.Row([back, solid, names, badge], spacing=8 if look.phone else 12),
        bgcolor=look.tokens.raised,
        border=ft.Border.only(bottom=ft.BorderSide(1, look.tokens.outline)),
        padding=ft.Padding.only(left=4, right=12, top=8, bottom=8)
        if look.phone
        else ft.Padding.only(left=12, right=16, top=10, bottom=10),
    )
