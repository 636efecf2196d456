"""Every text of the app: one helper decides font, size, line height, digits and no-break spaces."""

from collections.abc import Sequence
from typing import NamedTuple

import flet as ft

from field_app.views.text import joined, with_digits
from field_app.views.theme import FAMILIES, Look, Weight


class Part(NamedTuple):
    """A piece of a line in its own weight and colour; `color` None is the text colour."""

    words: str
    weight: Weight = 400
    color: str | None = None


def text_style(
    look: Look, size: float = 16, *, weight: Weight = 400, color: str | None = None, line_height: float | None = None
) -> ft.TextStyle:
    """A style of the type scale. `size` is in px at 100 %; real cuts are chosen by family, so `weight` stays unset."""
    return ft.TextStyle(
        size=size * look.scale,
        font_family=FAMILIES[weight],
        color=color or look.tokens.text,
        height=line_height or (1.5 if size < 22 else 1.35),
    )


def shown(look: Look, words: str) -> str:
    """Words as drawn: numbers kept with their units, digits as the officer set them."""
    return with_digits(joined(words), thai=True) if look.thai_digits else joined(words)


def text(
    look: Look,
    words: str,
    *,
    size: float = 16,
    weight: Weight = 400,
    color: str | None = None,
    line_height: float | None = None,
    max_lines: int | None = None,
    align: ft.TextAlign = ft.TextAlign.START,
    expand: bool | None = None,
) -> ft.Text:
    """One text. `max_lines` cuts with an ellipsis; inside a Row give `expand` to anything that may be long."""
    return ft.Text(
        shown(look, words),
        style=text_style(look, size, weight=weight, color=color, line_height=line_height),
        max_lines=max_lines,
        text_align=align,
        expand=expand,
        overflow=ft.TextOverflow.ELLIPSIS if max_lines else ft.TextOverflow.CLIP,
    )


def muted(
    look: Look, words: str, *, size: float = 16, max_lines: int | None = None, expand: bool | None = None
) -> ft.Text:
    """A second line: explains, never carries the main fact."""
    color = look.tokens.text_muted
    return text(look, words, size=size, color=color, line_height=1.4, max_lines=max_lines, expand=expand)


def rich(
    look: Look,
    parts: Sequence[Part],
    *,
    size: float = 16,
    line_height: float | None = None,
    max_lines: int | None = None,
    expand: bool | None = None,
) -> ft.Text:
    """One line of mixed weights and colours."""
    spans = [
        ft.TextSpan(
            shown(look, part.words),
            style=text_style(look, size, weight=part.weight, color=part.color, line_height=line_height),
        )
        for part in parts
    ]
    return ft.Text(
        spans=spans,
        style=text_style(look, size, line_height=line_height),
        max_lines=max_lines,
        expand=expand,
        overflow=ft.TextOverflow.ELLIPSIS if max_lines else ft.TextOverflow.CLIP,
    )


def heading(
    look: Look, words: str, *, size: float = 24, weight: Weight = 700, align: ft.TextAlign = ft.TextAlign.START
) -> ft.Semantics:
    """A title that screen readers announce as a heading."""
    line_height = 1.3 if size >= 24 else 1.35
    title = text(look, words, size=size, weight=weight, line_height=line_height, align=align)
    return ft.Semantics(header=True, content=title)
