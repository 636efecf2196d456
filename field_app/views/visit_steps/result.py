"""Step 1: the notice that is read out before asking, and whom the officer met."""

from collections.abc import Callable
from typing import Any

import flet as ft

from field_app.services import clock, visits
from field_app.services.visit_files import VisitFile
from field_app.views.components.button import tonal_button
from field_app.views.components.field import labelled
from field_app.views.components.group import block
from field_app.views.components.radio_list import Choice, checkbox_row, radio_list
from field_app.views.components.select import Select
from field_app.views.components.sheet import Option
from field_app.views.components.text import text
from field_app.views.desk import use_desk
from field_app.views.person_words import age_words
from field_app.views.record_screen import go
from field_app.views.text import say
from field_app.views.theme import Look, use_look
from field_app.views.visit_steps.frame import RESULT, step_title, visit_shell
from shared_models.merge import Scalar
from shared_models.visit import VisitResult

UNSET = "unset"


@ft.component
def ResultStep(here: VisitFile) -> ft.Control:
    """Every tap is saved."""
    desk, look = use_desk(), use_look()
    visit = here.visit

    async def answer(changes: dict[str, Scalar]) -> None:
        await visits.change(desk.opened, visit, changes)
        await desk.saved()

    blocks = [
        *step_title(look, say("visit_step_result", look.language), say("visit_result_note", look.language)),
        notice(look, here, answer),
        results(look, here, answer),
    ]
    if visit.result == VisitResult.MET:
        blocks.append(informant(look, here, answer))
    if visit.result == VisitResult.MOVED:
        path = f"/households/{here.file.household.id}/moved"
        moved = tonal_button(
            look, say("visit_record_move", look.language), go(path), icon=ft.Icons.LOCAL_SHIPPING_OUTLINED
        )
        blocks.append(ft.Row([moved]))
    return visit_shell(look, desk, here, RESULT, blocks)


Answer = Callable[[dict[str, Scalar]], Any]


def notice(look: Look, here: VisitFile, answer: Answer) -> ft.Control:
    """Large enough to be read out at arm's length, with the tick that says it was."""
    read = here.visit.notice_read
    words = text(look, say("visit_notice_words", look.language), size=18, line_height=1.5)
    tick = checkbox_row(
        look,
        say("visit_notice_read", look.language),
        read,
        lambda: answer({"notice_read": not read}),
        detail=say("visit_notice_hint", look.language),
    )
    content = ft.Column([words, tick], spacing=4, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return labelled(look, say("visit_notice", look.language), block(look, content, padding=16))


def results(look: Look, here: VisitFile, answer: Answer) -> ft.Control:
    label = say("visit_result", look.language)
    choices = [
        Choice(
            result.value,
            say(f"visit_{result.value}", look.language),
            say(f"visit_{result.value}_note", look.language),
        )
        for result in VisitResult
    ]
    chosen = str(here.visit.result) if here.visit.result else None
    return labelled(look, label, radio_list(look, label, choices, chosen, lambda code: answer({"result": code})))


def informant(look: Look, here: VisitFile, answer: Answer) -> ft.Control:
    """Who of the household answered; not asked for when nobody was met."""
    today = clock.today()
    options = [Option(UNSET, say("visit_informant_unset", look.language))]
    options += [
        Option(str(p.id), f"{p.full_name()}  {age_words(p.birth, today, look.language)}".strip()) for p in here.roster
    ]
    chosen = str(here.visit.informant_id) if here.visit.informant_id else UNSET
    return Select(
        label=say("visit_informant", look.language),
        options=options,
        value=chosen,
        on_change=lambda code: answer({"informant_id": None if code == UNSET else code}),
        optional=True,
    )
