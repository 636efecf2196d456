"""A PC without a mouse: everything on the way to an answer at the door is reached with Tab and chosen with a key."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.district import a_worked_tablet, sample_district
from tests.browser.driver import Screen, run_apart, screen, serve_app
from tests.builders import PIN

pytestmark = pytest.mark.browser
FURTHEST = 80  # Tabs to the other end of a screen
FOCUSED = """() => {
    const node = document.activeElement;
    return (node.getAttribute("aria-label") || node.innerText || "").replaceAll("\\u00a0", " ").trim();
}"""


def reach(seen: Screen, name: str) -> None:
    """Press Tab until the control of this name has the focus."""
    passed = []
    for _ in range(FURTHEST):
        seen.page.keyboard.press("Tab")
        passed.append(seen.still(lambda: seen.page.evaluate(FOCUSED)))
        if passed[-1].startswith(name):
            return
    raise AssertionError(f"{name} is not among {passed}")


def choose(seen: Screen, name: str) -> None:
    reach(seen, name)
    seen.page.keyboard.press("Enter")


def test_a_visit_is_begun_and_answered_by_keys_alone(browser: Browser, tmp_path: Path) -> None:
    with sample_district(tmp_path / "office") as office:
        run_apart(a_worked_tablet(office, tmp_path / "tablet"))
        with serve_app("--web", "--data-dir", tmp_path / "tablet") as address, screen(browser, address) as seen:
            seen.wait_for("ใส่รหัส")
            seen.page.keyboard.type(PIN)
            seen.wait_for("หมู่บ้านของฉัน")
            choose(seen, "ค้นหา")
            seen.wait_for("เรียงตามหมู่บ้าน")
            expect(seen.textbox("ค้นหา")).to_be_focused()
            seen.page.keyboard.insert_text("ใจดี")
            seen.button("ล้างคำค้น").wait_for(state="visible")
            choose(seen, "บ้าน ")
            seen.wait_for("เริ่มเยี่ยมบ้าน")
            choose(seen, "เริ่มเยี่ยมบ้าน")
            seen.wait_for("พบใครหรือไม่")
            choose(seen, "พบใครหรือไม่ พบคนในบ้าน")
            choose(seen, "ต่อไป: คนในบ้าน")
            seen.wait_for("ใครอยู่บ้านนี้")
            choose(seen, "อยู่ครบทั้ง")
            seen.wait_for("ยืนยันแล้ว")
            assert seen.errors == []
