"""The bottom bar of a form or file: quiet actions left, the one main action right, where the right thumb is."""

from collections.abc import Sequence

import flet as ft

from field_app.views.components.button import primary_button
from field_app.views.components.pressable import Callback
from field_app.views.theme import Look

MAIN_WIDTH = 240


def main_action(
    look: Look,
    label: str,
    on_click: Callback,
    *,
    icon: ft.IconData | None = None,
    trailing: ft.IconData | None = None,
) -> ft.Container:
    """The solid button of an action bar: 240 px on tablets, the rest of the line on phones."""
    if look.phone:
        return primary_button(look, label, on_click, icon=icon, trailing=trailing, expand=True)
    return primary_button(look, label, on_click, icon=icon, trailing=trailing, width=MAIN_WIDTH)


def action_bar(
    look: Look, main: ft.Control | None, *, left: Sequence[ft.Control] = (), beside: Sequence[ft.Control] = ()
) -> ft.Container:
    """80 px at 100 %. `left` stands at the far left and is dropped on phones; `beside` stands next to the main action.

    Build the main one with `main_action`. On phones `beside` should hold at most one.
    """
    parts: list[ft.Control] = []
    if not look.phone:
        parts += [*left, ft.Container(expand=True)]
    parts += beside
    if main is not None:
        parts.append(main)
    return ft.Container(
        ft.Row(parts, spacing=12),
        bgcolor=look.tokens.raised,
        border=ft.Border.only(top=ft.BorderSide(1, look.tokens.outline)),
        padding=ft.Padding.symmetric(horizontal=look.margin, vertical=12),
    )
