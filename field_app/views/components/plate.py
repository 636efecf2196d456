"""The house-number plate: solid for the house you are writing in, soft for a house in a list. Nothing else looks so."""

from typing import Literal

import flet as ft

from field_app.views.components.text import text
from field_app.views.text import say
from field_app.views.theme import Look

PlateSize = Literal["s", "m", "l"]
MEASURES: dict[PlateSize, tuple[int, int, int]] = {"s": (64, 44, 18), "m": (76, 52, 20), "l": (104, 64, 28)}
DIGIT_WIDTH = 0.58  # of the font size, for Sarabun's bold digits
FRAME = 10  # px that the two edges take from the width
SMALLEST = 13  # below this a number breaks in two lines at its slash


def plate(look: Look, number: str, *, solid: bool = False, size: PlateSize = "m") -> ft.Container:
    """A house number on its plate. A long one shrinks, and breaks at the slash before it becomes unreadable."""
    width, height, largest = MEASURES[size]
    tokens = look.tokens
    lines, font = fitted(number or "–", look.px(width) / look.scale, largest)  # boxes grow less than text
    words = text(
        look,
        "\n".join(lines),
        size=font,
        weight=700,
        color=tokens.on_primary if solid else tokens.primary_ink,
        line_height=1.2 if len(lines) == 1 else 1.1,
        max_lines=len(lines),
        align=ft.TextAlign.CENTER,
    )
    words.semantics_label = (
        say("house", look.language, number=number) if number else say("house_unknown", look.language)
    )
    inner_line = "#9900382F" if look.dark else "#99FFFFFF"
    return ft.Container(
        ft.Container(
            words,
            alignment=ft.Alignment.CENTER,
            border=ft.Border.all(1, inner_line if solid else "#00000000"),
            border_radius=7,
        ),
        bgcolor=tokens.primary if solid else tokens.primary_soft,
        border_radius=10,
        padding=3,
        width=look.px(width),
        height=look.px(height),
    )


def fitted(number: str, width: float, largest: float) -> tuple[list[str], float]:
    """The lines of a house number and the font size in px at which they fit a plate of `width`."""
    room = width - FRAME
    size = min(largest, room / (DIGIT_WIDTH * len(number)))
    if size >= SMALLEST or "/" not in number:
        return [number], max(size, 10.0)
    before, after = number.split("/", 1)
    lines = [before + "/", after]
    return lines, min(15.0, room / (DIGIT_WIDTH * max(map(len, lines))))
