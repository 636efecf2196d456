"""Reports from the server's database: the sample's answer, an area, a past year, and what the command says."""

import json
from collections import Counter
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from typer.testing import CliRunner

from server.cli import cli
from server.services.reporting import reports
from shared_models.area import UnknownArea
from shared_models.errors import DomainError
from shared_models.household import Household
from shared_models.mpi import Dimension, MpiAssessment
from shared_models.person import Person
from shared_models.reports import REPORTS, UnknownReport
from shared_models.reports.pivot_spec import InvalidPivot, PivotSpec
from tests.server.services.lists import SAMPLE, Office, a_child, a_line, a_neighbour, expected

TODAY = date(2026, 6, 1)
DISTRICT = "5601"


def table(office: Office, name: str, **options: Any) -> dict[str, dict[str, Any]]:
    """The rows by their first cell, each by column key."""
    with office.database.reading() as session:
        found = reports.report(session, name, today=TODAY, **options).to_json()
    return {str(row[0]): dict(zip(found["columns"], row, strict=True)) for row in found["rows"]}


def test_the_target_groups_of_the_sample_are_its_answer_in_total_and_by_village(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "targets.txt"
    path.write_bytes((SAMPLE / "targets.txt").read_bytes())
    office.import_file(path)
    found = table(office, "target_groups")
    answer = expected()["mpi_fail_persons"]
    total = found.pop("total")
    assert {"card": total["group1_card"], "no_card": total["group1_no_card"]} == answer
    assert (total["group1_card_unknown"], total["group1"]) == (0, answer["card"] + answer["no_card"])
    counted = counted_by_village(office)
    assert {v: (row["group1_card"], row["group1_no_card"]) for v, row in found.items()} == counted
    subdistrict = table(office, "target_groups", area="560102")
    assert {village for village in found if village.startswith("560102")} | {"total"} == set(subdistrict)
    assert table(office, "target_groups", area="56")["total"] == total
    assert table(office, "target_groups", year=2566)["total"]["group1"] == total["group1"], "group 2 goes by age"
    assert table(office, "target_groups", year=2565)["total"]["group1"] == 0, "nobody had been surveyed by then"


def counted_by_village(office: Office) -> dict[str, tuple[int, int]]:
    """Persons who fail a dimension, with and without card, counted row by row."""
    villages = {household.id: household.village_code for household in office.rows(Household)}
    persons = {person.id: person for person in office.rows(Person)}
    counts: Counter[tuple[str, str]] = Counter()
    for row in office.rows(MpiAssessment):
        if any(getattr(row, dimension.value) for dimension in Dimension):
            person = persons[row.person_id]
            counts[villages[person.household_id], person.welfare_card] += 1
    return {village: (counts[village, "yes"], counts[village, "no"]) for village in set(villages.values())}


def test_a_report_reads_columns_of_its_districts_and_no_objects(office: Office) -> None:
    office.serve("5602")
    office.import_lines(a_line(), a_line(TAMBON_CODE="560201", PID="", HH_SEQ="2"))
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, parameters: Any, *_rest: object) -> None:
        asked.append(f"{statement} {parameters}")

    event.listen(office.database.engine, "before_cursor_execute", note)
    found = table(office, "target_groups", area="5602")
    event.remove(office.database.engine, "before_cursor_execute", note)
    assert set(found) == {"56020108", "total"}
    settings = ("FROM district", "FROM officer", "FROM edited_table", "FROM device_key")
    about_rows = [each for each in asked if "FROM" in each and not any(table in each for table in settings)]
    assert len(about_rows) == 3
    assert all("5602" in statement and "district_code =" in statement for statement in about_rows)
    assert not any("heads" in statement or "given_name" in statement for statement in about_rows)
    assert table(office, "target_groups")["total"]["group1"] == 2


@pytest.mark.parametrize("name", REPORTS)
def test_every_report_runs_on_an_office_without_rows_and_with_some(office: Office, name: str) -> None:
    assert set(table(office, name)) >= {"total"}
    office.import_lines(a_line(), a_child(), a_neighbour(WELFARE_CARD="1"))
    for year in (None, 2566, 2567):
        assert set(table(office, name, year=year)) >= {"total"}


def test_a_designed_table_is_made_over_an_area(office: Office) -> None:
    office.import_lines(a_line(), a_child(), a_neighbour(TAMBON_CODE="560104"))
    spec = PivotSpec("mpi_assessment", "person.age_band", "failed")
    with office.database.reading() as session:
        whole = reports.designed(session, spec, today=TODAY)
        part = reports.designed(session, spec, today=TODAY, area="560104")
    assert (whole.rows[-1].cells[-1], part.rows[-1].cells[-1]) == (3, 1)
    assert [row.cells[0] for row in whole.rows] == ["6-14", "15-59", "80+", None]


@pytest.mark.parametrize(
    ("options", "error"),
    [({"name": "nope"}, UnknownReport), ({"area": "560199"}, UnknownArea), ({"area": "nowhere"}, UnknownArea)],
)
def test_what_there_is_not_is_told(office: Office, options: dict[str, str], error: type[DomainError]) -> None:
    with pytest.raises(error):
        table(office, **{"name": "progress", **options})


def test_the_command_answers_with_columns_and_rows_or_a_table(
    office: Office, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    office.import_lines(a_line(), a_child(), a_neighbour())
    monkeypatch.setenv("FIELD_SERVER_DATABASE_URL", office.database.url)
    (tmp_path / "table.json").write_text('{"entity": "person", "rows_by": "sex"}', encoding="utf-8")
    answer = json.loads(run(tmp_path, "--json", "report", "target_groups").splitlines()[-1])
    assert set(answer) == {"columns", "rows"}
    assert dict(zip(answer["columns"], answer["rows"][-1], strict=True))["group1_no_card"] == 3
    designed = json.loads(run(tmp_path, "--json", "report", "pivot", "--spec", str(tmp_path / "table.json")))
    assert designed == {"columns": ["sex", "total"], "rows": [["1", 2], ["2", 1], ["total", 3]]}
    assert "กลุ่ม 1 รวม (คน)" in run(tmp_path, "report", "target_groups")
    assert "Group 1 in all" in run(tmp_path, "--lang", "en", "report", "target_groups", "--year", "2566")
    for arguments, error in [(["nope"], UnknownReport), (["pivot"], InvalidPivot)]:
        failed = CliRunner().invoke(cli, ["--data-dir", str(tmp_path), "report", *arguments])
        assert failed.exit_code != 0
        assert isinstance(failed.exception, error)


def run(folder: Path, *arguments: str) -> str:
    done = CliRunner().invoke(cli, ["--data-dir", str(folder), *arguments], catch_exceptions=False)
    assert done.exit_code == 0
    return done.stdout
