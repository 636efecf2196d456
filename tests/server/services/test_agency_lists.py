"""The import of other agencies' lists: linked by number, the same twice, newer, broken off; what it refuses."""

import json
import subprocess
import sys
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event

from server.database import Database
from server.services.districts import NotSetUp
from server.services.exchanging.feed import Feed
from server.services.importing import agency_lists
from server.tables import ImportBatch, StoredDataset
from shared_models.data_dictionary import UnreadableList
from shared_models.dataset import UnreadableDataset
from shared_models.export import Era, dictionary_text, export_form, export_lines
from shared_models.household import Household
from shared_models.person import LifeState, Person
from shared_models.synced import FILED
from shared_models.target_encoding import Encoding
from shared_models.welfare_receipt import WelfareReceipt
from tests.server.services.lists import NOW, Office, a_line, a_neighbour, values_of
from tests.server.services.test_target_lists import LINES, MORE_MB
from tests.server.services.welfare import CHILD, DATASET, HEAD, NEIGHBOUR, STRANGER, Agency, a_payment

ROOT = Path(__file__).parents[3]


@pytest.fixture
def agency(office: Office) -> Agency:
    return Agency(office)


def told(counts: agency_lists.AgencyCounts) -> dict[str, int]:
    every = vars(counts)
    kinds = ("linked", "unlinked", "ambiguous", "doubtful", "refused", "repeated")
    assert every["lines"] == sum(every[kind] for kind in kinds)
    return {name: count for name, count in every.items() if count}


def test_a_payment_becomes_a_receipt_of_the_persons_household(agency: Agency) -> None:
    assert told(agency.bring(a_payment(REF_NO="๐๑๒"))) == {"lines": 1, "linked": 1, "receipts": 1}
    (receipt,) = agency.receipts()
    person = agency.office.row(Person, given_name="ณัฐวุฒิ")
    assert {name: value for name, value in values_of(receipt).items() if name not in FILED} == {
        "id": receipt.id,
        "household_id": person.household_id,
        "person_id": person.id,
        "programme": "เบี้ยยังชีพผู้สูงอายุ",
        "measure": None,
        "agency": "กรมกิจการผู้สูงอายุ",
        "kind": "payment",
        "amount_satang": 60_000,
        "paid_on": date(2023, 5, 10),
        "period_from": "2566-05",
        "period_to": "2566-05",
        "dataset": "old-age-allowance",
        "source_key": "012",
    }
    assert (receipt.village, receipt.seq > person.seq) == (person.village, True)
    assert agency.office.feed()[1] == agency.office.recomputed_digests()


def test_each_line_is_linked_or_told_with_its_number_and_reason_alone(agency: Agency) -> None:
    office = agency.office
    office.import_lines(a_line(HH_SEQ="5", HOUSE_NO="5", FNAME="อนันต์", BIRTH="01/02/2500", PID=NEIGHBOUR))
    dead = office.row(Person, given_name="อำนาจ")
    office.officer_edits("person", dead, life_state=LifeState.DECEASED.value)
    counts = agency.bring(
        a_payment(),
        a_payment(AMOUNT="๑,๒๐๐.๕๐", FNAME="นาย ณัฐวุฒิ", LNAME="แซ่ตั้ง", BIRTH=""),
        a_payment(PID=STRANGER),
        a_payment(PID="1101700203452"),
        a_payment(PID=CHILD, FNAME="อำนาจ"),
        a_payment(PID=NEIGHBOUR, FNAME="", LNAME="", BIRTH=""),
        a_payment(FNAME="สมหญิง", LNAME="มั่งมี", BIRTH="01/01/2480", AMOUNT="700"),
        a_payment(PID=""),
        a_payment(PID="1.65E+12"),
        a_payment(AMOUNT="หกร้อย"),
        a_payment(AMOUNT="-600"),
        a_payment(PAY_DATE="31/02/2566"),
        a_payment(PERIOD="13/2566"),
        a_payment(REF_NO="9" * 90),
        a_payment(),
        "PID|FNAME|LNAME|BIRTH|AMOUNT|PAY_DATE|PERIOD|REF_NO",
        "รวม||||9,600.00|||",
        a_payment() + "|เกิน",
        HEAD,
        "\x1a",
    )
    assert told(counts) == {
        **{"lines": 19, "linked": 2, "unlinked": 3, "ambiguous": 1, "doubtful": 1, "refused": 11, "repeated": 1},
        "receipts": 2,
    }
    assert agency.report() == [
        ["4", "not", "nobody in the district has this number"],
        ["5", "not", "the citizen number fails its check digit"],
        ["6", "not", "the person is recorded as deceased, moved away or missing"],
        ["7", "not", "several persons have this number"],
        ["8", "not", "the number is known but name and birth are another's; check the number"],
        ["9", "refused", "no citizen number"],
        ["10", "refused", "the citizen number was destroyed on the way"],
        ["11", "refused", "the amount cannot be read"],
        ["12", "refused", "the amount cannot be read"],
        ["13", "refused", "the day of payment cannot be read"],
        ["14", "refused", "the period cannot be read"],
        ["15", "refused", "a text is too long"],
        ["17", "refused", "a header or total line"],
        ["18", "refused", "a header or total line"],
        ["19", "refused", "too many columns"],
        ["20", "refused", "too few columns"],
    ]
    text = (agency.folder / "เบี้ย.not-linked.txt").read_text(encoding="utf-8-sig")
    assert HEAD not in text
    assert "สมหญิง" not in text
    assert agency.amounts() == {60_000: 1, 120_050: 1}


def test_the_same_list_again_changes_nothing_in_any_encoding(agency: Agency) -> None:
    lines = [a_payment(), a_payment(PID=NEIGHBOUR, FNAME="เกศินี"), a_payment(AMOUNT="600"), a_payment(PERIOD="06/2566")]
    assert agency.bring(*lines).receipts == 4, "the third says the same in other letters, and is a payment of its own"
    before, rows, log = agency.office.feed(), agency.office.state(), values_of(agency.office.rows(ImportBatch)[-1])
    again = agency.bring(*lines)
    assert (again.linked, again.receipts) == (4, 0)
    assert agency.bring(*lines, encoding="utf-8-sig").receipts == 0
    assert agency.bring(*reversed(lines), encoding="utf-16").receipts == 0
    assert (agency.office.feed(), agency.office.state()) == (before, rows)
    assert log in [values_of(batch) for batch in agency.office.rows(ImportBatch)]


def test_receipts_that_go_out_and_come_in_again_are_the_same(agency: Agency) -> None:
    agency.bring(a_payment(), a_payment(AMOUNT="600"), a_payment(PID=NEIGHBOUR, FNAME="เกศินี", PERIOD=""))
    persons = {person.id: person for person in agency.office.rows(Person)}
    rows = [{"welfare_receipt": receipt, "person": persons[receipt.person_id]} for receipt in agency.receipts()]
    before = agency.office.state()
    for encoding in (Encoding.UTF_8, Encoding.CP874):
        form = export_form(["person.citizen_id", "person.birth", "welfare_receipt"], era=Era.BE, encoding=encoding)
        content = b"".join(line.content for line in export_lines(rows, form))
        again = agency.bring_file(content, dictionary=dictionary_text(form))
        assert (again.linked, again.receipts) == (3, 0)
    assert agency.office.state() == before


def test_a_newer_list_of_the_dataset_adds_only_what_is_new(agency: Agency) -> None:
    agency.bring(a_payment())
    (first,) = agency.receipts()
    newer = agency.bring(a_payment(), a_payment(PAY_DATE="25660610", PERIOD="6/2566"), dataset={"year": "2567"})
    assert (newer.linked, newer.receipts) == (2, 1)
    assert values_of(first) in [values_of(receipt) for receipt in agency.receipts()]
    (dataset,) = agency.office.rows_of(StoredDataset)
    assert (dataset.year, dataset.first_year) == (2567, 2566)
    assert agency.bring(a_payment(), dataset={"key": "other"}).receipts == 1, "another dataset, another payment"


def test_a_person_who_becomes_known_gets_the_receipts_of_the_same_list(agency: Agency) -> None:
    line = a_payment(PID=STRANGER, FNAME="ประไพ", LNAME="", BIRTH="")
    assert told(agency.bring(line)) == {"lines": 1, "unlinked": 1}
    agency.office.import_lines(a_neighbour(PID=STRANGER, FNAME="ประไพ", HH_SEQ="7", HOUSE_NO="7"), name="ใหม่.txt")
    assert told(agency.bring(line)) == {"lines": 1, "linked": 1, "receipts": 1}
    assert agency.report() == []
    batches = [json.loads(batch.counts) for batch in agency.office.rows(ImportBatch)]
    assert [counts["receipts"] for counts in batches if "receipts" in counts] == [1]


def test_a_receipt_stays_where_it_is_when_its_household_has_moved(agency: Agency) -> None:
    agency.bring(a_payment())
    office = agency.office
    office.serve("5602")
    household = office.row(Household, house_no="176/62")
    with office.database.writing() as session:
        feed = Feed(session)
        feed.move(household.id, source=household.village, target="56020101")
        feed.settle()
    again = agency.bring(a_payment(), a_payment(AMOUNT="700"))
    assert (again.linked, again.receipts) == (2, 1)
    assert sorted(receipt.amount_satang for receipt in office.rows(WelfareReceipt, "5602")) == [60_000, 70_000]


def test_what_was_said_of_the_dataset_is_kept_and_the_import_logged(agency: Agency) -> None:
    agency.bring(a_payment())
    (stored,) = agency.office.rows_of(StoredDataset)
    said = {name: getattr(stored, name) for name in DATASET}
    assert said == DATASET | {"year": 2566}
    batch = next(batch for batch in agency.office.rows(ImportBatch) if "receipts" in json.loads(batch.counts))
    assert (batch.imported_by, json.loads(batch.counts)["linked"]) == ("สำนักงาน", 1)
    assert batch.finished_at


def test_a_trial_run_tells_the_same_and_writes_no_row(agency: Agency) -> None:
    before, batches = agency.office.state(), len(agency.office.rows(ImportBatch))
    lines = a_payment(), a_payment(PID=STRANGER)
    trial = agency.bring(*lines, dry_run=True)
    assert agency.report() == [["3", "not", "nobody in the district has this number"]]
    assert (agency.office.state(), len(agency.office.rows(ImportBatch))) == (before, batches)
    assert agency.office.rows_of(StoredDataset) == []
    assert agency.bring(*lines) == trial


def test_transactions_are_short_and_lock_the_district_before_they_look(
    agency: Agency, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(agency_lists, "BATCH_LINES", 2)
    asked: list[str] = []

    def note(_connection: Any, _cursor: Any, statement: str, *_rest: object) -> None:
        plain = " ".join(statement.split())
        words = {"lock": "FROM feed_head", "look": "FROM welfare_receipt", "add": "INTO welfare_receipt"}
        asked.extend(word for word, part in words.items() if part in plain)

    event.listen(agency.office.database.engine, "before_cursor_execute", note)
    counts = agency.bring(*(a_payment(AMOUNT=str(amount)) for amount in range(1, 6)))
    event.remove(agency.office.database.engine, "before_cursor_execute", note)
    assert (counts.lines, counts.receipts) == (5, 5)
    assert asked == ["lock", "look", "add"] * 3
    assert agency.office.feed()[1] == agency.office.recomputed_digests()


def test_an_import_that_broke_off_ends_the_same_the_next_time(agency: Agency, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(agency_lists, "BATCH_LINES", 2)
    lines = [a_payment(AMOUNT=str(amount)) for amount in (1, 2, 3)] + [a_payment(AMOUNT="1.00")]
    whole = agency_lists.agency_batch.file
    done = []

    def breaks(feed: Feed, planned: Any) -> None:
        if done:
            raise KeyboardInterrupt
        done.append(planned)
        whole(feed, planned)

    monkeypatch.setattr(agency_lists.agency_batch, "file", breaks)
    with pytest.raises(KeyboardInterrupt):
        agency.bring(*lines)
    assert len(agency.receipts()) == 2
    monkeypatch.setattr(agency_lists.agency_batch, "file", whole)
    counts = agency.bring(*lines)
    assert (counts.linked, counts.receipts) == (4, 2)
    assert agency.amounts() == {100: 2, 200: 1, 300: 1}


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "empty_list"),
        (b"PID|AMOUNT\r\n", "empty_list"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00\x00\x00!\x00", "not_text"),
        ("วันนี้อากาศดี\n".encode() * 3, "no_delimiter"),
        ("ชื่อ|เงิน\nสมชาย|7\n".encode("cp874"), "missing_columns"),
        ("FNAME|AMOUNT\nสมชาย|7\n".encode("cp874"), "missing_columns"),
        (b"\xe0\xb8" * (1 << 20), "not_text"),
        (f"PID|AMOUNT\r\n{HEAD}|600\r\n{HEAD[:9]}".encode(), "cut_off"),
    ],
)
def test_what_is_no_list_is_refused_and_nothing_is_written(agency: Agency, content: bytes, reason: str) -> None:
    before = agency.office.feed(), len(agency.office.rows(ImportBatch))
    with pytest.raises(UnreadableList) as wrong:
        agency.bring_file(content, dictionary="name\nPID\nAMOUNT\n")
    assert wrong.value.details["reason"] == reason
    assert before == (agency.office.feed(), len(agency.office.rows(ImportBatch)))
    assert agency.report() == []


def test_a_wrong_dictionary_or_dataset_is_refused(agency: Agency) -> None:
    with pytest.raises(UnreadableList, match="missing_columns"):
        agency.bring(a_payment(), dictionary="name\nAMOUNT\n")
    with pytest.raises(UnreadableDataset, match="bad_kind"):
        agency.bring(a_payment(), dataset={"kind": "loan"})
    with pytest.raises(UnreadableDataset, match="not_text"):
        agency_lists.import_agency(
            agency.office.database,
            agency.folder / "เบี้ย.txt",
            dictionary=agency.folder / "พจนานุกรม.csv",
            dataset=agency.folder / "ไม่มี.json",
            imported_by="สำนักงาน",
            now=NOW,
        )


def test_a_server_without_a_district_says_so(database: Database, tmp_path: Path) -> None:
    agency = Agency.__new__(Agency)
    agency.office = Office(database, tmp_path)
    agency.folder = tmp_path
    with pytest.raises(NotSetUp):
        agency.bring(a_payment())


def test_a_long_list_needs_little_memory(tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path / 'server.sqlite3'}"
    program = [sys.executable, "-m", "tests.server.services.agency_memory", url, str(tmp_path), str(LINES)]
    done = subprocess.run(program, cwd=ROOT, capture_output=True, text=True, timeout=3600, check=False)
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout)
    print(told)
    assert (told["lines"], told["receipts"]) == (LINES, told["linked"])
    assert told["peak_mb"] - told["start_mb"] < MORE_MB
