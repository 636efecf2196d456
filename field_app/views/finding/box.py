"""The search box: typing is never held up, the search follows a moment after the last key."""

import asyncio

import flet as ft

from field_app.views.components.field import use_text_draft
from field_app.views.components.search_field import search_field
from field_app.views.finder import Finder
from field_app.views.text import say
from field_app.views.theme import use_look

PAUSE_SECONDS = 0.03
QUERY = "query"


@ft.component
def SearchBox(finder: Finder, *, active: bool, autofocus: bool = False) -> ft.Control:
    """Puts what was typed into the finder. `active` is the large box of the search itself."""
    look = use_look()
    typed = ft.use_ref(0)
    seen = ft.use_ref(finder.restarts)
    draft = use_text_draft({QUERY: finder.typed})

    async def search_soon(_key: str, value: str) -> None:
        finder.keep_typed(value)
        typed.current = turn = (typed.current or 0) + 1
        await asyncio.sleep(PAUSE_SECONDS)
        if typed.current == turn:
            finder.look_for(value)

    def clear() -> None:
        typed.current = (typed.current or 0) + 1
        finder.look_for("")

    draft.on_change = search_soon
    if seen.current != finder.restarts:
        seen.current = finder.restarts
        draft.put(QUERY, finder.typed)
    return search_field(
        look,
        say("search", look.language),
        draft,
        QUERY,
        on_clear=clear,
        placeholder=say("find_placeholder", look.language),
        autofocus=autofocus,
        active=active,
    )
