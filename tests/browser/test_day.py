"""An officer's day: enrol, find a house, visit it, found a household, settle the evening, exchange. Each screen is
looked at on the way, and the other officer's tablet has what was typed."""

import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, expect
from sqlmodel import col, select

from field_app.views.theme import Language
from shared_models.citizen_id import IdReason
from shared_models.four_t import HEADINGS, Triage
from shared_models.labels import choice, label
from shared_models.mpi import Dimension
from shared_models.person import Person, Relation, Sex
from tests.browser.audit import audited
from tests.browser.district import sample_district
from tests.browser.driver import HERE, Screen, screen, serve_app
from tests.browser.tour import enrolment
from tests.browser.walk import Walk
from tests.builders import PIN, SUBDISTRICT, Office
from tests.round_trip.programs import field_app

pytestmark = pytest.mark.browser
DAYS: tuple[tuple[str, Language], ...] = (("tablet", "th"), ("phone", "th"), ("tablet", "en"))
NEWCOMERS = ("ฎีกา", "ปั๋นแก้ว", "ญาณิน")  # of one name and village the tablet would ask whether they are one
FOUR_T = {
    "attitude": "อยากให้ลูกหลานได้เรียนต่อ ไม่ย่อท้อ",
    "skills": "ทำน้ำปู๋ขายได้ จักสานเป็น",
    "resources": "ที่นา 2 ไร่ บ่อน้ำตื้น",
}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with sample_district(tmp_path_factory.mktemp("office")) as found:
        yield found


@pytest.fixture(scope="module")
def other(office: Office, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The data directory of the other officer's tablet, which works by commands."""
    folder = tmp_path_factory.mktemp("other")
    tablet = field_app(folder)
    tablet.answer("enrol", "--server", office.url, "--code", office.code(office.officer()))
    tablet.answer("sync")
    return folder


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


def morning(walk: Walk, office: Office) -> None:
    """From the slip of paper to the day's work."""
    enrolment(walk, office.url, office.code(office.officer()))
    walk.tap("work")
    walk.waits("work_villages")
    walk.at("work")


def at_the_house(walk: Walk, house: Chosen) -> None:
    walk.tap("search")
    walk.enters("search", house.head_name)
    counted = re.compile("^" + re.sub(r"\s", r"\\s", walk.words("find_count", n=1)))
    expect(walk.seen.page.get_by_text(counted)).to_be_attached()  # until then the line may still move
    walk.at("search")
    walk.seen.tap(house.head_name)
    walk.waits("file_begin")
    walk.at("household")
    walk.tap("file_begin")
    walk.waits("visit_met")
    walk.seen.tap_at(walk.seen.page.get_by_role("checkbox", name=walk.words("visit_notice_read")))
    walk.seen.tap(walk.words("visit_met"))
    walk.at("visit-result")


def who_lives_here(walk: Walk, house: Chosen) -> None:
    """The head has died, somebody heads the household now, and a daughter-in-law's sister lives here."""
    next_step(walk, "people")
    walk.waits("visit_people")
    walk.at("visit-people")
    walk.seen.tap(f"{walk.words('died')} {house.head_full_name}")
    walk.waits("head_next")
    walk.enters("died_note", "ป่วยมานาน ครอบครัวจัดงานที่วัดแล้ว")
    kin = choice(Relation.OTHER_KIN, Relation, walk.language)
    unknown = f"{walk.words('head_relation_of', name='').strip()} {walk.words('choose')}"
    for _ in range(walk.seen.button(unknown).count()):
        walk.seen.tap(unknown)
        walk.seen.tap(kin, exact=True)
        walk.seen.wait_for(kin)
    walk.at("died")
    walk.tap("died_save")
    walk.waits("visit_people")
    walk.tap("visit_add_member")
    walk.chooses("member_sex", Sex.FEMALE)
    walk.seen.tap(walk.words("member_relation"))
    walk.seen.tap(kin, exact=True)
    walk.enters("member_given", "ฝั้นแก้ว")  # last: whom the name may be comes in between the fields and moves them
    walk.enters("member_family", "ญี่ปุ่นน้อย")
    walk.at("new-member")
    walk.tap("member_save")
    walk.waits("visit_people")


def what_is_wrong(walk: Walk) -> None:
    """A problem in the family's words, and what could be a way out of it."""
    next_step(walk, "problems")
    walk.waits("visit_problems")
    walk.at("visit-problems")
    walk.tap("visit_add_problem_to", dimension=choice(Dimension.LIVING, Dimension, walk.language))
    walk.enters("problem_words", "หลังคารั่วทั้งหลัง น้ำเข้าที่นอน")
    walk.at("problem")
    walk.tap("problem_save")
    walk.waits("visit_problems")
    next_step(walk, "fourt")
    walk.waits("fourt_title")
    for name, words in FOUR_T.items():
        if walk.phone and name != HEADINGS[0]:
            walk.tap("fourt_open", name=label(f"four_t.{name}", walk.language))
        walk.seen.enter_text(label(f"four_t.{name}", walk.language), words)
    walk.chooses("fourt_house", Triage.DEVELOPABLE)
    walk.at("visit-four-t")


def what_helps(walk: Walk) -> None:
    """Help given at the door, the summary, and the end of the visit."""
    next_step(walk, "help")
    walk.waits("visit_help")
    walk.tap("help_new")
    walk.enters("help_item", "กระเบื้องลอนคู่ 40 แผ่น")
    walk.enters("help_value", "๒,๔๐๐")
    walk.at("help")
    walk.tap("help_save")
    walk.waits("visit_help")
    next_step(walk, "summary")
    walk.waits("visit_done_here")
    walk.at("visit-summary")
    walk.tap("visit_finish")
    walk.waits("file_add_member")
    walk.at("household-visited")


def next_step(walk: Walk, step: str) -> None:
    walk.tap("visit_next", step=walk.words(f"visit_step_{step}"))


def a_house_on_no_list(walk: Walk, day: int) -> None:
    """Found in the yard behind, in the same village: its number, who heads it, why she has none."""
    if walk.phone:
        walk.back()
    walk.tap("search")
    walk.seen.tap(walk.words("new_house"))
    walk.waits("new_house_save")
    walk.seen.enter_text(label("household.house_no", walk.language), f"๙๙๙/{day}")
    walk.chooses("member_sex", Sex.FEMALE)
    walk.seen.tap_at(walk.named(label("person.id_reason", walk.language)))
    walk.seen.tap(choice(IdReason.NEVER_HAD, IdReason, walk.language), exact=True)
    walk.enters("member_given", NEWCOMERS[day])
    walk.enters("member_family", "ฐานะดี")
    walk.at("new-household")
    walk.tap("new_house_save")
    walk.waits("file_begin")
    walk.at("new-household-saved")


def evening(walk: Walk) -> None:
    """Everything is sent and told so; the day shows in the reports; the tablet is locked."""
    if walk.phone:
        walk.back()
    walk.seen.tap(walk.words("waiting_short", n="").strip())
    walk.tap("exchange_again")
    walk.waits("all_sent" if not walk.phone else "exchange_stored")
    walk.at("exchange-sent")
    walk.tap("reports")
    walk.waits("report_by_village")
    walk.at("reports")
    walk.tap("settings")
    walk.waits("settings_tablet")
    walk.at("settings")
    walk.tap("settings_lock")
    walk.waits("unlock_pin", n=len(PIN))
    walk.at("unlock")
    walk.enters_pin()
    walk.waits("work_villages")


@pytest.mark.parametrize(("size", "language"), DAYS)
def test_a_day_is_worked_and_reaches_the_other_tablet(
    size: str,
    language: Language,
    browser: Browser,
    office: Office,
    houses: list[Chosen],
    other: Path,
    tmp_path: Path,
) -> None:
    house = houses[DAYS.index((size, language))]
    with audited(browser, tmp_path, size, language=language) as walk:
        morning(walk, office)
        at_the_house(walk, house)
        who_lives_here(walk, house)
        what_is_wrong(walk)
        what_helps(walk)
        a_house_on_no_list(walk, DAYS.index((size, language)))
        evening(walk)
    second_tablet = field_app(other)
    second_tablet.answer("sync")
    file = second_tablet.answer("show", house.household_id)
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
    assert [(problem["dimension"], problem["words"]) for problem in file["problems"]] == [
        ("living", "หลังคารั่วทั้งหลัง น้ำเข้าที่นอน")
    ]
    assert [{name: thought[name] for name in FOUR_T} for thought in file["four_t"]] == [FOUR_T]
    assert [thought["triage"] for thought in file["four_t"]] == ["developable"]
    assert [(given["item"], given["value_satang"]) for given in file["assistance"]] == [("กระเบื้องลอนคู่ 40 แผ่น", 240_000)]


def unlock(seen: Screen) -> None:
    seen.wait_for("ใส่รหัส")
    for digit in PIN:
        seen.tap(f"เลข {digit}", exact=True)
    seen.wait_for("งานที่รออยู่")


def test_filters_of_the_sheet_narrow_the_list_and_come_off_by_their_chips(browser: Browser, other: Path) -> None:
    with serve_app("--web", "--data-dir", other) as address, screen(browser, address, width=390, height=844) as seen:
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
    with serve_app("--web", "--data-dir", other) as address, screen(browser, address) as seen:
        unlock(seen)
        assert seen.errors == []
