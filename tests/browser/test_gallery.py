"""The component kit in a real browser: roles and names, typing under constant re-rendering, sheets, and pictures."""

import os
import re
from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.driver import Screen, screen, serve_app

pytestmark = pytest.mark.browser
SIZES = {"tablet": (1280, 800), "portrait": (800, 1280), "phone": (390, 844)}
PAGES = ("work", "search", "household", "visit", "died", "unlock", "empty", "exchange", "fields")
EVERY_PICTURE = [
    *[(page, "tablet", "") for page in PAGES],
    *[(page, "phone", "") for page in ("work", "search", "household", "visit", "died", "unlock")],
    *[(page, "portrait", "") for page in ("household", "visit")],
    *[(page, "tablet", "dark") for page in ("work", "household")],
    *[(page, "phone", "dark") for page in ("visit", "died")],
    *[(page, "phone", "scale=1.5") for page in ("work", "household", "visit", "died")],
    ("visit", "tablet", "scale=1.5"),
]
A_FEW_PICTURES = [
    *[(page, "tablet", "") for page in ("visit", "empty", "fields")],
    ("household", "portrait", ""),
    ("household", "tablet", "dark"),
    ("died", "phone", "scale=1.5"),
]
PICTURES = EVERY_PICTURE if os.environ.get("PROVE") else A_FEW_PICTURES
TYPED = "ปู่ ฝั้น ญี่ปุ่น น้ำ ผู้ใหญ่ที่นี้"


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    with serve_app("--gallery") as found:
        yield found


@pytest.mark.parametrize(("page", "size", "looks"), PICTURES)
def test_every_page_paints_without_a_browser_error(
    address: str, browser: Browser, page: str, size: str, looks: str
) -> None:
    width, height = SIZES[size]
    with screen(browser, f"{address}/{page}?{looks}", width=width, height=height) as app:
        app.screenshot("-".join(["gallery", page, size, *([looks.replace("=", "")] if looks else [])]))
        assert app.errors == []


def test_thai_typed_fast_survives_constant_re_rendering(address: str, browser: Browser) -> None:
    with screen(browser, f"{address}/fields") as app:
        app.tap("เริ่มวาดใหม่ตลอด")
        drawn(app, r"\d\d")
        box = app.focus("ชื่อและนามสกุล")
        app.page.keyboard.type(TYPED, delay=15)
        drawn(app, r"\d\d\d")
        assert box.input_value() == TYPED
        app.focus("บันทึก")
        app.wait_for(f"เก็บร่าง name: {TYPED}")
        app.tap("ผู้สูงอายุอยู่ลำพัง")
        app.focus("บันทึก")  # the browser's node holds the value only while it has the focus
        expect(app.textbox("บันทึก")).to_have_value("ผู้สูงอายุอยู่ลำพัง")
        assert app.errors == []


def test_a_date_is_typed_in_thai_digits_and_read_back(address: str, browser: Browser) -> None:
    with screen(browser, f"{address}/fields") as app:
        app.enter_text("วันเกิด วันที่", "๑๒")
        app.tap("วันเกิด เดือน")
        app.tap("พฤษภาคม", exact=True)
        app.enter_text("วันเกิด พ.ศ.", "๒๕๖๖")
        app.wait_for("วันศุกร์ 12\u00a0วันก่อน")
        app.wait_for("อ่านได้ 2566-05-12")


def test_a_place_is_found_by_typing_in_the_sheet(address: str, browser: Browser) -> None:
    with screen(browser, f"{address}/fields", width=390) as app:
        app.tap("ไปช่องที่ขาด")
        app.tap_for("จังหวัด เลือก", app.textbox("พิมพ์เพื่อค้นในรายการ"))
        app.enter_text("พิมพ์เพื่อค้นในรายการ", "พะเ")
        app.screenshot("gallery-sheet-phone")
        app.tap("พะเยา", exact=True)
        app.wait_for("รหัสพื้นที่ที่เลือก: 56")
        expect(app.button("อำเภอ เลือก")).to_be_attached()


def test_members_are_decided_and_reopened_by_named_buttons(address: str, browser: Browser) -> None:
    with screen(browser, f"{address}/visit", width=390) as app:
        app.tap("ยังอยู่ นางคำปัน ใจคำ")
        expect(app.button("เปลี่ยน นางคำปัน ใจคำ")).to_be_attached()
        app.tap("ที่เหลืออีก 3\u00a0คน ยังอยู่ครบ")
        expect(app.button("ยังอยู่ นางสุนีย์ ใจคำ")).to_have_count(0)
        app.tap("ทุกขั้น")
        app.tap("4 วิเคราะห์ 4ท")
        app.wait_for("ขั้น\u00a04 จาก\u00a06 · วิเคราะห์ 4ท")


def test_the_pin_is_tapped_or_typed(address: str, browser: Browser) -> None:
    with screen(browser, f"{address}/unlock") as app:
        for digit in "123456":
            app.tap(f"เลข {digit}", exact=True)
        app.wait_for("รหัสไม่ตรง เหลืออีก\u00a04\u00a0ครั้ง")
        app.page.keyboard.type("246810", delay=60)
        app.wait_for("เปิดแล้ว")


def test_a_failing_handler_leaves_the_screen_and_says_a_sentence(address: str, browser: Browser) -> None:
    with screen(browser, f"{address}/fields") as app:
        app.tap("ไปช่องที่ขาด")
        app.tap("ทำสิ่งที่พัง")
        app.wait_for("ทำรายการนี้ไม่สำเร็จ")
        app.screenshot("gallery-failure-tablet")
        expect(app.button("ทำสิ่งที่พัง")).to_be_attached()


def test_chosen_things_say_so_and_ticks_are_checkboxes(address: str, browser: Browser) -> None:
    with screen(browser, f"{address}/search") as app:
        income = app.page.get_by_role("checkbox", name="รายได้ 23")
        expect(income).to_be_checked()
        app.tap_at(income)
        expect(income).not_to_be_checked()
        chosen(app, "การเยี่ยม ยัง")
        app.tap("การเยี่ยม แล้ว")
        chosen(app, "การเยี่ยม แล้ว")
        # Its placeholder is part of its name while it is empty; the node may keep the old text when it has no focus.
        empty = app.page.locator('[aria-label^="ค้นหาครัวเรือน\\a "]')
        expect(empty).not_to_be_attached()
        app.tap("ล้างคำค้น")
        expect(empty).to_be_attached()


def drawn(app: Screen, times: str) -> None:
    """The page has been drawn again as often as the pattern says."""
    expect(app.page.get_by_text(re.compile(rf"วาดใหม่ {times}\s"))).to_be_attached(timeout=30_000)


def chosen(app: Screen, name: str) -> None:
    """The button of this name is marked as the chosen one."""
    expect(app.button(name, exact=True)).to_have_attribute("aria-current", "true")
