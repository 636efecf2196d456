"""What is done in the console is on record, and the page says so when the record was touched."""

import csv
import io
import json
import time
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from sqlmodel import select
from typer.testing import CliRunner

from server.cli import cli
from server.services.people import officers
from server.services.proving import audit
from server.services.proving.audit import Action
from server.tables import AuditEntry
from shared_models.edit import Edit
from shared_models.fiscal_year import THAI_TIME
from shared_models.officer import Role
from tests.builders import DISTRICT, OTHER_SUBDISTRICT, OTHER_VILLAGE, SUBDISTRICT, Office, a_household, synchronise
from tests.server.console.browsing import an_account, mark, sign_in


def on_record(office: Office) -> list[tuple[str, str]]:
    with office.database() as database, database.reading() as session:
        wanted = select(AuditEntry.action, AuditEntry.subject).order_by(AuditEntry.number)
        return [(action, subject) for action, subject in session.exec(wanted)]


def verified(browser: httpx.Client) -> httpx.Response:
    return browser.post("/audit/verify", data={"csrf": mark(browser.get("/audit"))})


def test_each_deed_is_on_record_without_a_name(browser: httpx.Client, office: Office) -> None:
    csrf = mark(sign_in(browser))
    browser.post("/officers", data={"csrf": csrf, "name": "คำปัน ใจคำ", "role": "officer", "area": SUBDISTRICT})
    officer_id = office.officer()
    browser.post(f"/officers/{officer_id}/code", data={"csrf": csrf})
    browser.get("/reports/progress/csv")
    browser.post("/officers", data={"csrf": csrf, "name": " ", "role": "officer", "area": SUBDISTRICT})
    sign_in(browser, password="ผิด")
    done = on_record(office)
    expected = [Action.SIGNED_IN, Action.OFFICER_ADDED, Action.CODE_ISSUED, Action.REPORT_EXPORTED]
    assert [action for action, _ in done] == [action.value for action in expected]
    assert done[1][1].endswith(f" officer {SUBDISTRICT}")
    assert done[2][1] == str(officer_id)
    assert done[3][1].startswith(f"progress-{DISTRICT}-")
    assert not [subject for _, subject in done if "คำปัน" in subject]
    page = browser.get("/audit")
    for words in ("เข้าใช้งาน", "เพิ่มเจ้าหน้าที่", "ออกรหัสลงทะเบียน", "ส่งออกรายงาน"):
        assert words in page.text
    assert "คำปัน ใจคำ · เจ้าหน้าที่ภาคสนาม · ต.แม่ต๋ำ" in page.text
    assert "ยังไม่เคยตรวจ" in page.text
    assert "ต่อเนื่องครบ 4 รายการ" in verified(browser).text
    assert "ต่อเนื่องครบ 4 รายการ" in browser.get("/audit").text, "what was found is kept"


def test_a_touched_record_is_told_with_what_to_do(browser: httpx.Client, office: Office) -> None:
    sign_in(browser)
    sign_in(browser)
    with office.database() as database, database.writing() as session:
        entry = session.get(AuditEntry, (DISTRICT, 1))
        assert entry
        entry.at_ms += 1
    told = verified(browser).text
    assert "รายการที่ 1 ถูกแก้ ขาด หรือแทรก" in told
    assert "อย่าลบฐานข้อมูล" in told


def test_an_entry_that_cannot_be_read_is_shown_as_that_and_hides_no_other(
    browser: httpx.Client, office: Office
) -> None:
    """On SQLite the officer is then text that is no id."""
    sign_in(browser)
    sign_in(browser)
    for wrong in (
        "action = 'ไม่มี'",
        "at_ms = 9000000000000000000",
        "officer_id = '00000000-0000-0000-0000-000000000000'",
        "subject = 'household/ {name} agency_read/ 5699'",
        "hash = ''",
    ):
        with office.database() as database, database.writing() as session:
            session.connection().exec_driver_sql(f"UPDATE audit_entry SET {wrong} WHERE number = 1")
        page, file = browser.get("/audit"), browser.get("/audit/csv?what=signed_in")
        assert (page.status_code, file.status_code) == (200, 200), wrong
    page, file = browser.get("/audit"), browser.get("/audit/csv")
    assert "อ่านไม่ได้ อาจถูกแก้" in page.text
    assert (rows(page), len(file.text.splitlines())) == (7, 9)
    assert "รายการที่ 1 ถูกแก้ ขาด หรือแทรก" in verified(browser).text


def test_the_log_as_a_file_holds_names_and_never_formulas(browser: httpx.Client, office: Office) -> None:
    for begin in ("=", "+", "-", "@"):
        officer_id = office.officer(name=f"{begin}HYPERLINK(1)")
        with office.database() as database, database.writing() as session:
            audit.enter(
                session, DISTRICT, Action.SIGNED_IN, officer_id=officer_id, subject="=1+1", now=datetime.now(UTC)
            )
    sign_in(browser)
    cells = [cell for line in csv.reader(io.StringIO(browser.get("/audit/csv").text)) for cell in line]
    assert "'=HYPERLINK(1)" in cells
    assert [cell for cell in cells if cell.startswith(("=", "+", "-", "@", "\t", "\r"))] == []


def rows(page: httpx.Response) -> int:
    return page.text.count('<tr><td class="nw">')


def test_entries_are_found_by_who_what_and_when(browser: httpx.Client, office: Office) -> None:
    officer_id = an_account(office, Role.DISTRICT_SUPERVISOR)
    sign_in(browser)
    browser.get("/reports/progress/csv")
    sign_in(browser, Role.DISTRICT_SUPERVISOR.value)
    with office.database() as database, database.writing() as session:
        long_ago = datetime(2023, 5, 24, 23, 30, tzinfo=THAI_TIME)
        audit.enter(session, DISTRICT, Action.CODE_ISSUED, officer_id=None, subject="ก", now=long_ago)
    assert rows(browser.get("/audit")) == 4
    for query, count in {
        f"who={officer_id}": 1,
        "who=command": 1,
        "what=signed_in": 2,
        f"who={officer_id}&what=report_exported": 0,
        "since=24/5/2566&until=24/5/2566": 1,
        "since=25/5/2566": 3,
        "until=23/5/2566": 0,
        "until=พ.ค. 2566": 1,
        "who=x&what=y": 4,
    }.items():
        found = browser.get(f"/audit?{query}")
        assert (found.status_code, rows(found)) == (200, count), query
    assert "ไม่มีรายการที่ตรงกับตัวกรอง" in browser.get("/audit?until=23/5/2566").text
    unread = browser.get("/audit?since=เมื่อวาน")
    assert (unread.status_code, rows(unread), 'id="since-error"' in unread.text) == (422, 4, True)


def test_the_log_is_taken_along_as_it_was_filtered_and_that_is_on_record(browser: httpx.Client, office: Office) -> None:
    sign_in(browser)
    browser.get("/reports/progress/csv")
    answer = browser.get("/audit/csv?what=report_exported")
    assert answer.content.startswith("\ufeffลำดับ,เวลา,ใคร".encode())
    lines = answer.text.splitlines()
    assert len(lines) == 2
    assert "ส่งออกรายงาน" in lines[1]
    assert on_record(office)[-1] == ("log_exported", "report_exported")
    assert "ส่งออกบันทึกการใช้ข้อมูล" in browser.get("/audit").text


def test_a_long_log_is_verified_beside_the_pages_and_leads_back(
    browser: httpx.Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(audit, "SOON", 0)
    sign_in(browser)
    page = verified(browser)
    assert page.url.path.startswith(("/jobs/", "/audit"))
    until = time.monotonic() + 60
    while page.url.path != "/audit":
        assert time.monotonic() < until
        page = browser.get(page.url)
    assert "ต่อเนื่องครบ 1 รายการ" in page.text


async def test_whose_data_a_tablet_held_is_told_with_its_time_and_what_nobody_knows(
    browser: httpx.Client, office: Office, tmp_path: Path
) -> None:
    officer_id = office.officer()
    tablet = await office.tablet(tmp_path / "tablet", officer_id=officer_id)
    sign_in(browser)
    where = f"/audit/tablets/{tablet.key_file.device_id}"
    assert "ยังไม่เคยรับข้อมูล" in browser.get(where).text
    await tablet.record(a_household(members=3))
    await synchronise(tablet)
    with office.database() as database, database.writing() as session:
        officers.set_area(session, officer_id, OTHER_SUBDISTRICT, now=datetime.now(UTC))
    assert "ยังเก็บอยู่" in browser.get(where).text, "until it is told to drop the area, it has the data"
    await synchronise(tablet)
    await tablet.close()
    told = browser.get(where).text
    assert "1 ครัวเรือน 3 คน" in told
    assert told.count("ยังเก็บอยู่") == 1
    assert "ไม่รู้ว่าใครเปิดดูในเครื่อง" in told
    assert where in browser.get("/audit/tablets").text


async def test_the_households_that_a_lost_tablet_held_are_listed_for_the_notice_with_those_that_moved_out(
    browser: httpx.Client, office: Office, tmp_path: Path
) -> None:
    tablet = await office.tablet(tmp_path / "tablet", area=DISTRICT)
    gone, stays, other = a_household(phone="0812345671"), a_household(house_no="=1+1"), a_household(OTHER_VILLAGE)
    for edits in (gone, stays, other):
        await tablet.record(edits)
    await synchronise(tablet)
    lost = await office.tablet(tmp_path / "lost", officer_id=office.officer(name="คำปัน ใจคำ"))
    await synchronise(lost)
    home = gone[0].row_id
    await tablet.record([Edit("household", home, home, {"village_code": OTHER_VILLAGE})])
    await synchronise(tablet)
    for one in (tablet, lost):
        await one.close()
    sign_in(browser)
    where = f"/audit/tablets/{lost.key_file.device_id}"
    page = browser.get(where)
    assert "คำปัน ใจคำ" in page.text
    form = {"csrf": mark(page), "use": "subject_breach", "kind": "csv"}
    listed = list(csv.reader(browser.post(f"{where}/households", data=form).text.lstrip("\ufeff").splitlines()))
    assert [(line[0], line[2], line[4], line[6]) for line in listed[1:]] == [
        (str(stays[0].row_id), "'=1+1", "", ""),
        (str(home), "47/2", "0812345671", "✓"),
    ]
    assert browser.post(f"{where}/households", data=form | {"kind": "xlsx"}).content.startswith(b"PK")
    assert browser.post(f"{where}/households", data=form | {"use": ""}).status_code == 422
    told = [subject for action, subject in on_record(office) if action == "holdings_exported"]
    assert told == [f"{lost.key_file.device_id} subject_breach n=2"] * 2
    command = ["--json", "device-holdings", str(lost.key_file.device_id), "--households", str(tmp_path / "list.csv")]
    answer = CliRunner().invoke(cli, command, env={"FIELD_SERVER_DATABASE_URL": office.database_url})
    told_there = json.loads(answer.stdout.splitlines()[-1])
    assert (told_there["households"], told_there["persons"], told_there["listed"]) == (1, 1, 2)
    assert str(home) in (tmp_path / "list.csv").read_text(encoding="utf-8-sig")


@pytest.mark.parametrize("page", ["0", "x", "99999999999999999999"])
def test_a_page_that_cannot_be_is_told_in_words(browser: httpx.Client, page: str) -> None:
    sign_in(browser)
    assert browser.get(f"/audit?page={page}").status_code == 422
    assert browser.get("/audit?page=900").status_code == 200
