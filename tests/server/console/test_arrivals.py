"""Households from another district: the office says where they live, and both districts see it."""

import html
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from sqlmodel import select

from field_app.services import households
from server.services import districts
from server.services.reviewing import review
from shared_models.finding import Finding
from shared_models.household import Household
from tests.builders import DISTRICT, PASSWORD, Office, synchronise
from tests.server.console.browsing import sign_in
from tests.server.console.casework import a_tablet, on_record, opened
from tests.server.sender import FAR_VILLAGE, OTHER_DISTRICT, Sender, a_sender


@pytest.fixture
def sender(office: Office) -> Iterator[Sender]:
    """A tablet of the other district, whose server is this one too."""
    with office.database() as database:
        with database.writing() as session:
            districts.set_up(session, OTHER_DISTRICT, password=PASSWORD, name="", now=datetime.now(UTC))
        yield a_sender(database, DISTRICT, OTHER_DISTRICT)


def sent_here(sender: Sender) -> Household:
    """A household of the other district that its officer recorded as moved to หมู่ 4 here."""
    home, *members = sender.household(FAR_VILLAGE, members=2)
    assert sender.send(home, *members) == ["stored"] * 3
    moved = sender.change(
        home,
        {"village_code": "56010200", "arrival": "awaited", "arrived_from": FAR_VILLAGE, "moved_to": "บ้านแม่ยาย"},
        bases=dict.fromkeys(("village_code", "arrival", "arrived_from", "moved_to"), (home.stamp,)),
    )
    assert sender.send(moved) == ["stored"]
    with sender.database.reading() as session:
        found = session.get_one(Household, (DISTRICT, home.row_id))
        session.expunge(found)
        return found


def waiting(office: Office) -> int:
    with office.database() as database, database.reading() as session:
        return {queue.name: queue.count for queue in review.queues(session, DISTRICT)}["arrivals"]


async def test_an_arrival_is_confirmed_where_it_lives_and_the_tablet_there_gets_it_whole(
    office: Office, browser: httpx.Client, sender: Sender, tmp_path: Path
) -> None:
    household = sent_here(sender)
    tablet = await a_tablet(office, tmp_path / "tablet")
    assert waiting(office) == 1
    sign_in(browser)
    page = browser.get("/review")
    assert page.url.path == "/review/arrivals"
    text = html.unescape(page.text)
    for words in ("บ้านแม่ยาย", "สมาชิก 2 คน", "จาก หมู่ 1"):
        assert words in text
    where, hidden = opened(page, "arrivals")
    wrong = browser.post(where, data=hidden | {"subdistrict": "560102", "moo": "สี่"})
    assert (wrong.status_code, "กรอกหมู่ที่เป็นตัวเลข" in wrong.text) == (422, True)
    done = browser.post(where, data=hidden | {"subdistrict": "560102", "moo": "4", "house_no": "12/1"})
    assert "ตัดสินการย้ายเข้าแล้ว" in done.text
    assert waiting(office) == 0
    await synchronise(tablet)
    file = await households.open_file(tablet, household.id)
    assert (file.household.arrival, file.household.village_code, file.household.house_no) == (
        "confirmed",
        "56010204",
        "12/1",
    )
    assert len(file.members) == 2
    assert on_record(office, "arrival_decided") == [f"{household.id} confirmed"]
    again = browser.post(where, data=hidden | {"subdistrict": "560102", "moo": "5", "house_no": ""})
    assert (again.status_code, "ยังไม่ได้เปลี่ยนอะไร" in again.text) == (409, True)
    await tablet.close()


def test_one_that_is_not_here_leaves_a_finding(office: Office, browser: httpx.Client, sender: Sender) -> None:
    household = sent_here(sender)
    sign_in(browser)
    where, hidden = opened(browser.get("/review/arrivals"), "arrivals")
    path, _, query = where.partition("?")
    assert browser.post(f"{path}/absent?{query}", data=hidden).status_code == 422
    browser.post(f"{path}/absent?{query}", data=hidden | {"reason": "ถามผู้ใหญ่บ้านแล้ว ไม่มีใครย้ายมา"})
    assert waiting(office) == 0
    with office.database() as database, database.reading() as session:
        (finding,) = session.exec(select(Finding).where(Finding.status == "open")).all()
        assert (finding.rule, finding.row_id) == ("not_arrived", household.id)


def test_one_left_to_the_officers_waits_in_the_office_no_more(
    office: Office, browser: httpx.Client, sender: Sender
) -> None:
    sent_here(sender)
    sign_in(browser)
    where, hidden = opened(browser.get("/review/arrivals"), "arrivals")
    path, _, query = where.partition("?")
    browser.post(f"{path}/ask?{query}", data=hidden)
    assert waiting(office) == 0
    assert "บ้านแม่ยาย" in browser.get("/review/arrivals?state=asked").text
