"""The listing for what the finder looks for, and what stands in its place when there is none."""

from collections.abc import Callable
from functools import partial
from uuid import UUID

import flet as ft

from field_app.services import households
from field_app.services.households import Listing
from field_app.views.components.button import outline_button, primary_button, quiet_button
from field_app.views.components.chip import filter_chip
from field_app.views.components.empty import empty
from field_app.views.components.pane import pane
from field_app.views.components.section import section
from field_app.views.components.text import muted
from field_app.views.desk import Desk, Loaded, use_loaded
from field_app.views.finder import Finder
from field_app.views.finding.filter_words import set_filters
from field_app.views.finding.results import Results, near_names
from field_app.views.load_failure import load_failure
from field_app.views.navigation import go, loading, start_exchange
from field_app.views.text import say
from field_app.views.theme import Look
from shared_models.area_words import short_names


def use_listing(desk: Desk, *known: object) -> Loaded:
    """What the finder finds; the lines before stay until the next ones are there.

    It is asked again when something of `known` changes.
    """
    finder, _ = ft.use_state(desk.finder)
    return use_loaded(
        lambda: households.find(desk.opened, finder.query, finder.narrowing, shown=finder.shown),
        finder.query,
        finder.narrowing,
        finder.shown,
        *known,
    )


async def open_household(desk: Desk, household_id: UUID) -> None:
    """To the household's file."""
    await desk.fetch(household_id)
    go(f"/households/{household_id}")


def list_pane(
    look: Look,
    desk: Desk,
    loaded: Loaded,
    *,
    selected: UUID | None = None,
    compact: bool = False,
    action: ft.Control | None = None,
    worked: tuple[int, int] | None = None,
) -> ft.Control:
    """Count and lines, or why there are none. `action` stands beside the count.

    While the lines are still those of other filters it says so; `worked`: of how many households how many are done.
    """
    if loaded.problem is not None:
        return load_failure(look, loaded.problem)
    listing: Listing | None = loaded.value
    if listing is None:
        return loading(look)
    waits = listing.narrowing != desk.finder.narrowing
    if not (listing.total or waits):
        return none_found(look, desk, listing, compact=compact)
    count = working(look, worked) if waits else say("find_count", look.language, n=f"{listing.total:,}")
    note = "" if compact or look.phone or waits else say("find_order", look.language)
    counted = section(look, count, note=note, action=action)
    title = ft.Container(counted, padding=ft.Padding.only(left=12) if compact else None)
    lines = Results(desk.finder, listing, partial(open_household, desk), selected=selected, compact=compact)
    return ft.Column([title, lines], spacing=10, expand=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def working(look: Look, worked: tuple[int, int] | None) -> str:
    """That the list is about to change, and how far that is."""
    if worked is None:
        return say("filter_working", look.language)
    done, of = worked
    return say("filter_worked", look.language, n=f"{done:,}", count=f"{of:,}")


def none_found(look: Look, desk: Desk, listing: Listing, *, compact: bool) -> ft.Control:
    """What was searched and where, and what to do next."""
    finder, language = desk.finder, look.language
    narrowed, asked = finder.narrowing.count, bool(finder.query.strip())
    if not (asked or narrowed):
        return nothing_held(look, desk)
    actions: list[ft.Control] = []
    if narrowed:
        actions += [filters_in_use(look, finder)] if look.wide else []  # elsewhere they stand above the list
        words = say("find_clear_and_search", language)
        actions.append(primary_button(look, words, finder.widen, icon=ft.Icons.FILTER_ALT_OFF_OUTLINED))
    if not compact:
        actions.append(add_household(look, outline_button if actions else primary_button))
    if asked:
        words = say("find_clear_query", language)
        draw = quiet_button if actions else primary_button
        actions.append(draw(look, words, lambda: finder.start_over(finder.narrowing), icon=ft.Icons.CLOSE_ROUNDED))
    told = empty(look, title_of(look, finder, listing), detail=detail_of(look, desk, finder, listing), actions=actions)
    near = [] if compact else near_names(look, listing.near, partial(open_household, desk))
    middle = ft.Row([told], alignment=ft.MainAxisAlignment.CENTER, wrap=True)
    return pane(look, [ft.Container(height=16), middle, *near], padding=8 if compact else 0)


def filters_in_use(look: Look, finder: Finder) -> ft.Control:
    """Each filter that is set, to take off alone."""
    chips: list[ft.Control] = [
        filter_chip(look, words, lambda without=without: finder.put(without), on=True, removable=True)
        for words, without in set_filters(finder.narrowing, look.language)
    ]
    center = ft.MainAxisAlignment.CENTER
    line = ft.Row(chips, spacing=8, run_spacing=8, wrap=True, alignment=center)
    words = muted(look, say("filter_in_use", look.language))
    column = [words, line]
    return ft.Column(column, spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.CENTER)


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


def title_of(look: Look, finder: Finder, listing: Listing) -> str:
    """What was not found: the text, or any household at all that passes the filters."""
    if looked_through(finder, listing):
        return say("find_none", look.language, query=finder.query.strip())
    return say("find_none_filtered", look.language)


def looked_through(finder: Finder, listing: Listing) -> bool:
    """Whether the text is what was not found: with filters that nothing passes it makes no difference."""
    return bool(finder.query.strip()) and bool(listing.searched or not finder.narrowing.count)


def detail_of(look: Look, desk: Desk, finder: Finder, listing: Listing) -> str:
    """How much was searched, and what to try."""
    language, narrowing = look.language, finder.narrowing
    if not looked_through(finder, listing):
        return say("find_searched_nothing" if narrowing.count == 1 else "filter_none_all", language)
    codes = [narrowing.area] if narrowing.area else list(desk.standing.scope if desk.standing else ())
    return say("find_searched", language, n=f"{listing.searched:,}", where=" " + short_names(codes, language))
