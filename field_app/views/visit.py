"""A visit, Knock Knock: six steps in any order, each answer saved at once, resumed where the officer left it."""

from dataclasses import dataclass
from uuid import UUID

import flet as ft

from field_app.services import visit_files
from field_app.services.drafts import Opened
from field_app.services.visit_files import VisitFile
from field_app.services.visits import UnknownVisit
from field_app.views import four_t_cards
from field_app.views.components.action_bar import action_bar, main_action
from field_app.views.components.pane import pane
from field_app.views.components.shell import focus_shell
from field_app.views.desk import Desk, use_desk, use_loaded
from field_app.views.record_screen import go, house_bar, id_of, waiting_screen
from field_app.views.text import say
from field_app.views.theme import Look, use_look
from field_app.views.visit_steps import summary
from field_app.views.visit_steps.four_t import FourTStep
from field_app.views.visit_steps.frame import FOUR_T, HELP, PEOPLE, PROBLEMS, RESULT, SUMMARY
from field_app.views.visit_steps.help import HelpStep
from field_app.views.visit_steps.people import PeopleStep
from field_app.views.visit_steps.problems import ProblemsStep
from field_app.views.visit_steps.result import ResultStep
from field_app.views.visit_steps.summary import SummaryStep, finished_blocks
from shared_models.four_t import FourTAnalysis

COUNT = 6


@dataclass(frozen=True)
class OpenVisit:
    """A visit at one step, with the two forms inside it that are written on, as they open."""

    step: int
    here: VisitFile
    summary: Opened
    four_t: Opened
    earlier: FourTAnalysis | None


@ft.component
def VisitScreen() -> ft.Control:
    """`/visits/ID/STEP`, steps numbered from 1; anything else opens the first.

    The step before stays until the next one is read: its forms must open on the drafts as they were left.
    """
    desk, look, params = use_desk(), use_look(), ft.use_route_params()
    visit_id, step = id_of(params.get("visit_id")), step_of(params.get("step"))
    loaded = use_loaded(lambda: load(desk, visit_id, step), visit_id, step)
    opened: OpenVisit | None = loaded.value
    if opened is None or opened.here.visit.id != visit_id:
        return waiting_screen(look, desk, loaded, back="/")
    if opened.here.visit.finished_at is not None:
        return finished(look, desk, opened.here)
    return step_screen(opened, key=str(visit_id))


async def load(desk: Desk, visit_id: UUID | None, step: int) -> OpenVisit:
    if visit_id is None:
        raise UnknownVisit()
    here = await visit_files.open_file(desk.opened, visit_id)
    analyses, four_t = await four_t_cards.opened(desk.opened, here.file.household.id)
    return OpenVisit(step, here, await summary.opened(desk, here.visit), four_t, analyses.earlier)


def step_screen(opened: OpenVisit, *, key: str) -> ft.Control:
    """The component of a step; a form of one visit is never taken over by the next."""
    here, step = opened.here, opened.step
    if step == FOUR_T:
        return FourTStep(here, opened.four_t, opened.earlier, key=key)  # type: ignore[call-arg]  # flet takes the key
    if step == SUMMARY:
        return SummaryStep(here, opened.summary, key=key)  # type: ignore[call-arg]  # flet takes the key
    steps = {RESULT: ResultStep, PEOPLE: PeopleStep, PROBLEMS: ProblemsStep, HELP: HelpStep}
    return steps[step](here, key=key)  # type: ignore[call-arg]  # flet takes the key


def step_of(text: str | None) -> int:
    """The step's number in the path."""
    return int(text) if text and text.isdecimal() and 1 <= int(text) <= COUNT else RESULT


def finished(look: Look, desk: Desk, here: VisitFile) -> ft.Control:
    """To read only: what is found from now on belongs to another visit."""
    path = f"/households/{here.file.household.id}"
    bar = house_bar(look, desk, here.file, task=say("visit", look.language), on_back=go(path))
    main = main_action(look, say("back", look.language), go(path))
    return focus_shell(look, bar, pane(look, finished_blocks(look, here)), bottom=action_bar(look, main))
