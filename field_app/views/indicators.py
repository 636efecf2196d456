"""The MPI indicators of this survey year, asked of the household and its members, a dimension at a time."""

from typing import Any
from uuid import UUID

import flet as ft

from field_app.services import clock, drafts, indicators, visits
from field_app.services.drafts import FormDraft, Opened
from field_app.services.indicators import Questionnaire
from field_app.services.visits import AtHouse
from field_app.views.components.draft import Form, use_form
from field_app.views.components.tabs import Tab, tabs
from field_app.views.components.text import muted
from field_app.views.desk import Desk, use_desk, use_loaded
from field_app.views.indicator_block import indicator_block
from field_app.views.mpi_words import listed_words
from field_app.views.record_screen import PROBLEMS, form_screen, id_of, waiting_screen, way_back
from field_app.views.text import say
from field_app.views.theme import Look, use_look
from shared_models.labels import choice
from shared_models.merge import Scalar
from shared_models.mpi import Dimension


@ft.component
def IndicatorScreen() -> ft.Control:
    """`/households/H/indicators`, or `…/living` to begin with a dimension."""
    desk, look, params = use_desk(), use_look(), ft.use_route_params()
    household_id, first = id_of(params.get("household_id")), params.get("dimension")
    loaded = use_loaded(lambda: load(desk, household_id), household_id)
    if loaded.value is None or loaded.value[0] != household_id:
        return waiting_screen(look, desk, loaded, back=f"/households/{household_id}")
    _, house, asked, opened = loaded.value
    begins = Dimension(first) if first in set(Dimension) else Dimension.HEALTH
    return IndicatorForm(house, asked, opened, begins, key=draft_key(house, asked))  # type: ignore[call-arg]  # flet's


async def load(desk: Desk, household_id: UUID | None) -> Any:
    house = await visits.at_house(desk.opened, household_id or UUID(int=0))
    asked = indicators.questionnaire(house.file, on=clock.today())
    answers: dict[str, Scalar] = {question.key: None for question in asked.questions} | asked.answers()
    opened = await drafts.resume(desk.opened, draft_key(house, asked), FormDraft(answers))
    return household_id, house, asked, opened


def draft_key(house: AtHouse, asked: Questionnaire) -> str:
    """Answers belong to the set and the year that they were asked in."""
    return f"indicators:{house.file.household.id}:{asked.indicators.version}:{asked.year}"


@ft.component
def IndicatorForm(house: AtHouse, asked: Questionnaire, opened: Opened, begins: Dimension) -> ft.Control:
    """All dimensions are one form: going to another keeps what was answered, and one button saves it all."""
    look = use_look()
    page = ft.context.page
    household_id = house.file.household.id
    shown, show = ft.use_state(begins.value)
    form = use_form(draft_key(house, asked), opened, texts=(), household_id=household_id)
    dimension = Dimension(shown)

    async def work() -> None:
        await indicators.save(form.tablet, household_id, form.changes(), on=clock.today(), draft=form.key)

    async def save() -> None:
        if await form.save(work):
            page.navigate(way_back(house, PROBLEMS))

    line = tabs(look, dimension_tabs(look), shown, show, inside=True)
    blocks = [indicator_block(look, form, house, asked, each) for each in asked.indicators.of(dimension)]
    half = (len(blocks) + 1) // 2 if look.wide else len(blocks)
    return form_screen(
        look,
        house,
        form,
        [line, *standing(look, form, house, asked, dimension), *blocks[:half]],
        title=say("indicator_title", look.language, year=asked.year),
        note=say("indicator_note", look.language, version=asked.indicators.version),
        side=blocks[half:],
        save_label=say("indicator_save", look.language),
        on_save=save,
        step=PROBLEMS,
    )


def dimension_tabs(look: Look) -> list[Tab]:
    return [Tab(each.value, choice(each, Dimension, look.language)) for each in Dimension]


def standing(look: Look, form: Form, house: AtHouse, asked: Questionnaire, dimension: Dimension) -> list[ft.Control]:
    """How many questions of the dimension are answered, and what the list said of it."""
    here = [question for question in asked.questions if question.indicator.dimension is dimension]
    number = sum(form.value(question.key) is not None for question in here)
    words = [say("indicator_answered", look.language, n=number, count=len(here))]
    listed = listed_words(house.file, dimension, look.language)
    return [muted(look, each) for each in [*words, *([listed] if listed else [])]]
