"""The block that brings an officer back into a visit that was left open, or to the next door."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import flet as ft

from field_app.views.components.button import primary_button, tonal_button
from field_app.views.components.plate import plate
from field_app.views.components.pressable import Callback, spoken
from field_app.views.components.progress_bar import progress_bar
from field_app.views.components.text import muted, text
from field_app.views.theme import Look


@dataclass(frozen=True)
class OpenVisit:
    """`since` says when it was left, `fact` how far it is; `share` of the members asked about, 0 to 1."""

    number: str
    head: str
    place: str
    since: str
    fact: str
    share: float


class Door(NamedTuple):
    """Whose house, and in the first line why it stands here."""

    number: str
    why: str
    head: str
    place: str


def resume_card(look: Look, visit: OpenVisit, action: str, on_click: Callback, *, main: bool = True) -> ft.Container:
    """Plate, who, how far, and the button back in. `main` False where another card already has the solid button."""
    ink, track = look.tokens.primary_ink, "#33FFFFFF" if look.dark else "#26000000"
    bar = progress_bar(look, visit.share, name=visit.fact, track=track)
    fact = text(look, visit.fact, weight=500, color=ink)
    how_far: list[ft.Control] = [bar, fact]
    if not look.phone:
        how_far = [ft.Row([ft.Container(bar, expand=True), fact], spacing=16)]
    door = Door(visit.number, visit.since, visit.head, visit.place)
    return door_card(look, door, action, on_click, how_far, main=main)


def door_card(
    look: Look, door: Door, action: str, on_click: Callback, below: Sequence[ft.Control] = (), *, main: bool
) -> ft.Container:
    """Plate and names, the button beside them or on phones under all."""
    if main:
        go: ft.Control = primary_button(look, action, on_click, trailing=ft.Icons.ARROW_FORWARD_ROUNDED)
    else:
        go = tonal_button(look, action, on_click, name=spoken(action, door.head), main=True)
    names = ft.Column(
        [
            text(look, door.why, weight=500, color=look.tokens.primary_ink, line_height=1.4),
            text(look, door.head, size=20, weight=600, line_height=1.4, max_lines=look.lines(1)),
            muted(look, door.place, max_lines=look.lines(1)),
        ],
        spacing=0,
        expand=True,
        tight=True,
    )
    head = ft.Row([plate(look, door.number, solid=main), names, *([] if look.phone else [go])], spacing=14)
    rows: list[ft.Control] = [head, *below, *([go] if look.phone else [])]
    column = ft.Column(rows, spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    fill, edge = (look.tokens.primary_soft, None) if main else (look.tokens.raised, look.tokens.outline)
    return ft.Container(
        column,
        bgcolor=fill,
        border=ft.Border.all(1, edge) if edge else None,
        border_radius=16,
        padding=16 if look.phone else 20,
    )
