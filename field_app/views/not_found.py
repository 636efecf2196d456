"""Two ends of the road: an address that leads nowhere, and a tablet whose key file cannot be read."""

import flet as ft

from field_app.views.components.button import primary_button
from field_app.views.components.empty import empty
from field_app.views.desk import use_desk
from field_app.views.entry_frame import entry_frame
from field_app.views.navigation import PATHS, desk_badge, go, main_screen
from field_app.views.text import say
from field_app.views.theme import use_look


@ft.component
def NotFound() -> ft.Control:
    """Says so, and leads home."""
    look, desk = use_look(), use_desk()
    home = primary_button(look, say("go_home", look.language), lambda: go(PATHS["work"]))
    told = empty(
        look, say("not_found_title", look.language), detail=say("not_found_note", look.language), actions=[home]
    )
    badge = ft.Row([ft.Container(expand=True), desk_badge(look, desk)])
    middle = ft.Container(told, expand=True, alignment=ft.Alignment.CENTER)
    content = ft.Column([ft.Container(badge, padding=16), middle], expand=True)
    return main_screen(look, content, selected="")


@ft.component
def DamagedKeys() -> ft.Control:
    """Nothing can be opened here; the office can recover the keys."""
    look = use_look()
    told = empty(look, say("damaged_keys", look.language), detail=say("damaged_keys_note", look.language), mark="!")
    return entry_frame(look, [told])
