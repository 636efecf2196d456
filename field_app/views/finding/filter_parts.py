"""The filters as controls, each a part of the column beside the results and of the sheet on small screens."""

from collections.abc import Sequence
from typing import Any

import flet as ft

from field_app.services.household_filter import Narrowing, Only
from field_app.views.components.button import quiet_button
from field_app.views.components.field import labelled
from field_app.views.components.radio_list import Choice, checkbox_row, radio_list
from field_app.views.components.segmented import segmented
from field_app.views.components.select import Select
from field_app.views.components.sheet import Option
from field_app.views.finder import Finder
from field_app.views.finding.area_filter import area_filter
from field_app.views.finding.filter_words import (
    EVERY,
    ONLY_WORDS,
    TARGETS,
    Offered,
    code_of,
    indicator_options,
    stage_options,
    target_options,
)
from field_app.views.text import say
from field_app.views.theme import Look
from shared_models.labels import choice
from shared_models.mpi import Dimension

RARE = ("target", "stage", "open_problem", "only")  # the fields of Narrowing behind `ตัวกรองอื่น`


def usual_parts(look: Look, finder: Finder, offered: Offered) -> list[ft.Control]:
    """Where, what they fail, whether they were visited."""
    failed = failed_part(look, finder, offered)
    return [*area_filter(look, finder, offered.villages), failed, visit_part(look, finder)]


def rare_parts(look: Look, finder: Finder) -> list[ft.Control]:
    """Target group, stage, open problems, what work waits."""
    return [target_part(look, finder), stage_part(look, finder), problem_part(look, finder), only_part(look, finder)]


def failed_part(look: Look, finder: Finder, offered: Offered) -> ft.Control:
    """A tick for each dimension, with how many households it would show; then one indicator."""
    language, narrowing = look.language, finder.narrowing
    rows: list[ft.Control] = [
        checkbox_row(
            look,
            choice(dimension, Dimension, language),
            dimension in narrowing.failed,
            lambda dimension=dimension: finder.tick(dimension),
            count=None if offered.failing is None else offered.failing[dimension],
        )
        for dimension in Dimension
    ]
    if offered.indicators or narrowing.indicator:
        rows.append(ft.Container(indicator_box(look, finder, offered), padding=ft.Padding.only(top=4)))
    column = ft.Column(rows, spacing=0, horizontal_alignment=ft.CrossAxisAlignment.STRETCH, tight=True)
    hint = say("filter_failed_hint", language) if len(narrowing.failed) > 1 else ""
    return labelled(look, say("filter_failed", language), column, hint=hint)


def indicator_box(look: Look, finder: Finder, offered: Offered) -> ft.Control:
    """One indicator of those that somebody here fails."""
    chosen = finder.narrowing.indicator
    known = {code_of(question): question for question in (*offered.indicators, *([chosen] if chosen else ()))}
    return Select(
        label=say("filter_indicator", look.language),
        options=indicator_options(offered, look.language),
        value=code_of(chosen) if chosen else EVERY,
        on_change=lambda code: finder.narrow(indicator=known.get(code)),
        shows_label=False,
    )


def visit_part(look: Look, finder: Finder) -> ft.Control:
    """All, still to be visited, visited this fiscal year."""
    language, answers = look.language, {"any": None, "no": False, "yes": True}
    options = [Option(code, say(f"filter_visit_{code}", language)) for code in answers]
    chosen = next(code for code, visited in answers.items() if visited is finder.narrowing.visited)
    label = say("filter_visit", language)
    bar = segmented(look, label, options, chosen, lambda code: finder.narrow(visited=answers[code]))
    return labelled(look, label, bar)


def target_part(look: Look, finder: Finder) -> ft.Control:
    """The household's own group, or that of somebody in it."""
    chosen = next((code for code, target in TARGETS.items() if target == finder.narrowing.target), EVERY)
    return Select(
        label=say("filter_target", look.language),
        options=target_options(look.language),
        value=chosen,
        on_change=lambda code: finder.narrow(target=TARGETS.get(code)),
    )


def stage_part(look: Look, finder: Finder) -> ft.Control:
    """The stage that was decided last."""
    return Select(
        label=say("filter_stage", look.language),
        options=stage_options(look.language),
        value=finder.narrowing.stage or EVERY,
        on_change=lambda code: finder.narrow(stage="" if code == EVERY else code),
    )


def problem_part(look: Look, finder: Finder) -> ft.Control:
    """One tick."""
    on = finder.narrowing.open_problem
    return checkbox_row(look, say("filter_problem", look.language), on, lambda: finder.narrow(open_problem=not on))


def only_part(look: Look, finder: Finder) -> ft.Control:
    """What work waits, one of few."""
    language, label, only = look.language, say("find_only", look.language), finder.narrowing.only
    choices = [
        Choice(EVERY, say("find_everything", language)),
        *(Choice(each.value, say(key, language)) for each, key in ONLY_WORDS.items()),
    ]

    def choose(code: str) -> Any:
        finder.narrow(only=None if code == EVERY else Only(code))

    return labelled(look, label, radio_list(look, label, choices, only.value if only else EVERY, choose))


def unfold_button(look: Look, finder: Finder) -> ft.Control:
    """Shows and hides the rare filters, and says how many of them are set."""
    n = rare_count(finder.narrowing)
    words = say("filter_more_set", look.language, n=n) if n else say("filter_more", look.language)
    arrow = ft.Icons.EXPAND_LESS_ROUNDED if finder.unfolded else ft.Icons.EXPAND_MORE_ROUNDED

    def turn() -> None:
        finder.unfolded = not finder.unfolded

    return quiet_button(look, words, turn, icon=ft.Icons.TUNE_ROUNDED, trailing=arrow)


def rare_count(narrowing: Narrowing) -> int:
    """How many of the rare filters are set."""
    return Narrowing(**{name: getattr(narrowing, name) for name in RARE}).count


def clear_button(look: Look, finder: Finder) -> ft.Control | None:
    """Takes off all that is set; nothing where nothing is."""
    n = finder.narrowing.count
    return quiet_button(look, say("find_clear_filters", look.language, n=n), finder.widen) if n else None


def stacked(parts: Sequence[ft.Control]) -> ft.Column:
    """Parts under each other."""
    return ft.Column(list(parts), spacing=16, horizontal_alignment=ft.CrossAxisAlignment.STRETCH, tight=True)
