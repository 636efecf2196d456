"""Chips: status chips say a state and are not tappable; filter chips are switches of 48 px. Never both in one line."""

from typing import NamedTuple

import flet as ft

from field_app.views.components.icon import icon as drawn_icon
from field_app.views.components.pressable import Callback, pressable
from field_app.views.components.text import text
from field_app.views.text import say
from field_app.views.theme import Look, Tone


class Status(NamedTuple):
    """A state as icon and word; `tone` only colours what the two already say."""

    label: str
    tone: Tone
    icon: ft.IconData


def status_chip(look: Look, status: Status, *, bounded: bool = False) -> ft.Container:
    """A state in a soft pill, 30 px at 100 %. `bounded`: what holds it has a width, which a long state keeps to."""
    color, fill = look.tokens.tone(status.tone)
    lines = look.lines(1) if bounded else 1
    words = text(look, status.label, size=14, weight=500, color=color, line_height=1.4, max_lines=lines)
    said = ft.Container(words, expand=True, expand_loose=True) if bounded else words
    return ft.Container(
        ft.Row([drawn_icon(look, status.icon, size=18, color=color), said], spacing=6, tight=True),
        bgcolor=fill,
        border_radius=16,
        padding=ft.Padding.only(left=8, right=12, top=5, bottom=5),
    )


def status_chips(look: Look, statuses: tuple[Status, ...] | list[Status]) -> ft.Row:
    """Chips that wrap to further lines."""
    return ft.Row([status_chip(look, status, bounded=True) for status in statuses], spacing=8, run_spacing=8, wrap=True)


def state_word(look: Look, status: Status, *, size: float = 16, bounded: bool = False) -> ft.Row:
    """A state without a pill: icon and word in the state's colour. `bounded`: in a width that a long state wraps to."""
    color, _ = look.tokens.tone(status.tone)
    words = text(look, status.label, size=size, weight=500, color=color, line_height=1.4)
    said = ft.Container(words, expand=True, expand_loose=True) if bounded else words
    return ft.Row([drawn_icon(look, status.icon, size=20, color=color), said], spacing=6, tight=True)


def filter_chip(
    look: Look,
    label: str,
    on_click: Callback,
    *,
    on: bool = False,
    icon: ft.IconData | None = None,
    count: int | None = None,
    removable: bool = False,
) -> ft.Container:
    """A switch in a filter line. On means soft fill, teal edge and ✕ (`removable`), and says so to screen readers."""
    tokens = look.tokens
    color = tokens.primary_ink if on else tokens.text
    parts = [
        drawn_icon(look, icon, size=20, color=color) if icon else None,
        text(look, label, weight=500, color=color, max_lines=1),
        text(look, str(count), weight=700, color=color) if count is not None else None,
        drawn_icon(look, ft.Icons.CLOSE_ROUNDED, size=20, color=color) if removable else None,
    ]
    spoken = say("remove_filter", look.language, label=label) if removable else label
    return pressable(
        look,
        ft.Row([part for part in parts if part is not None], spacing=8, tight=True),
        name=spoken if count is None else f"{spoken} {count}",
        on_click=on_click,
        selected=on,
        padding=ft.Padding.symmetric(horizontal=16),
        bgcolor=tokens.primary_soft if on else tokens.raised,
        border=ft.Border.all(1, tokens.primary if on else tokens.outline_strong),
        radius=look.px(24),
        height=look.px(48),
    )
