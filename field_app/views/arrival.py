"""Receiving a household that another district sent here: where it lives now, or that it cannot be found."""

from typing import Any
from uuid import UUID

import flet as ft

from field_app.services import drafts, household_changes, new_households, visits
from field_app.services.drafts import FormDraft, Opened
from field_app.services.visits import AtHouse
from field_app.views.components.consequences import Consequence, consequences
from field_app.views.components.draft import Form, use_form
from field_app.views.components.field import field, labelled
from field_app.views.components.pane import target
from field_app.views.components.segmented import segmented
from field_app.views.components.sheet import Option
from field_app.views.desk import Desk, use_desk, use_loaded
from field_app.views.newcomers import came_from
from field_app.views.place_fields import household_text, number_typed, village_field, village_missing
from field_app.views.record_screen import PEOPLE, form_screen, id_of, missing_screen, waiting_screen, way_back
from field_app.views.text import say
from field_app.views.theme import Look, use_look
from shared_models import area
from shared_models.area import Level
from shared_models.area_words import place_name
from shared_models.household import Arrival

TEXTS = ("house_no", "reason")
FOUND = "found"  # in the form: whether the household is here
HERE, NOT_HERE = "here", "not_here"


@ft.component
def ArrivalScreen() -> ft.Control:
    desk, look, params = use_desk(), use_look(), ft.use_route_params()
    household_id = id_of(params.get("household_id"))
    loaded = use_loaded(lambda: load(desk, household_id), household_id)
    back = f"/households/{household_id}"
    if loaded.value is None or loaded.value[0] != household_id:
        return waiting_screen(look, desk, loaded, back=back)
    _, house, areas, opened = loaded.value
    if house.file.household.arrival != Arrival.AWAITED:
        return missing_screen(look, desk, say("arrival_done", look.language), back=back)
    return ArrivalForm(house, areas, opened, key=str(household_id))  # type: ignore[call-arg]  # flet takes the key


async def load(desk: Desk, household_id: UUID | None) -> Any:
    """The household, the villages it can be in, and the form: the village it was sent to is proposed if it is known."""
    house = await visits.at_house(desk.opened, household_id or UUID(int=0))
    sent = house.file.household.village_code
    covered = await new_households.areas(desk.opened)
    areas = tuple(code for code in covered if area.contains(sent[: Level.DISTRICT], code)) or (sent[: Level.DISTRICT],)
    village = "" if sent.endswith("00") else sent
    fresh = FormDraft({"village_code": village or None, FOUND: HERE})
    return household_id, house, areas, await drafts.resume(desk.opened, f"arrival:{household_id}", fresh)


@ft.component
def ArrivalForm(house: AtHouse, areas: tuple[str, ...], opened: Opened) -> ft.Control:
    """Found: village and number. Not found: why, for the office that sent it."""
    look = use_look()
    page = ft.context.page
    household = house.file.household
    form = use_form(f"arrival:{household.id}", opened, texts=TEXTS, household_id=household.id)
    here = form.value(FOUND) != NOT_HERE

    async def record() -> None:
        if form.value(FOUND) == NOT_HERE:
            await household_changes.record_not_arrived(form.tablet, house.file, form.get("reason"), draft=form.key)
            return
        village = str(form.value("village_code"))
        await household_changes.record_arrival(
            form.tablet, house.file, village_code=village, house_no=number_typed(form), draft=form.key
        )

    async def save() -> None:
        if await form.save(record, missing=missing_in(look, form, areas)):
            page.navigate(way_back(house, PEOPLE))

    label = say("arrival_found", look.language)
    options = [
        Option(HERE, say("arrival_here", look.language)),
        Option(NOT_HERE, say("arrival_not_here", look.language)),
    ]
    asked = segmented(look, label, options, HERE if here else NOT_HERE, lambda code: form.put(FOUND, code))
    blocks: list[ft.Control] = [labelled(look, label, asked)]
    if here:
        blocks.append(village_field(look, form, "village_code", areas))
        blocks.append(household_text(look, form, "house_no", hint=say("arrival_number_hint", look.language)))
    else:
        blocks.append(reason(look, form))
    return form_screen(
        look,
        house,
        form,
        blocks,
        title=say("arrival_title", look.language),
        note=came_from(look, household.arrived_from),
        side=[consequences(look, say("moved_after", look.language), follows(look, form, house, here=here))],
        save_label=say("arrival_save" if here else "arrival_save_not_here", look.language),
        on_save=save,
        step=PEOPLE,
    )


def reason(look: Look, form: Form) -> ft.Control:
    label, hint = say("arrival_reason", look.language), say("arrival_reason_hint", look.language)
    box = field(
        look, label, form.text, "reason", lines=2, hint=hint, error=form.error("reason"), max_length=400
    )  # fmt: skip
    return target("reason", box)


def missing_in(look: Look, form: Form, areas: tuple[str, ...]) -> dict[str, str]:
    if form.value(FOUND) == NOT_HERE:
        return {} if form.get("reason") else {"reason": say("arrival_reason_missing", look.language)}
    words = village_missing(look, str(form.value("village_code") or ""), areas)
    return {"village_code": words} if words else {}


def follows(look: Look, form: Form, house: AtHouse, *, here: bool) -> list[Consequence]:
    """What becomes of the file, and what the office that sent it sees."""
    language, village = look.language, str(form.value("village_code") or "")
    if not here:
        stays, hears = say("arrival_stays", language), say("arrival_both_hear", language)
        return [
            Consequence(stays, say("arrival_stays_note", language), ft.Icons.INVENTORY_2_OUTLINED),
            Consequence(hears, say("arrival_both_hear_note", language), ft.Icons.SEND_OUTLINED),
        ]
    place = place_name(village, language) if len(village) == Level.VILLAGE else say("arrival_new_place", language)
    listed = say("arrival_listed", language, place=place)
    count = say("arrival_with", language, n=len(house.file.living))
    return [
        Consequence(listed, count, ft.Icons.HOME_OUTLINED),
        Consequence(say("arrival_history", language), "", ft.Icons.HISTORY_ROUNDED),
        Consequence(say("arrival_sender_sees", language), "", ft.Icons.SEND_OUTLINED),
    ]
