"""A member in a list: age first, because age decides which indicators count."""

from dataclasses import dataclass

import flet as ft

from field_app.views.components.chip import Status, status_chip
from field_app.views.components.icon import icon
from field_app.views.components.pressable import Callback, pressable, spoken
from field_app.views.components.text import muted, text
from field_app.views.theme import Look

AGE_WIDTH = 64


@dataclass(frozen=True)
class PersonLine:
    """`age` is worded (`78 ปี`, `8 เดือน`, "" if unknown), `detail` is `ภรรยา · หญิง`, `citizen_id` already masked."""

    age: str
    name: str
    detail: str
    citizen_id: str = ""
    health: Status | None = None


def age_pill(look: Look, age: str, *, fill: str | None = None) -> ft.Container:
    """An age in a pill of one width, so that names line up. "?" where the age is unknown."""
    size = 16 if len(age) < 6 else 14
    return ft.Container(
        text(look, age or "?", size=size, weight=600, line_height=1.2, max_lines=1, align=ft.TextAlign.CENTER),
        bgcolor=fill or look.tokens.sunken,
        border_radius=12,
        width=look.px(AGE_WIDTH),
        height=look.px(44),
        alignment=ft.Alignment.CENTER,
    )


def person_row(look: Look, line: PersonLine, on_click: Callback) -> ft.Container:
    """Opens the person. Masked number and chip show where there is room; under large text age joins line two."""
    second = spoken(line.age, "·", line.detail) if look.large and line.age else line.detail
    names = ft.Column(
        [
            text(look, line.name, size=18, weight=600, line_height=1.4, max_lines=look.lines(1)),
            muted(look, second, max_lines=look.lines(1)),
        ],
        spacing=0,
        expand=True,
        tight=True,
    )
    parts: list[ft.Control] = [names] if look.large else [age_pill(look, line.age), names]
    if not look.phone and line.health:
        parts.append(status_chip(look, line.health))
    if not look.phone and line.citizen_id:
        masked = muted(look, line.citizen_id, max_lines=1)
        parts.append(ft.Container(masked, width=look.px(168), alignment=ft.Alignment.CENTER_RIGHT))
    parts.append(icon(look, ft.Icons.CHEVRON_RIGHT_ROUNDED))
    health = line.health.label if line.health else None
    return pressable(
        look,
        ft.Row(parts, spacing=14),
        name=spoken(line.name, line.age, line.detail, health),
        on_click=on_click,
        padding=ft.Padding.only(left=16, right=10, top=8, bottom=8),
        radius=0,
    )


def person_inset(look: Look) -> int:
    """Where the hairlines of a group of person rows begin."""
    return 16 if look.large else look.px(AGE_WIDTH) + 30
