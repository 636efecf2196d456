"""Fields of a household that differ: choose, join or type, in the yard. Nothing waits for the office."""

from collections.abc import Callable
from functools import partial
from typing import Any
from uuid import UUID

import flet as ft
from flet.components.hooks.use_ref import MutableRef

from field_app.services import conflicts, drafts, visits
from field_app.services.visits import AtHouse
from field_app.views.components.action_bar import action_bar, main_action
from field_app.views.components.button import outline_button, primary_button, quiet_button
from field_app.views.components.empty import empty
from field_app.views.components.group import group
from field_app.views.components.icon import icon
from field_app.views.components.pane import pane
from field_app.views.components.shell import focus_shell
from field_app.views.components.text import heading, muted, text
from field_app.views.conflict_parts.card import BEFORE_WIDTH, FIELD_WIDTH, ConflictCard
from field_app.views.conflict_parts.choices import Choices, Shown
from field_app.views.conflict_parts.pick import draft_key, fresh, stamps, still_valid
from field_app.views.desk import Desk, use_desk, use_loaded
from field_app.views.record_screen import go, house_bar, id_of, waiting_screen
from field_app.views.text import say
from field_app.views.theme import Look, use_look

MARGIN = 40


@ft.component
def ConflictScreen() -> ft.Control:
    """All fields of one household."""
    look, desk = use_look(), use_desk()
    household_id = id_of(ft.use_route_params().get("household_id"))
    loaded = use_loaded(lambda: load(desk, household_id), household_id)
    if loaded.value is None:
        return waiting_screen(look, desk, loaded, back=f"/households/{household_id}")
    shown: Shown = loaded.value
    if not shown.found:
        return nothing_left(look, desk, shown.house)
    seen = " ".join(stamp for conflict in shown.found for stamp in stamps(conflict))
    return Choosing(shown, key=seen)  # type: ignore[call-arg]  # flet's key: another value makes the screen anew


async def load(desk: Desk, household_id: UUID | None) -> Shown:
    """Fields without a choice first."""
    house = await visits.at_house(desk.opened, household_id or UUID(int=0))
    found = await conflicts.open_conflicts(desk.opened, house.file.household.id)
    opened = {one.id: still_valid(one, await drafts.resume(desk.opened, draft_key(one), fresh(one))) for one in found}
    return Shown(house, sorted(found, key=lambda one: opened[one.id].kept), opened)


@ft.component
def Choosing(shown: Shown) -> ft.Control:
    """The cards, and the one button that counts what was chosen."""
    look, desk, page = use_look(), use_desk(), ft.context.page
    _, redraw = ft.use_state(0)
    ref: MutableRef[Choices] = ft.use_ref()
    if ref.current is None:
        ref.current = Choices(desk, shown)
    choices = ref.current
    choices.language = look.language
    back = file_of(shown.house)

    def redrawn() -> None:
        redraw(lambda count: count + 1)

    def take_all(name: str) -> None:
        choices.take_all(name)
        redrawn()

    async def use() -> None:
        used = choices.decided
        if await choices.use() and used == len(shown.found):
            page.navigate(back)

    cards: list[ft.Control] = [
        ConflictCard(one, shown.opened[one.id], partial(choices.remember, one), redrawn, key=str(one.id))  # type: ignore[call-arg]
        for one in shown.found
    ]
    content = listed(look, choices, cards, take_all)
    task = say("conflict_task", look.language)
    bar = house_bar(look, desk, shown.house.file, task=task, on_back=go(back), closes=True)
    words = say("conflict_use", look.language, n=choices.decided, count=len(shown.found))
    return focus_shell(look, bar, content, bottom=bottom(look, main_action(look, words, use), go(back)))


def file_of(house: AtHouse) -> str:
    """The path of the household's file."""
    return f"/households/{house.file.household.id}"


def listed(look: Look, choices: Choices, cards: list[ft.Control], on_all: Callable[[str], None]) -> ft.Control:
    """Title, what this is about, and the cards in one block: a table on wide screens."""
    title = heading(look, say("conflict_title", look.language, n=len(cards)))
    top = ft.Column([title, muted(look, say("conflict_note", look.language))], spacing=0, tight=True)
    buttons = all_buttons(look, choices, on_all)
    if look.wide:
        rows = [table_head(look, buttons), *cards]
        padding = ft.Padding.symmetric(horizontal=MARGIN, vertical=16)
        return pane(look, [top, group(look, rows, inset=0)], padding=padding, scroller=choices.scroller)
    between: list[ft.Control] = [ft.Row(buttons, wrap=True, spacing=8)] if buttons else []
    return pane(look, [top, *between, group(look, cards, inset=0)], scroller=choices.scroller)


def all_buttons(look: Look, choices: Choices, on_all: Callable[[str], None]) -> list[ft.Control]:
    """`ใช้ของฉันทั้งหมด`, for each who gave a value of every field."""
    me = say("conflict_me", look.language)
    return [
        quiet_button(
            look,
            say("conflict_all_mine" if name == me else "conflict_all_theirs", look.language, name=name),
            partial(on_all, name),
        )
        for name in choices.givers
    ]


def table_head(look: Look, buttons: list[ft.Control]) -> ft.Control:
    """The headings of the columns."""
    widths = (("conflict_field", FIELD_WIDTH), ("conflict_before", BEFORE_WIDTH))
    cells: list[ft.Control] = [
        ft.Container(muted(look, say(key, look.language)), width=look.px(width)) for key, width in widths
    ]
    cells.append(ft.Container(text(look, say("conflict_values", look.language), weight=500), expand=True))
    row = ft.Row([*cells, *buttons], spacing=12)
    return ft.Container(
        row, padding=ft.Padding.only(left=20, right=8, top=4 if buttons else 14, bottom=4 if buttons else 14)
    )


def bottom(look: Look, main: ft.Control, on_later: Callable[[], Any]) -> ft.Control:
    """The button, and the way out that keeps what was chosen."""
    later = say("conflict_later", look.language)
    if look.phone:
        return action_bar(look, main, beside=[outline_button(look, later, on_later, main=True)])
    note: list[ft.Control] = [
        icon(look, ft.Icons.INFO_OUTLINE_ROUNDED, size=20),
        muted(look, say("conflict_here_now", look.language)),
    ]
    return action_bar(
        look, main, left=[ft.Row(note, spacing=10, tight=True)], beside=[quiet_button(look, later, on_later, main=True)]
    )


def nothing_left(look: Look, desk: Desk, house: AtHouse) -> ft.Control:
    """All is chosen, here or elsewhere."""
    back = go(file_of(house))
    action = primary_button(look, say("conflict_open_file", look.language), back)
    note = say("conflict_none_note", look.language)
    told = empty(look, say("conflict_none", look.language), detail=note, actions=[action], mark="✓")
    bar = house_bar(look, desk, house.file, task=say("conflict_task", look.language), on_back=back, closes=True)
    centred = ft.Container(told, expand=True, alignment=ft.Alignment.CENTER, padding=look.margin)
    return focus_shell(look, bar, centred)
