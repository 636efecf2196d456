"""Lines of assistance as officers read them: `อบต.แม่ใส · 1,500.50 บาท`."""

import flet as ft

from field_app.views.components.banner import banner
from field_app.views.plan_words import plan_title
from field_app.views.text import say
from field_app.views.theme import Language, Look
from shared_models.assistance import Assistance, AssistanceOutcome
from shared_models.labels import choice
from shared_models.plan import Plan
from shared_models.reference import Reference


def assistance_detail(given: Assistance, language: Language) -> str:
    """`อบต.แม่ใส · 1,500 บาท · อยู่ระหว่างดำเนินการ`."""
    amount = ""
    if given.value_satang is not None:
        whole, rest = divmod(given.value_satang, 100)
        amount = say("help_baht", language, n=f"{whole:,}.{rest:02}" if rest else f"{whole:,}")
    outcome = choice(given.outcome, AssistanceOutcome, language)
    return " · ".join(part for part in (given.agency or "", amount, outcome) if part)


def of_plan(look: Look, plan: Plan, reference: Reference) -> ft.Control:
    """Which plan the help follows."""
    words = say("plan_of_help", look.language, plan=plan_title(plan, reference, look.language))
    return banner(look, words, tone="info", icon=ft.Icons.FLAG_OUTLINED)
