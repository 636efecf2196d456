"""Search: one box over all households of the tablet, answered as the officer types."""

import flet as ft

from field_app.services.worklist import VillageWork
from field_app.views.components.pane import pane, two_panes
from field_app.views.components.top_bar import page_head
from field_app.views.desk import use_desk
from field_app.views.finding.box import SearchBox
from field_app.views.finding.filters import FilterChips, filter_column
from field_app.views.finding.list_pane import add_household, list_pane, use_listing, use_villages
from field_app.views.navigation import desk_badge, main_screen
from field_app.views.text import say
from field_app.views.theme import use_look

FILTER_WIDTH = 316


@ft.component
def SearchScreen() -> ft.Control:
    """Box on top; filters beside the results on wide screens, as chips above them elsewhere."""
    look, desk = use_look(), use_desk()
    loaded, work = use_listing(desk), use_villages(desk)
    villages: list[VillageWork] = work.villages if work else []
    finder = desk.finder
    box = SearchBox(finder, active=True, autofocus=look.wide)
    results = list_pane(look, desk, loaded, action=add_household(look))
    if look.wide:
        top = ft.Row([ft.Container(box, expand=True), desk_badge(look, desk)], spacing=16)
        head: ft.Control = ft.Container(top, padding=ft.Padding.only(left=look.margin, right=16, top=16))
        filters = pane(look, filter_column(look, finder, villages))
        listed = ft.Container(results, padding=ft.Padding.only(right=look.margin, top=16), expand=True)
        body: ft.Control = two_panes(look, filters, listed, left_width=FILTER_WIDTH)
    else:
        head = page_head(look, say("find_title", look.language), badge=desk_badge(look, desk))
        column = ft.Column(
            [box, FilterChips(finder, villages), results],
            spacing=look.gutter,
            expand=True,
            horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        )
        body = ft.Container(column, padding=ft.Padding.symmetric(horizontal=look.margin), expand=True)
    return main_screen(look, ft.Column([head, body], spacing=0, expand=True), selected="search")
