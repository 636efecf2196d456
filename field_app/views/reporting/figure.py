"""The numbers that one is asked for, large."""

from collections.abc import Sequence
from typing import NamedTuple

import flet as ft

from field_app.views.components.pressable import spoken
from field_app.views.components.text import muted, text
from field_app.views.theme import Look


class Figure(NamedTuple):
    """A number, what it counts, and out of what."""

    number: str
    words: str
    note: str = ""


def figures(look: Look, found: Sequence[Figure]) -> ft.Control:
    """Side by side with a line between them; under each other on phones with large text."""
    stacked = look.phone and look.large
    cells = [figure(look, each, place, stacked) for place, each in enumerate(found)]
    if stacked:
        return ft.Column(cells, spacing=look.gutter, tight=True)
    return ft.Row(cells, spacing=look.gutter, vertical_alignment=ft.CrossAxisAlignment.START)


def figure(look: Look, told: Figure, place: int, stacked: bool) -> ft.Control:
    """One of them."""
    lines: list[ft.Control] = [
        text(look, told.number, size=28, weight=700, line_height=1.25),
        text(look, told.words, weight=600, line_height=1.4),
    ]
    if told.note:
        lines.append(muted(look, told.note, size=14))
    column = ft.Column(lines, spacing=0, tight=True)
    name = spoken(told.number, told.words, told.note)
    edge = ft.Border.only(left=ft.BorderSide(1, look.tokens.outline)) if place and not look.phone else None
    return ft.Container(
        ft.Semantics(label=name, exclude_semantics=True, content=column),
        border=edge,
        padding=ft.Padding.only(left=16) if edge else None,
        expand=None if stacked else True,
    )
