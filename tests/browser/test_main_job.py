"""The main job, by hand: enrol, find a household, visit, the head's death and the new head, a member, the exchange."""

import json
import os
import re
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, expect
from sqlmodel import col, select

from server.database import Database
from server.services import target_lists
from shared_models.person import Person, Relation
from tests.browser.driver import HERE, Screen, screen, serve_module
from tests.builders import PIN, SUBDISTRICT, Office, an_office
from tests.databases import sqlite_url

pytestmark = pytest.mark.browser
SAMPLE = Path(__file__).parent.parent / "samples" / "targets_5601"
SIZES = {"tablet": (1280, 800), "phone": (390, 844)}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The sample district behind a running server."""
    folder = tmp_path_factory.mktemp("office")
    with an_office(sqlite_url(folder)) as found:
        database = Database(found.database_url)
        now = datetime.now(UTC)
        report = folder / "refused.txt"
        target_lists.import_targets(
            database,
            SAMPLE / "targets.txt",
            SAMPLE / "dictionary.csv",
            imported_by="test",
            now=now,
            refused_path=report,
        )
        database.close()
        yield found


@pytest.fixture(scope="module")
def other(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of the other officer's tablet, which works by commands."""
    folder = tmp_path_factory.mktemp("other")
    second_tablet(folder, "enrol", "--server", office.url, "--code", office.code(office.officer()))
    second_tablet(folder, "sync")
    return folder


def second_tablet(folder: Path, *arguments: str) -> dict:
    """The answer of a field-app command on the other officer's tablet."""
    command = [str(Path(sys.executable).parent / "field-app"), "--data-dir", str(folder), "--json", *arguments]
    done = subprocess.run(
        command, env={**os.environ, "FIELD_APP_PIN": PIN}, capture_output=True, text=True, check=False, timeout=120
    )
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout.strip().splitlines()[-1])


class Chosen(NamedTuple):
    """A household of the list, and its head as the screens name them."""

    household_id: str
    head_id: str
    head_name: str
    head_full_name: str


@pytest.fixture(scope="module")
def houses(office: Office) -> list[Chosen]:
    """As imported, the households whose head has a child at home and is the only one of that name in the area."""
    with office.database() as database, database.reading() as session:
        people = list(session.exec(select(Person).where(col(Person.village).startswith(SUBDISTRICT))))
        names = Counter(name_of(person) for person in people)
        parents = {person.household_id for person in people if person.relation == Relation.CHILD}
        heads = [person for person in people if person.relation == Relation.HEAD and person.household_id in parents]
        alone = sorted((person for person in heads if names[name_of(person)] == 1), key=lambda person: person.id)
        return [Chosen(str(head.household_id), str(head.id), name_of(head), head.full_name()) for head in alone]


def name_of(person: Person) -> str:
    return f"{person.given_name} {person.family_name}"


def enter_pin(seen: Screen) -> None:
    for digit in PIN:
        seen.tap(f"เลข {digit}", exact=True)


def enrol(seen: Screen, office: Office, name: str) -> None:
    seen.wait_for("ลงทะเบียนเครื่องนี้")
    seen.enter_text("ที่อยู่ของสำนักงาน", office.url)
    seen.enter_text("รหัสลงทะเบียน", office.code(office.officer()).lower())
    seen.screenshot(f"{name}-enrol")
    seen.tap("ตรวจรหัส")
    seen.wait_for("เครื่องนี้จะเป็นของ")
    seen.tap("ใช่ ตั้งรหัสเปิดเครื่อง")
    seen.wait_for("ตั้งรหัสเปิดเครื่อง")
    enter_pin(seen)
    seen.wait_for("ใส่รหัสเดิมอีกครั้ง")
    enter_pin(seen)
    seen.wait_for("รับส่งเสร็จแล้ว", seconds=90)


def unlock(seen: Screen) -> None:
    seen.wait_for("ใส่รหัส")
    enter_pin(seen)
    seen.wait_for("งานที่รออยู่")


def open_household(seen: Screen, head: Chosen, name: str) -> None:
    seen.tap("ค้นหา", exact=True)
    seen.enter_text("ค้นหา", head.head_name)
    expect(seen.page.get_by_text(re.compile(r"พบ\s1\s"))).to_be_attached()  # until then the line may still move
    seen.tap(head.head_name)
    seen.wait_for("เริ่มเยี่ยมบ้าน")
    seen.screenshot(f"{name}-household")


def visit(seen: Screen, head: Chosen, name: str) -> None:
    """The result, the head's death with the new head, a new member, the summary."""
    seen.tap("เริ่มเยี่ยมบ้าน")
    seen.wait_for("พบคนในบ้าน")
    seen.tap_at(seen.page.get_by_role("checkbox", name="อ่านให้ฟังแล้ว"))
    seen.tap("พบคนในบ้าน")
    seen.tap("ต่อไป: คนในบ้าน")
    seen.wait_for("ใครอยู่บ้านนี้")
    seen.screenshot(f"{name}-visit")
    seen.tap(f"เสียชีวิต {head.head_full_name}")
    seen.wait_for("ใครเป็นหัวหน้าครัวเรือนต่อ")
    seen.enter_text("บันทึกเพิ่มเติม", "ป่วยมานาน ครอบครัวจัดงานที่วัดแล้ว")
    for _ in range(seen.button("เป็นอะไรกับหัวหน้าใหม่ เลือก").count()):
        seen.tap("เป็นอะไรกับหัวหน้าใหม่ เลือก")
        seen.tap("ญาติอื่น", exact=True)
        seen.wait_for("ญาติอื่น")
    seen.screenshot(f"{name}-died")
    seen.tap("บันทึกการเสียชีวิต", exact=True)
    seen.wait_for("ใครอยู่บ้านนี้")
    seen.tap("เพิ่มสมาชิก")
    seen.tap("เพศ หญิง")
    seen.tap("เป็นอะไรกับหัวหน้าครัวเรือน")
    seen.tap("ญาติอื่น", exact=True)
    seen.enter_text("ชื่อ", "ฝั้นแก้ว")  # last: whom the name may be comes in between the fields and moves them
    seen.enter_text("นามสกุล", "ญี่ปุ่นน้อย")
    seen.screenshot(f"{name}-member")
    seen.tap("บันทึกสมาชิก")
    seen.wait_for("ใครอยู่บ้านนี้")
    if name == "phone":
        seen.tap("ทุกขั้น")
    seen.tap("สรุปและจบ")
    seen.wait_for("ที่ทำในการเยี่ยมนี้")
    seen.screenshot(f"{name}-summary")
    seen.tap("จบการเยี่ยม")
    seen.wait_for("เพิ่มสมาชิก")


def exchange(seen: Screen, name: str) -> None:
    seen.tap("รอส่ง")
    seen.tap("รับส่งอีกครั้ง")
    seen.wait_for("ส่งครบแล้ว" if name == "tablet" else "รับส่งเสร็จแล้ว")
    seen.wait_for("เก็บแล้ว")
    seen.screenshot(f"{name}-exchange")


@pytest.mark.parametrize("size", SIZES)
def test_a_visit_with_a_death_and_a_new_member_reaches_the_other_tablet(
    size: str, browser: Browser, office: Office, houses: list[Chosen], other: Path, tmp_path: Path
) -> None:
    house = houses[list(SIZES).index(size)]
    width, height = SIZES[size]
    app = ["field_app.cli", "--data-dir", str(tmp_path), "--web", "--port", "{port}"]
    with serve_module(app) as address, screen(browser, address, width=width, height=height) as seen:
        enrol(seen, office, size)
        seen.tap("งานของฉัน")
        open_household(seen, house, size)
        visit(seen, house, size)
        exchange(seen, size)
        assert seen.errors == []
    second_tablet(other, "sync")
    file = second_tablet(other, "show", house.household_id)
    members = {person["id"]: person for person in file["members"]}
    assert members[house.head_id]["life_state"] == "deceased"
    assert members[house.head_id]["life_state_note"] == "ป่วยมานาน ครอบครัวจัดงานที่วัดแล้ว"
    assert file["household"]["head_id"] != house.head_id
    assert members[file["household"]["head_id"]]["relation"] == "head"
    added = [person for person in file["members"] if person["given_name"] == "ฝั้นแก้ว"]
    assert [(person["family_name"], person["sex"], person["relation"]) for person in added] == [
        ("ญี่ปุ่นน้อย", "2", "other_kin")
    ]
    assert [(visit["result"], visit["notice_read"]) for visit in file["visits"]] == [("met", True)]
    assert file["visits"][0]["finished_at"]
    assert (file["visits"][0]["latitude"], file["visits"][0]["longitude"]) == (HERE["latitude"], HERE["longitude"])


def test_filters_of_the_sheet_narrow_the_list_and_come_off_by_their_chips(browser: Browser, other: Path) -> None:
    app = ["field_app.cli", "--data-dir", str(other), "--web", "--port", "{port}"]
    with serve_module(app) as address, screen(browser, address, width=390, height=844) as seen:
        unlock(seen)
        seen.tap("ค้นหา", exact=True)
        seen.tap("ตัวกรอง", exact=True)
        income = seen.page.get_by_role("checkbox", name=re.compile(r"^รายได้ \d"))
        expect(income).to_be_visible()
        count = re.sub(r"\D", "", income.get_attribute("aria-label") or income.inner_text())
        seen.tap_at(income)
        shown = seen.page.get_by_role("button", name=re.compile(rf"^ดู\s{int(count):,}\s"))
        expect(shown).to_be_visible()
        seen.screenshot("phone-filters")
        seen.tap_at(shown)
        seen.tap("เอา ตกรายได้ ออก")
        expect(seen.button("เอา ตกรายได้ ออก")).to_have_count(0)
        assert seen.errors == []


def test_after_closing_the_app_the_pin_opens_it_again(browser: Browser, other: Path) -> None:
    app = ["field_app.cli", "--data-dir", str(other), "--web", "--port", "{port}"]
    with serve_module(app) as address, screen(browser, address) as seen:
        unlock(seen)
        assert seen.errors == []
