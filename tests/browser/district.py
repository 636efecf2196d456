"""The sample district behind a running server, and a tablet of it that has been at work for some weeks."""

import shutil
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import cache
from pathlib import Path
from random import sample
from uuid import UUID

from sqlmodel import col, select

from field_app.services import clock, drafts, visits
from field_app.services.drafts import FormDraft
from field_app.services.tablet import Tablet
from shared_models.edit import Edit
from shared_models.fiscal_year import fiscal_year
from shared_models.household import Arrival, Household
from shared_models.merge import Scalar
from shared_models.visit import VisitResult
from tests.builders import (
    DISTRICT,
    PASSWORD,
    SUBDISTRICT,
    Office,
    a_household,
    an_office_on,
    lie_in_a_drawer,
    new_id,
    synchronise,
)
from tests.databases import sqlite_url
from tests.migrated import migrated, own_folder

NOWHERE = "99999999"
SAMPLE = Path(__file__).parent.parent / "samples" / "targets_5601"
PROBLEMS = (
    ("living", "หลังคารั่วเมื่อฝนตก ห้องนอนเปียก"),
    ("income", "รายได้จากรับจ้างไม่แน่นอน"),
    ("health", "ผู้สูงอายุเดินไม่ได้ ไม่มีคนดูแลกลางวัน"),
    ("education", "หลานออกจากโรงเรียนกลางเทอม"),
    ("access", "ยังไม่ได้ลงทะเบียนเบี้ยความพิการ"),
)
HELP = (("goods", "เครื่องอุปโภคบริโภค", 150_000), ("money", "เงินสงเคราะห์ครอบครัว", 300_000), ("work", "อาชีพเสริม", None))


@contextmanager
def sample_district(folder: Path) -> Iterator[Office]:
    """With the sample list of 2,000 households: a copy of what this process imported."""
    folder.mkdir(exist_ok=True)
    shutil.copytree(_imported(), folder, dirs_exist_ok=True)
    with an_office_on(sqlite_url(folder)) as office:
        yield office


@cache
def _imported() -> Path:
    from server.services import districts, reference
    from server.services.importing import target_lists

    folder = own_folder()
    database, now = migrated(sqlite_url(folder)), datetime.now(UTC)
    with database.writing() as session:
        districts.set_up(session, DISTRICT, password=PASSWORD, name="", now=now)
    refused = folder / "refused.txt"
    lists = SAMPLE / "targets.txt", SAMPLE / "dictionary.csv"
    target_lists.import_targets(database, *lists, imported_by="test", now=now, refused_path=refused)
    with database.writing() as session:
        reference.edit(session, DISTRICT, "calendar", this_years_calendar(), changed_by="test", now=now)
    database.close()
    return folder


def this_years_calendar() -> str:
    """The steps as a year's meeting may set them, some of them late by now."""
    today = clock.today()
    due = {"check": 60, "analyse": -9, "decide": 6, "help": 60, "record": 90, "follow_up": 90}
    lines = [f"{fiscal_year(today)},{step},,{today + timedelta(days=days)}" for step, days in due.items()]
    return "\n".join(["programme_year,step,opens_on,due_on", *lines])


async def a_worked_tablet(office: Office, folder: Path) -> dict[str, str]:
    """A tablet in the middle of its campaign: work that is stored, unsent, in conflict and refused. Closed again.

    Returns the paths of its plan and of its arrival.
    """
    mine = await office.tablet(folder, officer_id=office.officer(name="อรทัย คำมูล"))
    theirs = await office.tablet(folder / "other", officer_id=office.officer(name="วิชัย แสนสุข"))
    for tablet in (mine, theirs):
        await synchronise(tablet)
    homes = await first_households(mine)
    await some_weeks_of_work(mine, homes)
    amounts = sample(range(1_000, 9_000), 2)  # an amount that is there already would be no edit
    for tablet, baht in zip((mine, theirs), amounts, strict=True):
        await tablet.record([Edit("household", homes[0], homes[0], {"income_main_satang": baht * 100})])
    await mine.record(a_household(NOWHERE, "12", title="นาย", given_name="อินถา", family_name="ใจคำ"))
    plan, arrival = a_plan(homes[0]), an_arrival()
    await mine.record([plan])
    await mine.record(arrival)
    for tablet in (theirs, mine):
        await synchronise(tablet)
    await pass_a_draft(office, theirs, mine, homes[0])
    await mine.record(a_visit(mine, homes[-2], 0))
    for tablet in (mine, theirs):
        await tablet.close()
    return {
        "plan": f"/households/{homes[0]}/plans/{plan.row_id}",
        "arrival": f"/households/{arrival[0].row_id}/arrival",
    }


async def a_forgotten_tablet(office: Office, folder: Path) -> None:
    """It has not met the office for longer than its lease, and a visit waits to be sent; the office has revoked it."""
    from server.services.people import revocation
    from server.services.people.revocation import Why
    from server.tables import Device

    tablet = await office.tablet(folder)
    await synchronise(tablet)
    homes = await first_households(tablet)
    await tablet.record(a_visit(tablet, homes[0], 0))
    device_id = tablet.key_file.device_id
    await tablet.close()
    await lie_in_a_drawer(folder)
    with office.database() as database, database.writing() as session:
        device = session.get(Device, (DISTRICT, device_id))
        assert device is not None
        revocation.revoke_tablet(device, why=Why.LOST, note="", by=None, now=datetime.now(UTC))


async def pass_a_draft(office: Office, theirs: Tablet, mine: Tablet, household_id: UUID) -> None:
    """Their tablet is missed while a problem is typed: the office passes that on. Then the tablet is found."""
    from server.services.people import passed_drafts, revocation
    from server.services.people.passed_drafts import Decision
    from server.services.people.revocation import Why
    from server.tables import Device

    typed = FormDraft({"dimension": "living", "words": "ส้วมทรุด น้ำขังหน้าบ้านทุกครั้งที่ฝนตก"})
    await drafts.save(theirs, f"new_problem:{household_id}", typed, household_id)
    where, decision = (DISTRICT, theirs.key_file.device_id), Decision(theirs.officer.officer_id, datetime.now(UTC))
    with office.database() as database:
        with database.writing() as session:
            device = session.get(Device, where)
            revocation.revoke_tablet(device, why=Why.LOST, note="", by=None, now=decision.now)
        await synchronise(theirs)
        with database.writing() as session:
            device = session.get(Device, where)
            passed_drafts.pass_all(session, device, mine.officer.officer_id, decision=decision)
            revocation.restore_tablet(device)
    await synchronise(mine)


def a_plan(household_id: UUID) -> Edit:
    """What the targeting meeting decided for a household."""
    today = clock.today()
    values: dict[str, Scalar] = {
        "remedy": "living.house",
        "words": "เปลี่ยนหลังคาก่อนหน้าฝน ช่างหมู่บ้านช่วยแรง",
        "agency": "อบต.แม่ต๋ำ",
        "decided_on": (today - timedelta(days=20)).isoformat(),
        "due_on": (today + timedelta(days=30)).isoformat(),
    }
    return Edit("plan", new_id(), household_id, values)


def an_arrival() -> list[Edit]:
    """A family that another district sent here."""
    family = a_household(f"{SUBDISTRICT}00", "", members=3, title="นาย", given_name="ปั๋นแก้ว", family_name="ฐานะดี")
    sent: dict[str, Scalar] = {"arrival": Arrival.AWAITED.value, "arrived_from": "56020101"}
    return [replace(family[0], changes={**family[0].changes, **sent}), *family[1:]]


async def first_households(tablet: Tablet) -> list[UUID]:
    """By village; none that waits to be received."""
    settled = select(Household.id).where(col(Household.arrival).is_(None))
    by_village = settled.order_by(col(Household.village_code)).limit(60)
    return await tablet.database.read(lambda session: list(session.exec(by_village)))


async def some_weeks_of_work(tablet: Tablet, homes: Sequence[UUID]) -> None:
    """Visits, problems, 4ท and help in all these households but the last two; the very last has a visit left open."""
    for place, household_id in enumerate(homes[:-2]):
        await tablet.record(a_visit(tablet, household_id, place))
    await visits.begin(tablet, homes[-1])


def a_visit(tablet: Tablet, household_id: UUID, place: int) -> list[Edit]:
    """What one visit left; each fourth house was closed."""
    day = datetime.now(UTC) - timedelta(days=30 - place // 3, hours=2)
    met = place % 4 != 3
    result = VisitResult.MET if met else VisitResult.NOT_HOME
    seen: dict[str, Scalar] = {
        "officer_id": str(tablet.officer.officer_id),
        "started_at": day.isoformat(),
        "finished_at": (day + timedelta(minutes=25)).isoformat(),
        "result": result.value,
        "notice_read": met,
    }
    edits = [Edit("visit", new_id(), household_id, seen)]
    return [*edits, *found(household_id, place, day)] if met else edits


def found(household_id: UUID, place: int, day: datetime) -> list[Edit]:
    """A problem, and in some houses a 4ท and help."""
    on = day.date().isoformat()
    dimension, words = PROBLEMS[place % len(PROBLEMS)]
    problem = Edit("problem", new_id(), household_id, {"dimension": dimension, "words": words, "found_on": on})
    thought: dict[str, Scalar] = {
        "attitude": "อยากให้ลูกหลานได้เรียนต่อ พร้อมเข้ากลุ่มอาชีพ",
        "skills": "ทำจักสานได้ เคยรับจ้างก่อสร้าง",
        "resources": "มีที่นา 2 ไร่ ใช้น้ำบาดาล",
        "way_out": "เข้ากลุ่มจักสาน ขายผ่านสหกรณ์",
        "way_out_who": "ประธานกลุ่มและพัฒนากร",
        "analysed_on": on,
    }
    kind, item, value = HELP[place % len(HELP)]
    given: dict[str, Scalar] = {"problems": str(problem.row_id), "kind": kind, "item": item, "given_on": on}
    given |= {"agency": "พมจ.พะเยา", "value_satang": value} if value else {}
    edits = [problem]
    edits += [Edit("four_t", new_id(), household_id, thought)] if place % 2 == 0 else []
    edits += [Edit("assistance", new_id(), household_id, given)] if place % 5 in (0, 1) else []
    return edits
