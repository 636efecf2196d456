"""`เป็นคนนี้หรือไม่`: people of this tablet who may be the one being entered, and the officer's answer about them."""

import flet as ft

from field_app.services import clock, life_events
from field_app.services.duplicates import Candidate
from field_app.services.visits import AtHouse
from field_app.views.components.banner import banner
from field_app.views.components.button import outline_button, quiet_button
from field_app.views.components.draft import Form
from field_app.views.components.field import labelled
from field_app.views.components.group import block, hairline
from field_app.views.components.pane import target
from field_app.views.components.person_row import age_pill
from field_app.views.components.text import muted, text
from field_app.views.person_words import age_words, place_words, relation_words
from field_app.views.record_screen import go
from field_app.views.text import say
from field_app.views.theme import Look
from shared_models import citizen_id
from shared_models.labels import choice
from shared_models.person import LifeState, Person

NOT_THESE = "not_these"  # in the form: the ids of found people whom the officer has answered about


def answered(form: Form, candidates: list[Candidate]) -> bool:
    """Whether the officer has said of each of these that a new person is meant."""
    ids = str(form.value(NOT_THESE) or "").split()
    return all(str(candidate.person.id) in ids for candidate in candidates)


def answer(form: Form, candidates: list[Candidate]) -> None:
    form.put(NOT_THESE, " ".join(str(candidate.person.id) for candidate in candidates))


def candidate_panel(look: Look, form: Form, house: AtHouse, candidates: list[Candidate], back: str) -> ft.Control:
    """`เป็นคนนี้หรือไม่`: who was found, where they live, and the answer that goes on. It has its place when empty too."""
    if not candidates:
        return target(NOT_THESE, ft.Column(visible=False))
    if answered(form, candidates):
        decided = banner(
            look,
            say("member_decided", look.language),
            tone="info",
            icon=ft.Icons.INFO_OUTLINE_ROUNDED,
            action=quiet_button(look, say("change", look.language), lambda: form.put(NOT_THESE, None)),
        )
        return target(NOT_THESE, decided)
    rows: list[ft.Control] = []
    for at in range(len(candidates)):
        rows += [hairline(look, inset=16)] if rows else []
        rows.append(candidate_row(look, form, house, candidates, at=at, back=back))
    rows += [hairline(look), not_these(look, form, candidates)]
    box = block(look, ft.Column(rows, spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH))
    label, note = say("member_is_it", look.language), say("member_is_it_note", look.language)
    return target(NOT_THESE, labelled(look, label, box, hint=note, error=form.error(NOT_THESE)))


def not_these(look: Look, form: Form, candidates: list[Candidate]) -> ft.Control:
    label = say("member_not_it", look.language)
    button = quiet_button(look, label, lambda: answer(form, candidates), icon=ft.Icons.PERSON_ADD_ALT_1_ROUNDED)
    return ft.Container(ft.Row([button]), padding=ft.Padding.symmetric(horizontal=4, vertical=6))


def candidate_row(
    look: Look, form: Form, house: AtHouse, candidates: list[Candidate], *, at: int, back: str
) -> ft.Control:
    """One found person and what to do if it is the one."""
    candidate = candidates[at]
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
    action = here_action(look, form, person, back) if here else anyway(look, form, candidates)
    lines.append(ft.Row([action], wrap=True))
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


def anyway(look: Look, form: Form, candidates: list[Candidate]) -> ft.Control:
    """The person lives in another house on this tablet, and the officer adds them here all the same."""
    return outline_button(look, say("member_anyway", look.language), lambda: answer(form, candidates))


def here_action(look: Look, form: Form, person: Person, back: str) -> ft.Control:
    """Somebody of this house: lives here again, or is to be looked at."""
    page = ft.context.page

    async def came_back() -> None:
        await form.discard()
        await life_events.record_return(form.tablet, person)
        await form.desk.saved()
        page.navigate(back)

    if person.life_state in (LifeState.MOVED, LifeState.MISSING):
        return outline_button(look, say("member_back", look.language), came_back, icon=ft.Icons.LOGIN_ROUNDED)
    path = f"/households/{person.household_id}/members/{person.id}"
    return outline_button(look, say("member_open", look.language), go(path))
