"""A household's file: what is stored now, and everything that ever happened, in words."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from sqlmodel import select

from field_app.services.tablet import Tablet
from server.services.people.tablets import short_name
from server.services.proving.audit import Action
from server.tables import AuditEntry
from shared_models.edit import Edit
from shared_models.fiscal_year import thai_day
from tests.builders import Office, a_household, new_id, synchronise
from tests.server.console.browsing import mark, sign_in

NUMBER = "3560100123458"


@pytest.fixture
async def tablet(office: Office, tmp_path: Path) -> AsyncIterator[Tablet]:
    found = await office.tablet(tmp_path / "tablet", officer_id=office.officer(name="อรทัย คำมูล"))
    yield found
    await found.close()


@pytest.fixture
async def home(tablet: Tablet) -> UUID:
    """A household with a member, a problem and a visit."""
    edits = a_household(members=2)
    home, today = edits[0].row_id, thai_day(datetime.now(UTC)).isoformat()
    await tablet.record(edits)
    problem = {"words": "หลังคารั่วหน้าฝน", "found_on": today, "dimension": "living"}
    await tablet.record([Edit("problem", new_id(), home, problem)])
    await synchronise(tablet)
    return home


@pytest.fixture
def browser(browser: httpx.Client) -> httpx.Client:
    """Signed in."""
    sign_in(browser)
    return browser


async def test_the_file_shows_who_lives_there_and_what_is_open(browser: httpx.Client, home: UUID) -> None:
    page = browser.get(f"/households/{home}").text
    assert "บ้านเลขที่ 47/2 นายบุญมี ใจคำ" in page
    assert "สมาชิก 2 คน" in page
    assert "หลังคารั่วหน้าฝน" in page
    assert "ยังไม่มีแผน" in page
    assert "เพิ่มปัญหา" in page
    assert browser.get(f"/households/{new_id()}").status_code == 404
    assert browser.get("/households/no-such").status_code == 422
    for part in ("plans", "help", "welfare", "visits", "facts", "all", "nonsense"):
        assert browser.get(f"/households/{home}", params={"part": part}).status_code == 200


async def test_numbers_are_masked_until_asked_for_which_is_on_record(
    browser: httpx.Client, office: Office, home: UUID
) -> None:
    page = browser.get(f"/households/{home}")
    assert "3-5601-xxxxx-45-8" in page.text
    for path in (f"/households/{home}", f"/households/{home}/history", "/households"):
        assert "00123" not in browser.get(path).text
    full = browser.post(f"/households/{home}/numbers", data={"csrf": mark(page)})
    assert "3-5601-00123-45-8" in full.text
    with office.database() as database, database.reading() as session:
        entries = session.exec(select(AuditEntry.action, AuditEntry.subject).order_by(AuditEntry.number)).all()
    of_home = [action for action, subject in entries if subject == str(home)]
    assert of_home == [Action.HOUSEHOLD_READ, Action.HOUSEHOLD_READ, Action.HOUSEHOLD_READ, Action.NUMBERS_READ]


async def test_the_history_says_who_changed_what_from_what_to_what_on_which_tablet(
    browser: httpx.Client, tablet: Tablet, home: UUID
) -> None:
    for satang in (3_120_000, 2_800_000):
        await tablet.record([Edit("household", home, home, {"income_main_satang": satang})])
    await synchronise(tablet)
    page = browser.get(f"/households/{home}/history").text
    assert "<del>31,200 บาท</del> เป็น <ins>28,000 บาท</ins>" in page
    assert "<del>ไม่ได้กรอก</del> เป็น <ins>31,200 บาท</ins>" in page
    assert f"อรทัย คำมูล, {short_name(tablet.key_file.device_id)}" in page
    assert "นายปู่แสน1" in page or "ปู่แสน1" in page
    narrowed = browser.get(f"/households/{home}/history", params={"entity": "problem"}).text
    assert "<b>1 รายการ</b>" in narrowed
    assert "28,000" not in narrowed


async def test_conflicts_are_marked_in_the_history_and_lead_to_the_review(
    browser: httpx.Client, office: Office, tablet: Tablet, home: UUID, tmp_path: Path
) -> None:
    other = await office.tablet(tmp_path / "other", officer_id=office.officer(name="วิชัย แสนสุข"))
    await synchronise(other)
    for one, satang in ((tablet, 100_000), (other, 200_000)):
        await one.record([Edit("household", home, home, {"income_main_satang": satang})])
        await synchronise(one)
    await other.close()
    page = browser.get(f"/households/{home}").text
    assert "ข้อมูลไม่ตรงกัน 1 เรื่อง" in page
    assert 'href="/review"' in page
    assert "วิชัย แสนสุข" in page


async def test_former_members_stay_in_the_file_and_their_move_in_both_histories(
    browser: httpx.Client, tablet: Tablet, home: UUID
) -> None:
    edits = a_household(house_no="8/1", given_name="ทองดี", citizen_id=None, id_kind="none")
    other, mover = edits[0].row_id, a_household()[1]
    who = Edit("person", new_id(), home, {**mover.changes, "given_name": "เที่ยง", "citizen_id": None, "id_kind": "none"})
    await tablet.record(edits)
    await tablet.record([who])
    await synchronise(tablet)
    await tablet.record([Edit("person", who.row_id, home, {"household_id": str(other)})])
    await synchronise(tablet)
    page = browser.get(f"/households/{home}").text
    assert "เคยเป็นสมาชิก 1 คน" in page
    assert "เที่ยง" in page
    for one in (home, other):
        history = browser.get(f"/households/{one}/history").text
        assert "แก้สมาชิก นายเที่ยง" in history
        assert "ครัวเรือน <del>บ้านเลขที่ 47/2</del> เป็น <ins>บ้านเลขที่ 8/1</ins>" in history
