"""The pivot's design: what is counted, by what, and under which conditions. Each change shows at once."""

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import flet as ft

from field_app.services import reports
from field_app.views.components.button import quiet_button
from field_app.views.components.chip import filter_chip
from field_app.views.components.field import labelled
from field_app.views.components.radio_list import checkbox_row
from field_app.views.components.select import Select
from field_app.views.components.sheet import Option
from field_app.views.desk import use_desk, use_loaded
from field_app.views.reporting.design import (
    NONE,
    entity_options,
    field_options,
    filter_of,
    group_options,
    measure_options,
    measured,
    named_field,
    of_entity,
    with_measure,
    without,
)
from field_app.views.text import say
from field_app.views.theme import Language, Look, use_look
from shared_models.reports.pivot_spec import Filter, PivotSpec, Test
from shared_models.reports.table import Column, Table
from shared_models.reports.wording import heading

Change = Callable[[PivotSpec], Any]


def designer(look: Look, spec: PivotSpec, change: Change) -> list[ft.Control]:
    """The choices, in the order one thinks of them."""
    language = look.language
    fields = field_options(spec.entity, language)
    undivided = [Option(NONE, say("design_undivided", language)), *fields]

    def choose(key: str, options: list[Option], value: str, chosen: Callable[[str], PivotSpec]) -> ft.Control:
        return Select(say(key, language), options, value, lambda code: change(chosen(code)), key=f"{key} {spec.entity}")

    return [
        choose("design_entity", entity_options(language), spec.entity, of_entity),
        choose("design_rows", fields, spec.rows_by or NONE, lambda code: replace(spec, rows_by=code)),
        choose("design_columns", undivided, spec.columns_by or NONE, lambda c: replace(spec, columns_by=c or None)),
        choose(
            "design_measure",
            measure_options(spec.entity, language),
            measured(spec),
            lambda code: with_measure(spec, code),
        ),
        Conditions(spec, change, key=f"conditions {spec.entity}"),
        checkbox_row(
            look,
            say("design_here", language),
            spec.here,
            lambda: change(replace(spec, here=not spec.here)),
            detail=say("design_here_note", language),
        ),
    ]


@ft.component
def Conditions(spec: PivotSpec, change: Change) -> ft.Control:
    """The conditions that hold, each to be taken off, and the making of a new one: a field, then one of its groups."""
    look = use_look()
    field, set_field = ft.use_state(NONE)
    adding, set_adding = ft.use_state(False)
    language = look.language

    def stop() -> None:
        set_adding(False)
        set_field(NONE)

    def add(condition: Filter) -> Any:
        stop()
        return change(replace(spec, where=(*spec.where, condition)))

    rows: list[ft.Control] = [filter_line(look, spec, place, change) for place in range(len(spec.where))]
    if not adding:
        add_words = say("design_add_filter", language)
        add_button = quiet_button(look, add_words, lambda: set_adding(True), icon=ft.Icons.ADD_ROUNDED)
        rows.append(ft.Row([add_button], spacing=0))
    else:
        fields = field_options(spec.entity, language)
        rows.append(Select(say("design_filter_field", language), fields, field or None, set_field))
        if field:
            rows.append(GroupSelect(spec, field, add, key=field))
        rows.append(ft.Row([quiet_button(look, say("design_cancel_filter", language), stop)], spacing=0))
    column = ft.Column(rows, spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return labelled(look, say("design_filters", language), column)


@ft.component
def GroupSelect(spec: PivotSpec, field: str, add: Callable[[Filter], Any]) -> ft.Control:
    """The groups that the rows of this tablet fall into by that field."""
    look, desk = use_look(), use_desk()
    by = PivotSpec(spec.entity, rows_by=field, here=spec.here)
    loaded = use_loaded(lambda: reports.designed(desk.opened, by), field)
    table: Table | None = loaded.value
    options = group_options(table, look.language) if table else []
    numeric = spec.field(field).numeric

    def choose(code: str) -> Any:
        return add(filter_of(field, code, numeric))

    empty = "" if options or loaded.waiting else say("design_no_value", look.language)
    return Select(say("design_filter_value", look.language), options, None, choose, blocked=empty)


def filter_line(look: Look, spec: PivotSpec, place: int, change: Change) -> ft.Control:
    """A condition as a chip that can be taken off."""
    words = filter_words(spec, spec.where[place], look.language)
    off = replace(spec, where=without(spec.where, place))
    return ft.Row([filter_chip(look, words, lambda: change(off), on=True, removable=True)], spacing=0)


def filter_words(spec: PivotSpec, condition: Filter, language: Language) -> str:
    """`ตำบล: แม่ต๋ำ`."""
    found = spec.field(condition.field)
    groups = [
        heading(Column("", found.kind, found.choices, found.label, group, found.kind), language)
        for group in condition.groups
    ]
    value = say("design_no_value", language) if condition.test is Test.EMPTY else ", ".join(groups)
    return say("design_filter", language, field=named_field(spec, condition.field, language), value=value)
