"""Horizontal bars, sorted by size, the number at the end; one hue."""

from collections.abc import Sequence
from typing import NamedTuple

import flet as ft

from field_app.views.components.group import block
from field_app.views.components.pressable import spoken
from field_app.views.components.text import Part, muted, rich, text
from field_app.views.text import say
from field_app.views.theme import Look
from shared_models.reports.named import Named

SHOWN = 30  # more bars than this are a table


class Bar(NamedTuple):
    """`words` is the number as it is read, `size` what the bar's length follows."""

    name: str
    around: str
    words: str
    size: float


def bars_of(named: Named, place: int) -> list[Bar]:
    """One for each line with a number above nothing in that column, the longest first; the total is none."""
    at = named.places.index(place)
    found = [
        Bar(line.name, line.around, line.numbers[at], float(line.row.cells[place] or 0))  # type: ignore[arg-type]
        for line in named.lines()
        if not line.total
    ]
    return sorted((bar for bar in found if bar.size > 0), key=lambda bar: -bar.size)


def bar_chart(look: Look, bars: Sequence[Bar], *, note: str = "") -> ft.Control:
    """The bars in one block; without any, a sentence that says so."""
    if not bars:
        return block(look, muted(look, say("report_no_bars", look.language)), padding=16)
    longest = bars[0].size
    rows: list[ft.Control] = [bar_line(look, bar, bar.size / longest) for bar in bars[:SHOWN]]
    if len(bars) > SHOWN:
        rows.append(muted(look, say("report_more_bars", look.language, n=SHOWN, count=len(bars))))
    if note:
        rows += [ft.Container(height=1, bgcolor=look.tokens.outline), muted(look, note, size=14)]
    column = ft.Column(rows, spacing=14, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return block(look, column, padding=16)


def bar_line(look: Look, bar: Bar, share: float) -> ft.Control:
    """Beside its name where there is room, under it on phones."""
    number = text(look, bar.words, weight=600)
    drawn = ft.Row([filled(look, share), ft.Container(number, padding=ft.Padding.only(left=8))], spacing=0)
    around = [Part(f"  {bar.around}", 400, look.tokens.text_muted)] if bar.around else []
    name = rich(look, [Part(bar.name), *around], line_height=1.35, max_lines=look.lines(2))
    if look.phone:
        parts: ft.Control = ft.Column([name, drawn], spacing=2, tight=True)
    else:
        parts = ft.Row([ft.Container(name, expand=2), ft.Container(drawn, expand=5)], spacing=12)
    return ft.Semantics(label=spoken(bar.name, bar.around, bar.words), exclude_semantics=True, content=parts)


def filled(look: Look, share: float) -> ft.Control:
    """The bar itself, in its share of the room that the number leaves."""
    size = max(round(share * 1000), 8)
    full = ft.Container(bgcolor=look.tokens.primary, height=look.px(24), border_radius=4, expand=size)
    parts: list[ft.Control] = [full]
    if size < 1000:
        parts.append(ft.Container(expand=1000 - size))
    return ft.Container(ft.Row(parts, spacing=0), expand=True)
