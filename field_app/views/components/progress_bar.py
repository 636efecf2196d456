"""Bars: a share of a whole, and the six segments of a visit."""

import flet as ft

from field_app.views.theme import Look


def progress_bar(
    look: Look, share: float, *, name: str, color: str | None = None, track: str | None = None, height: int = 8
) -> ft.Semantics:
    """`share` is 0 to 1 and is clipped. `name` says what of what (`เยี่ยมแล้ว 26 จาก 41`), since a bar shows no number."""
    filled = round(max(0.0, min(1.0, share)) * 1000)
    parts: list[ft.Control] = []
    if filled:
        parts.append(ft.Container(bgcolor=color or look.tokens.primary, border_radius=height, expand=filled))
    if filled < 1000:
        parts.append(ft.Container(expand=1000 - filled))
    bar = ft.Container(
        ft.Row(parts, spacing=0, vertical_alignment=ft.CrossAxisAlignment.STRETCH),
        bgcolor=track or look.tokens.sunken,
        border_radius=height,
        height=height,
        clip_behavior=ft.ClipBehavior.ANTI_ALIAS,
    )
    return ft.Semantics(label=name, image=True, exclude_semantics=True, content=bar)


def segment_bar(
    look: Look, done: set[int], current: int, count: int = 6, *, height: int = 6, track: str = ""
) -> ft.Row:
    """One segment a step: green when done, teal where one is, track otherwise. The words stand beside it."""
    tokens = look.tokens

    def color(index: int) -> str:
        if index == current:
            return tokens.primary
        return tokens.good_signal if index in done else track or tokens.outline

    segments: list[ft.Control] = [
        ft.Container(height=height, border_radius=height / 2, expand=True, bgcolor=color(index))
        for index in range(count)
    ]
    return ft.Row(segments, spacing=4)
