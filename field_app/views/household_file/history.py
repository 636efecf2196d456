"""The history: every dated row of the household in one list, newest first."""

from typing import NamedTuple

import flet as ft

from field_app.services.households import HouseholdFile
from field_app.views.components.group import group
from field_app.views.components.section import section
from field_app.views.household_file.dates import day_of, day_order, partial_order
from field_app.views.household_file.quiet import INSET, quiet_line, record_row
from field_app.views.household_file.welfare import receipt_order, receipt_words, subject
from field_app.views.plan_words import plan_title
from field_app.views.text import say
from field_app.views.theme import Language, Look
from shared_models.labels import choice
from shared_models.labels.moment import date_words, partial_words
from shared_models.labels.subject import problem_title
from shared_models.person import LifeState
from shared_models.stage_decision import Stage
from shared_models.visit import VisitResult


class Happening(NamedTuple):
    """`order` sorts by the date as far as it is known."""

    order: tuple[int, int, int]
    when: str
    what: str
    icon: ft.IconData


def history_section(look: Look, file: HouseholdFile) -> list[ft.Control]:
    """What happened and when."""
    head = section(look, say("file_history", look.language))
    told = sorted(happenings(file, look.language), key=lambda item: item.order, reverse=True)
    if not told:
        return [head, quiet_line(look, say("file_no_history", look.language))]
    return [head, group(look, [record_row(look, item.what, item.when, item.icon) for item in told], inset=INSET)]


def happenings(file: HouseholdFile, language: Language) -> list[Happening]:
    """From every kind of row that has a date."""
    return [
        *(life_events(file, language)),
        *(recorded(file, language)),
        *(decided(file, language)),
        *(received(file, language)),
        *(surveys(file, language)),
    ]


def life_events(file: HouseholdFile, language: Language) -> list[Happening]:
    """Who died or moved, and the household itself."""
    told = []
    for person in file.members:
        if person.life_state != LifeState.ALIVE and person.life_state_on:
            what = f"{person.full_name()} {choice(person.life_state, LifeState, language)}"
            died = person.life_state == LifeState.DECEASED
            mark = ft.Icons.LOCAL_FLORIST_OUTLINED if died else ft.Icons.LOGOUT_ROUNDED
            when = partial_words(person.life_state_on, language)
            told.append(Happening(partial_order(person.life_state_on), when, what, mark))
    moved_on = file.household.status_on
    if moved_on:
        when = partial_words(moved_on, language)
        what = say("file_moved_away", language)
        told.append(Happening(partial_order(moved_on), when, what, ft.Icons.LOCAL_SHIPPING_OUTLINED))
    return told


def recorded(file: HouseholdFile, language: Language) -> list[Happening]:
    """Visits, problems, analyses and help."""
    told = []
    for visit in file.visits:
        result = choice(visit.result, VisitResult, language) if visit.result else ""
        what = say("file_visited", language, what=result).strip()
        told.append((day_of(visit.started_at), what, ft.Icons.DOOR_FRONT_DOOR_OUTLINED))
    for problem in file.problems:
        what = say("file_problem_found", language, what=problem_title(problem, language))
        told.append((problem.found_on, what, ft.Icons.REPORT_PROBLEM_OUTLINED))
    for analysis in file.analyses:
        told.append((analysis.analysed_on, say("file_analysed", language), ft.Icons.EDIT_NOTE_ROUNDED))
    for given in file.assistance:
        what = say("file_help_given", language, what=given.item)
        told.append((given.given_on, what, ft.Icons.VOLUNTEER_ACTIVISM_OUTLINED))
    return [Happening(day_order(day), date_words(day, language), what, mark) for day, what, mark in told]


def decided(file: HouseholdFile, language: Language) -> list[Happening]:
    """Plans of the meeting, and stages."""
    told = []
    for plan in file.plans:
        what = say("file_plan_decided", language, what=plan_title(plan, file.reference, language))
        told.append((plan.decided_on, what, ft.Icons.FLAG_OUTLINED))
    for decision in file.decisions:
        stage = choice(decision.stage, Stage, language)
        what = say("file_stage_given", language, stage=stage, year=decision.programme_year)
        told.append((decision.decided_on, what, ft.Icons.STAIRS_OUTLINED))
    return [Happening(day_order(day), date_words(day, language), what, mark) for day, what, mark in told]


def received(file: HouseholdFile, language: Language) -> list[Happening]:
    """Welfare, by the day it was paid or the period it is for; without either it is no happening."""
    told = []
    for receipt in file.receipts:
        when = receipt_words(receipt, language)
        if when:
            whose = subject(file, receipt.person_id, language)
            what = say("file_welfare_got", language, name=whose, what=receipt.programme)
            told.append(Happening(receipt_order(receipt), when, what, ft.Icons.ACCOUNT_BALANCE_WALLET_OUTLINED))
    return told


def surveys(file: HouseholdFile, language: Language) -> list[Happening]:
    """The lists it came with, a line for each year."""
    years = {row.survey_year: row.source or "" for row in file.assessments}
    if file.household.survey_year:
        years.setdefault(file.household.survey_year, file.household.source or "")
    return [
        Happening((year, 0, 0), source, say("file_surveyed", language, year=year), ft.Icons.FACT_CHECK_OUTLINED)
        for year, source in years.items()
    ]
