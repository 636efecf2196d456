"""Buttons: one solid per screen, the rest tonal, outlined, plain text or an icon. All are named by their words."""

import flet as ft

from field_app.views.components.icon import icon as drawn_icon
from field_app.views.components.pressable import Callback, pressable
from field_app.views.components.text import text
from field_app.views.theme import Look

MAIN_HEIGHT = 56
HEIGHT = 48


def button(
    look: Look,
    label: str,
    on_click: Callback,
    *,
    color: str,
    fill: str | None = None,
    edge: str | None = None,
    icon: ft.IconData | None = None,
    trailing: ft.IconData | None = None,
    name: str | None = None,
    main: bool = False,
    width: float | None = None,
    expand: bool | int | None = None,
    padding: float = 20,
) -> ft.Container:
    """The shape all buttons share; screens use the named kinds below.

    `main` makes it 56 px high instead of 48. `name` replaces the label for screen readers where the label alone does
    not say whose it is (`เปลี่ยน นายบุญมี ใจคำ`). In a bounded width (`width` or `expand`) a long label wraps to two lines.
    """
    height = look.px(MAIN_HEIGHT if main else HEIGHT)
    bounded = width is not None or expand is not None
    words = text(look, label, weight=600, color=color, line_height=1.35, max_lines=2 if bounded else 1)
    if bounded:
        words.text_align = ft.TextAlign.CENTER
    content = [
        drawn_icon(look, icon, size=22, color=color) if icon else None,
        ft.Container(words, expand=True, expand_loose=True) if bounded else words,
        drawn_icon(look, trailing, size=22, color=color) if trailing else None,
    ]
    row = ft.Row(
        [part for part in content if part is not None],
        spacing=8,
        tight=True,
        alignment=ft.MainAxisAlignment.CENTER,
    )
    return pressable(
        look,
        row,
        name=name or label,
        on_click=on_click,
        padding=ft.Padding.symmetric(horizontal=padding),
        bgcolor=fill,
        border=ft.Border.all(1, edge) if edge else None,
        radius=14 if main else 12,
        width=look.px(width) if width is not None else None,
        height=height,
        expand=expand,
    )


def primary_button(
    look: Look,
    label: str,
    on_click: Callback,
    *,
    icon: ft.IconData | None = None,
    trailing: ft.IconData | None = None,
    width: float | None = None,
    expand: bool | int | None = None,
) -> ft.Container:
    """The one solid button of a screen, 56 px, a verb with its object. Keep it on; say what is missing on tap."""
    tokens = look.tokens
    return button(
        look, label, on_click, color=tokens.on_primary, fill=tokens.primary, icon=icon, trailing=trailing, main=True,
        width=width, expand=expand,
    )  # fmt: skip


def tonal_button(
    look: Look,
    label: str,
    on_click: Callback,
    *,
    icon: ft.IconData | None = None,
    name: str | None = None,
    main: bool = False,
    width: float | None = None,
    expand: bool | int | None = None,
) -> ft.Container:
    """The likely answer inside a row or block (`ยังอยู่`, `ที่เหลืออีก 2 คน ยังอยู่ครบ`)."""
    tokens = look.tokens
    return button(
        look, label, on_click, color=tokens.primary_ink, fill=tokens.primary_soft, icon=icon, name=name, main=main,
        width=width, expand=expand,
    )  # fmt: skip


def outline_button(
    look: Look,
    label: str,
    on_click: Callback,
    *,
    icon: ft.IconData | None = None,
    name: str | None = None,
    main: bool = False,
    width: float | None = None,
    expand: bool | int | None = None,
) -> ft.Container:
    """A second action of some weight. `main` gives it the height of the solid one beside it."""
    tokens = look.tokens
    return button(
        look, label, on_click, color=tokens.text, fill=tokens.raised, edge=tokens.outline_strong, icon=icon, name=name,
        main=main, width=width, expand=expand,
    )  # fmt: skip


def quiet_button(
    look: Look,
    label: str,
    on_click: Callback,
    *,
    icon: ft.IconData | None = None,
    trailing: ft.IconData | None = None,
    name: str | None = None,
    main: bool = False,
    expand: bool | int | None = None,
    color: str | None = None,
) -> ft.Container:
    """A plain text action."""
    return button(
        look, label, on_click, color=color or look.tokens.primary_ink, icon=icon, trailing=trailing, name=name,
        main=main, expand=expand, padding=12,
    )  # fmt: skip


def icon_button(
    look: Look, icon: ft.IconData, name: str, on_click: Callback, *, color: str | None = None, outlined: bool = False
) -> ft.Container:
    """A square of 48 px with an icon, called `name`. `outlined` adds an edge and takes a main button's height."""
    side = MAIN_HEIGHT if outlined else HEIGHT
    return pressable(
        look,
        centred(drawn_icon(look, icon, size=24, color=color or look.tokens.text)),
        name=name,
        on_click=on_click,
        border=ft.Border.all(1, look.tokens.outline_strong) if outlined else None,
        bgcolor=look.tokens.raised if outlined else None,
        radius=14 if outlined else 12,
        width=side,
        height=look.px(side) if outlined else side,
    )


def centred(content: ft.Control) -> ft.Control:
    """The content in the middle of a box of fixed size."""
    return ft.Row([content], alignment=ft.MainAxisAlignment.CENTER, vertical_alignment=ft.CrossAxisAlignment.CENTER)
