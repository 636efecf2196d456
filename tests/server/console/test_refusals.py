"""What was not taken or is held: corrected and taken in as the office's edit, or set aside and kept on record."""

import html
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from sqlmodel import select

from field_app.services import attention, households
from field_app.services.tablet import Tablet
from server.services.reviewing import review
from server.tables import Device, LoggedOperation, ReviewMark
from shared_models.edit import Edit
from tests.builders import DISTRICT, VILLAGE, Office, a_household, synchronise
from tests.server.console.browsing import sign_in
from tests.server.console.casework import a_tablet, on_record, opened


@pytest.fixture
async def tablet(office: Office, tmp_path: Path) -> AsyncIterator[Tablet]:
    found = await a_tablet(office, tmp_path / "tablet", name="อรทัย ใจงาม")
    yield found
    await found.close()


def waiting(office: Office) -> int:
    with office.database() as database, database.reading() as session:
        return {queue.name: queue.count for queue in review.queues(session, DISTRICT)}["refused"]


def takes(page: httpx.Response) -> dict[str, str]:
    """Every field taken, with what the inputs hold."""
    boxes = dict.fromkeys(re.findall(r'type="checkbox" name="(take-[^"]+)"', page.text), "1")
    inputs = re.findall(r'<input class="in" name="(value-[^"]+)" value="([^"]*)"', page.text)
    return boxes | {name: html.unescape(value) for name, value in inputs}


async def a_refused_edit(tablet: Tablet) -> list[Edit]:
    """A household whose village was given a code that nobody knows, with a road."""
    edits = a_household()
    await tablet.record(edits)
    await synchronise(tablet)
    home = edits[0].row_id
    await tablet.record([Edit("household", home, home, {"village_code": "99999999", "road": "ถนนสายใน"})])
    await synchronise(tablet)
    return edits


async def test_a_refused_edit_is_corrected_and_taken_in_and_reaches_the_tablet(
    office: Office, browser: httpx.Client, tablet: Tablet
) -> None:
    edits = await a_refused_edit(tablet)
    assert waiting(office) == 1
    sign_in(browser)
    page = browser.get("/review")
    assert page.url.path == "/review/refused"
    text = html.unescape(page.text)
    for words in ("มีค่าที่ใช้ไม่ได้", "อรทัย ใจงาม", "แท็บเล็ต", "ถนนสายใน", "99999999"):
        assert words in text
    where, hidden = opened(page, "refused")
    sent = hidden | takes(page)
    wrong = browser.post(where, data=sent)
    assert (wrong.status_code, waiting(office)) == (422, 1)
    village = next(name for name in sent if name.startswith("value-") and name.endswith("village_code"))
    done = browser.post(where, data=sent | {village: "56010205"})
    assert "รับเข้าแฟ้มแล้ว" in done.text
    assert waiting(office) == 0
    await synchronise(tablet)
    file = await households.open_file(tablet, edits[0].row_id)
    assert (file.household.village_code, file.household.road) == ("56010205", "ถนนสายใน")
    (subject,) = on_record(office, "refusal_decided")
    assert subject.endswith("taken")


async def test_what_is_set_aside_needs_a_note_and_stays_on_record(
    office: Office, browser: httpx.Client, tablet: Tablet
) -> None:
    await a_refused_edit(tablet)
    sign_in(browser)
    page = browser.get("/review/refused")
    where, hidden = opened(page, "refused")
    path, _, query = where.partition("?")
    unsaid = browser.post(f"{path}/aside?{query}", data=hidden)
    assert (unsaid.status_code, "เขียนว่าไม่รับเพราะอะไร" in unsaid.text, waiting(office)) == (422, True, 1)
    browser.post(f"{path}/aside?{query}", data=hidden | {"note": "พิมพ์รหัสหมู่บ้านผิด อยู่หมู่เดิม"})
    assert waiting(office) == 0
    with office.database() as database, database.reading() as session:
        logged = session.exec(select(LoggedOperation).where(LoggedOperation.receipt == "refused")).one()
        assert b"99999999" in logged.body
        assert session.exec(select(ReviewMark.note)).one() == "พิมพ์รหัสหมู่บ้านผิด อยู่หมู่เดิม"
    again = browser.post(where, data=hidden)
    assert (again.status_code, "ยังไม่ได้เปลี่ยนอะไร" in again.text) == (409, True)


async def test_work_of_a_revoked_tablet_waits_and_is_taken_in_whole(
    office: Office, browser: httpx.Client, tablet: Tablet, tmp_path: Path
) -> None:
    edits = a_household(members=2)
    await tablet.record(edits)
    await synchronise(tablet)
    other = await a_tablet(office, tmp_path / "other")
    new = a_household(house_no="50", given_name="บัวคำ")
    await tablet.record(new)
    await tablet.record([Edit("person", edits[1].row_id, edits[0].row_id, {"phone": "0812223417"})])
    with office.database() as database, database.writing() as session:
        device = session.get_one(Device, (DISTRICT, tablet.key_file.device_id))
        device.revoked = True
    await synchronise(tablet)
    assert waiting(office) == 2
    sign_in(browser)
    page = browser.get("/review/refused")
    assert "แท็บเล็ตเครื่องนี้ถูกระงับสิทธิ์" in page.text
    while waiting(office):
        where, hidden = opened(page, "refused")
        page = browser.post(where, data=hidden | takes(page))
        assert page.status_code == 200
    await synchronise(other)
    file = await households.open_file(other, new[0].row_id)
    assert [p.given_name for p in file.members] == ["บัวคำ"]
    file = await households.open_file(other, edits[0].row_id)
    assert next(p for p in file.members if p.id == edits[1].row_id).phone == "0812223417"
    await other.close()


async def test_what_the_officer_mended_waits_no_more(office: Office, tablet: Tablet) -> None:
    await a_refused_edit(tablet)
    assert waiting(office) == 1
    (item,) = await attention.items(tablet)
    await attention.mend(tablet, item, {item.operations[0].stamp: {"village_code": VILLAGE}})
    await synchronise(tablet)
    assert waiting(office) == 0
