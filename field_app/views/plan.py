"""A plan of the targeting meeting: what was decided, how far it is, and the help that follows it.

Plans are decided in the office; here an officer says how they stand.
"""

from typing import Any
from uuid import UUID

import flet as ft

from field_app.services import clock, drafts, plans, visits
from field_app.services.drafts import Opened
from field_app.services.visits import AtHouse
from field_app.views.components.banner import banner
from field_app.views.components.button import outline_button
from field_app.views.components.chip import state_word
from field_app.views.components.draft import Form, use_form
from field_app.views.components.field import field, labelled
from field_app.views.components.group import block, group
from field_app.views.components.pane import target
from field_app.views.components.radio_list import Choice, radio_list
from field_app.views.components.section import section
from field_app.views.components.text import muted, text
from field_app.views.desk import Desk, use_desk, use_loaded
from field_app.views.household_file.problems import problem_row
from field_app.views.household_file.quiet import INSET, quiet_line
from field_app.views.household_file.records import help_row
from field_app.views.plan_words import plan_state, plan_title
from field_app.views.record_screen import form_screen, go, id_of, missing_screen, waiting_screen
from field_app.views.text import say
from field_app.views.theme import Look, use_look
from shared_models.labels import choice, label
from shared_models.labels.moment import date_words
from shared_models.plan import DROPPED, Plan, PlanStatus

TEXTS = ("status_reason",)


@ft.component
def PlanScreen() -> ft.Control:
    """`/households/H/plans/ID`."""
    desk, look, params = use_desk(), use_look(), ft.use_route_params()
    household_id, plan_id = id_of(params.get("household_id")), id_of(params.get("plan_id"))
    loaded = use_loaded(lambda: load(desk, household_id, plan_id), household_id, plan_id)
    back = f"/households/{household_id}"
    if loaded.value is None or loaded.value[0] != (household_id, plan_id):
        return waiting_screen(look, desk, loaded, back=back)
    _, house, plan, opened = loaded.value
    if plan is None:
        return missing_screen(look, desk, say("plan_missing", look.language), back=back)
    return PlanForm(house, plan, opened, key=f"{plan_id} {plan.status}")  # type: ignore[call-arg]  # flet takes the key


async def load(desk: Desk, household_id: UUID | None, plan_id: UUID | None) -> Any:
    house = await visits.at_house(desk.opened, household_id or UUID(int=0))
    plan = next((plan for plan in house.file.plans if plan.id == plan_id), None)
    fresh = drafts.opened(plan, ("status", *TEXTS), {"status": None, "status_reason": None})
    return (household_id, plan_id), house, plan, await drafts.resume(desk.opened, draft_key(plan_id), fresh)


def draft_key(plan_id: UUID | None) -> str:
    return f"plan:{plan_id}"


@ft.component
def PlanForm(house: AtHouse, plan: Plan, opened: Opened) -> ft.Control:
    """What was decided at the left, how it stands at the right."""
    look = use_look()
    page = ft.context.page
    household_id = house.file.household.id
    form = use_form(draft_key(plan.id), opened, texts=TEXTS, household_id=household_id)
    back = f"/households/{household_id}"
    nowhere = not plans.next_statuses(plan)

    async def save() -> None:
        if nowhere or await form.save(lambda: record(form, plan), missing=missing(form, look, plan)):
            page.navigate(back)

    return form_screen(
        look,
        house,
        form,
        decided(look, house, plan),
        title=say("plan_title", look.language),
        side=[*status(look, form, plan), *given(look, house, plan)],
        save_label=say("back" if nowhere else "plan_save", look.language),
        on_save=save,
        back=back,
    )


def wanted(form: Form, plan: Plan) -> PlanStatus | None:
    """The status that was chosen, where the plan can still go there."""
    return next((each for each in plans.next_statuses(plan) if each == form.value("status")), None)


def missing(form: Form, look: Look, plan: Plan) -> dict[str, str]:
    chosen = wanted(form, plan)
    if chosen is None:
        return {"status": say("plan_status_missing", look.language)}
    if chosen is DROPPED and not form.get("status_reason"):
        return {"status_reason": say("plan_reason_missing", look.language)}
    return {}


async def record(form: Form, plan: Plan) -> None:
    chosen = wanted(form, plan)
    assert chosen is not None
    reason = form.get("status_reason") if chosen is DROPPED else None
    await plans.move(form.tablet, plan, chosen, reason=reason, bases=form.bases, draft=form.key)


def decided(look: Look, house: AtHouse, plan: Plan) -> list[ft.Control]:
    """What, for which problems, who is responsible, until when."""
    language, file = look.language, house.file
    title = plan_title(plan, file.reference, language)
    lines: list[ft.Control] = [text(look, title, size=20, weight=600)]
    if plan.remedy and plan.remedy not in file.reference.remedies:
        lines.append(muted(look, say("plan_not_in_catalogue", language, code=plan.remedy)))
    if (plan.words or "").strip() not in ("", title):
        lines.append(text(look, str(plan.words)))
    facts = (
        ("agency", plan.agency or say("plan_no_agency", language)),
        ("due_on", date_words(plan.due_on, language) if plan.due_on else say("plan_no_due", language)),
        ("decided_on", date_words(plan.decided_on, language)),
    )
    lines += [fact(look, label(f"plan.{name}", language), words) for name, words in facts]
    column = ft.Column(lines, spacing=10, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    problems = [problem for problem in file.problems if problem.id in plan.problem_ids()]
    listed = (
        group(look, [problem_row(look, file, problem) for problem in problems], inset=INSET)
        if problems
        else quiet_line(look, say("plan_no_problems", language))
    )
    heads = [section(look, say(key, language)) for key in ("plan_decided", "plan_problems")]
    return [heads[0], block(look, column, padding=16), heads[1], listed]


def fact(look: Look, name: str, words: str) -> ft.Control:
    """`หน่วยงานรับผิดชอบ` small above, what it is below."""
    return ft.Column([muted(look, name, size=14), text(look, words, weight=500)], spacing=0, tight=True)


def status(look: Look, form: Form, plan: Plan) -> list[ft.Control]:
    """How it stands, and where it can go from here; to drop it asks why."""
    language = look.language
    name, now = say("plan_status", language), plan_state(plan, on=clock.today(), language=language)
    rows: list[ft.Control] = [section(look, name), state_word(look, now, bounded=True)]
    if plan.status_reason:
        rows.append(muted(look, say("plan_was_reason", language, reason=plan.status_reason)))
    following = plans.next_statuses(plan)
    if not following:
        words = say("plan_status_newer", language)
        return [*rows, banner(look, words, tone="info", icon=ft.Icons.INFO_OUTLINE_ROUNDED)]
    current, chosen = str(plan.status), wanted(form, plan)
    choices = [Choice(current, choice(current, PlanStatus, language), say("plan_status_now", language))]
    choices += [Choice(each.value, choice(each, PlanStatus, language)) for each in following]

    def choose(code: str) -> None:
        form.put("status", None if code == current else code)

    listed = radio_list(look, name, choices, chosen.value if chosen else current, choose)
    rows.append(target("status", labelled(look, "", listed, error=form.error("status"))))
    if chosen is DROPPED:
        reason = field(
            look,
            say("plan_reason", language),
            form.text,
            "status_reason",
            lines=2,
            max_length=2000,
            error=form.error("status_reason"),
            hint=say("plan_reason_hint", language),
        )
        rows.append(target("status_reason", reason))
    return rows


def given(look: Look, house: AtHouse, plan: Plan) -> list[ft.Control]:
    """The help that follows the plan, and the way to record more."""
    path = f"/households/{plan.household_id}/assistance/new-{plan.id}"
    mark = ft.Icons.VOLUNTEER_ACTIVISM_OUTLINED
    add = ft.Row([outline_button(look, say("plan_give_help", look.language), go(path), icon=mark)], wrap=True)
    helped = [item for item in house.file.assistance if item.plan_id == plan.id]
    if not helped:
        return [add]
    rows = group(look, [help_row(look, item) for item in helped], inset=INSET)
    return [section(look, say("plan_given", look.language)), rows, add]
