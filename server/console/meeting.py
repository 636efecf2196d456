"""The targeting meeting: from 4ท to remedy, agency and due date, row by row; and the sheet that is signed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from typing import Annotated, Any
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response

from server.console import moments
from server.console.meeting_asked import Asked, AskedDep
from server.console.meeting_rows import House, Reading, Trouble, agencies, house, plan_words, typed_words, undecided
from server.console.render import page as rendered
from server.console.render import sentence
from server.console.visitor import FormDep, KeptDep, LanguageDep, VisitorDep, areas_of, record
from server.console.words import Language, say
from server.database import Database
from server.deps import DatabaseDep
from server.services import reference
from server.services.households.household_traits import Traits
from server.services.meetings import meeting, meeting_decision
from server.services.meetings.meeting import Home
from server.services.meetings.meeting_decision import DecidedMeanwhile, Decision
from server.services.meetings.meeting_targets import targets
from server.services.people.console_sessions import Visitor
from server.services.proving.audit import Action
from server.services.reporting.kept import Kept
from server.services.reviewing.office_edit import Supervisor
from shared_models.area import Level, contains
from shared_models.campaign import Step, of_year
from shared_models.errors import DomainError
from shared_models.fiscal_year import fiscal_year, thai_day
from shared_models.labels import choice, label
from shared_models.mpi import Dimension
from shared_models.target_group import Group
from shared_models.thai_text import sort_key

router = APIRouter()
LENGTH = 15  # households of a page
FORMS = 12  # lines that are open on it: each carries the whole catalogue
SHEET_MOST = 500
FIELDS = ("remedy", "agency", "due_on", "words", "drop", "seen")


class TooLong(DomainError):
    """A sheet of more households than are printed at once: `count` of at `most`."""

    code = "meeting_too_long"


@router.get("/meeting")
def show(
    request: Request,
    database: DatabaseDep,
    kept: KeptDep,
    visitor: VisitorDep,
    told: LanguageDep,
    wanted: AskedDep,
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    saved: Annotated[int, Query(ge=0, le=1_000)] = 0,
) -> Response:
    note = say("meeting_saved", told, n=saved) if saved else ""
    return _Meeting(request, database, kept, visitor, told, wanted, page).show(note=note)


@router.post("/meeting")
def save(
    request: Request,
    database: DatabaseDep,
    kept: KeptDep,
    visitor: VisitorDep,
    told: LanguageDep,
    wanted: AskedDep,
    form: FormDep,
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> Response:
    """Every row that was filled in. Those that could not be saved come back as they were typed."""
    here, typed = _Meeting(request, database, kept, visitor, told, wanted, page), _typed(form)
    if form.get("open"):
        return here.show(typed=typed, shown=_shown(form), edited=frozenset({form["open"], *typed}))
    skipped = {name.removeprefix("keep-") for name in form if name.startswith("keep-")}
    saved, problems = here.decide({key: value for key, value in typed.items() if key not in skipped})
    if not problems:
        query = wanted.query(page=page if page > 1 else "", saved=saved)
        return RedirectResponse(f"/meeting?{query}", 303)
    left = {key: typed[key] for key in problems}
    words = say("meeting_left_over", told, n=saved, left=len(left))
    return here.show(note=words, status=422, typed=left, troubles=problems, shown=_shown(form))


def _typed(form: Mapping[str, str]) -> dict[str, Decision]:
    """By the key of each line that the form showed open."""
    keys = [name.removeprefix("seen-") for name in form if name.startswith("seen-")]
    return {key: Decision(*(form.get(f"{name}-{key}", "").strip() for name in FIELDS)) for key in keys}


def _shown(form: Mapping[str, str]) -> list[UUID]:
    """The households of the page that was sent, in their order."""
    texts = form.get("shown", "").split()[: 2 * LENGTH]
    return [
        UUID(hex=text) for text in texts if len(text) == 32 and all(letter in "0123456789abcdef" for letter in text)
    ]


@dataclass(frozen=True)
class _Meeting:
    """One look at the meeting by one visitor."""

    request: Request
    database: Database
    kept: Kept
    visitor: Visitor
    told: Language
    asked: Asked
    page: int

    def decide(self, typed: Mapping[str, Decision]) -> tuple[int, dict[str, Trouble]]:
        """How many were saved, and what is wrong with the others, by line."""
        saved, troubles = 0, dict[str, Trouble]()
        supervisor, now = Supervisor(self.visitor.district, self.visitor.officer_id), datetime.now(UTC)
        for key, decision in typed.items():
            try:
                saved += meeting_decision.decide(self.database, supervisor, key, decision, now=now)
            except DomainError as problem:
                troubles[key] = self._trouble(problem)
        return saved, troubles

    def _trouble(self, problem: DomainError) -> Trouble:
        if isinstance(problem, DecidedMeanwhile) and problem.details["at_ms"]:
            who = problem.details["officer"] or say("meeting_somebody", self.told)
            when = moments.at_words(int(str(problem.details["at_ms"])), self.told)
            return Trouble(say("meeting_meanwhile", self.told, who=who, when=when), now="?")
        field = str(problem.details.get("field", ""))
        named = problem.details | {"field": label(f"plan.{field}", self.told)}
        words = sentence(type(problem)(**named), self.told)
        return Trouble(words, field, now="?" if isinstance(problem, DecidedMeanwhile) else "")

    def show(
        self,
        *,
        note: str = "",
        status: int = 200,
        typed: Mapping[str, Decision] | None = None,
        troubles: Mapping[str, Trouble] | None = None,
        shown: list[UUID] | None = None,
        edited: frozenset[str] = frozenset(),
    ) -> Response:
        """The page; with `shown` these households, as they were when the form was sent."""
        now = datetime.now(UTC)
        today, district = thai_day(now), self.visitor.district
        with self.database.reading() as session:
            listed = meeting.listed(session, self.kept, district, self.asked.narrowing, today=today)
            everyone = targets(session, self.kept, district, today=today).everyone
            first = (self.page - 1) * LENGTH
            found = listed.targets[first : first + LENGTH] if shown is None else _those(everyone, shown)
            homes = meeting.homes(session, district, found, today=today)
            tables = reference.read(session, district)
            suggested = agencies(tables, meeting.agencies(session, district))
            opened = edited | undecided(homes, FORMS)
            reading = Reading(self.told, today, tables, typed or {}, troubles or {}, opened)
            houses = [house(home, _with_now(home, reading)) for home in homes]
        return rendered(
            self.request,
            "meeting/page.html",
            status=status,
            asked=self.asked,
            listed=listed,
            houses=houses,
            note=note,
            lost=_lost(houses, reading),
            is_partial=bool(troubles),
            page=self.page,
            first=first + 1,
            length=LENGTH,
            about=_about(reading, self.told),
            areas=areas_of(self.visitor),
            villages=_villages(everyone, self.asked.area),
            village_name=lambda code: tables.place(code, self.told).split(" ต.")[0].split(",")[0],
            groups=list(Group),
            dimensions=[(each.value, choice(each, Dimension, self.told)) for each in Dimension],
            agencies=sorted(suggested, key=sort_key),
            clear=_clearings(self.asked, self.told),
            blank=self.asked.query(),
        )


def _lost(houses: list[House], reading: Reading) -> list[str]:
    """What cannot be decided any more, with what was typed for it: its line is gone from the page."""
    shown = {row.line.key for house in houses for row in house.rows}
    return [
        " · ".join(filter(None, (trouble.words, *typed_words(reading.typed[key], reading))))
        for key, trouble in reading.troubles.items()
        if key not in shown
    ]


def _those(everyone: list[Traits], ids: list[UUID]) -> list[Traits]:
    by_id = {target.id: target for target in everyone}
    return [by_id[household_id] for household_id in ids if household_id in by_id]


def _with_now(home: Home, reading: Reading) -> Reading:
    """What others decided goes beside what was typed."""
    told = {line.key: line.plan for line in home.lines if line.key in reading.troubles}
    now = {
        key: replace(trouble, now=_now_words(told[key], reading)) if trouble.now and key in told else trouble
        for key, trouble in reading.troubles.items()
    }
    return replace(reading, troubles=now)


def _now_words(plan: Any, reading: Reading) -> str:
    if plan is None:
        return say("meeting_dropped_now", reading.told)
    return " · ".join(filter(None, plan_words(plan, reading)))


def _villages(everyone: list[Traits], area: str) -> list[str]:
    """Those of a subdistrict that households live in."""
    if len(area) != Level.SUBDISTRICT:
        return []
    return sorted({target.village_code for target in everyone if contains(area, target.village_code)})


def _about(reading: Reading, told: Language) -> str:
    """The year, and until when the meeting is to be done."""
    year = fiscal_year(reading.today)
    windows = of_year(reading.reference.calendar, year)
    due = next((window.due_on for window in windows if window.step is Step.DECIDE), None)
    words = say("due", told, day=moments.day_words(due, told)) if due else say("no_dates", told)
    return say("meeting_about", told, year=year, due=words)


def _clearings(wanted: Asked, told: Language) -> list[tuple[str, str]]:
    """Each filter that is set in words, and the address without it."""
    chips = []
    if wanted.group:
        chips.append((choice(wanted.group, Group, told), replace(wanted, group="").query()))
    if wanted.failed:
        chips.append((choice(wanted.failed, Dimension, told), replace(wanted, failed="").query()))
    if wanted.plan:
        chips.append((say(f"meeting_plan_{wanted.plan}", told), replace(wanted, plan="").query()))
    return chips


@router.get("/meeting/sheet")
def sheet(request: Request, database: DatabaseDep, kept: KeptDep, visitor: VisitorDep, wanted: AskedDep) -> Response:
    """The official sheet of the same households, to be printed: in Thai whatever the language of the pages."""
    now = datetime.now(UTC)
    today = thai_day(now)
    with database.reading() as session:
        listed = meeting.listed(session, kept, visitor.district, wanted.narrowing, today=today)
        if len(listed.targets) > SHEET_MOST:
            raise TooLong(count=len(listed.targets), most=SHEET_MOST)
        homes = meeting.homes(session, visitor.district, listed.targets, today=today)
        tables = reference.read(session, visitor.district)
    reading = Reading("th", today, tables, {}, {}, frozenset())
    houses = [house(home, reading) for home in homes]
    with database.writing() as session:
        record(session, visitor, Action.SHEET_PRINTED, f"{wanted.narrowing.area} {len(houses)}", now)
    return rendered(
        request,
        "meeting/sheet.html",
        houses=houses,
        is_whole=wanted.area == visitor.district,
        where=tables.place(wanted.narrowing.area, "th"),
        year=fiscal_year(today),
        printed=moments.moment_words(now, "th"),
        back=wanted.query(),
    )
