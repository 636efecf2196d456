"""A member whom nobody can find: since when, what is known, and who heads the household meanwhile."""

from typing import Any
from uuid import UUID

import flet as ft

from field_app.services import drafts, life_events, visits
from field_app.services.drafts import FormDraft, Opened
from field_app.services.visits import AtHouse
from field_app.views.components.consequences import Consequence, consequences
from field_app.views.components.draft import Form, use_form
from field_app.views.components.field import field
from field_app.views.death import whose
from field_app.views.desk import Desk, use_desk, use_loaded
from field_app.views.form_date import form_date
from field_app.views.record_screen import PEOPLE, form_screen, id_of, missing_screen, waiting_screen, way_back
from field_app.views.succession import Succession, head_consequences, succession_blocks
from field_app.views.text import say
from field_app.views.theme import Look, use_look
from shared_models.person import LifeState, Person

TEXTS = ("life_state_note",)


@ft.component
def MissingScreen() -> ft.Control:
    desk, look, params = use_desk(), use_look(), ft.use_route_params()
    household_id, person_id = id_of(params.get("household_id")), id_of(params.get("person_id"))
    loaded = use_loaded(lambda: load(desk, household_id, person_id), household_id, person_id)
    back = f"/households/{household_id}"
    if loaded.value is None or loaded.value[0] != person_id:
        return waiting_screen(look, desk, loaded, back=back)
    _, house, person, opened = loaded.value
    if person is None or person.life_state != LifeState.ALIVE:
        return missing_screen(look, desk, say("member_missing", look.language), back=back)
    return MissingForm(house, person, opened, key=str(person_id))  # type: ignore[call-arg]  # flet takes the key


async def load(desk: Desk, household_id: UUID | None, person_id: UUID | None) -> Any:
    """The household, the person, and a form without a date: nobody knows the day by heart."""
    house = await visits.at_house(desk.opened, household_id or UUID(int=0))
    person = next((member for member in house.file.members if member.id == person_id), None)
    return person_id, house, person, await drafts.resume(desk.opened, f"missing:{person_id}", FormDraft())


@ft.component
def MissingForm(house: AtHouse, person: Person, opened: Opened) -> ft.Control:
    """The person stays in the file and comes back in one tap."""
    look = use_look()
    page = ft.context.page
    form = use_form(f"missing:{person.id}", opened, texts=TEXTS, household_id=person.household_id)
    succession = Succession(house.file, {person.id}, form)

    async def record() -> None:
        await life_events.record_missing(
            form.tablet,
            house.file,
            person,
            on=str(form.value("life_state_on") or "") or None,
            note=form.get("life_state_note") or None,
            head=succession.head if succession.needed else None,
            relations=succession.relations,
            draft=form.key,
        )

    async def save() -> None:
        unreadable = {name: say("record_date_unreadable", look.language) for name in form.unreadable}
        if await form.save(record, missing={**unreadable, **succession.missing(look)}):
            page.navigate(way_back(house, PEOPLE))

    return form_screen(
        look,
        house,
        form,
        [since(look, form), note(look, form), *succession_blocks(look, succession)],
        title=say("missing_title", look.language),
        note=whose(look, person),
        side=[consequences(look, say("died_after", look.language), after(look, person, succession))],
        save_label=say("missing_save", look.language),
        on_save=save,
        step=PEOPLE,
    )


def since(look: Look, form: Form) -> ft.Control:
    return form_date(look, form, "life_state_on", "missing_since")


def note(look: Look, form: Form) -> ft.Control:
    label, hint = say("died_note", look.language), say("missing_note_hint", look.language)
    return field(look, label, form.text, "life_state_note", optional=True, hint=hint, lines=2, max_length=2000)


def after(look: Look, person: Person, succession: Succession) -> list[Consequence]:
    """Where the person stands from now on, and how this is taken back."""
    language = look.language
    stays = say("missing_stays", language, name=person.full_name())
    return [
        *head_consequences(look, succession),
        Consequence(stays, say("missing_stays_note", language), ft.Icons.PERSON_SEARCH_OUTLINED),
        Consequence(say("died_others_see", language), say("missing_undo", language), ft.Icons.SEND_OUTLINED),
    ]
