"""The members: who lives here, and in a quiet group of their own those who died or moved out."""

import flet as ft

from field_app.services.households import HouseholdFile
from field_app.views.components.button import quiet_button
from field_app.views.components.chip import Status
from field_app.views.components.group import group
from field_app.views.components.person_row import PersonLine, person_inset, person_row
from field_app.views.components.section import section
from field_app.views.components.text import muted
from field_app.views.household_file.dates import age_words
from field_app.views.household_file.quiet import quiet_line
from field_app.views.navigation import go
from field_app.views.text import say
from field_app.views.theme import Language, Look
from shared_models.citizen_id import masked
from shared_models.labels import choice
from shared_models.labels.moment import partial_words
from shared_models.person import LifeState, Person, Relation, Sex

GONE = (LifeState.DECEASED, LifeState.MOVED, LifeState.MERGED)


def members_section(look: Look, file: HouseholdFile) -> list[ft.Control]:
    """Rows that open the person, and the way to add one."""
    language, path = look.language, f"/households/{file.household.id}/members"
    add = quiet_button(
        look, say("file_add_member", language), lambda: go(f"{path}/new"), icon=ft.Icons.PERSON_ADD_ALT_ROUNDED
    )
    living, gone = split(file)
    rows: list[ft.Control] = [member_row(look, file, person) for person in living]
    blocks: list[ft.Control] = [section(look, say("file_members_n", language, n=len(living)), action=add)]
    if rows:
        blocks.append(group(look, rows, inset=person_inset(look)))
    else:
        blocks.append(quiet_line(look, say("file_no_members", language)))
    more = quiet_button(
        look,
        say("details_household", language),
        lambda: go(f"/households/{file.household.id}/details"),
        icon=ft.Icons.LIST_ALT_ROUNDED,
    )
    blocks.append(ft.Row([more]))
    if gone:
        left = [member_row(look, file, person) for person in gone]
        blocks += [muted(look, say("file_gone", language)), group(look, left, inset=person_inset(look))]
    return blocks


def split(file: HouseholdFile) -> tuple[list[Person], list[Person]]:
    """Who lives here or is missing, and who is known to have left; a second entry of somebody is with the latter."""
    here = [person for person in file.members if person.life_state not in GONE]
    return here, [person for person in file.members if person.life_state in GONE]


def member_row(look: Look, file: HouseholdFile, person: Person) -> ft.Control:
    """A person; a tap opens them."""
    line = PersonLine(
        age=age_words(person.birth, look.language) if person.life_state != LifeState.DECEASED else "–",
        name=person.full_name(),
        detail=detail_of(file, person, look.language),
        citizen_id=masked(person.citizen_id) if person.citizen_id else "",
        health=doubt(look, person),
    )
    return person_row(look, line, lambda: go(f"/households/{file.household.id}/members/{person.id}"))


def detail_of(file: HouseholdFile, person: Person, language: Language) -> str:
    """`คู่สมรส · หญิง`, or what became of them and when."""
    if person.life_state in GONE:
        state = choice(person.life_state, LifeState, language)
        return say("file_left_on", language, state=state, when=partial_words(person.life_state_on, language)).strip()
    if person.id == file.household.head_id:
        relation = say("file_head", language)
    else:
        relation = choice(person.relation, Relation, language) if person.relation else ""
    sex = choice(person.sex, Sex, language) if person.sex else ""
    missing = choice(person.life_state, LifeState, language) if person.life_state == LifeState.MISSING else ""
    return " · ".join(part for part in (relation, sex, missing) if part)


def doubt(look: Look, person: Person) -> Status | None:
    """A number that cannot be right is shown as such until somebody has seen the card."""
    if not person.id_doubtful:
        return None
    return Status(say("file_check_id", look.language), "attention", ft.Icons.BADGE_OUTLINED)
