"""The head of the file: plate, who, where, and in chips what matters first."""

import flet as ft

from field_app.services import clock, targets
from field_app.services.households import HouseholdFile
from field_app.services.tablet import Tablet
from field_app.services.targets import Targets
from field_app.views.components import household_head as drawn
from field_app.views.components.chip import Status, status_chips
from field_app.views.finding.lines import deprived_chip
from field_app.views.household_file.dates import moment_day
from field_app.views.text import say
from field_app.views.theme import Look
from shared_models.area import display_name
from shared_models.failing import failed_dimensions
from shared_models.household import HouseholdStatus
from shared_models.labels import choice
from shared_models.labels.moment import partial_words
from shared_models.labels.subject import problem_title
from shared_models.problem import OPEN
from shared_models.stage_decision import Stage
from shared_models.target_group import Group
from shared_models.visit import Visit


def file_head(look: Look, tablet: Tablet, file: HouseholdFile, *, badge: ft.Control | None) -> ft.Control:
    """`badge` where no top bar holds it. On phones the chips scroll with the file: see `head_chips`."""
    household = file.household
    address = " ".join(
        part for part in (household.address, display_name(household.village_code, look.language)) if part
    )
    shown = drawn.HouseholdFile(
        number=household.house_no,
        head=file.head.full_name() if file.head else say("find_no_head", look.language),
        address=address,
        facts=() if look.phone else tuple(facts(look, tablet, file)),
        problems=() if look.phone else tuple(failing(look, file)),
    )
    return drawn.household_head(look, shown, badge=badge)


def head_chips(look: Look, tablet: Tablet, file: HouseholdFile) -> list[ft.Control]:
    """The chips on a phone, where a head that holds them all would leave no room for the file."""
    if not look.phone:
        return []
    lines = [line for line in (facts(look, tablet, file), failing(look, file)) if line]
    return [ft.Column([status_chips(look, line) for line in lines], spacing=8, tight=True)]


def facts(look: Look, tablet: Tablet, file: HouseholdFile) -> list[Status]:
    """The household's state, its target groups and stage, then the visits."""
    language, household = look.language, file.household
    told: list[Status] = []
    if household.status != HouseholdStatus.ACTIVE:
        when = partial_words(household.status_on, language)
        words = f"{choice(household.status, HouseholdStatus, language)} {when}".strip()
        told.append(Status(words, "attention", ft.Icons.LOCAL_SHIPPING_OUTLINED))
    told += target_chips(look, targets.of_household(file, on=clock.today()))
    mine = open_visit_of(tablet, file)
    if mine is not None:
        words = say("file_open_visit", language, when=moment_day(mine.started_at, language))
        told.append(Status(words, "primary", ft.Icons.DOOR_FRONT_DOOR_OUTLINED))
    told.append(last_visit(look, file))
    return told


def target_chips(look: Look, found: Targets) -> list[Status]:
    """The groups with how many members are in each, and this year's stage; none yet is told where one is due."""
    language = look.language
    told = []
    for group in Group:
        words = choice(group, Group, language)
        if number := found.persons(group):
            words = say("file_group_persons", language, group=words, n=number)
        elif not any(each.group is group for each in found.memberships):
            continue
        told.append(Status(words, "info", ft.Icons.TRACK_CHANGES_ROUNDED))
    if found.stage is not None:
        stage = choice(found.stage.stage, Stage, language)
        words = say("file_stage_is", language, stage=stage, year=found.year)
        told.append(Status(words, "info", ft.Icons.STAIRS_OUTLINED))
    elif found.awaits_stage:
        told.append(Status(say("file_stage_open", language, year=found.year), "quiet", ft.Icons.STAIRS_OUTLINED))
    return told


def last_visit(look: Look, file: HouseholdFile) -> Status:
    """When somebody was there last."""
    finished = [visit.started_at for visit in file.visits if visit.finished_at]
    if not finished:
        return Status(say("file_never_visited", look.language), "quiet", ft.Icons.EVENT_BUSY_OUTLINED)
    words = say("file_last_visit", look.language, when=moment_day(max(finished), look.language))
    return Status(words, "quiet", ft.Icons.EVENT_AVAILABLE_OUTLINED)


def failing(look: Look, file: HouseholdFile) -> list[Status]:
    """Dimensions that fail by the latest assessment, and open problems told in own words."""
    failed = failed_dimensions(file.standing_assessments, file.reference.indicator_sets)
    told = [deprived_chip(look, dimension) for dimension in failed]
    words = [problem_title(problem, look.language) for problem in file.problems if problem.status == OPEN]
    known = {status.label for status in told}
    unique = dict.fromkeys(word for word in words if word not in known)
    return told + [Status(shortened(word), "danger", ft.Icons.REPORT_PROBLEM_OUTLINED) for word in unique]


def shortened(words: str, most: int = 36) -> str:
    """A chip is one line: long words end in an ellipsis; the section below has them whole."""
    return words if len(words) <= most else words[: most - 1].rstrip() + "…"


def open_visit_of(tablet: Tablet, file: HouseholdFile) -> Visit | None:
    """The officer's own visit here that is not finished."""
    officer_id = tablet.officer.officer_id
    mine = [visit for visit in file.visits if visit.officer_id == officer_id and visit.finished_at is None]
    return max(mine, key=lambda visit: visit.started_at, default=None)
