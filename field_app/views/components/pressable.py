"""Anything that can be tapped: one named button for screen readers, ink, and a guarded callback."""

from collections.abc import Callable
from typing import Any

import flet as ft

from field_app.views.components.guard import handler
from field_app.views.theme import Look

TOUCH_PX = 48
Callback = Callable[..., Any]


def pressable(
    look: Look,
    content: ft.Control,
    *,
    name: str,
    on_click: Callback,
    selected: bool | None = None,
    checked: bool | None = None,
    padding: ft.PaddingValue | None = None,
    bgcolor: str | None = None,
    border: ft.Border | None = None,
    radius: float = 12,
    width: float | None = None,
    height: float | None = None,
    expand: bool | int | None = None,
    alignment: ft.Alignment | None = None,
) -> ft.Container:
    """A tappable box whose only name is `name`; what it shows is hidden from screen readers.

    `selected` marks the chosen one of several, `checked` makes it a checkbox. The box must come out ≥ 48 px high; what
    takes the tap lies inside the border, so a fixed height or width grows by it where it would be less.
    """
    height, width = reachable(height, border), reachable(width, border)
    named = ft.Semantics(label=name, selected=selected, checked=checked, exclude_semantics=True, content=content)
    return ft.Container(
        named,
        ink=True,
        ink_color="#1AFFFFFF" if look.dark else "#1A17211D",
        on_click=handler(on_click),
        padding=padding,
        bgcolor=bgcolor,
        border=border,
        border_radius=radius,
        width=width,
        height=height,
        expand=expand,
        alignment=alignment,
    )


def reachable(length: float | None, border: ft.Border | None) -> float | None:
    """A fixed length that leaves 48 px between the border's edges."""
    edge = border.top.width if border and border.top else 0
    return length if length is None else max(length, TOUCH_PX + 2 * edge)


def spoken(*parts: str | None) -> str:
    """The name of a row for screen readers: its parts in reading order, empty ones left out."""
    return " ".join(part for part in parts if part)
