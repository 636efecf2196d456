"""Search: results as one types, matched letters, filters, windows, and nothing typed in an address."""

from pathlib import Path

import flet as ft

from field_app.services.household_filter import UNDECIDED, Narrowing, Only
from shared_models.edit import Edit
from shared_models.mpi import Dimension
from tests.builders import NEXT_VILLAGE, OTHER_VILLAGE, new_id
from tests.field_app.views.app_session import AppSession, a_house, the_app

BOX = "ค้นหา"
HOUSES = [
    a_house("12", "แก้วมา", title="นาง"),
    a_house("47/2", "บุญมี"),
    a_house("88", "ปั๋น", "ก๋องแก้ว"),
    a_house("7", "ศรีวัย", village=NEXT_VILLAGE),
]


def marked(app: AppSession) -> set[str]:
    """The letters drawn bold and teal."""
    spans = [span for text in app.session.all(ft.Text) for span in text.spans or []]
    return {span.text or "" for span in spans if span.style and span.style.font_family == "Sarabun700"}


async def test_typing_finds_households_and_marks_the_letters_with_their_tones(tmp_path: Path) -> None:
    async with the_app(tmp_path, *HOUSES) as app:
        await app.open("/search", "พบ 4 ครัวเรือน")
        await app.session.type(BOX, "ใจค")
        await app.shows("พบ 3 ครัวเรือน")
        assert "ใจค" in marked(app)
        await app.session.type(BOX, "ปัน")
        await app.shows("พบ 1 ครัวเรือน")
        assert "ปั๋น" in marked(app)
        assert "?" not in app.session.page.route
        assert "ปัน" not in app.session.page.route


async def test_what_is_typed_survives_a_search_a_resize_and_another_screen(tmp_path: Path) -> None:
    async with the_app(tmp_path, *HOUSES) as app:
        await app.open("/search", "พบ 4 ครัวเรือน")
        await app.session.type(BOX, "ใจคำ")
        await app.resize(390)
        assert not app.says("ตกเกณฑ์ด้าน")
        assert app.session.textbox(BOX).value == "ใจคำ"
        await app.shows("พบ 3 ครัวเรือน")
        await app.open("/reports", "ความก้าวหน้ารายหมู่บ้าน")
        await app.open("/search", "พบ 3 ครัวเรือน")
        assert app.session.textbox(BOX).value == "ใจคำ"


async def test_an_empty_result_says_what_was_searched_and_offers_near_names(tmp_path: Path) -> None:
    async with the_app(tmp_path, *HOUSES) as app:
        await app.open("/search", "พบ 4 ครัวเรือน")
        await app.session.type(BOX, "บุญมา ใจเย็น")
        await app.shows("ไม่พบ “บุญมา ใจเย็น” ในเครื่องนี้")
        assert app.says("ค้นแล้ว 4 ครัวเรือน")
        assert app.says("ชื่อใกล้เคียง")
        assert app.says("นายบุญมี ใจคำ")
        await app.press("ล้างคำค้น ดูทุกครัวเรือน")
        await app.shows("พบ 4 ครัวเรือน")
        assert app.session.textbox(BOX).value == ""


async def test_a_village_chip_narrows_the_list_and_comes_off(tmp_path: Path) -> None:
    async with the_app(tmp_path, *HOUSES, width=390) as app:
        await app.open("/search", "พบ 4 ครัวเรือน")
        await app.press("หมู่บ้าน")
        await app.press("หมู่ 5")
        await app.shows("พบ 1 ครัวเรือน")
        await app.press("เอา หมู่ 5 ออก")
        await app.shows("พบ 4 ครัวเรือน")


async def test_a_long_list_comes_as_far_as_the_screen_shows_it_and_goes_on_while_it_is_scrolled(tmp_path: Path) -> None:
    many = [edit for number in range(1, 111) for edit in a_house(str(number), "ทองดี")]
    async with the_app(tmp_path, many) as app:
        await app.open("/search", "พบ 110 ครัวเรือน")
        assert len(view_of(app).controls) == 16
        for lines in (76, 110):
            near_the_end = {
                "pixels": 400.0,
                "min_scroll_extent": 0.0,
                "max_scroll_extent": 1100.0,
                "viewport_dimension": 620.0,
            }
            await app.session.fire(view_of(app), "scroll", {"event_type": "update", **near_the_end})
            await app.until(lambda lines=lines: len(view_of(app).controls) == lines, "the next lines")
        names = [name for name in app.session.names() if name.startswith("บ้าน ")]
        assert names[0].startswith("บ้าน 1 ")
        assert names[9].startswith("บ้าน 10 ")


async def test_a_screen_taller_than_the_first_lines_is_filled(tmp_path: Path) -> None:
    many = [edit for number in range(1, 111) for edit in a_house(str(number), "ทองดี")]
    async with the_app(tmp_path, many, height=2160) as app:
        await app.open("/search", "พบ 110 ครัวเรือน")
        await app.until(
            lambda: sum(name.startswith("บ้าน ") for name in app.session.names()) == 76, "as many lines as fill it"
        )


def view_of(app: AppSession) -> ft.ListView:
    return next(item for item in app.session.all(ft.ListView) if item.item_extent)


async def test_on_wide_screens_choosing_changes_the_file_and_keeps_the_list(tmp_path: Path) -> None:
    async with the_app(tmp_path, *HOUSES) as app:
        await app.open("/search", "พบ 4 ครัวเรือน")
        await app.session.type(BOX, "ใจคำ")
        await app.shows("พบ 3 ครัวเรือน")
        await app.press_first("บ้าน 12 ")
        await app.shows("สมาชิก 1 คน")
        assert app.session.textbox(BOX).value == "ใจคำ"
        await app.press_first("บ้าน 47/2 ")
        await app.until(lambda: app.session.texts().count("นายบุญมี ใจคำ") >= 3, "the other file")
        assert app.session.textbox(BOX).value == "ใจคำ"
        assert any(name.startswith("บ้าน 12 ") for name in app.session.names())


async def test_filters_of_the_column_narrow_count_and_come_off(tmp_path: Path) -> None:
    poor = [assessed(HOUSES[0], income=True), assessed(HOUSES[3], income=True, health=True)]
    async with the_app(tmp_path, *HOUSES, poor) as app:
        await app.open("/search", "พบ 4 ครัวเรือน")
        await app.press("รายได้ 2")
        await app.shows("พบ 2 ครัวเรือน")
        assert app.desk.finder.narrowing == Narrowing(failed=frozenset({Dimension.INCOME}))
        await app.press("การเยี่ยม แล้ว")
        await app.shows("ไม่มีครัวเรือนที่ตรงกับตัวกรองนี้")
        await app.press("เอา เยี่ยมแล้ว ออก")
        await app.shows("พบ 2 ครัวเรือน")
        await app.session.type(BOX, "ศรีวัย")
        await app.shows("พบ 1 ครัวเรือน")
        assert app.says("สุขภาพ 1"), "counts follow the text"
        await app.press("การเยี่ยม แล้ว")
        await app.shows("ไม่มีครัวเรือนที่ตรงกับตัวกรองนี้")
        assert not app.says("ไม่พบ “ศรีวัย”"), "whatever is typed, nothing passes these filters"
        await app.press("ล้าง 2 ข้อ")
        await app.until(lambda: not app.desk.finder.narrowing.count, "no filters")
        assert app.session.textbox(BOX).value == "ศรีวัย"


async def test_rare_filters_unfold_and_are_counted_while_folded(tmp_path: Path) -> None:
    problem = Edit("problem", new_id(), HOUSES[1][0].row_id, {"words": "หลังคารั่ว", "found_on": "2023-02-03"})
    async with the_app(tmp_path, *HOUSES, [problem]) as app:
        await app.open("/search", "พบ 4 ครัวเรือน")
        assert not app.says("มีปัญหาที่ยังเปิด")
        await app.press("ตัวกรองอื่น")
        await app.press("มีปัญหาที่ยังเปิด")
        await app.shows("พบ 1 ครัวเรือน")
        await app.press("เฉพาะที่ยังมีงาน ยังไม่มี 4ท")
        await app.press("ระดับการพัฒนา ทุกระดับ")
        await app.press("ยังไม่จัดระดับ")
        await app.shows("พบ 1 ครัวเรือน")
        await app.press("ตัวกรองอื่น ใช้อยู่ 3 ข้อ")
        await app.no_longer_shows("เฉพาะที่ยังมีงาน")
        assert app.desk.finder.narrowing == Narrowing(open_problem=True, only=Only.NO_ANALYSIS, stage=UNDECIDED)


async def test_the_area_offers_only_levels_with_a_choice(tmp_path: Path) -> None:
    away = a_house("5", "คำปัน", village=OTHER_VILLAGE)
    async with the_app(tmp_path, *HOUSES, away) as app:
        await app.open("/search", "พบ 5 ครัวเรือน")
        assert not app.says("จังหวัด")
        await app.press("หมู่บ้าน ทุกหมู่บ้าน (3)")
        await app.press("หมู่ 5 ต.แม่ต๋ำ")
        await app.shows("พบ 1 ครัวเรือน")
        await app.press("ตำบล ต.แม่ต๋ำ")
        await app.press("ทุกตำบล (2)")
        await app.shows("พบ 5 ครัวเรือน")


async def test_one_sheet_holds_all_filters_on_a_phone(tmp_path: Path) -> None:
    poor = [assessed(HOUSES[0], income=True), assessed(HOUSES[3], income=True)]
    async with the_app(tmp_path, *HOUSES, poor, width=390) as app:
        await app.open("/search", "พบ 4 ครัวเรือน")
        await app.press("ตัวกรอง")
        await app.press("รายได้ 2")
        await app.shows("ดู 2 หลัง")
        await app.press("กลุ่มเป้าหมาย ทุกกลุ่ม")
        await app.press_first("กลุ่ม 1 กลุ่มเป้าหมายเร่งด่วน")
        await app.until(lambda: app.desk.finder.narrowing.count == 2, "both filters")
        await app.press("ดู 2 หลัง")
        await app.no_longer_shows("เฉพาะที่ยังมีงาน")
        await app.press("เอา กลุ่ม 1 ออก")
        await app.press("เอา ตกรายได้ ออก")
        await app.shows("พบ 4 ครัวเรือน")
        await app.press("ยังไม่เยี่ยม")
        await app.until(lambda: app.desk.finder.narrowing == Narrowing(visited=False), "not visited")
        assert "ตัวกรอง 1" in app.session.names()


async def test_the_search_is_found_again_as_it_was_left(tmp_path: Path) -> None:
    async with the_app(tmp_path, *HOUSES) as app:
        await app.open("/search", "พบ 4 ครัวเรือน")
        await app.press("หมู่บ้าน ทุกหมู่บ้าน (2)")
        await app.press("หมู่ 5")
        await app.shows("พบ 1 ครัวเรือน")
        await app.open("/reports", "ความก้าวหน้ารายหมู่บ้าน")
        await app.open("/search", "พบ 1 ครัวเรือน")
        assert "หมู่บ้าน หมู่ 5" in app.session.names()


def assessed(house: list[Edit], **dimensions: bool) -> Edit:
    """An assessment of the head."""
    home, head = house[:2]
    values = {"person_id": str(head.row_id), "survey_year": 2566, **dimensions}
    return Edit("mpi_assessment", new_id(), home.row_id, values)
