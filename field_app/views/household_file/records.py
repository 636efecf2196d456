"""Visits, 4ท, help and history: what was done for the household, newest first."""

import flet as ft

from field_app.services.households import HouseholdFile
from field_app.services.tablet import Tablet
from field_app.views.components.button import quiet_button
from field_app.views.components.chip import Status
from field_app.views.components.group import block, group
from field_app.views.components.section import section
from field_app.views.components.text import muted, text
from field_app.views.household_file.dates import moment_day
from field_app.views.household_file.quiet import INSET, quiet_line, record_row
from field_app.views.navigation import go
from field_app.views.text import say
from field_app.views.theme import Look
from shared_models.assistance import Assistance, AssistanceOutcome
from shared_models.four_t import HEADINGS, FourTAnalysis, Triage
from shared_models.labels import choice, label
from shared_models.labels.moment import clock_words, date_words
from shared_models.labels.value import baht
from shared_models.visit import Visit, VisitResult


def visits_section(look: Look, tablet: Tablet, file: HouseholdFile) -> list[ft.Control]:
    """Each visit with its result; the officer's open one can be gone on with."""
    head = section(look, say("file_visits", look.language))
    visits = sorted(file.visits, key=lambda visit: visit.started_at, reverse=True)
    if not visits:
        return [head, quiet_line(look, say("file_no_visits", look.language))]
    return [head, group(look, [visit_row(look, tablet, visit) for visit in visits], inset=INSET)]


def visit_row(look: Look, tablet: Tablet, visit: Visit) -> ft.Control:
    """When, by whom, what came of it."""
    language = look.language
    mine = visit.officer_id == tablet.officer.officer_id
    who = say("file_by_me" if mine else "file_by_other", language)
    when = f"{moment_day(visit.started_at, language)} {clock_words(visit.started_at, language)}"
    unfinished = visit.finished_at is None
    result = choice(visit.result, VisitResult, language) if visit.result else ""
    if unfinished:
        state = Status(say("file_visit_unfinished", language), "attention", ft.Icons.PENDING_OUTLINED)
    else:
        state = Status(
            result, "good" if visit.result == VisitResult.MET else "quiet", ft.Icons.DOOR_FRONT_DOOR_OUTLINED
        )
    detail = " · ".join(part for part in (who, visit.note or "") if part)
    opens = (lambda: go(f"/visits/{visit.id}")) if mine and unfinished else None
    return record_row(look, when, detail, ft.Icons.EVENT_OUTLINED, state=state, on_click=opens)


def four_t_section(look: Look, file: HouseholdFile) -> list[ft.Control]:
    """The latest analysis in short, and the way to write one."""
    language = look.language
    write = quiet_button(
        look,
        say("file_write_four_t", language),
        lambda: go(f"/households/{file.household.id}/four-t"),
        icon=ft.Icons.EDIT_NOTE_ROUNDED,
    )
    latest = max(file.analyses, key=lambda analysis: (analysis.analysed_on, str(analysis.id)), default=None)
    if latest is None:
        head = section(look, say("file_four_t", language), action=write)
        return [head, quiet_line(look, say("file_no_four_t", language))]
    note = say("file_analysed_on", language, when=date_words(latest.analysed_on, language))
    return [section(look, say("file_four_t", language), note=note, action=write), four_t_block(look, latest)]


def four_t_block(look: Look, analysis: FourTAnalysis) -> ft.Control:
    """The four headings that have words, and the way out's who and when."""
    language = look.language
    rows: list[ft.Control] = []
    for name in HEADINGS:
        words = (getattr(analysis, name) or "").strip()
        if words:
            title = text(look, label(f"four_t.{name}", language), weight=600)
            rows.append(ft.Column([title, text(look, words, max_lines=4)], spacing=0, tight=True))
    by = say("file_by_when", language, when=date_words(analysis.way_out_by, language)) if analysis.way_out_by else ""
    triage = choice(analysis.triage, Triage, language) if analysis.triage else ""
    last = " · ".join(part for part in (triage, analysis.way_out_who or "", by) if part)
    if last:
        rows.append(muted(look, last))
    column = ft.Column(rows, spacing=10, tight=True, horizontal_alignment=ft.CrossAxisAlignment.STRETCH)
    return block(look, column, padding=16)


def help_lines(look: Look, file: HouseholdFile) -> list[ft.Control]:
    """What was given or asked for, under its caption."""
    given = sorted(file.assistance, key=lambda item: (item.given_on, str(item.id)), reverse=True)
    if not given:
        return [quiet_line(look, say("file_no_help", look.language))]
    caption = muted(look, say("file_given", look.language))
    return [caption, group(look, [help_row(look, item) for item in given], inset=INSET)]


def help_row(look: Look, item: Assistance) -> ft.Control:
    """What, who, how much, when; a tap opens it."""
    language = look.language
    parts = (item.agency or "", baht(item.value_satang, language), date_words(item.given_on, language))
    outcome = choice(item.outcome, AssistanceOutcome, language)
    done = item.outcome in (AssistanceOutcome.HELPED, AssistanceOutcome.RESOLVED)
    state = Status(outcome, "good" if done else "quiet", ft.Icons.CHECK_ROUNDED if done else ft.Icons.SCHEDULE_ROUNDED)
    return record_row(
        look,
        item.item,
        " · ".join(part for part in parts if part),
        ft.Icons.VOLUNTEER_ACTIVISM_OUTLINED,
        state=state,
        on_click=lambda: go(f"/households/{item.household_id}/assistance/{item.id}"),
    )
