"""Step 4: the four cards of 4ท, saved while the family talks."""

from typing import Any

import flet as ft

from field_app.services.drafts import Opened
from field_app.services.visit_files import VisitFile
from field_app.views import four_t_cards
from field_app.views.components.draft import use_form
from field_app.views.components.field import labelled
from field_app.views.components.text import heading, muted
from field_app.views.desk import use_desk
from field_app.views.text import say
from field_app.views.theme import Look, use_look
from field_app.views.visit_steps.frame import FOUR_T, visit_shell
from shared_models.four_t import FourTAnalysis


@ft.component
def FourTStep(here: VisitFile, opened: Opened, earlier: FourTAnalysis | None) -> ft.Control:
    """On phones one card is open; the question about the household stands below the cards."""
    desk, look = use_desk(), use_look()
    household_id = here.file.household.id
    shown, set_shown = ft.use_state("attitude")

    async def commit() -> None:
        await four_t_cards.record(form, household_id)

    form = use_form(
        four_t_cards.draft_key(household_id),
        opened,
        texts=four_t_cards.TEXTS,
        household_id=household_id,
        commit=commit,
    )

    async def show(name: str) -> None:
        set_shown(name)
        await form.settle()

    asked = four_t_cards.triage(look, form)
    cards = four_t_cards.cards(look, form, earlier, shown=shown, on_show=show)
    blocks = [*title(look, asked), *cards]
    if look.phone:
        blocks.append(labelled(look, say("fourt_house", look.language), asked))
    return visit_shell(look, desk, here, FOUR_T, blocks, scroller=form.scroller)


def title(look: Look, asked: ft.Control) -> list[Any]:
    """The heading, on tablets with the triage beside it."""
    words = ft.Column(
        [heading(look, say("fourt_title", look.language)), muted(look, say("fourt_note", look.language))],
        spacing=0,
        tight=True,
    )
    if look.phone:
        return [words]
    house = muted(look, say("fourt_house", look.language))
    choice = ft.Container(asked, width=look.px(300))
    return [ft.Row([ft.Container(words, expand=True), house, choice], spacing=12)]
