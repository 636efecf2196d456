"""The problems and needs: open ones first, closed ones kept."""

import flet as ft

from field_app.services.households import HouseholdFile
from field_app.views.components.button import quiet_button
from field_app.views.components.chip import Status
from field_app.views.components.group import group
from field_app.views.components.section import section
from field_app.views.household_file.quiet import INSET, quiet_line, record_row
from field_app.views.navigation import go
from field_app.views.text import say
from field_app.views.theme import Language, Look
from shared_models.labels import choice
from shared_models.labels.moment import date_words
from shared_models.labels.subject import problem_title
from shared_models.problem import OPEN, Problem, ProblemStatus


def problems_section(look: Look, file: HouseholdFile) -> list[ft.Control]:
    """Rows that open the problem, and the way to add one."""
    language, path = look.language, f"/households/{file.household.id}/problems"
    add = quiet_button(look, say("file_add_problem", language), lambda: go(f"{path}/new"), icon=ft.Icons.ADD_ROUNDED)
    ordered = sorted(file.problems, key=lambda problem: (problem.status != OPEN, -problem.found_on.toordinal()))
    number = sum(problem.status == OPEN for problem in ordered)
    note = say("file_problems_open", language, n=number) if ordered else ""
    head = section(look, say("file_problems", language), note=note, action=add)
    ask = quiet_button(
        look,
        say("indicator_answer", language),
        lambda: go(f"/households/{file.household.id}/indicators"),
        icon=ft.Icons.FACT_CHECK_OUTLINED,
    )
    listed = (
        group(look, [problem_row(look, file, problem) for problem in ordered], inset=INSET)
        if ordered
        else quiet_line(look, say("file_no_problems", language))
    )
    return [head, listed, ft.Row([ask])]


def problem_row(look: Look, file: HouseholdFile, problem: Problem) -> ft.Control:
    """What, whose, since when, and how it stands."""
    language = look.language
    whose = next((person.full_name() for person in file.members if person.id == problem.person_id), "")
    since = say("file_since", language, when=date_words(problem.found_on, language))
    return record_row(
        look,
        problem_title(problem, language),
        f"{whose or say('file_whole_household', language)} · {since}",
        ft.Icons.REPORT_PROBLEM_OUTLINED,
        state=problem_state(problem, language),
        on_click=lambda: go(f"/households/{file.household.id}/problems/{problem.id}"),
    )


def problem_state(problem: Problem, language: Language) -> Status:
    """Open in red, closed quietly."""
    words = choice(problem.status, ProblemStatus, language)
    if problem.status == OPEN:
        return Status(words, "danger", ft.Icons.ERROR_OUTLINE_ROUNDED)
    if problem.status == ProblemStatus.RESOLVED:
        return Status(words, "good", ft.Icons.CHECK_ROUNDED)
    return Status(words, "quiet", ft.Icons.DO_NOT_DISTURB_ON_OUTLINED)
