"""The targeting meeting of the console: what is listed, what is decided, and that it reaches the tablets as a plan."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from sqlmodel import select

from field_app.services.tablet import Tablet
from server.services import reference
from server.tables import AuditEntry
from shared_models.edit import Edit
from shared_models.fiscal_year import thai_day
from shared_models.officer import Role
from shared_models.plan import DROPPED, Plan
from shared_models.thai_text import thai_digits
from tests.builders import (
    DISTRICT,
    NEXT_VILLAGE,
    OTHER_SUBDISTRICT,
    SUBDISTRICT,
    VILLAGE,
    Office,
    a_household,
    new_id,
    synchronise,
)
from tests.server.console.browsing import an_account, sign_in

ROOF, SCHOOL = "หลังคารั่วเมื่อฝนตก", "หลานออกจากโรงเรียนกลางเทอม"


@dataclass
class District:
    """A tablet and its two households: the first has two problems and a 4ท, the second fails in health alone."""

    tablet: Tablet
    first: UUID
    second: UUID
    roof: UUID
    school: UUID


@pytest.fixture
async def district(office: Office, tmp_path: Path) -> AsyncIterator[District]:
    tablet = await office.tablet(tmp_path / "tablet")
    today = thai_day(datetime.now(UTC)).isoformat()
    one = a_household(
        VILLAGE, "31", title="นาย", given_name="อินถา", family_name="ปู่แก้ว", citizen_id=None, id_kind="none"
    )
    two = a_household(
        NEXT_VILLAGE, "2", title="นาง", given_name="บัวคำ", family_name="ทาแกง", citizen_id=None, id_kind="none"
    )
    home, other = one[0].row_id, two[0].row_id
    roof = Edit("problem", new_id(), home, {"dimension": "living", "words": ROOF, "found_on": "2026-10-05"})
    school = Edit("problem", new_id(), home, {"dimension": "education", "words": SCHOOL, "found_on": "2026-10-06"})
    four_t = {"attitude": "อยากให้หลานได้เรียน", "way_out": "ช่างในหมู่บ้านช่วยแรง 3 วัน", "analysed_on": today}
    fails = {"survey_year": 2569, "health": True, "living": False}
    for action in (
        one,
        two,
        [roof, school],
        [Edit("four_t", new_id(), home, four_t)],
        [Edit("mpi_assessment", new_id(), other, fails)],
    ):
        await tablet.record(action)
    await synchronise(tablet)
    yield District(tablet, home, other, roof.row_id, school.row_id)
    await tablet.close()


def month_end() -> str:
    """Of next month."""
    later = thai_day(datetime.now(UTC)).replace(day=28) + timedelta(days=40)
    return (later.replace(day=1) - timedelta(days=1)).isoformat()


def fields(page: httpx.Response) -> dict[str, str]:
    """What the form holds when nothing is typed."""
    hidden = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', page.text)
    assert hidden
    return dict(hidden)


def typed(
    key: str, remedy: str = "living.house", agency: str = "พมจ.พะเยา", due_on: str | None = None, **others: str
) -> dict[str, str]:
    values = {"remedy": remedy, "agency": agency, "due_on": month_end() if due_on is None else due_on, **others}
    return {f"{name}-{key}": value for name, value in values.items()}


def plans(office: Office) -> list[Plan]:
    with office.database() as database, database.reading() as session:
        found = list(session.exec(select(Plan).where(Plan.district_code == DISTRICT).order_by(Plan.decided_on)))
        session.expunge_all()
        return found


async def test_what_the_meeting_decides_is_a_plan_on_the_tablet(
    browser: httpx.Client, office: Office, district: District
) -> None:
    sign_in(browser)
    page = browser.get("/meeting")
    assert [page.text.index(words) for words in (ROOF, SCHOOL)] == sorted(
        page.text.index(words) for words in (ROOF, SCHOOL)
    )
    assert "ตกลงแล้ว 0 จาก 2 ครัวเรือน" in page.text
    assert "ช่างในหมู่บ้านช่วยแรง 3 วัน" in page.text
    key = f"q{district.roof.hex}"
    answer = browser.post("/meeting", data={**fields(page), **typed(key, words="ก่อนหน้าฝน")})
    assert "บันทึกแล้ว 1 เรื่อง" in answer.text
    assert "ตกลงแล้ว 1 จาก 2 ครัวเรือน" in answer.text
    await synchronise(district.tablet)
    (plan,) = await district.tablet.database.read(lambda session: list(session.exec(select(Plan))))
    assert (plan.remedy, plan.agency, plan.words) == ("living.house", "พมจ.พะเยา", "ก่อนหน้าฝน")
    assert (plan.problem_ids(), plan.due_on) == ({district.roof}, date.fromisoformat(month_end()))
    assert (plan.household_id, plan.decided_on) == (district.first, thai_day(datetime.now(UTC)))
    assert plan.four_t_id is not None
    progress = browser.get("/")
    assert re.search(r"เหลือ 1\b", progress.text)
    with office.database() as database, database.reading() as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "plan_decided")).one()
        assert str(plan.id) in entry.subject
    assert f"แผนช่วยเหลือ {plan.id.hex[-4:].upper()}" in browser.get("/audit").text


async def test_a_wrong_row_is_told_and_no_other_row_loses_anything(
    browser: httpx.Client, office: Office, district: District
) -> None:
    sign_in(browser)
    page = browser.get("/meeting")
    roof, school, home = f"q{district.roof.hex}", f"q{district.school.hex}", f"h{district.second.hex}"
    wrong = typed(school, remedy="", agency="กศน.อำเภอ") | typed(
        home, remedy="health.visit", agency="รพ.สต.แม่ต๋ำ", due_on=""
    )
    answer = browser.post("/meeting", data={**fields(page), **typed(roof), **wrong})
    assert answer.status_code == 422
    assert "บันทึกแล้ว 1 เรื่อง ยังไม่บันทึก 2 เรื่อง" in answer.text
    assert "เลือกเมนูแก้จน หรือเล่าแผนเป็นคำพูด" in answer.text
    assert "กรอกช่องนี้ก่อนบันทึก: กำหนดเสร็จ" in answer.text
    assert 'value="กศน.อำเภอ"' in answer.text
    assert 'value="รพ.สต.แม่ต๋ำ"' in answer.text
    assert 'value="health.visit" selected' in answer.text
    assert len(plans(office)) == 1


async def test_who_decides_second_is_told_by_whom_and_may_keep_or_replace_it(
    browser: httpx.Client, office: Office, district: District
) -> None:
    sign_in(browser)
    key = f"q{district.roof.hex}"
    seen = fields(browser.get("/meeting"))
    browser.post("/meeting", data={**seen, **typed(key)})
    late = browser.post("/meeting", data={**seen, **typed(key, remedy="relief.urgent", agency="อบต.แม่ต๋ำ")})
    assert late.status_code == 422
    assert "หัวหน้าศูนย์ ตกลงเรื่องนี้ไว้แล้วเมื่อ" in late.text
    assert "ใช้ที่ตกลงไว้แล้ว: ซ่อมหรือสร้างบ้านให้มั่นคง · พมจ.พะเยา" in late.text
    assert 'value="อบต.แม่ต๋ำ"' in late.text
    assert [plan.remedy for plan in plans(office)] == ["living.house"]
    again = {**fields(late), **typed(key, remedy="relief.urgent", agency="อบต.แม่ต๋ำ")}
    kept = browser.post("/meeting", data={**again, f"keep-{key}": "1"})
    assert kept.status_code == 200
    assert [plan.remedy for plan in plans(office)] == ["living.house"]
    browser.post("/meeting", data=again)
    assert [plan.remedy for plan in plans(office)] == ["relief.urgent"]


async def test_the_same_form_sent_twice_decides_once(browser: httpx.Client, office: Office, district: District) -> None:
    sign_in(browser)
    sent = {**fields(browser.get("/meeting")), **typed(f"q{district.roof.hex}")}
    for _ in range(2):
        assert browser.post("/meeting", data=sent).status_code == 200
    assert len(plans(office)) == 1


async def test_a_decision_is_changed_with_what_is_typed_elsewhere_kept_and_dropped_with_a_reason(
    browser: httpx.Client, office: Office, district: District
) -> None:
    sign_in(browser)
    roof, school = f"q{district.roof.hex}", f"q{district.school.hex}"
    page = browser.post("/meeting", data={**fields(browser.get("/meeting")), **typed(roof)})
    assert f"remedy-{roof}" not in page.text
    opened = browser.post("/meeting", data={**fields(page), **typed(school, agency="กศน.อำเภอ"), "open": roof})
    assert 'value="พมจ.พะเยา"' in opened.text
    assert 'value="กศน.อำเภอ"' in opened.text
    assert len(plans(office)) == 1
    changed = {**fields(opened), **typed(roof, agency="อบต.แม่ต๋ำ")}
    browser.post("/meeting", data=changed)
    (plan,) = plans(office)
    assert plan.agency == "อบต.แม่ต๋ำ"
    opened = browser.post("/meeting", data={**fields(browser.get("/meeting")), "open": roof})
    browser.post("/meeting", data={**fields(opened), **typed(roof, drop="ซ่อมเองแล้ว")})
    (plan,) = plans(office)
    assert (plan.status, plan.status_reason) == (DROPPED, "ซ่อมเองแล้ว")
    assert f"remedy-{roof}" in browser.get("/meeting").text


async def test_a_problem_that_a_tablet_closed_meanwhile_is_not_decided(
    browser: httpx.Client, office: Office, district: District
) -> None:
    sign_in(browser)
    page = browser.get("/meeting")
    closed = {"status": "resolved", "status_reason": "ญาติซ่อมให้แล้ว"}
    await district.tablet.record([Edit("problem", district.roof, district.first, closed)])
    await synchronise(district.tablet)
    answer = browser.post("/meeting", data={**fields(page), **typed(f"q{district.roof.hex}", agency="พมจ.พะเยา")})
    assert answer.status_code == 422
    assert "ไม่มีอะไรต้องตกลง · ซ่อมหรือสร้างบ้านให้มั่นคง · พมจ.พะเยา" in answer.text
    assert plans(office) == []


async def test_the_agency_with_the_mandate_comes_from_the_catalogue(
    browser: httpx.Client, office: Office, district: District
) -> None:
    with office.database() as database, database.writing() as session:
        text = "code,dimension,name_th,agency\nliving.house,living,ซ่อมบ้าน,พมจ.พะเยา\n"
        reference.edit(session, DISTRICT, "remedies", text, changed_by="test", now=datetime.now(UTC))
    sign_in(browser)
    page = browser.get("/meeting")
    assert '<option value="พมจ.พะเยา">' in page.text
    browser.post("/meeting", data={**fields(page), **typed(f"q{district.roof.hex}", agency="")})
    assert [plan.agency for plan in plans(office)] == ["พมจ.พะเยา"]


async def test_filters_narrow_the_list(browser: httpx.Client, district: District) -> None:
    sign_in(browser)
    found = {
        "": (True, True),
        f"area={SUBDISTRICT}&village={VILLAGE}": (True, False),
        f"area={OTHER_SUBDISTRICT}": (False, False),
        "failed=health": (False, True),
        "group=1": (False, True),
        "plan=with": (False, False),
        "plan=without": (True, True),
        "group=nine&failed=none&plan=maybe&village=1": (True, True),
    }
    assert district.first != district.second
    for query, wanted in found.items():
        page = browser.get(f"/meeting?{query}")
        assert ("อินถา ปู่แก้ว" in page.text, "บัวคำ ทาแกง" in page.text) == wanted, query
        assert ("ไม่มีครัวเรือนที่ตรงกับตัวกรอง" in page.text) == (not any(wanted))
    browser.get("/language/en")
    english = browser.get("/meeting?failed=health")
    assert "0 of 1 households decided" in english.text
    assert "ใบประชุมชี้เป้าครัวเรือน" in browser.get("/meeting/sheet").text


async def test_a_wrong_address_or_row_is_told_in_words_and_changes_nothing(
    browser: httpx.Client, office: Office, district: District
) -> None:
    sign_in(browser)
    for path in ("?area=570101", "?area=x", "?page=0", "?page=99999", "/sheet?area=5"):
        answer = browser.get(f"/meeting{path}")
        assert answer.status_code < 500
        assert "สมุดเยี่ยมบ้าน" in answer.text
    page = browser.get("/meeting")
    assert district.roof.hex in page.text
    for key in ("", "q", "qzz", "x" + "0" * 32, "q" + "0" * 32, "h" + "0" * 32):
        answer = browser.post("/meeting", data={**fields(page), f"seen-{key}": "", **typed(key)})
        assert answer.status_code == 422, key
    assert plans(office) == []


async def test_the_sheet_has_every_household_in_thai_digits_and_is_on_record(
    browser: httpx.Client, office: Office, district: District
) -> None:
    sign_in(browser)
    browser.post("/meeting", data={**fields(browser.get("/meeting")), **typed(f"q{district.roof.hex}")})
    sheet = browser.get(f"/meeting/sheet?area={SUBDISTRICT}")
    body = re.sub(r"<[^>]*>", " ", sheet.text[sheet.text.index("<main") :])
    assert not re.search(r"[0-9]", body)
    for words in ("๓๑ หมู่ ๔", "อินถา ปู่แก้ว", ROOF, SCHOOL, "ช่วยแรง ๓ วัน", "พมจ.พะเยา", "๒ ครัวเรือน", "ประธานที่ประชุม"):
        assert words in body
    assert thai_digits(str(thai_day(datetime.now(UTC)).year + 543)) in body
    with office.database() as database, database.reading() as session:
        entry = session.exec(select(AuditEntry).where(AuditEntry.action == "sheet_printed")).one()
        assert entry.subject == f"{SUBDISTRICT} 2"


def test_only_who_decides_in_the_whole_district_holds_the_meeting(browser: httpx.Client, office: Office) -> None:
    an_account(office, Role.DISTRICT_SUPERVISOR, SUBDISTRICT)
    sign_in(browser, Role.DISTRICT_SUPERVISOR.value)
    assert browser.get("/meeting").status_code == 403
