"""A message at the top of the content: a fact, what to do, at most one action. One at a time, never floating."""

import flet as ft

from field_app.views.components.icon import icon as drawn_icon
from field_app.views.components.text import text
from field_app.views.theme import Look, Tone


def banner(
    look: Look, title: str, *, tone: Tone, icon: ft.IconData, detail: str = "", action: ft.Control | None = None
) -> ft.Semantics:
    """A filled block without outline. `action` is a quiet button; on a phone it goes under the words."""
    color, fill = look.tokens.tone(tone)
    lines: list[ft.Control] = [text(look, title, weight=600, color=color)]
    if detail:
        lines.append(text(look, detail, color=color))
    if action is not None and look.phone:
        lines.append(ft.Row([action]))
    words = ft.Column(lines, spacing=2, expand=True)
    row: ft.Control = ft.Row(
        [drawn_icon(look, icon, color=color), words],
        spacing=12,
        vertical_alignment=ft.CrossAxisAlignment.START,
        expand=True,
    )
    parts: list[ft.Control] = [row] if action is None or look.phone else [row, action]
    box = ft.Container(
        ft.Row(parts, spacing=12),
        bgcolor=fill,
        border_radius=16,
        padding=ft.Padding.symmetric(horizontal=16, vertical=12),
    )
    return ft.Semantics(live_region=True, content=box)
