"""A file for another agency brings the same people, homes and results into a fresh office, by the real importer."""

import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select
from stream_unzip import stream_unzip

from server import security
from server.database import Database
from server.services.background import files, jobs
from server.services.background.job_kinds import KINDS
from server.services.handing_on import hand_ons
from server.services.handing_on.hand_ons import Wanted
from server.services.importing.target_lists import import_targets
from server.tables import HandOn, StoredFile
from shared_models.export import Era
from shared_models.hand_on import LISTS, FieldGroup, ListKind, Purpose
from shared_models.household import Household
from shared_models.mpi import Dimension, MpiAssessment
from shared_models.person import Person
from shared_models.target_encoding import Encoding
from tests.migrated import migrated
from tests.server.services.lists import DICTIONARY, NOW, SAMPLE, Office, a_child, a_line, a_neighbour
from tests.server.services.welfare import DATASET, Agency, a_payment

# The zip's own format says how its key is made; the library that reads it leaves that to a default.
pytestmark = pytest.mark.filterwarnings("ignore:PBKDF2 without:DeprecationWarning")
DISTRICT, OFFICER = "5601", UUID(int=7)
EVERY = frozenset(FieldGroup)
MANY = {
    "TAMBON_CODE": "560104",
    "HH_SEQ": "3",
    "PID": "",
    "PREFIX": "",
    "LNAME": "ณ ผา",
    "MOBILE": "",
}


@pytest.fixture
def fresh(tmp_path: Path) -> Iterator[Office]:
    """Another office of the same district, of which nothing is known yet."""
    folder = tmp_path / "fresh"
    folder.mkdir()
    database = migrated(f"sqlite:///{folder / 'server.sqlite3'}")
    office = Office(database, folder)
    office.serve(DISTRICT)
    yield office
    database.close()


def handed_on(
    office: Office, kind: ListKind = ListKind.TARGETS, *, encoding: Encoding = Encoding.UTF_8, era: Era = Era.CE
) -> dict[str, bytes]:
    """The members of a file with every group, made by the job and opened by its passphrase."""
    private = security.new_sealing_key()
    wanted = Wanted("TPMAP", "", Purpose.TPMAP, "ทดสอบ", kind, DISTRICT, 2566, EVERY, encoding, era)
    with office.database.writing() as session:
        reader = security.sealing_public(private)
        own_id = hand_ons.ask(session, DISTRICT, wanted, by=OFFICER, reader=reader, now=NOW).id
    run_next(office.database)
    with office.database.writing() as session:
        hand_on = hand_ons.find(session, DISTRICT, own_id)
        passphrase = hand_ons.passphrase(session, hand_on, private, by=OFFICER, now=NOW)
    parts = files.parts(office.database, DISTRICT, own_id)
    members = stream_unzip(parts, password=passphrase.encode())
    return {name.decode(): b"".join(chunks) for name, _size, chunks in members}


def run_next(database: Database) -> None:
    claimed = jobs.claim(database, KINDS)
    assert claimed
    jobs.run(database, KINDS, *claimed)
    with database.reading() as session:
        job = jobs.find(session, *claimed)
        assert job.state == jobs.State.DONE, job.result


def taken_in(office: Office, members: dict[str, bytes]) -> Any:
    """Import the list with its own dictionary."""
    paths = [office.folder / name for name in ("list.txt", "dictionary.csv")]
    for path in paths:
        path.write_bytes(members[path.name])
    return import_targets(office.database, *paths, imported_by="ทดสอบ", now=NOW)


def told(office: Office) -> list[tuple[Any, ...]]:
    """What an office knows of who lives where, without its own ids and the name of the list."""
    people, homes = office.rows(Person), {home.id: home for home in office.rows(Household)}
    results = {(row.person_id, row.survey_year): row for row in office.rows(MpiAssessment)}
    return sorted(
        (_of_home(homes[one.household_id]), _of_person(one, homes[one.household_id]), _of_results(results, one.id))
        for one in people
    )


def _of_home(home: Household) -> tuple[str, ...]:
    names = ("village_code", "house_no", "house_code", "average_income_satang", "survey_year", "status")
    return tuple(str(getattr(home, name)) for name in names)


def _of_person(person: Person, home: Household) -> tuple[str, ...]:
    names = ("title", "given_name", "family_name", "sex", "birth", "birth_doubt", "id_kind", "citizen_id")
    plain = (str(getattr(person, name)) for name in (*names, "id_doubtful", "welfare_card", "phone", "life_state"))
    is_head = home.head_id == person.id
    return (*plain, "head" if is_head else str(person.relation), str(is_head))


def _of_results(results: dict[Any, MpiAssessment], person_id: UUID) -> tuple[str, ...]:
    row = results.get((person_id, 2566))
    return tuple(str(row and row.stated(name)) for name in Dimension)


@pytest.mark.parametrize(("encoding", "era"), [(Encoding.UTF_8, Era.CE), (Encoding.CP874, Era.BE)])
def test_the_sample_district_comes_out_and_in_again_the_same(
    office: Office, fresh: Office, encoding: Encoding, era: Era
) -> None:
    came = office.import_file(SAMPLE / "targets.txt", dictionary=DICTIONARY)
    members = handed_on(office, encoding=encoding, era=era)
    counts = taken_in(fresh, members)
    assert (counts.refused, counts.repeated) == (0, 0)
    assert counts.households == len(office.rows(Household))
    assert counts.persons == len(office.rows(Person)) > came.households
    assert told(fresh) == told(office)


@pytest.mark.parametrize("encoding", [Encoding.UTF_8, Encoding.CP874])
def test_what_is_odd_about_people_comes_through(office: Office, fresh: Office, encoding: Encoding) -> None:
    office.import_lines(
        a_line(RELATION="", IS_HEAD="1"),
        a_child(PID="0105536000103", BIRTH="00/00/2554"),
        a_child(PID="G123456789012", FNAME='"ปู่" ญี่ปุ่น', BIRTH="อายุ 62 ปี", RELATION="คนดูแล"),
        a_child(PID="", FNAME="ฝั้น", BIRTH=""),
        a_neighbour(MPI_INCOME="", MPI_HEALTH="1", AVG_INCOME="99999.50", WELFARE_CARD=""),
        a_line(**MANY, FNAME="แฝด", RELATION="บุตร", IS_HEAD="0"),
        a_line(**MANY, FNAME="แฝด", RELATION="บุตร", IS_HEAD="0", WELFARE_CARD="1"),
    )
    members = handed_on(office, encoding=encoding)
    counts = taken_in(fresh, members)
    assert (counts.refused, counts.repeated) == (0, 0)
    assert told(fresh) == told(office)
    assert {row[1][4] for row in told(fresh)} >= {"~2507", "2554", "None"}


def test_who_has_died_or_moved_stays_out_and_who_was_found_by_officers_is_in(office: Office) -> None:
    office.import_lines(a_line(), a_child(), a_neighbour())
    child, neighbour = office.row(Person, given_name="อำนาจ"), office.row(Household, house_no="9")
    office.officer_edits("person", child, life_state="deceased")
    office.officer_edits("household", neighbour, status="moved")
    lines = handed_on(office)["list.txt"].decode().splitlines()
    assert len(lines) == 2
    assert "ณัฐวุฒิ" in lines[1]


def test_welfare_comes_out_and_in_again_the_same(office: Office, fresh: Office) -> None:
    agency = Agency(office)
    agency.bring(a_payment(), a_payment(AMOUNT="1,250.50", PERIOD="06/2566", REF_NO="ก-7"), a_payment(PAY_DATE=""))
    members = handed_on(office, ListKind.WELFARE, encoding=Encoding.CP874)
    other = Agency(fresh)
    counts = other.bring_file(members["list.txt"], dictionary=members["dictionary.csv"].decode("utf-8-sig"))
    assert (counts.linked, counts.refused, counts.unlinked) == (3, 0, 0)
    assert paid(other) == paid(agency)
    assert DATASET["programme"] in members["list.txt"].decode("cp874")


def paid(agency: Agency) -> list[tuple[str, ...]]:
    names = ("programme", "kind", "amount_satang", "paid_on", "period_from", "period_to", "source_key", "village")
    return sorted(tuple(str(getattr(one, name)) for name in names) for one in agency.receipts())


def test_making_it_again_leaves_one_file_that_its_newest_passphrase_opens(office: Office) -> None:
    office.import_lines(a_line())
    private = security.new_sealing_key()
    wanted = Wanted("TPMAP", "", Purpose.TPMAP, "ทดสอบ", ListKind.TARGETS, DISTRICT, 2566, EVERY)
    with office.database.writing() as session:
        asked = hand_ons.ask(session, DISTRICT, wanted, by=OFFICER, reader=security.sealing_public(private), now=NOW)
        own_id, job_id = asked.id, asked.job_id
    run_next(office.database)
    with office.database.writing() as session:
        job = jobs.find(session, DISTRICT, job_id)
        job.state, job.beat_ms = jobs.State.RUNNING.value, int(time.time() * 1000) - jobs.STALE_MS - 1
    run_next(office.database)
    with office.database.writing() as session:
        (kept,) = session.exec(select(StoredFile)).all()
        hand_on = session.exec(select(HandOn)).one()
        assert (kept.id, kept.hash, hand_on.rows) == (own_id, hand_on.hash, 1)
        passphrase = hand_ons.passphrase(session, hand_on, private, by=OFFICER, now=NOW)
    members = stream_unzip(files.parts(office.database, DISTRICT, own_id), password=passphrase.encode())
    assert next(name for name, _size, chunks in members if b"".join(chunks)) == b"list.txt"


def test_every_group_stands_in_some_list_or_key() -> None:
    from shared_models.agency_resource import KEY_GROUPS

    assert set(FieldGroup) == {*KEY_GROUPS, *(group for one in LISTS.values() for group in one.groups)}
