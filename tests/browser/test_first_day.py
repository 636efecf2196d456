"""A first-time officer gets from the slip of paper to the first visit sent in 25 taps, without a manual."""

from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.district import sample_district
from tests.browser.driver import Screen, screen, serve_app
from tests.builders import PIN, Office

pytestmark = pytest.mark.browser
SIZES = {"tablet": (1280, 800), "phone": (390, 844)}
MOST_TAPS = 25
CURSOR_MS = 5000


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with sample_district(tmp_path_factory.mktemp("office")) as found:
        yield found


def types_into(seen: Screen, label: str, words: str) -> None:
    """Where the cursor is already, or after a tap; Enter leads on."""
    with suppress(AssertionError):
        expect(seen.textbox(label)).to_be_focused(timeout=CURSOR_MS)
    if not seen.textbox(label).evaluate("box => box === document.activeElement"):
        seen.focus(label)
    seen.page.keyboard.press("Control+A")
    seen.page.keyboard.insert_text(words)
    expect(seen.textbox(label)).to_have_value(words)
    seen.page.keyboard.press("Enter")


def enrol(seen: Screen, office: Office) -> None:
    seen.wait_for("ลงทะเบียนเครื่องนี้")
    seen.focus("ที่อยู่ของสำนักงาน")
    types_into(seen, "ที่อยู่ของสำนักงาน", office.url)
    types_into(seen, "รหัสลงทะเบียน", office.code(office.officer()))
    seen.wait_for("เครื่องนี้จะเป็นของ")
    seen.tap("ใช่ ตั้งรหัสเปิดเครื่อง")
    for words in ("ตั้งรหัสเปิดเครื่อง", "ใส่รหัสเดิมอีกครั้ง"):
        seen.wait_for(words)
        for digit in PIN:
            seen.tap(f"เลข {digit}", exact=True)
    seen.wait_for("รับส่งเสร็จแล้ว", seconds=90)


def visit(seen: Screen, size: str) -> None:
    """A house where nothing has changed."""
    seen.tap("งานของฉัน", exact=True)
    seen.wait_for("หลังต่อไป")
    seen.tap("เริ่มเยี่ยมบ้าน")
    seen.tap_at(seen.page.get_by_role("checkbox", name="อ่านให้ฟังแล้ว"))
    seen.tap("พบคนในบ้าน")
    seen.tap("ต่อไป: คนในบ้าน")
    seen.tap("อยู่ครบทั้ง")
    if size == "phone":
        seen.tap("ทุกขั้น")
    seen.tap("สรุปและจบ")
    seen.tap("จบการเยี่ยม")
    seen.wait_for("เพิ่มสมาชิก")


def send(seen: Screen) -> None:
    seen.tap("รอส่ง")
    seen.tap("รับส่งอีกครั้ง")
    seen.wait_for("เก็บแล้ว")


@pytest.mark.parametrize("size", SIZES)
def test_from_the_slip_to_the_first_visit_sent(size: str, browser: Browser, office: Office, tmp_path: Path) -> None:
    width, height = SIZES[size]
    with (
        serve_app("--web", "--data-dir", tmp_path) as address,
        screen(browser, address, width=width, height=height) as seen,
    ):
        enrol(seen, office)
        visit(seen, size)
        send(seen)
        assert seen.taps <= MOST_TAPS
        assert seen.errors == []
