"""The office's reports over the rows of this tablet."""

from collections.abc import Iterator
from typing import Any

from sqlmodel import Session, select

from field_app.services import clock
from field_app.services.reference import in_force
from field_app.services.tablet import Tablet
from field_app.store import state
from shared_models.reports import find_report
from shared_models.reports.caseload import Caseload, Needs
from shared_models.reports.csv_text import csv_text
from shared_models.reports.pivot import needs_of, pivot
from shared_models.reports.pivot_spec import InvalidPivot, PivotSpec
from shared_models.reports.selection import columns_of
from shared_models.reports.table import Table

FIRST_DESIGN = PivotSpec("household", rows_by="village")


async def report(tablet: Tablet, name: str, *, year: int | None = None, from_year: int | None = None) -> Table:
    """The report of a fiscal year (BE), the one that is running if None. Raises UnknownReport, NoRule."""
    found, today = find_report(name), clock.today()
    return await tablet.database.read(
        lambda session: found.make(
            Caseload.of_year(
                _rows(session, found.needs), today=today, year=year, from_year=from_year, reference=in_force(session)
            )
        )
    )


async def designed(tablet: Tablet, spec: PivotSpec) -> Table:
    """The pivot of `spec`; ages are those of today."""
    today = clock.today()
    return await tablet.database.read(
        lambda session: pivot(Caseload.of_year(_rows(session, needs_of(spec)), today=today), spec)
    )


async def last_design(tablet: Tablet) -> PivotSpec:
    """The pivot that was looked at last; households by village before the first, or where a newer app wrote it."""
    kept = await tablet.database.read(lambda session: state.read(session, "design"))
    try:
        return PivotSpec.from_json(kept or "")
    except InvalidPivot:
        return FIRST_DESIGN


async def keep_design(tablet: Tablet, spec: PivotSpec) -> None:
    """Remember the pivot for the next time."""
    await tablet.database.write(lambda transaction: state.write(transaction.session, "design", spec.to_json()))


def csv_file(table: Table, language: str) -> bytes:
    """The table as CSV in UTF-8 with the mark by which spreadsheets know it."""
    return csv_text(table, language).encode("utf-8-sig")


def _rows(session: Session, needs: Needs) -> dict[str, Iterator[Any]]:
    return {entity: _stream(session, entity, names) for entity, names in needs.items()}


def _stream(session: Session, entity: str, names: tuple[str, ...]) -> Iterator[Any]:
    yield from session.connection().execute(select(*columns_of(entity, names)))
