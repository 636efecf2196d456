"""The list: what waits in the tray, what the office has taken on, and what was mended."""

from collections.abc import Sequence
from uuid import UUID

import flet as ft

from field_app.services.attention import Item, Place
from field_app.views.attention_parts.words import head_name, house_number, in_short, state
from field_app.views.components.banner import banner
from field_app.views.components.group import group
from field_app.views.components.household_row import HouseholdLine, household_row, row_inset
from field_app.views.components.pane import pane
from field_app.views.components.section import section
from field_app.views.navigation import go
from field_app.views.text import say
from field_app.views.theme import Look

MENDED_SHOWN = 20


def list_pane(look: Look, items: Sequence[Item], selected: UUID | None) -> ft.Control:
    """A tap opens the item, at the right or as a screen of its own."""
    blocks: list[ft.Control] = []
    waiting = [item for item in items if item.place is Place.TRAY]
    if waiting:
        count = sum(len(item.operations) for item in waiting)
        words, note = say("attention_count", look.language, n=count), say("attention_kept", look.language)
        mark = ft.Icons.REPORT_GMAILERRORRED_ROUNDED
        blocks += [banner(look, words, tone="attention", icon=mark, detail=note), rows(look, waiting, selected)]
    for place, key in ((Place.OFFICE, "attention_office"), (Place.MENDED, "attention_mended")):
        there = [item for item in items if item.place is place][:MENDED_SHOWN]
        if there:
            note = say("attention_items", look.language, n=len(there))
            blocks += [section(look, say(key, look.language), note=note), rows(look, there, selected)]
    padding = ft.Padding.only(left=look.margin, right=0, top=8, bottom=16) if look.wide else None
    return pane(look, blocks, padding=padding)


def rows(look: Look, items: Sequence[Item], selected: UUID | None) -> ft.Control:
    return group(look, [row(look, item, item.action_id == selected) for item in items], inset=row_inset(look))


def row(look: Look, item: Item, chosen: bool) -> ft.Control:
    """The household, and what about it."""
    waits = item.place is Place.TRAY
    line = HouseholdLine(
        number=house_number(item),
        head=head_name(item, look.language),
        detail=in_short(item, look.language) if waits else state(item, look.language).label,
    )
    return household_row(look, line, lambda: go(f"/attention/{item.action_id}"), selected=chosen, compact=look.wide)
