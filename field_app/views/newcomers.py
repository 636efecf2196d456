"""What My work says of newcomers: a new household that was begun, those another district sent here, others' drafts."""

from dataclasses import dataclass
from typing import Any

import flet as ft

from field_app.services import clock, new_households, passed_drafts
from field_app.services.households import HouseholdLine
from field_app.services.new_households import Unfinished
from field_app.views.components.empty import empty
from field_app.views.components.group import group
from field_app.views.components.household_row import HouseholdLine as Row
from field_app.views.components.household_row import household_row, row_inset
from field_app.views.components.icon import icon as drawn_icon
from field_app.views.components.pane import pane
from field_app.views.components.pressable import pressable, spoken
from field_app.views.components.text import muted, text
from field_app.views.components.top_bar import page_head
from field_app.views.desk import Desk, use_desk, use_loaded
from field_app.views.load_failure import load_failure
from field_app.views.navigation import PATHS, desk_badge, go, loading, main_screen
from field_app.views.text import say
from field_app.views.theme import Look, use_look
from shared_models.area import display_name
from shared_models.area_words import place_name
from shared_models.labels.moment import moment_words


@dataclass(frozen=True)
class Newcomers:
    """The officer's unfinished new household, the households to be received, and how many drafts were passed on."""

    unfinished: Unfinished | None = None
    awaited: tuple[HouseholdLine, ...] = ()
    passed: int = 0


async def newcomers(desk: Desk) -> Newcomers:
    tablet = desk.opened
    awaited, passed = tuple(await new_households.awaited(tablet)), await passed_drafts.count(tablet)
    return Newcomers(await new_households.unfinished(tablet), awaited, passed)


def newcomer_rows(look: Look, found: Newcomers | None) -> list[ft.Control]:
    """Quiet rows in one block; nothing where nothing waits."""
    rows: list[ft.Control] = []
    if found and found.unfinished:
        rows.append(unfinished_row(look, found.unfinished))
    if found and found.awaited:
        words = say("arrival_waiting", look.language, n=len(found.awaited))
        note = say("arrival_waiting_note", look.language)
        mark = ft.Icons.LOCAL_SHIPPING_OUTLINED
        rows.append(row(look, words, note, mark, lambda: go("/arrivals"), name=spoken(words, note)))
    if found and found.passed:
        words = say("passed_waiting", look.language, n=found.passed)
        note = say("passed_waiting_note", look.language)
        mark = ft.Icons.EDIT_NOTE_ROUNDED
        rows.append(row(look, words, note, mark, lambda: go("/drafts"), name=spoken(words, note)))
    return [group(look, rows, inset=52)] if rows else []


def unfinished_row(look: Look, draft: Unfinished) -> ft.Control:
    """Which household, since when, and the way back into it."""
    language = look.language
    when = moment_words(draft.saved_ms, now=clock.now(), language=language)
    number = say("house", language, number=draft.house_no) if draft.house_no else ""
    note = " · ".join(part for part in (number, draft.name, say("new_house_kept_since", language, when=when)) if part)
    title = say("new_house_unfinished", language)
    name = spoken(say("new_house_go_on", language), title, note)
    return row(look, title, note, ft.Icons.ADD_HOME_OUTLINED, lambda: go("/households/new"), name=name)


def row(look: Look, title: str, note: str, mark: ft.IconData, on_click: Any, *, name: str) -> ft.Control:
    """Icon, words, muted line, chevron."""
    words = ft.Column(
        [text(look, title, weight=600, line_height=1.4), muted(look, note)], spacing=0, expand=True, tight=True
    )
    parts: list[ft.Control] = [drawn_icon(look, mark), words, drawn_icon(look, ft.Icons.CHEVRON_RIGHT_ROUNDED)]
    padding = ft.Padding.only(left=16, right=8, top=10, bottom=10)
    return pressable(look, ft.Row(parts, spacing=12), name=name, on_click=on_click, padding=padding, radius=0)


@ft.component
def ArrivalsScreen() -> ft.Control:
    """The households to be received; each opens its file, where it is received."""
    look, desk = use_look(), use_desk()
    loaded = use_loaded(lambda: new_households.awaited(desk.opened))
    head = page_head(
        look, say("arrival_list", look.language), badge=desk_badge(look, desk), on_back=lambda: go(PATHS["work"])
    )
    if loaded.problem is not None:
        body: ft.Control = load_failure(look, loaded.problem)
    elif loaded.value is None:
        body = loading(look)
    elif not loaded.value:
        told = empty(look, say("arrival_none", look.language), detail=say("arrival_none_note", look.language), mark="–")
        body = ft.Container(told, expand=True, alignment=ft.Alignment.CENTER)
    else:
        rows: list[ft.Control] = [awaited_row(look, line) for line in loaded.value]
        note = muted(look, say("arrival_list_note", look.language))
        body = pane(look, [note, group(look, rows, inset=row_inset(look))])
    content = ft.Column([head, body], spacing=0, expand=True)
    return main_screen(look, content, selected="work", pushed=True)


def awaited_row(look: Look, line: HouseholdLine) -> ft.Control:
    """Who, where they came from, and where they should be now: a phone has room for the beginning."""
    household, language = line.household, look.language
    came = came_from(look, household.arrived_from)
    told = (came, place_name(household.village_code, language), say("people", language, n=line.members))
    shown = Row(
        number=household.house_no,
        head=line.name or say("find_no_head", language),
        detail=" · ".join(part for part in told if part),
    )
    return household_row(look, shown, lambda: go(f"/households/{household.id}"))


def came_from(look: Look, code: str | None) -> str:
    """`มาจาก ต.… อ.… จ.…`, "" where nobody says."""
    return say("arrival_from", look.language, place=display_name(code[:6], look.language)) if code else ""
