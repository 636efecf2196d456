"""What surrounds a step of a visit: the house, the list of steps with where each stands, the way on and back."""

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from typing import Any

import flet as ft

from field_app.services import clock
from field_app.services.visit_files import VisitFile
from field_app.views.components.action_bar import action_bar, main_action
from field_app.views.components.button import icon_button, outline_button, quiet_button
from field_app.views.components.chip import Status, state_word
from field_app.views.components.pane import pane
from field_app.views.components.shell import focus_shell
from field_app.views.components.stepper import Step, StepBar, step_list
from field_app.views.components.text import heading, muted
from field_app.views.desk import Desk
from field_app.views.person_words import day_words
from field_app.views.record_screen import go, house_bar
from field_app.views.text import say
from field_app.views.theme import Look
from shared_models.four_t import HEADINGS
from shared_models.labels import choice
from shared_models.labels.moment import clock_words, moment_words
from shared_models.visit import VisitResult

NAMES = (
    "visit_step_result",
    "visit_step_people",
    "visit_step_problems",
    "visit_step_fourt",
    "visit_step_help",
    "visit_step_summary",
)
RESULT, PEOPLE, PROBLEMS, FOUR_T, HELP, SUMMARY = range(1, 7)


def visit_shell(
    look: Look,
    desk: Desk,
    here: VisitFile,
    step: int,
    blocks: Sequence[ft.Control],
    *,
    main: ft.Control | None = None,
    scroller: ft.Ref[ft.Column] | None = None,
) -> ft.Control:
    """One step. `step` is 1 to 6; `main` replaces the button that leads to the next one."""
    page = ft.context.page
    steps = [Step(say(name, look.language), *standing(look, here, at)) for at, name in enumerate(NAMES, start=1)]
    title = say("visit_of", look.language, day=day_words(begun(here), look.language))

    def select(index: int) -> Any:
        page.navigate(f"/visits/{here.visit.id}/{index + 1}")

    bar: ft.Control = house_bar(
        look, desk, here.file, task=say("visit", look.language), on_back=go(f"/households/{here.file.household.id}")
    )
    if not look.wide:
        bar = ft.Column([bar, StepBar(steps, step - 1, select, title=title)], spacing=0)
    saved = saved_words(look, here)
    note = say("visit_any_order", look.language)
    side = step_list(look, steps, step - 1, select, title=title, note=note, saved=saved)
    rows = list(blocks)
    if not look.wide and saved:
        rows.append(state_word(look, Status(saved, "quiet", ft.Icons.CHECK_ROUNDED), size=14))
    bottom = ways(look, here, step, main or next_button(look, here, step), lambda at: select(at - 1))
    return focus_shell(look, bar, pane(look, rows, scroller=scroller), bottom=bottom, side=side)


def begun(here: VisitFile) -> Any:
    return here.visit.started_at.astimezone(clock.THAI_TIME).date()


def saved_words(look: Look, here: VisitFile) -> str:
    """`บันทึกในเครื่องแล้ว 10.06 น.`"""
    if here.saved_ms is None:
        return ""
    moment = datetime.fromtimestamp(here.saved_ms / 1000, UTC)
    same_day = moment.astimezone(clock.THAI_TIME).date() == clock.today()
    time = clock_words(moment, look.language) if same_day else ""
    when = time or moment_words(here.saved_ms, now=clock.now(), language=look.language)
    return say("visit_saved", look.language, time=when)


def ways(look: Look, here: VisitFile, step: int, main: ft.Control, to: Callable[[int], Any]) -> ft.Control:
    """The bottom bar: back, skip, on."""
    before = say("visit_before", look.language)
    if step == RESULT:
        return action_bar(look, main)
    if not look.phone:
        left = [quiet_button(look, before, lambda: to(step - 1), icon=ft.Icons.ARROW_BACK_ROUNDED, main=True)]
        skip = quiet_button(look, say("visit_skip", look.language), lambda: to(step + 1), main=True)
        skip.visible = step != SUMMARY and not standing(look, here, step)[1]  # hidden, never gone: see draft.py
        return action_bar(look, main, left=left, beside=[skip])
    back = (
        icon_button(look, ft.Icons.ARROW_BACK_ROUNDED, before, lambda: to(step - 1), outlined=True)
        if look.large
        else outline_button(look, before, lambda: to(step - 1), main=True)
    )
    return action_bar(look, main, beside=[back])


def next_button(look: Look, here: VisitFile, step: int) -> ft.Control:
    """On to the next step; from a door that stayed shut straight to the summary."""
    page = ft.context.page
    result = here.visit.result
    shut = step == RESULT and result is not None and result != VisitResult.MET
    after = SUMMARY if shut else min(step + 1, SUMMARY)
    label = say("visit_next", look.language, step=say(NAMES[after - 1], look.language))
    if shut:
        label = say("visit_to_summary", look.language)
    return main_action(
        look,
        label,
        lambda: page.navigate(f"/visits/{here.visit.id}/{after}"),
        trailing=ft.Icons.ARROW_FORWARD_ROUNDED,
    )


def standing(look: Look, here: VisitFile, step: int) -> tuple[str, bool]:
    """Where a step stands in words, and whether it is done."""
    stands = {
        RESULT: result_stands,
        PEOPLE: people_stand,
        PROBLEMS: problems_stand,
        FOUR_T: four_t_stands,
        HELP: help_stands,
    }
    return stands[step](look, here) if step in stands else ("", here.visit.finished_at is not None)


def result_stands(look: Look, here: VisitFile) -> tuple[str, bool]:
    if not here.visit.result:
        return say("visit_fact_no_result", look.language), False
    time = clock_words(here.visit.started_at, look.language)
    return f"{choice(here.visit.result, VisitResult, look.language)} {time}", True


def people_stand(look: Look, here: VisitFile) -> tuple[str, bool]:
    count, left, undecided = len(here.roster), len(here.left), len(here.undecided)
    if undecided or not count:
        return say("visit_fact_people", look.language, n=count - undecided, count=count), False
    if left:
        return say("visit_fact_people_left", look.language, n=count - left, left=left), True
    return say("visit_fact_people", look.language, n=count, count=count), True


def problems_stand(look: Look, here: VisitFile) -> tuple[str, bool]:
    done = bool(here.found_problems or here.closed_problems)
    if not here.open_problems:
        return say("visit_fact_no_problems", look.language), done
    return say("visit_fact_problems", look.language, n=len(here.open_problems)), done


def four_t_stands(look: Look, here: VisitFile) -> tuple[str, bool]:
    written = headings_written(here)
    if not written:
        return say("visit_fact_not_written", look.language), False
    return say("fourt_written_of", look.language, n=written), written == len(HEADINGS)


def headings_written(here: VisitFile) -> int:
    """How many of the four hold any text."""
    return sum(bool((getattr(here.analysis, name) or "").strip()) for name in HEADINGS) if here.analysis else 0


def help_stands(look: Look, here: VisitFile) -> tuple[str, bool]:
    given = len(here.assistance)
    return (say("visit_fact_help", look.language, n=given), True) if given else (
        say("visit_fact_no_help", look.language),
        False,
    )  # fmt: skip


def step_title(look: Look, title: str, note: str, *, action: ft.Control | None = None) -> list[ft.Control]:
    """A step's heading; the action stands beside it, on phones below."""
    words = ft.Column([heading(look, title), muted(look, note)], spacing=0, tight=True)
    if action is None:
        return [words]
    if look.phone:
        return [words, action]
    return [ft.Row([ft.Container(words, expand=True), action], spacing=16)]
