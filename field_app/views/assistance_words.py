"""Lines of assistance as officers read them: `อบต.แม่ใส · 1,500.50 บาท`."""

from field_app.views.text import say
from field_app.views.theme import Language
from shared_models.assistance import Assistance, AssistanceOutcome
from shared_models.labels import choice


def assistance_detail(given: Assistance, language: Language) -> str:
    """`อบต.แม่ใส · 1,500 บาท · อยู่ระหว่างดำเนินการ`."""
    amount = ""
    if given.value_satang is not None:
        whole, rest = divmod(given.value_satang, 100)
        amount = say("help_baht", language, n=f"{whole:,}.{rest:02}" if rest else f"{whole:,}")
    outcome = choice(given.outcome, AssistanceOutcome, language)
    return " · ".join(part for part in (given.agency or "", amount, outcome) if part)
