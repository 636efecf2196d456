"""A choice from a list too long for the screen: a box like a field that opens a searchable sheet."""

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from field_app.views.components.field import labelled, use_text_draft
from field_app.views.components.icon import icon
from field_app.views.components.pressable import pressable, spoken
from field_app.views.components.sheet import Option, option_sheet
from field_app.views.components.text import text
from field_app.views.text import say
from field_app.views.theme import Look, use_look


@ft.component
def Select(
    label: str,
    options: Sequence[Option],
    value: str | None,
    on_change: Callable[[str], Any],
    *,
    caption: str = "",
    optional: bool = False,
    placeholder: str = "",
    blocked: str = "",
    error: str = "",
    shows_error: bool = True,
    shows_label: bool = True,
    expand: bool | None = None,
) -> ft.Control:
    """One option of many; `on_change` gets its code. `options` come in the order they should be read (Thai order).

    `caption` replaces the label above with a small one (date parts). `blocked` greys the box and says why in it.
    Without `shows_label` only screen readers and the sheet say it, where a heading stands above several boxes.
    """
    look = use_look()
    opened, set_opened = ft.use_state(False)
    _, redraw = ft.use_state(0)
    draft = use_text_draft({"query": ""}, on_change=lambda _key, _value: redraw(lambda count: count + 1))

    def close() -> None:
        draft.put("query", "")
        set_opened(False)

    def choose(code: str) -> Any:
        close()
        return on_change(code)

    page_height = ft.context.page.height or 800
    ft.use_dialog(
        option_sheet(
            look, label, options, chosen=value, draft=draft, on_choose=choose, on_close=close, page_height=page_height,
            on_search=lambda: redraw(lambda count: count + 1),
        )
        if opened
        else None
    )  # fmt: skip
    name = next((option.name for option in options if option.code == value), "")
    box = select_box(
        look, label, name, lambda: set_opened(True), placeholder=placeholder, blocked=blocked, error=bool(error)
    )
    if caption:
        small = text(look, caption, size=14, color=look.tokens.text_muted)
        return ft.Column([small, box], spacing=2, horizontal_alignment=ft.CrossAxisAlignment.STRETCH, tight=True)
    above = label if shows_label else ""
    return labelled(look, above, box, optional=optional, error=error if shows_error else "", expand=expand)


def select_box(
    look: Look,
    label: str,
    value: str,
    on_click: Callable[[], Any],
    *,
    placeholder: str = "",
    blocked: str = "",
    error: bool = False,
) -> ft.Control:
    """The closed box: value or what to do, and a chevron."""
    tokens = look.tokens
    shown = value or blocked or placeholder or say("choose", look.language)
    color = tokens.text if value and not blocked else tokens.text_muted
    words = text(look, shown, size=18, color=color, line_height=1.4, max_lines=look.lines(1), expand=True)
    edge = tokens.danger_text if error else tokens.outline if blocked else tokens.outline_strong
    content = ft.Row([words, icon(look, ft.Icons.EXPAND_MORE_ROUNDED, color=color)], spacing=4)
    border = ft.Border.all(2 if error else 1, edge)
    padding = ft.Padding.only(left=16, right=10, top=15, bottom=15)
    if blocked:
        greyed = ft.Semantics(label=spoken(label, blocked), exclude_semantics=True, content=content)
        return ft.Container(greyed, bgcolor=tokens.sunken, border=border, border_radius=12, padding=padding)
    return pressable(
        look,
        content,
        name=spoken(label, shown),
        on_click=on_click,
        bgcolor=tokens.raised,
        border=border,
        padding=padding,
    )
