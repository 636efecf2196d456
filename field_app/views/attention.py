"""The tray: what the office did not take. List and item side by side on wide screens, one after the other else."""

from dataclasses import dataclass
from uuid import UUID

import flet as ft

from field_app.services import attention
from field_app.services.attention import Item, Place
from field_app.views.attention_parts.detail import OPEN_TRAY, Detail, Drafts, load_drafts
from field_app.views.attention_parts.list_pane import list_pane
from field_app.views.components.button import primary_button
from field_app.views.components.empty import empty
from field_app.views.components.pane import two_panes
from field_app.views.components.top_bar import page_head
from field_app.views.desk import Desk, use_desk, use_loaded
from field_app.views.load_failure import load_failure
from field_app.views.navigation import PATHS, desk_badge, go, loading, main_screen
from field_app.views.record_screen import id_of
from field_app.views.text import say
from field_app.views.theme import Look, use_look

LIST_WIDTH = 444


@dataclass(frozen=True)
class Shown:
    """The items, and the one that is open with its drafts."""

    items: list[Item]
    chosen: Item | None
    drafts: Drafts


@ft.component
def AttentionScreen() -> ft.Control:
    """`/attention`, and `/attention/ACTION` with that action open."""
    look, desk = use_look(), use_desk()
    asked = id_of(ft.use_route_params().get("action_id"))
    loaded = use_loaded(lambda: load(desk, asked, look.wide), asked, look.wide)
    if loaded.problem is not None:
        body: ft.Control = load_failure(look, loaded.problem)
    elif loaded.value is None:
        body = loading(look)
    else:
        body = panes(look, loaded.value, asked)
    single = not look.wide and asked is not None
    head = page_head(
        look,
        say("attention", look.language),
        badge=desk_badge(look, desk),
        note="" if look.phone else say("attention_note", look.language),
        on_back=(lambda: go(OPEN_TRAY if single else PATHS["work"])) if not look.wide else None,
    )
    content = ft.Column([head, body], spacing=0, expand=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return main_screen(look, content, selected="work", pushed=True)


async def load(desk: Desk, asked: UUID | None, wide: bool) -> Shown:
    """On wide screens the first item is open by itself."""
    items = await attention.items(desk.opened)
    chosen = next((item for item in items if item.action_id == asked), None)
    if chosen is None and asked is None and wide:
        chosen = next((item for item in items if item.place is Place.TRAY), items[0] if items else None)
    return Shown(items, chosen, await load_drafts(desk, chosen) if chosen else {})


def panes(look: Look, shown: Shown, asked: UUID | None) -> ft.Control:
    """What fits the width."""
    if not shown.items:
        action = primary_button(look, say("exchange", look.language), lambda: go(PATHS["exchange"]))
        note = say("attention_none_note", look.language)
        return centred(look, empty(look, say("attention_none", look.language), detail=note, actions=[action], mark="✓"))
    chosen = shown.chosen
    if chosen is None:
        if asked is None:
            return list_pane(look, shown.items, None)
        action = primary_button(look, say("attention", look.language), lambda: go(OPEN_TRAY))
        return centred(look, empty(look, say("attention_gone", look.language), actions=[action], mark="✓"))
    detail = Detail(chosen, shown.drafts, key=f"{chosen.action_id}:{chosen.place}")  # type: ignore[call-arg]
    if not look.wide:
        return ft.Container(detail, expand=True)
    left = list_pane(look, shown.items, chosen.action_id)
    return two_panes(look, left, ft.Container(detail, padding=ft.Padding.only(left=look.gutter)), left_width=LIST_WIDTH)


def centred(look: Look, content: ft.Control) -> ft.Control:
    return ft.Container(content, expand=True, alignment=ft.Alignment.CENTER, padding=look.margin)
