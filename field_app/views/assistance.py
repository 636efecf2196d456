"""Assistance: what was given or asked for, which problems it answers, what came of it."""

from typing import Any
from uuid import UUID

import flet as ft

from field_app.services import assistances, clock, drafts, visits
from field_app.services.drafts import Opened
from field_app.services.visits import AtHouse
from field_app.views.amounts import UnreadableAmount, baht, satang
from field_app.views.assistance_words import of_plan
from field_app.views.components import entity_form
from field_app.views.components.draft import Form, use_form
from field_app.views.components.field import field, labelled
from field_app.views.components.group import block
from field_app.views.components.pane import target
from field_app.views.components.radio_list import Choice, checkbox_row, radio_list
from field_app.views.desk import Desk, use_desk, use_loaded
from field_app.views.form_date import form_date
from field_app.views.person_words import be_code, day_words, problem_words, read_partial
from field_app.views.record_screen import HELP, form_screen, id_of, missing_screen, waiting_screen, way_back
from field_app.views.text import say
from field_app.views.theme import Look, use_look
from shared_models.assistance import Assistance, AssistanceOutcome
from shared_models.form import form_fields
from shared_models.labels import choice
from shared_models.merge import Scalar
from shared_models.plan import Plan
from shared_models.problem import OPEN
from shared_models.problem_event import CLOSES

TEXTS = ("item", "agency", "project", "value", "obstacle", "suggestion")
ROW_NAMES = {"value": "value_satang"}  # what the form calls otherwise than the row
CHOSEN = ("problems", "kind", "given_on", "outcome")
DESCRIBED = {field.name: field for field in form_fields("assistance") if field.name in ("kind", "project")}


@ft.component
def AssistanceScreen() -> ft.Control:
    """`/households/H/assistance/new`, `…/new-PLAN` of a plan, or `…/ID`."""
    desk, look, params = use_desk(), use_look(), ft.use_route_params()
    household_id, which = id_of(params.get("household_id")), params.get("assistance_id", "new")
    loaded = use_loaded(lambda: load(desk, household_id, which), household_id, which)
    back = f"/households/{household_id}"
    if loaded.value is None or loaded.value[0] != (household_id, which):
        return waiting_screen(look, desk, loaded, back=back)
    _, house, given, plan, opened = loaded.value
    if given is None and id_of(which):
        return missing_screen(look, desk, say("help_missing", look.language), back=back)
    return AssistanceForm(house, given, plan, opened, key=f"{household_id} {which}")  # type: ignore[call-arg]  # flet's


async def load(desk: Desk, household_id: UUID | None, which: str) -> Any:
    """The house, the assistance (None: a new one), its plan if there is one, and the form as it opens."""
    house = await visits.at_house(desk.opened, household_id or UUID(int=0))
    given = next((item for item in house.file.assistance if str(item.id) == which), None)
    plan_id = given.plan_id if given else id_of(which.removeprefix("new-"))
    plan = next((plan for plan in house.file.plans if plan.id == plan_id), None)
    names = [ROW_NAMES.get(name, name) for name in (*TEXTS, *CHOSEN)]
    fresh = drafts.opened(given, names, first_values(house, given, plan))
    opened = await drafts.resume(desk.opened, draft_key(house, given, plan), fresh)
    return (household_id, which), house, given, plan, opened


def draft_key(house: AtHouse, given: Assistance | None, plan: Plan | None = None) -> str:
    """New help of a plan is a draft of its own, beside that of no plan."""
    if given is not None:
        return f"assistance:{given.id}"
    return f"new_assistance:{house.file.household.id}" + (f":{plan.id}" if plan else "")


def first_values(house: AtHouse, given: Assistance | None, plan: Plan | None) -> dict[str, Scalar]:
    """New help begins with what its plan says: the agency, and those of its problems that are open."""
    if given is None:
        begun: dict[str, Scalar] = {"given_on": be_code(clock.today()), "outcome": AssistanceOutcome.HELPED.value}
        if plan is None:
            return {**begun, "problems": ""}
        planned = [
            str(item.id) for item in house.file.problems if item.status == OPEN and item.id in plan.problem_ids()
        ]
        return {**begun, "problems": " ".join(planned), "agency": plan.agency, "plan_id": str(plan.id)}
    texts: dict[str, Scalar] = {name: getattr(given, name) for name in TEXTS if name != "value"}
    chosen: dict[str, Scalar] = {"given_on": be_code(given.given_on), "outcome": str(given.outcome)}
    chosen["kind"] = str(given.kind) if given.kind else None
    return {**texts, **chosen, "value": baht(given.value_satang) or None, "problems": given.problems}


@ft.component
def AssistanceForm(house: AtHouse, given: Assistance | None, plan: Plan | None, opened: Opened) -> ft.Control:
    look = use_look()
    page = ft.context.page
    form = use_form(draft_key(house, given, plan), opened, texts=TEXTS, household_id=house.file.household.id)
    back = f"/households/{plan.household_id}/plans/{plan.id}" if plan and not given else way_back(house, HELP)

    async def save() -> None:
        if await form.save(lambda: record(form, house, given), missing=missing(form, look)):
            page.navigate(back)

    def line(name: str, *, optional: bool = True, hint: str = "", lines: int = 1, limit: int = 4000) -> ft.Control:
        label = say(f"help_{name}", look.language)
        control = field(
            look,
            label,
            form.text,
            name,
            optional=optional,
            hint=hint,
            lines=lines,
            error=form.error(name),
            max_length=limit,
        )
        return target(name, control)

    blocks = [
        *([of_plan(look, plan, house.file.reference)] if plan else []),
        line("item", optional=False, hint=say("help_item_hint", look.language), limit=400),
        entity_form.control(look, form, DESCRIBED["kind"]),
        line("agency", limit=200),
        entity_form.control(look, form, DESCRIBED["project"]),
        line("value", hint=say("help_value_hint", look.language), limit=16),
        given_on(look, form),
    ]
    side = [*answers(look, form, house), outcome(look, form), line("obstacle", lines=2), line("suggestion", lines=2)]
    return form_screen(
        look,
        house,
        form,
        blocks,
        title=say("help_one" if given else "help_new", look.language),
        note="" if given else say("help_new_hint", look.language),
        side=side,
        save_label=say("help_save", look.language),
        on_save=save,
        back=back,
    )


def missing(form: Form, look: Look) -> dict[str, str]:
    errors = {}
    if not form.get("item"):
        errors["item"] = say("help_item_missing", look.language)
    try:
        satang(form.get("value"))
    except UnreadableAmount:
        errors["value"] = say("help_value_wrong", look.language)
    day = read_partial(str(form.value("given_on") or ""))
    if "given_on" in form.unreadable or day is None or day.to_ce() is None:
        errors["given_on"] = say("record_day_needed", look.language)
    return errors


async def record(form: Form, house: AtHouse, given: Assistance | None) -> None:
    changes = form.changes() if given else form.values()
    if "value" in changes:
        changes["value_satang"] = satang(str(changes.pop("value") or ""))
    if "given_on" in changes:
        day = read_partial(str(changes["given_on"] or ""))
        ce = day.to_ce() if day else None
        changes["given_on"] = ce.isoformat() if ce else None
    if given is None:
        await assistances.give(form.tablet, house.file.household.id, changes, draft=form.key)
        return
    bases = {name: form.bases[name] for name in changes if name in form.bases}
    await assistances.change(form.tablet, given, changes, bases=bases, draft=form.key)


def answers(look: Look, form: Form, house: AtHouse) -> list[ft.Control]:
    """The household's open problems, and those it answers already."""
    chosen = str(form.value("problems") or "").split()
    shown = [item for item in house.file.problems if item.status == OPEN or str(item.id) in chosen]
    if not shown:
        return []

    def toggle(problem_id: str) -> None:
        kept = [item for item in chosen if item != problem_id]
        form.put("problems", " ".join(kept if problem_id in chosen else [*chosen, problem_id]))

    rows: list[ft.Control] = [
        checkbox_row(
            look,
            problem_words(item, look.language),
            str(item.id) in chosen,
            lambda problem_id=str(item.id): toggle(problem_id),
            detail=say("problem_since", look.language, day=day_words(item.found_on, look.language)),
        )
        for item in shown
    ]
    stretch = ft.CrossAxisAlignment.STRETCH
    box = block(look, ft.Column(rows, spacing=0, tight=True, horizontal_alignment=stretch), padding=8)
    return [labelled(look, say("help_answers", look.language), box, optional=True)]


def outcome(look: Look, form: Form) -> ft.Control:
    label = say("help_outcome", look.language)
    choices = [Choice(item.value, choice(item, AssistanceOutcome, look.language)) for item in AssistanceOutcome]
    chosen = str(form.value("outcome"))
    ends = chosen in CLOSES and form.value("problems")
    hint = say("help_closes", look.language) if ends else ""
    listed = radio_list(look, label, choices, chosen, lambda code: form.put("outcome", code))
    return labelled(look, label, listed, hint=hint)


def given_on(look: Look, form: Form) -> ft.Control:
    return form_date(look, form, "given_on", "help_given_on", hint="record_day_needed")
