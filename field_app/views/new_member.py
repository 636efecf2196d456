"""A new member: first whether the person is on the tablet already, then a short form; a newborn has four fields."""

from typing import Any
from uuid import UUID

import flet as ft

from field_app.services import clock, drafts, duplicates, life_events, visits
from field_app.services.drafts import Opened
from field_app.services.duplicates import Candidate
from field_app.services.visits import AtHouse
from field_app.views import member_fields
from field_app.views.candidate_panel import NOT_THESE, answered, candidate_panel
from field_app.views.components.draft import Form, use_form
from field_app.views.components.field import labelled
from field_app.views.components.pane import target
from field_app.views.components.radio_list import Choice, radio_list
from field_app.views.desk import Desk, use_desk, use_loaded
from field_app.views.person_words import age_words, be_code, read_partial, relation_words
from field_app.views.record_screen import PEOPLE, form_screen, id_of, waiting_screen, way_back
from field_app.views.text import say
from field_app.views.theme import Look, use_look
from shared_models import citizen_id, life_event
from shared_models.likeness import Sought
from shared_models.merge import Scalar
from shared_models.person import Person, Sex

ELSEWHERE = "elsewhere"
MOTHERS = range(12, 61)


@ft.component
def NewMemberScreen() -> ft.Control:
    desk, look, params = use_desk(), use_look(), ft.use_route_params()
    household_id = id_of(params.get("household_id"))
    loaded = use_loaded(lambda: load(desk, household_id, "new_member"), household_id)
    if loaded.value is None or loaded.value[0].file.household.id != household_id:
        return waiting_screen(look, desk, loaded, back=f"/households/{household_id}")
    house, opened = loaded.value
    return NewMemberForm(house, opened, key=str(household_id))  # type: ignore[call-arg]  # flet takes the key


@ft.component
def NewbornScreen() -> ft.Control:
    desk, look, params = use_desk(), use_look(), ft.use_route_params()
    household_id = id_of(params.get("household_id"))
    loaded = use_loaded(lambda: load(desk, household_id, "newborn"), household_id)
    if loaded.value is None or loaded.value[0].file.household.id != household_id:
        return waiting_screen(look, desk, loaded, back=f"/households/{household_id}")
    house, opened = loaded.value
    return NewbornForm(house, opened, key=str(household_id))  # type: ignore[call-arg]  # flet takes the key


async def load(desk: Desk, household_id: UUID | None, kind: str) -> Any:
    """The house and the empty form; of a newborn the day and the family name are proposed."""
    house = await visits.at_house(desk.opened, household_id or UUID(int=0))
    proposed: dict[str, Scalar] = {}
    if kind == "newborn":
        family = house.file.head.family_name if house.file.head else None
        proposed = {"birth": be_code(clock.today()), "family_name": family}
    fresh = member_fields.fresh(None, **proposed)
    return house, await drafts.resume(desk.opened, f"{kind}:{household_id}", fresh)


@ft.component
def NewMemberForm(house: AtHouse, opened: Opened) -> ft.Control:
    """While a name is typed the tablet looks for the same person; a sure find has to be answered before saving."""
    look, desk = use_look(), use_desk()
    page = ft.context.page
    household_id = house.file.household.id
    form = use_form(f"new_member:{household_id}", opened, texts=member_fields.TEXTS, household_id=household_id)
    form.after_pause = form.redraw
    sought = sought_in(form)
    found = use_loaded(lambda: duplicates.candidates(desk.opened, sought), sought)
    candidates: list[Candidate] = found.value or []

    async def save() -> None:
        missing = member_fields.missing(look, form, relation=bool(house.file.living))
        now = await duplicates.candidates(desk.opened, sought_in(form))  # a fast typist is ahead of the panel
        if any(candidate.sure and not answered(form, [candidate]) for candidate in now):
            missing = {NOT_THESE: say("member_decide_first", look.language), **missing}
        if await form.save(lambda: add(form, house), missing=missing):
            page.navigate(way_back(house, PEOPLE))

    back = way_back(house, PEOPLE)
    panel = candidate_panel(look, form, house, candidates, back)
    identity = [*member_fields.names(look, form), member_fields.birth(look, form), member_fields.number(look, form)]
    rest = [member_fields.sex(look, form), *relation_of(look, form, house)]
    rest += [member_fields.card(look, form), member_fields.phone(look, form)]
    return form_screen(
        look,
        house,
        form,
        identity,
        title=say("member_new", look.language),
        note=say("member_new_hint", look.language),
        side=[panel, *rest],
        save_label=say("member_save", look.language),
        on_save=save,
        step=PEOPLE,
    )


def relation_of(look: Look, form: Form, house: AtHouse) -> list[ft.Control]:
    """The first member of an empty house becomes its head, so there is nothing to ask."""
    return [member_fields.relation(look, form)] if house.file.living else []


def sought_in(form: Form) -> Sought:
    """Who is being entered, as far as it is typed."""
    return Sought(
        given_name=form.get("given_name"),
        family_name=form.get("family_name"),
        birth=str(form.value("birth") or "") or None,
        citizen_id=citizen_id.parse(form.get("citizen_id")).value,
    )


async def add(form: Form, house: AtHouse) -> None:
    values = {
        name: value for name, value in form.values().items() if name in (*member_fields.TEXTS, *member_fields.CHOSEN)
    }
    filled = {name: value for name, value in values.items() if value is not None}
    await life_events.add_member(form.tablet, house.file, member_fields.row_values(filled), draft=form.key)


@ft.component
def NewbornForm(house: AtHouse, opened: Opened) -> ft.Control:
    """Name, sex, day of birth, mother; the title and the relation follow."""
    look = use_look()
    page = ft.context.page
    household_id = house.file.household.id
    form = use_form(f"newborn:{household_id}", opened, texts=member_fields.TEXTS, household_id=household_id)

    async def save() -> None:
        if await form.save(lambda: add_newborn(form, house), missing=member_fields.missing(look, form)):
            page.navigate(way_back(house, PEOPLE))

    given = member_fields.text_field(look, form, "given_name", "member_given", limit=100)
    family = member_fields.text_field(look, form, "family_name", "member_family", optional=True, limit=100)
    blocks = [target("given_name", given), family, member_fields.sex(look, form), member_fields.birth(look, form)]
    return form_screen(
        look,
        house,
        form,
        blocks,
        title=say("member_newborn", look.language),
        note=say("member_newborn_hint", look.language),
        side=[mother(look, form, house), member_fields.relation(look, form)],
        save_label=say("member_save_newborn", look.language),
        on_save=save,
        step=PEOPLE,
    )


def mother(look: Look, form: Form, house: AtHouse) -> ft.Control:
    """The women of the house; the answer proposes what the child is to the head."""
    label = say("member_mother", look.language)
    women = [person for person in house.file.living if may_be_mother(person)]

    def choose(code: str) -> None:
        chosen = next((person for person in women if str(person.id) == code), None)
        relation = life_event.relation_of_newborn(chosen)
        form.chosen["relation"] = relation.value if relation else None
        form.put("mother", code)

    today = clock.today()
    choices = [
        Choice(
            str(person.id),
            person.full_name(),
            relation_words(person, look.language),
            age_words(person.birth, today, look.language) or "?",
        )
        for person in women
    ]
    choices.append(Choice(ELSEWHERE, say("member_mother_elsewhere", look.language)))
    chosen = str(form.value("mother")) if form.value("mother") else None
    return labelled(look, label, radio_list(look, label, choices, chosen, choose))


def may_be_mother(person: Person) -> bool:
    """A woman of an age to bear children, or of unknown age."""
    known = read_partial(person.birth)
    ages = known.age_range(clock.today()) if known else None
    return person.sex == Sex.FEMALE and (ages is None or (ages[1] in MOTHERS or ages[0] in MOTHERS))


async def add_newborn(form: Form, house: AtHouse) -> None:
    title = {Sex.MALE.value: "ด.ช.", Sex.FEMALE.value: "ด.ญ."}[str(form.value("sex"))]
    names = ("given_name", "family_name", "sex", "birth", "relation")
    values = {name: form.values().get(name) for name in names}
    await life_events.add_member(
        form.tablet, house.file, member_fields.row_values({**values, "title": title}), draft=form.key
    )
