"""Tabs with counts that jump inside one scroll; the chosen one has a teal line under it."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import flet as ft

from field_app.views.components.pressable import pressable, spoken
from field_app.views.components.text import Part, rich
from field_app.views.theme import Look

SIDE = 16  # px beside a tab's words


class Tab(NamedTuple):
    """`number` None shows no number."""

    code: str
    label: str
    number: int | None = None


def tabs(
    look: Look, items: Sequence[Tab], selected: str, on_select: Callable[[str], Any], *, inside: bool = False
) -> ft.Container:
    """A line of tabs, over the whole width, its words in line with the content's margin. `on_select` gets the code.

    `inside` a pane, which has the margin already.
    """
    row = ft.Row(
        [tab(look, item, item.code == selected, on_select) for item in items], spacing=0, scroll=ft.ScrollMode.HIDDEN
    )
    return ft.Container(
        row,
        border=ft.Border.only(bottom=ft.BorderSide(1, look.tokens.outline)),
        padding=ft.Padding.only(left=0 if inside else look.margin - SIDE),
    )


def tab(look: Look, item: Tab, chosen: bool, on_select: Callable[[str], Any]) -> ft.Container:
    """One tab, 48 px high."""
    tokens = look.tokens
    color = tokens.primary_ink if chosen else tokens.text_muted
    parts = [Part(item.label, 600 if chosen else 500, color)]
    if item.number is not None:
        parts.append(Part(f"  {item.number:,}", 700 if chosen else 400, color))
    return pressable(
        look,
        rich(look, parts, max_lines=1),
        name=spoken(item.label, f"{item.number:,}" if item.number is not None else None),
        on_click=lambda: on_select(item.code),
        selected=chosen,
        padding=ft.Padding.only(left=SIDE, right=SIDE, top=12, bottom=12),
        border=ft.Border.only(bottom=ft.BorderSide(3, tokens.primary if chosen else "#00000000")),
        radius=0,
    )
