"""A household in a list: plate, head with the matched letters marked, village, chips, state."""

from collections.abc import Sequence
from dataclasses import dataclass

import flet as ft

from field_app.views.components.chip import Status, state_word, status_chip
from field_app.views.components.icon import icon
from field_app.views.components.plate import plate
from field_app.views.components.pressable import Callback, pressable, spoken
from field_app.views.components.text import Part, muted, rich
from field_app.views.text import say
from field_app.views.theme import Look

CHIPS = 2  # more would hide the name
STATE_WIDTH = 128


@dataclass(frozen=True)
class HouseholdLine:
    """`detail` is `บ้านดอนแก้ว หมู่ 4 · 6 คน`. `matched` are the spans of `head` that the search found, as (start, end).
    Of `chips` the first two are shown. `state` stands at the right on tablets, in the detail line's place on phones."""

    number: str
    head: str
    detail: str
    chips: tuple[Status, ...] = ()
    state: Status | None = None
    matched: tuple[tuple[int, int], ...] = ()


def household_row(
    look: Look, line: HouseholdLine, on_click: Callback, *, selected: bool = False, compact: bool = False
) -> ft.Container:
    """`compact` is the narrow list left of an open file: no chips, no state, the plate solid when `selected`."""
    roomy = not compact and not look.phone
    lines: list[ft.Control] = [
        rich(look, head_parts(look, line), size=18, line_height=1.4, max_lines=look.lines(1)),
    ]
    if look.phone and not compact and line.state and not line.chips:
        lines.append(state_word(look, line.state))
    else:
        lines.append(muted(look, line.detail, size=14 if compact else 16, max_lines=look.lines(1)))
    chips: list[ft.Control] = [status_chip(look, chip) for chip in line.chips[:CHIPS]]
    if chips and look.phone and not compact:
        lines.append(ft.Container(ft.Row(chips, spacing=6, run_spacing=6, wrap=True), padding=ft.Padding.only(top=4)))
    parts: list[ft.Control] = [
        plate(look, line.number, solid=selected, size="s"),
        ft.Column(lines, spacing=0, expand=True, tight=True),
    ]
    if roomy and chips:
        parts.append(ft.Row(chips, spacing=8, tight=True))
    if roomy and line.state:
        parts.append(ft.Container(state_word(look, line.state), width=look.px(STATE_WIDTH) if line.chips else None))
    if not compact:
        parts.append(icon(look, ft.Icons.CHEVRON_RIGHT_ROUNDED))
    return pressable(
        look,
        ft.Row(parts, spacing=14 if roomy else 12),
        name=row_name(look, line),
        on_click=on_click,
        selected=selected or None,
        padding=ft.Padding.only(left=16 if roomy else 12, right=10 if roomy else 8, top=10, bottom=10),
        bgcolor=look.tokens.primary_soft if selected else None,
        radius=0,
    )


def row_inset(look: Look, *, compact: bool = False) -> int:
    """Where the hairlines of a group of household rows begin: under the text."""
    roomy = not compact and not look.phone
    return look.px(64) + (30 if roomy else 24)


def head_parts(look: Look, line: HouseholdLine) -> Sequence[Part]:
    """The head's name cut at the matched spans; those are bold and teal."""
    parts: list[Part] = []
    at = 0
    for start, end in sorted(line.matched):
        parts += [Part(line.head[at:start], 600), Part(line.head[start:end], 700, look.tokens.primary)]
        at = end
    return [part for part in [*parts, Part(line.head[at:], 600)] if part.words]


def row_name(look: Look, line: HouseholdLine) -> str:
    """`บ้าน 47/2 นายบุญมี ใจคำ …`: everything the row shows, in reading order."""
    number = say("house", look.language, number=line.number)
    chips = [chip.label for chip in line.chips[:CHIPS]]
    return spoken(number, line.head, line.detail, *chips, line.state.label if line.state else None)
