"""The settings of the console: a table is edited in a form or by file, looked at, put in force, and taken back."""

import html
import re
from datetime import UTC, datetime
from pathlib import Path

import httpx
import pytest
from sqlmodel import select

from field_app.services import reference as on_the_tablet
from server.services import reference
from server.services.background import files
from server.tables import AuditEntry
from shared_models.code_lists import code_lists
from shared_models.officer import Role
from shared_models.reference import Reference
from shared_models.retention import Kept
from tests.builders import DISTRICT, Office, synchronise
from tests.server.console.browsing import an_account, sign_in

CALENDAR = "programme_year,step,opens_on,due_on\n2570,check,,2027-03-31\n2570,decide,2026-10-01,2027-05-30\n"


def fields(page: httpx.Response) -> dict[str, str]:
    """What the page's last form with hidden fields holds, as a browser would send it."""
    form = re.split(r'<form[^>]* method="post"', page.text)[-1]
    found = dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))
    for name, value in re.findall(r'<input class="in sm[^"]*" name="([^"]+)" value="([^"]*)"', form):
        found[name] = html.unescape(value)
    for name, inside in re.findall(r'<select class="in sm" name="([^"]+)"[^>]*>(.*?)</select>', form, re.DOTALL):
        chosen = re.search(r'<option value="([^"]*)" selected>', inside)
        found[name] = chosen[1] if chosen else ""
    if text := re.search(r'<textarea name="text" hidden>\n(.*?)</textarea>', form, re.DOTALL):
        found["text"] = html.unescape(text[1])
    return found


def upload(browser: httpx.Client, name: str, text: str | bytes) -> httpx.Response:
    page = browser.get("/settings/table", params={"name": name})
    data = text if isinstance(text, bytes) else text.encode()
    return browser.post("/settings/table/preview", data=fields(page), files={"file": ("table.csv", data, "text/csv")})


def put_in_force(browser: httpx.Client, preview: httpx.Response) -> httpx.Response:
    return browser.post("/settings/table/save", data=fields(preview))


def in_force(office: Office) -> Reference:
    with office.database() as database, database.reading() as session:
        return reference.read(session, DISTRICT)


@pytest.fixture
def browser(browser: httpx.Client) -> httpx.Client:
    """Signed in."""
    sign_in(browser)
    return browser


async def test_dates_set_in_the_form_reach_the_tablet_and_are_on_record(
    browser: httpx.Client, office: Office, tmp_path: Path
) -> None:
    page = browser.get("/settings/table/edit", params={"name": "calendar", "year": 2571})
    sent = fields(page)
    assert sent["6-programme_year"] == "2571"
    for place in range(6, 12):
        sent |= {f"{place}-due_on-d": "๓๐", f"{place}-due_on-m": "9", f"{place}-due_on-y": "๒๕๗๑"}
    preview = browser.post("/settings/table/preview", data=sent)
    assert "30 ก.ย. 2571" in preview.text
    assert "ใช้ตารางนี้ เปลี่ยน 6 แถว" in preview.text
    assert {window.programme_year for window in in_force(office).calendar} == {2566}
    saved = put_in_force(browser, preview)
    assert "ใช้ตารางใหม่แล้ว" in saved.text
    tablet = await office.tablet(tmp_path)
    try:
        await synchronise(tablet)
        calendar = (await on_the_tablet.read(tablet)).calendar
    finally:
        await tablet.close()
    assert [window.due_on.isoformat() for window in calendar if window.programme_year == 2571] == ["2028-09-30"] * 6
    with office.database() as database, database.reading() as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "table_changed")).one()
        assert entry.subject.split() == ["calendar", "1"]


def test_a_wrong_cell_is_named_and_nothing_typed_is_lost(browser: httpx.Client, office: Office) -> None:
    sent = fields(browser.get("/settings/table/edit", params={"name": "remedies"}))
    sent |= {"0-agency": "ศูนย์พัฒนาฝีมือแรงงาน", "16-code": "income.market", "16-agency": "พัฒนาชุมชน"}
    wrong = browser.post("/settings/table/preview", data=sent)
    assert wrong.status_code == 422
    assert "แถวที่ 17 ช่องชื่อ ยังไม่ถูกต้อง" in wrong.text
    assert 'value="ศูนย์พัฒนาฝีมือแรงงาน"' in wrong.text
    sent = fields(wrong) | {"16-name_th": "ตลาดชุมชน"}
    put_in_force(browser, browser.post("/settings/table/preview", data=sent))
    remedies = in_force(office).remedies
    assert remedies["income.market"].name_th == "ตลาดชุมชน"
    assert remedies["income.training"].agency == "ศูนย์พัฒนาฝีมือแรงงาน"
    more = browser.post(
        "/settings/table/preview", data=fields(browser.get("/settings/table/edit?name=remedies")) | {"more": "1"}
    )
    assert int(fields(more)["count"]) == 17 + 5
    gone = fields(browser.get("/settings/table/edit?name=remedies")) | {"gone-0": "1"}
    preview = browser.post("/settings/table/preview", data=gone)
    assert "เปลี่ยน 1 แถว" in preview.text
    back = browser.post("/settings/table/preview", data=fields(preview))
    assert "income.training" not in back.text
    assert "income.tools" in back.text


def test_a_file_is_read_in_any_encoding_and_a_wrong_one_changes_nothing(browser: httpx.Client, office: Office) -> None:
    preview = upload(browser, "villages", "code,name_th\n56010204,บ้านสันกลาง\n".encode("cp874"))
    assert "บ้านสันกลาง" in preview.text
    put_in_force(browser, preview)
    before = in_force(office).version
    for text, words in (
        ("code,name_th\n56010204,บ้านสันกลาง\n99999999,บ้านไกล\n", "บรรทัด 3 ช่อง รหัส"),
        ("code\n56010204\n", "ขาดช่อง name_th"),
        ("", "แฟ้มนี้ไม่มีข้อมูลสักบรรทัด"),
        (b"PK\x03\x04\x00\x00\x00", "อ่านแฟ้มนี้ไม่ได้"),
        ("x" * 600_000, "แฟ้มใหญ่เกินไป"),
    ):
        answer = upload(browser, "villages", text)
        assert answer.status_code == 422
        assert words in answer.text, answer.text[answer.text.index("<h1") :][:800]
    assert in_force(office).version == before
    assert "ไม่มีอะไรเปลี่ยน" in upload(browser, "villages", "code,name_th\n56010204,บ้านสันกลาง\n").text
    csv = browser.get("/settings/table/csv?name=villages")
    assert csv.content.decode("utf-8-sig") == "code,name_th\n56010204,บ้านสันกลาง"


def test_who_is_second_is_told_and_sees_both(browser: httpx.Client, office: Office) -> None:
    mine = upload(browser, "calendar", CALENDAR)
    other = upload(browser, "calendar", CALENDAR.replace("2027-03-31", "2027-02-28"))
    put_in_force(browser, mine)
    second = put_in_force(browser, other)
    assert second.status_code == 409
    assert "หัวหน้าศูนย์ แก้ตารางนี้เมื่อ" in second.text
    assert "31 มี.ค. 2570" in second.text
    assert "28 ก.พ. 2570" in second.text
    assert in_force(office).calendar[0].due_on.isoformat() == "2027-03-31"
    assert put_in_force(browser, second).status_code == 200
    assert in_force(office).calendar[0].due_on.isoformat() == "2027-02-28"


def test_an_earlier_version_and_the_shipped_table_come_back(browser: httpx.Client, office: Office) -> None:
    put_in_force(browser, upload(browser, "calendar", CALENDAR))
    put_in_force(browser, upload(browser, "calendar", CALENDAR.replace("2570", "2572")))
    page = browser.get("/settings/table?name=calendar")
    hidden = {"name": "calendar", "seen": fields(page)["seen"], "csrf": fields(page)["csrf"]}
    put_in_force(browser, browser.post("/settings/table/preview", data=hidden | {"number": "1"}))
    assert {window.programme_year for window in in_force(office).calendar} == {2570}
    hidden["seen"] = fields(browser.get("/settings/table?name=calendar"))["seen"]
    preview = browser.post("/settings/table/preview", data=hidden | {"number": "shipped"})
    saved = put_in_force(browser, preview)
    assert {window.programme_year for window in in_force(office).calendar} == {2566}
    assert saved.text.count("หัวหน้าศูนย์</td>") == 4
    assert "2572" in browser.get("/settings/table/csv?name=calendar&number=2").text
    assert "calendar" not in in_force(office).document["tables"]


def test_an_indicator_set_is_added_for_new_years_and_never_replaced(browser: httpx.Client, office: Office) -> None:
    text = browser.get("/settings/table/csv?name=indicators/2560-2564").content
    hidden = {"csrf": fields(browser.get("/settings/table?name=calendar"))["csrf"], "seen": ""}

    def sent(version: str) -> httpx.Response:
        file = {"file": ("set.csv", text, "text/csv")}
        return browser.post("/settings/table/preview", data=hidden | {"version": version}, files=file)

    assert "เช่น 2565-2569" in sent("ปีหน้า").text
    assert sent("ปีหน้า").status_code == 422
    assert "ชุดตัวชี้วัดนี้มีอยู่แล้ว" in sent("2560-2564").text
    saved = put_in_force(browser, sent("2565-2569"))
    assert "ตัวชี้วัด MPI ชุด 2565-2569" in saved.text
    assert set(in_force(office).indicator_sets) == {"2560-2564", "2565-2569"}
    assert sent("2565-2569").status_code == 422
    assert browser.get("/settings/table/edit?name=indicators/2565-2569").status_code == 422


def test_every_table_reads_and_edits_and_a_wrong_address_is_told(browser: httpx.Client) -> None:
    index = browser.get("/settings")
    assert "หัวหน้าศูนย์" in index.text
    names = re.findall(r'/settings/table\?name=([^"]+)"', index.text)
    assert len(names) == 9
    for name in names:
        assert browser.get(f"/settings/table?name={name}").status_code == 200
        if "indicators" not in name:
            form = browser.get(f"/settings/table/edit?name={name}")
            assert len(form.content) < 100_000
            blank = browser.post("/settings/table/preview", data=fields(form))
            assert "ไม่มีอะไรเปลี่ยน" in blank.text or name == "villages"
    browser.get("/language/en")
    assert "Campaign years and the dates of the six steps" in browser.get("/settings/table?name=calendar").text
    for path in ("?name=passwords", "/csv?name=x", "/edit?name=", "/csv?name=calendar&number=9", "?name=indicators/1"):
        assert browser.get(f"/settings/table{path}").status_code == 404
    wrong = {"csrf": fields(browser.get("/settings/table?name=calendar"))["csrf"], "name": "passwords", "text": "a\n1"}
    assert browser.post("/settings/table/save", data=wrong).status_code == 404
    assert browser.post("/settings/table/preview", data=wrong | {"count": "x", "columns": "a"}).status_code < 500


def test_an_administrator_edits_tables_and_sees_no_household(browser: httpx.Client, office: Office) -> None:
    browser.cookies.clear()
    an_account(office, Role.ADMINISTRATOR)
    sign_in(browser, Role.ADMINISTRATOR.value)
    put_in_force(browser, upload(browser, "calendar", CALENDAR))
    assert {window.programme_year for window in in_force(office).calendar} == {2570}
    assert browser.get("/meeting").status_code == 403


def test_codes_are_looked_up_and_taken_along(browser: httpx.Client) -> None:
    page = browser.get("/settings/codes")
    assert page.status_code == 200
    assert "สมาชิก · เพศ" in page.text
    file = browser.get("/settings/codes/csv")
    assert file.headers["content-type"].startswith("text/csv")
    assert file.content.startswith(b"\xef\xbb\xbf")
    assert "Sex,person.sex,1,ชาย,Male" in file.text
    assert len(file.text.splitlines()) == 1 + sum(len(one.kind) for one in code_lists())


def test_how_long_lists_are_kept_is_set_here(browser: httpx.Client, office: Office) -> None:
    assert "30" in browser.get("/settings/table", params={"name": "retention"}).text
    wrong = upload(browser, "retention", "kept,days\nlist,0\n")
    assert wrong.status_code == 422
    saved = put_in_force(browser, upload(browser, "retention", "kept,days\nlist,3\nhand_on,7\n"))
    assert saved.status_code in {200, 303}
    now = datetime(2026, 11, 1, tzinfo=UTC)
    with office.database() as database:
        until = {kept: files.until_ms(database, DISTRICT, kept, now=now) for kept in Kept}
        assert {kept: ms - int(now.timestamp() * 1000) for kept, ms in until.items()} == {
            Kept.LIST: 3 * 86_400_000,
            Kept.HAND_ON: 7 * 86_400_000,
            Kept.TABLET: 45 * 86_400_000,
            Kept.DRAFT: 90 * 86_400_000,
        }
