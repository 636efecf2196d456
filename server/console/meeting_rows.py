"""The meeting's lines as a page shows them: what was found, what is decided, what is typed, what is wrong."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from itertools import islice
from typing import NamedTuple

from server.console.moments import day_words
from server.console.words import Language, say
from server.services.meetings.meeting import Home, Line
from server.services.meetings.meeting_decision import Decision
from shared_models.area_words import place_name, village_name
from shared_models.labels import choice
from shared_models.labels.moment import ERA
from shared_models.labels.month import SHORT
from shared_models.labels.subject import problem_title
from shared_models.mpi import Dimension
from shared_models.plan import Plan
from shared_models.reference import Reference
from shared_models.remedy import offered

MONTHS = 18  # that can be chosen, this one among them
CLIP = 300  # letters of a text of the analysis; the household's page has all of it


class Option(NamedTuple):
    """One choice of a list."""

    value: str
    words: str


@dataclass(frozen=True)
class Trouble:
    """Why a line was not saved: a sentence and the field it is about, "" for the line. `now`: what others decided."""

    words: str
    field: str = ""
    now: str = ""


@dataclass(frozen=True)
class Row:
    """One line. `decided` None where nothing is; `is_form` where it can be filled in at once."""

    line: Line
    title: str
    about: str
    decided: Decision | None
    decided_words: Decision
    typed: Decision
    is_form: bool
    remedies: tuple[Option, ...]
    months: tuple[Option, ...]
    trouble: Trouble | None


@dataclass(frozen=True)
class House:
    """A household and its lines; the texts of its latest 4ท."""

    home: Home
    name: str
    where: str
    failed: str
    way_out: str
    others: tuple[str, ...]
    rows: tuple[Row, ...]


@dataclass(frozen=True)
class Reading:
    """Who reads it and when; `typed` and `troubles` by the key of their line, `edited` the lines that are open."""

    told: Language
    today: date
    reference: Reference
    typed: Mapping[str, Decision]
    troubles: Mapping[str, Trouble]
    edited: frozenset[str]


def undecided(homes: Iterable[Home], most: int) -> frozenset[str]:
    """The first lines of a page that wait to be decided: so many are open at once."""
    waiting = (line.key for home in homes for line in home.lines if line.plan is None)
    return frozenset(islice(waiting, most))


def house(home: Home, reading: Reading) -> House:
    """Everything about a household that the meeting looks at."""
    four_t, told = home.four_t, reading.told
    number = home.household.house_no or say("meeting_no_house_number", told)
    village = village_name(home.household.village_code, told)
    return House(
        home=home,
        name=say("meeting_house", told, number=number, village=village),
        where=place_name(home.household.village_code, told),
        failed=", ".join(choice(dimension, Dimension, told) for dimension in home.failed),
        way_out=_clipped(four_t.way_out) if four_t else "",
        others=tuple(filter(None, map(_clipped, (four_t.attitude, four_t.skills, four_t.resources)))) if four_t else (),
        rows=tuple(_row(line, home, reading) for line in home.lines),
    )


def _clipped(text: str | None) -> str:
    clean = (text or "").strip()
    return clean if len(clean) <= CLIP else f"{clean[:CLIP].rstrip()}…"


def _row(line: Line, home: Home, reading: Reading) -> Row:
    told, plan = reading.told, line.plan
    decided = decision_of(plan) if plan else None
    typed = reading.typed.get(line.key) or decided or Decision()
    is_form = line.is_open and (line.key in reading.edited or line.key in reading.troubles)
    title, about = _problem_words(line, home, told)
    return Row(
        line=line,
        title=title,
        about=about,
        decided=decided,
        decided_words=plan_words(plan, reading) if plan else Decision(),
        typed=typed,
        is_form=is_form,
        remedies=_remedies(line, home, typed, reading) if is_form else (),
        months=_months(typed, reading) if is_form else (),
        trouble=reading.troubles.get(line.key),
    )


def _problem_words(line: Line, home: Home, told: Language) -> tuple[str, str]:
    """What it is, and in the second line the dimension and whose it is."""
    problem = line.problem
    if problem is None:
        return say("meeting_whole_household" if line.plan else "meeting_no_problem", told), ""
    parts = [choice(problem.dimension, Dimension, told)] if problem.dimension and problem.words else []
    if problem.person_id and problem.person_id in home.people:
        parts.append(say("meeting_of", told, name=home.people[problem.person_id]))
    return problem_title(problem, told), " · ".join(parts)


def decision_of(plan: Plan) -> Decision:
    """A plan as the form has it."""
    due_on = plan.due_on.isoformat() if plan.due_on else ""
    return Decision(plan.remedy or "", plan.agency or "", due_on, plan.words or "")


def plan_words(plan: Plan, reading: Reading) -> Decision:
    """A plan as people read it, in the same places."""
    remedy = reading.reference.remedies.get(plan.remedy or "")
    name = remedy.name(reading.told) if remedy else plan.remedy or ""
    due = month_end_words(plan.due_on, reading.told) if plan.due_on else ""
    return Decision(name, plan.agency or "", due, plan.words or "")


def typed_words(typed: Decision, reading: Reading) -> tuple[str, str, str]:
    """Remedy, agency and note as they were typed."""
    remedy = reading.reference.remedies.get(typed.remedy)
    return remedy.name(reading.told) if remedy else typed.remedy, typed.agency, typed.words


def month_end_words(day: date, told: Language) -> str:
    """`สิ้น ก.ค. 2566`; another day than the last of a month by itself."""
    if day != month_end(day):
        return day_words(day, told)
    month = SHORT[day.month - 1][told == "en"]
    return say("meeting_end_of", told, month=month, year=day.year + ERA)


def month_end(day: date) -> date:
    """The last day of its month."""
    return date.fromordinal(_month_after(day).toordinal() - 1)


def _month_after(day: date) -> date:
    return date(day.year + day.month // 12, day.month % 12 + 1, 1)


def _months(typed: Decision, reading: Reading) -> tuple[Option, ...]:
    """Ends of months from this one on, and the day that is chosen already."""
    days, first = [], reading.today
    for _ in range(MONTHS):
        days.append(month_end(first))
        first = _month_after(first)
    with suppress(ValueError):
        days = sorted({*days, date.fromisoformat(typed.due_on)}) if typed.due_on else days
    return tuple(Option(day.isoformat(), month_end_words(day, reading.told)) for day in days)


def _remedies(line: Line, home: Home, typed: Decision, reading: Reading) -> tuple[Option, ...]:
    """Those for the problem first, or else for what the household fails in; one that is retired where it is chosen."""
    catalogue = reading.reference.remedies
    own = line.problem.dimension if line.problem else None
    found = [remedy.code for remedy in offered(catalogue.values(), [own] if own else home.failed)]
    if typed.remedy and typed.remedy not in found:
        found.insert(0, typed.remedy)
    names = ((code, catalogue[code].name(reading.told) if code in catalogue else code) for code in found)
    return tuple(Option(*pair) for pair in names)


def agencies(reference: Reference, known: Iterable[str]) -> set[str]:
    """Whom the field of the agency suggests: the catalogue's, and those that plans name."""
    return {*known, *(remedy.agency for remedy in reference.remedies.values() if remedy.agency)}
