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
    look: Look,
    label: str,
    options: Sequence[Option],
    value: str | None,
    on_change: Callable[[str], Any],
    *,
    unanswered: str = "",
) -> ft.Row:
    """48 px each; `label` names the question for screen readers (`label answer`). The chosen one has fill and tick.

    `unanswered` is the code that says that there is no answer yet: chosen, it stays grey.
    """
    chips = [
        answer_chip(look, label, option, on_change, chosen=option.code == value, quiet=option.code == unanswered)
        for option in options
    ]
    return ft.Row(chips, spacing=8, run_spacing=8, wrap=True)


def answer_chip(
    look: Look, label: str, option: Option, on_change: Callable[[str], Any], *, chosen: bool, quiet: bool
) -> ft.Container:
    """One answer."""
    tokens = look.tokens
    on = chosen and not quiet
    color = tokens.primary_ink if on else tokens.text_muted if quiet else tokens.text
    parts: list[ft.Control] = [text(look, option.name, weight=600 if on else 500, color=color, max_lines=1)]
    if on:
        parts.insert(0, icon(look, ft.Icons.CHECK_ROUNDED, size=20, color=color))
    return pressable(
        look,
        ft.Row(parts, spacing=6, tight=True),
        name=spoken(label, option.name),
        on_click=lambda: on_change(option.code),
        selected=chosen,
        padding=ft.Padding.symmetric(horizontal=14),
        bgcolor=tokens.primary_soft if on else tokens.sunken if chosen else tokens.raised,
        border=ft.Border.all(2 if on else 1, tokens.primary if on else tokens.outline_strong),
        radius=look.px(24),
        height=look.px(48),
    )
