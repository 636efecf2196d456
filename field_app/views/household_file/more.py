"""What else can be done with a household: one quiet menu, and a banner where the household itself waits for it."""

from typing import NamedTuple

import flet as ft

from field_app.services.households import HouseholdFile
from field_app.views.components.banner import banner
from field_app.views.components.button import icon_button, quiet_button
from field_app.views.components.icon import icon as drawn_icon
from field_app.views.components.pressable import Callback, pressable
from field_app.views.components.sheet import sheet
from field_app.views.components.text import muted, text
from field_app.views.navigation import go
from field_app.views.newcomers import came_from
from field_app.views.text import say
from field_app.views.theme import Look, use_look
from shared_models.household import Arrival, HouseholdStatus

ROW = 72  # px of a row at 100 %: two lines and their padding


class Action(NamedTuple):
    """A row of the menu: the keys of its words and its line, and the path below the household's."""

    words: str
    note: str
    icon: ft.IconData
    path: str


def actions(file: HouseholdFile) -> list[Action]:
    """Those that make sense now: who has left or was joined to another household cannot be split again."""
    found = [Action("more_details", "more_details_note", ft.Icons.LIST_ALT_ROUNDED, "details")]
    if file.household.arrival == Arrival.AWAITED:
        found.append(Action("arrival_title", "more_arrival_note", ft.Icons.LOGIN_ROUNDED, "arrival"))
    if file.household.status != HouseholdStatus.ACTIVE or not file.living:
        return found
    if len(file.living) > 1:
        found.append(Action("more_split", "more_split_note", ft.Icons.CALL_SPLIT_ROUNDED, "split"))
    found.append(Action("more_join", "more_join_note", ft.Icons.CALL_MERGE_ROUNDED, "join"))
    found.append(Action("moved_house_title", "more_moved_note", ft.Icons.LOCAL_SHIPPING_OUTLINED, "moved"))
    return found


@ft.component
def HouseholdMore(file: HouseholdFile) -> ft.Control:
    """The button and its sheet."""
    look = use_look()
    opened, set_opened = ft.use_state(False)
    listed = actions(file)

    def choose(path: str) -> None:
        set_opened(False)
        go(f"/households/{file.household.id}/{path}")

    rows = ft.Column(
        [action_row(look, action, lambda path=action.path: choose(path)) for action in listed],
        spacing=0,
        horizontal_alignment=ft.CrossAxisAlignment.STRETCH,
        scroll=ft.ScrollMode.AUTO,
        expand=True,
    )
    body = ft.Container(rows, padding=ft.Padding.only(left=8, right=8, bottom=16), expand=True)
    height = min((ft.context.page.height or 800) * 0.85, look.px(ROW) * len(listed) + 96)
    title = say("more_title", look.language)
    ft.use_dialog(sheet(look, title, body, lambda: set_opened(False), height=height) if opened else None)
    words, mark = say("more", look.language), ft.Icons.MORE_VERT_ROUNDED
    if look.wide:
        return quiet_button(look, words, lambda: set_opened(True), icon=mark)
    return icon_button(look, mark, words, lambda: set_opened(True))


def action_row(look: Look, action: Action, on_click: Callback) -> ft.Control:
    """Icon, what it does, and one muted line that says when."""
    words = say(action.words, look.language)
    lines: list[ft.Control] = [
        text(look, words, size=18, weight=600, line_height=1.4),
        muted(look, say(action.note, look.language)),
    ]
    parts: list[ft.Control] = [drawn_icon(look, action.icon), ft.Column(lines, spacing=0, expand=True, tight=True)]
    padding = ft.Padding.symmetric(horizontal=12, vertical=10)
    return pressable(look, ft.Row(parts, spacing=16), name=words, on_click=on_click, padding=padding)


def notices(look: Look, file: HouseholdFile) -> list[ft.Control]:
    """A household that is not this officer's, waits to be received, was not found, or goes on in another file."""
    return [*anothers(look, file), *whereabouts(look, file)]


def anothers(look: Look, file: HouseholdFile) -> list[ft.Control]:
    """Before anything is typed: the office would send it back."""
    if not file.is_anothers:
        return []
    words, note = say("anothers_banner", look.language), say("anothers_banner_note", look.language)
    return [banner(look, words, tone="attention", icon=ft.Icons.PERSON_OFF_OUTLINED, detail=note)]


def whereabouts(look: Look, file: HouseholdFile) -> list[ft.Control]:
    """At most one: where the household is, or goes on."""
    household, language = file.household, look.language
    if household.status == HouseholdStatus.MERGED and household.merged_into:
        into = f"/households/{household.merged_into}"
        show = quiet_button(look, say("merged_open", language), lambda: go(into))
        note = say("merged_banner_note", language)
        mark = ft.Icons.CALL_MERGE_ROUNDED
        return [banner(look, say("merged_banner", language), tone="info", icon=mark, detail=note, action=show)]
    came = came_from(look, household.arrived_from)
    if household.arrival == Arrival.AWAITED:
        receive = quiet_button(look, say("arrival_title", language), lambda: go(f"/households/{household.id}/arrival"))
        mark = ft.Icons.LOCAL_SHIPPING_OUTLINED
        words = say("arrival_banner", language)
        return [banner(look, words, tone="attention", icon=mark, detail=came, action=receive)]
    if household.arrival == Arrival.NOT_HERE:
        told = " · ".join(part for part in (came, say("arrival_not_here_note", language)) if part)
        return [
            banner(
                look,
                say("arrival_not_here_banner", language),
                tone="info",
                icon=ft.Icons.INFO_OUTLINE_ROUNDED,
                detail=told,
            )
        ]
    return []
