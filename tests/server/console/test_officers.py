"""Officers in the console: changed, given an account, revoked and back; and one's own password."""

import re
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest

from field_app.config import Settings
from field_app.services import exchange, recovery
from server import security
from server.services.people import officers
from server.tables import District, EnrolmentCode, OfficerAccount
from shared_models.officer import Role
from tests.builders import DISTRICT, OTHER_SUBDISTRICT, PASSWORD, SUBDISTRICT, Office, a_household, synchronise
from tests.server.console.browsing import USERNAME, an_account, mark, sign_in
from tests.server.console.test_audit import on_record

OWN = "รหัสของฉันเองยาวพอ"


def account(office: Office, officer_id) -> OfficerAccount:
    with office.database() as database, database.reading() as session:
        found = officers.find(session, officer_id)
        session.expunge(found)
        return found


def test_an_officer_gets_another_name_role_and_area_and_keeps_the_old_area_on_record(
    browser: httpx.Client, office: Office
) -> None:
    csrf, officer_id = mark(sign_in(browser)), office.officer()
    fields = {"csrf": csrf, "name": " คำปัน ใจคำ ", "role": "mentor", "area": OTHER_SUBDISTRICT}
    changed = browser.post(f"/officers/{officer_id}", data=fields)
    assert "คำปัน ใจคำ" in changed.text
    found = account(office, officer_id)
    assert (found.name, found.role) == ("คำปัน ใจคำ", Role.MENTOR)
    with office.database() as database, database.reading() as session:
        held = officers.held_areas(session, DISTRICT, officer_id)
    assert (held.ever, held.now) == ([SUBDISTRICT, OTHER_SUBDISTRICT], [OTHER_SUBDISTRICT])
    assert ("officer_changed", f"{officer_id} mentor {OTHER_SUBDISTRICT}") in on_record(office)
    again = browser.post(f"/officers/{officer_id}", data={**fields, "name": "คำปัน", "area": ""})
    assert again.status_code == 200
    with office.database() as database, database.reading() as session:
        assert officers.held_areas(session, DISTRICT, officer_id).now == [OTHER_SUBDISTRICT]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"name": " "}, 422),
        ({"name": "ก" * 201}, 422),
        ({"role": "administrator"}, 403),
        ({"role": "king"}, 403),
        ({"area": "570101"}, 403),
    ],
)
def test_a_change_that_may_not_be_changes_nothing(
    browser: httpx.Client, office: Office, changes: dict[str, str], status: int
) -> None:
    csrf, officer_id = mark(sign_in(browser)), office.officer()
    fields = {"csrf": csrf, "name": "คำปัน", "role": "mentor", "area": "", **changes}
    assert browser.post(f"/officers/{officer_id}", data=fields).status_code == status
    assert account(office, officer_id).name == "อรทัย คำมูล"
    assert account(office, officer_id).role == Role.OFFICER


def test_nobody_touches_an_administrator_but_one_and_nobody_revokes_themselves(
    browser: httpx.Client, office: Office
) -> None:
    administrator = office.officer(DISTRICT, role=Role.ADMINISTRATOR)
    own = an_account(office, Role.DISTRICT_SUPERVISOR)
    csrf = mark(sign_in(browser, Role.DISTRICT_SUPERVISOR.value))
    for officer_id in (administrator, own):
        for deed in ("revoke", "restore", "account", "sessions"):
            fields = {"csrf": csrf, "username": "taken-over"}
            assert browser.post(f"/officers/{officer_id}/{deed}", data=fields).status_code == 403, deed
    demoted = {"csrf": csrf, "name": "ตัวเอง", "role": "officer", "area": ""}
    assert browser.post(f"/officers/{own}", data=demoted).status_code == 403
    assert browser.post(f"/officers/{administrator}", data=demoted).status_code == 403


def test_a_first_password_is_shown_once_and_opens_nothing_before_it_is_changed(
    browser: httpx.Client, office: Office
) -> None:
    officer_id = office.officer(DISTRICT, role=Role.DISTRICT_SUPERVISOR)
    csrf = mark(sign_in(browser))
    given = browser.post(f"/officers/{officer_id}/account", data={"csrf": csrf, "username": " Orathai "})
    found = re.search(r'class="code">([^<]+)<', given.text)
    assert found
    first = found[1]
    assert first not in browser.get(f"/officers/{officer_id}").text
    browser.cookies.clear()
    due = sign_in(browser, "orathai", first)
    assert (due.url.path, "รหัสผ่านนี้มีคนอื่นรู้" in due.text) == ("/account", True)
    assert browser.get("/tablets").url.path == "/account"
    fields = {"csrf": mark(due), "old_password": first}
    for new, why in ((first, "เหมือนเดิม"), ("สั้น", "อย่างน้อย 10 ตัว")):
        refused = browser.post("/account", data={**fields, "new_password": new})
        assert (refused.status_code, why in refused.text) == (422, True)
    changed = browser.post("/account", data={**fields, "new_password": OWN})
    assert "เปลี่ยนรหัสผ่านแล้ว" in changed.text
    assert browser.get("/tablets").url.path == "/tablets"
    browser.cookies.clear()
    assert sign_in(browser, "orathai", first).status_code == 403
    assert sign_in(browser, "orathai", OWN).url.path == "/"
    done = [action for action, subject in on_record(office)]
    assert "account_given" in done
    assert "sign_in_changed" in done


def test_a_taken_user_name_is_told_at_its_field(browser: httpx.Client, office: Office) -> None:
    csrf, officer_id = mark(sign_in(browser)), office.officer()
    for username, why in ((USERNAME, "มีผู้ใช้ชื่อนี้แล้ว"), ("สอง คำ", "กรอกช่องนี้")):
        refused = browser.post(f"/officers/{officer_id}/account", data={"csrf": csrf, "username": username})
        assert (refused.status_code, why in refused.text) == (422, True)
    assert account(office, officer_id).password is None


def test_a_new_password_ends_the_other_sessions_and_the_recovery_key_goes_along(
    browser: httpx.Client, office: Office
) -> None:
    csrf = mark(sign_in(browser))
    with httpx.Client(base_url=office.url, follow_redirects=True, timeout=60) as elsewhere:
        sign_in(elsewhere)
        wrong = {"csrf": csrf, "old_password": "ผิด", "new_password": OWN}
        assert "รหัสผ่านเดิมไม่ถูกต้อง" in browser.post("/account", data=wrong).text
        browser.post("/account", data={**wrong, "old_password": PASSWORD})
        assert browser.get("/").url.path == "/"
        assert elsewhere.get("/").url.path == "/sign-in"
    with office.database() as database, database.reading() as session:
        district = session.get(District, DISTRICT)
        assert district
        private = security.unwrap(district.recovery_wrapped, OWN)
        assert security.sealing_public(private) == district.recovery_public


def test_a_session_elsewhere_is_shown_and_ended(browser: httpx.Client, office: Office) -> None:
    csrf = mark(sign_in(browser))
    with httpx.Client(base_url=office.url, follow_redirects=True, timeout=60) as elsewhere:
        sign_in(elsewhere)
        page = browser.get("/account").text
        which = re.findall(r'name="which" value="([^"]+)"', page)
        assert len(which) == 1
        browser.post("/account/sessions", data={"csrf": csrf, "which": which[0]})
        assert elsewhere.get("/").url.path == "/sign-in"
    assert browser.get("/").url.path == "/"


async def test_a_revoked_officers_late_work_is_held_and_their_unused_code_ends(
    browser: httpx.Client, office: Office, tmp_path: Path
) -> None:
    officer_id = office.officer()
    tablet = await office.tablet(tmp_path / "tablet", officer_id=officer_id)
    await tablet.record(a_household())
    await synchronise(tablet)
    code = office.code(officer_id)
    csrf = mark(sign_in(browser))
    asked = browser.get(f"/officers/{officer_id}/revoke").text
    assert "งานที่ยังไม่ส่ง ยังส่งมาได้" in asked
    await tablet.record(a_household(house_no="48"))
    told = browser.post(f"/officers/{officer_id}/revoke", data={"csrf": csrf})
    assert "ระงับแล้ว" in told.text
    summary = await synchronise(tablet)
    assert (summary.held, (await exchange.standing(tablet)).households) == (2, 0)
    await tablet.close()
    with office.database() as database, database.reading() as session:
        kept = session.get(EnrolmentCode, code[:4])
        assert kept
        ends = kept.expires_at if kept.expires_at.tzinfo else kept.expires_at.replace(tzinfo=UTC)
        assert ends <= datetime.now(UTC)
    assert browser.post(f"/officers/{officer_id}/code", data={"csrf": csrf}).status_code == 404
    back = browser.post(f"/officers/{officer_id}/restore", data={"csrf": csrf})
    assert "ระงับแล้ว" not in back.text
    assert [action for action, _ in on_record(office)][-2:] == ["officer_revoked", "officer_restored"]


async def test_wrong_passwords_for_a_recovery_code_wait_as_at_sign_in(
    browser: httpx.Client, office: Office, tmp_path: Path
) -> None:
    tablet = await office.tablet(tmp_path / "tablet")
    await synchronise(tablet)
    await tablet.close()
    settings = Settings(data_dir=tmp_path / "tablet", app_version="test")
    challenge = recovery.challenge(settings, tablet.officer.officer_id)
    csrf = mark(sign_in(browser))
    mistyped = {"csrf": csrf, "challenge": "1532 6335 9984", "password": PASSWORD}
    assert "ไม่พบรหัสกู้" in [browser.post("/recovery", data=mistyped).text for _ in range(6)][-1]
    told = [browser.post("/recovery", data={"csrf": csrf, "challenge": challenge, "password": "ผิด"}) for _ in range(6)]
    assert "รหัสผ่านของหัวหน้าศูนย์ไม่ถูกต้อง" in told[0].text
    assert (told[5].status_code, "รออีก 5 นาที" in told[5].text) == (422, True)
    assert "รออีก" in browser.post("/recovery", data={"csrf": csrf, "challenge": challenge, "password": PASSWORD}).text
    browser.cookies.clear()
    assert "รออีก" in sign_in(browser).text, "one count for both"
