"""The office sees what the last proof of its history found, is told when there was none, and begins another."""

import time
from datetime import UTC, datetime

import httpx

from server.services.proving import last_proof
from server.services.proving.last_proof import Asked
from server.tables import LastProof, LoggedOperation
from shared_models.officer import Role
from tests.builders import DISTRICT, Office
from tests.server.console.browsing import an_account, mark, sign_in
from tests.server.sender import Sender, a_sender

NEVER, OLD, BROKEN = "ยังไม่เคยตรวจประวัติทั้งหมด", "เกิน 7 วันแล้ว", "พบประวัติที่ถูกแก้ ขาด หรือสลับที่ 1 แห่ง"
WHOLE = "ประวัติทั้งหมดครบ"
PAGES = ("/audit/history", "/audit", "/audit/checksum")


def worked(office: Office) -> Sender:
    with office.database() as database:
        tablet = a_sender(database)
        tablet.send(*tablet.household(members=1))
    return tablet


def told(browser: httpx.Client, words: str) -> list[str]:
    """The pages of the audit log, and the overview, that say it."""
    return [path for path in (*PAGES, "/") if words in browser.get(path).text]


def test_a_proof_is_begun_on_the_page_and_its_result_stays_until_it_is_old(
    browser: httpx.Client, office: Office
) -> None:
    worked(office)
    sign_in(browser)
    assert told(browser, NEVER) == [*PAGES]
    page = browser.post("/audit/history/verify", data={"csrf": mark(browser.get("/audit/history"))})
    until = time.monotonic() + 60
    while page.url.path != "/audit/history":
        assert time.monotonic() < until
        page = browser.get(page.url)
    assert told(browser, WHOLE) == [*PAGES]
    assert told(browser, NEVER) == []
    assert "หัวหน้าศูนย์" in page.text
    assert "<dt>รายการที่บันทึก</dt><dd>2</dd>" in page.text
    with office.database() as database, database.writing() as session:
        kept = session.get(LastProof, DISTRICT)
        assert kept
        kept.ended_ms -= 8 * 86_400_000
    assert (told(browser, OLD), told(browser, WHOLE)) == ([*PAGES], [])


def test_a_broken_history_stands_on_the_desk_of_who_decides_with_the_place_behind_it(
    browser: httpx.Client, office: Office
) -> None:
    tablet = worked(office)
    with office.database() as database:
        with database.writing() as session:
            line = session.get(LoggedOperation, (DISTRICT, tablet.stamps[0].to_text()))
            assert line
            line.body += b" "
            household = line.household_id
        last_proof.prove(database, Asked(DISTRICT, datetime.now(UTC)))
    sign_in(browser)
    assert told(browser, BROKEN) == [*PAGES, "/"]
    page = browser.get("/audit/history").text
    assert f'<a href="/tablets/{tablet.device_id}">' in page
    assert f'href="/households/{household}"' in page
    for words in ("เนื้อหาถูกแก้", "อรทัย คำมูล", "ชุดที่ 1 · รายการที่ 1 ในชุด", "อย่าลบหรือกู้คืนทับ", "คำสั่งบนเครื่องสำนักงาน"):
        assert words in page
    an_account(office, Role.PROVINCE_VIEWER)
    sign_in(browser, Role.PROVINCE_VIEWER.value)
    assert told(browser, BROKEN) == []
    assert browser.get("/").status_code == 200
