"""Assigning: what follows is shown before, is done as shown, and what an officer has not sent yet is never lost."""

import re
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from sqlmodel import select

from field_app.services.tablet import Tablet
from field_app.store import repository
from server.services.exchanging import tablet_sizes
from server.services.people import officers
from server.services.proving.audit import Action
from server.tables import AuditEntry, LoggedOperation, OfficerArea
from shared_models.assignment import Assignment
from shared_models.edit import Edit
from shared_models.household import Household
from shared_models.officer import Role
from tests.builders import DISTRICT, NEXT_VILLAGE, SUBDISTRICT, VILLAGE, Office, a_household, new_id, synchronise
from tests.server.console.browsing import an_account, mark, sign_in
from tests.server.console.test_audit import on_record


@pytest.fixture
def first(office: Office) -> UUID:
    return office.officer(SUBDISTRICT, name="อรทัย คำมูล")


@pytest.fixture
def second(office: Office) -> UUID:
    """An officer of another subdistrict."""
    return office.officer("560104", name="วิชัย แสนสุข")


@pytest.fixture
async def tablet(office: Office, first: UUID, tmp_path: Path) -> AsyncIterator[Tablet]:
    """The first officer's tablet, which has sent three households of two villages."""
    found = await office.tablet(tmp_path / "tablet", officer_id=first)
    for village, house in ((VILLAGE, "1"), (VILLAGE, "2"), (NEXT_VILLAGE, "3")):
        await found.record(a_household(village, house, citizen_id=None, id_kind="none"))
    await synchronise(found)
    yield found
    await found.close()


@pytest.fixture
def browser(browser: httpx.Client) -> httpx.Client:
    """Signed in."""
    sign_in(browser)
    return browser


def hidden(page: httpx.Response) -> dict[str, str]:
    """The fields of the form that does what the page shows."""
    form = page.text[page.text.index('<form method="post" action="/assign">') :]
    return dict(re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)">', form))


def choose(browser: httpx.Client, officer: UUID, **others: str) -> httpx.Response:
    csrf = mark(browser.get("/assign"))
    return browser.post("/assign/plan", data={"csrf": csrf, "officer": str(officer), **others})


def assign(browser: httpx.Client, officer: UUID, **others: str) -> httpx.Response:
    """Choose, and do what the page shows."""
    return browser.post("/assign", data=hidden(choose(browser, officer, **others)))


def now_held(office: Office, officer_id: UUID) -> list[str]:
    with office.database() as database, database.reading() as session:
        return officers.held_areas(session, DISTRICT, officer_id).now


async def homes(tablet: Tablet) -> dict[str, UUID]:
    """The households on a tablet by house number."""
    rows = await tablet.database.read(lambda session: session.exec(select(Household.house_no, Household.id)).all())
    return dict(rows)


@pytest.mark.usefixtures("tablet")
async def test_the_page_shows_work_and_what_follows_before_anything_is_saved(
    browser: httpx.Client, office: Office, first: UUID, second: UUID
) -> None:
    page = browser.get("/assign").text
    assert "อรทัย คำมูล" in page
    assert "2 หมู่บ้านที่มีครัวเรือน" in page
    plan = choose(browser, second, **{f"village-{VILLAGE}": "on"})
    assert "มอบหมาย 1 หมู่บ้าน ให้ วิชัย แสนสุข" in plan.text
    assert "3 → <b>1</b>" in plan.text, "the first officer keeps one household"
    assert "0 → <b>2</b>" in plan.text
    assert "ยังไม่มีแท็บเล็ต" in plan.text
    assert "ยังส่งเข้ามาได้และไม่หาย" in plan.text
    assert (now_held(office, first), now_held(office, second)) == ([SUBDISTRICT], ["560104"])


@pytest.mark.usefixtures("tablet")
async def test_a_village_moves_and_the_other_villages_stay_with_who_had_them(
    browser: httpx.Client, office: Office, first: UUID, second: UUID
) -> None:
    done = assign(browser, second, **{f"village-{VILLAGE}": "on"})
    assert "บันทึกแล้ว" in done.text
    assert now_held(office, second) == [VILLAGE, "560104"]
    assert now_held(office, first) == [NEXT_VILLAGE]
    with office.database() as database, database.reading() as session:
        ended = session.get(OfficerArea, (DISTRICT, first, SUBDISTRICT))
        assert ended
        assert ended.until
    recorded = [(action, subject) for action, subject in on_record(office) if action.startswith("area_")]
    assert recorded == [
        (Action.AREA_ENDED.value, f"{first} {SUBDISTRICT}"),
        (Action.AREA_GIVEN.value, f"{second} {VILLAGE}"),
        (Action.AREA_GIVEN.value, f"{first} {NEXT_VILLAGE}"),
    ]
    page = browser.get(f"/assign/officers/{first}").text
    assert "ต.แม่ต๋ำ" in page
    assert "ยังรับผิดชอบอยู่" in page


@pytest.mark.usefixtures("tablet")
async def test_beside_takes_nothing_from_anybody(
    browser: httpx.Client, office: Office, first: UUID, second: UUID
) -> None:
    assign(browser, second, mode="beside", **{f"village-{VILLAGE}": "on"})
    assert now_held(office, first) == [SUBDISTRICT]
    assert VILLAGE in now_held(office, second)


async def test_what_an_officer_has_not_sent_is_taken_after_the_village_has_moved(
    browser: httpx.Client, office: Office, second: UUID, tablet: Tablet, tmp_path: Path
) -> None:
    there = await homes(tablet)
    other = await office.tablet(tmp_path / "other", officer_id=second)
    await synchronise(other)
    await tablet.record([Edit("household", there["1"], there["1"], {"income_main_satang": 900_000})])
    await tablet.record([Edit("problem", new_id(), there["1"], {"words": "หลังคารั่ว", "found_on": "2026-11-20"})])
    plan = choose(browser, second, **{f"village-{VILLAGE}": "on"})
    assert re.search(r"วิชัย แสนสุข</td><td class=\"n\">0</td><td class=\"n\">2</td><td class=\"n\">2</td>", plan.text)
    assert browser.post("/assign", data=hidden(plan)).status_code == 200
    await synchronise(other)
    assert set(await homes(other)) == {"1", "2"}
    sent = await synchronise(tablet)
    assert (sent.stored, sent.refused) == (2, 0)
    assert set(await homes(tablet)) == {"3"}, "the village leaves the tablet after the last receipt"
    await synchronise(other)
    row = await other.database.read(lambda session: repository.get(session, "household", there["1"]))
    assert row
    assert row.income_main_satang == 900_000
    with office.database() as database, database.reading() as session:
        late = session.exec(select(LoggedOperation.receipt, LoggedOperation.late).where(LoggedOperation.late)).all()
    assert late == [("stored", True), ("stored", True)]
    await other.close()


async def test_a_household_is_given_by_name_with_its_village_and_the_tablets_learn_it(
    browser: httpx.Client, office: Office, first: UUID, second: UUID, tablet: Tablet
) -> None:
    there = await homes(tablet)
    page = browser.get("/assign/households", params={"village": VILLAGE})
    assert f'name="household-{there["1"]}"' in page.text
    chosen = {f"household-{there['1']}": "on"}
    assert "1 ครัวเรือน" in choose(browser, second, **chosen).text
    assign(browser, second, **chosen)
    assert VILLAGE in now_held(office, second), "who looks after a household has to hold its village"
    assert now_held(office, first) == [SUBDISTRICT]
    await synchronise(tablet)
    given = await tablet.database.read(lambda session: session.exec(select(Assignment)).all())
    assert [(row.household_id, row.officer_id, row.until) for row in given] == [(there["1"], second, None)]
    assert "วิชัย แสนสุข" in browser.get(f"/households/{there['1']}").text
    assign(browser, first, **chosen)
    with office.database() as database, database.reading() as session:
        rows = session.exec(select(Assignment.officer_id, Assignment.until).order_by(Assignment.id)).all()
    assert [(own, until is None) for own, until in rows] == [(second, False), (first, True)], "nothing is deleted"


@pytest.mark.usefixtures("tablet")
async def test_the_second_of_two_supervisors_is_told_and_overwrites_nothing(
    browser: httpx.Client, office: Office, first: UUID, second: UUID
) -> None:
    mine = hidden(choose(browser, second, **{f"village-{VILLAGE}": "on"}))
    third = office.officer("560105", name="คำปัน ใจคำ")
    theirs = hidden(choose(browser, third, **{f"village-{VILLAGE}": "on"}))
    assert browser.post("/assign", data=theirs).status_code == 200
    refused = browser.post("/assign", data=mine)
    assert refused.status_code == 409
    assert "มีผู้อื่นมอบหมายงานไปแล้ว" in refused.text
    assert VILLAGE not in now_held(office, second)
    assert VILLAGE in now_held(office, third)
    assert browser.post("/assign", data=hidden(refused)).status_code == 200, "the page shows the new result"
    assert VILLAGE in now_held(office, second)
    assert VILLAGE not in now_held(office, third)
    assert now_held(office, first) == [NEXT_VILLAGE]


@pytest.mark.usefixtures("tablet")
async def test_an_area_ends_with_a_warning_where_nobody_is_left(
    browser: httpx.Client, office: Office, first: UUID
) -> None:
    plan = choose(browser, first, ends=SUBDISTRICT)
    assert "2 หมู่บ้านจะไม่มีผู้รับผิดชอบ" in plan.text
    browser.post("/assign", data=hidden(plan))
    assert now_held(office, first) == []
    page = browser.get("/assign").text
    assert "ยังไม่มีผู้รับผิดชอบ 2 หมู่บ้าน" in page


@pytest.mark.usefixtures("tablet")
async def test_too_much_for_a_tablet_is_refused_with_its_size(
    browser: httpx.Client, office: Office, second: UUID, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = await office.tablet(tmp_path / "other", officer_id=second)
    await other.close()
    monkeypatch.setattr(tablet_sizes, "MOST_HELD", 1)
    refused = choose(browser, second, **{f"village-{VILLAGE}": "on"})
    assert refused.status_code == 422
    assert "เก็บ 2 ครัวเรือน" in refused.text
    assert VILLAGE not in now_held(office, second)


@pytest.mark.usefixtures("tablet")
@pytest.mark.parametrize(
    "fields",
    [
        {"officer": ""},
        {"officer": "ก"},
        {"village-57010101": "on"},
        {"village-x": "on"},
        {"household-x": "on"},
        {"household-00000000-0000-0000-0000-000000000000": "on"},
        {"ends": "560199"},
        {},
    ],
)
async def test_nonsense_is_told_in_words_and_changes_nothing(
    browser: httpx.Client, office: Office, second: UUID, fields: dict[str, str]
) -> None:
    sent = {"csrf": mark(browser.get("/assign")), "officer": str(second), **fields}
    for path in ("/assign/plan", "/assign"):
        answer = browser.post(path, data=sent)
        assert answer.status_code in (404, 409, 422), answer.status_code
        assert 'role="alert"' in answer.text
    assert now_held(office, second) == ["560104"]
    assert browser.get("/assign/households", params={"village": "57010101"}).status_code == 404


@pytest.mark.usefixtures("tablet")
async def test_an_administrator_assigns_villages_and_sees_no_household(
    browser: httpx.Client, office: Office, second: UUID
) -> None:
    browser.cookies.clear()
    an_account(office, Role.ADMINISTRATOR)
    sign_in(browser, Role.ADMINISTRATOR.value)
    assert "เลือกทีละบ้าน" not in browser.get("/assign").text
    assert assign(browser, second, **{f"village-{VILLAGE}": "on"}).status_code == 200
    assert VILLAGE in now_held(office, second)
    with office.database() as database, database.reading() as session:
        assert session.exec(select(AuditEntry).where(AuditEntry.action == Action.HOUSEHOLD_READ.value)).all() == []
