"""Persons whose period is over become nameless: everywhere, with what the programme counts left as it was."""

from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import Session, SQLModel, select

from field_app.services.tablet import Tablet
from server.database import Database
from server.services import districts, reference
from server.services.exchanging import snapshots
from server.services.households import household_index
from server.services.privacy import anonymise
from server.services.privacy.anonymise import Counts
from server.services.reporting import reports
from server.services.reviewing import refusal_cases
from server.services.reviewing.office_edit import Supervisor
from server.tables import OfficerAccount, ServerTable, StoredSnapshot
from shared_models.edit import Edit
from shared_models.fiscal_year import thai_day
from shared_models.household import Household
from shared_models.nameless import NAME, TEXT
from shared_models.officer import Role
from shared_models.person import Person
from shared_models.problem import Problem
from shared_models.reports import REPORTS
from tests.builders import DISTRICT, SUBDISTRICT, Office, a_household, a_person, new_id, synchronise
from tests.server.console.casework import a_tablet, on_record

NOW = datetime.now(UTC)
RULES = "setting,number\ndeceased_years,5\nhousehold_years,3\n"
SECRETS = (
    *("คำปวน", "วงศ์คำลือ", "บุญปัน", "3560100999990", "0812345671", "2470-04-13", "เบาหวานระยะท้าย", "ป่วยติดเตียงมานาน"),
    *("เตียงของยายคำปวน", "ญาติไม่รับสาย", "เสียที่โรงพยาบาลใหญ่", "99/1", "สวนหลังวัดเก่า", "ลูกหลานไปหมดแล้ว"),
)


@pytest.fixture
def server(office: Office) -> Iterator[Database]:
    with office.database() as found:
        yield found


@pytest.fixture
async def tablet(office: Office, tmp_path: Path) -> AsyncIterator[Tablet]:
    found = await a_tablet(office, tmp_path / "one")
    yield found
    await found.close()


@pytest.fixture
async def other(office: Office, tmp_path: Path) -> AsyncIterator[Tablet]:
    found = await a_tablet(office, tmp_path / "two", name="สุดา วงค์ไชย")
    yield found
    await found.close()


def put_in_force(server: Database, rules: str = RULES) -> None:
    with server.writing() as session:
        reference.edit(session, DISTRICT, "personal_data", rules, changed_by="test", now=NOW)


def supervisor(server: Database) -> Supervisor:
    with server.reading() as session:
        first = select(OfficerAccount.id).where(OfficerAccount.role == Role.DISTRICT_SUPERVISOR)
        return Supervisor(DISTRICT, session.exec(first).one())


def run(server: Database) -> Counts:
    return anonymise.run(server, supervisor(server), now=NOW)


def told(server: Database, secrets: tuple[str, ...] = SECRETS) -> set[str]:
    """Which of the secrets any table of the server still has."""
    found = set[str]()
    with server.reading() as session:
        for metadata in (SQLModel.metadata, ServerTable.metadata):
            for table in metadata.tables.values():
                for row in session.connection().execute(table.select()):
                    found |= {secret for secret in secrets if any(_has(value, secret) for value in row)}
    return found


def _has(value: Any, secret: str) -> bool:
    return secret.encode() in value if isinstance(value, bytes) else secret in str(value)


def grandmother(home: UUID, **changes: Any) -> Edit:
    values = {
        **{"title": "นาง", "given_name": "คำปวน", "family_name": "วงศ์คำลือ", "citizen_id": "3560100999990", "sex": "2"},
        **{"former_names": "บุญปัน วงศ์คำลือ", "birth": "2470-04-13", "phone": "0812345671", "relation": "parent"},
        **{"chronic_illness": "เบาหวานระยะท้าย", "disability": "mobility", "member_since": "2540-01-02", **changes},
    }
    return a_person(home, **values)


async def a_death(tablet: Tablet, person: Edit, on: str = "2563-02-01") -> None:
    died = {"life_state": "deceased", "life_state_on": on, "life_state_note": "เสียที่โรงพยาบาลใหญ่"}
    await tablet.record([Edit("person", person.row_id, person.household_id, died)])


async def the_dead(tablet: Tablet) -> tuple[UUID, Edit, UUID]:
    """A household of which the grandmother died, with a problem that was hers and help for it: home, she, problem."""
    household, *members = a_household()
    she, problem, today = grandmother(household.row_id), new_id(), thai_day(NOW).isoformat()
    await tablet.record([household, *members, she])
    ill = {"person_id": str(she.row_id), "dimension": "health", "words": "ป่วยติดเตียงมานาน", "found_on": "2019-05-01"}
    await tablet.record([Edit("problem", problem, household.row_id, ill)])
    helped = {"person_id": str(she.row_id), "item": "เตียงของยายคำปวน", "kind": "goods", "given_on": "2019-06-01"}
    helped |= {"problems": str(problem), "obstacle": "ญาติไม่รับสาย"}
    await tablet.record([Edit("assistance", new_id(), household.row_id, helped)])
    ended = {"status": "resolved", "status_reason": "ป่วยติดเตียงมานาน", "status_on": today}
    await tablet.record([Edit("problem", problem, household.row_id, ended)])
    await a_death(tablet, she)
    return household.row_id, she, problem


async def an_empty_house(tablet: Tablet) -> UUID:
    """Whose only member died long ago; somebody visited it."""
    home = new_id()
    she = grandmother(home, relation="head")
    await tablet.record([Edit("household", home, home, {"village_code": "56010204", "house_no": "99/1"}), she])
    visit = {"officer_id": str(tablet.officer.officer_id), "started_at": "2020-01-05T03:00:00+00:00"}
    visit |= {"finished_at": "2020-01-05T03:20:00+00:00", "result": "not_found", "note": "ลูกหลานไปหมดแล้ว"}
    await tablet.record([Edit("visit", new_id(), home, visit)])
    await tablet.record([Edit("household", home, home, {"address": "สวนหลังวัดเก่า", "head_id": str(she.row_id)})])
    await a_death(tablet, she, on="2562")
    return home


def person(session: Session, edit: Edit) -> Person:
    found = session.get(Person, (DISTRICT, edit.row_id))
    assert found
    return found


async def test_the_dead_become_nameless_everywhere_and_what_is_counted_stays(server: Database, tablet: Tablet) -> None:
    home, she, problem = await the_dead(tablet)
    empty = await an_empty_house(tablet)
    await synchronise(tablet)
    put_in_force(server)
    assert told(server) == set(SECRETS)
    before = counted(server)
    household_index.refresh(server, DISTRICT, thai_day(NOW))
    snapshots.offer(server, SUBDISTRICT, now_ms=int(NOW.timestamp() * 1000))
    assert downloads(server)
    tried = anonymise.trial(server, DISTRICT, now=NOW)
    assert told(server) == set(SECRETS)
    done = run(server)
    assert done.told() == tried.told()
    assert (done.persons, done.by, done.waits) == (2, {"deceased_years": 2}, {})
    assert told(server) == set()
    assert not downloads(server), "their rows are packed: nobody can look for a word in them"
    assert counted(server) == before
    with server.reading() as session:
        her = person(session, she)
        assert (her.given_name, her.birth, her.life_state_on, her.sex) == (NAME, "2470", "2563", "2")
        assert her.disability == "mobility"
        kept = session.get(Problem, (DISTRICT, problem))
        assert kept
        assert (kept.words, kept.dimension, kept.status) == (TEXT, "health", "resolved")
        houses = {key: session.get(Household, (DISTRICT, key)) for key in (home, empty)}
        assert [house and house.house_no for house in houses.values()] == ["47/2", ""]
    assert run(server).told() == Counts().told()


def downloads(server: Database) -> int:
    """How many files for first downloads are kept."""
    with server.reading() as session:
        return len(session.exec(select(StoredSnapshot.hash)).all())


def counted(server: Database) -> list[Any]:
    with server.reading() as session:
        return [reports.report(session, name, today=thai_day(NOW)).to_json() for name in REPORTS]


async def test_late_work_on_a_nameless_person_waits_for_the_office_and_gives_nothing_back(
    office: Office, server: Database, tablet: Tablet, other: Tablet
) -> None:
    home, she, _ = await the_dead(tablet)
    await synchronise(tablet)
    await synchronise(other)
    await other.record([Edit("person", she.row_id, home, {"phone": "0899999997", "card_use": "บุญปัน"})])
    await other.record([Edit("person", she.row_id, home, {"life_state_on": "2563-02"})])
    put_in_force(server)
    run(server)
    assert (await synchronise(other)).refused == 2
    with server.reading() as session:
        her = person(session, she)
        assert (her.given_name, her.phone, her.card_use, her.life_state_on) == (NAME, None, None, "2563")
        waiting = refusal_cases.waiting(session, DISTRICT)
        assert [one.first.detail for one in waiting] == ["nameless", "nameless"]
    assert told(server, (*SECRETS, "0899999997")) == {"0899999997", "บุญปัน"}
    assert run(server).waits == {"not_taken": 1}
    with server.writing() as session:
        for one in waiting:
            refusal_cases.set_aside(session, supervisor(server), one.action_id, note="เสียชีวิตนานแล้ว", now=NOW)
    again = run(server)
    assert (again.persons, again.again, again.bodies) == (0, 1, 2)
    assert told(server, (*SECRETS, "0899999997")) == set()
    assert len(on_record(office, "made_nameless")) == 2


async def test_a_database_that_begins_anew_gets_no_name_back_from_tablets(
    server: Database, tablet: Tablet, other: Tablet
) -> None:
    _, she, _ = await the_dead(tablet)
    await synchronise(tablet)
    await synchronise(other)
    put_in_force(server)
    run(server)
    with server.writing() as session:
        districts.begin_epoch(session)
    again = await synchronise(tablet)
    assert (again.known, again.refused) == (again.sent, 0)
    await synchronise(other)
    assert told(server) == set()
    with server.reading() as session:
        assert person(session, she).given_name == NAME


async def test_who_has_something_open_keeps_the_name_until_it_is_settled(
    server: Database, tablet: Tablet, other: Tablet
) -> None:
    household, *members = a_household()
    open_problem, unsent, settled = (grandmother(household.row_id, citizen_id=None) for _ in range(3))
    await tablet.record([household, *members, open_problem, unsent, settled])
    hers = {"person_id": str(open_problem.row_id), "dimension": "health", "found_on": "2019-05-01"}
    await tablet.record([Edit("problem", new_id(), household.row_id, hers)])
    await synchronise(tablet)
    await synchronise(other)
    for one, phone in ((tablet, "0811111111"), (other, "0822222222")):
        await one.record([Edit("person", unsent.row_id, household.row_id, {"phone": phone})])
    for one in (open_problem, unsent, settled):
        await a_death(tablet, one)
    await synchronise(tablet)
    await synchronise(other)
    assert anonymise.trial(server, DISTRICT, now=NOW).told() == Counts().told()  # no period is set
    put_in_force(server)
    done = run(server)
    assert (done.persons, done.waits["conflict"]) == (1, 1)
    assert sum(done.waits.values()) == 2
    with server.reading() as session:
        assert person(session, settled).given_name == NAME
        assert {person(session, one).given_name for one in (open_problem, unsent)} == {"คำปวน"}
