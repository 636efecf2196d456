"""The bottom bar of a form or file: quiet actions left, the one main action right, where the right thumb is."""

from collections.abc import Sequence

import flet as ft

from field_app.views.theme import Look

MAIN_WIDTH = 240  # give it to the primary button as `width` on tablets, `expand` on phones


def action_bar(
    look: Look, main: ft.Control | None, *, left: Sequence[ft.Control] = (), beside: Sequence[ft.Control] = ()
) -> ft.Container:
    """80 px at 100 %. `left` stands at the far left and is dropped on phones; `beside` stands next to the main action.

    On phones the main button must be built with `expand=True` and `beside` should hold at most one.
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
