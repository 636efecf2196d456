"""The lines of a listing: a window of them at a time, more when the end comes near, scrolled as it was left."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

import flet as ft
from flet.components.hooks.use_ref import MutableRef

from field_app.services.household_lines import HouseholdLine
from field_app.services.households import Listing
from field_app.views.components.group import group, hairline
from field_app.views.components.guard import guard
from field_app.views.components.household_row import row_inset
from field_app.views.components.pane import pane
from field_app.views.components.section import section
from field_app.views.finder import Finder
from field_app.views.finding.lines import line_row
from field_app.views.text import say
from field_app.views.theme import Look, use_look

EXTENT = 68  # px of a row at 100 %; rows that may grow are measured by the client instead
NEAR_END = 1500
OTHERS = 230  # px of the page that are not the list

Open = Callable[[UUID], Any]


@ft.component
def Results(
    finder: Finder, listing: Listing, on_open: Open, *, selected: UUID | None = None, compact: bool = False
) -> ft.Control:
    """Lines in an outlined block; `compact` is the narrow list beside a file, from edge to edge."""
    look = use_look()
    listed: MutableRef[ft.Ref[ft.ListView]] = ft.use_ref(ft.Ref)
    room = (ft.context.page.height or 800) - OTHERS
    fitting = int(room // EXTENT) + 2

    @guard
    async def back_to_place() -> None:
        view = listed.current.current if listed.current else None
        if view is not None and finder.offset:
            await view.scroll_to(offset=finder.offset, duration=0)

    @guard
    def fill() -> None:
        """A screen taller than its lines cannot be scrolled to ask for more."""
        finder.fit(fitting)
        if len(listing.lines) < min(listing.total, fitting):
            finder.show_more(listing.total)

    @guard
    def scrolled(event: ft.OnScrollEvent) -> None:
        finder.keep_offset(event.pixels or 0.0)
        near = event.extent_after is not None and event.extent_after < NEAR_END
        if near and finder.shown < listing.total:
            finder.show_more(listing.total)

    ft.use_effect(back_to_place, dependencies=[compact])
    ft.use_effect(fill, dependencies=[len(listing.lines), listing.total, fitting])
    few = not compact and len(listing.lines) * EXTENT < room
    draw = partial(line_of, look, listing=listing, on_open=on_open, compact=compact)
    if few:
        rows = [draw(line, selected=line.household.id == selected) for line in listing.lines]
        return pane(look, [group(look, rows, inset=row_inset(look))], padding=ft.Padding.only(bottom=16))
    inset = row_inset(look, compact=compact)
    lined = [
        under_lined(look, draw(line, selected=line.household.id == selected), inset, key=str(line.household.id))
        for line in listing.lines
    ]
    even = not look.large and not look.phone
    view = ft.ListView(
        lined,
        ref=listed.current,
        expand=True,
        item_extent=EXTENT + 1 if even else None,
        on_scroll=scrolled,
        scroll_interval=100,
    )
    tokens = look.tokens
    if compact:
        return ft.Container(view, expand=True, border=ft.Border.only(top=ft.BorderSide(1, tokens.outline)))
    return ft.Container(
        view,
        expand=True,
        bgcolor=tokens.raised,
        border=ft.Border.all(1, tokens.outline),
        border_radius=ft.BorderRadius.only(top_left=16, top_right=16),
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
    )


def line_of(
    look: Look, line: HouseholdLine, *, listing: Listing, on_open: Open, selected: bool, compact: bool
) -> ft.Container:
    """One household; a tap opens it."""
    return line_row(look, line, listing, lambda: on_open(line.household.id), selected=selected, compact=compact)


def under_lined(look: Look, line: ft.Control, inset: int, *, key: str) -> ft.Control:
    """A row with the hairline below it, of one height with all others."""
    line.expand = not look.large and not look.phone
    parts = [line, hairline(look, inset=inset)]
    return ft.Column(parts, spacing=0, horizontal_alignment=ft.CrossAxisAlignment.STRETCH, key=key)


def near_names(look: Look, near: Listing | None, on_open: Open) -> list[ft.Control]:
    """Households that come close to what was typed."""
    if near is None:
        return []
    rows = [line_of(look, line, listing=near, on_open=on_open, selected=False, compact=False) for line in near.lines]
    return [section(look, say("find_near", look.language)), group(look, rows, inset=row_inset(look))]
