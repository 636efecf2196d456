"""How a problem ended: still open, resolved or declined with the reason; and a closed one opened again."""

import flet as ft

from field_app.services import problems
from field_app.views.components.banner import banner
from field_app.views.components.button import quiet_button
from field_app.views.components.draft import Form
from field_app.views.components.field import field, labelled
from field_app.views.components.pane import target
from field_app.views.components.radio_list import Choice, radio_list
from field_app.views.components.section import section
from field_app.views.text import say
from field_app.views.theme import Look
from shared_models.labels import choice
from shared_models.problem import OPEN, Problem, ProblemStatus


def ending(look: Look, form: Form) -> list[ft.Control]:
    """Still open, resolved or declined; the two ends ask why."""
    label = say("problem_closing", look.language)
    choices = [
        Choice(OPEN.value, say("problem_still_open", look.language)),
        Choice(ProblemStatus.RESOLVED.value, say("problem_resolved", look.language)),
        Choice(ProblemStatus.DECLINED.value, say("problem_declined", look.language)),
    ]
    chosen = str(form.value("status") or OPEN.value)
    listed = radio_list(
        look, label, choices, chosen, lambda code: form.put("status", None if code == OPEN.value else code)
    )
    rows: list[ft.Control] = [labelled(look, label, listed)]
    if form.value("status"):
        reason = field(
            look,
            say("problem_reason", look.language),
            form.text,
            "status_reason",
            lines=2,
            error=form.error("status_reason"),
            hint=say("problem_reason_hint", look.language),
        )
        rows.append(target("status_reason", reason))
    return rows


def closed(look: Look, form: Form, problem: Problem, back: str) -> list[ft.Control]:
    """How it ended, and the way to open it again."""
    page = ft.context.page

    async def reopen() -> None:
        if await form.save(lambda: problems.reopen(form.tablet, problem)):
            page.navigate(back)

    status = choice(problem.status, ProblemStatus, look.language)
    words = say("problem_closed_as", look.language, status=status, reason=problem.status_reason or "–")
    again = quiet_button(look, say("problem_reopen", look.language), reopen, icon=ft.Icons.REPLAY_ROUNDED)
    return [
        section(look, say("problem_closing", look.language)),
        banner(look, words, tone="good", icon=ft.Icons.TASK_ALT_ROUNDED),
        ft.Row([again]),
    ]
