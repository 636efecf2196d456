"""A visit, Knock Knock: six steps in any order, each answer saved at once, resumed where the officer left it."""

import flet as ft

from field_app.services import visit_files
from field_app.services.visit_files import VisitFile
from field_app.services.visits import UnknownVisit
from field_app.views.components.action_bar import action_bar, main_action
from field_app.views.components.pane import pane
from field_app.views.components.shell import focus_shell
from field_app.views.desk import Desk, use_desk, use_loaded
from field_app.views.record_screen import go, house_bar, id_of, waiting_screen
from field_app.views.text import say
from field_app.views.theme import Look, use_look
from field_app.views.visit_steps.four_t import FourTStep
from field_app.views.visit_steps.frame import RESULT
from field_app.views.visit_steps.help import HelpStep
from field_app.views.visit_steps.people import PeopleStep
from field_app.views.visit_steps.problems import ProblemsStep
from field_app.views.visit_steps.result import ResultStep
from field_app.views.visit_steps.summary import SummaryStep, finished_blocks

STEPS = (ResultStep, PeopleStep, ProblemsStep, FourTStep, HelpStep, SummaryStep)


@ft.component
def VisitScreen() -> ft.Control:
    """`/visits/ID/STEP`, steps numbered from 1; anything else opens the first."""
    desk, look, params = use_desk(), use_look(), ft.use_route_params()
    visit_id = id_of(params.get("visit_id"))
    loaded = use_loaded(lambda: load(desk, str(visit_id)), visit_id)
    here: VisitFile | None = loaded.value
    if here is None or here.visit.id != visit_id:
        return waiting_screen(look, desk, loaded, back="/")
    if here.visit.finished_at is not None:
        return finished(look, desk, here)
    step = STEPS[step_of(params.get("step")) - 1]
    return step(here, key=str(visit_id))  # type: ignore[call-arg]  # flet takes the key


async def load(desk: Desk, visit_id: str) -> VisitFile:
    found = id_of(visit_id)
    if found is None:
        raise UnknownVisit()
    return await visit_files.open_file(desk.opened, found)


def step_of(text: str | None) -> int:
    """The step's number in the path."""
    return int(text) if text and text.isdecimal() and 1 <= int(text) <= len(STEPS) else RESULT


def finished(look: Look, desk: Desk, here: VisitFile) -> ft.Control:
    """To read only: what is found from now on belongs to another visit."""
    path = f"/households/{here.file.household.id}"
    bar = house_bar(look, desk, here.file, task=say("visit", look.language), on_back=go(path))
    main = main_action(look, say("back", look.language), go(path))
    return focus_shell(look, bar, pane(look, finished_blocks(look, here)), bottom=action_bar(look, main))
