"""Pivots kept under a name: who sees, renames and removes them."""

import html
import re
from collections.abc import Iterator

import httpx
import pytest

from server.services.reporting.saved_pivots import MOST
from shared_models.officer import Role
from tests.builders import SUBDISTRICT, Office
from tests.server.console.browsing import an_account, mark, sign_in
from tests.server.console.test_audit import on_record

NAME = "ปู่ย่าฝั้นฝ้าย ตำบลละกี่คน"
QUERY = "count=person&rows=village"


@pytest.fixture
def officer(office: Office) -> Iterator[httpx.Client]:
    """A browser of an officer of one subdistrict."""
    an_account(office, Role.OFFICER, SUBDISTRICT)
    with httpx.Client(base_url=office.url, follow_redirects=True, timeout=60) as found:
        sign_in(found, Role.OFFICER.value)
        yield found


def keep(browser: httpx.Client, name: str = NAME, **fields: str) -> httpx.Response:
    csrf = mark(browser.get("/reports/pivot", params=QUERY))
    return browser.post("/reports/saved", data={"csrf": csrf, "query": QUERY, "name": name, **fields})


def ids(browser: httpx.Client) -> list[str]:
    return re.findall(r'action="/reports/saved/([^"/]+)"', browser.get("/reports/saved").text)


def test_a_kept_table_opens_again_and_a_second_of_the_name_takes_its_place(browser: httpx.Client) -> None:
    sign_in(browser)
    assert "ยังไม่มีตารางที่เก็บไว้" in browser.get("/reports/saved").text
    page = keep(browser)
    assert page.url.path == "/reports/pivot"
    link = re.search(rf'href="([^"]+)">{NAME}<', page.text)
    assert link
    assert "จำนวนคน แยกหมู่บ้าน" in browser.get(html.unescape(link[1])).text
    keep(browser, f" {NAME}  ", query="count=problem")
    listed = browser.get("/reports/saved").text
    assert listed.count(f">{NAME}</a>") == 1
    assert "count=problem" in listed


def test_others_see_what_is_shared_with_their_own_area_and_change_nothing(
    browser: httpx.Client, officer: httpx.Client, office: Office
) -> None:
    sign_in(browser)
    keep(browser, "ของหัวหน้าคนเดียว")
    keep(browser, shared="1")
    own, shared = ids(browser)
    listed = officer.get("/reports/saved").text
    assert NAME in listed
    assert "ของหัวหน้าคนเดียว" not in listed
    opened = officer.get(html.unescape(re.search(rf'href="([^"]+)">{NAME}<', listed)[1]))  # type: ignore[index]
    assert opened.status_code == 200
    assert "area=" not in str(opened.url)
    form = {"csrf": mark(opened), "name": "ชื่อใหม่"}
    statuses = {
        officer.post(f"/reports/saved/{each}{end}", data=form).status_code
        for each in (own, shared)
        for end in ("", "/remove")
    }
    assert statuses == {403, 404}
    keep(officer, "ของเจ้าหน้าที่", shared="1")
    [theirs] = ids(officer)
    form = {"csrf": mark(browser.get("/reports/saved")), "name": "ตั้งใหม่", "shared": "1"}
    assert "ตั้งใหม่" in browser.post(f"/reports/saved/{theirs}", data=form).text, "a supervisor may"
    assert [action for action, _ in on_record(office) if action.startswith("pivot")] == ["pivot_kept"] * 4


def test_who_removes_second_is_told(browser: httpx.Client, office: Office) -> None:
    sign_in(browser)
    keep(browser)
    [pivot_id] = ids(browser)
    form = {"csrf": mark(browser.get("/reports/saved"))}
    assert browser.post(f"/reports/saved/{pivot_id}/remove", data=form).status_code == 200
    again = browser.post(f"/reports/saved/{pivot_id}/remove", data=form)
    assert (again.status_code, "ไม่มีตารางนี้แล้ว" in again.text) == (404, True)
    assert on_record(office)[-1] == ("pivot_removed", f"pivot-{pivot_id.replace('-', '')[-8:]}")
    assert NAME not in str(on_record(office))


def test_a_name_that_will_not_do_comes_back_with_what_was_entered(browser: httpx.Client) -> None:
    sign_in(browser)
    for name, words in ((" ", "กรอกช่องนี้ก่อนบันทึก"), ("ก" * 81, "ยาวเกิน 80 ตัวอักษร")):
        page = keep(browser, name, shared="1")
        assert page.status_code == 422
        assert words in page.text
        assert "count=person&amp;rows=village" in page.text
        assert 'value="1" checked' in page.text
    assert browser.post("/reports/saved", data={"csrf": mark(page), "query": "count=x", "name": "ก"}).status_code == 422


def test_an_officer_keeps_a_limited_number(browser: httpx.Client) -> None:
    sign_in(browser)
    csrf = mark(browser.get("/reports/pivot"))
    for number in range(MOST):
        browser.post("/reports/saved", data={"csrf": csrf, "query": "", "name": str(number)}, follow_redirects=False)
    told = browser.post("/reports/saved", data={"csrf": csrf, "query": "", "name": "อีกหนึ่ง"})
    assert f"ไม่เกิน {MOST} ตาราง" in told.text
