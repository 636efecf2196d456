"""A person: who they are, edited in place, and what happens in a life as actions."""

from typing import Any
from uuid import UUID

import flet as ft

from field_app.services import drafts, life_events, visits
from field_app.services.drafts import FormDraft, Opened
from field_app.services.visits import AtHouse
from field_app.views import member_fields
from field_app.views.components.banner import banner
from field_app.views.components.button import outline_button, quiet_button
from field_app.views.components.consequences import Consequence, consequences
from field_app.views.components.draft import Form, use_form
from field_app.views.components.field import labelled
from field_app.views.components.text import text
from field_app.views.desk import Desk, use_desk, use_loaded
from field_app.views.mistake import Mistake
from field_app.views.new_member import NewbornScreen, NewMemberScreen
from field_app.views.person_words import detail_words, partial_words
from field_app.views.record_screen import PEOPLE, form_screen, go, id_of, missing_screen, waiting_screen, way_back
from field_app.views.succession import Succession, head_consequences, relation_list
from field_app.views.text import say
from field_app.views.theme import Look, use_look
from shared_models import citizen_id
from shared_models.person import LifeState, Person

__all__ = ["MemberScreen", "NewMemberScreen", "NewbornScreen"]

FACTS, HEAD, MISTAKE = "facts", "head", "mistake"  # what the person's screen is about at the moment


@ft.component
def MemberScreen() -> ft.Control:
    desk, look, params = use_desk(), use_look(), ft.use_route_params()
    household_id, person_id = id_of(params.get("household_id")), id_of(params.get("person_id"))
    loaded = use_loaded(lambda: load(desk, household_id, person_id), household_id, person_id)
    back = f"/households/{household_id}"
    if loaded.value is None or loaded.value[0] != person_id:
        return waiting_screen(look, desk, loaded, back=back)
    _, house, person, opened = loaded.value
    if person is None:
        return missing_screen(look, desk, say("member_missing", look.language), back=back)
    return Member(house, person, opened, key=str(person_id))  # type: ignore[call-arg]  # flet takes the key


async def load(desk: Desk, household_id: UUID | None, person_id: UUID | None) -> Any:
    """The house, the person, and the three forms of this screen as they open."""
    house = await visits.at_house(desk.opened, household_id or UUID(int=0))
    person = next((member for member in house.file.members if member.id == person_id), None)
    opened = {
        FACTS: await drafts.resume(desk.opened, f"person:{person_id}", member_fields.fresh(person)),
        HEAD: await drafts.resume(desk.opened, f"new_head:{person_id}", FormDraft()),
        MISTAKE: await drafts.resume(desk.opened, f"mistake:{person_id}", FormDraft()),
    }
    return person_id, house, person, opened


@ft.component
def Member(house: AtHouse, person: Person, opened: dict[str, Opened]) -> ft.Control:
    """One form at a time: the facts, becoming head, or taking back what was recorded by mistake."""
    task, set_task = ft.use_state(FACTS)
    if task == HEAD and person.life_state == LifeState.ALIVE:
        return NewHead(house, person, opened[HEAD])
    if task == MISTAKE and person.life_state != LifeState.ALIVE:
        return Mistake(house, person, opened[MISTAKE])
    return Facts(house, person, opened[FACTS], set_task)


@ft.component
def Facts(house: AtHouse, person: Person, opened: Opened, set_task: Any) -> ft.Control:
    """Identity and contact at the left, life events at the right."""
    look = use_look()
    page = ft.context.page
    form = use_form(f"person:{person.id}", opened, texts=member_fields.TEXTS, household_id=person.household_id)
    form.after_pause = form.redraw

    async def save() -> None:
        missing = member_fields.missing(look, form, relation=False)
        if await form.save(lambda: record(form, person), missing=missing):
            page.navigate(way_back(house, PEOPLE))

    is_head = house.file.household.head_id == person.id
    blocks = [*member_fields.names(look, form), member_fields.sex(look, form), member_fields.birth(look, form)]
    contact = [Number(form, person), *([] if is_head else [member_fields.relation(look, form)])]
    contact += [member_fields.card(look, form), member_fields.phone(look, form)]
    more = go(f"/households/{person.household_id}/members/{person.id}/details")
    contact.append(event(look, "details_open", ft.Icons.LIST_ALT_ROUNDED, more))
    events = life_events_block(look, form.desk, house, person, set_task)
    return form_screen(
        look,
        house,
        form,
        blocks if look.wide else [*events, *blocks],
        title=person.full_name(),
        note=detail_words(person, look.language),
        side=[*events, *contact] if look.wide else contact,
        save_label=say("member_save_changes", look.language),
        on_save=save,
        step=PEOPLE,
    )


async def record(form: Form, person: Person) -> None:
    changes = member_fields.row_values(form.changes())
    bases = {name: form.bases[name] for name in changes if name in form.bases}
    await life_events.change_person(form.tablet, person, changes, bases=bases, draft=form.key)


@ft.component
def Number(form: Form, person: Person) -> ft.Control:
    """Masked until the officer asks for it; then it can be corrected."""
    look = use_look()
    shown, set_shown = ft.use_state(not person.citizen_id or "citizen_id" in form.changes())
    if shown:
        return member_fields.number(look, form)
    masked = text(look, citizen_id.masked(person.citizen_id or ""), size=18, expand=True)
    show = quiet_button(
        look, say("member_id_show", look.language), lambda: set_shown(True), icon=ft.Icons.VISIBILITY_OUTLINED
    )
    return labelled(look, say("member_id", look.language), ft.Row([masked, show]))


def life_events_block(look: Look, desk: Desk, house: AtHouse, person: Person, set_task: Any) -> list[ft.Control]:
    """What can happen to somebody who lives here, has left, or has died."""
    path = f"/households/{person.household_id}/members/{person.id}"
    if person.life_state == LifeState.ALIVE:
        buttons = [
            event(look, "member_moved", ft.Icons.LOGOUT_ROUNDED, go(f"{path}/moved")),
            event(look, "member_died", ft.Icons.LOCAL_FLORIST_OUTLINED, go(f"{path}/died")),
        ]
        if house.file.household.head_id != person.id:
            buttons.append(event(look, "member_make_head", ft.Icons.HOME_OUTLINED, lambda: set_task(HEAD)))
        buttons.append(event(look, "missing_action", ft.Icons.PERSON_SEARCH_OUTLINED, go(f"{path}/missing")))
        return [labelled(look, say("member_events", look.language), stacked(buttons))]
    return [state_banner(look, person), stacked(ways_back(look, desk, house, person, set_task))]


def event(look: Look, key: str, icon: ft.IconData, on_click: Any) -> ft.Control:
    return ft.Row([outline_button(look, say(key, look.language), on_click, icon=icon, expand=True)])


def stacked(buttons: list[ft.Control]) -> ft.Control:
    return ft.Column(buttons, spacing=8, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)


def state_banner(look: Look, person: Person) -> ft.Control:
    key, icon = {
        LifeState.DECEASED: ("member_is_deceased", ft.Icons.LOCAL_FLORIST_OUTLINED),
        LifeState.MISSING: ("missing_is", ft.Icons.PERSON_SEARCH_OUTLINED),
        LifeState.MERGED: ("member_is_merged", ft.Icons.CALL_MERGE_ROUNDED),
    }.get(person.life_state, ("member_is_moved", ft.Icons.LOGOUT_ROUNDED))
    words = say(key, look.language, day=partial_words(person.life_state_on, look.language)).strip()
    detail = " · ".join(part for part in (person.moved_to, person.life_state_note) if part)
    return banner(look, words, tone="info", icon=icon, detail=detail)


def ways_back(look: Look, desk: Desk, house: AtHouse, person: Person, set_task: Any) -> list[ft.Control]:
    """Who moved or was missing comes back in one tap; what was recorded by mistake is taken back with a reason.

    Entries that were merged are taken apart in the office alone.
    """
    if person.life_state == LifeState.MERGED:
        return []
    page = ft.context.page

    async def came_back() -> None:
        await life_events.record_return(desk.opened, person)
        await desk.saved()
        page.navigate(way_back(house, PEOPLE))

    mistake = event(look, "member_mistake", ft.Icons.UNDO_ROUNDED, lambda: set_task(MISTAKE))
    if person.life_state == LifeState.DECEASED:
        return [mistake]
    ways = [event(look, "member_back", ft.Icons.LOGIN_ROUNDED, came_back)]
    if person.life_state == LifeState.MISSING:
        path = f"/households/{person.household_id}/members/{person.id}"
        ways.append(event(look, "member_died", ft.Icons.LOCAL_FLORIST_OUTLINED, go(f"{path}/died")))
    return [*ways, mistake]


@ft.component
def NewHead(house: AtHouse, person: Person, opened: Opened) -> ft.Control:
    """Somebody else heads the household while everybody stays."""
    look = use_look()
    page = ft.context.page
    form = use_form(f"new_head:{person.id}", opened, texts=(), household_id=person.household_id)
    succession = Succession(house.file, set(), form, fixed=person)

    async def save() -> None:
        async def work() -> None:
            await life_events.record_new_head(form.tablet, house.file, person, succession.relations, draft=form.key)

        if await form.save(work, missing=succession.missing(look)):
            page.navigate(way_back(house, PEOPLE))

    seen = Consequence(say("died_others_see", look.language), "", ft.Icons.SEND_OUTLINED)
    follows = [*head_consequences(look, succession), seen]
    return form_screen(
        look,
        house,
        form,
        relation_list(look, succession),
        title=say("head_title", look.language),
        note=person.full_name(),
        side=[consequences(look, say("died_after", look.language), follows)],
        save_label=say("head_save", look.language),
        on_save=save,
        step=PEOPLE,
    )
