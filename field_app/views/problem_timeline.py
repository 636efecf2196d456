"""The timeline of a problem: found, planned for, helped with, and how it stands; the latest first."""

from datetime import date

import flet as ft

from field_app.services.households import HouseholdFile
from field_app.views.components.group import group
from field_app.views.components.section import section
from field_app.views.household_file.quiet import INSET, record_row
from field_app.views.navigation import go
from field_app.views.plan_words import plan_title
from field_app.views.text import say
from field_app.views.theme import Language, Look
from shared_models.labels import choice
from shared_models.labels.moment import date_words
from shared_models.problem import Problem, ProblemStatus

Event = tuple[date, str, ft.IconData, str]  # when, what, its mark, the path that opens it or ""


def timeline(look: Look, file: HouseholdFile, problem: Problem) -> list[ft.Control]:
    """Rows of plans and help open them."""
    told = sorted(events(file, problem, look.language), key=lambda event: event[0], reverse=True)
    rows = [event_row(look, event) for event in told]
    return [section(look, say("problem_timeline", look.language)), group(look, rows, inset=INSET)]


def event_row(look: Look, event: Event) -> ft.Control:
    day, what, mark, path = event
    opens = (lambda: go(path)) if path else None
    return record_row(look, what, date_words(day, look.language), mark, on_click=opens)


def events(file: HouseholdFile, problem: Problem, language: Language) -> list[Event]:
    """Everything dated that belongs to the problem."""
    home = f"/households/{file.household.id}"
    told: list[Event] = [(problem.found_on, say("problem_found", language), ft.Icons.SEARCH_ROUNDED, "")]
    for plan in file.plans:
        if problem.id in plan.problem_ids():
            what = say("file_plan_decided", language, what=plan_title(plan, file.reference, language))
            told.append((plan.decided_on, what, ft.Icons.FLAG_OUTLINED, f"{home}/plans/{plan.id}"))
    for given in file.assistance:
        if problem.id in given.problem_ids():
            what = say("file_help_given", language, what=given.item)
            told.append((given.given_on, what, ft.Icons.VOLUNTEER_ACTIVISM_OUTLINED, f"{home}/assistance/{given.id}"))
    if problem.status_on:
        words = choice(problem.status, ProblemStatus, language)
        what = " · ".join(part for part in (words, problem.status_reason or "") if part)
        told.append((problem.status_on, what, ft.Icons.TASK_ALT_ROUNDED, ""))
    return told
