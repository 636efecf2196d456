"""The answers of one short question side by side, wrapping to further lines: one of them is chosen."""

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from field_app.views.components.icon import icon
from field_app.views.components.pressable import pressable, spoken
from field_app.views.components.sheet import Option
from field_app.views.components.text import text
from field_app.views.theme import Look


def answer_chips(
    look: Look, label: str, options: Sequence[Option], value: str | None, on_change: Callable[[str], Any]
) -> ft.Row:
    """48 px each; `label` names the question for screen readers (`label answer`). The chosen one has fill and tick."""
    chips = [answer_chip(look, label, option, option.code == value, on_change) for option in options]
    return ft.Row(chips, spacing=8, run_spacing=8, wrap=True)


def answer_chip(look: Look, label: str, option: Option, chosen: bool, on_change: Callable[[str], Any]) -> ft.Container:
    """One answer."""
    tokens = look.tokens
    color = tokens.primary_ink if chosen else tokens.text
    parts: list[ft.Control] = [text(look, option.name, weight=600 if chosen else 500, color=color, max_lines=1)]
    if chosen:
        parts.insert(0, icon(look, ft.Icons.CHECK_ROUNDED, size=20, color=color))
    return pressable(
        look,
        ft.Row(parts, spacing=6, tight=True),
        name=spoken(label, option.name),
        on_click=lambda: on_change(option.code),
        selected=chosen,
        padding=ft.Padding.symmetric(horizontal=14),
        bgcolor=tokens.primary_soft if chosen else tokens.raised,
        border=ft.Border.all(2 if chosen else 1, tokens.primary if chosen else tokens.outline_strong),
        radius=look.px(24),
        height=look.px(48),
    )
