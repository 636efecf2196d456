"""make screens: the pictures of docs/screens, taken on the walk past every screen."""

import asyncio
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.district import a_worked_tablet, sample_district
from tests.browser.driver import Screen, chromium, screen, serve_module
from tests.browser.tour import walk_past_everything
from tests.browser.walk import Walk

FOLDER = Path("docs/screens")
SIZES = {"tablet": (1280, 800), "phone": (390, 844)}


def photograph(browser: Browser, data: Path, size: str) -> None:
    """Every stop of the walk at one size."""
    width, height = SIZES[size]
    app = ["field_app.cli", "--data-dir", str(data), "--web", "--port", "{port}"]
    with serve_module(app) as address, screen(browser, address, width=width, height=height) as seen:
        walk_past_everything(Walk(seen, size == "phone", "th", lambda stop: take(seen, f"{size}-{stop}")))


def take(seen: Screen, name: str) -> None:
    (FOLDER / f"{name}.png").write_bytes(seen.settled())


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sample_district(Path(folder)) as office, chromium() as browser:
        for size in SIZES:
            data = Path(folder) / size
            with ThreadPoolExecutor(1) as apart:  # this thread belongs to the browser's event loop
                apart.submit(asyncio.run, a_worked_tablet(office, data)).result()
            photograph(browser, data, size)


if __name__ == "__main__":
    main()
