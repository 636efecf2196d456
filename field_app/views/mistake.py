"""What was recorded about a person by mistake is taken back, with the reason."""

import flet as ft

from field_app.services import life_events
from field_app.services.drafts import Opened
from field_app.services.visits import AtHouse
from field_app.views.components.consequences import Consequence, consequences
from field_app.views.components.draft import use_form
from field_app.views.components.field import field
from field_app.views.components.pane import target
from field_app.views.record_screen import PEOPLE, form_screen, way_back
from field_app.views.text import say
from field_app.views.theme import Look, use_look
from shared_models.person import LifeState, Person


@ft.component
def Mistake(house: AtHouse, person: Person, opened: Opened) -> ft.Control:
    """Takes back a recorded death, move or disappearance; the reason stays with it."""
    look = use_look()
    page = ft.context.page
    form = use_form(f"mistake:{person.id}", opened, texts=("reason",), household_id=person.household_id)

    async def work() -> None:
        await life_events.record_entered_in_error(form.tablet, person, form.get("reason"), draft=form.key)

    async def save() -> None:
        missing = {} if form.get("reason") else {"reason": say("member_mistake_missing", look.language)}
        if await form.save(work, missing=missing):
            page.navigate(way_back(house, PEOPLE))

    reason = field(
        look,
        say("member_mistake_reason", look.language),
        form.text,
        "reason",
        lines=2,
        hint=say("member_mistake_hint", look.language),
        error=form.error("reason"),
        max_length=400,
    )
    return form_screen(
        look,
        house,
        form,
        [target("reason", reason)],
        title=say("member_mistake_title", look.language),
        note=person.full_name(),
        side=[consequences(look, say("died_after", look.language), mistake_follows(look, person))],
        save_label=say("member_mistake_save", look.language),
        on_save=save,
        step=PEOPLE,
    )


def mistake_follows(look: Look, person: Person) -> list[Consequence]:
    """What comes back by itself and what does not."""
    language = look.language
    state = say("member_mistake_state", language, name=person.full_name())
    head, problems = say("member_mistake_head", language), say("member_mistake_problems", language)
    facts = [
        Consequence(state, say("member_mistake_trace", language), ft.Icons.UNDO_ROUNDED),
        Consequence(head, say("member_mistake_head_note", language), ft.Icons.HOME_OUTLINED),
    ]
    if person.life_state == LifeState.DECEASED:
        note = say("member_mistake_problems_note", language)
        facts.append(Consequence(problems, note, ft.Icons.TASK_ALT_ROUNDED))
    return facts
