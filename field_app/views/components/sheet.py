"""A sheet from the bottom with a list to choose from, and a box to search it."""

from collections.abc import Callable, Sequence
from typing import Any, NamedTuple

import flet as ft

from field_app.views.components.button import icon_button
from field_app.views.components.field import TextDraft
from field_app.views.components.guard import handler
from field_app.views.components.icon import icon
from field_app.views.components.pressable import pressable
from field_app.views.components.search_field import search_field
from field_app.views.components.text import heading, text
from field_app.views.text import arabic, say
from field_app.views.theme import Look

SEARCHABLE_FROM = 15  # a list that fits one screen needs no search box
WIDTH = 640


class Option(NamedTuple):
    """One answer: its code and what the officer reads."""

    code: str
    name: str


def sheet(look: Look, title: str, content: ft.Control, on_close: Callable[[], Any], *, height: float) -> ft.BottomSheet:
    """A bottom sheet with a title and a close button, at most 640 px wide. Show it through `ft.use_dialog`."""
    close = icon_button(look, ft.Icons.CLOSE_ROUNDED, say("close", look.language), on_close)
    head = ft.Row([ft.Container(heading(look, title, size=22), expand=True), close])
    body = ft.Column(
        [ft.Container(head, padding=ft.Padding.only(left=20, right=8, top=8)), content],
        spacing=8,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    return ft.BottomSheet(
        ft.Container(body, height=height, bgcolor=look.tokens.raised),
        bgcolor=look.tokens.raised,
        shape=ft.RoundedRectangleBorder(radius=ft.BorderRadius.only(top_left=16, top_right=16)),
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
        size_constraints=ft.BoxConstraints(max_width=WIDTH),
        scrollable=True,
        on_dismiss=handler(on_close),
    )


def option_sheet(
    look: Look,
    title: str,
    options: Sequence[Option],
    *,
    chosen: str | None,
    draft: TextDraft,
    on_choose: Callable[[str], Any],
    on_search: Callable[[], Any],
    on_close: Callable[[], Any],
    page_height: float,
) -> ft.BottomSheet:
    """The list of options in the order given. `draft` holds the search text under "query"; `on_search` re-renders."""
    searchable = len(options) >= SEARCHABLE_FROM
    query = draft.get("query") if searchable else ""
    found = matching(options, query)
    rows: list[ft.Control] = [option_row(look, option, option.code == chosen, on_choose) for option in found]
    if not found:
        rows = [ft.Container(text(look, say("none_in_list", look.language, query=query)), padding=20)]
    listed = ft.ListView(rows, expand=True, padding=ft.Padding.only(left=8, right=8, bottom=16))
    content: list[ft.Control] = [listed]
    if searchable:
        name = say("find_in_list", look.language)
        box = search_field(look, name, draft, "query", on_clear=on_search, placeholder=name)
        content.insert(0, ft.Container(box, padding=ft.Padding.symmetric(horizontal=16)))
    body = ft.Column(content, spacing=8, expand=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    height = min(page_height * 0.85, look.px(56) * len(options) + (152 if searchable else 88))
    return sheet(look, title, body, on_close, height=height)


def option_row(look: Look, option: Option, chosen: bool, on_choose: Callable[[str], Any]) -> ft.Control:
    """One answer, 56 px; the chosen one has soft fill and a tick."""
    tokens = look.tokens
    words = text(look, option.name, size=18, weight=600 if chosen else 400, line_height=1.4, expand=True)
    tick = icon(look, ft.Icons.CHECK_ROUNDED, color=tokens.primary)
    return pressable(
        look,
        ft.Row([words, tick] if chosen else [words]),
        name=option.name,
        selected=chosen,
        on_click=lambda: on_choose(option.code),
        padding=ft.Padding.symmetric(horizontal=12, vertical=15),
        bgcolor=tokens.primary_soft if chosen else None,
    )


def matching(options: Sequence[Option], query: str) -> list[Option]:
    """The options whose name holds the query, those that begin with it first; digits match in either script."""
    wanted = arabic(query).casefold()
    found = [option for option in options if wanted in arabic(option.name).casefold()]
    return sorted(found, key=lambda option: not arabic(option.name).casefold().startswith(wanted)) if wanted else found
