"""Reports: the office's figures by topic, as table and bars; a table of one's own, remembered; a file of either."""

from pathlib import Path

import pytest

from field_app.services import reports
from field_app.store import state
from field_app.views.reporting.design import measure_options
from shared_models.edit import Edit
from shared_models.reports.pivot_spec import Filter, Measure, PivotSpec, Test
from tests.builders import NEXT_VILLAGE, VILLAGE, new_id
from tests.field_app.views.app_session import AppSession, a_house, opened, the_app


def three_houses() -> list[list[Edit]]:
    """Two in one village, one of them with a problem, and one in the next."""
    first = a_house("1", "ปั๋น")
    home = first[0].row_id
    problem = {"dimension": "living", "words": "หลังคารั่ว", "found_on": "2026-10-03"}
    return [
        [*first, Edit("problem", new_id(), home, problem)],
        a_house("2", "คำแสน", title="นาง"),
        a_house("3", "อินถา", village=NEXT_VILLAGE),
    ]


async def choose(app: AppSession, box: str, answer: str) -> None:
    """Open a select by the beginning of its name and take an answer."""
    await app.press_first(box)
    await app.press(answer)


async def test_the_progress_has_a_line_for_each_village_and_the_total(tmp_path: Path) -> None:
    async with the_app(tmp_path, *three_houses()) as app:
        await app.open("/reports", "ความก้าวหน้ารายหมู่บ้าน")
        assert {"หมู่ 4 0 (0%)", "หมู่ 5 0 (0%)", "รวม 0 (0%)"} <= set(app.session.names())
        assert {"1", "2", "3"} <= set(app.session.texts())


@pytest.mark.parametrize("width", [1280, 800, 390])
async def test_every_topic_is_a_table_and_bars(tmp_path: Path, width: float) -> None:
    async with the_app(tmp_path, *three_houses(), width=width) as app:
        await app.open("/reports", "ความก้าวหน้ารายหมู่บ้าน")
        for chip, title in (
            ("ตกเกณฑ์รายด้าน", "MPI รายมิติและรายตัวชี้วัด"),
            ("กลุ่มเป้าหมาย", "กลุ่ม 4 (คน)"),
            ("ปัญหา", "ปัญหาและความต้องการ"),
            ("ความช่วยเหลือ", "มูลค่า (บาท)"),
            ("เลื่อนขั้น", "การเลื่อนขั้น"),
            ("สวัสดิการ", "สวัสดิการ สี่คำถาม"),
        ):
            await app.press(chip)
            await app.shows(title)
            await app.press("ดูเป็น แท่ง")
            await app.shows("แท่งของ")
        await app.press("ปัญหา")
        await app.press("ดูเป็น แท่ง")
        await app.shows("ความเป็นอยู่ 1")


async def test_an_own_table_is_designed_and_found_again(tmp_path: Path) -> None:
    async with the_app(tmp_path, *three_houses()) as app:
        await app.open("/reports", "ความก้าวหน้ารายหมู่บ้าน")
        await app.press("ออกแบบเอง")
        await app.shows("จำนวนครัวเรือน ตามหมู่บ้าน")
        await choose(app, "นับจาก", "สมาชิก")
        await choose(app, "แถว", "เพศ")
        await choose(app, "คอลัมน์", "หมู่บ้าน")
        await app.shows("จำนวนคน ตามเพศ")
        await app.press("เพิ่มเงื่อนไข")
        await choose(app, "เงื่อนไขของ", "หมู่บ้าน")
        await app.until(lambda: any("ต้องเป็น เลือก" in name for name in app.session.names()), "ต้องเป็น")
        await app.press_first("ต้องเป็น")
        await app.press_first("หมู่ 5 ")
        await app.shows("หมู่บ้าน: หมู่ 5")
        kept = await reports.last_design(opened(app))
        there = Filter("village", Test.EQUALS, (NEXT_VILLAGE,))
        assert kept == PivotSpec("person", rows_by="sex", columns_by="village", where=(there,))
        await app.press_first("เอา หมู่บ้าน: หมู่ 5")
        await app.no_longer_shows("หมู่บ้าน: หมู่ 5")
        await app.open("/search", "พบ")
        await app.open("/reports", "ความก้าวหน้ารายหมู่บ้าน")
        await app.press("ออกแบบเอง")
        await app.shows("จำนวนคน ตามเพศ")


async def test_on_a_phone_the_design_opens_over_the_table(tmp_path: Path) -> None:
    async with the_app(tmp_path, *three_houses(), width=390) as app:
        await app.open("/reports", "ความก้าวหน้ารายหมู่บ้าน")
        await app.press("ออกแบบเอง")
        await app.shows("จำนวนครัวเรือน ตามหมู่บ้าน")
        await app.press("ปรับตาราง")
        await choose(app, "แถว", "ตำบล")
        await app.press("ดูตาราง")
        await app.shows("จำนวนครัวเรือน ตามตำบล")


async def test_the_figures_are_those_of_the_office(tmp_path: Path) -> None:
    async with the_app(tmp_path, *three_houses()) as app:
        table = await reports.designed(opened(app), PivotSpec("problem", rows_by="dimension"))
        assert table.to_json()["rows"] == [["living", 1], ["total", 1]]
        progress = await reports.report(opened(app), "progress")
        assert [row.cells[:2] for row in progress.rows[:2]] == [(VILLAGE, 2), (NEXT_VILLAGE, 1)]


async def test_a_report_goes_to_a_file_that_spreadsheets_read(tmp_path: Path) -> None:
    async with the_app(tmp_path, *three_houses()) as app:
        app.session.page.web = True
        await app.open("/reports", "ความก้าวหน้ารายหมู่บ้าน")
        await app.press("ส่งออก")
        await app.shows("บันทึกเป็นแฟ้ม progress-")
        await app.shows("เก็บให้ปลอดภัย")


async def test_a_design_of_a_newer_app_begins_anew(tmp_path: Path) -> None:
    async with the_app(tmp_path, *three_houses()) as app:
        newer = '{"entity": "household", "rows_by": "what_only_a_newer_app_knows"}'
        await opened(app).database.write(lambda transaction: state.write(transaction.session, "design", newer))
        assert await reports.last_design(opened(app)) == reports.FIRST_DESIGN


def test_what_a_row_is_is_counted_once() -> None:
    assert measure_options("household", "th")[0].name == "จำนวนครัวเรือน"
    assert [option.code for option in measure_options("person", "th")] == ["rows", "households"]
    assert {"rows", "households", "persons", "sum value_satang"} <= {
        o.code for o in measure_options("assistance", "th")
    }
    assert measure_options("visit", "th")[0].code == Measure.ROWS
