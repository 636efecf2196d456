"""Step 6: what was found and changed, what is still open, and the end of the visit."""

from collections.abc import Sequence
from typing import NamedTuple

import flet as ft

from field_app.services import clock, drafts, visits
from field_app.services.drafts import FormDraft, Opened
from field_app.services.visit_files import VisitFile
from field_app.views.components.action_bar import main_action
from field_app.views.components.banner import banner
from field_app.views.components.draft import Form, use_form
from field_app.views.components.field import field, labelled
from field_app.views.components.group import block, group
from field_app.views.components.icon import icon
from field_app.views.components.pane import target
from field_app.views.components.pressable import pressable
from field_app.views.components.radio_list import Choice, radio_list
from field_app.views.components.section import section
from field_app.views.components.text import muted, text
from field_app.views.desk import Desk, use_desk
from field_app.views.record_screen import go
from field_app.views.text import say
from field_app.views.theme import Look, use_look
from field_app.views.visit_steps.frame import (
    FOUR_T,
    HELP,
    PEOPLE,
    PROBLEMS,
    RESULT,
    SUMMARY,
    headings_written,
    result_stands,
    step_title,
    visit_shell,
)
from shared_models.labels.moment import moment_words
from shared_models.person import LifeState
from shared_models.visit import Visit, VisitResult

TEXTS = ("obstacle", "suggestion", "note")


class Line(NamedTuple):
    """One thing done or open, and the step where it can be changed."""

    words: str
    icon: ft.IconData
    step: int


def draft_key(visit: Visit) -> str:
    return f"visit:{visit.id}"


def fresh(visit: Visit) -> FormDraft:
    return drafts.opened(visit, TEXTS, {name: getattr(visit, name) for name in TEXTS})


async def opened(desk: Desk, visit: Visit) -> Opened:
    return await drafts.resume(desk.opened, draft_key(visit), fresh(visit))


@ft.component
def SummaryStep(here: VisitFile, start: Opened) -> ft.Control:
    """Words about the visit save by themselves; finishing needs a result and leads back to the file."""
    desk, look = use_desk(), use_look()
    page = ft.context.page
    visit, household_id = here.visit, here.file.household.id

    async def commit() -> None:
        """The words as they stand now, on what they were typed over."""
        changes = form.changes()
        bases = {name: form.bases[name] for name in changes if name in form.bases}
        await visits.change(form.tablet, visit, changes, bases=bases, draft=form.key)
        form.taken(fresh(await visits.get(form.tablet, visit.id)))
        await desk.saved()

    form = use_form(draft_key(visit), start, texts=TEXTS, household_id=household_id, commit=commit)

    async def finish() -> None:
        await form.settle()
        now = await visits.get(form.tablet, visit.id)  # an answer of a moment ago may not be on the screen yet
        missing = {} if now.result else {"result": say("visit_result_missing", look.language)}
        if await form.save(lambda: visits.finish(form.tablet, now), missing=missing):
            page.navigate(f"/households/{household_id}")

    done, still = done_lines(look, here), open_lines(look, here)
    blocks = [
        *step_title(look, say("visit_summary", look.language), say("visit_summary_note", look.language)),
        *ask_result(look, here, form),
        section(look, say("visit_done_here", look.language)),
        line_list(look, here, done, say("visit_nothing_done", look.language)),
        section(look, say("visit_still_open", look.language)),
        line_list(look, here, still, say("visit_nothing_open", look.language)),
        *(words(look, form, name) for name in TEXTS),
    ]
    main = main_action(look, say("visit_finish", look.language), finish, icon=ft.Icons.CHECK_ROUNDED)
    return visit_shell(look, desk, here, SUMMARY, blocks, main=main, scroller=form.scroller)


def words(look: Look, form: Form, name: str) -> ft.Control:
    label = say(f"visit_{name}", look.language)
    return field(look, label, form.text, name, lines=2, optional=True, max_length=4000, error=form.error(name))


def ask_result(look: Look, here: VisitFile, form: Form) -> list[ft.Control]:
    """The result, where it was not given yet: asked here rather than sending the officer back."""
    if here.visit.result:
        return []
    label = say("visit_result", look.language)

    async def answer(code: str) -> None:
        form.errors.pop("result", None)
        await visits.change(form.tablet, here.visit, {"result": code})
        await form.desk.saved()

    choices = [Choice(result.value, say(f"visit_{result.value}", look.language)) for result in VisitResult]
    listed = radio_list(look, label, choices, None, answer)
    return [target("result", labelled(look, label, listed, error=form.error("result")))]


LEFT_LINES: dict[str, tuple[str, ft.IconData]] = {
    LifeState.DECEASED: ("visit_sum_died", ft.Icons.LOCAL_FLORIST_OUTLINED),
    LifeState.MOVED: ("visit_sum_moved", ft.Icons.LOGOUT_ROUNDED),
    LifeState.MISSING: ("visit_sum_missing", ft.Icons.PERSON_SEARCH_OUTLINED),
}


def done_lines(look: Look, here: VisitFile) -> list[Line]:
    """What this visit found and changed, in the order of the steps."""
    language = look.language
    lines = []
    if here.visit.result:
        lines.append(Line(result_stands(look, here)[0], ft.Icons.DOOR_FRONT_DOOR_OUTLINED, RESULT))
    confirmed = len(here.roster) - len(here.undecided) - len(here.left)
    if confirmed:
        lines.append(Line(say("visit_sum_confirmed", language, n=confirmed), ft.Icons.GROUPS_ROUNDED, PEOPLE))
    for person in here.left:
        key, mark = LEFT_LINES.get(person.life_state, LEFT_LINES[LifeState.MOVED])
        lines.append(Line(say(key, language, name=person.full_name()), mark, PEOPLE))
    for person in here.new_members:
        new = say("visit_sum_new", language, name=person.full_name())
        lines.append(Line(new, ft.Icons.PERSON_ADD_ALT_1_ROUNDED, PEOPLE))
    for person in here.edited_members:
        lines.append(Line(say("visit_sum_edited", language, name=person.full_name()), ft.Icons.EDIT_OUTLINED, PEOPLE))
    return lines + recorded_lines(look, here)


def recorded_lines(look: Look, here: VisitFile) -> list[Line]:
    """Problems, 4ท and help of this visit."""
    language, lines = look.language, []
    if here.found_problems:
        found = say("visit_sum_found", language, n=len(here.found_problems))
        lines.append(Line(found, ft.Icons.REPORT_PROBLEM_OUTLINED, PROBLEMS))
    if here.closed_problems:
        closed = say("visit_sum_closed", language, n=len(here.closed_problems))
        lines.append(Line(closed, ft.Icons.TASK_ALT_ROUNDED, PROBLEMS))
    if headings_written(here):
        written = say("visit_sum_fourt", language, n=headings_written(here))
        lines.append(Line(written, ft.Icons.EDIT_NOTE_ROUNDED, FOUR_T))
    if here.assistance:
        given = say("visit_sum_help", language, n=len(here.assistance))
        lines.append(Line(given, ft.Icons.VOLUNTEER_ACTIVISM_OUTLINED, HELP))
    return lines


def open_lines(look: Look, here: VisitFile) -> list[Line]:
    """What nobody has asked about or settled; from a closed door only what stays open anyway."""
    language, lines = look.language, []
    met = here.visit.result in (None, VisitResult.MET)
    if met and not here.visit.notice_read:
        lines.append(Line(say("visit_notice_not_read", language), ft.Icons.RECORD_VOICE_OVER_OUTLINED, RESULT))
    if met and here.undecided:
        asked = say("visit_sum_undecided", language, n=len(here.undecided))
        lines.append(Line(asked, ft.Icons.GROUPS_ROUNDED, PEOPLE))
    if here.open_problems:
        still = say("visit_sum_open", language, n=len(here.open_problems))
        lines.append(Line(still, ft.Icons.REPORT_PROBLEM_OUTLINED, PROBLEMS))
    if met and not headings_written(here):
        lines.append(Line(say("visit_sum_no_fourt", language), ft.Icons.EDIT_NOTE_ROUNDED, FOUR_T))
    return lines


def line_list(look: Look, here: VisitFile, lines: Sequence[Line], nothing: str) -> ft.Control:
    """Each line leads to its step; a finished visit only shows them."""
    if not lines:
        return block(look, muted(look, nothing), padding=16)
    return group(look, [line_row(look, here, line) for line in lines], inset=52)


def line_row(look: Look, here: VisitFile, line: Line) -> ft.Control:
    finished = here.visit.finished_at is not None
    parts: list[ft.Control] = [icon(look, line.icon), text(look, line.words, weight=500, expand=True)]
    padding = ft.Padding.only(left=16, right=10, top=12, bottom=12)
    if finished:
        return ft.Container(ft.Row(parts, spacing=12), padding=padding)
    parts.append(icon(look, ft.Icons.CHEVRON_RIGHT_ROUNDED))
    path = f"/visits/{here.visit.id}/{line.step}"
    return pressable(look, ft.Row(parts, spacing=12), name=line.words, on_click=go(path), padding=padding, radius=0)


def finished_blocks(look: Look, here: VisitFile) -> list[ft.Control]:
    """A visit that is over, to read."""
    ended = int(here.visit.finished_at.timestamp() * 1000) if here.visit.finished_at else None
    when = moment_words(ended, now=clock.now(), language=look.language)
    over = banner(
        look,
        say("visit_finished", look.language, when=when),
        tone="good",
        icon=ft.Icons.CHECK_CIRCLE_ROUNDED,
        detail=say("visit_finished_note", look.language),
    )
    written = [
        labelled(look, say(f"visit_{name}", look.language), text(look, getattr(here.visit, name)))
        for name in TEXTS
        if getattr(here.visit, name)
    ]
    done = line_list(look, here, done_lines(look, here), say("visit_nothing_done", look.language))
    return [over, section(look, say("visit_done_here", look.language)), done, *written]
