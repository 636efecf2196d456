"""How the office's pages are looked at: by their navigation, their width, a picture, and for barriers."""

from functools import cache
from pathlib import Path

from playwright.sync_api import Page

BUILD = Path(__file__).parents[3] / "build"
HARD = ("serious", "critical")


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
