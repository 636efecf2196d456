"""What a household's file says of plans, welfare, target groups and stages, also where a newer server wrote it."""

from datetime import date, timedelta
from pathlib import Path
from uuid import UUID

import pytest

from field_app.services import clock, households, life_events
from field_app.services.households import HouseholdFile
from field_app.services.tablet import Tablet
from field_app.store import state
from shared_models.edit import Edit
from shared_models.entities import ENTITIES
from shared_models.fiscal_year import fiscal_year
from tests.builders import new_id
from tests.field_app.views.app_session import AppSession, opened, the_app
from tests.field_app.views.opened import a_family

YEAR = fiscal_year(clock.today())


async def arrived(tablet: Tablet, entity: str, household_id: UUID, **values: object) -> UUID:
    """A row as an exchange brought it: this version's rules and coded lists are not asked."""
    row_id = new_id()
    row = ENTITIES[entity](id=row_id, household_id=household_id, **values)
    await tablet.database.write(lambda transaction: transaction.session.add(row))
    return row_id


def a_plan(household_id: UUID, **values: object) -> Edit:
    """ฝึกอาชีพ of the catalogue, decided in June 2566, unless told otherwise."""
    return Edit("plan", new_id(), household_id, {"remedy": "income.training", "decided_on": "2023-06-15", **values})  # type: ignore[arg-type]


def days_from_today(days: int) -> date:
    return clock.today() + timedelta(days)


async def test_plans_stand_above_the_help_and_open_and_a_late_one_says_how_late(tmp_path: Path) -> None:
    family = a_family()
    home, path = family[0].row_id, f"/households/{family[0].row_id}"
    late = a_plan(home, agency="อบต.แม่ใส", due_on=days_from_today(-9).isoformat())
    done = a_plan(home, remedy="living.house", due_on="2023-07-01", status="done")
    async with the_app(tmp_path, family, [late, done]) as app:
        await app.open(path, "สมาชิก 4 คน")
        await app.shows_the_whole_file()
        assert app.says("ฝึกอาชีพตามความถนัดและมีตลาดรองรับ")
        assert app.says("วางแผนแล้ว · เลยมา 9 วัน")
        assert app.says("เสร็จแล้ว")
        assert not any("เลยมา" in words and "เสร็จแล้ว" in words for words in app.session.texts())
        assert app.says("มีแผน ซ่อมหรือสร้างบ้านให้มั่นคง")
        assert "แผนและความช่วยเหลือ 2" in app.session.names()
        await app.press_first("ฝึกอาชีพ")
        await app.arrives(f"{path}/plans/{late.row_id}")


async def test_a_file_without_plans_or_welfare_says_where_they_come_from(tmp_path: Path) -> None:
    family = a_family()
    async with the_app(tmp_path, family, width=390) as app:
        await app.open(f"/households/{family[0].row_id}", "สมาชิก 4 คน")
        await app.shows_the_whole_file()
        assert app.says("สำนักงานบันทึกแผนหลังประชุมชี้เป้า")
        assert app.says("สำนักงานนำเข้าจากรายชื่อของหน่วยงาน")
        assert app.says("ยังไม่เคยจัดขั้น")
        assert app.says("ยังไม่เคยเยี่ยม")


@pytest.mark.parametrize("width", [390, 800, 1280])
async def test_what_a_newer_server_wrote_is_shown_as_it_is(tmp_path: Path, width: float) -> None:
    family = a_family()
    home = family[0].row_id
    async with the_app(tmp_path, family, width=width) as app:
        tablet = opened(app)
        await arrived(tablet, "plan", home, remedy="income.robots", decided_on=date(2023, 6, 15), status="planned")
        await arrived(tablet, "plan", home, words="ปลูกผัก", decided_on=date(2023, 6, 15), status="frozen")
        await arrived(tablet, "welfare_receipt", home, programme="เบี้ยยังชีพ", kind="voucher", paid_on=date(2023, 5, 1))
        await arrived(
            *(tablet, "stage_decision", home),
            **{"programme_year": YEAR, "stage": "9", "reason": "-", "decided_on": date(2023, 5, 1)},
        )
        await app.open(f"/households/{home}", "สมาชิก 4 คน")
        await app.shows_the_whole_file()
        for words in ("เมนูแก้จน income.robots", "frozen", "voucher", f"9 ปี {YEAR}"):
            assert app.says(words), words


async def test_welfare_is_told_by_person_and_equal_payments_once(tmp_path: Path) -> None:
    family = a_family()
    home, head, son = family[0].row_id, family[1].row_id, family[3].row_id
    async with the_app(tmp_path, family) as app:
        tablet = opened(app)
        monthly = {"programme": "เบี้ยผู้สูงอายุ", "agency": "อบต.แม่ใส", "amount_satang": 60000, "person_id": head}
        for month in (3, 5, 4):
            await arrived(tablet, "welfare_receipt", home, **monthly, paid_on=date(2023, month, 10))
        right = {"programme": "บัตรสวัสดิการ", "kind": "right", "person_id": son, "period_from": "2566-01"}
        await arrived(tablet, "welfare_receipt", home, **right)
        await arrived(tablet, "welfare_receipt", home, programme="ถุงยังชีพ", person_id=new_id())
        file = await file_of(app, home)
        gone = next(person for person in file.members if person.id == son)
        await life_events.record_death(tablet, file, gone, on="2566-05", note=None)
        await app.open(f"/households/{home}", "สมาชิก 3 คน")
        await app.shows_the_whole_file()
        assert app.says("อบต.แม่ใส · 600 บาท · ล่าสุด 10 พฤษภาคม 2566 · 3 ครั้ง")
        assert app.says("นายสมชาย ใจคำ · เสียชีวิต")
        assert app.says("ตั้งแต่ มกราคม 2566")
        assert app.says("คนที่ไม่อยู่ในแฟ้มนี้แล้ว")
        assert app.session.texts().count("นายบุญมี ใจคำ ได้รับ เบี้ยผู้สูงอายุ") == 3
        assert "สวัสดิการ 3" in app.session.names()


async def file_of(app: AppSession, household_id: UUID) -> HouseholdFile:
    return await households.open_file(opened(app), household_id)


@pytest.mark.parametrize("width", [390, 1280])
async def test_the_chips_say_groups_and_that_a_stage_is_due(tmp_path: Path, width: float) -> None:
    family = a_family()
    home, head, son = family[0].row_id, family[1].row_id, family[3].row_id
    async with the_app(tmp_path, family, width=width) as app:
        tablet = opened(app)
        for person in (head, son):
            await arrived(tablet, "mpi_assessment", home, person_id=person, survey_year=2566, income=True)
        await app.open(f"/households/{home}", "สมาชิก 4 คน")
        await app.shows_the_whole_file()
        assert app.says("กลุ่มเป้าหมายเร่งด่วน (ตกเกณฑ์ MPI) 2 คน")
        assert app.says("ครัวเรือนเปราะบาง")
        assert app.says(f"ยังไม่จัดขั้น ปี {YEAR}")


async def test_who_died_is_in_no_group_and_what_they_failed_in_is_no_chip(tmp_path: Path) -> None:
    family = a_family()
    home, son = family[0].row_id, family[3].row_id
    async with the_app(tmp_path, family) as app:
        tablet = opened(app)
        await arrived(tablet, "mpi_assessment", home, person_id=son, survey_year=2566, income=True)
        await app.open(f"/households/{home}", "กลุ่มเป้าหมายเร่งด่วน")
        await app.shows_the_whole_file()
        assert "รายได้" in app.session.texts()
        file = await file_of(app, home)
        gone = next(person for person in file.members if person.id == son)
        await life_events.record_death(tablet, file, gone, on="2566-05", note=None)
        await app.desk.saved()
        await app.no_longer_shows("กลุ่มเป้าหมายเร่งด่วน")
        assert "รายได้" not in app.session.texts()


async def test_a_birth_that_cannot_be_read_and_tables_without_a_rule_leave_the_file_readable(tmp_path: Path) -> None:
    family = a_family()
    home = family[0].row_id
    async with the_app(tmp_path, family) as app:
        tablet = opened(app)
        await arrived(tablet, "person", home, given_name="อุ้ยหล้า", birth="ราว 2490", relation="parent")
        tables = {"target_rules": "rule,first_year,household_income_limit_baht,minor_under,aged_from\n2599,2599,,,\n"}
        await app.open(f"/households/{home}", "ครัวเรือนเปราะบาง")
        await app.shows_the_whole_file()
        await tablet.database.write(lambda tx: state.write(tx.session, "reference", {"version": "9", "tables": tables}))
        await app.desk.saved()
        await app.no_longer_shows("ครัวเรือนเปราะบาง")
        assert app.says("สมาชิก 5 คน")
