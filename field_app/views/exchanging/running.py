"""While an exchange runs: a white block with real counts, and a way to stop it."""

import flet as ft

from field_app.services import exchange
from field_app.services.exchange import Summary
from field_app.views.components.button import outline_button
from field_app.views.components.group import block
from field_app.views.components.progress_bar import progress_bar
from field_app.views.components.text import muted, text
from field_app.views.desk import use_desk, use_loaded
from field_app.views.text import say
from field_app.views.theme import Language, use_look

MEGABYTE = 1_000_000


@ft.component
def Running() -> ft.Control:
    """Sending counts operations; a first exchange counts households, of those announced at enrolment."""
    look, desk = use_look(), use_desk()
    progress, before = desk.progress, desk.standing
    loaded = use_loaded(lambda: exchange.standing(desk.opened), progress.received if progress else 0)
    held = loaded.value.households if loaded.value else 0
    waiting = before.unsent if before else 0
    first = before is not None and before.last_exchange_ms is None
    expected = before.expected_households if before is not None and first else 0
    words, share = how_far(look.language, progress or Summary(), waiting=waiting, held=held, expected=expected)
    bar: ft.Control = (
        ft.ProgressBar(color=look.tokens.primary, bgcolor=look.tokens.sunken, bar_height=8, border_radius=8)
        if share is None
        else progress_bar(look, share, name=words)
    )
    pause = outline_button(look, say("exchange_pause", look.language), desk.pause, icon=ft.Icons.PAUSE_ROUNDED)
    rows: list[ft.Control] = [
        text(look, say("exchange_running", look.language), size=20, weight=700),
        ft.Semantics(live_region=True, content=text(look, words, weight=500)),
        bar,
        muted(look, say("exchange_running_note", look.language)),
        ft.Row([pause]),
    ]
    column = ft.Column(rows, spacing=10, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return block(look, column, padding=20 if not look.phone else 16)


def how_far(
    language: Language, progress: Summary, *, waiting: int, held: int, expected: int
) -> tuple[str, float | None]:
    """Words, and a share of 0 to 1 where both numbers are known. `waiting` operations waited, `held` households are
    here of those `expected` by a first exchange."""
    if progress.sent < waiting:
        n, count = f"{progress.sent:,}", f"{waiting:,}"
        return say("exchange_sent_of", language, n=n, count=count), progress.sent / waiting
    if progress.file_bytes < progress.file_size:
        n, count = f"{progress.file_bytes / MEGABYTE:.1f}", f"{progress.file_size / MEGABYTE:.1f}"
        return say("exchange_fetched_of", language, n=n, count=count), progress.file_bytes / progress.file_size
    if expected:
        n, count = f"{min(held, expected):,}", f"{expected:,}"
        return say("exchange_received_of", language, n=n, count=count), held / expected
    if progress.received:
        return say("exchange_received", language, n=f"{progress.received:,}"), None
    return say("exchange_asking", language), None
