"""A report as it is shown: its figures, a choice of table or bars, and the one chosen."""

from collections.abc import Callable
from typing import Any

import flet as ft

from field_app.views.components.section import section
from field_app.views.components.segmented import segmented
from field_app.views.components.select import Select
from field_app.views.components.sheet import Option
from field_app.views.reporting.bars import bar_chart, bars_of
from field_app.views.reporting.figure import Figure, figures
from field_app.views.reporting.report_table import report_table
from field_app.views.reporting.topics import Topic
from field_app.views.text import say
from field_app.views.theme import Look
from shared_models.reports.named import Named
from shared_models.reports.wording import heading

TABLE, BARS = "table", "bars"
SWITCH_WIDTH = 232


def heading_line(
    look: Look, title: str, shape: str, choose: Callable[[str], Any], action: ft.Control | None
) -> ft.Control:
    """The report's name and the switch between table and bars; on phones under each other, with the `action`."""
    name = say("report_as", look.language)
    options = [Option(code, say(f"report_as_{code}", look.language)) for code in (TABLE, BARS)]
    switch = ft.Container(segmented(look, name, options, shape, choose), width=look.px(SWITCH_WIDTH))
    if look.phone:
        return ft.Column([section(look, title, action=action), switch], spacing=8, tight=True)
    return section(look, title, action=switch)


def total_figures(look: Look, named: Named, topic: Topic) -> ft.Control | None:
    """Three numbers of the total row; None where a report has no total."""
    total = next((line for line in named.lines() if line.total), None)
    if total is None or not topic.figures:
        return None
    places = [named.place_of(key) for key in topic.figures]
    found = [
        Figure(total.numbers[named.places.index(place)], heading(named.column(place), look.language))
        for place in places
    ]
    return figures(look, found)


@ft.component
def ShownReport(look: Look, named: Named, shape: str, first: str, room: float) -> ft.Control:
    """The table, or the bars of one of its columns, `first` to begin with."""
    chosen, choose = ft.use_state(first)
    if shape == TABLE:
        return report_table(look, named, room=room)
    place = named.place_of(chosen)
    keys = [named.column(each).key for each in named.places]
    options = [Option(key, words) for key, words in zip(keys, named.headings, strict=True)]
    parts: list[ft.Control] = []
    if len(options) > 1:
        parts.append(Select(say("report_bars_of", look.language), options, named.column(place).key, choose))
    parts.append(bar_chart(look, bars_of(named, place)))
    return ft.Column(parts, spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
