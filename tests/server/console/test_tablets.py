"""Tablets in the console: what is known of each, revoking one, and what becomes of the work it still brings."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from sqlmodel import Session, select

from field_app.services import drafts, exchange, recovery, unlock
from field_app.services.drafts import FormDraft
from field_app.services.tablet import Tablet
from field_app.store import lease, state, withdrawal
from field_app.store.errors import Withdrawn
from server.services.people import recovery as codes
from server.services.people.tablets import short_name
from server.tables import Device, DeviceArea, HeldDraft, LoggedOperation
from shared_models.edit import Edit
from shared_models.exchange import ExchangeReply
from shared_models.household import Household
from tests.builders import DISTRICT, PASSWORD, PIN, SUBDISTRICT, Office, a_household, synchronise
from tests.server.console.browsing import mark, sign_in
from tests.server.console.test_audit import on_record

WHY = {"why": "lost", "note": "ลืมไว้บนรถประจำทาง"}


@pytest.fixture
async def tablet(office: Office, tmp_path: Path):
    """One that has brought a household of two and holds its subdistrict."""
    found = await office.tablet(tmp_path / "tablet")
    await found.record(a_household(members=2))
    await synchronise(found)
    yield found
    await found.close()


def id_of(tablet: Tablet) -> UUID:
    return tablet.key_file.device_id


def revoke(browser: httpx.Client, tablet: Tablet, **fields: str) -> httpx.Response:
    csrf = mark(browser.get("/tablets"))
    return browser.post(f"/tablets/{id_of(tablet)}/revoke", data={"csrf": csrf, **WHY, **fields})


def receipts(office: Office) -> dict[str, str]:
    with office.database() as database, database.reading() as session:
        return dict(session.exec(select(LoggedOperation.entity, LoggedOperation.receipt)).all())


async def test_before_a_tablet_is_revoked_the_page_says_what_follows(browser: httpx.Client, tablet: Tablet) -> None:
    sign_in(browser)
    asked = browser.get(f"/tablets/{id_of(tablet)}/revoke").text
    for words in ("1 ครัวเรือน 2 คน", "ยังไม่ส่งในเครื่อง 0 รายการ", "อรทัย คำมูล ไม่มีเครื่องอื่น", "ลบข้อมูลครัวเรือน"):
        assert words in asked
    refused = revoke(browser, tablet, why="เบื่อ")
    assert (refused.status_code, "กรอกช่องนี้" in refused.text, "ลืมไว้บนรถ" in refused.text) == (422, True, True)
    assert "ใช้งานอยู่" in browser.get("/tablets").text


async def test_late_work_of_a_revoked_tablet_is_kept_for_review_and_its_data_go(
    browser: httpx.Client, office: Office, tablet: Tablet
) -> None:
    sign_in(browser)
    edits = a_household(house_no="48")
    await tablet.record(edits)
    told = revoke(browser, tablet)
    assert "หายหรือถูกขโมย" in told.text
    assert "ระงับเมื่อ" in told.text
    assert "ลืมไว้บนรถประจำทาง" in told.text
    summary = await synchronise(tablet)
    assert (summary.held, summary.finished) == (2, True)
    assert (await exchange.standing(tablet)).households == 0
    assert receipts(office) == {"household": "held", "person": "held"}
    with office.database() as database, database.reading() as session:
        assert session.get(Household, (DISTRICT, edits[0].row_id)) is None, (
            "nothing of it is used before somebody has looked"
        )
    assert "รับงานที่ส่งมาหลังระงับไว้ 2 รายการ" in browser.get(f"/tablets/{id_of(tablet)}").text
    assert ("tablet_revoked", f"{id_of(tablet)} lost") in on_record(office)


async def test_a_tablet_in_use_again_gets_its_areas_back_and_what_was_held_still_waits(
    browser: httpx.Client, office: Office, tablet: Tablet
) -> None:
    sign_in(browser)
    revoke(browser, tablet)
    await tablet.record(a_household(house_no="48"))
    await synchronise(tablet)
    csrf = mark(browser.get("/tablets"))
    back = browser.post(f"/tablets/{id_of(tablet)}/restore", data={"csrf": csrf})
    assert "ระงับเมื่อ" not in back.text
    await synchronise(tablet)
    assert (await exchange.standing(tablet)).households == 1
    edits = a_household(house_no="49")
    await tablet.record(edits)
    await tablet.record([Edit("household", edits[0].row_id, edits[0].row_id, {"house_no": "50"})])
    assert (await synchronise(tablet)).stored == 3
    assert "รับงานที่ส่งมาหลังระงับไว้ 2 รายการ" in browser.get(f"/tablets/{id_of(tablet)}").text
    assert ("tablet_restored", str(id_of(tablet))) in on_record(office)


async def test_who_comes_second_finds_it_revoked_and_nothing_is_done_twice(
    browser: httpx.Client, office: Office, tablet: Tablet
) -> None:
    sign_in(browser)
    revoke(browser, tablet)
    second = revoke(browser, tablet, why="broken", note="อีกเรื่อง")
    assert (second.status_code, "หายหรือถูกขโมย" in second.text, "อีกเรื่อง" in second.text) == (200, True, False)
    assert browser.get(f"/tablets/{id_of(tablet)}/revoke").url.path == f"/tablets/{id_of(tablet)}"
    assert [action for action, _ in on_record(office)].count("tablet_revoked") == 1


async def test_which_areas_a_tablet_holds_is_kept_with_their_time(
    browser: httpx.Client, office: Office, tablet: Tablet
) -> None:
    sign_in(browser)
    revoke(browser, tablet)
    await synchronise(tablet)
    with office.database() as database, database.reading() as session:
        row = session.exec(select(DeviceArea)).one()
        assert (row.area_code, row.reckoned, (row.until_ms or 0) >= row.since_ms) == (SUBDISTRICT, False, True)


async def test_the_list_says_how_many_are_unsent_and_leads_to_each(browser: httpx.Client, tablet: Tablet) -> None:
    sign_in(browser)
    listed = browser.get("/tablets").text
    assert "ยังไม่ส่ง" in listed
    assert f'href="/tablets/{id_of(tablet)}"' in listed
    assert short_name(id_of(tablet)) in listed


def test_a_tablet_that_is_not_there_is_told_in_words(browser: httpx.Client) -> None:
    csrf = mark(sign_in(browser))
    for where in ("/tablets/0190a0a0-0000-7000-8000-000000000000", "/tablets/x"):
        assert browser.get(where).status_code in (404, 422)
    gone = browser.post("/tablets/0190a0a0-0000-7000-8000-000000000000/revoke", data={"csrf": csrf, **WHY})
    assert (gone.status_code, "ไม่พบแท็บเล็ตเครื่องนี้" in gone.text) == (404, True)


async def test_which_tablet_locks_soon_and_which_has_locked_stands_in_the_list(
    browser: httpx.Client, office: Office, tablet: Tablet
) -> None:
    sign_in(browser)
    for days, words in ((37, "ใช้งานอยู่"), (38, "อีก 7 วันจะล็อก"), (45, "ล็อก เกิน 45 วัน")):
        with office.database() as database, database.writing() as session:
            device = session.get(Device, (DISTRICT, id_of(tablet)))
            device.seen_ms = int((datetime.now(UTC) - timedelta(days=days)).timestamp() * 1000)
        assert words in browser.get("/tablets").text
    await synchronise(tablet)
    assert "ใช้งานอยู่" in browser.get("/tablets").text


async def test_a_revoked_tablet_hands_in_its_drafts_and_then_only_the_offices_code_opens_it(
    browser: httpx.Client, office: Office, tablet: Tablet
) -> None:
    sign_in(browser)
    edits = a_household(house_no="48")
    await tablet.record(edits)
    await drafts.save(tablet, "new_member:1", FormDraft({"given_name": "ฟองจันทร์", "phone": "0812345678"}))
    revoke(browser, tablet)
    assert (await synchronise(tablet)).finished
    settings, officer = tablet.settings, tablet.officer.officer_id
    assert "ดูแบบร่าง 1 ฉบับ" in browser.get(f"/tablets/{id_of(tablet)}").text
    read = browser.get(f"/tablets/{id_of(tablet)}/drafts").text
    for words in ("ฟองจันทร์", "0812345678", "อรทัย คำมูล", "ชื่อ"):
        assert words in read
    assert ("drafts_read", str(id_of(tablet))) in on_record(office)
    await tablet.close()
    with pytest.raises(Withdrawn):
        await unlock.unlock(settings, PIN)
    challenge = recovery.challenge(settings, officer)
    with office.database() as database, database.reading() as session:
        code = codes.response(session, challenge, PASSWORD).code
    csrf = mark(browser.get("/tablets"))
    browser.post(f"/tablets/{id_of(tablet)}/restore", data={"csrf": csrf})
    await recovery.recover(settings, officer, code, "735120")
    again = await unlock.unlock(settings, "735120")
    await synchronise(again)
    await again.close()
    again = await unlock.unlock(settings, "735120")
    assert (await exchange.standing(again)).households == 1, "in use again, with its areas"
    assert await drafts.load(again, "new_member:1") is not None, "what was typed is still on it"
    await again.close()


async def test_drafts_of_officers_in_use_stay_on_the_tablet(office: Office, tablet: Tablet) -> None:
    await drafts.save(tablet, "new_member:1", FormDraft({"given_name": "ฟองจันทร์"}))
    await synchronise(tablet)
    with office.database() as database, database.reading() as session:
        assert session.exec(select(HeldDraft)).all() == []
    assert unlock.enrolled(tablet.settings)[0].ring is not None


async def test_nobody_but_the_office_can_say_that_a_tablet_is_revoked(tablet: Tablet) -> None:
    tablet.key_file.server_signing_public = b"7" * 32
    reply = ExchangeReply(number=9, epoch="x", time_ms=1, withdrawn=(tablet.officer.officer_id,), answered=b"9" * 64)

    def hear(session: Session) -> list[UUID]:
        state.write(session, "number", 9)
        keys = {"device_id": id_of(tablet), "server": tablet.key_file.server_signing_public, "now_ms": 1}
        lease.renew(session, reply, **keys)
        return withdrawal.due(session)

    assert await tablet.database.write(lambda transaction: hear(transaction.session)) == []
