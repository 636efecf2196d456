"""One field that differs: what it is, what it was before, the values to choose from, and a way to type another."""

from collections.abc import Callable
from typing import Any

import flet as ft

from field_app.services.conflicts import OpenConflict
from field_app.services.drafts import Opened
from field_app.views import single_field
from field_app.views.components.button import quiet_button
from field_app.views.components.chip import Status, state_word
from field_app.views.components.draft import Form, use_form
from field_app.views.components.field import under_line
from field_app.views.components.icon import icon
from field_app.views.components.pane import target
from field_app.views.components.text import Part, muted, rich, text
from field_app.views.conflict_parts.pick import ERROR, Pick, can_type, draft_key
from field_app.views.conflict_parts.told import value_box
from field_app.views.reader import reader
from field_app.views.text import say
from field_app.views.theme import Language, Look, use_look
from shared_models.joining import is_joinable
from shared_models.labels import label
from shared_models.labels.subject import subject_words
from shared_models.labels.value import value_words

FIELD_WIDTH, BEFORE_WIDTH = 240, 184
BESIDE = 2  # values in a line


@ft.component
def ConflictCard(
    conflict: OpenConflict, opened: Opened, on_form: Callable[[Form], Any], on_pick: Callable[[], Any]
) -> ft.Control:
    """A row of the table on wide screens, a block under the others else. `on_form` hands its form to the screen."""
    look = use_look()
    texts = single_field.box_names(conflict.field) if can_type(conflict.field) else ()
    form = use_form(draft_key(conflict), opened, texts=texts, household_id=conflict.household_id)
    on_form(form)
    pick = Pick(conflict, form)

    def picked(change: Callable[[], None]) -> Callable[[], None]:
        def do() -> None:
            change()
            on_pick()

        return do

    values = value_boxes(look, conflict, pick, picked)
    if look.wide:
        name = ft.Container(named(look, conflict, pick), width=look.px(FIELD_WIDTH))
        before = ft.Container(muted(look, before_words(conflict, look.language)), width=look.px(BEFORE_WIDTH))
        row: ft.Control = ft.Row(
            [name, before, ft.Container(values, expand=True)],
            spacing=12,
            vertical_alignment=ft.CrossAxisAlignment.START,
        )
        return target(str(conflict.id), ft.Container(row, padding=ft.Padding.symmetric(horizontal=20, vertical=20)))
    column = ft.Column(
        [named(look, conflict, pick), before_line(look, conflict), values],
        spacing=8,
        tight=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    return target(str(conflict.id), ft.Container(column, padding=ft.Padding.all(14 if look.phone else 20)))


def named(look: Look, conflict: OpenConflict, pick: Pick) -> ft.Control:
    """The field, whose it is, and how it stands."""
    lines: list[ft.Control] = [
        text(look, label(conflict.field.key, look.language), size=18, weight=600, line_height=1.4),
        muted(look, whose(conflict, look.language)),
    ]
    state = state_word(look, standing(pick, look.language))
    if look.wide:
        return ft.Column([*lines, state], spacing=0, tight=True)
    return ft.Row([ft.Column(lines, spacing=0, tight=True, expand=True), state], spacing=8)


def whose(conflict: OpenConflict, language: Language) -> str:
    """The row by its own words, unless it is those that differ."""
    words = subject_words(conflict.subject, conflict.entity, language)
    return label(conflict.entity, language) if words in {told.value for told in conflict.told} else words


def standing(pick: Pick, language: Language) -> Status:
    """Undecided in amber; decided in green, and for what."""
    if not pick.decided:
        return Status(say("conflict_undecided", language), "attention", ft.Icons.CALL_SPLIT_ROUNDED)
    words = say("conflict_decided", language)
    if pick.own:
        words = say("conflict_decided_own", language)
    elif len(pick.told) > 1:
        words = say("conflict_decided_joined", language, n=len(pick.told))
    elif pick.told[0].mine:
        words = say("conflict_decided_mine", language)
    return Status(words, "good", ft.Icons.CHECK_CIRCLE_ROUNDED)


def before_words(conflict: OpenConflict, language: Language) -> str:
    if conflict.before is None:
        return say("conflict_before_unknown", language)
    return value_words(conflict.field, conflict.before.value, reader(language, conflict.referred))


def before_line(look: Look, conflict: OpenConflict) -> ft.Control:
    """`ก่อนหน้านี้ 2,500 บาท`; nothing where it is not known."""
    parts = [
        Part(say("conflict_before", look.language), 500, look.tokens.text_muted),
        Part(f"  {before_words(conflict, look.language)}", 400, look.tokens.text_muted),
    ]
    row: list[ft.Control] = [icon(look, ft.Icons.HISTORY_ROUNDED, size=20), rich(look, parts, expand=True)]
    return ft.Container(ft.Row(row, spacing=8), visible=conflict.before is not None)


def value_boxes(
    look: Look, conflict: OpenConflict, pick: Pick, picked: Callable[[Callable[[], None]], Callable[[], None]]
) -> ft.Control:
    """The values, two in a line where there is room, then the way to another one."""
    several = is_joinable(conflict.field)
    boxes = [
        value_box(
            look,
            conflict,
            told,
            chosen=told in pick.told,
            several=several,
            on_click=picked(lambda told=told: pick.choose(told)),  # type: ignore[misc]
        )
        for told in conflict.told
    ]
    beside = 1 if look.phone else BESIDE
    rows: list[ft.Control] = [line(boxes[at : at + beside]) for at in range(0, len(boxes), beside)]
    if can_type(conflict.field):
        rows += own_value(look, conflict, pick, picked(pick.type_own))
    error = under_line(look, error=pick.form.error(ERROR))
    if error is not None:
        rows.append(error)
    return ft.Column(rows, spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def line(boxes: list[ft.Control]) -> ft.Control:
    """Boxes of the same height side by side."""
    if len(boxes) == 1:
        boxes[0].expand = None
        return boxes[0]
    return ft.Row(boxes, spacing=12, intrinsic_height=True, vertical_alignment=ft.CrossAxisAlignment.STRETCH)


def own_value(look: Look, conflict: OpenConflict, pick: Pick, on_click: Callable[[], None]) -> list[ft.Control]:
    """The switch, and the field itself once it is on."""
    words, whose = say("conflict_own", look.language), label(conflict.field.key, look.language)
    mark = ft.Icons.CHECK_ROUNDED if pick.own else ft.Icons.EDIT_OUTLINED
    switch = quiet_button(look, words, on_click, icon=mark, name=f"{words} {whose}")
    if not pick.own:
        return [ft.Row([switch])]
    return [ft.Row([switch]), single_field.control(look, pick.form, conflict.field)]
