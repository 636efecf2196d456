"""Conflicts and refusals through the two programs alone, as support staff meet them."""

import json
from collections.abc import Iterator

import pytest

from tests.round_trip.programs import SAMPLE, Program, enrolled, field_server, serving

PASSWORD = "รหัสผ่านยาวพอ"
NOBODY = "018e0000-0000-7000-8000-000000000000"


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Program:
    folder = tmp_path_factory.mktemp("server")
    return field_server(folder)


@pytest.fixture(scope="module")
def supervisor(server: Program) -> str:
    """The id of the first supervisor, who has PASSWORD, of a district with the sample list."""
    made = server.answer("init", "--district", "5601", FIELD_SERVER_PASSWORD=PASSWORD)
    server.answer("import-targets", str(SAMPLE / "targets.txt"), "--dictionary", str(SAMPLE / "dictionary.csv"))
    return made["id"]


@pytest.fixture(scope="module")
def tablets(
    server: Program, supervisor: str, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[Program, Program]]:
    assert supervisor
    with serving(server) as address:
        folders = [tmp_path_factory.mktemp(name) for name in ("first", "second")]
        first, second = (enrolled(server, address, folder) for folder in folders)
        yield first, second


def clash(first: Program, second: Program, household: str, *values: str) -> None:
    for tablet, value in zip((first, second), values, strict=True):
        tablet.answer("record", "household", household, json.dumps({"house_no": value}))
    for tablet in (first, second, first):
        tablet.answer("sync")


def counted(*tablets: Program) -> list[int]:
    return [tablet.answer("status")["conflicts"] for tablet in tablets]


def test_a_conflict_is_counted_shown_and_settled_on_a_tablet_and_in_the_office(
    server: Program, supervisor: str, tablets: tuple[Program, Program]
) -> None:
    first, second = tablets
    household = first.answer("find", "ศรีสุข")["households"][0]["id"]
    clash(first, second, household, "481", "482")
    assert counted(first, second) == [1, 1]
    (shown,) = first.answer("show", household)["conflicts"]
    assert (shown["entity"], shown["row_id"], shown["field"]) == ("household", household, "house_no")
    assert {value["value"] for value in shown["values"]} == {"481", "482"}
    assert {value["officer"] for value in shown["values"]} == {"อรทัย คำมูล"}
    assert all(value["at"] > 1_700_000_000_000 for value in shown["values"])
    first.answer("record", "household", household, json.dumps({"house_no": "482"}))
    for tablet in (first, second):
        tablet.answer("sync")
    assert counted(first, second) == [0, 0]
    clash(first, second, household, "491", "492")
    (listed,) = server.answer("conflicts")["conflicts"]
    assert {value["value"] for value in listed["values"]} == {"491", "492"}
    arguments = ("conflict-settle", listed["id"], "--value", '"493"', "--officer", supervisor)
    wrong = server.run(*arguments, FIELD_SERVER_PASSWORD="another password")
    assert (wrong.returncode, "รหัสผ่าน" in wrong.stderr, "Traceback" in wrong.stderr) == (1, True, False)
    assert server.run(*arguments).returncode == 1
    assert server.answer(*arguments, FIELD_SERVER_PASSWORD=PASSWORD)["settled"] is True
    again = server.run(*arguments, FIELD_SERVER_PASSWORD=PASSWORD)
    assert (again.returncode, "อาจมีคนเลือกค่าไปแล้ว" in again.stderr) == (1, True)
    for tablet in (first, second):
        tablet.answer("sync")
    assert counted(first, second) == [0, 0]
    assert [tablet.answer("show", household)["household"]["house_no"] for tablet in tablets] == ["493", "493"]
    assert server.answer("conflicts")["conflicts"] == []


def test_a_refused_edit_is_listed_on_both_sides_and_goes_again(
    server: Program, tablets: tuple[Program, Program]
) -> None:
    first, _ = tablets
    household = first.answer("find", "ศรีสุข")["households"][0]["id"]
    recorded = first.answer("record", "household", household, json.dumps({"village_code": "99999999"}))
    assert first.answer("sync")["refused"] == 1
    assert first.answer("status")["needs_attention"] == 1
    (mine,) = first.answer("show", household)["needs_attention"]
    assert (mine["operation_id"], mine["refusal"], mine["detail"]) == (
        recorded["operation_id"],
        "malformed",
        "village_code",
    )
    (theirs,) = server.answer("refused")["refused"]
    assert (theirs["refusal"], theirs["detail"], theirs["officer"]) == ("malformed", "village_code", "อรทัย คำมูล")
    assert theirs["changes"] == mine["changes"] == {"village_code": "99999999"}
    again = first.answer("resend", recorded["operation_id"])
    assert again == {"operation_id": recorded["operation_id"], "state": "out"}
    status = first.answer("status")
    assert (status["unsent"], status["needs_attention"]) == (1, 0)
    for unknown in (NOBODY, "ไม่ใช่รหัส"):
        told = first.run("resend", unknown)
        assert (told.returncode, "ไม่พบรายการนี้" in told.stderr, "Traceback" in told.stderr) == (1, True, False)
