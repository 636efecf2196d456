"""The blue panel before a save that touches other people: what will follow, each with an icon and one muted line."""

from collections.abc import Sequence
from typing import NamedTuple

import flet as ft

from field_app.views.components.icon import icon as drawn_icon
from field_app.views.components.text import heading, text
from field_app.views.theme import Look


class Consequence(NamedTuple):
    """One thing that will be so (`บ้าน 47/2 ใช้ชื่อนางคำปัน ใจคำ`), and what that means."""

    fact: str
    detail: str
    icon: ft.IconData


def consequences(look: Look, title: str, items: Sequence[Consequence]) -> ft.Container:
    """Three or four at most."""
    rows: list[ft.Control] = [heading(look, title, size=18, weight=600)]
    rows += [consequence_row(look, item) for item in items]
    return ft.Container(
        ft.Column(rows, spacing=10, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        bgcolor=look.tokens.info_fill,
        border_radius=16,
        padding=20 if not look.phone else 16,
    )


def consequence_row(look: Look, item: Consequence) -> ft.Row:
    """Icon, fact, muted line."""
    lines: list[ft.Control] = [text(look, item.fact, weight=600, line_height=1.45)]
    if item.detail:
        lines.append(text(look, item.detail, color=look.tokens.text_muted, line_height=1.45))
    return ft.Row(
        [drawn_icon(look, item.icon), ft.Column(lines, spacing=0, expand=True, tight=True)],
        spacing=12,
        vertical_alignment=ft.CrossAxisAlignment.START,
    )
