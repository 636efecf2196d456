"""A tablet that has not met the office for too long: it hands in and receives, and shows no household until it has."""

import flet as ft

from field_app.views.components.banner import banner
from field_app.views.components.button import outline_button, quiet_button
from field_app.views.components.text import heading, muted, text
from field_app.views.desk import Desk, use_desk
from field_app.views.entry_frame import entry_frame, usual_facts
from field_app.views.exchange import start_button
from field_app.views.exchanging.by_file import ByFile
from field_app.views.exchanging.outcome import stopped
from field_app.views.exchanging.running import Running
from field_app.views.navigation import start_exchange
from field_app.views.text import say
from field_app.views.theme import Look, use_look

WIDTH = 520


@ft.component
def LeaseScreen() -> ft.Control:
    """Why nothing is shown, what waits, and the two ways to the office."""
    look, desk = use_look(), use_desk()
    rows = [*told(look, desk), *ways(look, desk)]
    column = ft.Column(rows, spacing=16, horizontal_alignment=ft.CrossAxisAlignment.STRETCH, tight=True)
    return entry_frame(look, [ft.Container(column, width=WIDTH)], facts=usual_facts(look))


def told(look: Look, desk: Desk) -> list[ft.Control]:
    """The reason, and that nothing is lost."""
    days = desk.lease.days if desk.lease else 0
    unsent = desk.standing.unsent if desk.standing else 0
    waiting = say("lease_waiting" if unsent else "lease_nothing_waits", look.language, n=f"{unsent:,}")
    return [
        muted(look, desk.opened.officer.name, size=18),
        heading(look, say("lease_over_title", look.language), size=26),
        text(look, say("lease_over_note", look.language, n=days)),
        text(look, waiting, weight=600),
    ]


def ways(look: Look, desk: Desk) -> list[ft.Control]:
    """Over the network or by a file; or leave the tablet to somebody else."""
    if desk.progress is not None:
        return [Running()]
    failed = [stopped(look, desk.failure, desk.standing)] if desk.failure is not None else []
    lock = outline_button(look, say("settings_lock", look.language), desk.lock, icon=ft.Icons.LOCK_OUTLINE_ROUNDED)
    return [*failed, start_button(look, desk), ByFile(), ft.Row([lock])]


def lease_banner(look: Look, desk: Desk) -> list[ft.Control]:
    """In the last days: how many are left, and the way to the exchange."""
    if desk.lease is None or not desk.lease.is_near:
        return []
    title, note = say("lease_near", look.language, n=desk.lease.left), say("lease_near_note", look.language)
    action = quiet_button(look, say("exchange_start", look.language), lambda: start_exchange(desk))
    mark = ft.Icons.LOCK_CLOCK_OUTLINED
    return [banner(look, title, tone="attention", icon=mark, detail=note, action=action)]
