"""A death: when, a word about it, who heads the household next, and what becomes of the person's open problems."""

from typing import Any
from uuid import UUID

import flet as ft

from field_app.services import clock, drafts, life_events, visits
from field_app.services.drafts import FormDraft, Opened
from field_app.services.visits import AtHouse
from field_app.views.components.consequences import Consequence, consequences
from field_app.views.components.draft import Form, use_form
from field_app.views.components.field import field, labelled
from field_app.views.components.group import block, hairline
from field_app.views.components.segmented import segmented
from field_app.views.components.sheet import Option
from field_app.views.components.text import muted, text
from field_app.views.desk import Desk, use_desk, use_loaded
from field_app.views.form_date import form_date
from field_app.views.person_words import age_words, be_code, day_words, problem_words, relation_words
from field_app.views.record_screen import PEOPLE, form_screen, id_of, missing_screen, waiting_screen, way_back
from field_app.views.succession import Succession, head_consequences, succession_blocks
from field_app.views.text import say
from field_app.views.theme import Look, use_look
from shared_models.life_event import Closing
from shared_models.person import Person
from shared_models.problem import OPEN, Problem, ProblemStatus

TEXTS = ("life_state_note",)
PROBLEM = "problem:"  # followed by a problem's id: CLOSE or KEEP
CLOSE, KEEP = "close", "keep"


@ft.component
def DeathScreen() -> ft.Control:
    desk, look, params = use_desk(), use_look(), ft.use_route_params()
    household_id, person_id = id_of(params.get("household_id")), id_of(params.get("person_id"))
    loaded = use_loaded(lambda: load(desk, household_id, person_id), household_id, person_id)
    back = f"/households/{household_id}"
    if loaded.value is None or loaded.value[0] != person_id:
        return waiting_screen(look, desk, loaded, back=back)
    _, house, person, opened = loaded.value
    if person is None:
        return missing_screen(look, desk, say("member_missing", look.language), back=back)
    return DeathForm(house, person, opened, key=str(person_id))  # type: ignore[call-arg]  # flet takes the key


async def load(desk: Desk, household_id: UUID | None, person_id: UUID | None) -> Any:
    house = await visits.at_house(desk.opened, household_id or UUID(int=0))
    person = next((member for member in house.file.members if member.id == person_id), None)
    fresh = FormDraft({"life_state_on": be_code(clock.today())})
    return person_id, house, person, await drafts.resume(desk.opened, f"died:{person_id}", fresh)


@ft.component
def DeathForm(house: AtHouse, person: Person, opened: Opened) -> ft.Control:
    """One record for all of it; nothing is asked twice, and the blue panel says what will follow."""
    look = use_look()
    page = ft.context.page
    form = use_form(f"died:{person.id}", opened, texts=TEXTS, household_id=person.household_id)
    succession = Succession(house.file, {person.id}, form)
    theirs = [item for item in house.file.problems if item.person_id == person.id and item.status == OPEN]

    async def record() -> None:
        await life_events.record_death(
            form.tablet,
            house.file,
            person,
            on=str(form.value("life_state_on") or "") or None,
            note=form.get("life_state_note") or None,
            head=succession.head if succession.needed else None,
            relations=succession.relations,
            closings=closings(look, form, theirs),
            draft=form.key,
        )

    async def save() -> None:
        unreadable = {name: say("record_date_unreadable", look.language) for name in form.unreadable}
        if await form.save(record, missing={**unreadable, **succession.missing(look)}):
            page.navigate(way_back(house, PEOPLE))

    blocks = [died_on(look, form), note(look, form), *succession_blocks(look, succession)]
    follows = after(look, person, succession, [p for p in theirs if closes(form, p)], theirs)
    return form_screen(
        look,
        house,
        form,
        blocks,
        title=say("died_title", look.language),
        note=whose(look, person),
        side=[open_problems(look, form, theirs), consequences(look, say("died_after", look.language), follows)],
        save_label=say("died_save", look.language),
        on_save=save,
        step=PEOPLE,
    )


def whose(look: Look, person: Person) -> str:
    """`นายบุญมี ใจคำ อายุ 78 ปี · หัวหน้าครัวเรือน`."""
    age = age_words(person.birth, clock.today(), look.language)
    name = say("member_name_age", look.language, name=person.full_name(), age=age) if age else person.full_name()
    return " · ".join(part for part in (name, relation_words(person, look.language)) if part)


def died_on(look: Look, form: Form) -> ft.Control:
    return form_date(look, form, "life_state_on", "died_on")


def note(look: Look, form: Form) -> ft.Control:
    label = say("died_note", look.language)
    return field(look, label, form.text, "life_state_note", optional=True, max_length=2000)


def closes(form: Form, problem: Problem) -> bool:
    """Whether this problem ends with the person; proposed, unless the officer keeps it for the family."""
    return form.value(f"{PROBLEM}{problem.id}") != KEEP


def closings(look: Look, form: Form, problems: list[Problem]) -> list[Closing]:
    """A problem that ends with its person is no longer one that help is asked for; it was not resolved."""
    reason = say("died_reason", look.language)
    return [Closing(item, ProblemStatus.DECLINED, reason) for item in problems if closes(form, item)]


def open_problems(look: Look, form: Form, problems: list[Problem]) -> ft.Control:
    """Each with its proposed outcome."""
    label = say("died_problems", look.language)
    rows: list[ft.Control] = []
    for item in problems:
        rows += [hairline(look, inset=16)] if rows else []
        rows.append(open_problem(look, form, item))
    if not rows:
        rows = [ft.Container(muted(look, say("died_no_problems", look.language)), padding=16)]
    column = ft.Column(rows, spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return labelled(look, label, block(look, column))


def open_problem(look: Look, form: Form, problem: Problem) -> ft.Control:
    words = problem_words(problem, look.language)
    options = [Option(CLOSE, say("problem_close", look.language)), Option(KEEP, say("problem_keep", look.language))]
    chosen = CLOSE if closes(form, problem) else KEEP
    choice = segmented(look, words, options, chosen, lambda code: form.put(f"{PROBLEM}{problem.id}", code))
    since = say("problem_since", look.language, day=day_words(problem.found_on, look.language))
    lines: list[ft.Control] = [text(look, words, weight=600), muted(look, since), choice]
    column = ft.Column(lines, spacing=4, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return ft.Container(column, padding=16)


def after(
    look: Look, person: Person, succession: Succession, ending: list[Problem], theirs: list[Problem]
) -> list[Consequence]:
    """Three or four things that will be so."""
    facts = head_consequences(look, succession)
    left = len(succession.heirs)
    counted = say("died_counted", look.language, n=left) if left else say("head_none", look.language)
    gone = say("died_not_counted", look.language, name=person.full_name())
    facts.append(Consequence(gone, counted, ft.Icons.PERSON_OFF_OUTLINED))
    if theirs:
        closing = say("died_problems_close", look.language, n=len(ending))
        kept = len(theirs) - len(ending)
        stay = say("died_problems_stay", look.language, n=kept) if kept else ""
        facts.append(Consequence(closing if ending else stay, stay if ending else "", ft.Icons.TASK_ALT_ROUNDED))
    seen = say("died_others_see", look.language)
    facts.append(Consequence(seen, say("died_undo", look.language), ft.Icons.SEND_OUTLINED))
    return facts
