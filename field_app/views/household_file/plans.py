"""Plans of the targeting meeting, with the help that was given under them."""

import flet as ft

from field_app.services import clock, plans
from field_app.services.households import HouseholdFile
from field_app.views.components.group import group
from field_app.views.components.section import section
from field_app.views.components.text import muted
from field_app.views.household_file.quiet import INSET, quiet_line, record_row
from field_app.views.household_file.records import help_lines
from field_app.views.navigation import go
from field_app.views.plan_words import due_words, plan_state, plan_title
from field_app.views.text import say
from field_app.views.theme import Look
from shared_models.plan import Plan


def help_section(look: Look, file: HouseholdFile) -> list[ft.Control]:
    """What was decided to be done, and under it what was given or asked for."""
    language = look.language
    blocks: list[ft.Control] = [section(look, say("file_help", language))]
    if file.plans:
        blocks.append(muted(look, say("file_plans", language)))
        blocks.append(group(look, [plan_row(look, file, plan) for plan in plans.ordered(file.plans)], inset=INSET))
    else:
        blocks.append(quiet_line(look, say("file_no_plans", language)))
    return [*blocks, *help_lines(look, file)]


def plan_row(look: Look, file: HouseholdFile, plan: Plan) -> ft.Control:
    """Remedy, agency, due date, how it stands; a tap opens it."""
    detail = " · ".join(part for part in (plan.agency or "", due_words(plan, look.language)) if part)
    return record_row(
        look,
        plan_title(plan, file.reference, look.language),
        detail,
        ft.Icons.FLAG_OUTLINED,
        state=plan_state(plan, on=clock.today(), language=look.language),
        on_click=lambda: go(f"/households/{file.household.id}/plans/{plan.id}"),
    )
