"""The frame of every screen: rail on tablets, bottom bar on phones, neither in focus mode."""

from collections.abc import Callable
from typing import Any, NamedTuple

import flet as ft

from field_app.views.components.icon import icon
from field_app.views.components.pressable import pressable
from field_app.views.components.text import text
from field_app.views.text import say
from field_app.views.theme import Look, SizeClass

RAIL_WIDTH = 96
LARGE_RAIL_WIDTH = 120


class Place(NamedTuple):
    """A place of the navigation; its key is also its wording."""

    key: str
    icon: ft.IconData
    chosen_icon: ft.IconData


PLACES = (
    Place("work", ft.Icons.FACT_CHECK_OUTLINED, ft.Icons.FACT_CHECK_ROUNDED),
    Place("search", ft.Icons.SEARCH_ROUNDED, ft.Icons.SEARCH_ROUNDED),
    Place("reports", ft.Icons.BAR_CHART_ROUNDED, ft.Icons.BAR_CHART_ROUNDED),
    Place("exchange", ft.Icons.SYNC_ROUNDED, ft.Icons.SYNC_ROUNDED),
    Place("settings", ft.Icons.SETTINGS_OUTLINED, ft.Icons.SETTINGS_ROUNDED),
)


def shell(
    look: Look, content: ft.Control, *, selected: str, on_select: Callable[[str], Any], pushed: bool = False
) -> ft.Control:
    """A main screen beside its rail or above its bar. `selected` and what `on_select` gets are keys of PLACES.

    `pushed` is a screen opened from another (a household's file): on phones it has no bar and brings its own back.
    """
    body = ft.Container(content, expand=True)
    if look.device is SizeClass.PHONE:
        if pushed:
            return frame(look, body)
        return frame(look, ft.Column([body, bottom_bar(look, selected, on_select)], spacing=0, expand=True))
    row = ft.Row(
        [rail(look, selected, on_select), body],
        spacing=0,
        vertical_alignment=ft.CrossAxisAlignment.STRETCH,
        expand=True,
    )
    return frame(look, row)


def focus_shell(
    look: Look,
    top: ft.Control,
    content: ft.Control,
    *,
    bottom: ft.Control | None = None,
    side: ft.Control | None = None,
) -> ft.Control:
    """A task without navigation: household bar on top, actions at the bottom, on wide screens a list at the side."""
    inner: list[ft.Control] = [ft.Container(content, expand=True)]
    if bottom is not None:
        inner.append(bottom)
    main: ft.Control = ft.Column(inner, spacing=0, expand=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    if side is not None and look.wide:
        main = ft.Row([side, main], spacing=0, expand=True, vertical_alignment=ft.CrossAxisAlignment.STRETCH)
    column = ft.Column([top, main], spacing=0, expand=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return frame(look, column)


def frame(look: Look, content: ft.Control) -> ft.SafeArea:
    """The page's ground, clear of notches and system bars."""
    return ft.SafeArea(ft.Container(content, bgcolor=look.tokens.surface, expand=True), expand=True)


def rail(look: Look, selected: str, on_select: Callable[[str], Any]) -> ft.Container:
    """96 px at the left, 120 under large text; settings at the foot."""
    logo = ft.Container(
        icon(look, ft.Icons.COTTAGE_ROUNDED, size=26, color=look.tokens.on_primary),
        bgcolor=look.tokens.primary,
        border_radius=12,
        width=48,
        height=48,
        alignment=ft.Alignment.CENTER,
        margin=ft.Margin.only(bottom=8),
    )
    places = [rail_place(look, place, place.key == selected, on_select) for place in PLACES]
    column = ft.Column(
        [ft.Row([logo], alignment=ft.MainAxisAlignment.CENTER), *places[:-1], ft.Container(expand=True), places[-1]],
        spacing=4,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    return ft.Container(
        column,
        width=LARGE_RAIL_WIDTH if look.large else RAIL_WIDTH,
        bgcolor=look.tokens.raised,
        border=ft.Border.only(right=ft.BorderSide(1, look.tokens.outline)),
        padding=ft.Padding.symmetric(horizontal=4, vertical=16),
    )


def bottom_bar(look: Look, selected: str, on_select: Callable[[str], Any]) -> ft.Container:
    """Five places, icon and word, in equal parts."""
    places: list[ft.Control] = [
        rail_place(look, place, place.key == selected, on_select, expand=True) for place in PLACES
    ]
    return ft.Container(
        ft.Row(places, spacing=0, vertical_alignment=ft.CrossAxisAlignment.START),
        bgcolor=look.tokens.raised,
        border=ft.Border.only(top=ft.BorderSide(1, look.tokens.outline)),
        padding=ft.Padding.only(left=2, right=2, top=6, bottom=6),
    )


def rail_place(
    look: Look, place: Place, chosen: bool, on_select: Callable[[str], Any], *, expand: bool | None = None
) -> ft.Container:
    """One place: icon in a soft pill when chosen, word below."""
    tokens = look.tokens
    color = tokens.primary_ink if chosen else tokens.text_muted
    label = say(place.key, look.language)
    pill = ft.Container(
        icon(look, place.chosen_icon if chosen else place.icon, size=24 if expand else 26, color=color),
        bgcolor=tokens.primary_soft if chosen else None,
        border_radius=18,
        width=60,
        height=32 if expand else 36,
        alignment=ft.Alignment.CENTER,
    )
    size = 14 if not (expand and look.large) else 14 / look.scale * 1.15  # five words must fit a phone's width
    word = text(
        look, label, size=size, weight=600 if chosen else 500, color=color, line_height=1.4, max_lines=1,
        align=ft.TextAlign.CENTER,
    )  # fmt: skip
    return pressable(
        look,
        ft.Column([pill, word], spacing=2, tight=True, horizontal_alignment=ft.CrossAxisAlignment.CENTER),
        name=label,
        on_click=lambda: on_select(place.key),
        selected=chosen,
        padding=ft.Padding.symmetric(vertical=2 if expand else 6),
        expand=expand,
    )
