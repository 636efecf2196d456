"""Narrowing the list: a column of filters on wide screens; on others chips, and a sheet that holds all filters."""

from collections.abc import Callable
from typing import Any

import flet as ft

from field_app.views.components.button import primary_button
from field_app.views.components.chip import filter_chip
from field_app.views.components.field import TextDraft, use_text_draft
from field_app.views.components.section import section
from field_app.views.components.sheet import option_sheet, sheet
from field_app.views.finder import Finder
from field_app.views.finding.area_filter import Step, area_steps
from field_app.views.finding.filter_parts import (
    clear_button,
    rare_parts,
    stacked,
    unfold_button,
    usual_parts,
)
from field_app.views.finding.filter_words import EVERY, Offered, set_filters
from field_app.views.text import say
from field_app.views.theme import Look, use_look

ALL, VILLAGE = "all", "village"  # the sheets


def filter_column(look: Look, finder: Finder, offered: Offered) -> list[ft.Control]:
    """The column left of the results: the usual filters, the rare ones behind one tap."""
    title = section(look, say("find_filters", look.language), action=clear_button(look, finder))
    unfold = ft.Row([unfold_button(look, finder)], alignment=ft.MainAxisAlignment.CENTER)
    rare = rare_parts(look, finder) if finder.unfolded else []
    head = ft.Container(title, height=look.px(48), alignment=ft.Alignment.CENTER_LEFT)
    return [head, *usual_parts(look, finder, offered), unfold, *rare]


@ft.component
def FilterChips(finder: Finder, offered: Offered, total: int | None) -> ft.Control:
    """One line of chips: the sheet with all filters, then each that is set, to take off, then the usual ones.

    `total` is how many households are found, None while that is not known.
    """
    look = use_look()
    opened, set_opened = ft.use_state("")
    _, redraw = ft.use_state(0)
    draft = use_text_draft({"query": ""}, on_change=lambda _key, _value: redraw(lambda count: count + 1))

    def close() -> None:
        draft.put("query", "")
        set_opened("")

    step = village_step(look, finder, offered)
    shown = None
    if opened == ALL:
        shown = filter_sheet(look, finder, offered, total, close)
    elif opened == VILLAGE and step:
        shown = village_sheet(look, finder, step, draft, close, lambda: redraw(lambda count: count + 1))
    ft.use_dialog(shown)
    return ft.Row(chips(look, finder, step, set_opened), spacing=8, scroll=ft.ScrollMode.HIDDEN)


def chips(look: Look, finder: Finder, step: Step | None, open_sheet: Callable[[str], Any]) -> list[ft.Control]:
    """What is set comes first, so that it is seen without a scroll."""
    language, narrowing = look.language, finder.narrowing
    n, icons = narrowing.count, ft.Icons
    words = say("filter_set", language, n=n) if n else say("find_filters", language)
    line = [filter_chip(look, words, lambda: open_sheet(ALL), on=bool(n), icon=icons.TUNE_ROUNDED)]
    for words, without in set_filters(narrowing, language):
        line.append(filter_chip(look, words, lambda without=without: finder.put(without), on=True, removable=True))
    if step and not narrowing.area:
        label = say("find_village", language)
        line.append(filter_chip(look, label, lambda: open_sheet(VILLAGE), icon=icons.PLACE_OUTLINED))
    if narrowing.visited is None:
        label = say("find_not_visited", language)
        line.append(filter_chip(look, label, lambda: finder.narrow(visited=False), icon=icons.SCHEDULE_ROUNDED))
    return line


def village_step(look: Look, finder: Finder, offered: Offered) -> Step | None:
    """The villages to choose from; None on a tablet of one village."""
    steps = area_steps(offered.villages, finder.narrowing.area, look.language)
    return steps[-1] if steps else None


def village_sheet(
    look: Look,
    finder: Finder,
    step: Step,
    draft: TextDraft,
    close: Callable[[], Any],
    on_search: Callable[[], Any],
) -> ft.BottomSheet:
    """One village, with a tap; `draft` holds what is searched for in a long list."""

    def choose(code: str) -> None:
        finder.narrow(area=step.every if code == EVERY else code)
        close()

    return option_sheet(
        look,
        say("find_village", look.language),
        step.options,
        chosen=step.chosen,
        draft=draft,
        on_choose=choose,
        on_search=on_search,
        on_close=close,
        page_height=page_height(),
    )


def filter_sheet(
    look: Look, finder: Finder, offered: Offered, total: int | None, close: Callable[[], Any]
) -> ft.BottomSheet:
    """All filters; the button below says at once what they leave."""
    language = look.language
    body = scrolled(stacked([*usual_parts(look, finder, offered), *rare_parts(look, finder)]))
    key = "filter_working" if total is None else "filter_show" if total else "filter_show_none"
    words = say(key, language, n=f"{total or 0:,}")
    clear = clear_button(look, finder)
    show = primary_button(look, words, close, expand=True)
    bar = ft.Container(
        ft.Row([*([clear] if clear else []), show], spacing=12),
        padding=ft.Padding.symmetric(horizontal=16, vertical=12),
        border=ft.Border.only(top=ft.BorderSide(1, look.tokens.outline)),
    )
    column = ft.Column([body, bar], spacing=0, expand=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return sheet(look, say("find_filters", language), column, close, height=page_height() * 0.88)


def scrolled(body: ft.Control) -> ft.Column:
    """What a sheet holds, longer than it perhaps."""
    return ft.Column(
        [ft.Container(body, padding=ft.Padding.only(left=16, right=16, bottom=16))],
        scroll=ft.ScrollMode.AUTO,
        expand=True,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
    )


def page_height() -> float:
    return float(ft.context.page.height or 800)
