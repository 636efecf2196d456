"""What the rules make of each household of a district: where it fails and its target groups, kept in memory.

Worked out once a day for all of them; after that only for those whose rows the feed says have changed.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, String, or_, true, type_coerce
from sqlmodel import Session, col, select

from server.services.exchanging.places import LEFT, LEFT_ROW, district_of
from server.services.reporting import reports
from server.services.reporting.kept import Kept
from server.tables import FeedEntry, FeedHead
from shared_models.chunks import chunks
from shared_models.entities import ENTITIES
from shared_models.mpi import Dimension, MpiAssessment
from shared_models.person import Person
from shared_models.reports import targeting
from shared_models.reports.caseload import Caseload, merged_needs
from shared_models.reports.table import Table
from shared_models.reports.target_groups import Member, by_village, member_of
from shared_models.target_group import Group, TargetGroup
from shared_models.thai_text import sort_key

NEEDS = merged_needs(targeting.NEEDS, {"household": ("house_no",)})
RESTS_ON = (*NEEDS, LEFT, LEFT_ROW)
MOST_CHANGES = 5000  # beyond that many changed rows it is quicker to look at all households

Stored = Any  # an id as the database holds it: to make 100,000 into UUIDs takes a second


class Traits(NamedTuple):
    """Of a household that lives in its village. `place`: the worst off first, then by village and number of the house.

    `failed` is in the order of Dimension. `members`: each membership of it, or of who lives there, in a target group.
    """

    place: tuple[int, str, str, UUID]
    failed: tuple[Dimension, ...]
    members: tuple[Member, ...]
    groups: frozenset[Group]

    @property
    def id(self) -> UUID:
        return self.place[-1]

    @property
    def village_code(self) -> str:
        return self.place[1]


@dataclass(frozen=True)
class District:
    """A district as of a place in its feed; `version` is another one when something of it changed.

    `homes` are in the order of their places. `home_of` is where each person was then, so that the household that a
    person leaves is looked at too.
    """

    place: int
    version: int
    homes: Mapping[Stored, Traits]
    home_of: Mapping[Stored, Stored]


def of_district(session: Session, kept: Kept, district: str, *, today: date) -> District:
    """The district as the transaction sees it."""
    make, grow = partial(_made, session, district, today), partial(_grown, session, district, today)
    return kept.grown(session, district, "household traits", today, make, grow)


def target_groups(session: Session, kept: Kept, area: str, *, today: date) -> Table:
    """The report of that name for today, of an area of 4 to 8 digits."""
    known = of_district(session, kept, district_of(area), today=today)
    homes = (home for home in known.homes.values() if home.village_code.startswith(area))
    return by_village((home.village_code, home.members) for home in homes)


def _place(session: Session, district: str) -> int:
    return session.exec(select(FeedHead.seq).where(FeedHead.district_code == district)).one_or_none() or 0


def _made(session: Session, district: str, today: date) -> District:
    place = _place(session, district)
    caseload = reports.caseload(session, NEEDS, today=today, area=district)
    homes, home_of = _worked_out(caseload)
    return District(place, place, _in_order(homes), home_of)


def _grown(session: Session, district: str, today: date, known: District) -> District:
    """The same one where nothing that it rests on has changed."""
    place = _place(session, district)
    if place == known.place:
        return known
    changed = _changed(session, district, known.place)
    if len(changed) > MOST_CHANGES or place < known.place:  # an earlier state of the database was put in its place
        return _made(session, district, today)
    stale = _stale(session, district, known, changed)
    if not stale:
        return replace(known, place=place)
    homes, home_of = dict(known.homes), dict(known.home_of)
    for household_id in stale:
        homes.pop(household_id, None)
    for some in chunks([_uuid(household_id) for household_id in stale]):
        caseload = reports.caseload(session, NEEDS, today=today, area=district, among=_among(some))
        new, living = _worked_out(caseload)
        homes |= new
        home_of |= living
    return District(place, place, _in_order(homes), home_of)


def _in_order(homes: dict[Stored, Traits]) -> dict[Stored, Traits]:
    """By their places; quick where all but a few are in order already."""
    return dict(sorted(homes.items(), key=lambda home: home[1].place))


def _changed(session: Session, district: str, place: int) -> list[tuple[str, Stored]]:
    """Entity and id of what was filed or left since."""
    since = select(FeedEntry.entity, stored(FeedEntry.row_id)).where(
        FeedEntry.district_code == district, FeedEntry.seq > place, col(FeedEntry.entity).in_(RESTS_ON)
    )
    return list(session.exec(since.limit(MOST_CHANGES + 1)))


def _stale(session: Session, district: str, known: District, changed: Iterable[tuple[str, Stored]]) -> set[Stored]:
    """Every household that a changed row is or was part of, or tells of somebody who lives there."""
    of: dict[str, set[Stored]] = {entity: set() for entity in RESTS_ON}
    for entity, row_id in changed:
        of[entity].add(row_id)
    here, moved = col(MpiAssessment.district_code) == district, of["person"] | of[LEFT_ROW]
    assessed = _found(session, ("household_id", "person_id"), here, col(MpiAssessment.id), of["mpi_assessment"])
    gone = _found(session, ("person_id",), true(), col(MpiAssessment.household_id), of[LEFT])
    homes = _found(session, ("household_id",), col(Person.district_code) == district, col(Person.id), moved)
    persons = moved | {row.person_id for row in (*assessed, *gone)}
    now, before = (row.household_id for row in (*assessed, *homes)), map(known.home_of.get, persons)
    return (of["household"] | of[LEFT] | {*now, *before}) - {None}


def _found(
    session: Session, names: tuple[str, ...], where: ColumnElement[bool], column: Any, among: Iterable[Stored]
) -> list[Any]:
    """These fields of the rows that have one of these ids in the column."""
    columns = [stored(getattr(column.class_, name)) for name in names]
    statements = (select(*columns).where(where, column.in_(some)) for some in chunks([_uuid(one) for one in among]))
    return [row for statement in statements for row in session.connection().execute(statement)]


def _among(household_ids: Sequence[UUID]) -> Mapping[str, ColumnElement[bool]]:
    """The rows that tell of these households; a person's results may be filed where the person was before."""
    here = {entity: col(ENTITIES[entity].household_id).in_(household_ids) for entity in NEEDS}
    people = select(Person.id).where(here["person"])
    return here | {"mpi_assessment": or_(here["mpi_assessment"], col(MpiAssessment.person_id).in_(people))}


def _worked_out(caseload: Caseload) -> tuple[dict[Stored, Traits], dict[Stored, Stored]]:
    """The households that live in their village, and the home of every person."""
    persons = list(caseload.of("person"))
    caseload = replace(caseload, rows={**caseload.rows, "person": persons})
    homes = targeting.Homes.of(caseload, until=caseload.programme_year)
    found = homes.memberships(caseload)
    traits = {household.id: _traits(homes, household, memberships) for household, memberships in found}
    return traits, {person.id: person.household_id for person in persons}


def _traits(homes: targeting.Homes, household: Any, memberships: Iterable[TargetGroup]) -> Traits:
    failed, members = _failed(homes, household.id), tuple(sorted(map(member_of, memberships)))
    place = -len(failed), household.village_code, sort_key(household.house_no), _uuid(household.id)
    return Traits(place, failed, members, frozenset(member.group for member in members))


def stored(column: Any) -> Any:
    """The column's ids as the database holds them, as those of a caseload are."""
    return type_coerce(column, String).label(column.key)


def _uuid(one: Stored) -> UUID:
    return one if isinstance(one, UUID) else UUID(one)


def _failed(homes: targeting.Homes, household_id: Stored) -> tuple[Dimension, ...]:
    """Where the household fails or somebody who lives there."""
    results = [homes.shared.get(household_id, {})]
    results += [homes.own.get(person.id, {}) for person in homes.members.get(household_id, ())]
    return tuple(dimension for dimension in Dimension if any(result.get(dimension) for result in results))
