"""The steps of a visit: a list at the side on wide screens, six segments with a sheet elsewhere. Any step, any time."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

import flet as ft

from field_app.views.components.button import quiet_button
from field_app.views.components.icon import icon
from field_app.views.components.pressable import pressable, spoken
from field_app.views.components.progress_bar import segment_bar
from field_app.views.components.sheet import sheet
from field_app.views.components.text import muted, text
from field_app.views.text import say
from field_app.views.theme import Look, use_look

SIDE_WIDTH = 272


@dataclass(frozen=True)
class Step:
    """`fact` is where the step stands (`ยืนยันแล้ว 4 จาก 6 คน`)."""

    name: str
    fact: str = ""
    done: bool = False


def step_list(
    look: Look,
    steps: Sequence[Step],
    current: int,
    on_select: Callable[[int], Any],
    *,
    title: str,
    note: str = "",
    saved: str = "",
) -> ft.Container:
    """The side list of 272 px. `on_select` gets the index; `saved` is the foot (`บันทึกในเครื่องแล้ว 10.06 น.`)."""
    head: list[ft.Control] = [text(look, title, weight=600), muted(look, note, size=14)]
    rows: list[ft.Control] = [
        ft.Container(ft.Column(head, spacing=0, tight=True), padding=ft.Padding.only(left=12, bottom=4))
    ]
    rows += step_rows(look, steps, current, on_select)
    foot = ft.Row(
        [
            icon(look, ft.Icons.CHECK_ROUNDED, size=20, color=look.tokens.good_text),
            muted(look, saved, size=14, expand=True),
        ],
        spacing=8,
    )
    scrolled = ft.Column(
        rows,
        spacing=4,
        expand=True,
        scroll=ft.ScrollMode.AUTO,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    content: list[ft.Control] = [scrolled]
    if saved:
        content.append(
            ft.Semantics(live_region=True, content=ft.Container(foot, padding=ft.Padding.only(left=12, top=8)))
        )
    return ft.Container(
        ft.Column(content, spacing=4, horizontal_alignment=ft.CrossAxisAlignment.STRETCH),
        width=SIDE_WIDTH,
        bgcolor=look.tokens.raised,
        border=ft.Border.only(right=ft.BorderSide(1, look.tokens.outline)),
        padding=ft.Padding.symmetric(horizontal=12, vertical=16),
    )


def step_rows(look: Look, steps: Sequence[Step], current: int, on_select: Callable[[int], Any]) -> list[ft.Control]:
    """The steps as tappable rows."""
    return [step_row(look, step, index, index == current, on_select) for index, step in enumerate(steps)]


def step_row(look: Look, step: Step, index: int, here: bool, on_select: Callable[[int], Any]) -> ft.Container:
    """Number in a circle (a tick when done), name, fact."""
    tokens = look.tokens
    color = tokens.primary_ink if here else tokens.text
    lines: list[ft.Control] = [text(look, step.name, weight=700 if here else 500, color=color, line_height=1.4)]
    if step.fact:
        fact_color = tokens.primary_ink if here else tokens.text_muted
        lines.append(text(look, step.fact, size=14, color=fact_color, line_height=1.4, max_lines=2))
    done = say("step_done", look.language) if step.done else None
    mark = step_mark(look, index, here=here, done=step.done)
    return pressable(
        look,
        ft.Row([mark, ft.Column(lines, spacing=0, expand=True, tight=True)], spacing=12),
        name=spoken(str(index + 1), step.name, done, step.fact),
        on_click=lambda: on_select(index),
        selected=here,
        padding=ft.Padding.symmetric(horizontal=12, vertical=11),
        bgcolor=tokens.primary_soft if here else None,
    )  # fmt: skip


def step_mark(look: Look, index: int, *, here: bool, done: bool) -> ft.Container:
    """The circle before a step."""
    tokens = look.tokens
    ticked = done and not here
    number = text(
        look, str(index + 1), weight=700, color=tokens.on_primary if here else tokens.text_muted, line_height=1.2
    )
    side = look.px(32)
    return ft.Container(
        icon(look, ft.Icons.CHECK_ROUNDED, size=20, color=tokens.raised) if ticked else number,
        bgcolor=tokens.primary if here else tokens.good_signal if ticked else tokens.raised,
        border=None if here or ticked else ft.Border.all(1, tokens.outline_strong),
        border_radius=side / 2,
        width=side,
        height=side,
        alignment=ft.Alignment.CENTER,
    )


@ft.component
def StepBar(steps: Sequence[Step], current: int, on_select: Callable[[int], Any], *, title: str) -> ft.Control:
    """Segments and `ขั้น 2 จาก 6 · คนในบ้าน`; "all steps" opens the same list in a sheet titled `title`."""
    look = use_look()
    opened, set_opened = ft.use_state(False)

    def choose(index: int) -> Any:
        set_opened(False)
        return on_select(index)

    listed = ft.Container(
        ft.Column(
            step_rows(look, steps, current, choose), spacing=4, horizontal_alignment=ft.CrossAxisAlignment.STRETCH
        ),
        padding=ft.Padding.only(left=8, right=8, bottom=16),
    )
    height = look.px(68) * len(steps) + look.px(84)
    ft.use_dialog(sheet(look, title, listed, lambda: set_opened(False), height=height) if opened else None)
    done = {index for index, step in enumerate(steps) if step.done}
    where = say("step_of", look.language, n=current + 1, count=len(steps), name=steps[current].name)
    words = ft.Column(
        [segment_bar(look, done, current, len(steps)), text(look, where, weight=600)], spacing=6, expand=True
    )
    every = quiet_button(
        look, say("all_steps", look.language), lambda: set_opened(True), trailing=ft.Icons.EXPAND_MORE_ROUNDED
    )
    return ft.Container(
        ft.Row([words, every], spacing=8),
        bgcolor=look.tokens.raised,
        border=ft.Border.only(bottom=ft.BorderSide(1, look.tokens.outline)),
        padding=ft.Padding.only(left=look.margin, right=look.margin / 2, top=8, bottom=8),
    )
