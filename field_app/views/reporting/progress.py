"""The progress of the campaign: three figures, the villages, and beside them who fails which dimension."""

import flet as ft

from field_app.services import clock, fiscal_year
from field_app.views.components.progress_table import ProgressLine, progress_table
from field_app.views.components.section import section
from field_app.views.components.text import muted
from field_app.views.reporting.bars import bar_chart, bars_of
from field_app.views.reporting.figure import Figure, figures
from field_app.views.text import say
from field_app.views.theme import Language, Look
from shared_models.area_words import subdistrict_name, village_name
from shared_models.labels.moment import ERA
from shared_models.reports.named import Named
from shared_models.reports.table import Row, Table

SIDE_WIDTH = 392


def progress_body(look: Look, table: Table, failing: Named, *, shown: ft.Control | None = None) -> list[ft.Control]:
    """`shown` stands in the place of the table, such as its bars; `failing` is the report on the MPI."""
    lines = progress_lines(table, look.language)
    year = fiscal_year.start(clock.today()).year + ERA
    basis = muted(look, say("report_basis", look.language, year=year))
    main = ft.Column(
        [shown or progress_table(look, lines), basis],
        spacing=12,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    side = failing_block(look, failing)
    body: ft.Control = ft.Column(
        [main, side], spacing=look.gutter, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
    )
    if look.wide:
        body = ft.Row(
            [ft.Container(main, expand=True), ft.Container(side, width=SIDE_WIDTH)],
            spacing=look.gutter,
            vertical_alignment=ft.CrossAxisAlignment.START,
        )
    return [body]


def failing_block(look: Look, failing: Named) -> ft.Control:
    """The five dimensions by how many households fail them."""
    place = failing.place_of("households_failing")
    dimensions = [bar for bar in bars_of(failing, place) if not bar.around]
    title = section(look, say("report_failing", look.language))
    chart = bar_chart(look, dimensions, note=say("report_failing_note", look.language))
    return ft.Column([title, chart], spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def progress_lines(table: Table, language: Language) -> list[ProgressLine]:
    """A line for each village, and the total last."""
    keys = [column.key for column in table.columns]
    return [progress_line(dict(zip(keys, row.cells, strict=True)), row, language) for row in table.rows]


def progress_line(cells: dict[str, object], row: Row, language: Language) -> ProgressLine:
    code = str(cells["village_code"])
    name = say("report_total", language) if row.total else village_name(code, language)
    around = "" if row.total else subdistrict_name(code, language)
    counts = (int(str(cells[key])) for key in ("households", "visited", "analysed", "helped"))
    return ProgressLine(name, around, *counts, total=row.total)


def progress_figures(look: Look, total: ProgressLine) -> ft.Control:
    """The three numbers one is asked for."""
    language = look.language
    visited = f"{total.visited:,}/{total.households:,}"
    if not look.phone:
        visited = say("report_visited_note", language, n=f"{total.visited:,}", count=f"{total.households:,}")
    missing = say("report_missing", language, n=f"{total.households - total.analysed:,}")
    return figures(
        look,
        [
            Figure(f"{total.share:.0%}", say("report_visited", language), visited),
            Figure(f"{total.analysed:,}", say("report_analysed", language), missing),
            Figure(f"{total.helped:,}", say("report_helped", language), say("report_helped_note", language)),
        ],
    )
