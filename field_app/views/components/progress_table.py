"""Progress by village: a table with a bar inside its main column and a total row; a list of bars on phones."""

from collections.abc import Sequence
from dataclasses import dataclass

import flet as ft

from field_app.views.components.group import group
from field_app.views.components.pressable import spoken
from field_app.views.components.progress_bar import progress_bar
from field_app.views.components.text import Part, muted, rich, text
from field_app.views.text import say
from field_app.views.theme import Look, Weight

NUMBER_WIDTH = 84
COUNT_WIDTH = 104


@dataclass(frozen=True)
class ProgressLine:
    """Counts of households. `around` is muted beside the name; the `total` line is bold."""

    name: str
    around: str
    households: int
    visited: int
    analysed: int
    helped: int
    total: bool = False

    @property
    def share(self) -> float:
        return self.visited / self.households if self.households else 0.0

    @property
    def percent(self) -> str:
        return f"{self.visited:,} ({self.share:.0%})"


def progress_table(look: Look, lines: Sequence[ProgressLine]) -> ft.Control:
    """Heads and total stay on the same ground as the rows; weight marks them."""
    if look.phone:
        return group(look, [narrow_line(look, line) for line in lines])
    return group(look, [heads(look), *(wide_line(look, line) for line in lines)], inset=0)


def heads(look: Look) -> ft.Control:
    """The columns' names."""

    def head(key: str) -> ft.Text:
        return text(look, say(key, look.language), weight=600, color=look.tokens.text_muted, line_height=1.35)

    return cells(look, head("report_village"), head("report_households"), head("report_visited"),
                 head("report_four_t"), head("report_helped_short"))  # fmt: skip


def wide_line(look: Look, line: ProgressLine) -> ft.Control:
    """A village or the total."""
    weight: Weight = 700 if line.total else 400

    def number(count: int) -> ft.Text:
        return text(look, f"{count:,}", weight=weight)

    name = rich(
        look, [Part(line.name, 700 if line.total else 600), Part(f"  {line.around}", 400, look.tokens.text_muted)]
    )
    bar = ft.Row(
        [
            ft.Container(progress_bar(look, line.share, name=spoken(line.name, line.percent), height=10), expand=True),
            ft.Container(text(look, line.percent, weight=weight), width=look.px(COUNT_WIDTH)),
        ],
        spacing=10,
    )
    return cells(look, name, number(line.households), bar, number(line.analysed), number(line.helped))


def cells(look: Look, name: ft.Control, households: ft.Control, bar: ft.Control, *numbers: ft.Control) -> ft.Control:
    """One line of the table."""
    narrow = [right(look, number) for number in numbers]
    row = [
        ft.Container(name, expand=2),
        right(look, households),
        ft.Container(width=12),
        ft.Container(bar, expand=4),
        *narrow,
    ]
    return ft.Container(ft.Row(row, spacing=8), padding=ft.Padding.symmetric(horizontal=16, vertical=13))


def right(look: Look, content: ft.Control) -> ft.Control:
    """Numbers stand at the right of their column."""
    return ft.Container(content, width=look.px(NUMBER_WIDTH), alignment=ft.Alignment.CENTER_RIGHT)


def narrow_line(look: Look, line: ProgressLine) -> ft.Control:
    """On phones: name and count, bar, and the other two counts below."""
    first = ft.Row(
        [
            rich(look, [Part(line.name, 600), Part(f"  {line.around}", 400, look.tokens.text_muted)], expand=True),
            muted(look, say("work_households", look.language, n=f"{line.households:,}")),
        ],
        spacing=8,
    )
    second = ft.Row(
        [
            ft.Container(progress_bar(look, line.share, name=spoken(line.name, line.percent), height=10), expand=True),
            text(look, line.percent, weight=600),
        ],
        spacing=12,
    )
    third = muted(look, say("report_line", look.language, n=f"{line.analysed:,}", m=f"{line.helped:,}"))
    column = ft.Column(
        [first, second, third], spacing=2, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
    )
    return ft.Container(column, padding=ft.Padding.symmetric(horizontal=16, vertical=10))
