"""Narrowing the list: a column of choices on wide screens, chips that open sheets elsewhere."""

from collections.abc import Callable, Sequence
from typing import Any

import flet as ft

from field_app.services.household_filter import Only
from field_app.services.worklist import VillageWork
from field_app.views.area_words import place_name, village_name
from field_app.views.components.button import quiet_button
from field_app.views.components.chip import filter_chip
from field_app.views.components.field import labelled
from field_app.views.components.radio_list import Choice, radio_list
from field_app.views.components.section import section
from field_app.views.components.select import Select
from field_app.views.components.sheet import Option, sheet
from field_app.views.finder import Finder
from field_app.views.text import say
from field_app.views.theme import Language, Look, use_look

EVERY = "every"
ONLY_WORDS = {
    Only.NOT_VISITED: "work_not_visited",
    Only.NO_ANALYSIS: "work_no_analysis",
    Only.CONFLICT: "work_conflicts",
    Only.ATTENTION: "work_attention",
}


def only_choices(language: Language) -> list[Choice]:
    """What work the list can be narrowed to; everything first."""
    choices = [Choice(only.value, say(key, language)) for only, key in ONLY_WORDS.items()]
    return [Choice(EVERY, say("find_everything", language)), *choices]


def village_options(villages: Sequence[VillageWork], language: Language) -> list[Option]:
    """The officer's villages in the order of their numbers; all of them first."""
    named = [Option(item.village_code, place_name(item.village_code, language)) for item in villages]
    return [Option(EVERY, say("find_every_village", language)), *named]


def filter_column(look: Look, finder: Finder, villages: Sequence[VillageWork]) -> list[ft.Control]:
    """The column left of the results."""
    language = look.language
    active = bool(finder.village) + bool(finder.only)
    clear = quiet_button(look, say("find_clear_filters", language, n=active), finder.narrow) if active else None
    return [
        section(look, say("find_filters", language), action=clear),
        Select(
            label=say("find_village", language),
            options=village_options(villages, language),
            value=finder.village or EVERY,
            on_change=lambda code: choose_village(finder, code),
        ),
        labelled(look, say("find_only", language), only_list(look, finder)),
    ]


def only_list(look: Look, finder: Finder, then: Callable[[], Any] = lambda: None) -> ft.Control:
    """The radio rows of what work waits."""

    def choose(code: str) -> None:
        finder.narrow(village=finder.village, only=None if code == EVERY else Only(code))
        then()

    value = finder.only.value if finder.only else EVERY
    return radio_list(look, say("find_only", look.language), only_choices(look.language), value, choose)


def choose_village(finder: Finder, code: str) -> None:
    """All villages, or one."""
    finder.narrow(village=None if code == EVERY else code, only=finder.only)


@ft.component
def FilterChips(finder: Finder, villages: Sequence[VillageWork]) -> ft.Control:
    """One line of chips: set ones can be taken off, the others open a sheet."""
    look = use_look()
    opened, set_opened = ft.use_state("")
    close = lambda: set_opened("")  # noqa: E731 -- handed to three places
    ft.use_dialog(choice_sheet(look, finder, villages, opened, close) if opened else None)
    return ft.Row(chips(look, finder, set_opened), spacing=8, scroll=ft.ScrollMode.HIDDEN)


def chips(look: Look, finder: Finder, open_sheet: Callable[[str], Any]) -> list[ft.Control]:
    """Village and work, each set or not."""
    language = look.language
    if finder.village:
        name = village_name(finder.village, language)
        village = filter_chip(look, name, lambda: choose_village(finder, EVERY), on=True, removable=True)
    else:
        village = filter_chip(
            look, say("find_village", language), lambda: open_sheet("village"), icon=ft.Icons.PLACE_OUTLINED
        )
    if finder.only:
        words = say(ONLY_WORDS[finder.only], language)
        work = filter_chip(look, words, lambda: finder.narrow(village=finder.village), on=True, removable=True)
    else:
        work = filter_chip(look, say("find_only", language), lambda: open_sheet("only"), icon=ft.Icons.TUNE_ROUNDED)
    return [village, work]


def choice_sheet(
    look: Look, finder: Finder, villages: Sequence[VillageWork], opened: str, close: Callable[[], Any]
) -> ft.BottomSheet:
    """The villages, or the kinds of work, to choose one of."""
    if opened == "only":
        title, body = say("find_only", look.language), only_list(look, finder, then=close)
    else:
        title = say("find_village", look.language)

        def choose(code: str) -> None:
            choose_village(finder, code)
            close()

        options = village_options(villages, look.language)
        choices = [Choice(option.code, option.name) for option in options]
        body = radio_list(look, title, choices, finder.village or EVERY, choose)
    scroll = ft.Column(
        [ft.Container(body, padding=ft.Padding.only(left=16, right=16, bottom=16))],
        scroll=ft.ScrollMode.AUTO,
        expand=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )
    rows = len(ONLY_WORDS) + 1 if opened == "only" else len(villages) + 1
    height = min((ft.context.page.height or 800) * 0.8, look.px(56) * rows + 110)
    return sheet(look, title, scroll, close, height=height)
