"""A scrolling part of a screen, with the margins of the size class; and two of them side by side."""

from collections.abc import Sequence

import flet as ft

from field_app.views.theme import Look

TEXT_WIDTH = 640  # longer lines are hard to follow in a yard


def pane(
    look: Look,
    controls: Sequence[ft.Control],
    *,
    spacing: float | None = None,
    padding: ft.PaddingValue | None = None,
    key: str | None = None,
) -> ft.Container:
    """Blocks under each other in one scroll; the last one may be cut by the bar below, which says "scroll"."""
    column = ft.Column(
        list(controls),
        key=key,
        spacing=spacing if spacing is not None else (12 if look.phone else 16),
        scroll=ft.ScrollMode.AUTO,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        expand=True,
    )
    room = ft.Padding.symmetric(horizontal=look.margin, vertical=12 if look.phone else 16)
    return ft.Container(column, padding=padding if padding is not None else room, expand=True)


def two_panes(look: Look, left: ft.Control, right: ft.Control, *, left_width: int | None = None) -> ft.Row:
    """Side by side on wide screens. `left_width` fixes the left (328 list, 316 filters); else the two share the width.

    On narrower screens show one of the two instead: this function does not decide which.
    """
    first = ft.Container(left, width=left_width, expand=None if left_width else True)
    return ft.Row(
        [first, ft.Container(right, expand=True)],
        spacing=0 if left_width else look.gutter,
        vertical_alignment=ft.CrossAxisAlignment.STRETCH,
        expand=True,
    )
