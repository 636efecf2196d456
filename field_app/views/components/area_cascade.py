"""จังหวัด → อำเภอ → ตำบล → หมู่บ้าน: stacked selects, with "unknown" and "abroad" as first-level answers."""

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from field_app.views.components.field import labelled
from field_app.views.components.select import Select
from field_app.views.components.sheet import Option
from field_app.views.components.text import text
from field_app.views.text import say
from field_app.views.theme import Look, use_look
from shared_models.thai_text import sort_key

LEVELS = (("province", 2), ("district", 4), ("subdistrict", 6), ("village", 8))  # name, digits of its code
UNKNOWN = "unknown"
ABROAD = "abroad"

Children = Callable[[str], Sequence[tuple[str, str]]]


@ft.component
def AreaCascade(
    value: str,
    on_change: Callable[[str], Any],
    *,
    children: Children,
    fixed: str = "",
    elsewhere: bool = False,
    errors: dict[str, str] | None = None,
) -> ft.Control:
    """An area code of 0, 2, 4, 6 or 8 digits, as deep as chosen, or `UNKNOWN`/`ABROAD` where `elsewhere` allows them.

    `children(code)` lists (code, name) under a code, "" for provinces; a level without any is left out. Levels within
    `fixed`, the officer's area, are text. Choosing a level drops what was under it. `errors` holds sentences by level.
    """
    look = use_look()
    rows: list[ft.Control] = []
    for index, (level, digits) in enumerate(LEVELS):
        if value in (UNKNOWN, ABROAD) and index > 0:
            break
        parent = value[: digits - 2]
        if len(parent) == digits - 2 and parent.isdecimal() and not children(parent):
            break
        if len(fixed) >= digits:
            rows.append(fixed_level(look, level, name_of(children, fixed[:digits])))
        else:
            rows.append(level_select(look, value, index, children, elsewhere, on_change, (errors or {}).get(level, "")))
    return ft.Column(rows, spacing=12, horizontal_alignment=ft.CrossAxisAlignment.STRETCH, tight=True)


def level_select(
    look: Look,
    value: str,
    index: int,
    children: Children,
    elsewhere: bool,
    on_change: Callable[[str], Any],
    error: str,
) -> ft.Control:
    """One level: grey until the level above it is chosen."""
    level, digits = LEVELS[index]
    parent_digits = LEVELS[index - 1][1] if index else 0
    parent = value[:parent_digits]
    known = value in (UNKNOWN, ABROAD) or len(value) >= parent_digits
    options = listed(children, parent) if known and parent.isdecimal() else []
    if index == 0:
        options = first_level(look, children, elsewhere)
    label = say(level, look.language)
    above = say(LEVELS[index - 1][0], look.language) if index else ""
    return Select(
        label=label,
        options=options,
        value=value if value in (UNKNOWN, ABROAD) else value[:digits] if len(value) >= digits else None,
        on_change=on_change,
        blocked="" if known else say("choose_first", look.language, parent=above),
        error=error,
    )


def listed(children: Children, code: str) -> list[Option]:
    """What lies under a code, in Thai order."""
    return sorted((Option(*child) for child in children(code)), key=lambda option: sort_key(option.name))


def first_level(look: Look, children: Children, elsewhere: bool) -> list[Option]:
    """Provinces, after the two answers that are no place in Thailand."""
    provinces = listed(children, "")
    if not elsewhere:
        return provinces
    return [Option(UNKNOWN, say("unknown", look.language)), Option(ABROAD, say("abroad", look.language)), *provinces]


def fixed_level(look: Look, level: str, name: str) -> ft.Control:
    """A level the officer's area decides."""
    return labelled(look, say(level, look.language), text(look, name, size=18, line_height=1.4))


def name_of(children: Children, code: str) -> str:
    """The name of a code, found among its parent's children; the code itself if it is not listed."""
    return dict(children(code[:-2])).get(code, code)
