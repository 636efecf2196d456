"""Entries that may be one person: looked for, decided by a supervisor, and what the tablets make of it."""

import html
import re
import time
from collections.abc import AsyncIterator
from pathlib import Path
from uuid import UUID

import httpx
import pytest
from sqlmodel import select

from field_app.services import exchange, households
from field_app.services.tablet import Tablet
from server.services.background.jobs import Work
from server.services.reviewing import duplicates
from server.tables import AuditEntry
from shared_models.edit import Edit
from shared_models.finding import Finding
from shared_models.person import Person
from shared_models.problem import Problem
from tests.builders import DISTRICT, NEXT_VILLAGE, Office, a_household, new_id, synchronise
from tests.round_trip.district import a_quick_tablet
from tests.server.console.browsing import mark, sign_in

FIRST = {"given_name": "สมชาย", "family_name": "ปงผา", "birth": "2499-03-12", "citizen_id": "3560100123458"}
SECOND = {**FIRST, "given_name": "สมชัย", "citizen_id": None, "id_kind": "none", "phone": "0812223417"}


@pytest.fixture
async def tablet(office: Office, tmp_path: Path) -> AsyncIterator[Tablet]:
    with office.database() as database:
        found = await a_quick_tablet(database, tmp_path / "tablet", office.url)
    yield found
    await found.close()


def look(office: Office) -> dict:
    """What the job does, in this process."""
    from datetime import UTC, datetime

    with office.database() as database:
        work = Work(database, DISTRICT, new_id(), new_id(), {}, datetime.now(UTC))
        object.__setattr__(work, "progress", lambda *_args, **_kwargs: None)
        return dict(duplicates.run(work))


async def two_entries(tablet: Tablet) -> tuple[list[Edit], list[Edit]]:
    """สมชาย heads a house; สมชัย heads another, with a problem of his own."""
    first = second = a_household(house_no="112", **FIRST)
    while second[1].row_id <= first[1].row_id:  # the earlier entry goes on; of one millisecond, chance decides
        second = a_household(NEXT_VILLAGE, house_no="8", **SECOND)
    second.append(
        Edit("problem", new_id(), second[0].row_id, {
            "words": "ต้องการเตียง", "found_on": "2026-05-02", "person_id": str(second[1].row_id)})
    )  # fmt: skip
    for edits in (first, second):
        await tablet.record(edits)
    await synchronise(tablet)
    return first, second


def fields(page: httpx.Response) -> dict[str, str]:
    form = page.text[page.text.index('hx-post="/review/duplicates') :]
    found = re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', form)
    return {name: html.unescape(value) for name, value in found}


def picks(page: httpx.Response, whose: str, **others: str) -> dict[str, str]:
    names = set(re.findall(r'name="(pick-[^"]+)"', page.text))
    return dict.fromkeys(names, whose) | {f"pick-{name}": value for name, value in others.items()}


def address(page: httpx.Response) -> str:
    found = re.search(r'<form method="post" action="([^"]+)" hx-post="/review/duplicates', page.text)
    assert found
    return html.unescape(found[1])


def person(office: Office, person_id: UUID) -> Person:
    with office.database() as database, database.reading() as session:
        found = session.get_one(Person, (DISTRICT, person_id))
        session.expunge(found)
        return found


async def test_a_pair_is_found_side_by_side_and_merged_with_both_histories(
    office: Office, browser: httpx.Client, tablet: Tablet
) -> None:
    first, second = await two_entries(tablet)
    assert look(office)["pairs"] == 1
    sign_in(browser)
    page = browser.get("/review/duplicates")
    text = html.unescape(page.text)
    assert "อาจเป็นคนเดียวกัน: นายสมชาย ปงผา / นายสมชัย ปงผา" in text
    assert "≠ ชื่อ" in text
    assert "บ้านเลขที่ 112" in text
    sent = fields(page) | picks(page, "kept", household_id="lost", phone="lost")
    part = browser.post(address(page).split("?")[0] + "/chosen", data=sent)
    assert "เมื่อรวมแล้ว นายสมชาย ปงผา อยู่ที่ บ้านเลขที่ 8 หมู่ 5" in html.unescape(part.text)
    done = browser.post(address(page), data=sent)
    assert "รวมเป็นคนเดียวกันแล้ว" in done.text
    kept, lost = person(office, first[1].row_id), person(office, second[1].row_id)
    assert (kept.household_id, kept.phone, kept.former_names) == (second[0].row_id, "0812223417", "สมชัย ปงผา")
    assert (lost.life_state, lost.merged_into, lost.given_name) == ("merged", kept.id, "สมชัย")
    await synchronise(tablet)
    file = await households.open_file(tablet, second[0].row_id)
    assert [p.full_name() for p in file.members if p.life_state == "alive"] == ["นายสมชาย ปงผา"]
    assert file.household.head_id == kept.id
    assert [problem.person_id for problem in file.problems] == [kept.id]
    with office.database() as database, database.reading() as session:
        (entry,) = session.exec(select(AuditEntry).where(AuditEntry.action == "persons_merged")).all()
        assert entry.subject == f"{lost.id} {kept.id}"
    assert look(office)["pairs"] == 0


async def test_an_edit_of_the_lost_entry_on_a_tablet_stays_there_and_raises_a_finding_on_the_kept_one(
    office: Office, browser: httpx.Client, tablet: Tablet
) -> None:
    first, second = await two_entries(tablet)
    look(office)
    sign_in(browser)
    page = browser.get("/review/duplicates")
    await tablet.record([Edit("person", second[1].row_id, second[0].row_id, {"phone": "0899999999"})])
    late = Edit("problem", new_id(), second[0].row_id, {
        "words": "หลังคารั่ว", "found_on": "2026-05-03", "person_id": str(second[1].row_id)})  # fmt: skip
    await tablet.record([late])
    done = browser.post(address(page), data=fields(page) | picks(page, "kept"))
    assert "รวมเป็นคนเดียวกันแล้ว" in done.text
    assert person(office, second[1].row_id).life_state == "merged"
    await synchronise(tablet)
    kept, lost = person(office, first[1].row_id), person(office, second[1].row_id)
    assert (lost.phone, lost.life_state, kept.phone) == ("0899999999", "merged", None)
    with office.database() as database, database.reading() as session:
        found = {
            one.rule: (one.row_id, one.other_value) for one in session.exec(select(Finding)) if one.status == "open"
        }
    assert found["person_edited_after_merge"] == (kept.id, str(lost.id))
    assert found["problem_of_merged"] == (late.row_id, str(kept.id))
    assert (await exchange.standing(tablet)).needs_attention == 0
    await tablet.record([Edit("person", kept.id, kept.household_id, {"phone": "0899999999"})])
    await synchronise(tablet)
    with office.database() as database, database.reading() as session:
        rules = {one.rule for one in session.exec(select(Finding)) if one.status == "open"}
    assert "person_edited_after_merge" not in rules, "who edits the kept one has seen it"


async def test_a_pair_told_apart_is_never_asked_again(office: Office, browser: httpx.Client, tablet: Tablet) -> None:
    await two_entries(tablet)
    look(office)
    sign_in(browser)
    page = browser.get("/review/duplicates")
    where, _, query = address(page).partition("?")
    assert "จะไม่ถามคู่นี้อีก" in browser.post(f"{where}/distinct?{query}", data=fields(page)).text
    assert look(office)["new"] == 0
    assert "ไม่มีเรื่องรอในคิวนี้" in browser.get("/review/duplicates").text


async def test_what_differs_must_be_chosen_and_a_change_meanwhile_is_looked_at_first(
    office: Office, browser: httpx.Client, tablet: Tablet
) -> None:
    first, second = await two_entries(tablet)
    look(office)
    sign_in(browser)
    page = browser.get("/review/duplicates")
    unanswered = browser.post(address(page), data=fields(page))
    assert (unanswered.status_code, "เลือกค่าของช่องนี้ก่อน" in unanswered.text) == (422, True)
    await tablet.record([Edit("person", second[1].row_id, second[0].row_id, {"phone": "0899999999"})])
    await synchronise(tablet)
    told = browser.post(address(page), data=fields(page) | picks(page, "lost"))
    assert (told.status_code, "ยังไม่ได้รวม" in told.text, "0899999999" in told.text) == (409, True, True)
    assert person(office, first[1].row_id).life_state == "alive"
    again = browser.post(address(told), data=fields(told) | picks(told, "lost"))
    assert again.status_code == 200
    second_time = browser.post(address(told), data=fields(told) | picks(told, "lost"))
    assert (second_time.status_code, "ตัดสินไปแล้ว" in second_time.text) == (409, True)


async def test_a_merge_is_taken_apart_and_only_what_nobody_changed_since_is_given_back(
    office: Office, browser: httpx.Client, tablet: Tablet
) -> None:
    first, second = await two_entries(tablet)
    look(office)
    sign_in(browser)
    page = browser.get("/review/duplicates")
    browser.post(address(page), data=fields(page) | picks(page, "lost", citizen_id="kept"))
    await synchronise(tablet)
    kept = person(office, first[1].row_id)
    assert (kept.given_name, kept.phone) == ("สมชัย", "0812223417")
    await tablet.record([Edit("person", kept.id, kept.household_id, {"phone": "0877777777"})])
    await synchronise(tablet)
    page = browser.get("/review/duplicates")
    one, other = sorted((first[1].row_id, second[1].row_id))
    done = browser.post(f"/review/duplicates/{one}/{other}/separate", data={"csrf": mark(page)})
    assert "แยกแฟ้มกลับแล้ว" in done.text
    kept, lost = person(office, first[1].row_id), person(office, second[1].row_id)
    assert (kept.given_name, kept.household_id, kept.phone) == ("สมชาย", first[0].row_id, "0877777777")
    assert (lost.life_state, lost.merged_into) == ("alive", None)
    with office.database() as database, database.reading() as session:
        assert [p.person_id for p in session.exec(select(Problem))] == [lost.id]
    await synchronise(tablet)
    file = await households.open_file(tablet, second[0].row_id)
    assert [p.full_name() for p in file.members] == ["นายสมชัย ปงผา"]


def test_the_job_runs_beside_the_pages_and_leads_to_its_pairs(browser: httpx.Client) -> None:
    csrf = mark(sign_in(browser))
    asked = browser.post("/review/duplicates/run", data={"csrf": csrf})
    assert "ค้นหาคนซ้ำ" in asked.text
    end = time.monotonic() + 60
    while asked.url.path != "/review/duplicates" and time.monotonic() < end:
        asked = browser.get(asked.url.path)
    assert "ค้นหาล่าสุด" in asked.text
