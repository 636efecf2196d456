"""The one list style: rows in a shared outlined block with inset hairlines."""

from collections.abc import Sequence

import flet as ft

from field_app.views.theme import Look


def hairline(look: Look, *, inset: float = 0) -> ft.Container:
    """A line of 1 px that starts `inset` px from the left."""
    return ft.Container(height=1, bgcolor=look.tokens.outline, margin=ft.Margin.only(left=inset))


def group(look: Look, rows: Sequence[ft.Control], *, inset: float = 16) -> ft.Container:
    """Rows in one outlined block. `inset` lines the hairlines up with the rows' text, not with their marks."""
    lined: list[ft.Control] = []
    for row in rows:
        if lined:
            lined.append(hairline(look, inset=inset))
        lined.append(row)
    return block(look, ft.Column(lined, spacing=0, horizontal_alignment=ft.CrossAxisAlignment.STRETCH))


def block(look: Look, content: ft.Control, *, padding: ft.PaddingValue = 0) -> ft.Container:
    """A raised, outlined block for content that is not a list of rows."""
    return ft.Container(
        content,
        bgcolor=look.tokens.raised,
        border=ft.Border.all(1, look.tokens.outline),
        border_radius=16,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
        padding=padding,
    )
