"""The chips that choose a report, and what each report shows first."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import flet as ft

from field_app.views.components.chip import filter_chip
from field_app.views.text import say
from field_app.views.theme import Look
from shared_models.reports import PIVOT


@dataclass(frozen=True)
class Topic:
    """`bars` is the column that the bars follow, `figures` those of the total that are told in large numbers."""

    bars: str
    figures: tuple[str, ...] = ()


TOPICS: dict[str, Topic] = {
    "progress": Topic("visited", ("visited", "analysed", "helped")),
    "mpi": Topic("households_failing", ("households_failing", "persons_failing", "households_no_data")),
    "target_groups": Topic("group1", ("group1", "group2_households", "group3")),
    "problems": Topic("open", ("open", "resolved", "open_over_365_days")),
    "assistance": Topic("entries", ("entries", "households", "value_satang")),
    "stages": Topic("households", ("up", "down", "undecided")),
    "welfare": Topic("persons"),
    PIVOT: Topic("total"),
}


def topic_chips(look: Look, chosen: str, choose: Callable[[str], Any]) -> ft.Control:
    """One line, moved with the finger where it is longer than the screen."""
    chips: list[ft.Control] = [
        filter_chip(look, say(f"report_{name}", look.language), choosing(choose, name), on=name == chosen)
        for name in TOPICS
    ]
    return ft.Row(chips, spacing=8, scroll=ft.ScrollMode.HIDDEN)


def choosing(choose: Callable[[str], Any], name: str) -> Callable[[], Any]:
    return lambda: choose(name)
