"""4ท outside a visit: the same four cards as a screen of their own."""

from uuid import UUID

import flet as ft

from field_app.services import visits
from field_app.services.drafts import Opened
from field_app.services.visits import AtHouse
from field_app.views import four_t_cards
from field_app.views.components.action_bar import action_bar, main_action
from field_app.views.components.draft import use_form
from field_app.views.components.field import labelled
from field_app.views.components.pane import pane
from field_app.views.components.shell import focus_shell
from field_app.views.desk import Desk, use_desk, use_loaded
from field_app.views.record_screen import FOUR_T, begun_by, go, house_bar, id_of, kept_word, waiting_screen, way_back
from field_app.views.text import say
from field_app.views.theme import use_look
from field_app.views.visit_steps.four_t import title
from shared_models.four_t import FourTAnalysis


@ft.component
def FourTScreen() -> ft.Control:
    desk, look, params = use_desk(), use_look(), ft.use_route_params()
    household_id = id_of(params.get("household_id"))
    loaded = use_loaded(lambda: load(desk, household_id), household_id)
    if loaded.value is None or loaded.value[0].file.household.id != household_id:
        return waiting_screen(look, desk, loaded, back=f"/households/{household_id}")
    house, found, opened = loaded.value
    return FourTPage(house, opened, found.earlier, key=str(household_id))  # type: ignore[call-arg]  # flet takes the key


async def load(desk: Desk, household_id: UUID | None) -> object:
    house = await visits.at_house(desk.opened, household_id or UUID(int=0))
    return house, *await four_t_cards.opened(desk.opened, house.file.household.id)


@ft.component
def FourTPage(house: AtHouse, opened: Opened, earlier: FourTAnalysis | None) -> ft.Control:
    """It saves by itself; the button only leads back."""
    desk, look = use_desk(), use_look()
    page = ft.context.page
    shown, set_shown = ft.use_state("attitude")
    household_id, back = house.file.household.id, way_back(house, FOUR_T)

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

    async def done() -> None:
        await form.settle()
        page.navigate(back)

    asked = four_t_cards.triage(look, form)
    blocks = [
        *title(look, asked),
        *begun_by(look, form),
        *four_t_cards.cards(look, form, earlier, shown=shown, on_show=show),
    ]
    if look.phone:
        blocks.append(labelled(look, say("fourt_house", look.language), asked))
    main = main_action(look, say("fourt_done", look.language), done)
    kept = ft.Container(kept_word(look), visible=form.kept)
    bottom = action_bar(look, main, left=[kept])
    bar = house_bar(look, desk, house.file, task=say("fourt_title", look.language), on_back=go(back))
    return focus_shell(look, bar, pane(look, blocks, scroller=form.scroller), bottom=bottom)
