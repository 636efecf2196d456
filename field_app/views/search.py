"""Search: one box over all households of the tablet, answered as the officer types."""

import flet as ft

from field_app.services import households, reference
from field_app.services.households import Listing
from field_app.views.components.pane import pane, two_panes
from field_app.views.components.top_bar import page_head
from field_app.views.desk import Desk, Loaded, use_desk, use_loaded
from field_app.views.finder import Finder
from field_app.views.finding.box import SearchBox
from field_app.views.finding.filter_words import Offered
from field_app.views.finding.filters import FilterChips, filter_column
from field_app.views.finding.list_pane import add_household, list_pane, use_listing
from field_app.views.navigation import desk_badge, main_screen
from field_app.views.text import say
from field_app.views.theme import use_look

FILTER_WIDTH = 316


@ft.component
def SearchScreen() -> ft.Control:
    """Box on top; filters beside the results on wide screens, as chips above them elsewhere."""
    look, desk = use_look(), use_desk()
    offered, loaded, worked = use_offered(desk)
    finder = desk.finder
    box = SearchBox(finder, active=True, autofocus=look.wide)
    results = list_pane(look, desk, loaded, worked=worked, action=add_household(look))
    if look.wide:
        top = ft.Row([ft.Container(box, expand=True), desk_badge(look, desk)], spacing=16)
        head: ft.Control = ft.Container(top, padding=ft.Padding.only(left=look.margin, right=16, top=16))
        filters = pane(look, filter_column(look, finder, offered))
        listed = ft.Container(results, padding=ft.Padding.only(right=look.margin, top=16), expand=True)
        body: ft.Control = two_panes(look, filters, listed, left_width=FILTER_WIDTH)
    else:
        head = page_head(look, say("find_title", look.language), badge=desk_badge(look, desk))
        column = ft.Column(
            [box, FilterChips(finder, offered, total_of(finder, loaded)), results],
            spacing=look.gutter,
            expand=True,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        )
        body = ft.Container(column, padding=ft.Padding.symmetric(horizontal=look.margin), expand=True)
    return main_screen(look, ft.Column([head, body], spacing=0, expand=True), selected="search")


def total_of(finder: Finder, loaded: Loaded) -> int | None:
    """How many households the finder finds; None while what is shown is of other filters."""
    listing: Listing | None = loaded.value
    return listing.total if listing and listing.narrowing == finder.narrowing else None


def use_offered(desk: Desk) -> tuple[Offered, Loaded, tuple[int, int] | None]:
    """What there is to choose from, what is found, and of how many households how many are looked through.

    The list does not wait for what the rules make of every household; it is asked again once that is known.
    """
    tablet = desk.opened
    villages, tables = use_loaded(lambda: households.villages(tablet)), use_loaded(lambda: reference.read(tablet))
    worked, set_worked = ft.use_state(None)

    def heard(done: int, count: int) -> None:
        if desk.finder.narrowing.by_rules:  # only then somebody waits for it
            set_worked((done, count))

    known = use_loaded(lambda: tablet.traits.prepare(tablet.database, heard))
    loaded = use_listing(desk, known.value)
    listing: Listing | None = loaded.value
    offered = Offered(
        villages=villages.value or (),
        indicators=listing.indicators if listing else (),
        sets=tables.value.indicator_sets if tables.value else None,
        failing=listing.failing if listing else None,
    )
    return offered, loaded, worked
