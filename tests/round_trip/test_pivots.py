"""Any table of one's own: what a tablet counts, the office counts, over whatever officers recorded."""

import asyncio
from pathlib import Path
from typing import Any
from uuid import UUID

import httpx
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from field_app.services import clock, reports
from field_app.services.tablet import Tablet
from server.console.pivot_choice import PART, long_name
from server.services.reporting import reports as office_reports
from shared_models.edit import Edit
from shared_models.fiscal_year import fiscal_year
from shared_models.merge import Scalar
from shared_models.reports.csv_text import csv_text
from shared_models.reports.pivot_share import by_total
from shared_models.reports.pivot_spec import Measure, PivotSpec
from shared_models.reports.table import Table
from tests.builders import DISTRICT, NEXT_VILLAGE, VILLAGE, Office, a_household, new_id, synchronise
from tests.server.console.browsing import sign_in
from tests.shared_models.reports.designs import designs

TODAY = clock.today().isoformat()
EXAMPLES, DESIGNS = 8, 12


def of(**fields: list[Scalar]) -> st.SearchStrategy[dict[str, Scalar]]:
    """Values for some of these fields, as forms give them."""
    return st.fixed_dictionaries({}, optional={name: st.sampled_from(values) for name, values in fields.items()})


YEARS: list[Scalar] = [fiscal_year(clock.today()), fiscal_year(clock.today()) - 1]
HOUSEHOLD = of(home_tenure=["own", "rent"], income_main_satang=[0, 120_000], origins=["bmn", "bmn tpmap"])
PERSON = of(
    sex=["1", "2"],
    birth=["2490", "2550-02-03", "2560"],
    welfare_card=["yes", "no"],
    religion=["buddhist", "declined"],
    studying=[True, False],
    vulnerable=["pregnant", "beggar pregnant"],
    finished_m3_year=[2565, 2566],
    lives_here=[True, False],
)
ROWS: dict[str, st.SearchStrategy[dict[str, Scalar]]] = {
    "problem": of(dimension=["health", "income", "living"], found_on=[TODAY, "2022-09-30"]),
    "plan": of(agency=["อบต.แม่ต๋ำ", "พมจ.พะเยา"]),
    "assistance": of(kind=["goods", "money"], value_satang=[5, 150_050], agency=["พมจ.พะเยา"]),
    "mpi_assessment": of(health=[True, False], income=[True, False], access=[False]),
    "welfare_receipt": of(amount_satang=[60_000, 80_000]),
    "stage_decision": of(),
}
REQUIRED: dict[str, dict[str, Scalar]] = {
    "problem": {"words": "หลังคารั่ว", "found_on": TODAY},
    "plan": {"words": "เลี้ยงไก่", "decided_on": TODAY},
    "assistance": {"item": "ข้าวสาร", "given_on": TODAY},
    "mpi_assessment": {"survey_year": YEARS[0]},
    "welfare_receipt": {"programme": "เบี้ยยังชีพ"},
    "stage_decision": {"programme_year": YEARS[1], "stage": "1", "reason": "มีรายได้", "decided_on": TODAY},
}
ABOUT_A_PERSON = frozenset({"problem", "assistance", "mpi_assessment", "welfare_receipt"})


@st.composite
def homes(draw: st.DrawFn) -> list[list[Edit]]:
    """What an officer recorded of a household, deed by deed; some families have moved away since."""
    home = a_household(draw(st.sampled_from([VILLAGE, NEXT_VILLAGE])), members=draw(st.integers(1, 3)))
    household, *members = home
    first = [widened(household, draw(HOUSEHOLD)), *(widened(member, draw(PERSON)) for member in members)]
    about = [
        draw(rows_about(household.row_id, [member.row_id for member in members]))
        for _ in range(draw(st.integers(0, 4)))
    ]
    gone = [Edit("household", household.row_id, household.row_id, {"status": "moved"})]
    return [first, *([row] for row in about), *([gone] if draw(st.integers(0, 4)) == 0 else [])]


def widened(edit: Edit, values: dict[str, Scalar]) -> Edit:
    return Edit(edit.entity, edit.row_id, edit.household_id, {**edit.changes, **values})


@st.composite
def rows_about(draw: st.DrawFn, household_id: UUID, persons: list[UUID]) -> Edit:
    entity = draw(st.sampled_from(list(ROWS)))
    values = {**REQUIRED[entity], **draw(ROWS[entity])}
    if entity in ABOUT_A_PERSON and (entity == "welfare_receipt" or draw(st.booleans())):
        values["person_id"] = str(draw(st.sampled_from(persons)))
    return Edit(entity, new_id(), household_id, values)


def address(spec: PivotSpec) -> dict[str, Any]:
    """How the office's page is asked for a design."""
    number = f":sum:{spec.sum_of}" if spec.measure is Measure.SUM else f":{spec.measure}"
    where = [
        PART.join([long_name(spec.entity, each.field), *("" if value is None else str(value) for value in each.values)])
        for each in spec.where
    ]
    fields = {"rows": spec.rows_by, "columns": spec.columns_by}
    named = {key: long_name(spec.entity, name) if name else "" for key, name in fields.items()}
    count = spec.entity if spec.measure is Measure.ROWS else spec.entity + number
    return {"count": count, **named, "where": where, **({} if spec.here else {"everyone": "1"})}


async def counted(tablet: Tablet, deeds: list[list[Edit]], specs: list[PivotSpec]) -> list[Table]:
    """What the tablet counts when it has recorded and sent all this."""
    for deed in deeds:
        await tablet.record(deed)
    await synchronise(tablet)
    return [await reports.designed(tablet, spec) for spec in specs]


def test_any_table_has_the_same_numbers_on_tablet_and_console(office: Office, tmp_path: Path) -> None:
    """Each example adds its households to those before: the numbers grow with what is there."""
    told = {"filled": 0}
    with (
        asyncio.Runner() as runner,
        office.database() as database,
        httpx.Client(base_url=office.url, timeout=60) as browser,
    ):
        sign_in(browser)
        tablet = runner.run(office.tablet(tmp_path / "tablet"))

        @settings(
            max_examples=EXAMPLES, deadline=None, phases=[Phase.generate], suppress_health_check=list(HealthCheck)
        )
        @given(
            st.lists(homes(), min_size=1, max_size=3),
            st.lists(designs(by_address=True), min_size=DESIGNS, max_size=DESIGNS),
        )
        def the_same(recorded: list[list[list[Edit]]], specs: list[PivotSpec]) -> None:
            tables = runner.run(counted(tablet, [deed for home in recorded for deed in home], specs))
            for spec, table in zip(specs, tables, strict=True):
                with database.reading() as session:
                    assert office_reports.designed(session, spec, today=clock.today(), area=DISTRICT) == table, spec
                file = browser.get("/reports/pivot/csv", params=address(spec))
                assert file.content.decode("utf-8-sig") == csv_text(by_total(table)), spec
                told["filled"] += bool(table.rows[-1].cells[-1])

        the_same()
        runner.run(tablet.close())
    assert told["filled"] > EXAMPLES, "there was something to count"
