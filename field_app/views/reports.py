"""Reports: the office's figures over what this tablet holds, and a table of the officer's own."""

from collections.abc import Callable
from typing import Any

import flet as ft

from field_app.services import clock, reference, reports
from field_app.services.tablet import Tablet
from field_app.views.components.button import primary_button
from field_app.views.components.empty import empty
from field_app.views.components.pane import pane
from field_app.views.components.pressable import Callback
from field_app.views.components.top_bar import page_head
from field_app.views.desk import Desk, use_desk, use_loaded
from field_app.views.load_failure import load_failure
from field_app.views.navigation import desk_badge, loading, main_screen, start_exchange
from field_app.views.reporting.export import export, export_button
from field_app.views.reporting.pivot import OwnPivot
from field_app.views.reporting.progress import progress_body, progress_figures, progress_lines
from field_app.views.reporting.report_table import room_of
from field_app.views.reporting.shown import TABLE, ShownReport, heading_line, total_figures
from field_app.views.reporting.topics import TOPICS, topic_chips
from field_app.views.text import say
from field_app.views.theme import Look, use_look
from shared_models.labels import label
from shared_models.labels.moment import clock_words, date_words
from shared_models.reference import Reference
from shared_models.reports import PIVOT
from shared_models.reports.named import Named
from shared_models.reports.table import Table

NO_TABLE: Table | None = None
NO_BANNER: ft.Control | None = None


@ft.component
def ReportsScreen() -> ft.Control:
    """Chips for the topics, the report under them; the way out at the right."""
    look, desk = use_look(), use_desk()
    topic, set_topic = ft.use_state("progress")
    made = ft.use_ref(NO_TABLE)
    told, tell = ft.use_state(NO_BANNER)

    def choose(name: str) -> None:
        made.current = None
        tell(None)
        set_topic(name)

    async def write() -> None:
        if made.current is not None:
            tell(await export(look, topic, made.current) or told)

    def make(table: Table) -> None:
        made.current = table

    held = desk.standing.households if desk.standing else 0
    if not held:
        body: ft.Control = nothing_yet(look, desk)
    else:
        action = export_button(look, write) if look.phone else None
        report = Body(topic, make, action, key=topic)
        body = ft.Column([top(look, topic, choose, write, told), report], spacing=0, expand=True)
    screen = ft.Column([title(look, desk), body], spacing=0, expand=True)
    return main_screen(look, screen, selected="reports")


def title(look: Look, desk: Desk) -> ft.Control:
    """What the figures rest on, and when."""
    when = date_words(clock.today(), look.language)
    if not look.phone:
        when = f"{when} {clock_words(clock.now(), look.language)}"
    note = say("report_note_short" if look.phone else "report_note", look.language, when=when)
    return page_head(look, say("reports", look.language), badge=desk_badge(look, desk), note=note)


def top(look: Look, topic: str, choose: Callable[[str], Any], write: Callback, told: ft.Control | None) -> ft.Control:
    """Chips and, where there is room, the export in one line. `told` is what came of it."""
    chips = topic_chips(look, topic, choose)
    parts: list[ft.Control] = [chips]
    if not look.phone:
        parts = [ft.Row([ft.Container(chips, expand=True), export_button(look, write)], spacing=look.gutter)]
    parts += [told] if told else []
    column = ft.Column(parts, spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return ft.Container(column, padding=ft.Padding.symmetric(horizontal=look.margin, vertical=4))


@ft.component
def Body(topic: str, made: Callable[[Table], Any], action: ft.Control | None) -> ft.Control:
    """The report of a topic, table or bars; `action` stands beside its name on phones."""
    look, desk = use_look(), use_desk()
    shape, set_shape = ft.use_state(TABLE)
    loaded = use_loaded(lambda: read(desk.opened, topic), topic)
    if loaded.problem is not None:
        return load_failure(look, loaded.problem)
    if loaded.value is None:
        return loading(look)
    tables, known = loaded.value
    if topic == PIVOT:
        return OwnPivot(known, shape, set_shape, made, action)
    table = tables[topic]
    made(table)
    named = Named(table, look.language, known, kept=(TOPICS[topic].bars, *TOPICS[topic].figures))
    shown = ShownReport(look, named, shape, TOPICS[topic].bars, room_of(look))
    line = heading_line(look, title_of(look, topic), shape, set_shape, action)
    if topic == "progress":
        failing = Named(tables["mpi"], look.language, known, kept=("households_failing",))
        total = progress_lines(table, look.language)[-1]
        blocks = progress_body(look, table, failing, shown=None if shape == TABLE else shown)
        return pane(look, [progress_figures(look, total), line, *blocks])
    figures = total_figures(look, named, TOPICS[topic])
    return pane(look, [*([figures] if figures else []), line, shown])


def title_of(look: Look, topic: str) -> str:
    """The report's full name."""
    return say("report_by_village", look.language) if topic == "progress" else label(f"report.{topic}", look.language)


async def read(tablet: Tablet, topic: str) -> tuple[dict[str, Table], Reference]:
    """The tables a topic shows, by report; beside the progress also the MPI."""
    names = {PIVOT: (), "progress": ("progress", "mpi")}.get(topic, (topic,))
    return {name: await reports.report(tablet, name) for name in names}, await reference.read(tablet)


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
