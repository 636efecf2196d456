"""Files for other agencies: asked for with a purpose, made beside the page, opened by a passphrase shown once."""

import re
import time
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from sqlmodel import select
from stream_unzip import IncorrectAESPasswordError, stream_unzip

from server.services.background import files
from server.tables import AuditEntry, HandOn, Job, StoredFile, StoredFilePart
from shared_models.edit import Edit
from shared_models.officer import Role
from shared_models.retention import Kept
from tests.builders import DISTRICT, OTHER_VILLAGE, SUBDISTRICT, VILLAGE, Office, a_household, new_id, synchronise
from tests.server.console.browsing import an_account, mark, sign_in

# The zip's own format says how its key is made; the library that reads it leaves that to a default.
pytestmark = pytest.mark.filterwarnings("ignore:PBKDF2 without:DeprecationWarning")
NUMBER = "3560100123458"
WANTED = {
    "kind": "targets",
    "recipient": "สำนักงานพัฒนาสังคมและความมั่นคงของมนุษย์จังหวัดพะเยา",
    "letter": "พย 0018/566",
    "purpose": "help",
    "purpose_words": "ช่วยเหลือครัวเรือนที่ตกเกณฑ์",
    "area": DISTRICT,
    "year": "2566",
    "encoding": "utf-8",
    "era": "CE",
    **dict.fromkeys(("group_place", "group_name", "group_birth", "group_dimensions"), "1"),
}


@pytest.fixture
async def office(office: Office, tmp_path: Path) -> Office:
    """Two households in two subdistricts, with results of 2566, sent by a real tablet."""
    tablet = await office.tablet(tmp_path / "tablet", DISTRICT)
    for village, house_no in ((VILLAGE, "47/2"), (OTHER_VILLAGE, "9")):
        home = a_household(village, house_no, members=2, citizen_id=NUMBER if village == VILLAGE else None)
        results = {"person_id": str(home[1].row_id), "survey_year": 2566, "health": True, "income": False}
        await tablet.record([*home, Edit("mpi_assessment", new_id(), home[0].row_id, results)])
    await synchronise(tablet)
    await tablet.close()
    return office


@pytest.fixture
def browser(browser: httpx.Client, office: Office) -> httpx.Client:  # noqa: ARG001 -- the district is filled first
    """Signed in."""
    sign_in(browser)
    return browser


def ask(browser: httpx.Client, **changes: str) -> httpx.Response:
    """Fill in the form; the answer is the page of the work, or the form again."""
    fields = {"csrf": mark(browser.get("/hand-on/new")), **WANTED, **changes}
    return browser.post("/hand-on/new", data={name: value for name, value in fields.items() if value})


def made(browser: httpx.Client, **changes: str) -> tuple[str, httpx.Response]:
    """The address of a file that was asked for, and its page once the work is done."""
    page = ask(browser, **changes)
    deadline = time.monotonic() + 60
    while "/hand-on/files/" not in page.url.path:
        assert time.monotonic() < deadline, page.text
        assert 'role="alert"' not in page.text, page.text
        page = browser.get(page.url)
    return page.url.path, page


def shown(browser: httpx.Client, where: str) -> str:
    """The passphrase, as the page shows it once."""
    page = browser.post(f"{where}/passphrase", data={"csrf": mark(browser.get(where))})
    found = re.search(r'translate="no">([^<]+)<', page.text)
    assert found, page.text
    return found[1]


def opened(content: bytes, passphrase: str) -> dict[str, bytes]:
    """The members of a zip."""
    members = stream_unzip([content], password=passphrase.encode())
    return {name.decode(): b"".join(chunks) for name, _size, chunks in members}


def entries(office: Office) -> list[AuditEntry]:
    with office.database() as database, database.reading() as session:
        found = list(session.exec(select(AuditEntry).order_by(AuditEntry.number)).all())
        session.expunge_all()
        return found


async def test_a_file_is_made_opened_by_its_passphrase_and_stays_in_the_register(browser: httpx.Client) -> None:
    where, page = made(browser)
    assert "2 แถว" not in page.text
    assert "4 แถว" in page.text
    answer = browser.get(f"{where}/zip")
    assert answer.headers["content-disposition"] == f'attachment; filename="targets-{DISTRICT}-2566-0001.zip"'
    passphrase = shown(browser, where)
    assert re.fullmatch(r"([A-HJ-NP-Z2-9]{4}-){4}[A-HJ-NP-Z2-9]{4}", passphrase)
    members = opened(answer.content, passphrase)
    assert set(members) == {"list.txt", "dictionary.csv", "letters-not-written.csv", "README.txt"}
    lines = members["list.txt"].decode().splitlines()
    assert lines[0].split("|")[:6] == ["SURVEY_YEAR", "VILLAGE_CODE", "HOUSEHOLD_ID", "ID", "HOUSE_NO", "HOUSE_CODE"]
    assert len(lines) == 5
    assert "CITIZEN_ID" not in lines[0], "numbers are given only when ticked"
    assert NUMBER not in members["list.txt"].decode()
    head = dict(zip(lines[0].split("|"), next(line for line in lines if "|47/2|" in line).split("|"), strict=True))
    assert (head["GIVEN_NAME"], head["BIRTH"], head["HEALTH"], head["INCOME"]) == ("บุญมี", "19450512", "1", "0")
    assert WANTED["purpose_words"] in members["README.txt"].decode()
    register = browser.get("/hand-on").text
    assert WANTED["recipient"] in register
    assert "ช่วยเหลือตามภารกิจของหน่วยงาน" in register


async def test_a_wrong_passphrase_opens_nothing_and_no_name_lies_readable_in_the_kept_file(
    browser: httpx.Client,
) -> None:
    where, _ = made(browser)
    content = browser.get(f"{where}/zip").content
    with pytest.raises(IncorrectAESPasswordError):
        opened(content, "AAAA-AAAA-AAAA-AAAA-AAAA")
    assert "บุญมี".encode() not in content
    assert b"47/2" not in content


async def test_the_passphrase_is_shown_once_to_the_browser_that_asked_and_never_stored(
    browser: httpx.Client, office: Office
) -> None:
    where, _ = made(browser)
    with httpx.Client(base_url=office.url, follow_redirects=True) as other:
        sign_in(other)
        refused = other.post(f"{where}/passphrase", data={"csrf": mark(other.get(where))})
        assert refused.status_code == 410
    passphrase = shown(browser, where)
    again = browser.post(f"{where}/passphrase", data={"csrf": mark(browser.get(where))})
    assert again.status_code == 410
    assert passphrase not in again.text + browser.get(where).text
    with office.database() as database, database.reading() as session:
        (kept,) = session.exec(select(HandOn)).all()
        assert kept.sealed is None
        everything = repr(list(session.exec(select(Job)).all())) + repr(kept)
        assert passphrase not in everything


async def test_what_is_missing_is_told_at_the_field_and_nothing_typed_is_lost(
    browser: httpx.Client, office: Office
) -> None:
    answer = ask(browser, recipient="", purpose="", purpose_words=" ", letter="พย 1/2", group_number="1")
    assert answer.status_code == 422
    for words in ("กรอกชื่อหน่วยงานที่รับ", "เลือกวัตถุประสงค์", "เขียนว่าจะเอาไปทำอะไร"):
        assert words in answer.text
    assert 'value="พย 1/2"' in answer.text
    assert re.search(r'name="group_number" value="1" checked', answer.text)
    with office.database() as database, database.reading() as session:
        assert session.exec(select(HandOn)).all() == []


@pytest.mark.parametrize(("area", "status"), [("570101", 403), ("57", 403), ("9999", 404), ("", 404)])
async def test_an_area_that_one_may_not_see_is_refused_with_words(
    browser: httpx.Client, office: Office, area: str, status: int
) -> None:
    answer = ask(browser, area=area)
    assert answer.status_code == status
    assert re.search(r'role="alert">[^<]*[ก-๛]', answer.text)
    with office.database() as database, database.reading() as session:
        assert session.exec(select(Job)).all() == []


async def test_only_the_chosen_area_is_in_the_file(browser: httpx.Client) -> None:
    where, _ = made(browser, area=SUBDISTRICT)
    members = opened(browser.get(f"{where}/zip").content, shown(browser, where))
    lines = members["list.txt"].decode().splitlines()[1:]
    assert len(lines) == 2
    assert all(line.split("|")[1].startswith(SUBDISTRICT) for line in lines)


async def test_a_file_of_an_area_is_not_given_to_who_may_not_hand_on(browser: httpx.Client, office: Office) -> None:
    where, _ = made(browser)
    an_account(office, Role.PROVINCE_VIEWER)
    with httpx.Client(base_url=office.url, follow_redirects=True) as other:
        assert "เข้าใช้งาน" in other.get(f"{where}/zip").text
        sign_in(other, Role.PROVINCE_VIEWER.value)
        assert other.get(f"{where}/zip").status_code == 403
        assert other.get(where).status_code == 403
    assert [entry.action for entry in entries(office)].count("hand_on_fetched") == 0


async def test_each_step_is_on_record_without_a_name_and_with_the_purpose(
    browser: httpx.Client, office: Office
) -> None:
    where, _ = made(browser, area=SUBDISTRICT)
    shown(browser, where)
    browser.get(f"{where}/zip")
    told = [(entry.action, entry.subject) for entry in entries(office) if entry.action.startswith("hand_on")]
    assert told == [
        ("hand_on_asked", f"#1 help targets {SUBDISTRICT}"),
        ("hand_on_made", "#1 n=2"),
        ("hand_on_unlocked", "#1"),
        ("hand_on_fetched", "#1"),
    ]
    assert "ช่วยเหลือตามภารกิจของหน่วยงาน" in browser.get("/audit").text


async def test_a_file_is_gone_after_its_time_and_the_register_stays(browser: httpx.Client, office: Office) -> None:
    where, _ = made(browser)
    with office.database() as database:
        later = files.until_ms(database, DISTRICT, Kept.HAND_ON, now=datetime.now(UTC)) + 1000
        with database.writing() as session:
            files.forget_old(session, now_ms=later)
        with database.reading() as session:
            assert session.exec(select(StoredFile)).all() == session.exec(select(StoredFilePart)).all() == []
    assert browser.get(f"{where}/zip").status_code == 404
    page = browser.get(where)
    assert "ลบแฟ้มแล้ว" in page.text
    assert f"{where}/zip" not in page.text
    assert WANTED["recipient"] in browser.get("/hand-on").text


async def test_what_cp874_cannot_write_is_counted_and_told(
    browser: httpx.Client, office: Office, tmp_path: Path
) -> None:
    tablet = await office.tablet(tmp_path / "other", SUBDISTRICT)
    await tablet.record(a_household(VILLAGE, "5", given_name="José", family_name="ใจ|คำ", citizen_id=None))
    await synchronise(tablet)
    await tablet.close()
    where, page = made(browser, encoding="cp874")
    assert "มี 1 ช่องที่ CP874" in page.text
    assert "มี 1 ตัวอักษรที่จะทำให้แถวขาด" in page.text
    members = opened(browser.get(f"{where}/zip").content, shown(browser, where))
    assert "Jos?|ใจ คำ" in members["list.txt"].decode("cp874")
    assert "person.given_name" in members["letters-not-written.csv"].decode("utf-8-sig")


async def test_an_unknown_file_and_a_cancelled_one_are_told_with_words(browser: httpx.Client, office: Office) -> None:
    answer = browser.get(f"/hand-on/files/{new_id()}")
    assert answer.status_code == 404
    assert "ไม่มีแฟ้มส่งมอบนี้" in answer.text
    where, _ = made(browser)
    with office.database() as database, database.writing() as session:
        hand_on = session.exec(select(HandOn)).one()
        hand_on.made_ms = 0
        job = session.get(Job, (DISTRICT, hand_on.job_id))
        assert job
        job.state = "cancelled"
    assert "ไม่ได้ทำ" in browser.get(where).text
    assert UUID(where.rsplit("/", 1)[1])
