"""What is done in the console is on record, and the page says so when the record was touched."""

import httpx
import pytest
from sqlmodel import select

from server.services.audit import Action
from server.tables import AuditEntry
from tests.builders import DISTRICT, SUBDISTRICT, Office
from tests.server.console.browsing import mark, sign_in


def on_record(office: Office) -> list[tuple[str, str]]:
    with office.database() as database, database.reading() as session:
        wanted = select(AuditEntry.action, AuditEntry.subject).order_by(AuditEntry.number)
        return [(action, subject) for action, subject in session.exec(wanted)]


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
    assert "ต่อเนื่องครบ 4 รายการ" in browser.get("/audit?verify=true").text


def test_a_touched_record_is_told_with_what_to_do(browser: httpx.Client, office: Office) -> None:
    sign_in(browser)
    sign_in(browser)
    with office.database() as database, database.writing() as session:
        entry = session.get(AuditEntry, (DISTRICT, 1))
        assert entry
        entry.at_ms += 1
    told = browser.get("/audit?verify=true").text
    assert "รายการที่ 1 ถูกแก้ ขาด หรือแทรก" in told
    assert "อย่าลบฐานข้อมูล" in told


@pytest.mark.parametrize("page", ["0", "x", "99999999999999999999"])
def test_a_page_that_cannot_be_is_told_in_words(browser: httpx.Client, page: str) -> None:
    sign_in(browser)
    assert browser.get(f"/audit?page={page}").status_code == 422
    assert browser.get("/audit?page=900").status_code == 200
