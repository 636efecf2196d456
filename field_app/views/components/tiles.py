"""The counts an officer starts from: five in one strip on tablets, a list of rows on phones. A zero stays, muted."""

from collections.abc import Sequence
from dataclasses import dataclass

import flet as ft

from field_app.views.components.group import group
from field_app.views.components.icon import icon as drawn_icon
from field_app.views.components.pressable import Callback, pressable, spoken
from field_app.views.components.text import text
from field_app.views.theme import Look, Tone


@dataclass(frozen=True)
class Tile:
    """One count. `tone` colours it only while the count is not zero; "quiet" keeps it black."""

    label: str
    count: int
    icon: ft.IconData
    on_click: Callback
    tone: Tone = "quiet"


def tiles(look: Look, counts: Sequence[Tile]) -> ft.Container:
    """The strip, or the list where it would not fit."""
    if not look.wide:
        return group(look, [tile_line(look, tile) for tile in counts], inset=52)
    cells: list[ft.Control] = []
    for tile in counts:
        if cells:
            cells.append(ft.Container(width=1, bgcolor=look.tokens.outline))
        cells.append(tile_cell(look, tile))
    return ft.Container(
        ft.Row(cells, spacing=0, intrinsic_height=True, vertical_alignment=ft.CrossAxisAlignment.STRETCH),
        bgcolor=look.tokens.raised,
        border=ft.Border.all(1, look.tokens.outline),
        border_radius=16,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
    )


def tile_cell(look: Look, tile: Tile) -> ft.Container:
    """Icon left, number right, word below."""
    color = tile_color(look, tile)
    number = text(look, f"{tile.count:,}", size=24, weight=700, color=color, line_height=1.2)
    words = text(look, tile.label, weight=500, color=color, line_height=1.4, max_lines=look.lines(1))
    head = ft.Row(
        [drawn_icon(look, tile.icon, size=22, color=mark_color(look, tile)), ft.Container(expand=True), number]
    )
    return pressable(
        look,
        ft.Column([head, words], spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        name=spoken(tile.label, f"{tile.count:,}"),
        on_click=tile.on_click,
        padding=14,
        radius=0,
        expand=True,
    )


def tile_line(look: Look, tile: Tile) -> ft.Container:
    """Icon, word, number, chevron."""
    color = tile_color(look, tile)
    parts: list[ft.Control] = [
        drawn_icon(look, tile.icon, color=mark_color(look, tile)),
        text(look, tile.label, weight=500, color=color, expand=True),
        text(look, f"{tile.count:,}", size=18, weight=700, color=color),
        drawn_icon(look, ft.Icons.CHEVRON_RIGHT_ROUNDED),
    ]
    return pressable(
        look,
        ft.Row(parts, spacing=12),
        name=spoken(tile.label, f"{tile.count:,}"),
        on_click=tile.on_click,
        padding=ft.Padding.only(left=16, right=8, top=13, bottom=13),
        radius=0,
    )


def tile_color(look: Look, tile: Tile) -> str:
    """The colour of number and word."""
    if tile.count == 0:
        return look.tokens.text_muted
    return look.tokens.text if tile.tone == "quiet" else look.tokens.tone(tile.tone)[0]


def mark_color(look: Look, tile: Tile) -> str:
    """The colour of the icon."""
    return look.tokens.text_muted if tile.tone == "quiet" else tile_color(look, tile)
