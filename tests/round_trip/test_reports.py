"""The officer's figures are the office's: every report and a pivot over the same rows, after one exchange."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest

from field_app.services import analyses, assistances, clock, problems, reports, visits, worklist
from field_app.services.tablet import Tablet
from server.services.reporting import reports as office_reports
from shared_models.edit import Edit
from shared_models.fiscal_year import fiscal_year
from shared_models.reports import REPORTS
from shared_models.reports.pivot_spec import Filter, Measure, PivotSpec, Test
from shared_models.reports.table import Table
from shared_models.visit import VisitResult
from tests.builders import NEXT_VILLAGE, VILLAGE, Office, a_household, new_id, synchronise

SPECS = [
    PivotSpec("person", "village", "age_band"),
    PivotSpec("problem", "dimension", "person.sex", Measure.HOUSEHOLDS),
    PivotSpec("visit", "officer_id", "started_at.fiscal_year", where=(Filter("result", Test.FILLED),)),
    PivotSpec("assistance", "kind", "household.village_code", Measure.SUM, "value_satang"),
]


@pytest.fixture
async def tablet(office: Office, tmp_path: Path) -> AsyncIterator[Tablet]:
    tablet = await office.tablet(tmp_path / "tablet")
    await fill(tablet)
    yield tablet
    await tablet.close()


async def fill(tablet: Tablet) -> None:
    """Four households at different steps; one has moved away with its visit."""
    houses = [a_household(village, members=count) for village, count in [(VILLAGE, 3), (VILLAGE, 1), (NEXT_VILLAGE, 2)]]
    gone = a_household(VILLAGE)
    for house in (*houses, gone):
        await tablet.record(house)
        visit_id = await visits.begin(tablet, house[0].row_id)
        visit = await visits.get(tablet, visit_id)
        await visits.set_result(tablet, visit, VisitResult.MET, notice_read=True)
        if house is not houses[1]:
            await visits.finish(tablet, visit)
    first, second, third = (house[0].row_id for house in houses)
    head = houses[0][1].row_id
    await tablet.record([Edit("household", gone[0].row_id, gone[0].row_id, {"status": "moved"})])
    await problems.add(tablet, first, {"dimension": "health", "person_id": str(head)})
    await problems.add(tablet, third, {"words": "หลังคารั่ว"})
    await analyses.write(tablet, second, {"attitude": "ขยัน"})
    old = (clock.today() - timedelta(days=800)).isoformat()
    await assistances.give(tablet, first, {"item": "ข้าวสาร", "kind": "goods", "value_satang": 150_050})
    await assistances.give(tablet, third, {"item": "เงิน", "kind": "money", "given_on": old, "value_satang": 5})
    await record_others(tablet, first, head)


async def record_others(tablet: Tablet, household_id: UUID, head: UUID) -> None:
    year, today = fiscal_year(clock.today()), clock.today().isoformat()
    values = {
        "mpi_assessment": {"person_id": str(head), "survey_year": year, "income": True},
        "plan": {"words": "เลี้ยงไก่", "decided_on": today},
        "welfare_receipt": {"person_id": str(head), "programme": "เบี้ยยังชีพ", "amount_satang": 60_000},
    }
    for entity, row in values.items():
        await tablet.record([Edit(entity, new_id(), household_id, row)])
    for past, stage in ((1, "1"), (0, "2")):
        decision = {"programme_year": year - past, "stage": stage, "reason": "มีรายได้", "decided_on": today}
        await tablet.record([Edit("stage_decision", new_id(), household_id, decision)])


def at_the_office(office: Office, what: str | PivotSpec) -> Table:
    with office.database() as database, database.reading() as session:
        if isinstance(what, PivotSpec):
            return office_reports.designed(session, what, today=clock.today())
        return office_reports.report(session, what, today=clock.today())


async def test_tablet_and_office_show_the_same_tables(office: Office, tablet: Tablet) -> None:
    before = {name: await reports.report(tablet, name) for name in REPORTS}
    await synchronise(tablet)
    for name in REPORTS:
        table = await reports.report(tablet, name)
        assert table == before[name], name
        assert table == at_the_office(office, name), name
        assert len(table.rows) > 1, name
    for spec in SPECS:
        table = await reports.designed(tablet, spec)
        assert table == at_the_office(office, spec), spec
        assert table.rows[-1].cells[-1], spec


async def test_progress_counts_what_the_work_page_counts(tablet: Tablet) -> None:
    table = (await reports.report(tablet, "progress")).to_json()
    work = await worklist.worklist(tablet)
    counted = [dict(zip(table["columns"], row, strict=True)) for row in table["rows"][:-1]]
    keys = ("village_code", "households", "visited", "analysed", "helped")
    assert [tuple(row[key] for key in keys) for row in counted] == [
        tuple(getattr(village, key) for key in keys) for village in work.villages
    ]
    assert [(row["visited"], row["analysed"], row["helped"]) for row in counted] == [(1, 1, 1), (1, 0, 0)]
