"""The head of the file: plate, who, where, and in chips what matters first."""

import flet as ft

from field_app.services.household_lines import deprived
from field_app.services.households import HouseholdFile
from field_app.services.tablet import Tablet
from field_app.views.components import household_head as drawn
from field_app.views.components.chip import Status
from field_app.views.finding.lines import deprived_chip
from field_app.views.household_file.dates import moment_day, partial_words
from field_app.views.household_file.problems import problem_title
from field_app.views.text import say
from field_app.views.theme import Look
from shared_models.area import display_name
from shared_models.deprivation import living_here
from shared_models.household import HouseholdStatus
from shared_models.labels import choice
from shared_models.problem import OPEN
from shared_models.visit import Visit


def file_head(look: Look, tablet: Tablet, file: HouseholdFile, *, badge: ft.Control | None) -> ft.Control:
    """`badge` where no top bar holds it."""
    household = file.household
    address = " ".join(
        part for part in (household.address, display_name(household.village_code, look.language)) if part
    )
    shown = drawn.HouseholdFile(
        number=household.house_no,
        head=file.head.full_name() if file.head else say("find_no_head", look.language),
        address=address,
        facts=tuple(facts(look, tablet, file)),
        problems=tuple(failing(look, file)),
    )
    return drawn.household_head(look, shown, badge=badge)


def facts(look: Look, tablet: Tablet, file: HouseholdFile) -> list[Status]:
    """The household's state, then the visits."""
    language, household = look.language, file.household
    told: list[Status] = []
    if household.status != HouseholdStatus.ACTIVE:
        when = partial_words(household.status_on, language)
        words = f"{choice(household.status, HouseholdStatus, language)} {when}".strip()
        told.append(Status(words, "attention", ft.Icons.LOCAL_SHIPPING_OUTLINED))
    mine = open_visit_of(tablet, file)
    if mine is not None:
        words = say("file_open_visit", language, when=moment_day(mine.started_at, language))
        told.append(Status(words, "primary", ft.Icons.DOOR_FRONT_DOOR_OUTLINED))
    told.append(last_visit(look, file))
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
    living = {person.id for person in living_here(file.members)}
    told = [deprived_chip(look, dimension) for dimension in deprived(file.assessments, living)]
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
