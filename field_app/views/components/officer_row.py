"""An officer to choose at the lock: initial in a circle, name, tick when chosen."""

import flet as ft

from field_app.views.components.icon import icon
from field_app.views.components.pressable import Callback, pressable
from field_app.views.components.text import text
from field_app.views.theme import Look

LEADING_VOWELS = "เแโใไ"


def officer_row(look: Look, name: str, on_click: Callback, *, selected: bool) -> ft.Container:
    """56 px and more; the chosen one has soft fill."""
    tokens = look.tokens
    letter = text(look, initial(name), size=18, weight=700, color=tokens.on_primary if selected else tokens.primary_ink)
    circle = ft.Container(
        letter,
        width=look.px(44),
        height=look.px(44),
        border_radius=look.px(22),
        bgcolor=tokens.primary if selected else tokens.primary_soft,
        alignment=ft.Alignment.CENTER,
    )
    parts: list[ft.Control] = [circle, text(look, name, size=18, weight=600, expand=True, max_lines=look.lines(1))]
    if selected:
        parts.append(icon(look, ft.Icons.CHECK_ROUNDED, color=tokens.primary_ink))
    return pressable(
        look,
        ft.Row(parts, spacing=12),
        name=name,
        on_click=on_click,
        selected=selected,
        padding=ft.Padding.symmetric(horizontal=16, vertical=10),
        bgcolor=tokens.primary_soft if selected else None,
        radius=0,
    )


def initial(name: str) -> str:
    """The first consonant of a name: a vowel that is written before it does not count."""
    return next((letter for letter in name if letter not in LEADING_VOWELS), "?")
