"""An empty list that says what was looked for, where, and what to do next. Never only "no data"."""

from collections.abc import Sequence

import flet as ft

from field_app.views.components.plate import plate
from field_app.views.components.text import heading, text
from field_app.views.theme import Look

WIDTH = 440


def empty(
    look: Look, title: str, *, detail: str = "", actions: Sequence[ft.Control] = (), mark: str = "?"
) -> ft.Column:
    """A plate with `mark` on a soft circle, then words and actions, the main one first."""
    circle = ft.Container(
        ft.Semantics(exclude_semantics=True, content=plate(look, mark, solid=True, size="l")),
        width=look.px(136),
        height=look.px(136),
        border_radius=look.px(136) / 2,
        bgcolor=look.tokens.primary_soft,
        alignment=ft.Alignment.CENTER,
    )
    center = ft.TextAlign.CENTER
    words: list[ft.Control] = [heading(look, title, size=22, weight=600, align=center)]
    if detail:
        said = text(look, detail, color=look.tokens.text_muted, align=center)
        words.append(ft.Container(said, width=look.px(WIDTH)))
    rows = [
        circle,
        ft.Column(words, spacing=6, tight=True, horizontal_alignment=ft.CrossAxisAlignment.CENTER),
        *actions,
    ]
    return ft.Column(rows, spacing=16, tight=True, horizontal_alignment=ft.CrossAxisAlignment.CENTER)
