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
    scroller: ft.Ref[ft.Column] | None = None,
) -> ft.Column:
    """Blocks under each other in one scroll; the last one may be cut by the bar below, which says "scroll".

    The margin scrolls with the content, so that stacked marks of a first line are not cut. Give a `scroller` made with
    `ft.use_ref(ft.Ref)` to reach a `target` with `scroll_to`.
    """
    blocks = ft.Column(
        list(controls),
        spacing=spacing if spacing is not None else (12 if look.phone else 16),
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        tight=True,
    )
    room = ft.Padding.symmetric(horizontal=look.margin, vertical=12 if look.phone else 16)
    return ft.Column(
        [ft.Container(blocks, padding=padding if padding is not None else room)],
        scroll=ft.ScrollMode.AUTO,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        expand=True,
        ref=scroller,
    )


def target(name: str, control: ft.Control) -> ft.Container:
    """A block that `scroll_to` can bring into view, such as a field that may be missing."""
    return ft.Container(control, key=ft.ScrollKey(name))  # type: ignore[call-arg]  # flet hides the key's fields


async def scroll_to(scroller: ft.Ref[ft.Column], name: str) -> None:
    """Bring the target of this name into view; nothing happens while the pane is not shown."""
    if scroller.current is not None:
        await scroller.current.scroll_to(scroll_key=name, duration=200)


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
