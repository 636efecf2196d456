"""Signing in to the office's pages over HTTP: who gets in, for how long, and what a page gives away."""

import html
import re
from datetime import UTC, datetime, timedelta

import httpx
import pytest
from sqlmodel import select

from server.services.people import console_sessions, officers
from server.services.people.console_sessions import IDLE, LONGEST
from server.services.people.password_tries import FREE
from server.tables import ConsoleSession, OfficerAccount, SignInTry
from shared_models.officer import Role
from tests.builders import PASSWORD, SUBDISTRICT, Office
from tests.server.console.browsing import USERNAME, an_account, mark, sign_in

PAGES = ("/", f"/progress/{SUBDISTRICT}", "/reports/mpi", "/audit", "/tablets", "/officers", "/codes/ABCD")


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_shown_before_signing_in_and_then_the_page_that_was_asked_for(
    browser: httpx.Client, path: str
) -> None:
    asked = browser.get(path)
    assert asked.url.path == "/sign-in"
    assert "สมุดเยี่ยมบ้าน" in asked.text
    assert "หัวหน้าศูนย์" not in asked.text
    opened = sign_in(browser, next=path)
    assert (opened.status_code, opened.url.path) == (200, path)
    assert opened.headers["cache-control"] == "no-store"
    assert "default-src 'none'" in opened.headers["content-security-policy"]


def test_names_are_taken_as_typed_on_any_keyboard(browser: httpx.Client) -> None:
    assert sign_in(browser, f" {USERNAME.upper()} ").url.path == "/"


@pytest.mark.parametrize("where", ["//office.example/", "https://office.example/", "/\\office.example", "javascript:x"])
def test_signing_in_leads_to_no_other_server(browser: httpx.Client, where: str) -> None:
    assert sign_in(browser, next=where).url.host == "127.0.0.1"
    assert browser.get("/language/en", params={"back": where}).url.host == "127.0.0.1"


@pytest.mark.parametrize("username", [USERNAME, "ไม่มีคนนี้"])
def test_wrong_passwords_wait_in_the_end_and_an_unknown_name_reads_the_same(
    browser: httpx.Client, username: str
) -> None:
    told = [sign_in(browser, username, "ผิด") for _ in range(FREE)]
    assert [page.status_code for page in told] == [403] * FREE
    for page, left in zip(told, (4, 3, 2, 1, 0), strict=True):
        assert f"ลองได้อีก {left} ครั้ง" in page.text
    locked = sign_in(browser, username)
    assert (locked.status_code, "รออีก 5 นาที" in locked.text) == (403, True)
    assert "traceback" not in locked.text.lower()
    assert "รออีก" not in sign_in(browser, "อีกคน", "ผิด").text


def test_the_right_password_sets_the_tries_back(browser: httpx.Client, office: Office) -> None:
    sign_in(browser, password="ผิด")
    sign_in(browser)
    with office.database() as database, database.reading() as session:
        assert session.exec(select(SignInTry)).all() == []
    assert "ลองได้อีก 4 ครั้ง" in sign_in(browser, password="ผิด").text


def test_the_cookie_is_for_this_server_and_no_script(browser: httpx.Client) -> None:
    answer = browser.post("/sign-in", data={"username": USERNAME, "password": PASSWORD}, follow_redirects=False)
    cookie = answer.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=lax" in cookie
    assert "; secure" not in cookie, "plain http on this machine"


@pytest.mark.parametrize(("column", "span"), [("seen_ms", IDLE), ("began_ms", LONGEST)])
def test_a_session_ends_by_itself(browser: httpx.Client, office: Office, column: str, span: timedelta) -> None:
    sign_in(browser)
    past = int((datetime.now(UTC) - span).timestamp() * 1000) - 1000
    with office.database() as database, database.writing() as session:
        for kept in session.exec(select(ConsoleSession)):
            setattr(kept, column, past)
    assert browser.get("/").url.path == "/sign-in"


def test_signing_out_a_new_password_and_revoking_end_a_session(browser: httpx.Client, office: Office) -> None:
    officer_id = an_account(office, Role.DISTRICT_SUPERVISOR)
    name = Role.DISTRICT_SUPERVISOR.value
    page = sign_in(browser, name)
    assert browser.post("/sign-out", data={"csrf": mark(page)}).url.path == "/sign-in"
    assert browser.get("/").url.path == "/sign-in"
    sign_in(browser, name)
    an_account_again = "อีกรหัสหนึ่งที่ยาวพอ"
    with office.database() as database, database.writing() as session:
        console_sessions.give_account(session, officer_id, username=name, password=an_account_again)
    assert browser.get("/").url.path == "/sign-in"
    assert sign_in(browser, name, an_account_again).url.path == "/"
    with office.database() as database, database.writing() as session:
        officers.find(session, officer_id).revoked = True
    assert browser.get("/").url.path == "/sign-in"
    assert sign_in(browser, name, an_account_again).status_code == 403


def test_signing_in_again_in_the_same_browser_ends_the_session_before(browser: httpx.Client) -> None:
    sign_in(browser)
    before = dict(browser.cookies)
    assert sign_in(browser).url.path == "/"
    browser.cookies = httpx.Cookies(before)
    assert browser.get("/").url.path == "/sign-in"


@pytest.mark.parametrize("path", ["/officers", "/recovery", "/sign-out"])
def test_a_form_of_another_page_changes_nothing(browser: httpx.Client, office: Office, path: str) -> None:
    sign_in(browser)
    for fields in ({}, {"csrf": "ก" * 43}, {"csrf": mark(browser.get("/"))[:-1]}):
        refused = browser.post(path, data={"name": "คำปัน ใจคำ", "role": "officer", "area": SUBDISTRICT, **fields})
        assert refused.status_code == 403
        assert "ไม่ได้มาจากระบบนี้" in refused.text
    with office.database() as database, database.reading() as session:
        assert len(session.exec(select(OfficerAccount)).all()) == 1
    assert browser.get("/").url.path == "/"


def test_a_part_of_a_page_sends_the_whole_browser_to_sign_in(browser: httpx.Client) -> None:
    answer = browser.get("/codes/ABCD", headers={"hx-request": "true"})
    assert (answer.status_code, answer.headers["hx-redirect"]) == (204, "/sign-in")


def test_an_administrator_begins_with_the_tablets_and_sees_no_households(browser: httpx.Client, office: Office) -> None:
    an_account(office, Role.ADMINISTRATOR)
    page = sign_in(browser, Role.ADMINISTRATOR.value)
    assert page.url.path == "/tablets"
    assert 'href="/reports"' not in page.text
    assert "ลืมรหัสเปิดเครื่อง" not in page.text, "recovery is the supervisor's"


def test_a_page_that_was_asked_for_with_choices_is_shown_with_them(browser: httpx.Client) -> None:
    asked = browser.get("/reports/mpi", params={"area": SUBDISTRICT, "year": 2569})
    where = re.search(r'name="next" value="([^"]+)"', asked.text)
    assert where
    shown = sign_in(browser, next=html.unescape(where[1]))
    assert dict(shown.url.params) == {"area": SUBDISTRICT, "year": "2569"}


@pytest.mark.parametrize("changes", [{"role": "king"}, {"name": "\0\0"}, {"name": ""}, {"area": ""}, {"area": "ก"}])
def test_a_form_with_nonsense_adds_nobody(browser: httpx.Client, office: Office, changes: dict[str, str]) -> None:
    csrf = mark(sign_in(browser))
    fields = {"csrf": csrf, "name": "คำปัน ใจคำ", "role": "officer", "area": SUBDISTRICT, **changes}
    assert browser.post("/officers", data=fields).status_code in (403, 422)
    with office.database() as database, database.reading() as session:
        assert len(session.exec(select(OfficerAccount)).all()) == 1


def test_another_district_is_out_of_reach(browser: httpx.Client) -> None:
    csrf = mark(sign_in(browser))
    assert browser.get("/progress/570101").status_code == 404
    fields = {"csrf": csrf, "name": "คำปัน", "role": "officer", "area": "570101"}
    assert browser.post("/officers", data=fields).status_code == 403
    assert browser.post("/officers", data={**fields, "area": SUBDISTRICT, "role": "administrator"}).status_code == 403
