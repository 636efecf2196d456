"""The listing for what the finder looks for, and what stands in its place when there is none."""

from collections.abc import Callable
from uuid import UUID

import flet as ft

from field_app.services import households, worklist
from field_app.services.households import Listing
from field_app.services.worklist import Worklist
from field_app.views.area_words import short_names
from field_app.views.components.button import outline_button, primary_button, quiet_button
from field_app.views.components.empty import empty
from field_app.views.components.pane import pane
from field_app.views.components.section import section
from field_app.views.desk import Desk, Loaded, use_loaded
from field_app.views.finder import Finder
from field_app.views.finding.results import Results, near_names
from field_app.views.load_failure import load_failure
from field_app.views.navigation import go, loading, start_exchange
from field_app.views.text import say
from field_app.views.theme import Look


def use_listing(desk: Desk) -> Loaded:
    """What the finder finds; the lines before stay until the next ones are there."""
    finder, _ = ft.use_state(desk.finder)
    return use_loaded(
        lambda: households.find(
            desk.opened, finder.query, village=finder.village, only=finder.only, shown=finder.shown
        ),
        finder.query,
        finder.village,
        finder.only,
        finder.shown,
    )


def use_villages(desk: Desk) -> Worklist | None:
    """The officer's villages, once they are known."""
    work: Worklist | None = use_loaded(lambda: worklist.worklist(desk.opened)).value
    return work


def open_household(household_id: UUID) -> None:
    go(f"/households/{household_id}")


def list_pane(
    look: Look,
    desk: Desk,
    loaded: Loaded,
    *,
    selected: UUID | None = None,
    compact: bool = False,
    action: ft.Control | None = None,
) -> ft.Control:
    """Count and lines, or why there are none. `action` stands beside the count."""
    if loaded.problem is not None:
        return load_failure(look, loaded.problem)
    listing: Listing | None = loaded.value
    if listing is None:
        return loading(look)
    if not listing.total:
        return none_found(look, desk, listing, compact=compact)
    count = say("find_count", look.language, n=f"{listing.total:,}")
    note = "" if compact or look.phone else say("find_order", look.language)
    counted = section(look, count, note=note, action=action)
    title = ft.Container(counted, padding=ft.Padding.only(left=12) if compact else None)
    lines = Results(desk.finder, listing, open_household, selected=selected, compact=compact)
    return ft.Column([title, lines], spacing=10, expand=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def none_found(look: Look, desk: Desk, listing: Listing, *, compact: bool) -> ft.Control:
    """What was searched and where, and what to do next."""
    finder, language = desk.finder, look.language
    if not (finder.query.strip() or finder.village or finder.only):
        return nothing_held(look, desk)
    actions: list[ft.Control] = []
    if finder.village or finder.only:
        words = say("find_clear_and_search", language)
        actions.append(primary_button(look, words, finder.narrow, icon=ft.Icons.FILTER_ALT_OFF_OUTLINED))
    if not compact:
        actions.append(add_household(look, outline_button if actions else primary_button))
    if finder.query.strip():
        words = say("find_clear_query", language)
        draw = quiet_button if actions else primary_button
        actions.append(
            draw(
                look,
                words,
                lambda: finder.start_over(village=finder.village, only=finder.only),
                icon=ft.Icons.CLOSE_ROUNDED,
            )
        )
    told = empty(look, title_of(look, finder), detail=detail_of(look, desk, finder, listing), actions=actions)
    near = [] if compact else near_names(look, listing.near, open_household)
    middle = ft.Row([told], alignment=ft.MainAxisAlignment.CENTER, wrap=True)
    return pane(look, [ft.Container(height=16), middle, *near], padding=8 if compact else 0)


def add_household(look: Look, draw: Callable[..., ft.Control] = quiet_button) -> ft.Control:
    """The way to a household that no list brought."""
    words = say("new_house", look.language)
    return draw(look, words, lambda: go("/households/new"), icon=ft.Icons.ADD_HOME_OUTLINED)


def nothing_held(look: Look, desk: Desk) -> ft.Control:
    """Before the first exchange."""
    language = look.language
    expected = desk.standing.expected_households if desk.standing else 0
    action = primary_button(
        look, say("work_first_action", language), lambda: start_exchange(desk), icon=ft.Icons.DOWNLOAD_ROUNDED
    )
    note = say("work_first_note", language, n=f"{expected:,}")
    told = empty(look, say("work_first_title", language), detail=note, actions=[action], mark="–")
    return ft.Container(told, expand=True, alignment=ft.Alignment.CENTER)


def title_of(look: Look, finder: Finder) -> str:
    """What was not found."""
    query = finder.query.strip()
    return say("find_none", look.language, query=query) if query else say("find_none_filtered", look.language)


def detail_of(look: Look, desk: Desk, finder: Finder, listing: Listing) -> str:
    """How much was searched, and what to try."""
    if not finder.query.strip():
        return say("find_searched_nothing", look.language)
    codes = [finder.village] if finder.village else list(desk.standing.scope if desk.standing else ())
    return say("find_searched", look.language, n=f"{listing.searched:,}", where=" " + short_names(codes, look.language))
