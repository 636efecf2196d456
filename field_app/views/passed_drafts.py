"""Drafts of others that the office passed on: what waits, and one to be looked through and taken into its form."""

from dataclasses import dataclass
from uuid import UUID

import flet as ft

from field_app.services import clock, households, passed_drafts
from field_app.services.conflicts import Referred
from field_app.services.households import HouseholdFile
from field_app.services.passed_drafts import Waiting
from field_app.views.components.action_bar import action_bar, main_action
from field_app.views.components.banner import banner
from field_app.views.components.button import quiet_button
from field_app.views.components.empty import empty
from field_app.views.components.field import labelled
from field_app.views.components.group import block, group, hairline
from field_app.views.components.household_row import HouseholdLine as Row
from field_app.views.components.household_row import household_row, row_inset
from field_app.views.components.pane import pane
from field_app.views.components.plate import plate
from field_app.views.components.text import heading, muted, text
from field_app.views.components.top_bar import page_head
from field_app.views.desk import Desk, use_desk, use_loaded
from field_app.views.draft_path import draft_path
from field_app.views.load_failure import load_failure
from field_app.views.navigation import PATHS, desk_badge, go, loading, main_screen
from field_app.views.reader import referred_words
from field_app.views.record_screen import id_of
from field_app.views.text import say
from field_app.views.theme import Look, use_look
from shared_models.area_words import place_name
from shared_models.draft import Reading, form_words, lines
from shared_models.labels.moment import moment_words

DRAFTS = "/drafts"


@dataclass(frozen=True)
class Shown:
    """One draft with its household's file, and the path of its form if there is one."""

    draft: Waiting
    file: HouseholdFile | None
    path: str | None


@ft.component
def PassedDraftsScreen() -> ft.Control:
    """`/drafts`: what waits; each opens to be read."""
    look, desk = use_look(), use_desk()
    loaded = use_loaded(lambda: passed_drafts.waiting(desk.opened))
    if loaded.problem is not None:
        body: ft.Control = load_failure(look, loaded.problem)
    elif loaded.value is None:
        body = loading(look)
    elif not loaded.value:
        body = nothing(look)
    else:
        rows = [row(look, draft) for draft in loaded.value]
        body = pane(look, [muted(look, say("passed_note", look.language)), group(look, rows, inset=row_inset(look))])
    return under_head(look, desk, say("passed_title", look.language), body, back=PATHS["work"])


@ft.component
def PassedDraftScreen() -> ft.Control:
    """`/drafts/ID`: what was typed, whose it is, and the way into its form."""
    look, desk = use_look(), use_desk()
    asked = id_of(ft.use_route_params().get("draft_id"))
    loaded = use_loaded(lambda: load(desk, asked), asked)
    if loaded.problem is not None:
        body: ft.Control = load_failure(look, loaded.problem)
    elif loaded.value is None:
        body = loading(look)
    elif loaded.value[0] is None:
        body = nothing(look)
    else:
        body = Detail(loaded.value[0], key=str(asked))  # type: ignore[call-arg]  # flet takes the key
    return under_head(look, desk, say("passed_one", look.language), body, back=DRAFTS)


async def load(desk: Desk, asked: UUID | None) -> tuple[Shown | None]:
    """None where it was taken up or dropped meanwhile."""
    draft = next((one for one in await passed_drafts.waiting(desk.opened) if one.id == asked), None)
    if draft is None:
        return (None,)
    file = await households.open_file(desk.opened, draft.line.household.id) if draft.line else None
    is_placed = file is not None or draft.household_id is None
    path = draft_path(draft.form, file) if draft.typed and is_placed else None
    return (Shown(draft, file, path),)


@ft.component
def Detail(shown: Shown) -> ft.Control:
    """The pane with its own action bar. What is dropped is asked about once more."""
    look, desk = use_look(), use_desk()
    dropping, set_dropping = ft.use_state(False)
    page, draft = ft.context.page, shown.draft

    async def take_up() -> None:
        await passed_drafts.take_up(desk.opened, draft.id)
        page.navigate(str(shown.path))

    async def drop() -> None:
        await passed_drafts.drop(desk.opened, draft.id)
        await desk.saved()
        page.navigate(DRAFTS)

    parts: list[ft.Control] = [whose(look, draft), hairline(look), head(look, draft), *told(look, shown)]
    if dropping:
        sure = quiet_button(look, say("passed_drop_sure", look.language), drop)
        parts.append(
            banner(
                look,
                say("passed_drop_ask", look.language),
                tone="danger",
                icon=ft.Icons.DELETE_OUTLINE_ROUNDED,
                detail=say("passed_drop_note", look.language),
                action=sure,
            )
        )
    parts.append(typed(look, shown))
    column = ft.Column(parts, spacing=14, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    box = block(look, column, padding=16 if look.phone else 24)
    content = pane(look, [box])
    unused = quiet_button(look, say("passed_drop", look.language), lambda: set_dropping(True), main=True)
    bottom = action_bar(look, main(look, shown, take_up), beside=[unused])
    return ft.Column([content, bottom], spacing=0, expand=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def main(look: Look, shown: Shown, take_up: object) -> ft.Control | None:
    """Into the form; where there is none, to the household in which it can be entered anew."""
    if shown.path is not None:
        return main_action(look, say("passed_open", look.language), take_up)  # type: ignore[arg-type]
    if shown.file is None:
        return None
    path = f"/households/{shown.file.household.id}"
    return main_action(look, say("passed_household", look.language), lambda: go(path))


def whose(look: Look, draft: Waiting) -> ft.Control:
    """Plate, head, village; a new household has none yet."""
    line = draft.line
    name = (line.name if line else "") or say("passed_no_household", look.language)
    place = place_name(line.household.village_code, look.language) if line else ""
    words: list[ft.Control] = [text(look, name, size=18, weight=600, line_height=1.4)]
    names = ft.Column([*words, *([muted(look, place)] if place else [])], spacing=0, tight=True, expand=True)
    return ft.Row([plate(look, line.household.house_no if line else "", solid=True), names], spacing=12)


def head(look: Look, draft: Waiting) -> ft.Control:
    """Which form, whose and from when."""
    lined: list[ft.Control] = [heading(look, form_words(draft.form, look.language), size=22)]
    return ft.Column([*lined, muted(look, origin(look, draft))], spacing=2, tight=True)


def told(look: Look, shown: Shown) -> list[ft.Control]:
    """What opening it does where the officer has a draft of this form too; that there is no form for it."""
    if shown.path is None:
        detail = say("passed_formless_note", look.language)
        return [banner(look, say("passed_formless", look.language), tone="info", icon=INFO, detail=detail)]
    if shown.draft.met:
        detail = say("passed_met_note", look.language)
        return [banner(look, say("passed_met", look.language), tone="attention", icon=BOTH, detail=detail)]
    return []


INFO, BOTH = ft.Icons.INFO_OUTLINE_ROUNDED, ft.Icons.CALL_SPLIT_ROUNDED


def typed(look: Look, shown: Shown) -> ft.Control:
    """Each field with its name, as it was typed."""
    referred: Referred = {}
    if shown.file is not None:
        referred = {str(person.id): person for person in shown.file.members}
    reading = Reading(look.language, clock.now(), lambda one: referred_words(one, look.language, referred))
    rows: list[ft.Control] = [
        labelled(look, name, text(look, words, size=18, line_height=1.4))
        for name, words in lines(shown.draft.form, shown.draft.body, reading)
    ]
    return ft.Column(rows, spacing=12, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def origin(look: Look, draft: Waiting) -> str:
    """`แบบร่างของ … พิมพ์ไว้ …`."""
    when = moment_words(draft.saved_ms, now=clock.now(), language=look.language)
    key = "passed_from" if draft.writer else "passed_own"
    return say(key, look.language, name=draft.writer, when=when)


def row(look: Look, draft: Waiting) -> ft.Control:
    line = draft.line
    name = line.name if line else ""
    writer = draft.writer or say("passed_yours", look.language)
    shown = Row(
        number=line.household.house_no if line else "",
        head=form_words(draft.form, look.language),
        detail=" · ".join(part for part in (name, say("passed_by", look.language, name=writer)) if part),
    )
    return household_row(look, shown, lambda: go(f"{DRAFTS}/{draft.id}"))


def nothing(look: Look) -> ft.Control:
    told = empty(look, say("passed_none", look.language), detail=say("passed_none_note", look.language), mark="✓")
    return ft.Container(told, expand=True, alignment=ft.Alignment.CENTER, padding=look.margin)


def under_head(look: Look, desk: Desk, title: str, body: ft.Control, *, back: str) -> ft.Control:
    top = page_head(look, title, badge=desk_badge(look, desk), on_back=lambda: go(back))
    content = ft.Column([top, body], spacing=0, expand=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return main_screen(look, content, selected="work", pushed=True)
