"""A report as a table: as many columns as it has where there is room, a list of lines on phones."""

from collections.abc import Sequence

import flet as ft

from field_app.views.components.group import block, group, hairline
from field_app.views.components.pressable import spoken
from field_app.views.components.text import Part, muted, rich, text
from field_app.views.text import NO_BREAK
from field_app.views.theme import Look, SizeClass, Weight
from shared_models.reports.named import Line, Named

NAME_WIDTH = 320
NUMBER_WIDTH = 104


def room_of(look: Look, *, beside: float = 0) -> float:
    """Px for a table beside the rail; `beside` is what another pane takes where there are two."""
    rail = 0 if look.device is SizeClass.PHONE else look.px(96)
    width = float(ft.context.page.width or 0) - rail - 2 * look.margin
    return width - beside if look.wide else width


def report_table(look: Look, named: Named, *, room: float) -> ft.Control:
    """`room` is the width there is: a wider table is moved sideways with the finger, its names wrap."""
    lines = named.lines()
    if look.phone:
        return group(look, [narrow_line(look, line, named.headings) for line in lines])
    least = look.px(NAME_WIDTH) + look.px(NUMBER_WIDTH) * len(named.places) + 32
    width = max(room, least)
    rows: list[ft.Control] = [heads(look, named)]
    for line in lines:
        rows += [hairline(look), wide_line(look, line)]
    drawn = ft.Column(rows, spacing=0, horizontal_alignment=ft.CrossAxisAlignment.STRETCH, width=width)
    if least <= room:
        return block(look, drawn)
    return block(look, ft.Row([drawn], scroll=ft.ScrollMode.AUTO))


def heads(look: Look, named: Named) -> ft.Control:
    """The columns' names, wrapped."""
    color = look.tokens.text_muted
    numbers: list[ft.Control] = [
        cell(look, text(look, words, size=14, weight=600, color=color, line_height=1.35, align=ft.TextAlign.RIGHT))
        for words in named.headings
    ]
    first = ft.Container(text(look, named.title, weight=600, color=color, line_height=1.35), expand=True)
    return padded([first, *numbers], bottom_line=True)


def wide_line(look: Look, line: Line) -> ft.Control:
    """A line of the table; the total is bold."""
    weight: Weight = 700 if line.total else 400
    parts = [Part(line.name, 700 if line.total else 600)]
    parts += [Part(f"  {line.around}", 400, look.tokens.text_muted)] if line.around else []
    name = ft.Container(rich(look, parts, line_height=1.4), expand=True)
    return padded([name, *(cell(look, text(look, words, weight=weight)) for words in line.numbers)])


def padded(cells: Sequence[ft.Control], *, bottom_line: bool = False) -> ft.Control:
    """One line of the table."""
    ends = ft.CrossAxisAlignment.END if bottom_line else ft.CrossAxisAlignment.CENTER
    row = ft.Row(list(cells), spacing=0, vertical_alignment=ends)
    return ft.Container(row, padding=ft.Padding.symmetric(horizontal=16, vertical=11))


def cell(look: Look, content: ft.Control) -> ft.Control:
    """Numbers stand at the right of their column."""
    width = look.px(NUMBER_WIDTH)
    return ft.Container(content, width=width, alignment=ft.Alignment.CENTER_RIGHT, padding=ft.Padding.only(left=8))


def narrow_line(look: Look, line: Line, headings: Sequence[str]) -> ft.Control:
    """Name, and under it each number that is not nothing with the word of its column."""
    told = [(words, number) for words, number in zip(headings, line.numbers, strict=True) if number not in ("0", "–")]
    lines: list[ft.Control] = [text(look, line.name, weight=700 if line.total else 600, line_height=1.4)]
    if line.around:
        lines.append(muted(look, line.around, size=14))
    parts: list[Part] = []
    for words, number in told:
        parts += [
            Part(("" if not parts else "  ·  ") + f"{words}{NO_BREAK}", 400, look.tokens.text_muted),
            Part(number, 600),
        ]
    lines.append(rich(look, parts, line_height=1.4) if parts else muted(look, "0"))
    name = spoken(line.name, line.around, *(f"{words} {number}" for words, number in told))
    column = ft.Column(lines, spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    said = ft.Semantics(label=name, exclude_semantics=True, content=column)
    return ft.Container(said, padding=ft.Padding.symmetric(horizontal=16, vertical=10))
