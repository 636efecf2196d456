"""Becoming nameless where lists and merges had brought the person, and by command."""

import json
from pathlib import Path

from sqlmodel import SQLModel, select
from typer.testing import CliRunner

from server import security
from server.cli import cli
from server.database import Database
from server.services import reference
from server.services.people import officers
from server.services.reviewing import office_action
from server.services.reviewing.office_edit import Supervisor
from server.tables import DuplicatePair, ImportChange, ServerTable
from shared_models.edit import Edit
from shared_models.finding import Finding
from shared_models.nameless import NAME
from shared_models.officer import Role
from shared_models.person import LifeState, Person
from shared_models.rows import copied
from tests.builders import PASSWORD
from tests.server.services.lists import NOW, Office, a_child, a_line

DISTRICT = "5601"
SECRETS = ("วิไลพร", "เกตุแก้ว", "1048200472866", "0855555551", "วิไลวรรณ")


def supervisor(server: Database) -> Supervisor:
    with server.writing() as session:
        officer_id = officers.add(session, name="หัวหน้า", role=Role.DISTRICT_SUPERVISOR, area=DISTRICT, now=NOW)
        officers.find(session, officer_id).password = security.hash_password(PASSWORD)
        reference.edit(session, DISTRICT, "personal_data", "setting,number\ndeceased_years,5\n", changed_by="", now=NOW)
    return Supervisor(DISTRICT, officer_id)


def left(server: Database) -> set[str]:
    with server.reading() as session:
        rows = [
            str(row)
            for metadata in (SQLModel.metadata, ServerTable.metadata)
            for table in metadata.tables.values()
            for row in session.connection().execute(table.select())
        ]
    return {secret for secret in SECRETS if any(secret in row for row in rows)}


def her_line(**cells: str) -> str:
    her = {"FNAME": "วิไลพร", "LNAME": "เกตุแก้ว", "BIRTH": "22/10/2480", "MOBILE": "0855555551"}
    return a_child(**(her | cells))


def test_a_listed_and_merged_person_is_forgotten_and_the_list_brings_nothing_back(
    server: Database, tmp_path: Path
) -> None:
    office, by = Office(server, tmp_path), supervisor(server)
    office.import_lines(a_line(), her_line())
    office.import_lines(a_line(), her_line(WELFARE_CARD="1"), name="corrected.txt")
    her = office.row(Person, given_name="วิไลพร")
    with server.writing() as session:
        session.add(copied(her, id=by.officer_id, given_name="วิไลวรรณ", seq=0))
        session.flush()
        pair = sorted((her.id, by.officer_id))
        values = {"one": pair[0], "other": pair[1], "score": 90, "state": "open", "found_ms": 0}
        session.add(DuplicatePair(district_code=DISTRICT, **values))
        merged = {"life_state": LifeState.MERGED.value, "merged_into": str(her.id)}
        office_action.act(session, by, [Edit("person", by.officer_id, her.household_id, merged)], now=NOW)
        dead = {"life_state": "deceased", "life_state_on": "2560"}
        office_action.act(session, by, [Edit("person", her.id, her.household_id, dead)], now=NOW)
        found = session.exec(select(DuplicatePair)).one()
        found.before = json.dumps([["person", str(her.id), "given_name", "วิไลวรรณ", "วิไลพร"]], ensure_ascii=False)
    assert left(server) == set(SECRETS)
    command = ["--json", "anonymise"]
    here = {"FIELD_SERVER_DATABASE_URL": str(server.url), "FIELD_SERVER_PASSWORD": PASSWORD}
    counted = CliRunner().invoke(cli, [*command, "--dry-run"], env=here)
    assert json.loads(counted.stdout)["persons"] == 1
    assert left(server) == set(SECRETS)
    assert CliRunner().invoke(cli, command, env=here).exit_code != 0  # nobody says who does it
    done = CliRunner().invoke(cli, [*command, "--officer", str(by.officer_id)], env=here)
    assert json.loads(done.stdout) == json.loads(counted.stdout)
    assert left(server) == set()
    assert {row.row_id for row in office.rows_of(ImportChange)}.isdisjoint(pair)
    office.import_lines(a_line(), her_line(MOBILE="0866666661"), name="again.txt")
    assert left(server) == set()
    now = office.row(Person, id=her.id)
    assert (now.given_name, now.phone, now.birth) == (NAME, None, "2480")
    assert "newer_list_differs" not in {row.rule for row in office.rows(Finding)}
    assert len(office.rows(Person)) == 3
