"""A plan in words: its remedy from the catalogue, how it stands, and whether it is late."""

from datetime import date

import flet as ft

from field_app.services.plans import days_late
from field_app.views.components.chip import Status
from field_app.views.text import say
from field_app.views.theme import Language
from shared_models.labels import choice
from shared_models.labels.moment import date_words
from shared_models.plan import DONE, DROPPED, PLANNED, UNDER_WAY, Plan, PlanStatus
from shared_models.reference import Reference

ICONS = {
    PLANNED.value: ft.Icons.EVENT_NOTE_OUTLINED,
    UNDER_WAY.value: ft.Icons.PENDING_OUTLINED,
    DONE.value: ft.Icons.CHECK_ROUNDED,
    DROPPED.value: ft.Icons.DO_NOT_DISTURB_ON_OUTLINED,
}


def plan_title(plan: Plan, reference: Reference, language: Language) -> str:
    """The remedy's name; of one that the catalogue does not have the words, else its code."""
    remedy = reference.remedies.get(plan.remedy or "")
    if remedy is not None:
        return remedy.name(language)
    words = (plan.words or "").strip()
    return words or say("plan_remedy_code", language, code=plan.remedy or "–")


def plan_state(plan: Plan, *, on: date, language: Language) -> Status:
    """The status as icon and word; amber where it is late."""
    words = choice(plan.status, PlanStatus, language)
    late = days_late(plan, on)
    if late:
        return Status(say("plan_late", language, status=words, n=late), "attention", ft.Icons.ALARM_ROUNDED)
    mark = ICONS.get(str(plan.status), ft.Icons.HELP_OUTLINE_ROUNDED)
    return Status(words, "good" if plan.status == DONE else "quiet", mark)


def due_words(plan: Plan, language: Language) -> str:
    """`ครบกำหนด 30 กันยายน 2570`."""
    if plan.due_on is None:
        return say("plan_no_due", language)
    return say("plan_due", language, when=date_words(plan.due_on, language))
