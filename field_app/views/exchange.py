"""Exchange with the office: one button, real counts, and done only after receipts."""

import flet as ft

from field_app.services import exchange
from field_app.views.components.button import primary_button
from field_app.views.components.pane import pane
from field_app.views.components.section import section
from field_app.views.components.top_bar import page_head
from field_app.views.desk import Desk, use_desk, use_loaded
from field_app.views.exchanging.by_file import ByFile
from field_app.views.exchanging.outcome import decision, log_block, outcome
from field_app.views.exchanging.receipts import receipts_section
from field_app.views.exchanging.running import Running
from field_app.views.navigation import desk_badge, main_screen
from field_app.views.text import say
from field_app.views.theme import Look, use_look

SIDE_WIDTH = 392


@ft.component
def ExchangeScreen() -> ft.Control:
    """What is going on first; on wide screens the button and the log stand at the right."""
    look, desk = use_look(), use_desk()
    loaded = use_loaded(lambda: exchange.receipts(desk.opened))
    running = desk.progress is not None
    state: list[ft.Control] = [Running()] if running else [outcome(look, desk)]
    asked = None if running else decision(look, desk)
    state += [asked] if asked is not None else []
    receipts = receipts_section(look, loaded.value or [])
    button = [] if running else [start_button(look, desk)]
    log = log_section(look, desk)
    by_file: list[ft.Control] = [] if running else [ByFile()]
    if look.wide:
        side = ft.Container(
            pane(look, [*button, *by_file, *log], padding=ft.Padding.only(top=8, right=look.margin)), width=SIDE_WIDTH
        )
        main = ft.Container(
            pane(look, [*state, *receipts], padding=ft.Padding.only(left=look.margin, top=8)), expand=True
        )
        body: ft.Control = ft.Row(
            [main, side], spacing=look.gutter, expand=True, vertical_alignment=ft.CrossAxisAlignment.STRETCH
        )
    else:
        body = pane(look, [*state, *button, *receipts, *by_file, *log])
    head = page_head(
        look,
        say("exchange", look.language),
        badge=desk_badge(look, desk),
        note=say("exchange_note", look.language),
    )
    return main_screen(look, ft.Column([head, body], spacing=0, expand=True), selected="exchange")


def start_button(look: Look, desk: Desk) -> ft.Control:
    """The one solid button."""
    standing = desk.standing
    cut_off = standing is not None and bool(standing.log) and not standing.log[0]["finished"]
    key = "exchange_go_on" if cut_off else "exchange_again" if standing and standing.log else "exchange_start"
    label = say(key, look.language)
    return ft.Row([primary_button(look, label, desk.start_exchange, icon=ft.Icons.SYNC_ROUNDED, expand=True)])


def log_section(look: Look, desk: Desk) -> list[ft.Control]:
    """The last 20 exchanges."""
    log = log_block(look, desk.standing)
    if log is None or desk.standing is None:
        return []
    count = say("exchange_log_count", look.language, n=len(desk.standing.log))
    return [section(look, say("exchange_log", look.language), note=count), log]
