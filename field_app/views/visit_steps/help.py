"""Step 5: what was given or asked for at this visit, and before."""

from collections.abc import Sequence

import flet as ft

from field_app.services.visit_files import VisitFile
from field_app.views.assistance_words import assistance_detail
from field_app.views.components.button import outline_button, tonal_button
from field_app.views.components.group import block, group
from field_app.views.components.icon import icon
from field_app.views.components.pressable import pressable, spoken
from field_app.views.components.section import section
from field_app.views.components.text import muted, text
from field_app.views.desk import use_desk
from field_app.views.person_words import day_words
from field_app.views.record_screen import go
from field_app.views.text import say
from field_app.views.theme import Look, use_look
from field_app.views.visit_steps.frame import HELP, step_title, visit_shell
from shared_models.assistance import Assistance


@ft.component
def HelpStep(here: VisitFile) -> ft.Control:
    desk, look = use_desk(), use_look()
    path = f"/households/{here.file.household.id}/assistance/new"
    label = say("help_new", look.language)
    mark = ft.Icons.VOLUNTEER_ACTIVISM_OUTLINED
    blocks = step_title(look, say("visit_help", look.language), say("visit_help_note", look.language))
    now = here.assistance
    before = [given for given in here.file.assistance if given.visit_id != here.visit.id]
    if now:
        blocks += [given_rows(look, now), ft.Row([outline_button(look, label, go(path), icon=mark)])]
    else:
        lines: list[ft.Control] = [
            text(look, say("visit_help_empty", look.language), weight=600),
            muted(look, say("visit_help_empty_note", look.language)),
            ft.Container(height=8),
            ft.Row([tonal_button(look, label, go(path), icon=mark)], wrap=True),
        ]
        blocks.append(block(look, ft.Column(lines, spacing=0, tight=True), padding=16))
    if before:
        blocks += [section(look, say("visit_help_before", look.language)), given_rows(look, list(reversed(before)))]
    return visit_shell(look, desk, here, HELP, blocks)


def given_rows(look: Look, items: Sequence[Assistance]) -> ft.Control:
    return group(look, [given_row(look, item) for item in items])


def given_row(look: Look, item: Assistance) -> ft.Control:
    """What, from whom, how much, what came of it; opens it."""
    second = f"{day_words(item.given_on, look.language)} · {assistance_detail(item, look.language)}"
    lines = ft.Column(
        [text(look, item.item, size=18, weight=600, max_lines=look.lines(2)), muted(look, second)],
        spacing=0,
        expand=True,
        tight=True,
    )
    return pressable(
        look,
        ft.Row([lines, icon(look, ft.Icons.CHEVRON_RIGHT_ROUNDED)], spacing=8),
        name=spoken(item.item, second),
        on_click=go(f"/households/{item.household_id}/assistance/{item.id}"),
        padding=ft.Padding.only(left=16, right=10, top=10, bottom=10),
        radius=0,
    )
