"""The stage of a household in this programme year: a person decides, says why, and what was decided before stays."""

from typing import Any
from uuid import UUID

import flet as ft

from field_app.services import clock, drafts, stages, visits
from field_app.services.drafts import Opened
from field_app.services.visits import AtHouse
from field_app.views.components.draft import Form, use_form
from field_app.views.components.field import field, labelled
from field_app.views.components.pane import target
from field_app.views.components.radio_list import Choice, radio_list
from field_app.views.components.section import section
from field_app.views.desk import Desk, use_desk, use_loaded
from field_app.views.form_date import form_date
from field_app.views.household_file.quiet import quiet_line
from field_app.views.household_file.stages import decision_rows
from field_app.views.person_words import be_code, read_partial
from field_app.views.record_screen import form_screen, id_of, waiting_screen
from field_app.views.text import say
from field_app.views.theme import Look, use_look
from shared_models.fiscal_year import fiscal_year
from shared_models.labels import choice
from shared_models.stage_decision import Stage

TEXTS = ("reason", "decided_by")


@ft.component
def StageScreen() -> ft.Control:
    """`/households/H/stage`."""
    desk, look = use_desk(), use_look()
    household_id = id_of(ft.use_route_params().get("household_id"))
    loaded = use_loaded(lambda: load(desk, household_id), household_id)
    if loaded.value is None or loaded.value[0] != household_id:
        return waiting_screen(look, desk, loaded, back=f"/households/{household_id}")
    _, house, opened = loaded.value
    return StageForm(house, opened, key=str(household_id))  # type: ignore[call-arg]  # flet takes the key


async def load(desk: Desk, household_id: UUID | None) -> Any:
    house = await visits.at_house(desk.opened, household_id or UUID(int=0))
    begun = {
        "stage": None,
        "reason": None,
        "decided_by": desk.opened.officer.name,
        "decided_on": be_code(clock.today()),
    }
    opened = await drafts.resume(desk.opened, draft_key(house), drafts.opened(None, (), begun))
    return household_id, house, opened


def draft_key(house: AtHouse) -> str:
    """A decision of one year; what was begun in another is not taken over."""
    return f"stage:{house.file.household.id}:{fiscal_year(clock.today())}"


@ft.component
def StageForm(house: AtHouse, opened: Opened) -> ft.Control:
    look = use_look()
    page = ft.context.page
    household_id, year = house.file.household.id, fiscal_year(clock.today())
    form = use_form(draft_key(house), opened, texts=TEXTS, household_id=household_id)
    back = f"/households/{household_id}"

    async def save() -> None:
        if await form.save(lambda: record(form, household_id, year), missing=missing(form, look, year)):
            page.navigate(back)

    return form_screen(
        look,
        house,
        form,
        [asked(look, form), words(look, form, "reason", lines=3, limit=2000)],
        title=say("stage_title", look.language, year=year),
        note=say("stage_note", look.language),
        side=[words(look, form, "by", name="decided_by"), decided_on(look, form), *before(look, house)],
        save_label=say("stage_save", look.language),
        on_save=save,
        back=back,
    )


def missing(form: Form, look: Look, year: int) -> dict[str, str]:
    """What keeps it from being saved, in the order of the screen."""
    errors = {}
    if form.value("stage") not in set(Stage):
        errors["stage"] = say("stage_missing", look.language)
    if not form.get("reason"):
        errors["reason"] = say("stage_reason_missing", look.language)
    known = read_partial(str(form.value("decided_on") or ""))
    day = known.to_ce() if known else None
    if "decided_on" in form.unreadable or day is None:
        errors["decided_on"] = say("record_day_needed", look.language)
    elif fiscal_year(day) != year:
        errors["decided_on"] = say("stage_wrong_year", look.language, year=year, before=year - 1)
    return errors


async def record(form: Form, household_id: UUID, year: int) -> None:
    known = read_partial(str(form.value("decided_on") or ""))
    day = known.to_ce() if known else None
    await stages.decide(
        form.tablet,
        household_id,
        year=year,
        stage=Stage(str(form.value("stage"))),
        reason=form.get("reason"),
        decided_on=day or clock.today(),
        decided_by=form.get("decided_by"),
        draft=form.key,
    )


def asked(look: Look, form: Form) -> ft.Control:
    """The three stages in the order of progress."""
    name = say("stage_ask", look.language)
    choices = [Choice(stage.value, choice(stage, Stage, look.language)) for stage in Stage]
    chosen = str(form.value("stage")) if form.value("stage") else None
    listed = radio_list(look, name, choices, chosen, lambda code: form.put("stage", code))
    return target("stage", labelled(look, name, listed, error=form.error("stage")))


def words(look: Look, form: Form, key: str, *, name: str = "", lines: int = 1, limit: int = 200) -> ft.Control:
    """A text box with its sentence of help."""
    name = name or key
    box = field(
        look,
        say(f"stage_{key}", look.language),
        form.text,
        name,
        lines=lines,
        max_length=limit,
        optional=name != "reason",
        error=form.error(name),
        hint=say(f"stage_{key}_hint", look.language),
    )
    return target(name, box)


def decided_on(look: Look, form: Form) -> ft.Control:
    return form_date(look, form, "decided_on", "stage_on", hint="record_day_needed")


def before(look: Look, house: AtHouse) -> list[ft.Control]:
    """Every earlier decision, with its reason."""
    head = section(look, say("stage_before", look.language))
    if not house.file.decisions:
        return [head, quiet_line(look, say("stage_none_before", look.language))]
    return [head, decision_rows(look, house.file)]
