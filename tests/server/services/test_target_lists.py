"""The import of a target list: the sample, twice, killed, cut, beside tablets, in little memory; what it refuses."""

import json
import os
import signal
import stat
import subprocess
import sys
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from server.database import Database
from server.services import districts
from server.services.exchanging.feed import Feed
from server.services.importing.target_report import ReportNotWritten
from server.services.people.officers import UnknownDistrict
from server.tables import ImportBatch
from shared_models.deprivation import dimension_results
from shared_models.entities import ENTITIES
from shared_models.household import Household
from shared_models.mpi import MpiAssessment
from shared_models.person import Person
from shared_models.synced import FILED
from shared_models.target_list import UnreadableList
from tests.server.services.lists import (
    HEADER,
    NOW,
    SAMPLE,
    Office,
    a_child,
    a_line,
    expected,
    values_of,
)

ROOT = Path(__file__).parents[3]
PROVE = bool(os.environ.get("PROVE"))
LINES, MORE_MB = (1_000_000, 207) if PROVE else (100_000, 42)  # than the program has before it reads the list


def sample_in(folder: Path, name: str = "targets.txt") -> Path:
    path = folder / name
    path.write_bytes((SAMPLE / "targets.txt").read_bytes())
    return path


def test_the_sample_list_gives_what_its_answer_says(database: Database, tmp_path: Path) -> None:
    answer, office = expected(), Office(database, tmp_path)
    with database.writing() as session:
        districts.set_up(session, "5601", password="รหัสผ่านยาวพอ", name="สมศรี ใจดี", now=NOW)
    counts = office.import_file(sample_in(tmp_path))
    assert counts.lines == answer["lines"]
    assert (counts.households, counts.persons) == (answer["households"], answer["persons"])
    assert (counts.repeated, counts.refused, counts.doubtful) == (
        answer["repeated"],
        answer["refused"],
        answer["doubtful_ids"],
    )
    persons = {person.id: person for person in office.rows(Person)}
    assert (len(office.rows(Household)), len(persons)) == (answer["households"], answer["persons"])
    failing = [row.person_id for row in office.rows(MpiAssessment) if any(dimension_results(row).values())]
    cards = Counter(persons[person_id].welfare_card for person_id in failing)
    assert {"card": cards["yes"], "no_card": cards["no"]} == answer["mpi_fail_persons"]
    assert all(office.row(Person, id=household.head_id) for household in office.rows(Household)[:3])
    assert office.feed()[1] == office.recomputed_digests()
    for model in ENTITIES.values():
        for row in office.rows(model):
            model.model_validate(values_of(row))


def test_the_same_list_again_changes_nothing(office: Office, tmp_path: Path) -> None:
    first = office.import_file(sample_in(tmp_path))
    before, rows = office.feed(), office.state()
    again = office.import_file(sample_in(tmp_path, "สำเนา.txt"))
    assert (again.lines, again.households, again.persons) == (first.lines, first.households, first.persons)
    assert (again.repeated, again.refused, again.doubtful) == (first.repeated, first.refused, first.doubtful)
    assert (again.already, again.added, again.changed) == (True, 0, 0)
    text = (SAMPLE / "targets.txt").read_text(encoding="cp874")
    (tmp_path / "utf8.txt").write_text(text, encoding="utf-8")
    in_utf8 = office.import_file(tmp_path / "utf8.txt")
    assert (in_utf8.already, in_utf8.added, in_utf8.changed, in_utf8.kept) == (False, 0, 0, 0)
    assert (office.feed(), office.state()) == (before, rows)


def test_a_list_that_was_cut_off_ends_right_when_it_comes_whole(office: Office, tmp_path: Path) -> None:
    whole = sample_in(tmp_path)
    lines = whole.read_bytes().splitlines(keepends=True)
    (tmp_path / "half.txt").write_bytes(b"".join(lines[:3002]))  # ends between two members of a household
    assert 0 < office.import_file(tmp_path / "half.txt").households < 2000
    office.import_file(whole)
    assert (len(office.rows(Household)), len(office.rows(Person))) == (2000, 7007)
    assert len(office.rows(MpiAssessment)) == 7007
    assert office.feed()[1] == office.recomputed_digests()


def test_an_import_killed_in_the_middle_ends_the_same_the_next_time(office: Office, tmp_path: Path) -> None:
    path = sample_in(tmp_path)
    for commits in (6, 9):  # the first three end before a row is filed
        program = [sys.executable, "-m", "tests.server.services.import_killed", office.database.url, str(path)]
        done = subprocess.run([*program, str(commits)], cwd=ROOT, capture_output=True, timeout=120, check=False)
        assert done.returncode == -signal.SIGKILL, done.stderr.decode()
        assert 0 < len(office.rows(Household)) < 2000
        assert office.feed()[1] == office.recomputed_digests()
    assert office.import_file(path).persons == 7007
    assert (len(office.rows(Household)), len(office.rows(Person))) == (2000, 7007)
    assert office.feed()[1] == office.recomputed_digests()
    (batch,) = office.rows(ImportBatch)
    assert batch.imported_by == "สำนักงาน"
    assert batch.finished_at
    assert json.loads(batch.counts)["persons"] == 7007


def test_tablets_see_whole_households_and_can_write_during_an_import(office: Office, tmp_path: Path) -> None:
    other, seen, written = Database(office.database.url), list[Counter[Any]](), []

    def look(_connection: Any, _cursor: Any, statement: str, *_rest: object) -> None:
        if statement.startswith("INSERT INTO mpi_assessment"):
            there = Office(other, tmp_path)
            persons = Counter(person.household_id for person in there.rows(Person))
            assert set(persons) == {household.id for household in there.rows(Household)}
            seen.append(persons)

    def write(lines: int) -> None:
        with other.writing() as session:
            feed = Feed(session)
            feed.lock(["5601"])
            written.append(lines)

    event.listen(office.database.engine, "before_cursor_execute", look)
    office.import_file(sample_in(tmp_path), progress=write)
    event.remove(office.database.engine, "before_cursor_execute", look)
    other.close()
    final = Counter(person.household_id for person in office.rows(Person))
    assert written
    assert len({len(persons) for persons in seen}) > 3
    assert all(final[household] == count for persons in seen for household, count in persons.items())


def test_what_is_there_is_looked_up_under_the_districts_lock(office: Office) -> None:
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: object) -> None:
        asked.extend(table for table in ("feed_head", "person") if f"FROM {table} " in statement.replace("\n", ""))

    event.listen(office.database.engine, "before_cursor_execute", note)
    office.import_lines(a_line())
    event.remove(office.database.engine, "before_cursor_execute", note)
    assert asked[0] == "feed_head"
    assert "person" in asked


def test_a_trial_run_counts_the_same_and_writes_no_row(office: Office, tmp_path: Path) -> None:
    path = sample_in(tmp_path)
    trial = office.import_file(path, dry_run=True)
    assert office.feed() == (0, {})
    assert office.rows(ImportBatch) == []
    assert office.import_file(path) == trial
    assert office.import_lines(a_line(SURVEY_YEAR="2567", PID="3921463930531", FNAME="เกษินี")).changed == 0


def test_every_defect_of_one_list_is_refused_or_kept_with_its_reason(office: Office) -> None:
    counts = office.import_lines(
        a_line(),
        a_line(PID="1653870822779", FNAME="ประเสริฐ", HH_SEQ="2"),
        a_line(PID="3.10E+12", FNAME="มาลี", HH_SEQ="3"),
        a_line(PID="-", FNAME="บุญมี", HH_SEQ="4", BIRTH="01/01/2480"),
        a_line(PID="9999999999999", FNAME="ทองดี", HH_SEQ="5", BIRTH=""),
        a_line(PID="๐-๐๐๑๒-๐๐๐๑๒-๓๔-๘", FNAME="ไร้สัญชาติ", HH_SEQ="6", HOUSE_NO="๑๒|๓"),
        a_line(PID="AB1234567", FNAME="จอห์น", HH_SEQ="7", AVG_INCOME="99999999999999999999999"),
        a_line(),
        HEADER,
        "รวม|7|ราย",
        "2566|560102|8",
        a_line(TAMBON_CODE="999999"),
        a_line(BIRTH="31/02/2540"),
        a_line(FNAME=" "),
        a_line(TAMBON_CODE="560201", FNAME="ต่างอำเภอ"),
        a_line(
            FNAME="ก" * 300, PID="", LNAME="ข" * 300, PREFIX="ค" * 90, MOBILE="ง" * 90, HOUSE_NO="จ" * 90, HH_SEQ="8"
        ),
    )
    assert (counts.lines, counts.persons, counts.repeated, counts.refused, counts.doubtful) == (16, 8, 1, 7, 2)
    assert counts.households == 8
    report = (office.folder / "targets.refused.txt").read_bytes()
    assert report.startswith(b"\xef\xbb\xbf")
    rows = [line.split("\t") for line in report.decode("utf-8-sig").splitlines()[1:]]
    assert [(row[0], row[1].split()[1], row[3]) for row in rows] == [
        ("3", "kept", "the citizen number fails its check digit"),
        ("4", "kept", "the citizen number was destroyed on the way"),
        ("10", "refused", "a header or total line"),
        ("11", "refused", "a header or total line"),
        ("12", "refused", "too few columns"),
        ("13", "refused", "unknown area code"),
        ("14", "refused", "impossible date of birth"),
        ("15", "refused", "no given name"),
        ("16", "refused", "in a district that this server does not serve"),
    ]
    assert rows[4][2] == "ช่องข้อมูลไม่ครบ"
    assert rows[7][4] == a_line(FNAME=" ")
    assert stat.S_IMODE((office.folder / "targets.refused.txt").stat().st_mode) == 0o600
    assert office.row(Person, given_name="บุญมี").birth_doubt == "first_january"
    assert office.row(Person, given_name="มาลี").id_doubtful
    assert office.row(Person, given_name="จอห์น").citizen_id == "AB1234567"
    assert office.row(Person, given_name="ก" * 100).phone == "ง" * 40
    assert office.row(Household, house_no="จ" * 40).address == "จ" * 90
    assert office.row(Household, house_no="12|3")


def test_the_file_of_refused_lines_goes_away_with_its_reasons(office: Office) -> None:
    office.import_lines(a_line(), a_line(FNAME=""))
    assert (office.folder / "targets.refused.txt").exists()
    office.import_lines(a_line())
    assert sorted(path.name for path in office.folder.glob("*.txt")) == ["targets.txt"]


def test_the_rows_of_a_person_say_what_the_line_said(office: Office) -> None:
    office.import_lines(a_line(), a_child(RELATION="หลานเขย", WELFARE_CARD="1", MPI_ACCESS="1", MPI_HEALTH=""))
    household, head = office.row(Household), office.row(Person, given_name="ณัฐวุฒิ")
    told = {name: value for name, value in values_of(household).items() if value and name not in FILED}
    assert told == {
        "id": household.id,
        "household_id": household.id,
        "village_code": "56010208",
        "house_no": "176/62",
        "house_code": "56010107993",
        "head_id": head.id,
        "status": "active",
        "average_income_satang": 5_200_000,
        "survey_year": 2566,
        "source": "targets.txt",
    }
    assert (head.birth, head.birth_given, head.birth_doubt) == ("2540-05-24", "24/05/2540", None)
    assert (head.relation, head.welfare_card, head.phone) == ("head", "no", "0898934987")
    child = office.row(Person, given_name="อำนาจ")
    assert (child.relation, child.welfare_card, child.village) == ("หลานเขย", "yes", "56010208")
    assessment = office.row(MpiAssessment, person_id=child.id)
    assert (assessment.survey_year, assessment.version) == (2566, None)
    assert (assessment.health, assessment.living, assessment.access) == (None, False, True)


def test_a_list_of_a_district_that_is_not_set_up_is_refused_whole(office: Office) -> None:
    with pytest.raises(UnknownDistrict) as wrong:
        office.import_lines(a_line(TAMBON_CODE="560201"), a_line(FNAME=""))
    assert wrong.value.details == {"district": "5602"}
    assert sorted(path.name for path in office.folder.glob("*.txt")) == ["targets.txt"]
    office.serve("5602")
    assert office.import_lines(a_line(TAMBON_CODE="560201"), a_line(HH_SEQ="2", PID="")).persons == 2
    assert (len(office.rows(Person, "5601")), len(office.rows(Person, "5602"))) == (1, 1)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty_list"),
        (f"{HEADER}\r\n".encode(), "empty_list"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00", "not_text"),
        ("วันนี้อากาศดี\n".encode() * 3, "no_delimiter"),
        ("ชื่อ|บ้าน\nสมชาย|7\n".encode("cp874"), "missing_columns"),
        (b"\xe0\xb8" * (1 << 20), "not_text"),
        (f"{HEADER}\r\n{a_line()}\r\n{a_child()[:60]}".encode("cp874"), "cut_off"),
    ],
)
def test_what_is_no_list_is_refused_and_nothing_is_written(office: Office, content: bytes, reason: str) -> None:
    path = office.folder / "รายชื่อ.txt"
    path.write_bytes(content)
    with pytest.raises(UnreadableList) as wrong:
        office.import_file(path)
    assert wrong.value.details["reason"] == reason
    assert (office.feed(), office.rows(ImportBatch)) == ((0, {}), [])
    assert [path.name for path in office.folder.glob("*.txt")] == ["รายชื่อ.txt"]


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (None, "missing_dictionary"),
        (b"", "no_dictionary"),
        ("name,label_th\nเลขที่,เลขที่\n".encode(), "missing_columns"),
        (bytes(range(256)), "not_text"),
    ],
)
def test_a_wrong_dictionary_is_refused(tmp_path: Path, content: bytes | None, reason: str) -> None:
    office = Office(Database("sqlite://"), tmp_path)
    dictionary = tmp_path / "พจนานุกรม.csv"
    if content is not None:
        dictionary.write_bytes(content)
    with pytest.raises(UnreadableList) as wrong:
        office.import_file(office.a_list(a_line()), dictionary=dictionary)
    assert wrong.value.details["reason"] == reason
    office.database.close()


def test_a_missing_list_and_a_folder_for_the_report_that_is_not_there_are_told(office: Office) -> None:
    with pytest.raises(UnreadableList, match="missing_file"):
        office.import_file(office.folder / "ไม่มี.txt")
    with pytest.raises(ReportNotWritten):
        office.import_file(office.a_list(a_line()), refused_path=office.folder / "ไม่มี" / "refused.txt")
    assert office.rows(Person) == []


def test_a_long_list_needs_little_memory(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'server.sqlite3'}"
    program = [sys.executable, "-m", "tests.server.services.import_memory", url, str(tmp_path), str(LINES)]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, timeout=3600, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    print(told)
    assert told["persons"] == LINES
    assert told["peak_mb"] - told["start_mb"] < MORE_MB
