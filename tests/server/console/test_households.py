"""The list of households: found, narrowed, sorted, and only those of one's own area."""

import re
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from sqlmodel import select

from field_app.services.tablet import Tablet
from server.services.proving.audit import Action
from server.tables import AuditEntry
from shared_models.edit import Edit
from shared_models.fiscal_year import thai_day
from shared_models.officer import Role
from tests.builders import (
    NEXT_VILLAGE,
    OTHER_SUBDISTRICT,
    SUBDISTRICT,
    VILLAGE,
    Office,
    a_household,
    new_id,
    synchronise,
)
from tests.server.console.browsing import an_account, mark, sign_in

pytestmark = pytest.mark.usefixtures("tablet")  # with four households

HOMES = (  # village, house number, given name, family name, ID
    (VILLAGE, "47/2", "น้ำทิพย์", "ใจคำ", "3560100123458"),
    (VILLAGE, "9", "แก้ว", "ปงผา", None),
    (VILLAGE, "10", "เขียว", "ปงผา", None),
    (NEXT_VILLAGE, "3", "กันยา", "ญี่คำ", None),
)


@pytest.fixture
async def tablet(office: Office, tmp_path: Path) -> Iterable[Tablet]:
    """A tablet of the subdistrict that has sent four households."""
    found = await office.tablet(tmp_path / "tablet")
    for village, house, given, family, number in HOMES:
        kind = "citizen" if number else "none"
        who = {"given_name": given, "family_name": family, "citizen_id": number, "id_kind": kind}
        await found.record(a_household(village, house, 2, **who))
    await synchronise(found)
    yield found
    await found.close()


@pytest.fixture
def browser(browser: httpx.Client) -> httpx.Client:
    """Signed in."""
    sign_in(browser)
    return browser


def houses(page: httpx.Response) -> list[str]:
    """The house numbers of the list, in its order."""
    assert page.status_code == 200, page.text
    return re.findall(r'<a href="/households/[0-9a-f-]{36}">([^<]+)</a>', page.text)


def ids(page: httpx.Response) -> list[UUID]:
    return [UUID(found) for found in re.findall(r'<a href="/households/([0-9a-f-]{36})">', page.text)]


def find(browser: httpx.Client, text: str = "", **others: str) -> httpx.Response:
    return browser.post("/households", data={"csrf": mark(browser.get("/")), "text": text, **others})


async def test_the_list_goes_by_village_and_number_and_counts(browser: httpx.Client) -> None:
    page = browser.get("/households")
    assert houses(page) == ["9", "10", "47/2", "3"]
    assert ">4 ครัวเรือน</b>" in page.text
    assert "1–4 จาก 4" in page.text
    assert houses(browser.get("/households", params={"sort": "-place"})) == ["3", "47/2", "10", "9"]
    assert 'aria-sort="descending"' in browser.get("/households", params={"sort": "-place"}).text


async def test_heads_are_sorted_as_a_thai_dictionary_does(browser: httpx.Client) -> None:
    page = browser.get("/households", params={"sort": "head"})
    assert houses(page) == ["3", "9", "10", "47/2"], "กันยา แก้ว เขียว น้ำทิพย์: a leading vowel counts after its consonant"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("นํ้าทิพย", ["47/2"]),
        ("น้ำ", ["47/2"]),
        ("ปงผา", ["9", "10"]),
        ("แก้ว ปงผา", ["9"]),
        ("นาย แก้ว", ["9"]),
        ("๔๗/๒", ["47/2"]),
        ("3-5601-00123-45-8", ["47/2"]),
        ("100%", []),
        ("' OR 1=1 --", []),
        ("_", []),
    ],
)
async def test_a_text_finds_names_and_numbers_as_the_tablet_does(
    browser: httpx.Client, tablet: Tablet, text: str, found: list[str]
) -> None:
    from field_app.services import households

    page = find(browser, text)
    assert houses(page) == found
    on_tablet = await households.find(tablet, text)
    assert [line.household.house_no for line in on_tablet.lines] == found


async def test_the_text_is_in_no_address_and_its_pages_and_sorting_keep_it(browser: httpx.Client) -> None:
    page = find(browser, "ปงผา", sort="-place")
    assert str(page.url).endswith("/households")
    assert houses(page) == ["10", "9"]
    assert not re.search(r'href="[^"]*(?:text|%E0%B8)', page.text)
    assert 'value="ปงผา"' in page.text
    assert houses(find(browser, "ปงผา", drop="text")) == ["9", "10", "47/2", "3"]


async def test_filters_are_in_the_address_and_come_off_one_by_one(browser: httpx.Client) -> None:
    page = find(browser, "", area=SUBDISTRICT, village=NEXT_VILLAGE, visited="no")
    assert dict(page.url.params) == {"area": SUBDISTRICT, "village": NEXT_VILLAGE, "visited": "no"}
    assert houses(page) == ["3"]
    assert houses(find(browser, "", area=SUBDISTRICT, village=NEXT_VILLAGE, drop="village")) == ["9", "10", "47/2", "3"]
    empty = browser.get("/households", params={"visited": "yes"})
    assert houses(empty) == []
    assert "ไม่มีครัวเรือนที่ตรงกับตัวกรอง" in empty.text
    for nonsense in (
        {"area": "x"},
        {"village": "99"},
        {"officer": "ก"},
        {"task": "king"},
        {"page": "-3"},
        {"sort": "x"},
    ):
        assert houses(browser.get("/households", params=nonsense)) == ["9", "10", "47/2", "3"]


async def test_what_a_tablet_sends_is_in_the_list_with_the_next_look(browser: httpx.Client, tablet: Tablet) -> None:
    assert houses(browser.get("/households", params={"task": "open_problem"})) == []
    (home,) = ids(find(browser, "ปงผา แก้ว"))
    today, now = thai_day(datetime.now(UTC)).isoformat(), datetime.now(UTC).isoformat()
    officer = str(tablet.officer.officer_id)
    visit = {"officer_id": officer, "started_at": now, "finished_at": now, "result": "met"}
    await tablet.record([Edit("visit", new_id(), home, visit)])
    await tablet.record([Edit("problem", new_id(), home, {"words": "หลังคารั่ว", "found_on": today})])
    await tablet.record([Edit("mpi_assessment", new_id(), home, {"survey_year": 2568, "living": True})])
    await tablet.record([Edit("four_t", new_id(), home, {"way_out": "ซ่อมหลังคา", "analysed_on": today})])
    await tablet.record([Edit("plan", new_id(), home, {"words": "ซ่อมหลังคา", "decided_on": today})])
    await synchronise(tablet)
    for asked in ({"task": "open_problem"}, {"visited": "yes"}, {"failed": "living"}, {"task": "planned"}):
        assert houses(browser.get("/households", params=asked)) == ["9"], asked
    for asked in ({"task": "no_plan"}, {"visited": "no"}, {"task": "no_analysis"}):
        assert houses(browser.get("/households", params=asked)) == ["10", "47/2", "3"], asked
    await tablet.record([Edit("household", home, home, {"village_code": NEXT_VILLAGE, "house_no": "88"})])
    await synchronise(tablet)
    assert houses(browser.get("/households", params={"area": SUBDISTRICT, "village": NEXT_VILLAGE})) == ["3", "88"]


async def test_a_person_who_moves_is_found_in_the_new_household_and_no_more_in_the_old(
    browser: httpx.Client, tablet: Tablet
) -> None:
    (old,), (new,) = ids(find(browser, "9")), ids(find(browser, "กันยา"))
    who = a_household()[1]
    added = Edit("person", new_id(), old, {**who.changes, "given_name": "เที่ยง", "citizen_id": None, "id_kind": "none"})
    await tablet.record([added])
    await synchronise(tablet)
    assert houses(find(browser, "เที่ยง")) == ["9"]
    await tablet.record([Edit("person", added.row_id, old, {"household_id": str(new)})])
    await synchronise(tablet)
    assert houses(find(browser, "เที่ยง")) == ["3"]


async def test_who_holds_a_part_of_the_district_sees_that_part_alone(browser: httpx.Client, office: Office) -> None:
    (home,) = ids(find(browser, "กันยา"))
    an_account(office, Role.OFFICER, OTHER_SUBDISTRICT)
    assert sign_in(browser, Role.OFFICER.value).url.path == "/"
    page = browser.get("/households")
    assert houses(page) == []
    csrf = mark(page)
    for sent in ({"text": "กันยา"}, {"area": SUBDISTRICT}, {"area": SUBDISTRICT, "village": NEXT_VILLAGE}):
        assert houses(browser.post("/households", data={"csrf": csrf, **sent})) == []
    for path in (f"/households/{home}", f"/households/{home}/history"):
        refused = browser.get(path)
        assert (refused.status_code, "กันยา" in refused.text) == (404, False)
    assert browser.post(f"/households/{home}/numbers", data={"csrf": csrf}).status_code == 404


async def test_looking_is_on_record_by_area_and_without_the_text(browser: httpx.Client, office: Office) -> None:
    find(browser, "น้ำทิพย์")
    browser.get("/households", params={"area": SUBDISTRICT})
    with office.database() as database, database.reading() as session:
        searched = AuditEntry.action == Action.HOUSEHOLDS_SEARCHED.value
        subjects = session.exec(select(AuditEntry.subject).where(searched)).all()
    assert subjects == ["5601", SUBDISTRICT]


async def test_fifty_are_on_a_page(browser: httpx.Client, tablet: Tablet) -> None:
    for number in range(48):
        await tablet.record(a_household(VILLAGE, f"200/{number}", 1, given_name="คำ"))
    await synchronise(tablet)
    page = browser.get("/households")
    assert len(houses(page)) == 50
    assert "1–50 จาก 52" in page.text
    assert len(houses(browser.get("/households", params={"page": 2}))) == 2
    assert houses(browser.get("/households", params={"page": 9})) == []


async def test_the_pages_speak_english(browser: httpx.Client) -> None:
    browser.get("/language/en")
    page = browser.get("/households", params={"visited": "no"})
    assert "4 households" in page.text
    assert "Not visited this year" in page.text
    (home, *_) = ids(page)
    assert "Members: 2" in browser.get(f"/households/{home}").text
    assert "added Person" in browser.get(f"/households/{home}/history").text


async def test_a_name_that_is_a_script_is_shown_as_letters(browser: httpx.Client, tablet: Tablet) -> None:
    """In the list, the file, its history, and the audit log of who read it."""
    hostile = '<img src=x onerror=alert(1)>"'
    await tablet.record(a_household(VILLAGE, "<b>66</b>", 2, given_name=hostile, family_name="{{7*7}}"))
    await synchronise(tablet)
    listed = find(browser)
    (home,) = [found for found, house in zip(ids(listed), houses(listed), strict=True) if "66" in house]
    for page in (listed, browser.get(f"/households/{home}"), browser.get(f"/households/{home}?part=all")):
        assert page.status_code == 200
        assert "&lt;b&gt;66" in page.text
        assert "<img src=x" not in page.text
        assert "<b>66" not in page.text
    assert "{{7*7}}" in browser.get(f"/households/{home}").text
    assert hostile not in browser.get("/audit").text
