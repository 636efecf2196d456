"""Keys of agencies' programs on the page: made once seen, revoked, and a guide that anybody can read."""

import re

import httpx
import pytest
from sqlmodel import select

from server.tables import AgencyKey, AuditEntry
from tests.builders import DISTRICT, SUBDISTRICT, Office
from tests.server.console.browsing import mark, sign_in

WANTED = {
    "agency": "โรงพยาบาลพะเยา",
    "purpose": "help",
    "purpose_words": "เยี่ยมผู้ป่วยติดเตียง",
    "area": SUBDISTRICT,
    "days": "90",
    "group_name": "1",
}


@pytest.fixture
def browser(browser: httpx.Client) -> httpx.Client:
    """Signed in."""
    sign_in(browser)
    return browser


def make(browser: httpx.Client, **changes: str) -> httpx.Response:
    fields = {"csrf": mark(browser.get("/hand-on/keys/new")), **WANTED, **changes}
    return browser.post("/hand-on/keys", data=fields)


def token_on(page: httpx.Response) -> str:
    found = re.search(rf"hv_{DISTRICT}_[0-9a-f]{{10}}_[0-9a-f]{{64}}", page.text)
    assert found, page.text
    return found[0]


def test_a_key_is_shown_once_works_and_stops_when_it_is_revoked(browser: httpx.Client, office: Office) -> None:
    token = token_on(make(browser))
    with_key = {"authorization": f"Bearer {token}"}
    assert browser.get("/api/v1/persons", headers=with_key).json()["items"] == []
    listed = browser.get("/hand-on/keys").text
    assert WANTED["agency"] in listed
    assert token not in listed
    lookup = token.split("_")[2]
    asked = browser.get(f"/hand-on/keys/{lookup}/revoke")
    assert "อ่านต่อไม่ได้ทันที" in asked.text
    for _ in range(2):  # two people at once
        assert "ยกเลิกแล้ว" in browser.post(f"/hand-on/keys/{lookup}/revoke", data={"csrf": mark(asked)}).text
    assert browser.get("/api/v1/persons", headers=with_key).json()["code"] == "key_revoked"
    with office.database() as database, database.reading() as session:
        told = session.exec(select(AuditEntry.action, AuditEntry.subject).order_by(AuditEntry.number)).all()
    assert list(told)[1:] == [
        ("agency_key_made", f"{lookup} help {SUBDISTRICT}"),
        ("agency_read", f"{lookup} persons {SUBDISTRICT} n=0"),
        ("agency_key_revoked", f"{lookup} {SUBDISTRICT}"),
    ]
    assert "ระบบของหน่วยงาน" in browser.get("/audit").text


def test_what_is_missing_is_told_at_the_field_and_makes_no_key(browser: httpx.Client, office: Office) -> None:
    answer = make(browser, agency=" ", purpose="")
    assert answer.status_code == 422
    for words in ("กรอกชื่อหน่วยงาน", "เลือกวัตถุประสงค์", WANTED["purpose_words"]):
        assert words in answer.text
    with office.database() as database, database.reading() as session:
        assert session.exec(select(AgencyKey)).all() == []


@pytest.mark.parametrize(("area", "status"), [("570101", 403), ("9999", 404)])
def test_a_key_for_an_area_that_one_may_not_see_is_refused(browser: httpx.Client, area: str, status: int) -> None:
    assert make(browser, area=area).status_code == status


def test_a_key_that_is_not_there_is_told_with_words(browser: httpx.Client) -> None:
    answer = browser.get("/hand-on/keys/0000000000/revoke")
    assert answer.status_code == 404
    assert "ไม่มีกุญแจนี้" in answer.text


def test_the_guide_is_open_to_all_in_both_languages(office: Office) -> None:
    with httpx.Client(base_url=office.url, follow_redirects=True) as anybody:
        page = anybody.get("/hand-on/guide")
        assert page.status_code == 200
        assert f"{office.url}/api/v1/persons?limit=100" in page.text
        assert "target-groups" in page.text
        anybody.get("/language/en")
        assert "Guide for agencies" in anybody.get("/hand-on/guide").text
