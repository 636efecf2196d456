"""The lines of a list for another agency, streamed from the database household by household."""

from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from operator import attrgetter
from types import SimpleNamespace
from typing import Any
from uuid import UUID

from sqlmodel import Session, col, func, select

from server.services import reference
from server.services.exchanging.places import within
from server.services.privacy import subject_requests
from shared_models.deprivation import Results, results_by_subject
from shared_models.entities import ENTITIES
from shared_models.hand_on import ListKind
from shared_models.household import Household, HouseholdStatus
from shared_models.mpi import Dimension, MpiAssessment
from shared_models.person import LifeState, Person, Relation
from shared_models.reports.caseload import MPI_FIELDS
from shared_models.welfare_receipt import WelfareReceipt

BATCH = 2000
Line = Mapping[str, Any]  # the row of each entity by its name


def lines(
    session: Session, kind: ListKind, district: str, area: str, *, year: int, keys: Iterable[str]
) -> Iterator[Line]:
    """A line of an entity's fields for each of `keys`; the survey year is BE."""
    wanted = _names(keys)
    if kind is ListKind.WELFARE:
        return _welfare(session, district, area, wanted)
    return _targets(session, district, area, year=year, wanted=wanted)


def count(session: Session, kind: ListKind, district: str, area: str) -> int:
    """About how many lines there will be, to tell how far the work is."""
    model = WelfareReceipt if kind is ListKind.WELFARE else Person
    here = col(model.district_code) == district, within(col(model.village), area)
    return session.exec(select(func.count()).select_from(model).where(*here)).one()


def _names(keys: Iterable[str]) -> dict[str, list[str]]:
    names: dict[str, list[str]] = {}
    for key in keys:
        entity, _, name = key.partition(".")
        names.setdefault(entity, []).append(name)
    return names


def _targets(session: Session, district: str, area: str, *, year: int, wanted: dict[str, list[str]]) -> Iterator[Line]:
    """Who is alive in a household that lives there and has not objected, the head first.

    Of the households that a survey of that year tells of, and of those that no survey had: officers found them. The
    results are those of that year, the household's own among each member's.
    """
    own, shared = _results(session, district, area, year)
    for household, members in _homes(session, district, area, wanted):
        listed = household.survey_year in (None, year) or household.id in shared
        listed = listed or any(member.id in own for member in members)
        if not listed:
            continue
        household.survey_year = year
        for member in sorted(members, key=lambda one: one.id != household.head_id):
            if member.id == household.head_id:
                member.relation = Relation.HEAD.value
            found = _together(own.get(member.id, {}), shared.get(household.id, {}))
            results = SimpleNamespace(**{name.value: found.get(name) for name in Dimension})
            yield {"household": household, "person": member, "mpi_assessment": results}


def _homes(
    session: Session, district: str, area: str, wanted: dict[str, list[str]]
) -> Iterator[tuple[SimpleNamespace, list[SimpleNamespace]]]:
    columns = _columns("household", [*wanted["household"], "head_id"])
    here = col(Household.district_code) == district, within(col(Household.village), area)
    active = col(Household.status) == HouseholdStatus.ACTIVE.value
    found = session.connection().execute(select(*columns).where(*here, active))
    households = {row.id: SimpleNamespace(**row._mapping) for row in found}
    people = (
        select(*_columns("person", [*wanted["person"], "household_id", "relation"]))
        .where(col(Person.district_code) == district, within(col(Person.village), area))
        .where(col(Person.life_state) == LifeState.ALIVE.value)
        .order_by(col(Person.village), col(Person.household_id), col(Person.id))
    )
    stream = session.connection().execute(people, execution_options={"yield_per": BATCH})
    objecting = subject_requests.left_out(session, district)
    for household_id, members in groupby(stream, key=attrgetter("household_id")):
        if household_id in households:
            told = [SimpleNamespace(**row._mapping) for row in members if row.id not in objecting]
            yield households[household_id], told


def _columns(entity: str, names: Iterable[str]) -> list[Any]:
    return [col(getattr(ENTITIES[entity], name)) for name in dict.fromkeys(("id", *names))]


def _results(
    session: Session, district: str, area: str, year: int
) -> tuple[Mapping[UUID, Results], Mapping[UUID, Results]]:
    statement = select(*_columns("mpi_assessment", ["household_id", *MPI_FIELDS])).where(
        col(MpiAssessment.district_code) == district,
        within(col(MpiAssessment.village), area),
        col(MpiAssessment.survey_year) == year,
    )
    rows = session.connection().execute(statement, execution_options={"yield_per": BATCH})
    return results_by_subject(rows, reference.read(session, district).indicator_sets)  # type: ignore[arg-type]


def _together(own: Results, shared: Results) -> dict[Dimension, bool]:
    """Either failing counts."""
    return {name: bool(own.get(name) or shared.get(name)) for name in {*own, *shared}}


def _welfare(session: Session, district: str, area: str, wanted: dict[str, list[str]]) -> Iterator[Line]:
    """What the living members of a household have; what was told of a household as a whole has no person."""
    villages = select(Household.id, Household.village_code).where(
        col(Household.district_code) == district, within(col(Household.village), area)
    )
    village_of = dict(session.exec(villages).all())
    receipts = _columns("welfare_receipt", [*wanted["welfare_receipt"], "person_id", "household_id"])
    here = col(WelfareReceipt.district_code) == district, within(col(WelfareReceipt.village), area)
    people = _people(session, district, area, wanted.get("person", []))
    statement = select(*receipts).where(*here).order_by(col(WelfareReceipt.household_id), col(WelfareReceipt.id))
    for row in session.connection().execute(statement, execution_options={"yield_per": BATCH}):
        person = people.get(row.person_id)
        if row.person_id and person is None:
            continue
        home = SimpleNamespace(village_code=village_of.get(row.household_id))
        yield {"household": home, "welfare_receipt": row} | ({"person": person} if person else {})


def _people(session: Session, district: str, area: str, names: list[str]) -> dict[UUID, Any]:
    statement = select(*_columns("person", names)).where(
        col(Person.district_code) == district,
        within(col(Person.village), area),
        col(Person.life_state) == LifeState.ALIVE.value,
    )
    objecting = subject_requests.left_out(session, district)
    return {row.id: row for row in session.connection().execute(statement) if row.id not in objecting}
