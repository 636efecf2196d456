"""Step 2: who lives here, asked one by one or in one tap for the rest."""

import flet as ft

from field_app.services import clock, life_events, visits
from field_app.services.visit_files import VisitFile
from field_app.views.components.banner import banner
from field_app.views.components.button import outline_button, quiet_button, tonal_button
from field_app.views.components.chip import Status
from field_app.views.components.empty import empty
from field_app.views.components.group import group
from field_app.views.components.pressable import Callback
from field_app.views.components.roster_row import (
    DIED,
    MOVED,
    RosterAnswers,
    RosterLine,
    roster_inset,
    roster_row,
    stayed,
)
from field_app.views.desk import use_desk
from field_app.views.person_words import age_words, detail_words, partial_words, relation_words, short_place
from field_app.views.record_screen import go
from field_app.views.text import say
from field_app.views.theme import Look, use_look
from field_app.views.visit_steps.frame import PEOPLE, step_title, visit_shell
from shared_models.person import LifeState, Person


@ft.component
def PeopleStep(here: VisitFile) -> ft.Control:
    """Answers are saved as they are given; death and moves open their own screens."""
    desk, look = use_desk(), use_look()
    page = ft.context.page
    returned, set_returned = ft.use_state("")
    visit = here.visit

    async def confirm(*persons: Person) -> None:
        await visits.confirm(desk.opened, visit, [person.id for person in persons])
        await desk.saved()

    async def reopen(person: Person) -> None:
        """The way back from a decision: a death asks for the reason on the person's own screen."""
        if person.life_state == LifeState.DECEASED:
            page.navigate(member_path(person))
        elif person.life_state in (LifeState.MOVED, LifeState.MISSING):
            await life_events.record_return(desk.opened, person)
            set_returned(person.full_name())
            await desk.saved()
        else:
            await visits.unconfirm(desk.opened, visit, person.id)
            await desk.saved()

    def answers(person: Person) -> RosterAnswers:
        path = member_path(person)
        return RosterAnswers(
            stay=lambda: confirm(person),
            moved=go(f"{path}/moved"),
            died=go(f"{path}/died"),
            edit=go(path),
            change=lambda: reopen(person),
        )

    rest = here.undecided
    title, note = say("visit_people", look.language), say("visit_people_note", look.language)
    blocks = step_title(look, title, note, action=rest_button(look, here, lambda: confirm(*rest)))
    if returned:
        words = say("visit_returned", look.language, name=returned)
        blocks.append(banner(look, words, tone="info", icon=ft.Icons.INFO_OUTLINE_ROUNDED))
    rows = [roster_row(look, roster_line(look, here, person), answers(person)) for person in here.roster]
    blocks.append(group(look, rows, inset=roster_inset(look)) if rows else nobody(look))
    return visit_shell(look, desk, here, PEOPLE, [*blocks, more(look, here)])


def member_path(person: Person) -> str:
    return f"/households/{person.household_id}/members/{person.id}"


def rest_button(look: Look, here: VisitFile, on_click: Callback) -> ft.Control | None:
    """One tap for everybody who was not asked about; None when all are decided."""
    rest = len(here.undecided)
    if not rest:
        return None
    everyone = rest == len(here.roster)
    label = say("visit_all_here" if everyone else "visit_rest_here", look.language, n=rest)
    button = tonal_button(
        look,
        label,
        on_click,
        icon=ft.Icons.DONE_ALL_ROUNDED,
        expand=True if look.phone else None,
    )
    return ft.Row([button]) if look.phone else button


def roster_line(look: Look, here: VisitFile, person: Person) -> RosterLine:
    """A member, with what was decided about them at this visit."""
    detail = detail_words(person, look.language)
    if person.life_state == LifeState.MOVED:
        where = person.moved_to or (short_place(person.moved_to_code, look.language) if person.moved_to_code else "")
        detail = " · ".join(part for part in (relation_words(person, look.language), where) if part)
    return RosterLine(
        age=age_words(person.birth, clock.today(), look.language),
        name=person.full_name(),
        relation=relation_words(person, look.language),
        detail=detail,
        decided=decided(look, here, person),
    )


def decided(look: Look, here: VisitFile, person: Person) -> Status | None:
    when = partial_words(person.life_state_on, look.language)
    if person.life_state == LifeState.DECEASED:
        return Status(say("visit_died_on", look.language, day=when).strip(), "quiet", DIED)
    if person.life_state == LifeState.MOVED:
        return Status(say("visit_moved_on", look.language, day=when).strip(), "attention", MOVED)
    if person.life_state == LifeState.MISSING:
        words = say("visit_missing_since", look.language, day=when).strip()
        return Status(words, "attention", ft.Icons.PERSON_SEARCH_OUTLINED)
    return stayed(look) if person.id in here.visit.confirmed_ids() else None


def nobody(look: Look) -> ft.Control:
    return empty(look, say("visit_nobody", look.language), detail=say("visit_nobody_note", look.language))


def more(look: Look, here: VisitFile) -> ft.Control:
    """Who else lives here, and the whole household moving away."""
    path = f"/households/{here.file.household.id}"
    add = outline_button(
        look,
        say("visit_add_member", look.language),
        go(f"{path}/members/new"),
        icon=ft.Icons.PERSON_ADD_ALT_1_ROUNDED,
        expand=True if look.phone else None,
    )
    born = quiet_button(
        look, say("visit_newborn", look.language), go(f"{path}/members/newborn"), icon=ft.Icons.CHILD_CARE_ROUNDED
    )
    gone = quiet_button(
        look, say("visit_all_moved", look.language), go(f"{path}/moved"), icon=ft.Icons.LOCAL_SHIPPING_OUTLINED
    )
    if look.phone:
        stretch = ft.CrossAxisAlignment.STRETCH
        quiet = ft.Row([born, gone], wrap=True, spacing=4)
        return ft.Column([ft.Row([add]), quiet], spacing=8, tight=True, horizontal_alignment=stretch)
    return ft.Row([add, born, ft.Container(expand=True), gone], spacing=8)
