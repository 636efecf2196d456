"""A new member: first whether the person is on the tablet already, then a short form; a newborn has four fields."""

from typing import Any
from uuid import UUID

import flet as ft

from field_app.services import clock, drafts, duplicates, life_events, visits
from field_app.services.drafts import Opened
from field_app.services.duplicates import Candidate
from field_app.services.visits import AtHouse
from field_app.views import member_fields
from field_app.views.components.banner import banner
from field_app.views.components.button import outline_button, quiet_button
from field_app.views.components.draft import Form, use_form
from field_app.views.components.field import labelled
from field_app.views.components.group import block, hairline
from field_app.views.components.pane import target
from field_app.views.components.person_row import age_pill
from field_app.views.components.radio_list import Choice, radio_list
from field_app.views.components.text import muted, text
from field_app.views.desk import Desk, use_desk, use_loaded
from field_app.views.person_words import age_words, be_code, place_words, read_partial, relation_words
from field_app.views.record_screen import PEOPLE, form_screen, go, id_of, waiting_screen, way_back
from field_app.views.text import say
from field_app.views.theme import Look, use_look
from shared_models import citizen_id, life_event
from shared_models.labels import choice
from shared_models.likeness import Sought
from shared_models.merge import Scalar
from shared_models.person import LifeState, Person, Sex

NOT_THESE = "not_these"  # in the form: the officer said that none of the found people is meant
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
    unanswered = not form.value(NOT_THESE) and any(candidate.sure for candidate in candidates)

    async def save() -> None:
        missing = member_fields.missing(look, form, relation=bool(house.file.living))
        if unanswered:
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
        side=[*panel, *rest],
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


def candidate_panel(look: Look, form: Form, house: AtHouse, candidates: list[Candidate], back: str) -> list[ft.Control]:
    """`เป็นคนนี้หรือไม่`: who was found, where they live, and the answer that goes on."""
    if not candidates:
        return []
    if form.value(NOT_THESE):
        decided = banner(
            look,
            say("member_decided", look.language),
            tone="info",
            icon=ft.Icons.INFO_OUTLINE_ROUNDED,
            action=quiet_button(look, say("change", look.language), lambda: form.put(NOT_THESE, None)),
        )
        return [target(NOT_THESE, decided)]
    rows: list[ft.Control] = []
    for candidate in candidates:
        rows += [hairline(look, inset=16)] if rows else []
        rows.append(candidate_row(look, form, house, candidate, back))
    rows += [hairline(look), not_these(look, form)]
    box = block(look, ft.Column(rows, spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH))
    label, note = say("member_is_it", look.language), say("member_is_it_note", look.language)
    return [target(NOT_THESE, labelled(look, label, box, hint=note, error=form.error(NOT_THESE)))]


def not_these(look: Look, form: Form) -> ft.Control:
    label = say("member_not_it", look.language)
    button = quiet_button(look, label, lambda: form.put(NOT_THESE, True), icon=ft.Icons.PERSON_ADD_ALT_1_ROUNDED)
    return ft.Container(ft.Row([button]), padding=ft.Padding.symmetric(horizontal=4, vertical=6))


def candidate_row(look: Look, form: Form, house: AtHouse, candidate: Candidate, back: str) -> ft.Control:
    """One found person and what to do if it is the one."""
    person = candidate.person
    here = person.household_id == house.file.household.id
    lines: list[ft.Control] = [
        text(look, person.full_name(), size=18, weight=600, line_height=1.4),
        muted(look, where(look, candidate, here=here)),
    ]
    if person.citizen_id:
        lines.append(muted(look, citizen_id.masked(person.citizen_id)))
    if not here:
        lines.append(muted(look, say("member_anyway_note", look.language), size=14))
    lines.append(ft.Row([candidate_action(look, form, person, here=here, back=back)], wrap=True))
    age = age_words(person.birth, clock.today(), look.language)
    parts: list[ft.Control] = [ft.Column(lines, spacing=2, expand=True, tight=True)]
    if not look.large:
        parts.insert(0, age_pill(look, age))
    row = ft.Row(parts, spacing=14, vertical_alignment=ft.CrossAxisAlignment.START)
    return ft.Container(row, padding=ft.Padding.symmetric(horizontal=16, vertical=12))


def where(look: Look, candidate: Candidate, *, here: bool) -> str:
    """Lives here, lived here, or the other house with its number."""
    person, home = candidate.person, candidate.household
    state = choice(person.life_state, LifeState, look.language)
    if here and person.life_state == LifeState.ALIVE:
        return " · ".join(
            part for part in (say("member_here", look.language), relation_words(person, look.language)) if part
        )
    if here:
        return say("member_left_here", look.language, state=state)
    number = home.house_no if home and home.house_no else "–"
    there = say("member_there", look.language, number=number, place=place_words(home, look.language) if home else "")
    return there if person.life_state == LifeState.ALIVE else f"{there} · {state}"


def candidate_action(look: Look, form: Form, person: Person, *, here: bool, back: str) -> ft.Control:
    """Lives here again, look at the person, or add anyway."""
    page = ft.context.page

    async def came_back() -> None:
        await form.discard()
        await life_events.record_return(form.tablet, person)
        await form.desk.saved()
        page.navigate(back)

    if here and person.life_state in (LifeState.MOVED, LifeState.MISSING):
        return outline_button(look, say("member_back", look.language), came_back, icon=ft.Icons.LOGIN_ROUNDED)
    if here:
        path = f"/households/{person.household_id}/members/{person.id}"
        return outline_button(look, say("member_open", look.language), go(path))
    return outline_button(look, say("member_anyway", look.language), lambda: form.put(NOT_THESE, True))


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
