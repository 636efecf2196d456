"""How the office's pages are looked at: by their navigation, their width, a picture, and for barriers."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

from playwright.sync_api import Browser, Page, expect

from tests.builders import DISTRICT, PASSWORD

SIZES = {"wide": (1366, 768), "narrow": (768, 1024)}
SAYS_NO = re.compile(r"status of (403|409|422) ")  # a form that comes back with a sentence: the browser names it
BUILD = Path(__file__).parents[3] / "build"
HARD = ("serious", "critical")


@contextmanager
def at_the_door(browser: Browser, url: str, size: tuple[int, int] = SIZES["wide"]) -> Iterator[Page]:
    """A page of its own. At the end the browser had nothing to complain of."""
    width, height = size
    complaints: list[str] = []
    page = browser.new_page(viewport={"width": width, "height": height})
    page.on("console", lambda message: complaints.append(message.text) if message.type != "info" else None)
    page.on("pageerror", lambda problem: complaints.append(str(problem)))
    page.goto(url)
    yield page
    assert [words for words in complaints if not SAYS_NO.search(words)] == []
    page.close()


def sign_in(page: Page, username: str = f"supervisor{DISTRICT}", password: str = PASSWORD) -> None:
    """In Thai."""
    page.get_by_label("ชื่อผู้ใช้").fill(username)
    page.get_by_label("รหัสผ่าน").fill(password)
    page.get_by_role("button", name="เข้าใช้งาน").press("Enter")
    expect(page.get_by_role("heading", level=1)).not_to_have_text("เข้าใช้งาน")


def open_menu(page: Page) -> None:
    """On narrow screens the navigation is behind a button."""
    menu = page.locator("details.menu summary")
    if menu.is_visible():
        menu.click()


def go_to(page: Page, name: str) -> None:
    """By the navigation."""
    open_menu(page)
    page.get_by_role("navigation", name="เมนูหลัก").get_by_role("link", name=name).click()


def looks_right(page: Page, name: str = "") -> None:
    """It does not scroll sideways, nothing on it is a hard barrier; with a name, a picture of it is left to look at."""
    page.wait_for_load_state()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth"), page.url
    found = barriers(page)
    assert not found, f"{page.url}: {found}"
    if name:
        folder = BUILD / "screens"
        folder.mkdir(parents=True, exist_ok=True)
        size = page.viewport_size
        assert size
        page.screenshot(path=folder / f"office-{name}-{size['width']}.png")


def barriers(page: Page) -> list[str]:
    """What axe-core calls serious or worse, each with the first element it found."""
    page.evaluate(_axe())
    found = page.evaluate("axe.run(document, {resultTypes: ['violations']}).then(run => run.violations)")
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found if one["impact"] in HARD]


@cache
def _axe() -> str:
    return (BUILD / "axe" / "axe.min.js").read_text(encoding="utf-8")
