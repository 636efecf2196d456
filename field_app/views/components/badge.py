"""The sync badge of every screen: what waits, since when. Grey while waiting, green after receipts, never red."""

from dataclasses import dataclass
from typing import Literal

import flet as ft

from field_app.views.components.icon import icon
from field_app.views.components.pressable import Callback, pressable
from field_app.views.components.text import text
from field_app.views.text import say
from field_app.views.theme import Look, Tone

BadgeSize = Literal["full", "short", "number"]


@dataclass(frozen=True)
class ExchangeState:
    """`waiting` operations without a receipt; `last` is when the last exchange ended (`เมื่อวาน 16.40 น.`) or ""."""

    waiting: int
    online: bool
    last: str = ""

    @property
    def done(self) -> bool:
        """All stored by the office, by receipt."""
        return self.waiting == 0 and bool(self.last)


def sync_badge(look: Look, state: ExchangeState, on_click: Callback, *, size: BadgeSize | None = None) -> ft.Container:
    """Two lines on tablets, a grey pill on phones (`short`, or `number` beside a household). Opens the exchange."""
    chosen: BadgeSize = size or ("short" if look.phone else "full")
    tone: Tone = "good" if state.done else "quiet"
    color, fill = look.tokens.tone(tone)
    mark = icon(look, badge_icon(state), size=24 if chosen == "full" else 20, color=color)
    name = f"{headline(look, state)} {status_line(look, state)}"
    if chosen == "full":
        lines: list[ft.Control] = [
            text(look, headline(look, state), weight=600, color=color if state.done else None, line_height=1.3),
            text(look, status_line(look, state), size=14, color=look.tokens.text_muted, line_height=1.35),
        ]
        row = ft.Row([mark, ft.Column(lines, spacing=0, tight=True)], spacing=10, tight=True)
        return pressable(
            look, row, name=name, on_click=on_click, padding=ft.Padding.symmetric(horizontal=12, vertical=4)
        )
    label = text(look, short_words(look, state, chosen), weight=600, color=color if state.done else None, max_lines=1)
    padding = ft.Padding.symmetric(horizontal=14 if chosen == "short" else 12)
    row = ft.Row([mark, label], spacing=6, tight=True)
    height = look.px(48)
    return pressable(
        look, row, name=name, on_click=on_click, padding=padding, bgcolor=fill, radius=height / 2, height=height
    )


def badge_icon(state: ExchangeState) -> ft.IconData:
    """Cloud with a tick when stored, struck out when offline."""
    if state.done:
        return ft.Icons.CLOUD_DONE_OUTLINED
    return ft.Icons.CLOUD_QUEUE_ROUNDED if state.online else ft.Icons.CLOUD_OFF_ROUNDED


def headline(look: Look, state: ExchangeState) -> str:
    """What waits, in words."""
    if state.waiting:
        return say("waiting", look.language, n=f"{state.waiting:,}")
    return say("all_sent" if state.done else "never_exchanged", look.language)


def status_line(look: Look, state: ExchangeState) -> str:
    """Connection and last exchange."""
    connection = say("online" if state.online else "offline", look.language)
    return f"{connection} · {say('last_exchange', look.language, when=state.last)}" if state.last else connection


def short_words(look: Look, state: ExchangeState, size: BadgeSize) -> str:
    """The pill's words: a number alone only where the top bar has no room."""
    if size == "number":
        return f"{state.waiting:,}" if state.waiting else ""
    if state.waiting:
        return say("waiting_short", look.language, n=f"{state.waiting:,}")
    return say("all_sent_short", look.language) if state.done else say("offline", look.language)
