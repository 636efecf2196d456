"""The officer's own table: the design beside what comes of it; on narrow screens above it."""

from collections.abc import Callable
from typing import Any

import flet as ft

from field_app.services import reports
from field_app.views.components.button import outline_button
from field_app.views.components.pane import pane, two_panes
from field_app.views.desk import use_desk, use_loaded
from field_app.views.load_failure import load_failure
from field_app.views.navigation import loading
from field_app.views.reporting.design import measure_options, measured, named_field
from field_app.views.reporting.designer import designer
from field_app.views.reporting.report_table import room_of
from field_app.views.reporting.shown import ShownReport, heading_line
from field_app.views.text import say
from field_app.views.theme import Look, use_look
from shared_models.reference import Reference
from shared_models.reports.named import Named
from shared_models.reports.pivot_spec import PivotSpec
from shared_models.reports.table import TOTAL, Table

DESIGN_WIDTH = 340
NO_DESIGN: PivotSpec | None = None


@ft.component
def OwnPivot(
    reference: Reference,
    shape: str,
    choose_shape: Callable[[str], Any],
    made: Callable[[Table], Any],
    action: ft.Control | None,
) -> ft.Control:
    """`made` hears of every table, for the export, `action` on phones. The design is remembered; where there is no
    room for two panes, a button opens it."""
    look, desk = use_look(), use_desk()
    changed, set_changed = ft.use_state(NO_DESIGN)
    changing, set_changing = ft.use_state(False)
    kept = use_loaded(lambda: reports.last_design(desk.opened))
    spec: PivotSpec | None = changed or kept.value

    async def table() -> Table | None:
        found = await reports.designed(desk.opened, spec) if spec else None
        if found is not None:
            made(found)
        return found

    loaded = use_loaded(table, spec)

    async def change(new: PivotSpec) -> None:
        set_changed(new)
        await reports.keep_design(desk.opened, new)

    if loaded.problem is not None:
        return load_failure(look, loaded.problem)
    if spec is None or loaded.value is None:
        return loading(look)
    named = Named(loaded.value, look.language, reference)
    result = [
        heading_line(look, title_of(look, spec), shape, choose_shape, action),
        ShownReport(look, named, shape, TOTAL, room_of(look, beside=DESIGN_WIDTH), key=spec.to_json()),
    ]
    design = designer(look, spec, change)
    if look.wide:
        return two_panes(look, pane(look, design), pane(look, result), left_width=DESIGN_WIDTH)
    words = say("design_done" if changing else "design_change", look.language)
    icon = ft.Icons.CHECK_ROUNDED if changing else ft.Icons.TUNE_ROUNDED
    turn = outline_button(look, words, lambda: set_changing(not changing), icon=icon)
    return pane(look, [turn, *(design if changing else result)])


def title_of(look: Look, spec: PivotSpec) -> str:
    """`จำนวนครัวเรือน ตามหมู่บ้าน`."""
    options = measure_options(spec.entity, look.language)
    measure = next((option.name for option in options if option.code == measured(spec)), "")
    return say("design_title", look.language, measure=measure, field=named_field(spec, spec.rows_by, look.language))
