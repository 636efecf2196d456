"""`เป็นบ้านหลังนี้หรือไม่`: households of this tablet that may be the one being entered, and the officer's answer."""

from collections.abc import Sequence

import flet as ft

from field_app.services.new_households import Alike
from field_app.views.candidate_panel import NOT_THESE
from field_app.views.components.banner import banner
from field_app.views.components.button import outline_button, quiet_button
from field_app.views.components.draft import Form
from field_app.views.components.field import under_line
from field_app.views.components.group import block, hairline
from field_app.views.components.pane import target
from field_app.views.components.plate import plate
from field_app.views.components.pressable import spoken
from field_app.views.components.section import section
from field_app.views.components.text import muted, text
from field_app.views.navigation import go
from field_app.views.text import say
from field_app.views.theme import Look
from shared_models.area_words import place_name
from shared_models.household import HouseholdStatus
from shared_models.labels import choice


def answered(form: Form, found: Sequence[Alike]) -> bool:
    """Whether the officer has said of each of these that another household is meant."""
    ids = str(form.value(NOT_THESE) or "").split()
    return all(str(item.line.household.id) in ids for item in found)


def alike_panel(look: Look, form: Form, found: Sequence[Alike]) -> ft.Control:
    """Who was found and why, and the answer that goes on. It has its place when empty, too."""
    if not found:
        return target(NOT_THESE, ft.Column(visible=False))
    if answered(form, found):
        decided = banner(
            look,
            say("new_house_decided", look.language),
            tone="info",
            icon=ft.Icons.INFO_OUTLINE_ROUNDED,
            action=quiet_button(look, say("change", look.language), lambda: form.put(NOT_THESE, None)),
        )
        return target(NOT_THESE, decided)
    rows: list[ft.Control] = []
    for item in found:
        rows += [alike_row(look, form, item), hairline(look, inset=16)]
    rows.append(none_of_them(look, form, found))
    column = ft.Column(rows, spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    title, note = say("new_house_is_it", look.language), say("new_house_is_it_note", look.language)
    below = under_line(look, error=form.error(NOT_THESE), hint=note)
    parts = [section(look, title), block(look, column), *([below] if below else [])]
    told = ft.Column(parts, spacing=6, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return target(NOT_THESE, ft.Semantics(live_region=True, container=True, content=told))


def none_of_them(look: Look, form: Form, found: Sequence[Alike]) -> ft.Control:
    ids = " ".join(str(item.line.household.id) for item in found)
    label = say("new_house_not_it", look.language)
    button = quiet_button(look, label, lambda: form.put(NOT_THESE, ids), icon=ft.Icons.ADD_HOME_OUTLINED)
    return ft.Container(ft.Row([button]), padding=ft.Padding.symmetric(horizontal=4, vertical=6))


def alike_row(look: Look, form: Form, item: Alike) -> ft.Control:
    """One household, why it is shown, and the way into it; what was typed stays as a draft."""
    household, line, language = item.line.household, item.line, look.language

    async def show() -> None:
        await form.keep()
        go(f"/households/{household.id}")

    name = line.name or say("find_no_head", language)
    place = f"{place_name(household.village_code, language)} · {say('people', language, n=line.members)}"
    lines: list[ft.Control] = [
        text(look, name, size=18, weight=600, line_height=1.4),
        muted(look, place),
        text(look, reasons(look, item), weight=500, line_height=1.4),
    ]
    words = say("new_house_open", language)
    opens = outline_button(look, words, show, name=spoken(words, household.house_no, name))
    lines.append(ft.Container(ft.Row([opens], wrap=True), padding=ft.Padding.only(top=6)))
    parts: list[ft.Control] = [plate(look, household.house_no, size="s"), ft.Column(lines, spacing=2, expand=True)]
    row = ft.Row(parts, spacing=14, vertical_alignment=ft.CrossAxisAlignment.START)
    return ft.Container(row, padding=ft.Padding.symmetric(horizontal=16, vertical=12))


def reasons(look: Look, item: Alike) -> str:
    """The same number, a person like the head, and what became of the household."""
    language, household = look.language, item.line.household
    told = []
    if item.same_number:
        told.append(say("new_house_same_number" if household.house_no else "new_house_same_neighbour", language))
    if item.person is not None:
        told.append(say("new_house_person", language, name=item.person.full_name()))
    if household.status != HouseholdStatus.ACTIVE:
        told.append(choice(household.status, HouseholdStatus, language))
    return " · ".join(told)
