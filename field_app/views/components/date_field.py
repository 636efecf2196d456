"""The Buddhist date: day, month name, year; day and month may stay empty, and one line below reads it back."""

from collections.abc import Callable
from datetime import date
from typing import Any

import flet as ft

from field_app.views.components.field import (
    Kind,
    TextDraft,
    label_line,
    named,
    text_control,
    under_line,
    use_text_draft,
)
from field_app.views.components.pressable import spoken
from field_app.views.components.select import Select
from field_app.views.components.sheet import Option
from field_app.views.components.text import text
from field_app.views.components.typed_date import TypedDate, UnreadableDate, read_back, read_date
from field_app.views.text import say
from field_app.views.theme import Language, Look, use_look
from shared_models.birth import PartialDate
from shared_models.labels.moment import month_name

UNKNOWN = "0"
DAY_WIDTH = 84
YEAR_WIDTH = 104


@ft.component
def DateField(
    label: str,
    value: PartialDate | None,
    on_change: Callable[[PartialDate | None, bool], Any],
    *,
    today: date,
    optional: bool = False,
    error: str = "",
    hint: str = "",
    latest: date | None = None,
) -> ft.Control:
    """A date that may be partial. `on_change(value, readable)` runs at every change: value None with `readable` False
    means that what stands in the boxes is no date yet (its reason is shown once a box is left).

    `value` counts at the first render; `error` comes from the screen (required, refused) and wins. Thai digits are
    read. Days after `latest` (today unless given) are refused: give a far day for a due date.
    """
    look = use_look()
    typed, last = TypedDate.of(value), latest or today
    month, set_month = ft.use_state(typed.month)
    left, set_left = ft.use_state(False)
    _, redraw = ft.use_state(0)

    def tell(chosen: int | None) -> Any:
        boxes = TypedDate(draft.get("day"), chosen, draft.get("year"))
        read, problem = reading(boxes, latest=last, language=look.language)
        return on_change(read, not problem)

    def typed_something(_key: str, _text: str) -> Any:
        set_left(False)
        redraw(lambda count: count + 1)
        return tell(month)

    draft = use_text_draft(
        {"day": typed.day, "year": typed.year},
        on_change=typed_something,
        on_blur=lambda _key, _text: set_left(True),
    )

    def choose_month(code: str) -> Any:
        chosen = None if code == UNKNOWN else int(code)
        set_month(chosen)
        return tell(chosen)

    boxes = TypedDate(draft.get("day"), month, draft.get("year"))
    read, problem = reading(boxes, latest=last, language=look.language)
    shown_error = error or (problem if left else "")
    wrong = bool(shown_error)
    day = part(look, draft, "day", caption=say("day", look.language), label=label, error=wrong)
    year = part(look, draft, "year", caption=say("year_be", look.language), label=label, error=wrong)
    chosen_month = ft.Container(
        Select(
            label=spoken(label, say("month", look.language)),
            options=month_options(look.language),
            value=str(month) if month else None,
            on_change=choose_month,
            caption=say("month", look.language),
            placeholder=say("unknown", look.language) if not boxes.empty else "",
            error=shown_error,
        ),
        expand=True,
    )
    note = read_back(read, today=today, language=look.language) if read else hint or say("leave_empty", look.language)
    below = under_line(look, error=shown_error, hint=note)
    lines = [[day, chosen_month], [year]] if look.phone and look.large else [[day, chosen_month, year]]
    parts = [label_line(look, label, optional=optional), *[line_of(line) for line in lines], below]
    return ft.Column(
        [item for item in parts if item is not None],
        spacing=4,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        tight=True,
    )


def reading(boxes: TypedDate, *, latest: date, language: Language) -> tuple[PartialDate | None, str]:
    """The value of the boxes and "", or None and the sentence that says what is wrong."""
    try:
        return read_date(boxes, latest=latest, language=language), ""
    except UnreadableDate as unreadable:
        return None, unreadable.words(language)


def line_of(boxes: list[ft.Control]) -> ft.Row:
    """Boxes side by side; under large text a phone has room for two."""
    return ft.Row(boxes, spacing=8, vertical_alignment=ft.CrossAxisAlignment.START)


def part(look: Look, draft: TextDraft, key: str, *, caption: str, label: str, error: bool) -> ft.Control:
    """The day or year box under its small caption, named `label caption`."""
    kind: Kind = "number"
    box = text_control(look, draft, key, kind=kind, error=error, max_length=2 if key == "day" else 4)
    return ft.Column(
        [text(look, caption, size=14, color=look.tokens.text_muted), named(spoken(label, caption), box)],
        spacing=2,
        width=look.px(DAY_WIDTH if key == "day" else YEAR_WIDTH),
        tight=True,
    )


def month_options(language: Language) -> list[Option]:
    """Twelve months, and "unknown" first."""
    months = [Option(str(number), month_name(number, language)) for number in range(1, 13)]
    return [Option(UNKNOWN, say("unknown_month", language)), *months]
