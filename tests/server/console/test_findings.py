"""Findings in the office: mended by the edit a supervisor chooses, closed as looked at, or left to the officers."""

import html
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from sqlmodel import select

from field_app.services import households
from field_app.services.tablet import Tablet
from shared_models.edit import Edit
from shared_models.finding import Finding
from shared_models.person import Person
from tests.builders import NEXT_VILLAGE, Office, a_household, new_id, synchronise
from tests.server.console.browsing import mark, sign_in
from tests.server.console.casework import a_tablet, on_record, opened


@pytest.fixture
async def tablet(office: Office, tmp_path: Path) -> AsyncIterator[Tablet]:
    found = await a_tablet(office, tmp_path / "tablet")
    yield found
    await found.close()


def open_rules(office: Office) -> dict[str, UUID]:
    with office.database() as database, database.reading() as session:
        return {one.rule: one.row_id for one in session.exec(select(Finding)) if one.status == "open"}


async def send(tablet: Tablet, *edits: Edit) -> None:
    await tablet.record(list(edits))
    await synchronise(tablet)


def of(person: Edit, **changes: object) -> Edit:
    return Edit("person", person.row_id, person.household_id, changes)  # type: ignore[arg-type]


async def test_a_second_head_is_mended_by_the_edit_that_was_chosen_and_the_tablet_gets_it(
    office: Office, browser: httpx.Client, tablet: Tablet
) -> None:
    edits = a_household(members=3)
    await send(tablet, *edits)
    await send(tablet, of(edits[2], relation="head"))
    sign_in(browser)
    page = browser.get("/review")
    assert page.url.path == "/review/findings"
    text = html.unescape(page.text)
    assert "มีคนเป็นหัวหน้าเกินหนึ่งคน" in text
    assert "ปู่แสน1 ใจคำ: ความสัมพันธ์กับหัวหน้าครัวเรือน เป็น ไม่ได้กรอก" in text, "what it changes is said"
    where, hidden = opened(page, "findings")
    assert browser.post(where, data=hidden).status_code == 422
    done = browser.post(where, data=hidden | {"way": "relation"})
    assert "จัดการข้อสังเกตแล้ว" in done.text
    assert open_rules(office) == {}
    await synchronise(tablet)
    file = await households.open_file(tablet, edits[0].row_id)
    assert next(p for p in file.members if p.id == edits[2].row_id).relation is None
    (subject,) = on_record(office, "finding_closed")
    assert subject.endswith("second_head relation")


async def test_a_head_is_chosen_for_a_house_whose_head_died(
    office: Office, browser: httpx.Client, tablet: Tablet
) -> None:
    edits = a_household(members=3)
    await send(tablet, *edits)
    await send(tablet, of(edits[1], life_state="deceased"))
    sign_in(browser)
    where, hidden = opened(browser.get("/review/findings"), "findings")
    browser.post(where, data=hidden | {"way": f"head-{edits[3].row_id}"})
    assert open_rules(office) == {}
    await synchronise(tablet)
    file = await households.open_file(tablet, edits[0].row_id)
    assert file.household.head_id == edits[3].row_id
    relations = {p.id: p.relation for p in file.members}
    assert (relations[edits[3].row_id], relations[edits[2].row_id]) == ("head", "sibling")


async def test_what_was_accepted_stays_closed_until_the_rows_say_something_else(
    office: Office, browser: httpx.Client, tablet: Tablet
) -> None:
    edits = a_household(members=2)
    await send(tablet, *edits)
    await send(tablet, of(edits[2], birth="2440", relation="lodger"))
    assert open_rules(office) == {"too_old": edits[2].row_id}
    sign_in(browser)
    where, hidden = opened(browser.get("/review/findings"), "findings")
    unsaid = browser.post(where, data=hidden | {"way": "accept"})
    assert unsaid.status_code == 409
    assert open_rules(office), "closing without an edit needs a word"
    browser.post(where, data=hidden | {"way": "accept", "note": "เห็นทะเบียนบ้านแล้ว อายุ 126 ปี"})
    assert open_rules(office) == {}
    await send(tablet, of(edits[1], relation="head", birth="2487"))
    assert open_rules(office) == {}, "another edit of the house does not open it again"
    await synchronise(tablet)
    await send(tablet, of(edits[2], birth="2439"))
    assert open_rules(office) == {"too_old": edits[2].row_id}


async def test_the_same_number_twice_leads_to_the_two_entries_side_by_side(
    browser: httpx.Client, tablet: Tablet
) -> None:
    await send(tablet, *a_household())
    await send(tablet, *a_household(NEXT_VILLAGE, house_no="8"))
    sign_in(browser)
    where, hidden = opened(browser.get("/review/findings"), "findings")
    pair = browser.post(where, data=hidden | {"way": "compare"})
    assert pair.url.path == "/review/duplicates"
    assert "อาจเป็นคนเดียวกัน: นายบุญมี ใจคำ" in html.unescape(pair.text)


async def test_two_supervisors_closing_one_finding_are_told_of_each_other(
    office: Office, browser: httpx.Client, tablet: Tablet
) -> None:
    edits = a_household(members=2)
    await send(tablet, *edits)
    await send(tablet, of(edits[2], relation="head"))
    sign_in(browser)
    where, hidden = opened(browser.get("/review/findings"), "findings")
    browser.post(where, data=hidden | {"way": "relation"})
    told = browser.post(where, data=hidden | {"way": f"head-{edits[2].row_id}"})
    assert (told.status_code, "ยังไม่ได้เปลี่ยนอะไร" in told.text) == (409, True)
    with office.database() as database, database.reading() as session:
        assert session.exec(select(Person.relation).where(Person.id == edits[1].row_id)).one() == "head"


async def test_a_finding_left_to_the_officers_is_listed_apart(browser: httpx.Client, tablet: Tablet) -> None:
    edits = a_household(members=2)
    await send(tablet, *edits)
    await send(tablet, of(edits[2], relation="head"))
    sign_in(browser)
    where, hidden = opened(browser.get("/review/findings"), "findings")
    path, _, query = where.partition("?")
    done = browser.post(f"{path}/ask?{query}", data=hidden)
    assert "ไม่มีเรื่องรอในคิวนี้" in done.text
    assert "มีคนเป็นหัวหน้าเกินหนึ่งคน" in browser.get("/review/findings?state=asked").text
    gone = browser.post(f"/review/findings/{new_id()}", data={"csrf": mark(done), "way": "accept", "note": "x"})
    assert gone.status_code == 409
