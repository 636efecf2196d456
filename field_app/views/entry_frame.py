"""The frame of the screens before the lock: a deep panel with the app's name beside the content, or above it."""

from collections.abc import Sequence
from typing import NamedTuple

import flet as ft

from field_app.views.components.icon import icon as drawn_icon
from field_app.views.components.shell import frame
from field_app.views.components.text import text
from field_app.views.text import say
from field_app.views.theme import Look

PANEL_WIDTH = 420


class Fact(NamedTuple):
    """One thing the panel says about this tablet."""

    title: str
    note: str
    icon: ft.IconData


def entry_frame(look: Look, content: Sequence[ft.Control], *, facts: Sequence[Fact] = (), note: str = "") -> ft.Control:
    """`content` stands in the middle of what the panel leaves; `note` is the line under the app's name."""
    parts = ft.Column(list(content), spacing=16, horizontal_alignment=ft.CrossAxisAlignment.CENTER, tight=True)
    roomy = ft.Container(parts, padding=ft.Padding.symmetric(horizontal=look.margin, vertical=16))
    middle = ft.Column(
        [roomy],
        alignment=ft.MainAxisAlignment.CENTER,
        horizontal_alignment=ft.CrossAxisAlignment.CENTER,
        scroll=ft.ScrollMode.AUTO,
        expand=True,
    )
    right = ft.Container(middle, expand=True, alignment=ft.Alignment.CENTER)
    if look.wide:
        sides: list[ft.Control] = [panel(look, facts, note), right]
        row = ft.Row(sides, spacing=0, expand=True, vertical_alignment=ft.CrossAxisAlignment.STRETCH)
        return frame(look, row)
    column = ft.Column(
        [band(look, note), right],
        spacing=0,
        expand=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    return frame(look, column)


def panel(look: Look, facts: Sequence[Fact], note: str) -> ft.Control:
    """The left side of wide screens: mark, name, and what is worth knowing at the foot."""
    tokens = look.tokens
    rows: list[ft.Control] = [
        mark(look, 56),
        ft.Container(height=8),
        text(look, say("app", look.language), size=36, weight=700, color=tokens.on_deep),
        text(look, note or say("entry_about", look.language), size=18, color=tokens.on_deep_muted),
        ft.Container(expand=True),
        *[fact_row(look, fact) for fact in facts],
    ]
    column = ft.Column(rows, spacing=16, expand=True, horizontal_alignment=ft.CrossAxisAlignment.START)
    return ft.Container(column, width=PANEL_WIDTH, bgcolor=tokens.deep, padding=40)


def band(look: Look, note: str) -> ft.Control:
    """The top of narrower screens."""
    tokens = look.tokens
    names = ft.Column(
        [
            text(look, say("app", look.language), size=20, weight=700, color=tokens.on_deep),
            text(look, note or say("entry_about", look.language), color=tokens.on_deep_muted, line_height=1.35),
        ],
        spacing=0,
        expand=True,
        tight=True,
    )
    row = ft.Row([mark(look, 48), names], spacing=14)
    return ft.Container(row, bgcolor=tokens.deep, padding=20)


def mark(look: Look, side: int) -> ft.Control:
    """The cottage in its box."""
    return ft.Container(
        drawn_icon(look, ft.Icons.COTTAGE_ROUNDED, size=side * 0.57, color=look.tokens.deep),
        bgcolor="#DCF0EC",
        border_radius=14,
        width=side,
        height=side,
        alignment=ft.Alignment.CENTER,
    )


def fact_row(look: Look, fact: Fact) -> ft.Control:
    """Icon, fact, muted line, on the deep ground."""
    tokens = look.tokens
    lines = ft.Column(
        [
            text(look, fact.title, weight=600, color=tokens.on_deep, line_height=1.4),
            text(look, fact.note, color=tokens.on_deep_muted, line_height=1.4),
        ],
        spacing=0,
        expand=True,
        tight=True,
    )
    row: list[ft.Control] = [drawn_icon(look, fact.icon, color=tokens.on_deep_muted), lines]
    return ft.Row(row, spacing=14, vertical_alignment=ft.CrossAxisAlignment.START)


def usual_facts(look: Look) -> list[Fact]:
    """What holds for every tablet."""
    language = look.language
    return [
        Fact(say("entry_sealed", language), say("entry_sealed_note", language), ft.Icons.LOCK_OUTLINE_ROUNDED),
        Fact(say("entry_offline", language), say("entry_offline_note", language), ft.Icons.CLOUD_OFF_ROUNDED),
    ]
