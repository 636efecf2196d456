"""Who looks after which villages and households: what a change would do, and doing it.

An area that ends stays on record: what an officer recorded there and has not sent yet is judged by it (judgement.py).
A household is given to one officer by an Assignment, an ordinary edit of the office.
"""

import json
import secrets
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from hashlib import sha256
from typing import NamedTuple
from uuid import UUID

from sqlmodel import Session, col, select

from server.services.exchanging.tablet_sizes import TabletSize, check_sizes, lies_in, tablet_sizes
from server.services.people import workload
from server.services.people.assignees import Held, areas_of, in_field, officers
from server.services.people.officers import UnknownOfficer
from server.services.people.workload import Cells, Load
from server.services.reviewing import office_edit
from server.services.reviewing.office_edit import Supervisor
from server.tables import District, OfficerArea
from shared_models.area import contains
from shared_models.area import known as is_known
from shared_models.assignment import Assignment, AssignmentRole
from shared_models.edit import Edit
from shared_models.entities import wire
from shared_models.errors import DomainError, InvalidChange
from shared_models.fiscal_year import thai_day
from shared_models.heads import RowHeads
from shared_models.identity import uuid7
from shared_models.officer import Role

MOST_AT_ONCE = 500  # households that are given by name in one go


class ChangedMeanwhile(DomainError):
    """Somebody else has assigned since the page was shown."""

    code = "changed_meanwhile"


@dataclass(frozen=True)
class Wish:
    """What somebody wants: areas or households for an officer, in place of who has them (`alone`) or beside them.

    `ends`: an area code that the officer is to give up.
    """

    officer_id: UUID
    areas: tuple[str, ...] = ()
    households: tuple[UUID, ...] = ()
    alone: bool = True
    ends: str = ""


class Change(NamedTuple):
    """The work of an officer before and after."""

    officer_id: UUID
    before: Load
    after: Load


@dataclass(frozen=True)
class Plan:
    """What a wish comes to. `gives` and `ends` are areas by officer; `mark` says on what it rests."""

    wish: Wish
    gives: dict[UUID, tuple[str, ...]]
    ends: dict[UUID, tuple[str, ...]]
    changes: list[Change]
    tablets: list[TabletSize]
    mark: str
    left_alone: tuple[str, ...]

    @property
    def is_empty(self) -> bool:
        """Whether everything is so already."""
        return not (self.gives or self.ends or self.wish.households)


def plan(session: Session, district: str, wish: Wish, *, year_began: str) -> Plan:
    """What the wish comes to as things are now. Raises UnknownOfficer, InvalidChange, TooMuchForATablet."""
    known = officers(session, district)
    _check(known, wish, district)
    found, stored = workload.cells(session, district, year_began=year_began), workload.stored(session, district)
    chosen = _chosen(session, district, wish, year_began)
    gives, ends = _areas(known, wish, stored, {cell.village for cell in chosen})
    after = {one.id: one._replace(codes=_after(one, gives, ends)) for one in known.values()}
    then = workload.moved(found, chosen, wish.officer_id)
    tablets = tablet_sizes(session, district, known, after, stored)
    check_sizes(tablets)
    before, later = (
        workload.by_officer(cells, areas_of(them.values())) for cells, them in ((found, known), (then, after))
    )
    concerned = [wish.officer_id, *(own for own in before if before[own] != later.get(own, Load()))]
    changes = [
        Change(own, before.get(own, Load()), later.get(own, Load())) for own in dict.fromkeys(concerned) if own in known
    ]
    alone = tuple(village for village in sorted(stored) if _is_left(village, known, after))
    return Plan(wish, gives, ends, changes, tablets, _mark(session, district, known, wish), alone)


def carry_out(
    session: Session, supervisor: Supervisor, wish: Wish, *, mark: str, year_began: str, now: datetime
) -> Plan:
    """Do what a plan with this mark says, in a writing transaction. Raises ChangedMeanwhile, and what `plan` raises."""
    district = supervisor.district
    session.exec(select(District).where(District.district_code == district).with_for_update()).one()
    found = plan(session, district, wish, year_began=year_began)
    if found.mark != mark:
        raise ChangedMeanwhile()
    for officer_id, codes in found.ends.items():
        for code in codes:
            _end(session, district, officer_id, code, now)
    for officer_id, codes in found.gives.items():
        for code in codes:
            _give(session, district, officer_id, code, now)
    session.flush()
    if wish.households:
        office_edit.edit(session, supervisor, _edits(session, district, wish, now), now=now)
    return found


def _check(known: dict[UUID, Held], wish: Wish, district: str) -> None:
    officer = known.get(wish.officer_id)
    if officer is None:
        raise UnknownOfficer()
    if not wish.ends and officer not in in_field([officer]):
        raise InvalidChange(field="officer", reason="not_in_field")
    if not (wish.areas or wish.households or wish.ends):
        raise InvalidChange(field="officer", reason="nothing_chosen")
    if len(wish.households) > MOST_AT_ONCE:
        raise InvalidChange(field="officer", reason="too_many_households")
    if not all(contains(district, code) and is_known(code) for code in wish.areas):
        raise InvalidChange(field="area", reason="unknown_area")
    if wish.ends and wish.ends not in officer.codes:
        raise ChangedMeanwhile()


def _chosen(session: Session, district: str, wish: Wish, year_began: str) -> Cells:
    """The households that were chosen one by one. Raises ChangedMeanwhile where one is no longer here."""
    if not wish.households:
        return {}
    chosen = workload.cells(session, district, year_began=year_began, only=wish.households)
    if sum(load.households for load in chosen.values()) != len(set(wish.households)):
        raise ChangedMeanwhile()
    return chosen


def _areas(
    known: dict[UUID, Held], wish: Wish, stored: Collection[str], of_households: set[str]
) -> tuple[dict[UUID, tuple[str, ...]], dict[UUID, tuple[str, ...]]]:
    """The areas that are given and those that end.

    Who held a wider area keeps the other villages of it, one by one. A household's officer needs its village.
    """
    gives: defaultdict[UUID, set[str]] = defaultdict(set)
    ends: defaultdict[UUID, set[str]] = defaultdict(set)
    if wish.ends:
        ends[wish.officer_id].add(wish.ends)
    own = known[wish.officer_id].codes
    gives[wish.officer_id] |= {code for code in {*wish.areas, *of_households} if not lies_in(code, own)}
    others = [one for one in known.values() if one.role is Role.OFFICER and one.id != wish.officer_id]
    for other in others if wish.alone else ():
        for code in other.codes:
            if lies_in(code, wish.areas) or any(contains(code, area) for area in wish.areas):
                ends[other.id].add(code)
                gives[other.id] |= {v for v in stored if contains(code, v) and not lies_in(v, wish.areas)}
    return _settled(gives), _settled(ends)


def _settled(codes: dict[UUID, set[str]]) -> dict[UUID, tuple[str, ...]]:
    return {own_id: tuple(sorted(found)) for own_id, found in codes.items() if found}


def _after(one: Held, gives: dict[UUID, tuple[str, ...]], ends: dict[UUID, tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(sorted({*one.codes, *gives.get(one.id, ())} - set(ends.get(one.id, ()))))


def _is_left(village: str, known: dict[UUID, Held], after: dict[UUID, Held]) -> bool:
    """Whether nobody looks after a village any more whom somebody looked after."""
    had, has = (workload.keepers(village, areas_of(them.values())) for them in (known, after))
    return bool(had) and not has


def _mark(session: Session, district: str, known: dict[UUID, Held], wish: Wish) -> str:
    """Changes with every area that anybody holds, and with who looks after the chosen households."""
    areas = sorted([str(one.id), one.revoked, *one.codes] for one in known.values())
    assigned = select(Assignment.id, Assignment.officer_id, Assignment.until).where(
        Assignment.district_code == district, col(Assignment.household_id).in_(wish.households)
    )
    given = sorted([str(own_id), str(officer_id), str(until)] for own_id, officer_id, until in session.exec(assigned))
    return sha256(json.dumps([areas, given]).encode()).hexdigest()[:32]


def _give(session: Session, district: str, officer_id: UUID, code: str, now: datetime) -> None:
    row = session.get(OfficerArea, (district, officer_id, code))
    if row is None:
        row = OfficerArea(district_code=district, officer_id=officer_id, area_code=code, since=now)
    elif row.until is not None:
        row.since, row.until = now, None
    session.add(row)


def _end(session: Session, district: str, officer_id: UUID, code: str, now: datetime) -> None:
    row = session.get(OfficerArea, (district, officer_id, code))
    if row is not None and row.until is None:
        row.until = now


def _edits(session: Session, district: str, wish: Wish, now: datetime) -> list[Edit]:
    """End what holds, and begin anew, for each household."""
    today = thai_day(now)
    held = session.exec(
        select(Assignment).where(
            Assignment.district_code == district,
            col(Assignment.household_id).in_(wish.households),
            Assignment.role == AssignmentRole.RESPONSIBLE,
        )
    ).all()
    ended = [_ended(one, today) for one in held if one.until is None or one.until >= today]
    new = [
        Edit(
            "assignment",
            uuid7(int(now.timestamp() * 1000), secrets.token_bytes(10)),
            household_id,
            {"officer_id": str(wish.officer_id), "since": today.isoformat()},
        )
        for household_id in dict.fromkeys(wish.households)
    ]
    return [*ended, *new]


def _ended(one: Assignment, today: date) -> Edit:
    """Its last day is yesterday, or today where it began today."""
    last = max(one.since, today - timedelta(days=1))
    stamps = RowHeads(one.heads).stamps("until", wire(one.until))
    return Edit("assignment", one.id, one.household_id, {"until": last.isoformat()}, {"until": stamps})
