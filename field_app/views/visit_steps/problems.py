"""Step 3: problems by the five dimensions, each told in the family's words, with what the list said."""

import flet as ft

from field_app.services.visit_files import VisitFile
from field_app.views.components.button import quiet_button, tonal_button
from field_app.views.components.chip import Status, state_word
from field_app.views.components.group import block, hairline
from field_app.views.components.icon import icon
from field_app.views.components.pressable import pressable, spoken
from field_app.views.components.text import heading, muted, text
from field_app.views.desk import use_desk
from field_app.views.mpi_words import answered_words, listed_words
from field_app.views.person_words import day_words, problem_words
from field_app.views.record_screen import go
from field_app.views.text import say
from field_app.views.theme import Look, use_look
from field_app.views.visit_steps.frame import PROBLEMS, step_title, visit_shell
from shared_models.labels import choice
from shared_models.mpi import Dimension
from shared_models.problem import OPEN, Problem, ProblemStatus

ICONS = {
    Dimension.HEALTH: ft.Icons.MEDICAL_SERVICES_OUTLINED,
    Dimension.LIVING: ft.Icons.COTTAGE_OUTLINED,
    Dimension.EDUCATION: ft.Icons.SCHOOL_OUTLINED,
    Dimension.INCOME: ft.Icons.PAYMENTS_OUTLINED,
    Dimension.ACCESS: ft.Icons.ACCOUNT_BALANCE_OUTLINED,
}


@ft.component
def ProblemsStep(here: VisitFile) -> ft.Control:
    """Open ones, and those closed at this visit; adding and closing open a screen with few fields."""
    desk, look = use_desk(), use_look()
    path = f"/households/{here.file.household.id}/indicators"
    label = say("indicator_answer", look.language)
    ask = tonal_button(look, label, go(path), icon=ft.Icons.FACT_CHECK_OUTLINED, expand=True if look.phone else None)
    title, note = say("visit_problems", look.language), say("visit_problems_note", look.language)
    blocks = step_title(look, title, note, action=ft.Row([ask]) if look.phone else ask)
    blocks += [dimension_block(look, here, dimension) for dimension in (*Dimension, None)]
    return visit_shell(look, desk, here, PROBLEMS, blocks)


def dimension_block(look: Look, here: VisitFile, dimension: Dimension | None) -> ft.Control:
    """One dimension: its name, what the list says, its problems, and adding one. None: everything else."""
    shown = [*here.open_problems, *here.closed_problems]
    mine = [problem for problem in shown if problem.dimension == dimension]
    rows: list[ft.Control] = [block_head(look, here, dimension)]
    for problem in mine:
        rows += [hairline(look, inset=16), problem_line(look, here, problem)]
    return block(look, ft.Column(rows, spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH))


def block_head(look: Look, here: VisitFile, dimension: Dimension | None) -> ft.Control:
    name = choice(dimension, Dimension, look.language) if dimension else say("problem_other", look.language)
    path = f"/households/{here.file.household.id}/problems/new{f'-{dimension.value}' if dimension else ''}"
    mark = ICONS[dimension] if dimension else ft.Icons.MORE_HORIZ_ROUNDED
    label = say("visit_add_problem", look.language)
    spoken_name = say("visit_add_problem_to", look.language, dimension=name)
    add = quiet_button(look, label, go(path), icon=ft.Icons.ADD_ROUNDED, name=spoken_name)
    title = ft.Container(heading(look, name, size=18, weight=600), expand=True)
    rows: list[ft.Control] = [ft.Row([icon(look, mark, color=look.tokens.primary), title, add], spacing=12)]
    for failed in failed_words(look, here, dimension) if dimension else ():
        rows.append(ft.Container(failed_line(look, failed), padding=ft.Padding.only(left=indent(look) - 16, bottom=4)))
    column = ft.Column(rows, spacing=0, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return ft.Container(column, padding=ft.Padding.only(left=16, right=8, top=6, bottom=6))


def failed_words(look: Look, here: VisitFile, dimension: Dimension) -> list[str]:
    """What the list said, and what was answered at the house."""
    told = (words(here.file, dimension, look.language) for words in (listed_words, answered_words))
    return [words for words in told if words]


def indent(look: Look) -> int:
    """Where the words of a dimension's problems begin: beside its icon, under large text at the edge."""
    return 16 if look.large else 52


def failed_line(look: Look, words: str) -> ft.Control:
    """What fails, as icon and words that may wrap."""
    color, _ = look.tokens.tone("danger")
    mark = icon(look, ft.Icons.TRENDING_DOWN_ROUNDED, size=20, color=color)
    said = text(look, words, weight=500, color=color, line_height=1.4, expand=True)
    return ft.Row([mark, said], spacing=6, vertical_alignment=ft.CrossAxisAlignment.START)


def problem_line(look: Look, here: VisitFile, problem: Problem) -> ft.Control:
    """Words, whose, since when; open ones can be closed, all can be opened to read."""
    words = problem_words(problem, look.language)
    second = about(look, here, problem)
    path = f"/households/{problem.household_id}/problems/{problem.id}"
    lines = ft.Column(
        [text(look, words, weight=600, max_lines=look.lines(2)), muted(look, second)],
        spacing=0,
        expand=True,
        tight=True,
    )
    tail: list[ft.Control] = []
    if problem.status == OPEN:
        label = say("problem_close", look.language)
        tail.append(quiet_button(look, label, go(path), name=say("visit_close_problem", look.language, words=words)))
    else:
        label = choice(problem.status, ProblemStatus, look.language)
        lines.controls.append(state_word(look, Status(label, "good", ft.Icons.TASK_ALT_ROUNDED)))
    box = pressable(
        look,
        lines,
        name=spoken(words, second),
        on_click=go(path),
        padding=ft.Padding.only(left=indent(look), right=8, top=10, bottom=10),
        radius=0,
        expand=True,
    )
    return ft.Container(ft.Row([box, *tail], spacing=0), padding=ft.Padding.only(right=8))


def about(look: Look, here: VisitFile, problem: Problem) -> str:
    """`ของนายบุญมี ใจคำ · ตั้งแต่ 3 ก.พ. 2566 · พบครั้งนี้`."""
    owner = next((person for person in here.file.members if person.id == problem.person_id), None)
    whose = (
        say("problem_of", look.language, name=owner.full_name()) if owner else say("problem_household", look.language)
    )
    parts = [whose, say("problem_since", look.language, day=day_words(problem.found_on, look.language))]
    if problem.visit_id == here.visit.id:
        parts[1] = say("visit_found_now", look.language)
    return " · ".join(parts)
