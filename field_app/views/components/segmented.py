"""A choice of two or three in one line, 48 px high: soft fill, 2 px edge and a tick mark the chosen one."""

import unicodedata
from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from field_app.views.components.icon import icon
from field_app.views.components.pressable import pressable, spoken
from field_app.views.components.sheet import Option
from field_app.views.components.text import text
from field_app.views.theme import Look

TICK_LETTERS = 5  # as wide as the tick and the padding


def segmented(
    look: Look, label: str, options: Sequence[Option], value: str | None, on_change: Callable[[str], Any]
) -> ft.Container:
    """`label` names the choice for screen readers (`label answer`); draw it above with `labelled` where it must be
    seen. Nothing is chosen while `value` is None."""
    shares = {option.code: share(option.name) if len(options) > 2 else 1 for option in options}
    stacked = look.large and len(options) > 2
    segments: list[ft.Control] = [
        segment(look, label, option, option.code == value, on_change, expand=None if stacked else shares[option.code])
        for option in options
    ]
    direction: ft.Control = (
        ft.Column(segments, spacing=2, horizontal_alignment=ft.CrossAxisAlignment.STRETCH, tight=True)
        if stacked
        else ft.Row(segments, spacing=2)
    )
    return ft.Container(
        direction,
        bgcolor=look.tokens.raised,
        border=ft.Border.all(1, look.tokens.outline_strong),
        border_radius=12,
        padding=2,
    )


def share(words: str) -> int:
    """How wide an answer is beside others, by the letters that take room and the tick it may get."""
    return TICK_LETTERS + sum(unicodedata.category(letter) != "Mn" for letter in words)


def segment(
    look: Look, label: str, option: Option, chosen: bool, on_change: Callable[[str], Any], *, expand: int | None
) -> ft.Container:
    """One answer."""
    tokens = look.tokens
    color = tokens.primary_ink if chosen else tokens.text
    words = text(look, option.name, weight=600 if chosen else 500, color=color, max_lines=1, line_height=1.35)
    parts: list[ft.Control] = [ft.Container(words, expand=True, expand_loose=True)]
    if chosen:
        parts.insert(0, icon(look, ft.Icons.CHECK_ROUNDED, size=20, color=color))
    row = ft.Row(parts, spacing=6, alignment=ft.MainAxisAlignment.CENTER)
    return pressable(
        look,
        row,
        name=spoken(label, option.name),
        on_click=lambda: on_change(option.code),
        selected=chosen,
        padding=ft.Padding.symmetric(horizontal=10),
        bgcolor=tokens.primary_soft if chosen else None,
        border=ft.Border.all(2, tokens.primary if chosen else "#00000000"),
        radius=10,
        height=look.px(48),
        expand=expand,
    )
