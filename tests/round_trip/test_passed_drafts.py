"""A draft that a revoked tablet handed in goes to the officer whom a supervisor chooses, once, and to nobody else."""

import asyncio
import re
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from sqlmodel import select

from field_app.services import drafts, passed_drafts
from field_app.services.drafts import FormDraft
from field_app.services.passed_drafts import Waiting
from field_app.services.tablet import Tablet
from field_app.store import repository
from field_app.store.tables import PassedDraft
from field_app.sync.bundle import FileExchange
from field_app.sync.client import SyncClient
from field_app.sync.engine import next_request
from field_app.sync.errors import Offline
from server.services.exchanging import bundles
from server.services.people import officers, revocation
from server.services.people import passed_drafts as office_drafts
from server.services.people.revocation import Why
from server.tables import Device, DraftPassing, HeldDraft
from shared_models.edit import Edit
from shared_models.exchange import Caller, ExchangeReply
from tests.builders import DISTRICT, OTHER_SUBDISTRICT, Office, a_household, synchronise
from tests.round_trip.district import connect, reopen
from tests.server.console.browsing import mark, sign_in
from tests.server.console.casework import a_tablet, on_record

TYPED = {"given_name": "ฟองจันทร์", "sex": "2", "phone": "0812345678"}
WRITER, OTHER = "อรทัย ใจงาม", "สุดา วงค์ไชย"


@pytest.fixture
def browser(office: Office) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=office.url, follow_redirects=True, timeout=60) as found:
        sign_in(found)
        yield found


@pytest.fixture
async def house(lost: Tablet) -> list[Edit]:
    """On file, and on the tablet that is to be revoked."""
    edits = a_household()
    await lost.record(edits)
    await synchronise(lost)
    return edits


@pytest.fixture
async def lost(office: Office, tmp_path: Path) -> AsyncIterator[Tablet]:
    found = await a_tablet(office, tmp_path / "lost", name=WRITER)
    yield found
    await found.close()


@pytest.fixture
async def other(office: Office, tmp_path: Path) -> AsyncIterator[Tablet]:
    found = await a_tablet(office, tmp_path / "other", name=OTHER)
    yield found
    await found.close()


async def hand_in(office: Office, lost: Tablet, *forms: str, household_id: UUID | None = None) -> None:
    """Type in these forms, then have the tablet revoked and meet the office."""
    for form in forms:
        await drafts.save(lost, form, FormDraft({**TYPED, "given_name": f"ฟองจันทร์ {form[:12]}"}), household_id)
    with office.database() as database, database.writing() as session:
        device = session.get(Device, (DISTRICT, lost.key_file.device_id))
        revocation.revoke_tablet(device, why=Why.BROKEN, note="", by=None, now=datetime.now(UTC))
    assert (await synchronise(lost)).finished


def path_of(lost: Tablet) -> str:
    return f"/tablets/{lost.key_file.device_id}/drafts"


def hidden(browser: httpx.Client, lost: Tablet, *, nth: int = 0) -> dict[str, str]:
    """What the page's form of a draft carries."""
    page = browser.get(path_of(lost))
    found = re.findall(r'name="draft" value="([0-9a-f]+)"><input type="hidden" name="seen" value="([^"]*)"', page.text)
    named = list(dict(found).items())[nth]
    return {"csrf": mark(page), "draft": named[0], "seen": named[1]}


def pass_on(browser: httpx.Client, lost: Tablet, to: Tablet | UUID, **fields: str) -> httpx.Response:
    officer_id = to if isinstance(to, UUID) else to.officer.officer_id
    return browser.post(f"{path_of(lost)}/pass", data={**(fields or hidden(browser, lost)), "officer": str(officer_id)})


async def waiting(tablet: Tablet) -> list[Waiting]:
    return await passed_drafts.waiting(tablet)


def standing(office: Office) -> list[str]:
    with office.database() as database, database.reading() as session:
        devices = session.exec(select(Device).where(Device.district_code == DISTRICT)).all()
        return [held.standing.value for device in devices for held in office_drafts.of_tablet(session, device)]


class Losing(httpx.AsyncHTTPTransport):
    """The office hears every request; the answer to the `nth` one is lost."""

    def __init__(self, nth: int) -> None:
        super().__init__()
        self.left = nth

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        response = await super().handle_async_request(request)
        self.left -= 1
        if self.left == 0:
            await response.aread()
            raise httpx.ReadError("lost")
        return response


async def test_a_handed_in_draft_is_saved_by_the_officer_whom_the_office_chose(
    office: Office, browser: httpx.Client, house: list[Edit], lost: Tablet, other: Tablet
) -> None:
    household_id = house[0].row_id
    await hand_in(office, lost, f"new_member:{household_id}", household_id=household_id)
    page = browser.get(path_of(lost)).text
    for words in ("สมาชิกใหม่", "หญิง", "0812345678", WRITER, "รอตัดสินใจ", f"{WRITER} (ผู้พิมพ์) ยังไม่มีแท็บเล็ต", OTHER):
        assert words in page
    assert "ส่งต่อแล้ว ยังไม่มารับ" in pass_on(browser, lost, other).text
    assert (await synchronise(other)).finished
    (draft,) = await waiting(other)
    assert (draft.writer, draft.met, draft.line.household.id) == (WRITER, False, household_id)
    assert draft.typed.values["phone"] == "0812345678"
    await passed_drafts.take_up(other, draft.id)
    form = await drafts.load(other, draft.form)
    assert (await drafts.written(other, draft.form)).by == WRITER
    await drafts.save(other, draft.form, FormDraft({**form.values, "phone": None}), household_id)
    assert (await drafts.written(other, draft.form)).by == WRITER, "while it is typed on"
    home = await other.database.read(lambda session: repository.get(session, "household", household_id))
    await other.record([Edit("person", UUID(int=7), home.id, {**TYPED, "relation": "child"})], draft=draft.form)
    assert (await synchronise(other)).stored == 1
    assert (await waiting(other), await drafts.load(other, draft.form)) == ([], None)
    assert "มารับแล้ว" in browser.get(path_of(lost)).text
    passed, read = on_record(office, "draft_passed_on"), on_record(office, "drafts_read")
    assert (len(passed), str(other.officer.officer_id) in passed[0], len(read) > 1) == (1, True, True)


@pytest.mark.parametrize("nth", [1, 2, 3])
async def test_a_lost_reply_neither_loses_a_passed_draft_nor_doubles_it(
    office: Office, browser: httpx.Client, house: list[Edit], lost: Tablet, other: Tablet, nth: int
) -> None:
    await synchronise(other)
    await hand_in(office, lost, f"new_member:{house[0].row_id}", household_id=house[0].row_id)
    pass_on(browser, lost, other)
    async with httpx.AsyncClient(transport=Losing(nth)) as cut:
        if nth < 3:
            with pytest.raises(Offline):
                await connect(other, cut)
        else:
            await connect(other, cut)
    await reopen(other)
    assert standing(office) == (["passed"] if nth == 1 else ["taken"]), "until the tablet says that it has it"
    assert (await synchronise(other)).finished
    (draft,) = await waiting(other)
    assert standing(office) == ["taken"]
    await passed_drafts.drop(other, draft.id)
    await synchronise(other)
    assert await waiting(other) == [], "and not once more"


async def test_an_office_set_back_to_before_it_heard_does_not_bring_a_draft_once_more(
    office: Office, browser: httpx.Client, house: list[Edit], lost: Tablet, other: Tablet
) -> None:
    await hand_in(office, lost, f"new_member:{house[0].row_id}", household_id=house[0].row_id)
    pass_on(browser, lost, other)
    await synchronise(other)
    (draft,) = await waiting(other)
    await passed_drafts.drop(other, draft.id)
    await synchronise(other)
    with office.database() as database, database.writing() as session:
        passing = session.exec(select(DraftPassing)).one()
        passing.taken_ms = None
        session.exec(select(HeldDraft)).one().passing_id = passing.id
    assert (await synchronise(other)).finished
    assert (await waiting(other), standing(office)) == ([], ["taken"])


async def test_by_file_a_passed_draft_comes_once_and_is_confirmed_by_the_next_exchange(
    office: Office, browser: httpx.Client, house: list[Edit], lost: Tablet, other: Tablet
) -> None:
    await synchronise(other)
    await hand_in(office, lost, f"new_member:{house[0].row_id}", household_id=house[0].row_id)
    pass_on(browser, lost, other)
    values = {"database": other.database, "keys": other.key_file, "author": other.author, "app_version": "test"}
    by_file = FileExchange(**values, now_ms=lambda: other.moment().wall_ms)
    bundle = (await by_file.export()).data
    with office.database() as database:
        replies = [bundles.take(database, bundle, now=datetime.now(UTC)).reply for _ in range(2)]
        for reply in (*reversed(replies), replies[1]):
            await by_file.take_in(reply)
        assert len(await waiting(other)) == 1, "also by the reply to the same file brought a second time"
        assert standing(office) == ["passed"]
        bundles.take(database, (await by_file.export()).data, now=datetime.now(UTC))
    assert standing(office) == ["taken"]
    assert (await synchronise(other)).requests == 1


async def test_an_own_draft_of_the_same_form_stays_and_the_officer_decides(
    office: Office, browser: httpx.Client, house: list[Edit], lost: Tablet, other: Tablet
) -> None:
    form, household_id = f"new_member:{house[0].row_id}", house[0].row_id
    await drafts.save(other, form, FormDraft({"given_name": "บัวผัน"}), household_id)
    await hand_in(office, lost, form, household_id=household_id)
    pass_on(browser, lost, other)
    await synchronise(other)
    assert (await drafts.load(other, form)).values == {"given_name": "บัวผัน"}
    (draft,) = await waiting(other)
    assert draft.met
    await passed_drafts.take_up(other, draft.id)
    await passed_drafts.take_up(other, draft.id)
    await reopen(other)
    assert (await drafts.load(other, form)).values["phone"] == "0812345678"
    (own,) = await waiting(other)
    assert (own.writer, own.typed.values) == ("", {"given_name": "บัวผัน"})
    await passed_drafts.take_up(other, own.id)
    assert (await drafts.load(other, form)).values == {"given_name": "บัวผัน"}
    assert [(one.writer, one.typed.values["phone"]) for one in await waiting(other)] == [(WRITER, "0812345678")]


async def test_only_who_may_record_there_is_chosen_and_told(
    office: Office, browser: httpx.Client, house: list[Edit], lost: Tablet, other: Tablet, tmp_path: Path
) -> None:
    far = await a_tablet(office, tmp_path / "far", OTHER_SUBDISTRICT, name="คนไกล ใจเย็น")
    third = await a_tablet(office, tmp_path / "third", name="คำแก้ว ปันใจ")
    await hand_in(office, lost, f"new_member:{house[0].row_id}", household_id=house[0].row_id)
    assert "คนไกล" not in browser.get(path_of(lost)).text
    refused = pass_on(browser, lost, far)
    assert (refused.status_code, standing(office)) == (422, ["waiting"])
    assert "บันทึกในพื้นที่ของแบบร่างนี้ไม่ได้" in refused.text
    pass_on(browser, lost, other)
    for tablet in (far, third):
        await synchronise(tablet)
        assert await waiting(tablet) == []
    with office.database() as database, database.writing() as session:
        now = datetime.now(UTC)
        officers.set_area(session, other.officer.officer_id, OTHER_SUBDISTRICT, now=now)
    await synchronise(other)
    assert await waiting(other) == [], "the area is another officer's by now"
    assert "รับผิดชอบที่นี่ไม่ได้แล้ว" in browser.get(path_of(lost)).text
    pass_on(browser, lost, third)
    await synchronise(third)
    assert (len(await waiting(third)), standing(office)) == (1, ["taken"])
    for tablet in (far, third):
        await tablet.close()


async def test_of_an_officers_tablets_one_is_told_and_a_new_one_serves_as_well(
    office: Office, browser: httpx.Client, house: list[Edit], lost: Tablet, tmp_path: Path
) -> None:
    officer_id = lost.officer.officer_id
    await hand_in(office, lost, f"new_member:{house[0].row_id}", household_id=house[0].row_id)
    told = pass_on(browser, lost, officer_id).text
    assert f"{WRITER} ยังไม่มีแท็บเล็ต ออกรหัสลงทะเบียนให้ก่อน" in told
    one = await office.tablet(tmp_path / "one", officer_id=officer_id)
    two = await office.tablet(tmp_path / "two", officer_id=officer_id)
    async with httpx.AsyncClient(transport=Losing(1)) as cut:
        with pytest.raises(Offline):
            await connect(one, cut)
    await synchronise(two)
    assert await waiting(two) == [], "the first one may have it: its answer is not heard yet"
    await synchronise(one)
    assert (len(await waiting(one)), standing(office)) == (1, ["taken"])
    for tablet in (one, two):
        await tablet.close()


async def test_a_revoked_tablet_that_was_told_gives_way_and_hands_in_what_it_took(
    office: Office, browser: httpx.Client, house: list[Edit], lost: Tablet, other: Tablet, tmp_path: Path
) -> None:
    await hand_in(office, lost, f"new_member:{house[0].row_id}", household_id=house[0].row_id)
    pass_on(browser, lost, other)
    await synchronise(other)
    assert len(await waiting(other)) == 1
    await hand_in(office, other)
    assert sorted(standing(office)) == ["taken", "waiting"], "what it had taken waits for a decision again"
    third = await a_tablet(office, tmp_path / "third", name="คำแก้ว ปันใจ")
    pass_on(browser, other, third)
    await synchronise(third)
    assert [one.writer for one in await waiting(third)] == [OTHER]
    await third.close()


async def test_all_of_a_tablet_go_at_once_and_a_second_supervisor_changes_nothing_unseen(
    office: Office, browser: httpx.Client, house: list[Edit], lost: Tablet, other: Tablet
) -> None:
    household_id = house[0].row_id
    forms = (f"new_member:{household_id}", f"newborn:{household_id}", f"person:{house[1].row_id}")
    await hand_in(office, lost, *forms, household_id=household_id)
    form = hidden(browser, lost, nth=2)
    both = (asyncio.to_thread(pass_on, browser, lost, other, **form) for _ in range(2))
    assert sorted([answer.status_code for answer in await asyncio.gather(*both)]) == [200, 409]
    stale = hidden(browser, lost)
    csrf = stale["csrf"]
    given = pass_on(browser, lost, other, csrf=csrf)
    assert "ส่งต่อแล้ว 2 ฉบับ" in given.text
    again = pass_on(browser, lost, lost.officer.officer_id, csrf=csrf)
    late = pass_on(browser, lost, lost.officer.officer_id, **stale)
    aside = browser.post(f"{path_of(lost)}/aside", data={**stale, "why": "ซ้ำ"})
    assert [answer.status_code for answer in (again, late, aside)] == [409, 409, 409]
    assert "มีผู้อื่นตัดสินใจเรื่องแบบร่างนี้ก่อนท่าน" in late.text
    with office.database() as database, database.reading() as session:
        passed = [one.officer_id for one in session.exec(select(DraftPassing))]
        assert passed == [other.officer.officer_id] * 3
    await synchronise(other)
    assert len(await waiting(other)) == 3


def left_after(office: Office, *, days: int) -> int:
    """How many drafts the office has once it forgets what is old in so many days."""
    with office.database() as database, database.writing() as session:
        office_drafts.forget_old(session, DISTRICT, now=datetime.now(UTC) + timedelta(days=days))
        session.flush()
        return len(session.exec(select(HeldDraft)).all())


async def test_a_draft_that_is_set_aside_stays_with_its_reason_and_can_still_be_passed_on(
    office: Office, browser: httpx.Client, lost: Tablet, other: Tablet
) -> None:
    await hand_in(office, lost, "lunch_survey:1")
    assert left_after(office, days=4000) == 1, "what waits for a decision never goes"
    where, form = f"{path_of(lost)}/aside", hidden(browser, lost)
    assert "lunch_survey" in browser.get(path_of(lost)).text, "a form that this office does not know"
    unsaid = browser.post(where, data={**form, "why": " "})
    assert (unsaid.status_code, "เขียนเหตุผลสั้น ๆ ก่อน" in unsaid.text) == (422, True)
    told = browser.post(where, data={**form, "why": "บันทึกใหม่ไปแล้ว"}).text
    assert ("เก็บไว้ ไม่ใช้แล้ว" in told, "บันทึกใหม่ไปแล้ว" in told) == (True, True)
    assert on_record(office, "draft_set_aside")
    pass_on(browser, lost, other)
    await synchronise(other)
    (draft,) = await waiting(other)
    assert (draft.form, draft.line, draft.typed.values["phone"]) == ("lunch_survey:1", None, "0812345678")
    assert [left_after(office, days=days) for days in (89, 91)] == [1, 0]


async def older_request(tablet: Tablet) -> ExchangeReply:
    """The answer to a request as an app makes it that knows of no passed drafts."""
    now_ms, author = tablet.moment().wall_ms, tablet.author
    request = await tablet.database.write(lambda t: next_request(t.session, [], now_ms=now_ms, app_version="0.9"))
    caller = Caller(DISTRICT, author.device_id, author.officer_id, request.number, request.epoch)
    async with httpx.AsyncClient() as http:
        client = SyncClient(http, tablet.key_file.server_url)
        return await client.exchange(request.model_copy(update={"taken": None}), caller, author.sign)


async def test_an_app_that_takes_no_drafts_is_told_none_and_keeps_none_from_another(
    office: Office, browser: httpx.Client, house: list[Edit], lost: Tablet, other: Tablet
) -> None:
    await hand_in(office, lost, f"new_member:{house[0].row_id}", household_id=house[0].row_id)
    pass_on(browser, lost, other)
    assert (await older_request(other)).passed == ()
    with office.database() as database, database.reading() as session:
        assert session.exec(select(DraftPassing.tablet_id)).one() is None
    await synchronise(other)
    assert len(await waiting(other)) == 1


async def test_a_damaged_cache_gives_back_a_passed_draft(
    office: Office, browser: httpx.Client, house: list[Edit], lost: Tablet, other: Tablet
) -> None:
    await hand_in(office, lost, f"new_member:{house[0].row_id}", household_id=house[0].row_id)
    pass_on(browser, lost, other)
    await synchronise(other)
    rescued = await other.database.rescued()
    (draft,) = await other.database.read(lambda session: session.exec(select(PassedDraft)).all())
    await passed_drafts.drop(other, draft.id)
    await other.database.write(lambda transaction: repository.rebuild(transaction, rescued))
    assert [one.writer for one in await waiting(other)] == [WRITER]
