"""Nothing typed is lost: the app is killed in the middle of a visit, and comes back to the same words, every time."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from random import Random
from typing import NamedTuple
from uuid import UUID

import pytest
from playwright.sync_api import Browser, Locator, expect

from field_app.services import visits
from tests import warm
from tests.browser.driver import Screen, free_port, run_apart, screen, wait_until_answering
from tests.builders import PIN, a_tablet
from tests.field_app.views.opened import a_family

pytestmark = pytest.mark.browser
KILLS = 20 if os.environ.get("PROVE") else 5
LATER_MS = 500  # the longest time from the draft on the disk to the end of the process
REST_MS = 1500
WORDS = ("ยายอยู่กับหลาน", "ลูกไปทำงานกรุงเทพฯ", "น้ำท่วมนาเมื่อปีก่อน", "อยากเลี้ยงไก่ไข่", "ขาเจ็บ เดินไม่ไกล", "๓ เดือนแล้ว")


class Visit(NamedTuple):
    """One that is under way."""

    visit_id: UUID
    household_id: UUID
    person_id: UUID

    @property
    def places(self) -> list[tuple[str, str]]:
        """Where one types during a visit: the path, and the name of the field."""
        home = f"/households/{self.household_id}"
        return [
            (f"/visits/{self.visit_id}/4", "ทัศนคติ"),
            (f"/visits/{self.visit_id}/4", "ทักษะ"),
            (f"/visits/{self.visit_id}/6", "ปัญหาอุปสรรคในการเยี่ยม"),
            (f"/visits/{self.visit_id}/6", "ข้อเสนอแนะ"),
            (f"{home}/members/{self.person_id}/died", "บันทึกเพิ่มเติม"),
            (f"{home}/members/new", "นามสกุล"),
            (f"{home}/problems/new", "เล่าเป็นคำพูด"),
            (f"{home}/assistance/new", "ช่วยอะไร"),
        ]


async def begun(folder: Path) -> Visit:
    """A tablet with the family of 47/2 and a visit to it that has begun."""
    async with a_tablet(folder) as tablet:
        family = a_family()
        await tablet.record(family)
        home = family[0].row_id
        return Visit(await visits.begin(tablet, home), home, family[-1].row_id)


@contextmanager
def killed_at_the_end(folder: Path) -> Iterator[str]:
    """The app in a process of its own that gets no chance to say goodbye."""
    port = free_port()
    command = ["field-app", "--data-dir", str(folder), "--web", "--port", str(port)]
    process = warm.start(command, env={**os.environ, "FLET_FORCE_WEB_SERVER": "1"})
    try:
        address = f"http://127.0.0.1:{port}"
        wait_until_answering(address, process)
        yield address
    finally:
        process.kill()
        process.wait(10)


def unlock(seen: Screen) -> None:
    seen.wait_for("ใส่รหัส")
    for digit in PIN:
        seen.tap(f"เลข {digit}", exact=True)


def test_what_was_typed_is_there_after_every_kill(browser: Browser, tmp_path: Path) -> None:
    chance = Random(560102)
    visit = run_apart(begun(tmp_path))
    typed: dict[tuple[str, str], str] = {}
    last: tuple[str, str] | None = None
    for _ in range(KILLS):
        with killed_at_the_end(tmp_path) as address, screen(browser, address) as seen:
            unlock(seen)
            if last is not None:
                expect(opened(seen, last)).to_have_value(typed[last])
                assert seen.page.url.endswith(last[0])
            last = chance.choice(visit.places)
            seen.goes_to(last[0])
            expect(opened(seen, last)).to_have_value(typed.get(last, ""))
            typed[last] = f"{typed.get(last, '')} {chance.choice(WORDS)}".strip()
            before = at_rest(seen, tmp_path)
            seen.enter_text(last[1], typed[last])
            seen.until(lambda before=before: written(tmp_path) > before)
            seen.page.wait_for_timeout(chance.random() * LATER_MS)
            assert seen.errors == []


def opened(seen: Screen, place: tuple[str, str]) -> Locator:
    """The field of a place, once it is there and has the focus: before, its node holds no text."""
    expect(seen.textbox(place[1])).to_be_attached()
    return seen.focus(place[1])


def at_rest(seen: Screen, folder: Path) -> int:
    """When the tablet's files were last written, once nothing else is on its way there: the place shown is kept too."""
    before = written(folder)
    while True:
        seen.page.wait_for_timeout(REST_MS)
        after = written(folder)
        if after == before:
            return after
        before = after


def written(folder: Path) -> int:
    """When the tablet's files were last written, in ns: a draft is kept a moment after the last key."""
    return max(path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file())
