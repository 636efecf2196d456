"""A choice of three or more: radio rows in one list; and checkbox rows for choices that add up."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import flet as ft

from field_app.views.components.group import group
from field_app.views.components.icon import icon
from field_app.views.components.person_row import age_pill
from field_app.views.components.pressable import Callback, pressable, spoken
from field_app.views.components.text import muted, text
from field_app.views.theme import Look


@dataclass(frozen=True)
class Choice:
    """One answer: `detail` is the muted second line, `age` a pill before the name when people are the answers."""

    code: str
    name: str
    detail: str = ""
    age: str = ""


def radio_list(
    look: Look, label: str, choices: Sequence[Choice], value: str | None, on_change: Callable[[str], Any]
) -> ft.Container:
    """One of many, in a list. `label` names the question for screen readers."""
    rows = [radio_row(look, label, choice, choice.code == value, on_change) for choice in choices]
    return group(look, rows, inset=54)


def radio_row(look: Look, label: str, choice: Choice, chosen: bool, on_change: Callable[[str], Any]) -> ft.Container:
    """Ring, perhaps an age pill, name and reason."""
    tokens = look.tokens
    ring = ft.Icons.RADIO_BUTTON_CHECKED_ROUNDED if chosen else ft.Icons.RADIO_BUTTON_UNCHECKED_ROUNDED
    person = bool(choice.age)
    in_line_two = spoken(choice.age, "·", choice.detail) if person and look.large else choice.detail
    lines: list[ft.Control] = [
        text(look, choice.name, size=18, weight=600 if person or chosen else 400, line_height=1.4)
    ]
    if in_line_two:
        lines.append(muted(look, in_line_two))
    parts: list[ft.Control] = [icon(look, ring, size=26, color=tokens.primary if chosen else tokens.outline_strong)]
    if person and not look.large:
        parts.append(age_pill(look, choice.age, fill=tokens.raised if chosen else tokens.sunken))
    parts.append(ft.Column(lines, spacing=0, expand=True, tight=True))
    return pressable(
        look,
        ft.Row(parts, spacing=12),
        name=spoken(label, choice.name, choice.age, choice.detail),
        on_click=lambda: on_change(choice.code),
        selected=chosen,
        padding=ft.Padding.symmetric(horizontal=16, vertical=8 if choice.detail else 13),
        bgcolor=tokens.primary_soft if chosen else None,
        radius=0,
    )


def checkbox_row(
    look: Look, label: str, checked: bool, on_click: Callback, *, count: int | None = None, detail: str = ""
) -> ft.Container:
    """A tick that adds to others; `count` is how many it would show. Put it in a group or straight into a filter."""
    tokens = look.tokens
    box = ft.Icons.CHECK_BOX_ROUNDED if checked else ft.Icons.CHECK_BOX_OUTLINE_BLANK_ROUNDED
    lines: list[ft.Control] = [text(look, label, weight=600 if checked else 400)]
    if detail:
        lines.append(muted(look, detail))
    parts: list[ft.Control] = [
        icon(look, box, size=26, color=tokens.primary if checked else tokens.outline_strong),
        ft.Column(lines, spacing=0, expand=True, tight=True),
    ]
    if count is not None:
        parts.append(muted(look, f"{count:,}"))
    return pressable(
        look,
        ft.Row(parts, spacing=12),
        name=spoken(label, detail, f"{count:,}" if count is not None else None),
        on_click=on_click,
        checked=checked,
        padding=ft.Padding.symmetric(horizontal=4, vertical=12),
        radius=8,
    )
