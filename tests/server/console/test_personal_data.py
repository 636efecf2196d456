"""A person's own data: everything that is kept, given to the person; and what the person asks of the office."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from field_app.services.tablet import Tablet
from server.services.privacy import subject_requests
from shared_models.edit import Edit
from shared_models.officer import Role
from tests.builders import DISTRICT, OTHER_SUBDISTRICT, Office, a_household, new_id, synchronise
from tests.server.console.browsing import an_account, mark, sign_in
from tests.server.console.casework import a_tablet, on_record
from tests.server.console.test_retention import grandmother
from tests.server.services.test_pdf import bare, read

HERS = ("คำปวน", "วงศ์คำลือ", "0812345671", "ป่วยติดเตียงมานาน", "รถเข็น", "บุญปัน วงศ์คำลือ", "ผู้ให้ข้อมูล", "อรทัย ใจงาม")
OTHERS = ("บุญมี", "3560100123458", "บ้านนี้มีหนี้นอกระบบ")


@pytest.fixture
async def tablet(office: Office, tmp_path: Path) -> AsyncIterator[Tablet]:
    found = await a_tablet(office, tmp_path / "tablet")
    yield found
    await found.close()


@pytest.fixture
async def she(tablet: Tablet) -> Edit:
    """Somebody with a problem, help, and a visit that she told of; her son is the head of the household."""
    household, *members = a_household()
    her = grandmother(household.row_id)
    await tablet.record([household, *members, her])
    of_her = {"person_id": str(her.row_id)}
    ill = {**of_her, "dimension": "health", "words": "ป่วยติดเตียงมานาน", "found_on": "2026-05-01"}
    helped = {**of_her, "item": "รถเข็น", "kind": "goods", "given_on": "2026-06-01"}
    visit = {"officer_id": str(tablet.officer.officer_id), "started_at": "2026-05-01T03:00:00+00:00"}
    visit |= {"informant_id": str(her.row_id), "note": "บ้านนี้มีหนี้นอกระบบ"}
    for entity, values in (("problem", ill), ("assistance", helped), ("visit", visit)):
        await tablet.record([Edit(entity, new_id(), household.row_id, values)])
    await tablet.record([Edit("person", her.row_id, household.row_id, {"phone": "0899999997"})])
    await tablet.record([Edit("person", her.row_id, household.row_id, {"phone": "0812345671"})])
    await synchronise(tablet)
    return her


@pytest.fixture
def browser(browser: httpx.Client) -> httpx.Client:
    sign_in(browser)
    return browser


def where(person: Edit) -> str:
    return f"/personal-data/persons/{person.row_id}"


def file(browser: httpx.Client, person: Edit, kind: str, use: str = "subject_request") -> httpx.Response:
    csrf = mark(browser.get(where(person)))
    return browser.post(f"{where(person)}/file", data={"csrf": csrf, "kind": kind, "use": use})


def on_paper(data: bytes, folder: Path) -> str:
    path = folder / "person.pdf"
    path.write_bytes(data)
    return bare(read("pdftotext", "-raw", path, "-"))


async def test_the_file_of_one_person_has_all_of_theirs_and_nothing_of_others(
    browser: httpx.Client, office: Office, she: Edit, tmp_path: Path
) -> None:
    household = browser.get(f"/households/{she.household_id}")
    assert where(she) in household.text
    shown = file(browser, she, "page").text
    paper = file(browser, she, "pdf")
    program = file(browser, she, "json")
    printed = on_paper(paper.content, tmp_path)
    assert paper.content.startswith(b"%PDF")
    assert "0899999997" in printed
    for text in HERS:
        assert text in shown
        assert bare(text) in printed
    for text in OTHERS:
        assert text not in shown
        assert text not in program.text
        assert bare(text) not in printed
    told = json.loads(program.text)
    assert told["person"]["citizen_id"] == "3560100999990"
    assert [row["words"] for row in told["problem"]] == ["ป่วยติดเตียงมานาน"]
    assert [entry["entity"] for entry in told["history"]] == ["person", "person", "assistance", "problem", "person"]
    assert told["sources"]["phone"]["officer_id"]
    assert she.row_id.hex not in paper.headers["content-disposition"]
    assert on_record(office, "person_file_exported") == [f"person/{she.row_id} subject_request"] * 2
    assert f"person/{she.row_id} subject_request" in on_record(office, "person_file_read")


async def test_what_an_earlier_household_has_of_a_person_is_theirs_and_the_plans_for_others_are_not(
    browser: httpx.Client, tablet: Tablet, she: Edit
) -> None:
    before, (to, *others) = she.household_id, a_household(house_no="52")
    officer = {"officer_id": str(tablet.officer.officer_id)}
    earlier = {**officer, "started_at": "2026-04-02T03:00:00+00:00", "confirmed": str(she.row_id)}
    ill, leak = new_id(), new_id()
    hers = {"person_id": str(she.row_id), "dimension": "health", "words": "หูไม่ได้ยิน", "found_on": "2026-04-02"}
    await tablet.record([Edit("visit", new_id(), before, earlier)])
    await tablet.record([Edit("problem", ill, before, hers)])
    await tablet.record([Edit("problem", leak, before, {"words": "หลังคารั่ว", "found_on": "2026-04-02"})])
    for problem, words in ((ill, "พาไปตรวจหู"), (leak, "ซ่อมหลังคา")):
        plan = {"problems": str(problem), "words": words, "decided_on": "2026-04-20"}
        await tablet.record([Edit("plan", new_id(), before, plan)])
    await tablet.record([to, *others])
    await tablet.record([Edit("person", she.row_id, before, {"household_id": str(to.row_id)})])
    await synchronise(tablet)
    told = json.loads(file(browser, she, "json").text)
    assert {visit["started_at"][:10]: visit["named_as"] for visit in told["visit"]} == {
        "2026-05-01": ["informant"],
        "2026-04-02": ["confirmed"],
    }
    assert [plan["words"] for plan in told["plan"]] == ["พาไปตรวจหู"]
    assert {problem["words"] for problem in told["problem"]} == {"ป่วยติดเตียงมานาน", "หูไม่ได้ยิน"}


async def test_no_file_is_made_without_a_purpose_and_none_of_somebody_elsewhere(
    browser: httpx.Client, office: Office, she: Edit
) -> None:
    assert file(browser, she, "json", use="").status_code == 422
    assert on_record(office, "person_file_exported") == []
    assert browser.get(f"/personal-data/persons/{new_id()}").status_code == 404
    assert OTHER_SUBDISTRICT not in browser.get(where(she)).text
    an_account(office, Role.DISTRICT_SUPERVISOR, OTHER_SUBDISTRICT)
    sign_in(browser, Role.DISTRICT_SUPERVISOR.value)
    assert browser.get(where(she)).status_code == 403


async def test_a_request_is_noted_with_its_due_day_and_answered_once(
    browser: httpx.Client, office: Office, she: Edit
) -> None:
    csrf = mark(browser.get(where(she)))
    asked = {"csrf": csrf, "kind": "access", "asked_by": "เจ้าตัว", "asked_on": "1/11/2569", "words": "ขอสำเนา"}
    for missing in ({"kind": ""}, {"asked_by": " "}, {"asked_on": "เมื่อวาน"}, {"asked_on": "1/11/2599"}):
        again = browser.post(f"{where(she)}/requests", data=asked | missing)
        assert again.status_code == 422
        assert "ขอสำเนา" in again.text
    noted = browser.post(f"{where(she)}/requests", data=asked)
    assert noted.status_code == 200
    queue = browser.get("/personal-data").text
    assert "1 ธ.ค. 2569" in queue  # 30 days later
    with office.database() as database, database.reading() as session:
        (one,) = subject_requests.unanswered(session, DISTRICT)
        page = f"/personal-data/requests/{one.id}"
    assert browser.post(f"{page}/answer", data={"csrf": csrf, "outcome": "done", "answer": ""}).status_code == 422
    told = {"csrf": csrf, "outcome": "done", "answer": "มอบสำเนาแล้ว"}
    assert "มอบสำเนาแล้ว" in browser.post(f"{page}/answer", data=told).text
    assert browser.post(f"{page}/answer", data=told | {"answer": "อีกครั้ง"}).status_code == 409
    assert "มอบสำเนาแล้ว" in browser.get(page).text
    assert "มอบสำเนาแล้ว" in file(browser, she, "page").text
    assert on_record(office, "request_noted") == [f"person/{she.row_id} access"]
    assert on_record(office, "request_answered") == [f"person/{she.row_id} access"]
