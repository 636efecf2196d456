"""make screens: the pictures of docs/screens, taken on the walk past every screen."""

import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.district import a_forgotten_tablet, a_worked_tablet, sample_district
from tests.browser.driver import chromium, run_apart, screen, serve_app
from tests.browser.tour import enrolment, forgotten, walk_past_everything
from tests.browser.walk import SIZES, Walk
from tests.builders import Office

FOLDER = Path("docs/screens")


def photograph(browser: Browser, office: Office, folder: Path, size: str) -> None:
    """Every stop at one size: on a new tablet, on one that has been at work, and on one that nobody brought back."""
    with before(browser, folder / "new", size, {}) as walk:
        enrolment(walk, office.url, office.code(office.officer()))
    paths = run_apart(a_worked_tablet(office, folder / "worked"))
    with before(browser, folder / "worked", size, paths) as walk:
        walk_past_everything(walk)
    run_apart(a_forgotten_tablet(office, folder / "forgotten"))
    with before(browser, folder / "forgotten", size, {}) as walk:
        forgotten(walk)


@contextmanager
def before(browser: Browser, data: Path, size: str, paths: Mapping[str, str]) -> Iterator[Walk]:
    """An officer before the tablet whose files are in `data`, with a camera."""
    width, height = SIZES[size]
    with (
        serve_app("--web", "--data-dir", data) as address,
        screen(browser, address, width=width, height=height) as seen,
    ):

        def take(stop: str) -> None:
            (FOLDER / f"{size}-{stop}.png").write_bytes(seen.settled())

        yield Walk(seen, size == "phone", "th", take, paths)


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder, sample_district(Path(folder)) as office, chromium() as browser:
        for size in SIZES:
            photograph(browser, office, Path(folder) / size, size)


if __name__ == "__main__":
    main()
