"""Different values in the office: what a supervisor sees of them, decides, and what reaches the tablets."""

import html
import re
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from sqlmodel import select

from field_app.services import exchange, households
from field_app.services.tablet import Tablet
from server.services.people import officers
from server.tables import AuditEntry
from shared_models.edit import Edit
from shared_models.officer import Role
from tests.builders import OTHER_SUBDISTRICT, SUBDISTRICT, Office, a_household, new_id, synchronise
from tests.round_trip.district import a_quick_tablet
from tests.server.console.browsing import an_account, mark, sign_in

MINE, THEIRS = "มีที่นา 2 ไร่ ให้ญาติเช่า 1 ไร่", "มีที่นา 2 ไร่ มีจักรยานยนต์ 1 คัน"


async def a_tablet(office: Office, folder: Path, name: str) -> Tablet:
    with office.database() as database:
        tablet = await a_quick_tablet(database, folder, office.url, SUBDISTRICT, OTHER_SUBDISTRICT)
        with database.writing() as session:
            officers.find(session, tablet.officer.officer_id).name = name
    return tablet


@pytest.fixture
async def tablets(office: Office, tmp_path: Path) -> AsyncIterator[tuple[Tablet, Tablet]]:
    ours = await a_tablet(office, tmp_path / "first", "วิชัย ปงผา")
    theirs = await a_tablet(office, tmp_path / "second", "อรทัย ใจงาม")
    yield ours, theirs
    await ours.close()
    await theirs.close()


async def clash(tablets: tuple[Tablet, Tablet], edits: list[Edit], *others: tuple[Edit, str, str, str]) -> None:
    """Both tablets know the household and then give these fields different values."""
    await tablets[0].record(edits)
    for tablet in tablets:
        await synchronise(tablet)
    for at, tablet in enumerate(tablets):
        for edit, name, *values in others:
            await tablet.record([Edit(edit.entity, edit.row_id, edit.household_id, {name: values[at]})])
    for tablet in (*tablets, tablets[0]):
        await synchronise(tablet)


async def a_clash(tablets: tuple[Tablet, Tablet]) -> list[Edit]:
    """House number, phone and a long text of one household."""
    edits = a_household(members=2)
    home = edits[0]
    analysis = Edit("four_t", new_id(), home.row_id, {"resources": "มีที่นา 2 ไร่", "analysed_on": "2026-05-12"})
    edits.append(analysis)
    await clash(
        tablets,
        edits,
        (home, "house_no", "48", "49"),
        (edits[1], "phone", "0812223417", "0812223471"),
        (analysis, "resources", MINE, THEIRS),
    )
    return edits


def fields(page: httpx.Response) -> dict[str, str]:
    """The hidden fields of the case's form."""
    form = page.text[page.text.index('id="case"') - 1200 :]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in found}


def options(page: httpx.Response, label: str) -> dict[str, str]:
    """The radios of a field by what stands beside them: the name of the group under "name"."""
    row = next(row for row in re.findall(r"<tr>.*?</tr>", page.text, re.DOTALL) if f">{label}<" in row)
    found = re.findall(r'name="(pick-[^"]+)" value="([^"]+)".*?<span>(.*?)</span></label>', row, re.DOTALL)
    return {"name": found[0][0], **{re.sub("<.*?>", "", words): value for _, value, words in found}}


def address(page: httpx.Response) -> str:
    found = re.search(r'<form method="post" action="([^"]+)" hx-post', page.text)
    assert found
    return html.unescape(found[1])


async def settled(tablet: Tablet) -> int:
    await synchronise(tablet)
    return (await exchange.standing(tablet)).conflicts


async def test_all_fields_of_a_household_are_one_case_with_who_when_where_and_what_was_before(
    browser: httpx.Client, tablets: tuple[Tablet, Tablet]
) -> None:
    await a_clash(tablets)
    sign_in(browser)
    page = browser.get("/review")
    assert page.url.path == "/review/conflicts"
    text = html.unescape(page.text)
    assert "บ้านเลขที่ 49 หมู่ 4" in text or "บ้านเลขที่ 48 หมู่ 4" in text
    assert "นายบุญมี ใจคำ" in text
    for words in ("วิชัย ปงผา", "อรทัย ใจงาม", "47/2", "0812223417", "0812223471"):
        assert words in text
    assert "<mark>ให้ญาติเช่า</mark> 1 <mark>ไร่</mark>" in text
    assert "<mark>มีจักรยานยนต์</mark> 1 <mark>คัน</mark>" in text
    assert "checked" not in text[text.index('id="case"') :], "nothing is chosen by the program"
    assert 'class="count">1<' in text
    assert "แท็บเล็ต 2 เครื่อง" in text


async def test_the_choices_reach_both_tablets_and_are_on_record(
    office: Office, browser: httpx.Client, tablets: tuple[Tablet, Tablet]
) -> None:
    edits = await a_clash(tablets)
    sign_in(browser)
    page = browser.get("/review/conflicts")
    house, phone = options(page, "บ้านเลขที่"), options(page, "โทรศัพท์")
    form = fields(page)
    text = next(name.removeprefix("seen-") for name in form if name.startswith("seen-")
                and f"text-{name.removeprefix('seen-')}" in page.text)  # fmt: skip
    sent = {**form, house["name"]: house["48"], phone["name"]: phone["0812223471"]}
    incomplete = browser.post(address(page), data=sent)
    assert (incomplete.status_code, "เลือกค่าของช่องนี้ก่อน" in incomplete.text) == (422, True)
    assert "checked" in incomplete.text
    assert await settled(tablets[0]) == 3, "nothing was saved by halves"
    sent |= {f"pick-{text}": "joined", f"text-{text}": f"{MINE} และมีจักรยานยนต์"}
    part = browser.post(address(page).split("?")[0] + "/chosen", data=sent)
    assert "เลือกแล้ว 3 จาก 3 ช่อง" in part.text
    done = browser.post(address(page), data=sent)
    assert "บันทึกค่าที่เลือกแล้ว" in done.text
    assert "ไม่มีเรื่องรอในคิวนี้" in done.text
    for tablet in tablets:
        assert await settled(tablet) == 0
        file = await households.open_file(tablet, edits[0].row_id)
        assert file.household.house_no == "48"
        assert next(p for p in file.members if p.id == edits[1].row_id).phone == "0812223471"
        assert [one.resources for one in file.analyses] == [f"{MINE} และมีจักรยานยนต์"]
    with office.database() as database, database.reading() as session:
        entries = session.exec(select(AuditEntry).where(AuditEntry.action == "conflict_settled")).all()
        assert [entry.subject for entry in entries] == [f"{edits[0].row_id} 3"]


async def test_the_second_supervisor_is_told_what_the_first_decided_and_overwrites_nothing(
    office: Office, browser: httpx.Client, tablets: tuple[Tablet, Tablet]
) -> None:
    edits = a_household()
    await clash(tablets, edits, (edits[0], "house_no", "48", "49"))
    an_account(office, Role.DISTRICT_SUPERVISOR)
    sign_in(browser)
    with httpx.Client(base_url=office.url, follow_redirects=True, timeout=60) as other:
        sign_in(other, Role.DISTRICT_SUPERVISOR.value)
        first, second = browser.get("/review/conflicts"), other.get("/review/conflicts")
        mine, theirs = options(first, "บ้านเลขที่"), options(second, "บ้านเลขที่")
        browser.post(address(first), data={**fields(first), mine["name"]: mine["48"]})
        told = other.post(address(second), data={**fields(second), theirs["name"]: theirs["49"]})
    assert told.status_code == 409
    text = html.unescape(told.text)
    assert "ท่านยังไม่ได้เปลี่ยนอะไร" in text
    assert "บ้านเลขที่ คือ 48 โดย หัวหน้าศูนย์ สำนักงาน" in text
    for tablet in tablets:
        assert await settled(tablet) == 0
        assert (await households.open_file(tablet, edits[0].row_id)).household.house_no == "48"


async def test_a_value_that_came_meanwhile_is_shown_before_anything_is_decided(
    office: Office, browser: httpx.Client, tablets: tuple[Tablet, Tablet], tmp_path: Path
) -> None:
    edits = a_household()
    third = await a_tablet(office, tmp_path / "third", "คำปัน ใจดี")
    await tablets[0].record(edits)
    await synchronise(tablets[0])
    await synchronise(third)
    await clash(tablets, [], (edits[0], "house_no", "48", "49"))
    sign_in(browser)
    page = browser.get("/review/conflicts")
    await third.record([Edit("household", edits[0].row_id, edits[0].row_id, {"house_no": "50"})])
    await synchronise(third)
    house = options(page, "บ้านเลขที่")
    told = browser.post(address(page), data={**fields(page), house["name"]: house["48"]})
    assert told.status_code == 409
    assert set(options(told, "บ้านเลขที่")) == {"name", "48", "49", "50"}
    assert await settled(tablets[0]) == 1
    await third.close()


async def test_a_case_left_to_the_officers_waits_no_more_until_something_new_comes(
    browser: httpx.Client, tablets: tuple[Tablet, Tablet]
) -> None:
    edits = a_household(members=2)
    await clash(tablets, edits, (edits[0], "house_no", "48", "49"))
    sign_in(browser)
    page = browser.get("/review/conflicts")
    where, _, query = address(page).partition("?")
    done = browser.post(f"{where}/ask?{query}", data=fields(page))
    assert "ฝากให้เจ้าหน้าที่ถามที่บ้านแล้ว" in done.text
    assert 'class="count"' not in done.text
    assert "48" in browser.get("/review/conflicts?state=asked").text
    assert await settled(tablets[0]) == 1, "and on the tablets it is open"
    await clash(tablets, [], (edits[1], "phone", "0812223417", "0812223471"))
    assert "0812223417" in browser.get("/review/conflicts").text


async def test_the_queue_is_filtered_by_village_and_kind_and_the_longest_waiting_is_first(
    browser: httpx.Client, tablets: tuple[Tablet, Tablet]
) -> None:
    first, second = a_household(house_no="11"), a_household("56010401", house_no="22")
    await clash(tablets, first, (first[1], "phone", "0812223417", "0812223471"))
    await clash(tablets, second, (second[0], "road", "ถนนหนึ่ง", "ถนนสอง"))
    sign_in(browser)
    page = browser.get("/review/conflicts")
    assert page.text.index(">11 หมู่ 4") < page.text.index(">22 หมู่ 1")
    only = browser.get("/review/conflicts?village=56010401")
    assert ">11 หมู่ 4" not in only.text
    assert "ถนนสอง" in only.text
    assert ">22 หมู่ 1" not in browser.get("/review/conflicts?kind=person").text
    other = browser.get(f"/review/conflicts?case={second[0].row_id}")
    assert "ถนนสอง" in other.text
    assert mark(other)


def test_a_case_that_is_not_there_and_nonsense_in_the_address_end_in_words(browser: httpx.Client) -> None:
    csrf = mark(sign_in(browser))
    for path in (f"/review/conflicts/{new_id()}", f"/review/conflicts/{new_id()}/chosen"):
        answer = browser.post(path, data={"csrf": csrf, "seen-x": "1", f"seen-{new_id()}": "zz"})
        assert answer.status_code in (200, 409)
    for query in ("case=zzz", "page=99999", "kind=%00", "village=5601"):
        assert browser.get(f"/review/conflicts?{query}").status_code == 200
