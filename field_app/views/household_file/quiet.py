"""Lines of a file that are read and not tapped: a dated row, and the sentence where a section is empty."""

import flet as ft

from field_app.views.components.chip import Status, state_word
from field_app.views.components.group import block
from field_app.views.components.icon import icon
from field_app.views.components.pressable import Callback, pressable, spoken
from field_app.views.components.text import muted, text
from field_app.views.theme import Look

INSET = 56


def quiet_line(look: Look, words: str) -> ft.Control:
    """Why a section is empty and what to do next."""
    return block(look, muted(look, words), padding=16)


def record_row(
    look: Look,
    title: str,
    detail: str,
    mark: ft.IconData,
    *,
    state: Status | None = None,
    on_click: Callback | None = None,
    lines: int = 2,
) -> ft.Control:
    """Icon, title, muted line, state; with a chevron where it can be opened."""
    words: list[ft.Control] = [text(look, title, weight=600, line_height=1.4, max_lines=look.lines(lines))]
    if detail:
        words.append(muted(look, detail, max_lines=look.lines(2)))
    if state and look.phone:
        words.append(state_word(look, state, bounded=True))
    parts: list[ft.Control] = [icon(look, mark), ft.Column(words, spacing=0, expand=True, tight=True)]
    if state and not look.phone:
        parts.append(state_word(look, state))
    if on_click is not None:
        parts.append(icon(look, ft.Icons.CHEVRON_RIGHT_ROUNDED))
    row = ft.Row(parts, spacing=16)
    padding = ft.Padding.only(left=16, right=10 if on_click is not None else 16, top=10, bottom=10)
    if on_click is None:
        return ft.Container(row, padding=padding)
    name = spoken(title, detail, state.label if state else None)
    return pressable(look, row, name=name, on_click=on_click, padding=padding, radius=0)
