"""From the slip with the code to an open file, by hand in the browser, and what a second window is told."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from tests.browser.driver import Screen, screen, serve_app
from tests.builders import PASSWORD, PIN, SUBDISTRICT, Office, an_office
from tests.databases import sqlite_url
from tests.round_trip.programs import Program, field_server

pytestmark = pytest.mark.browser
SAMPLE = Path(__file__).parent.parent / "samples" / "targets_5601"
NEW_PIN = "735120"
SIZES = {"tablet": (1280, 800), "phone": (390, 844)}


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Program:
    """The office's commands."""
    return field_server(tmp_path_factory.mktemp("office"))


@pytest.fixture(scope="module")
def office(server: Program) -> Iterator[Office]:
    """A running district with the sample list, brought in by the office's command."""
    with an_office(sqlite_url(server.data_dir)) as found:
        server.answer("import-targets", str(SAMPLE / "targets.txt"), "--dictionary", str(SAMPLE / "dictionary.csv"))
        yield found


def enter(seen: Screen, pin: str) -> None:
    for digit in pin:
        seen.tap(f"เลข {digit}", exact=True)


def enrol(seen: Screen, address: str, code: str, name: str) -> None:
    seen.wait_for("ลงทะเบียนเครื่องนี้")
    seen.enter_text("ที่อยู่ของสำนักงาน", address)
    seen.enter_text("รหัสลงทะเบียน", "abcd-efgh-jkm")
    seen.tap("ตรวจรหัส")
    seen.wait_for("รหัสลงทะเบียนมี 16 ตัว")
    seen.screenshot(f"entry-{name}-code-error")
    seen.enter_text("รหัสลงทะเบียน", code.replace("-", "").lower())
    seen.tap("ตรวจรหัส")
    seen.wait_for("เครื่องนี้จะเป็นของ", seconds=30)
    seen.wait_for("คำปัน ใจคำ")
    seen.screenshot(f"entry-{name}-confirm")
    seen.tap("ใช่ ตั้งรหัสเปิดเครื่อง")
    seen.wait_for("ไม่ใช้เลขซ้ำหรือเลขเรียง")
    enter(seen, "123456")
    seen.wait_for("ไม่ซ้ำตัวเดียวและไม่เรียงกัน")
    enter(seen, PIN)
    seen.wait_for("ใส่รหัสเดิมอีกครั้ง")
    enter(seen, PIN)
    seen.wait_for("รับส่งเสร็จแล้ว", seconds=90)
    seen.screenshot(f"entry-{name}-exchange")


def lock_and_open(seen: Screen, name: str) -> None:
    seen.tap("ตั้งค่า", exact=True)
    seen.tap("ล็อกเดี๋ยวนี้")
    seen.wait_for("ใส่รหัส")
    enter(seen, "135790")
    seen.wait_for("รหัสไม่ตรง", seconds=30)
    seen.screenshot(f"entry-{name}-unlock")
    enter(seen, PIN)
    seen.wait_for("หมู่บ้านของฉัน", seconds=30)
    seen.screenshot(f"entry-{name}-work")


def recover(seen: Screen, server: Program, name: str) -> None:
    """The PIN is forgotten: the office reads out a code for the digits on the screen."""
    seen.tap("ตั้งค่า", exact=True)
    seen.tap("ล็อกเดี๋ยวนี้")
    seen.tap("ลืมรหัส")
    seen.wait_for("อ่านตัวเลขนี้")
    digits = re.search(r"\d{4} \d{4} \d{4}", seen.page.locator("flt-semantics-host").inner_text())
    assert digits
    answer = server.answer("recovery-response", digits[0], FIELD_SERVER_PASSWORD=PASSWORD)
    assert answer["officer"] == "คำปัน ใจคำ"
    seen.enter_text("รหัสกู้ที่สำนักงานบอก", answer["response"][:-1])
    seen.tap("ตรวจรหัส แล้วตั้งใหม่")
    seen.wait_for("ตรวจแล้วพิมพ์ใหม่")
    seen.screenshot(f"entry-{name}-recovery-error")
    seen.enter_text("รหัสกู้ที่สำนักงานบอก", answer["response"].lower())
    seen.page.keyboard.press("Enter")
    seen.wait_for("ไม่ใช้เลขซ้ำหรือเลขเรียง", seconds=30)
    seen.screenshot(f"entry-{name}-recovery-pin")
    enter(seen, NEW_PIN)
    seen.wait_for("ใส่รหัสเดิมอีกครั้ง")
    enter(seen, NEW_PIN)
    seen.wait_for("หมู่บ้านของฉัน", seconds=30)


def find_and_open(seen: Screen, name: str) -> None:
    seen.tap("ค้นหา", exact=True)
    seen.enter_text("ค้นหา", "มั่นคง")
    seen.wait_for("พบ 5")
    seen.screenshot(f"entry-{name}-search")
    assert seen.textbox("ค้นหา").input_value() == "มั่นคง"
    assert "มั่นคง" not in seen.page.url
    seen.tap("มั่นคง")
    seen.wait_for("เพิ่มสมาชิก")
    seen.screenshot(f"entry-{name}-household")


@pytest.mark.parametrize("size", SIZES)
def test_a_code_from_the_office_leads_to_an_open_file_and_a_second_window_waits(
    size: str, browser: Browser, server: Program, office: Office, tmp_path: Path
) -> None:
    officer = server.answer("officer-add", "--name", "คำปัน ใจคำ", "--area", SUBDISTRICT)["id"]
    code = server.answer("enrolment-code", "--officer", officer)["code"]
    width, height = SIZES[size]
    with (
        serve_app("--web", "--data-dir", tmp_path) as address,
        screen(browser, address, width=width, height=height) as seen,
    ):
        enrol(seen, office.url, code, size)
        lock_and_open(seen, size)
        recover(seen, server, size)
        find_and_open(seen, size)
        with screen(browser, address, width=width, height=height) as second:
            second.wait_for("ใส่รหัส")
            enter(second, NEW_PIN)
            second.wait_for("สมุดเล่มนี้เปิดอยู่ในหน้าต่างอื่น", seconds=30)
            second.screenshot(f"entry-{size}-busy")
            assert second.errors == []
        assert seen.errors == []
