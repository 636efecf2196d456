"""Reports: progress by village, with what the figures rest on."""

import flet as ft

from field_app.services import clock, fiscal_year, worklist
from field_app.services.worklist import Worklist
from field_app.views.area_words import subdistrict_name, village_name
from field_app.views.components.button import primary_button
from field_app.views.components.empty import empty
from field_app.views.components.pane import pane
from field_app.views.components.progress_table import ProgressLine, progress_table
from field_app.views.components.section import section
from field_app.views.components.text import muted, text
from field_app.views.components.top_bar import page_head
from field_app.views.desk import Desk, use_desk, use_loaded
from field_app.views.load_failure import load_failure
from field_app.views.moments import ERA, clock_words, date_words
from field_app.views.navigation import desk_badge, loading, main_screen, start_exchange
from field_app.views.text import say
from field_app.views.theme import Look, use_look


@ft.component
def ReportsScreen() -> ft.Control:
    """Three figures, then the table."""
    look, desk = use_look(), use_desk()
    loaded = use_loaded(lambda: worklist.worklist(desk.opened))
    if loaded.problem is not None:
        body: ft.Control = load_failure(look, loaded.problem)
    elif loaded.value is None:
        body = loading(look)
    elif not loaded.value.villages:
        body = nothing_yet(look, desk)
    else:
        body = report(look, loaded.value)
    when = date_words(clock.today(), look.language)
    if not look.phone:
        when = f"{when} {clock_words(clock.now(), look.language)}"
    head = page_head(
        look,
        say("reports", look.language),
        badge=desk_badge(look, desk),
        note=say("report_note_short" if look.phone else "report_note", look.language, when=when),
    )
    return main_screen(look, ft.Column([head, body], spacing=0, expand=True), selected="reports")


def report(look: Look, work: Worklist) -> ft.Control:
    """Progress of this fiscal year."""
    lines = village_lines(look, work)
    year = fiscal_year.start(clock.today()).year + ERA
    return pane(
        look,
        [
            figures(look, lines[-1]),
            section(look, say("report_by_village", look.language)),
            progress_table(look, lines),
            muted(look, say("report_basis", look.language, year=year)),
        ],
    )


def village_lines(look: Look, work: Worklist) -> list[ProgressLine]:
    """A line for each village, and the total last."""
    lines = [
        ProgressLine(
            village_name(item.village_code, look.language),
            subdistrict_name(item.village_code, look.language),
            item.households,
            item.visited,
            item.analysed,
            item.helped,
        )
        for item in work.villages
    ]
    total = ProgressLine(
        say("report_total", look.language),
        "",
        sum(line.households for line in lines),
        sum(line.visited for line in lines),
        sum(line.analysed for line in lines),
        sum(line.helped for line in lines),
        total=True,
    )
    return [*lines, total]


def figures(look: Look, total: ProgressLine) -> ft.Control:
    """The three numbers one is asked for."""
    language = look.language
    visited = f"{total.visited:,}/{total.households:,}"
    if not look.phone:
        visited = say("report_visited_note", language, n=f"{total.visited:,}", count=f"{total.households:,}")
    missing = say("report_missing", language, n=f"{total.households - total.analysed:,}")
    cells = [
        figure(look, f"{total.share:.0%}", say("report_visited", language), visited),
        figure(look, f"{total.analysed:,}", say("report_analysed", language), missing),
        figure(look, f"{total.helped:,}", say("report_helped", language), say("report_helped_note", language)),
    ]
    if look.phone and look.large:
        return ft.Column(cells, spacing=look.gutter, tight=True)
    return ft.Row(cells, spacing=look.gutter, vertical_alignment=ft.CrossAxisAlignment.START)


def figure(look: Look, number: str, words: str, note: str) -> ft.Control:
    """A number, what it counts, and out of what."""
    lines: list[ft.Control] = [
        text(look, number, size=28, weight=700, line_height=1.25),
        text(look, words, weight=600, line_height=1.4),
        muted(look, note, size=14),
    ]
    return ft.Column(lines, spacing=0, tight=True, expand=not (look.phone and look.large))


def nothing_yet(look: Look, desk: Desk) -> ft.Control:
    """Before the first exchange there is nothing to count."""
    language = look.language
    expected = f"{desk.standing.expected_households:,}" if desk.standing else "0"
    action = primary_button(
        look, say("work_first_action", language), lambda: start_exchange(desk), icon=ft.Icons.DOWNLOAD_ROUNDED
    )
    told = empty(
        look, say("report_none", language), detail=say("work_first_note", language, n=expected), actions=[action]
    )
    return ft.Container(told, expand=True, alignment=ft.Alignment.CENTER, padding=look.margin)
