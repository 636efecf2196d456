"""Reports over the server's rows, of one area or of all: columns streamed from the database to a pure function."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlmodel import Session, col, func, select

from server.services import reference
from server.tables import District
from shared_models.area import Level, UnknownArea, find
from shared_models.entities import ENTITIES
from shared_models.reports import find_report
from shared_models.reports.caseload import Caseload, Needs
from shared_models.reports.pivot import needs_of, pivot
from shared_models.reports.pivot_spec import PivotSpec
from shared_models.reports.selection import columns_of
from shared_models.reports.table import Table

BATCH = 2000  # rows of a stream that are in memory at a time


def report(
    session: Session,
    name: str,
    *,
    today: date,
    year: int | None = None,
    from_year: int | None = None,
    area: str | None = None,
) -> Table:
    """The report of a fiscal year (BE), that of `today` if None. `area`: 2 to 8 digits, None for all there is.

    Raises UnknownReport, UnknownArea, NoRule.
    """
    found, rows = find_report(name), _rows(session, find_report(name).needs, area)
    tables = reference.of_area(session, area)
    return found.make(Caseload.of_year(rows, today=today, year=year, from_year=from_year, reference=tables))


def designed(session: Session, spec: PivotSpec, *, today: date, area: str | None = None) -> Table:
    """The pivot of `spec`; ages are those of today. Raises UnknownArea."""
    return pivot(Caseload.of_year(_rows(session, needs_of(spec), area), today=today), spec)


def caseload(
    session: Session, needs: Needs, *, today: date, area: str, among: Mapping[str, ColumnElement[bool]] | None = None
) -> Caseload:
    """What a rule over many households reads, this fiscal year's; `among`: of each entity these rows alone.

    Raises UnknownArea.
    """
    rows = _rows(session, needs, area, among)
    return Caseload.of_year(rows, today=today, reference=reference.of_area(session, area))


def _rows(
    session: Session, needs: Needs, area: str | None, among: Mapping[str, ColumnElement[bool]] | None = None
) -> dict[str, Iterable[Any]]:
    """Streams that ask the database when they are gone through."""
    if area is not None and find(area) is None:
        raise UnknownArea(area=area)
    served = session.exec(select(District.district_code).order_by(col(District.district_code))).all()
    districts = [code for code in served if code.startswith((area or "")[: Level.DISTRICT])]
    wanted = {entity: select(*columns_of(entity, names)) for entity, names in needs.items()}
    for entity, condition in (among or {}).items():
        wanted[entity] = wanted[entity].where(condition)
    return {entity: _stream(session, entity, statement, districts, area) for entity, statement in wanted.items()}


def _stream(
    session: Session, entity: str, wanted: Select[Any], districts: list[str], area: str | None
) -> Iterator[Any]:
    for district in districts:
        statement = wanted.where(*_inside(entity, district, area))
        yield from session.connection().execute(statement, execution_options={"yield_per": BATCH})


def _inside(entity: str, district: str, area: str | None) -> list[ColumnElement[bool]]:
    model = ENTITIES[entity]
    conditions = [col(model.district_code) == district]
    if area and len(area) > Level.DISTRICT:
        conditions.append(func.substr(col(model.village), 1, len(area)) == area)
    return conditions
