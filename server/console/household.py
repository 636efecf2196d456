"""A household's file: what is stored of it, and its whole history."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import Response

from server.console.history import Teller
from server.console.moments import moment_words
from server.console.render import page
from server.console.visitor import FormDep, LanguageDep, VisitorDep, allowed, held_for, record
from server.console.words import Language, say
from server.database import Database
from server.deps import DatabaseDep
from server.services.households import household_file, household_history
from server.services.households.household_file import HouseholdFile
from server.services.households.household_history import LENGTH, Narrowed
from server.services.people.console_sessions import Visitor
from server.services.proving.audit import Action
from shared_models.access import READ, REVIEW
from shared_models.area_words import village_name
from shared_models.citizen_id import masked, printed
from shared_models.entities import ENTITIES, wire
from shared_models.fiscal_year import thai_day
from shared_models.form import FormField, Section, form
from shared_models.labels.moment import partial_words, read_partial
from shared_models.labels.subject import problem_title
from shared_models.labels.value import baht, value_words
from shared_models.person import LifeState, Person, Relation

router = APIRouter()
PARTS = ("members", "plans", "help", "welfare", "visits", "facts")
ALL = "all"  # the whole file, to be printed
LATEST = 6  # entries of the history beside the file
FACTS = ("address", "land", "income", "spending", "origin")


@router.get("/households/{household_id}")
def show(
    request: Request,
    database: DatabaseDep,
    visitor: VisitorDep,
    told: LanguageDep,
    household_id: UUID,
    part: str = PARTS[0],
) -> Response:
    return _file(request, database, visitor, told, household_id, part=part)


@router.post("/households/{household_id}/numbers")
def numbers(
    request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, _form: FormDep, household_id: UUID
) -> Response:
    """The file with full ID numbers; that they were looked at is on record."""
    return _file(request, database, visitor, told, household_id, part=PARTS[0], full=True)


def _file(
    request: Request,
    database: Database,
    visitor: Visitor,
    told: Language,
    household_id: UUID,
    *,
    part: str,
    full: bool = False,
) -> Response:
    now, held = datetime.now(UTC), held_for(visitor, READ)
    with database.reading() as session:
        file = household_file.read(session, visitor.district, household_id, held=held, today=thai_day(now))
        history = household_history.read(session, file.household, file.people, length=LATEST)
    _on_record(database, visitor, Action.NUMBERS_READ if full else Action.HOUSEHOLD_READ, household_id, now)
    teller = Teller(told, now, district=visitor.district, people=file.people, names=file.names)
    return page(
        request,
        "households/file.html",
        part=part if part in (*PARTS, ALL) else PARTS[0],
        parts=_parts(file, told),
        lines=teller.lines(history),
        history=history,
        full=full,
        may_review=allowed(visitor, REVIEW),
        sections=_sections(file),
        value=lambda field, row: value_words(field, wire(getattr(row, field.name)), teller.reader),
        **_said(file, told, full=full),
    )


@router.get("/households/{household_id}/history")
def history(
    request: Request,
    database: DatabaseDep,
    visitor: VisitorDep,
    told: LanguageDep,
    household_id: UUID,
    entity: str = "",
    officer: str = "",
    number: int = 1,
) -> Response:
    """Everything that was recorded of the household, newest first."""
    now, held = datetime.now(UTC), held_for(visitor, READ)
    number = min(max(number, 1), 100_000)
    narrowed = Narrowed(entity if entity in ENTITIES else "", _uuid(officer))
    with database.reading() as session:
        file = household_file.read(session, visitor.district, household_id, held=held, today=thai_day(now))
        found = household_history.read(session, file.household, file.people, narrowed=narrowed, page=number)
    _on_record(database, visitor, Action.HOUSEHOLD_READ, household_id, now)
    teller = Teller(told, now, district=visitor.district, people=file.people, names=file.names)
    return page(
        request,
        "households/history.html",
        lines=teller.lines(found),
        history=found,
        narrowed=narrowed,
        number=number,
        first=(number - 1) * LENGTH + 1,
        **_said(file, told, full=False),
    )


def _on_record(database: Database, visitor: Visitor, action: Action, household_id: UUID, now: datetime) -> None:
    with database.writing() as session:
        record(session, visitor, action, str(household_id), now)


def _parts(file: HouseholdFile, told: Language) -> list[tuple[str, str]]:
    counts = {
        "plans": len(file.plans),
        "help": len(file.assistances),
        "welfare": len(file.receipts),
        "visits": len(file.visits),
    }
    return [(part, say(f"part_{part}", told, n=counts.get(part, ""))) for part in PARTS]


def _sections(file: HouseholdFile) -> list[tuple[Section, list[FormField]]]:
    """The sections of the household's form, with the fields that are filled in."""
    filled = (
        (section, [field for field in section.fields if getattr(file.household, field.name) not in (None, "")])
        for section in form("household")
        if section.name in FACTS
    )
    return [(section, fields) for section, fields in filled if fields]


def _said(file: HouseholdFile, told: Language, *, full: bool) -> dict[str, Any]:
    """What the file's pages say of it."""
    household, village = file.household, file.household.village
    names = file.reference.villages
    return {
        "file": file,
        "home": household,
        "head": file.head,
        "village_words": f"{village_name(village, told)} {names.get(village, '')}".strip(),
        "name_of": lambda person_id: _name(file.people, person_id),
        "officer_of": lambda officer_id: file.names.get(officer_id, ""),
        "age": lambda person: _age(person, file, told),
        "number_of": lambda person: _number(person, full=full),
        "is_open_birth": _is_open,
        "title_of": lambda problem: problem_title(problem, told),
        "baht": lambda satang: baht(satang, told),
        "moment": lambda at: moment_words(at, told),
        "relations": set(Relation),
        "partial": lambda code: partial_words(code, told),
        "groups": sorted({one.group.value for one in file.memberships}),
    }


def _name(people: Mapping[UUID, Person], person_id: UUID | None) -> str:
    """ "" for the whole household, and for somebody who is in no row of the file."""
    person = people.get(person_id) if person_id else None
    return person.full_name() if person else ""


def _age(person: Person, file: HouseholdFile, told: Language) -> str:
    """In whole years; as a range where the birth leaves it open; "" where nothing is known or the person is dead."""
    known = read_partial(person.birth)
    ages = known.age_range(file.today) if known and person.life_state != LifeState.DECEASED else None
    if ages is None:
        return ""
    least, most = ages
    return f"{least}" if least == most else say("age_known", told, least=least, most=most)


def _is_open(person: Person) -> bool:
    known = read_partial(person.birth)
    return known is None or known.to_ce() is None


def _number(person: Person, *, full: bool) -> str:
    if not person.citizen_id:
        return ""
    return printed(person.citizen_id) if full else masked(person.citizen_id)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
