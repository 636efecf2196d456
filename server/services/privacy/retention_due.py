"""Who is to become nameless by the office's own periods, and what a person still waits for."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement
from sqlmodel import Session, col, select

from server.services.privacy import subject_requests
from server.services.reviewing import refusal_cases
from server.tables import Device
from shared_models import nameless
from shared_models.area import contains
from shared_models.birth import PartialDate
from shared_models.conflict import Conflict, ConflictStatus
from shared_models.edit import Edit
from shared_models.entities import ENTITIES, wire
from shared_models.errors import DomainError
from shared_models.finding import Finding, FindingStatus
from shared_models.fiscal_year import thai_day
from shared_models.heads import RowHeads
from shared_models.household import Household, HouseholdStatus
from shared_models.person import LifeState, Person
from shared_models.personal_data import PersonalData, Setting, is_over
from shared_models.problem import OPEN, Problem
from shared_models.synced import Synced


class Waits(StrEnum):
    """Why a person keeps the name for now."""

    PROBLEM = "problem"
    CONFLICT = "conflict"
    FINDING = "finding"
    NOT_TAKEN = "not_taken"  # refused or held work that nobody has decided
    REQUEST = "request"
    UNSENT = "unsent"  # a tablet of the area said that it has work still to send
    REFUSED = "refused"  # the rules did not take the edit


class Due(NamedTuple):
    """A person whose period is over, by which setting; None for one who is nameless already."""

    person: Person
    by: Setting | None


@dataclass
class Group:
    """A person with what belongs to them: entries merged into theirs, rows about them, their home if nobody is left."""

    due: Due
    persons: list[Person]
    rows: list[tuple[str, Synced]] = field(default_factory=list)

    @property
    def person_ids(self) -> list[UUID]:
        return [person.id for person in self.persons]

    @property
    def row_ids(self) -> list[UUID]:
        return [row.id for _, row in self.rows]

    def edits(self) -> list[Edit]:
        """What makes all of it nameless; empty where it is."""
        found = (nameless.edit(entity, row) for entity, row in self.rows)
        return [edit for edit in found if edit]


def due(session: Session, district: str, settings: PersonalData, *, today: date) -> Iterator[Due]:
    """Persons whose period is over, and those who are nameless: something may have come about them since."""
    nameless_now = select(Person).where(Person.district_code == district, Person.given_name == nameless.NAME)
    yield from (Due(person, None) for person in session.exec(nameless_now).all() if person.merged_into is None)
    for setting, condition in _ENDED.items():
        years = settings[setting]
        if years is None:
            continue
        wanted = select(Person, Household).where(Person.district_code == district, Person.given_name != nameless.NAME)
        joined = (Household.district_code == Person.district_code) & (Household.id == Person.household_id)
        for person, home in session.exec(wanted.join(Household, joined).where(condition)).all():
            if _setting_of(person, home, district) is setting and is_over(_ended(person, home), years, today=today):
                yield Due(person, setting)


_ENDED: dict[Setting, ColumnElement[bool]] = {
    Setting.DECEASED: col(Person.life_state) == LifeState.DECEASED.value,
    Setting.MOVED: col(Person.life_state) == LifeState.MOVED.value,
    Setting.HOUSEHOLD: col(Household.status) == HouseholdStatus.MOVED.value,
}


def _setting_of(person: Person, home: Household, district: str) -> Setting | None:
    """By which period a person's name is kept: the own end before that of the household."""
    if person.life_state == LifeState.DECEASED:
        return Setting.DECEASED
    if person.life_state == LifeState.MOVED:
        is_near = person.moved_to_code is not None and contains(district, person.moved_to_code)
        return None if is_near else Setting.MOVED
    return Setting.HOUSEHOLD if home.status == HouseholdStatus.MOVED and person.life_state != LifeState.MERGED else None


def _ended(person: Person, home: Household) -> date:
    """The last day that it can have been; where no day was told, the day it was recorded."""
    of_person = person.life_state in (LifeState.DECEASED, LifeState.MOVED)
    row, name, told = (person, "life_state", person.life_state_on) if of_person else (home, "status", home.status_on)
    last = _last_day(told)
    if last is not None:
        return last
    heads = RowHeads(row.heads).state(name, wire(getattr(row, name))).heads
    at_ms = max((head.at for head in heads), default=0)
    return thai_day(datetime.fromtimestamp(at_ms / 1000, UTC))


def _last_day(code: str | None) -> date | None:
    try:
        return PartialDate.from_code(code).last_day() if code else None
    except DomainError:
        return None


def group(session: Session, district: str, found: Due) -> Group:
    """All that becomes nameless together, as it is stored now."""
    persons = with_merged(session, district, found.person)
    group = Group(found, persons, [("person", person) for person in persons])
    for entity in nameless.ABOUT_ONE:
        group.rows += [(entity, row) for row in _rows(session, district, entity, "person_id", group.person_ids)]
    if _is_empty_home(session, district, found.person.household_id, group.person_ids):
        there = set(group.row_ids)
        for entity in nameless.OF_A_HOME:
            of_home = _rows(session, district, entity, "household_id", [found.person.household_id])
            group.rows += [(entity, row) for row in of_home if row.id not in there]
    return group


def with_merged(session: Session, district: str, person: Person) -> list[Person]:
    """The person's entry and all that were merged into it, directly or not."""
    found, new = [person], [person.id]
    while new:
        into = select(Person).where(Person.district_code == district, col(Person.merged_into).in_(new))
        more = [one for one in session.exec(into).all() if one.id not in {there.id for there in found}]
        found, new = [*found, *more], [one.id for one in more]
    return found


def _rows(session: Session, district: str, entity: str, name: str, ids: list[UUID]) -> list[Synced]:
    model = ENTITIES[entity]
    wanted = select(model).where(model.district_code == district, col(getattr(model, name)).in_(ids))
    return list(session.exec(wanted.order_by(col(model.id))).all())


def _is_empty_home(session: Session, district: str, household_id: UUID, person_ids: list[UUID]) -> bool:
    """Whether nobody else in it has a name, and no problem of it is open."""
    named = select(Person.id).where(
        Person.district_code == district,
        Person.household_id == household_id,
        Person.given_name != nameless.NAME,
        col(Person.id).not_in(person_ids),
    )
    still_open = select(Problem.id).where(
        Problem.district_code == district, Problem.household_id == household_id, Problem.status == OPEN
    )
    return session.exec(named).first() is None and session.exec(still_open).first() is None


def waits(session: Session, district: str, found: Group) -> Waits | None:
    """The first thing to be settled before, None if there is none."""
    of_persons = (Problem.district_code == district, col(Problem.person_id).in_(found.person_ids))
    if session.exec(select(Problem.id).where(*of_persons, Problem.status == OPEN)).first():
        return Waits.PROBLEM
    ids = found.row_ids
    is_open = Conflict.district_code == district, Conflict.status == ConflictStatus.OPEN
    if session.exec(select(Conflict.id).where(*is_open, col(Conflict.row_id).in_(ids))).first():
        return Waits.CONFLICT
    unseen = Finding.district_code == district, Finding.status == FindingStatus.OPEN
    if session.exec(select(Finding.id).where(*unseen, col(Finding.row_id).in_(found.person_ids))).first():
        return Waits.FINDING
    if refusal_cases.waits_for(session, district, ids):
        return Waits.NOT_TAKEN
    if subject_requests.waits_for(session, district, found.person_ids):
        return Waits.REQUEST
    return Waits.UNSENT if _is_unsent(session, district, found.due.person.village) else None


def _is_unsent(session: Session, district: str, village: str) -> bool:
    """Whether a tablet in use that holds the village has told of work that it had not sent."""
    behind = select(Device.scope).where(
        Device.district_code == district, col(Device.revoked).is_(False), col(Device.waiting) > 0
    )
    return any(contains(code, village) for scope in session.exec(behind).all() for code in scope.split())
