"""The pivot builder over HTTP: what it counts, how it looks, what leaves it, and what it refuses."""

import html
import io
import re
from collections.abc import Mapping, Sequence
from pathlib import Path
from zipfile import ZipFile

import httpx
import pytest

from shared_models.edit import Edit
from shared_models.officer import Role
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
from tests.server.console.test_audit import on_record


@pytest.fixture
async def office(office: Office, tmp_path: Path) -> Office:
    """A district with three households of 2, 1 and 3 members in two villages, sent by a real tablet."""
    tablet = await office.tablet(tmp_path / "tablet")
    for number, (village, members) in enumerate(((VILLAGE, 2), (VILLAGE, 1), (NEXT_VILLAGE, 3))):
        home = a_household(village, f"{number}/1", members, citizen_id=None, id_kind="none", welfare_card="no")
        fails = {"health": True, "income": number > 0, "living": False, "education": False, "access": False}
        assessed = {"person_id": str(home[1].row_id), "survey_year": 2566, **fails}
        await tablet.record([*home, Edit("mpi_assessment", new_id(), home[0].row_id, assessed)])
    await synchronise(tablet)
    await tablet.close()
    return office


@pytest.fixture
def browser(browser: httpx.Client) -> httpx.Client:
    """Signed in."""
    sign_in(browser)
    return browser


def asked(browser: httpx.Client, **choice: str | list[str]) -> httpx.Response:
    return browser.get("/reports/pivot", params=choice)


def figures(page: httpx.Response) -> list[list[str]]:
    """The cells of the table, row by row."""
    rows = re.findall(r"<tr>(.*?)</tr>", page.text, re.S)
    return [[text(cell) for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.S)] for row in rows]


def text(part: str) -> str:
    return html.unescape(re.sub(r"<[^>]+>", "", part)).strip()


async def test_rows_stand_by_their_total_and_totals_count_each_once(browser: httpx.Client) -> None:
    page = asked(browser, count="mpi_assessment:persons", rows="village", columns="mpi_assessment.failed")
    assert figures(page) == [
        ["หมู่บ้าน", "สุขภาพ", "รายได้", "▼ รวม"],
        ["หมู่ 4 ต.แม่ต๋ำ", "2", "1", "2"],
        ["หมู่ 5 ต.แม่ต๋ำ", "1", "1", "1"],
        ["รวม", "3", "2", "3"],
    ]
    assert "จำนวนคน · ผลประเมิน MPI แยกหมู่บ้านและมิติที่ตกเกณฑ์" in page.text
    assert "เกณฑ์ MPI รุ่น 2560-2564" in page.text
    assert "ช่องรวมนับไม่ซ้ำ" in page.text
    persons = asked(browser, count="person", rows="village")
    assert [row[1] for row in figures(persons)[1:]] == ["3", "3", "6"]
    assert [row[0] for row in figures(asked(browser, count="person", rows="village", sort="name"))[1:2]] == [
        "หมู่ 4 ต.แม่ต๋ำ"
    ]


async def test_a_condition_is_taken_on_and_off_by_addresses_that_name_nobody(browser: httpx.Client) -> None:
    form = asked(browser, count="person", rows="village", add="person.relation")
    assert 'name="value" value="head"' in form.text
    assert ">3<" in form.text
    page = asked(browser, count="person", rows="village", add="person.relation", value=["head"])
    assert page.url.params.get_list("where") == ["person.relation~head"]
    assert "add" not in page.url.params
    assert [row[1] for row in figures(page)[1:]] == ["2", "1", "3"]
    assert "ความสัมพันธ์กับหัวหน้าครัวเรือน: หัวหน้าครัวเรือน" in page.text
    off = re.search(r'<a class="chip inf" href="([^"]+)"', page.text)
    assert off
    assert [row[1] for row in figures(browser.get(html.unescape(off[1])))[1:]] == ["3", "3", "6"]
    assert "given_name" not in form.text
    assert "house_no" not in form.text


async def test_another_thing_counted_keeps_the_fields_that_it_has(browser: httpx.Client) -> None:
    kept = asked(browser, count="problem", rows="household.status", columns="person.sex")
    assert "จำนวนรายการ · ปัญหา/ความต้องการ แยกสถานะครัวเรือน (ครัวเรือน)และเพศ (สมาชิก)" in kept.text
    gone = asked(browser, count="household", rows="village", columns="person.sex", where="problem.dimension~health")
    assert gone.status_code == 200
    assert "เอา เพศ, มิติ ออก เพราะสิ่งที่นับไม่มีช่องนี้" in gone.text
    part = browser.get("/reports/pivot/form", params={"count": "problem", "rows": "village"})
    assert "<html" not in part.text
    assert 'value="problem.dimension"' in part.text


@pytest.mark.parametrize(
    ("shown", "cells"),
    [
        ("of_row", [["100.0%", "50.0%", "100.0%"], ["100.0%", "100.0%", "100.0%"], ["100.0%", "66.7%", "100.0%"]]),
        ("of_column", [["66.7%", "50.0%", "66.7%"], ["33.3%", "50.0%", "33.3%"], ["100.0%", "100.0%", "100.0%"]]),
    ],
)
async def test_shares_are_of_the_row_or_of_the_column(
    browser: httpx.Client, shown: str, cells: Sequence[Sequence[str]]
) -> None:
    page = asked(browser, count="mpi_assessment", rows="village", columns="mpi_assessment.failed", shown=shown)
    assert [row[1:] for row in figures(page)[1:]] == cells


async def test_a_share_of_all_is_of_the_same_rows_without_conditions(browser: httpx.Client) -> None:
    page = asked(browser, count="person", rows="village", where="person.relation~head", shown="of_all")
    assert [row[1] for row in figures(page)[1:]] == ["66.7%", "33.3%", "50.0%"]


async def test_bars_and_heat_map_say_in_a_sentence_what_they_show(browser: httpx.Client) -> None:
    bars = asked(browser, count="person", rows="village", where="person.relation~head", view="bars")
    assert 'role="img" aria-label="แท่ง: จำนวนคน แยกหมู่บ้าน มากที่สุดคือหมู่ 4 ต.แม่ต๋ำ 2 น้อยที่สุดคือหมู่ 5 ต.แม่ต๋ำ 1"' in bars.text
    heat = asked(browser, count="person", rows="village", where="person.relation~head", view="heat")
    assert "สูงสุดคือหมู่ 4 ต.แม่ต๋ำ ร้อยละ 66.7 ต่ำสุดคือหมู่ 5 ต.แม่ต๋ำ ร้อยละ 33.3" in heat.text
    assert "ร้อยละของทั้งหมดก่อนใส่เงื่อนไข" in heat.text
    assert "แผนที่ช่องรายตำบล" in heat.text
    assert heat.text.count('class="tile') == 2 + 5 + 15 + 5, "two villages, a tile for each subdistrict, two legends"
    assert "แผนที่ช่องรายตำบล" not in asked(browser, view="heat", area=SUBDISTRICT).text


async def test_figures_of_households_open_the_households_and_others_do_not(browser: httpx.Client) -> None:
    page = asked(browser, rows="village")
    assert f'href="/households?area={VILLAGE}">2</a>' in page.text
    assert 'href="/households' not in asked(browser, count="person", rows="village").text.split("<table")[1]
    narrowed = asked(browser, rows="village", where="household.status~active")
    assert 'href="/households' not in narrowed.text.split("<table")[1]


async def test_each_file_says_what_the_page_says_and_is_on_record(browser: httpx.Client, office: Office) -> None:
    choice = {"count": "person", "rows": "village", "columns": "person.sex", "where": "person.relation~head"}
    answers = {kind: browser.get(f"/reports/pivot/{kind}", params=choice) for kind in ("csv", "xlsx", "pdf")}
    assert answers["csv"].content.startswith(b"\xef\xbb\xbf")
    assert answers["csv"].text.splitlines()[1:] == [
        "หมู่ 4 ต.แม่ต๋ำ อ.เมืองพะเยา จ.พะเยา,2,2",
        "หมู่ 5 ต.แม่ต๋ำ อ.เมืองพะเยา จ.พะเยา,1,1",
        "รวม,3,3",
    ]
    with ZipFile(io.BytesIO(answers["xlsx"].content)) as book:
        assert "<v>2</v>" in book.read("xl/worksheets/sheet1.xml").decode()
    assert answers["pdf"].content.startswith(b"%PDF")
    done = [subject for action, subject in on_record(office) if action == "report_exported"]
    assert [re.sub(r"\d{4}-\d\d-\d\d", "DAY", subject) for subject in done] == [
        f"pivot-person-{DISTRICT}-DAY.{kind}" for kind in answers
    ]
    assert browser.get("/reports/pivot/docx", params=choice).status_code == 422


@pytest.mark.parametrize(
    ("choice", "status"),
    [
        ({"count": "nobody"}, 422),
        ({"count": "person:sum:birth"}, 422),
        ({"count": "household:persons"}, 422),
        ({"shown": "x"}, 422),
        ({"view": "x"}, 422),
        ({"where": "household.house_no~47/2"}, 200),
        ({"where": "household.status~<script>"}, 422),
        ({"where": "household.status"}, 422),
        ({"where": "village~abc"}, 422),
        ({"add": "household.status", "value": "' or 1=1"}, 422),
        ({"add": "household.house_no", "value": "47/2"}, 200),
        ({"rows": "household.house_no"}, 200),
        ({"area": "5602"}, 404),
        ({"area": "x"}, 404),
        ({"page": "0"}, 422),
        ({"page": "900"}, 200),
        ({"where": ["household.status~active~", "household.status~moved"]}, 200),
    ],
)
async def test_what_no_page_asks_is_answered_in_words(
    browser: httpx.Client, choice: Mapping[str, str], status: int
) -> None:
    answer = browser.get("/reports/pivot", params=choice)
    assert answer.status_code == status, answer.text
    assert "สมุดเยี่ยมบ้าน" in answer.text
    assert "<script>" not in answer.text
    if "house_no" in str(choice):
        assert "47/2" not in answer.text.split("<section")[1]


def test_an_officer_counts_the_own_area_and_no_other(browser: httpx.Client, office: Office) -> None:
    an_account(office, Role.OFFICER, SUBDISTRICT)
    sign_in(browser, Role.OFFICER.value)
    page = asked(browser)
    assert page.status_code == 200
    assert f'<option value="{SUBDISTRICT}" selected' in page.text
    assert f'<option value="{OTHER_SUBDISTRICT}"' not in page.text
    assert browser.get("/reports/progress").status_code == 200
    for path in ("/reports/pivot", "/reports/pivot/csv", "/reports/progress"):
        assert browser.get(path, params={"area": OTHER_SUBDISTRICT}).status_code == 403
        assert browser.get(path, params={"area": DISTRICT}).status_code == 403
