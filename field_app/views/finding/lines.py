"""A household of a listing as the row shows it: chips for what it lacks, the letters that were found marked."""

import flet as ft

from field_app.services.household_lines import HouseholdLine
from field_app.services.households import Listing
from field_app.views.components import household_row as row
from field_app.views.components.chip import Status
from field_app.views.components.pressable import Callback
from field_app.views.matched import matched_spans
from field_app.views.text import say
from field_app.views.theme import Look, SizeClass
from shared_models.area_words import place_name, village_name
from shared_models.labels import choice
from shared_models.mpi import Dimension


def shown_line(look: Look, line: HouseholdLine, listing: Listing) -> row.HouseholdLine:
    """The row's words."""
    language = look.language
    head = line.name or say("find_no_head", language)
    code = line.household.village_code
    place = village_name(code, language) if line.matched else place_name(code, language)
    found = [say("find_matched", language, name=line.matched)] if line.matched else []
    lacks = chips(look, line)
    crowded = look.phone and line.matched and not lacks  # the state would take the line that says who was found
    return row.HouseholdLine(
        number=line.household.house_no,
        head=head,
        detail=" · ".join([*found, place, say("people", language, n=line.members)]),
        chips=lacks,
        state=None if crowded else visit_state(look, line),
        matched=matched_spans(head, listing.parts) if line.name else (),
    )


def chips(look: Look, line: HouseholdLine) -> tuple[Status, ...]:
    """A conflict first, because it is the officer's to settle; then the dimensions that fail.

    In portrait one chip leaves room for the name; it says how many more there are.
    """
    split = Status(say("find_conflict", look.language), "attention", ft.Icons.CALL_SPLIT_ROUNDED)
    failed = [deprived_chip(look, dimension) for dimension in line.deprived]
    told = [split, *failed] if line.conflict else failed
    if look.size is SizeClass.PORTRAIT and len(told) > 1:
        return (told[0]._replace(label=f"{told[0].label} +{len(told) - 1}"),)
    return tuple(told)


def deprived_chip(look: Look, dimension: Dimension) -> Status:
    """A dimension that fails, in red with a falling line."""
    return Status(choice(dimension, Dimension, look.language), "danger", ft.Icons.TRENDING_DOWN_ROUNDED)


def visit_state(look: Look, line: HouseholdLine) -> Status:
    """Whether somebody was there this fiscal year."""
    if line.visited:
        return Status(say("find_visited", look.language), "good", ft.Icons.CHECK_ROUNDED)
    return Status(say("find_not_visited", look.language), "quiet", ft.Icons.SCHEDULE_ROUNDED)


def line_row(
    look: Look, line: HouseholdLine, listing: Listing, on_click: Callback, *, selected: bool, compact: bool
) -> ft.Container:
    """The row itself."""
    return row.household_row(look, shown_line(look, line, listing), on_click, selected=selected, compact=compact)
