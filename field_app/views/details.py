"""Further details of a household or a person: a section of the entity's form at a time, made from its description.

What has a screen of its own is left out here: a person's name, number and card, and all that life events change.
"""

from typing import Any, NamedTuple
from uuid import UUID

import flet as ft

from field_app.services import drafts, records, visits
from field_app.services.drafts import Opened
from field_app.services.visits import AtHouse
from field_app.views.components import entity_form
from field_app.views.components.draft import use_form
from field_app.views.components.entity_form import Unreadable
from field_app.views.components.tabs import Tab, tabs
from field_app.views.desk import Desk, use_desk, use_loaded
from field_app.views.record_screen import PEOPLE, form_screen, id_of, missing_screen, waiting_screen, way_back
from field_app.views.text import say
from field_app.views.theme import Language, use_look
from shared_models.form import FormField, form
from shared_models.household import Household
from shared_models.labels import label
from shared_models.person import Person
from shared_models.synced import Synced

OWN_SCREENS = {
    "household": {"village_code", "registered_code"},
    "person": {
        *("title", "given_name", "family_name", "sex", "birth", "citizen_id", "relation", "welfare_card", "phone"),
    },
}
ONE_COLUMN = 4  # on wide screens more fields than this stand in two
Details = dict[str, tuple[FormField, ...]]  # section -> its fields


class Subject(NamedTuple):
    """Whose details: a row of an entity, and the path of its own screen."""

    entity: str
    row: Synced


def details(entity: str) -> Details:
    """The sections that are asked here, with their fields."""
    asked = {
        section.name: tuple(
            field
            for field in section.fields
            if field.name not in OWN_SCREENS[entity] and field.kind in entity_form.RENDERED
        )
        for section in form(entity)
    }
    return {name: fields for name, fields in asked.items() if fields}


@ft.component
def HouseholdDetailsScreen() -> ft.Control:
    """Address, land, income, spending, origin of a household."""
    return screen("household")


@ft.component
def PersonDetailsScreen() -> ft.Control:
    """Identity, health, education, work, card and membership of a person."""
    return screen("person")


def screen(entity: str) -> ft.Control:
    """Loads the household and finds the row in it."""
    desk, look, params = use_desk(), use_look(), ft.use_route_params()
    household_id, person_id = id_of(params.get("household_id")), id_of(params.get("person_id"))
    asked = params.get("section")
    chosen, choose = ft.use_state(asked if asked in details(entity) else next(iter(details(entity))))
    key = (household_id, person_id, chosen)
    loaded = use_loaded(lambda: load(desk, entity, key), *key)
    back = f"/households/{household_id}"
    if loaded.value is None or loaded.value[0] != key:
        return waiting_screen(look, desk, loaded, back=back)
    _, house, subject, opened = loaded.value
    if subject is None:
        return missing_screen(look, desk, say("member_missing", look.language), back=back)
    return SectionForm(house, subject, opened, chosen, choose, key=str(key))  # type: ignore[call-arg]  # flet's key


async def load(desk: Desk, entity: str, key: tuple[UUID | None, UUID | None, str]) -> Any:
    household_id, person_id, section = key
    house = await visits.at_house(desk.opened, household_id or UUID(int=0))
    row: Household | Person | None = house.file.household
    if entity == "person":
        row = next((person for person in house.file.members if person.id == person_id), None)
    if row is None:
        return key, house, None, Opened(drafts.FormDraft())
    fresh = entity_form.opened(details(entity)[section], row)
    return key, house, Subject(entity, row), await drafts.resume(desk.opened, draft_key(row, section), fresh)


def draft_key(row: Synced, section: str) -> str:
    return f"details:{row.id}:{section}"


@ft.component
def SectionForm(house: AtHouse, subject: Subject, opened: Opened, section: str, choose: Any) -> ft.Control:
    """One section; going to another keeps what stands here as a draft."""
    look = use_look()
    page = ft.context.page
    entity, row = subject
    fields = details(entity)[section]
    asked = use_form(
        draft_key(row, section), opened, texts=entity_form.boxes(fields), household_id=house.file.household.id
    )

    async def work() -> None:
        changes = entity_form.changed(fields, asked)
        bases = {name: asked.bases[name] for name in changes if name in asked.bases}
        await records.change(asked.tablet, entity, row, changes, bases=bases, draft=asked.key)

    async def save() -> None:
        missing = {name: say("record_date_unreadable", look.language) for name in asked.unreadable}
        try:
            entity_form.changed(fields, asked)
        except Unreadable as unreadable:
            missing[unreadable.name] = say(unreadable.words, look.language)
        if await asked.save(work, missing=missing):
            page.navigate(after(house, subject))

    async def show(name: str) -> None:
        await asked.keep()
        choose(name)

    line = tabs(look, section_tabs(entity, look.language), section, show, inside=True)
    rows = entity_form.controls(look, asked, fields)
    half = (len(rows) + 1) // 2 if look.wide and len(rows) > ONE_COLUMN else len(rows)
    return form_screen(
        look,
        house,
        asked,
        [line, *rows[:half]],
        title=say("details_title", look.language),
        note=row.full_name() if isinstance(row, Person) else "",
        side=rows[half:],
        save_label=say("details_save", look.language),
        on_save=save,
        step=PEOPLE,
    )


def section_tabs(entity: str, language: Language) -> list[Tab]:
    return [Tab(name, label(f"{entity}.section.{name}", language)) for name in details(entity)]


def after(house: AtHouse, subject: Subject) -> str:
    """Back to the person, or where the household was opened from."""
    if subject.entity == "person":
        return f"/households/{house.file.household.id}/members/{subject.row.id}"
    return way_back(house, PEOPLE)
