"""What stands in a button's place while something is waited for."""

import flet as ft

from field_app.views.components.text import text
from field_app.views.theme import Look


def waiting(look: Look, words: str) -> ft.Control:
    """A turning ring and what is being done, as high as the button."""
    ring = ft.ProgressRing(width=24, height=24, stroke_width=3, color=look.tokens.primary)
    row = ft.Row([ring, text(look, words, weight=500)], spacing=12, alignment=ft.MainAxisAlignment.CENTER)
    return ft.Semantics(live_region=True, content=ft.Container(row, height=look.px(56)))
