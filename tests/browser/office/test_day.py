"""A supervisor's day in a browser: from the agency's list to the audit log, with two real tablets at work between."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from field_app.config import Settings
from field_app.services import enrolment, exchange, unlock
from field_app.services.tablet import Tablet
from server.console.words import Language, say
from shared_models.edit import Edit
from tests.browser.district import SAMPLE, first_households
from tests.browser.driver import run_apart
from tests.browser.office.looking import at_the_door, looks_right, open_menu
from tests.builders import (
    DISTRICT,
    NEXT_VILLAGE,
    PASSWORD,
    PIN,
    SUBDISTRICT,
    VILLAGE,
    Office,
    a_household,
    an_office,
)
from tests.databases import sqlite_url

pytestmark = pytest.mark.browser
SOMCHAI = {"family_name": "ปงผา", "birth": "2499-03-12", "citizen_id": None, "id_kind": "none", "sex": "1"}
OTHER_VILLAGE = "56010101"
OFFICERS = ("อรทัย คำมูล", "วิชัย แสนสุข")


@dataclass
class Day:
    """The supervisor at the page, reading it in one language."""

    page: Page
    language: Language

    def say(self, key: str, **details: object) -> str:
        return say(key, self.language, **details)

    def go_to(self, key: str) -> None:
        open_menu(self.page)
        menu = self.page.get_by_role("navigation", name=self.say("main_menu"))
        menu.get_by_role("link", name=self.say(key), exact=True).click()

    def press(self, key: str, **details: object) -> None:
        self.page.get_by_role("button", name=self.say(key, **details)).first.click()

    def field(self, key: str) -> Locator:
        return self.page.get_by_label(self.say(key), exact=True)

    def reads(self, key: str, **details: object) -> None:
        expect(self.page.get_by_text(self.say(key, **details)).first).to_be_visible(timeout=60_000)

    def headed(self, key: str, **details: object) -> None:
        heading = self.page.get_by_role("heading", name=self.say(key, **details))
        expect(heading.first).to_be_visible(timeout=60_000)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(sqlite_url(tmp_path)) as found:
        yield found


@pytest.fixture(params=["th", "en"])
def day(browser: Browser, office: Office, request: pytest.FixtureRequest) -> Iterator[Day]:
    with at_the_door(browser, f"{office.url}/language/{request.param}?back=/") as page:
        found = Day(page, request.param)
        found.field("username").fill(f"supervisor{DISTRICT}")
        found.field("password").fill(PASSWORD)
        found.press("sign_in")
        found.headed("overview")
        yield found


def test_a_supervisors_day(day: Day, office: Office, tmp_path: Path) -> None:
    import_the_list(day)
    codes = [hand_out_a_code(day, name) for name in OFFICERS]
    tablets = [Settings(data_dir=tmp_path / name, app_version="test") for name in OFFICERS]
    assign_a_village(day)
    run_apart(work_of_two_tablets(tablets, office.url, codes))
    settle_a_conflict(day)
    merge_a_duplicate(day)
    hold_the_meeting(day)
    count_and_export(day, tmp_path)
    hand_on(day, tmp_path)
    verify_the_log(day)


def import_the_list(day: Day) -> None:
    day.go_to("import")
    day.field("list_file").set_input_files(SAMPLE / "targets.txt")
    day.field("dictionary_file").set_input_files(SAMPLE / "dictionary.csv")
    looks_right(day.page)
    day.press("take_up")
    day.headed("preview_title")
    looks_right(day.page, "day-preview")
    day.page.locator("button[value=trial]").click()
    day.headed("trial_title")
    looks_right(day.page, "day-trial")
    day.page.locator(".foot .btn.main").click()
    day.headed("result_title")
    day.reads("done_note")
    looks_right(day.page)


def hand_out_a_code(day: Day, name: str) -> str:
    """Adds the officer, too."""
    day.go_to("tablets")
    day.page.get_by_role("link", name=day.say("tab_officers"), exact=True).first.click()
    day.field("officer_name").fill(name)
    day.field("officer_area").select_option(SUBDISTRICT)
    day.press("save_officer")
    day.page.get_by_role("row", name=name).get_by_role("button", name=day.say("hand_out")).click()
    day.headed("hand_out_to", name=name)
    return day.page.locator(".code").inner_text()


def assign_a_village(day: Day) -> None:
    """One that nobody had, to the second officer."""
    day.go_to("assign")
    day.page.locator(f"input[name=village-{OTHER_VILLAGE}]").check()
    day.page.locator("select[name=officer]").select_option(label=OFFICERS[1])
    looks_right(day.page)
    day.press("see_plan")
    looks_right(day.page, "day-plan")
    day.page.locator(".foot .btn.main").click()
    day.reads("assigned_done")


async def work_of_two_tablets(settings: list[Settings], url: str, codes: list[str]) -> None:
    """Both change the same field of the same household; each enters the same man, in two houses."""
    async with httpx.AsyncClient() as http:
        opened = [await an_enrolled(one, url, code, http) for one, code in zip(settings, codes, strict=True)]
        for tablet in opened:
            await exchange.exchange(tablet, http)
        home = (await first_households(opened[0]))[0]
        for tablet, satang in zip(opened, (250_000, 410_000), strict=True):
            await tablet.record([Edit("household", home, home, {"income_main_satang": satang})])
        for tablet, village, name in zip(opened, (VILLAGE, NEXT_VILLAGE), ("สมชาย", "สมชัย"), strict=True):
            await tablet.record(a_household(village, "112", **SOMCHAI, given_name=name))
        for tablet in (*opened, opened[0]):
            await exchange.exchange(tablet, http)
        for tablet in opened:
            await tablet.close()


async def an_enrolled(settings: Settings, url: str, code: str, http: httpx.AsyncClient) -> Tablet:
    asked = await enrolment.ask(settings, server_url=url, code=code, http=http)
    await enrolment.finish(settings, asked, PIN)
    return await unlock.unlock(settings, PIN)


def settle_a_conflict(day: Day) -> None:
    day.go_to("overview")
    day.page.get_by_role("link", name=day.say("queue_conflicts"), exact=True).click()
    looks_right(day.page, "day-conflict")
    day.page.locator("input[name^=pick-]").first.check()
    day.press("conflict_save")
    day.reads("saved_conflicts")


def merge_a_duplicate(day: Day) -> None:
    day.page.get_by_role("link", name=day.say("queue_duplicates")).first.click()
    day.press("pair_look")
    day.headed("pair_title", names="")
    day.page.locator("select[name=village]").select_option(VILLAGE)
    day.press("review_filter")
    day.page.locator("a", has_text="ปงผา").first.click()
    for row in day.page.locator("tr.diff").all():
        row.get_by_role("radio").first.check()
    looks_right(day.page, "day-duplicate")
    day.press("pair_merge")
    day.reads("saved_merged")


def hold_the_meeting(day: Day) -> None:
    day.go_to("meeting")
    day.page.locator("select[name=area]").select_option(SUBDISTRICT)
    day.press("show_filtered")
    rows = day.page.locator("tbody tr").filter(has=day.page.get_by_role("combobox"))
    rows.first.get_by_role("combobox").first.select_option(index=1)
    rows.first.locator("input[list]").fill("อบต.แม่ต๋ำ")
    rows.first.get_by_role("combobox").last.select_option(index=2)
    day.press("meeting_save")
    day.reads("meeting_saved", n=1)
    looks_right(day.page, "day-meeting")
    day.page.get_by_role("link", name=day.say("meeting_sheet")).click()
    day.page.emulate_media(media="print")
    assert day.page.pdf().startswith(b"%PDF")
    day.page.emulate_media(media="screen")
    day.page.go_back()


def count_and_export(day: Day, folder: Path) -> None:
    day.go_to("reports")
    day.page.get_by_role("link", name=day.say("pivot"), exact=True).click()
    looks_right(day.page)
    for name, begins in (("Excel", b"PK"), ("CSV", b"\xef\xbb\xbf"), ("PDF", b"%PDF")):
        with day.page.expect_download() as download:
            day.page.get_by_role("link", name=name, exact=True).click()
        download.value.save_as(folder / name)
        assert (folder / name).read_bytes().startswith(begins)


def hand_on(day: Day, folder: Path) -> None:
    day.go_to("hand_on")
    day.page.get_by_role("link", name=day.say("hand_on_new")).click()
    day.field("hand_on_recipient").fill("สำนักงานพัฒนาสังคมและความมั่นคงของมนุษย์จังหวัดพะเยา")
    day.page.locator("[name=purpose]").first.select_option("help")
    day.page.locator("[name=purpose_words]").fill("ช่วยเหลือครัวเรือนที่ตกเกณฑ์")
    looks_right(day.page, "day-hand-on")
    day.press("hand_on_make")
    day.headed("hand_on_title", number=1)
    day.press("hand_on_show")
    expect(day.page.locator(".code")).to_be_visible()
    with day.page.expect_download() as download:
        day.page.locator("a[download]").click()
    download.value.save_as(folder / "hand-on.zip")
    assert (folder / "hand-on.zip").read_bytes().startswith(b"PK")
    looks_right(day.page)


def verify_the_log(day: Day) -> None:
    day.go_to("audit")
    day.press("verify_now")
    whole = day.say("chain_whole", n="0").split("0")
    expect(day.page.locator(".note.ok")).to_contain_text(max(whole, key=len).strip())
    looks_right(day.page, "day-audit")
