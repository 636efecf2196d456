"""The stage of the household by programme year, with the reasons; and the way to decide this year's."""

import flet as ft

from field_app.services import clock
from field_app.services.households import HouseholdFile
from field_app.views.components.button import quiet_button
from field_app.views.components.chip import Status
from field_app.views.components.group import group
from field_app.views.components.section import section
from field_app.views.household_file.quiet import INSET, quiet_line, record_row
from field_app.views.navigation import go
from field_app.views.text import say
from field_app.views.theme import Look
from shared_models.fiscal_year import fiscal_year
from shared_models.labels import choice
from shared_models.labels.moment import date_words
from shared_models.stage_decision import Stage, StageDecision, standing


def stage_section(look: Look, file: HouseholdFile) -> list[ft.Control]:
    """Every decision, the latest on top."""
    language = look.language
    decide = quiet_button(
        look,
        say("file_decide_stage", language),
        lambda: go(f"/households/{file.household.id}/stage"),
        icon=ft.Icons.STAIRS_OUTLINED,
    )
    note = "" if not file.decisions else say("stage_year", language, year=fiscal_year(clock.today()))
    head = section(look, say("file_stage", language), note=note, action=decide)
    if not file.decisions:
        return [head, quiet_line(look, say("file_no_stage", language))]
    return [head, decision_rows(look, file)]


def decision_rows(look: Look, file: HouseholdFile) -> ft.Control:
    """Stage and year, who and when, why; the one that counts in its year says so."""
    counting = {decision.id for decision in standing(file.decisions).values()}
    rows = [decision_row(look, each, counts=each.id in counting) for each in ordered(file)]
    return group(look, rows, inset=INSET)


def ordered(file: HouseholdFile) -> list[StageDecision]:
    """The latest year first, in it the latest decision."""
    return sorted(file.decisions, key=lambda each: (each.programme_year, each.decided_on, each.id), reverse=True)


def decision_row(look: Look, decision: StageDecision, *, counts: bool) -> ft.Control:
    language = look.language
    stage = choice(decision.stage, Stage, language)
    title = say("file_stage_is", language, stage=stage, year=decision.programme_year)
    parts = (date_words(decision.decided_on, language), decision.decided_by or "", decision.reason)
    state = Status(say("stage_counts", language), "good", ft.Icons.CHECK_ROUNDED) if counts else None
    detail = " · ".join(part for part in parts if part)
    return record_row(look, title, detail, ft.Icons.STAIRS_OUTLINED, state=state)
