"""The head of a household's file: solid plate, name, address, facts, open problems."""

from dataclasses import dataclass

import flet as ft

from field_app.views.components.chip import Status, status_chips
from field_app.views.components.plate import plate
from field_app.views.components.text import heading, muted
from field_app.views.theme import Look


@dataclass(frozen=True)
class HouseholdFile:
    """`facts` are group, stage and last visit; `problems` the open ones, in red."""

    number: str
    head: str
    address: str
    facts: tuple[Status, ...] = ()
    problems: tuple[Status, ...] = ()


def household_head(look: Look, household: HouseholdFile, *, badge: ft.Control | None = None) -> ft.Column:
    """`badge` is the sync badge at the right; leave it out where a top bar already holds it."""
    names = ft.Column(
        [heading(look, household.head, size=22 if look.phone else 24), muted(look, household.address)],
        spacing=0,
        expand=True,
        tight=True,
    )
    top: list[ft.Control] = [plate(look, household.number, solid=True, size="m" if look.phone else "l"), names]
    if badge is not None:
        top.append(badge)
    parts: list[ft.Control] = [ft.Row(top, spacing=14 if look.phone else 16)]
    parts += [status_chips(look, line) for line in (household.facts, household.problems) if line]
    return ft.Column(parts, spacing=10, tight=True)
