"""make screens: the pictures of docs/screens, taken of the real app on a tablet that has been at work."""

import asyncio
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from playwright.sync_api import Browser

from tests.browser.district import sample_district, some_weeks_of_work
from tests.browser.driver import Screen, chromium, screen, serve_module
from tests.builders import PIN, Office, synchronise

FOLDER = Path("docs/screens")
SIZES = {"tablet": (1280, 800), "portrait": (800, 1280), "phone": (390, 844)}


@dataclass
class Camera:
    """Takes the pictures of one size into one folder."""

    seen: Screen
    size: str
    folder: Path

    def take(self, name: str) -> None:
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / f"{self.size}-{name}.png").write_bytes(self.seen.settled())

    @property
    def phone(self) -> bool:
        return self.size == "phone"


def unlocked(camera: Camera) -> None:
    camera.seen.wait_for("ใส่รหัส")
    camera.take("unlock")
    for digit in PIN:
        camera.seen.tap(f"เลข {digit}", exact=True)
    camera.seen.wait_for("หมู่บ้านของฉัน")


def work(camera: Camera) -> None:
    camera.take("work")


def reports(camera: Camera) -> None:
    seen = camera.seen
    seen.tap("รายงาน", exact=True)
    seen.wait_for("ความก้าวหน้ารายหมู่บ้าน")
    camera.take("reports")
    for name, chip in (("mpi", "ตกเกณฑ์รายด้าน"), ("help", "ความช่วยเหลือ")):
        seen.tap(chip, exact=True)
        seen.wait_for("ดูเป็น แท่ง")
        camera.take(f"reports-{name}")
    seen.tap("ดูเป็น แท่ง")
    seen.wait_for("แท่งของ")
    camera.take("reports-bars")
    seen.tap("ออกแบบเอง", exact=True)
    seen.wait_for("ตามหมู่บ้าน")
    camera.take("reports-pivot")


TOUR: dict[str, Callable[[Camera], None]] = {"work": work, "reports": reports}


async def a_worked_tablet(office: Office, folder: Path) -> None:
    tablet = await office.tablet(folder)
    await synchronise(tablet)
    await some_weeks_of_work(tablet)
    await tablet.close()


def photograph(browser: Browser, data: Path, size: str, stops: list[str], folder: Path) -> None:
    width, height = SIZES[size]
    app = ["field_app.cli", "--data-dir", str(data), "--web", "--port", "{port}"]
    with serve_module(app) as address, screen(browser, address, width=width, height=height) as seen:
        camera = Camera(seen, size, folder)
        unlocked(camera)
        for stop in stops:
            TOUR[stop](camera)


def main(stops: list[str]) -> None:
    """All stops of the tour, or the named ones, at every size."""
    with tempfile.TemporaryDirectory() as folder, sample_district(Path(folder)) as office:
        for size in SIZES:
            data = Path(folder) / size
            asyncio.run(a_worked_tablet(office, data))
            with chromium() as browser:
                photograph(browser, data, size, stops or list(TOUR), FOLDER)


if __name__ == "__main__":
    main(sys.argv[1:])
