"""Two officers of one tablet, by the screens and without network: each their own PIN, keys, drafts and name."""

from pathlib import Path
from uuid import UUID

from sqlmodel import select

from field_app.services import exchange
from field_app.views.desk import Desk
from server.security import is_signed
from server.tables import DeviceKey, LoggedOperation, LoggedRun
from shared_models.edit import Edit
from tests.builders import DISTRICT, PIN, SUBDISTRICT, Office, a_household, synchronise
from tests.field_app.views.app_session import AppSession, opened
from tests.headless import headless

OTHER_PIN = "735120"
FIRST, SECOND = "อรทัย คำมูล", "สมศรี ปู่แสน"


async def join(app: AppSession, code: str) -> None:
    """The second officer, with the first one's tablet in hand."""
    await app.open("/settings", "เพิ่มเจ้าหน้าที่ในเครื่องนี้")
    await app.press("เพิ่มเจ้าหน้าที่ในเครื่องนี้")
    await app.shows("รหัสลงทะเบียน")
    await app.session.type("รหัสลงทะเบียน", code)
    await app.press("ตรวจรหัส")
    await app.shows(SECOND)
    await app.press("ใช่ ตั้งรหัสเปิดเครื่อง")
    await app.shows("ตั้งรหัสเปิดเครื่อง")
    await app.enter_pin(OTHER_PIN)
    await app.shows("ใส่รหัสเดิมอีกครั้ง")
    await app.enter_pin(OTHER_PIN)
    await app.shows("ใครกำลังใช้เครื่องนี้")


async def switch(app: AppSession, name: str, pin: str) -> None:
    """From one officer's screen to the other's."""
    if app.desk.tablet is not None:
        await app.open("/settings", "ล็อกเดี๋ยวนี้")
        await app.press("ล็อกเดี๋ยวนี้")
    await app.shows("ใส่รหัส")
    await app.press_first(name)
    await app.enter_pin(pin)
    await app.until(lambda: app.desk.tablet is not None, "opened")
    assert opened(app).officer.name == name


async def begin(app: AppSession, household_id: str, text: str) -> None:
    """Type a new problem of the household, and leave it at that."""
    await app.open(f"/households/{household_id}/members/new", "ชื่อ")
    assert app.session.textbox("ชื่อ").value == ""
    await app.session.type("ชื่อ", text)


async def test_two_officers_work_offline_on_one_tablet_and_each_edit_has_its_officers_name(
    office: Office, tmp_path: Path
) -> None:
    first_id, second_id = office.officer(SUBDISTRICT, name=FIRST), office.officer(SUBDISTRICT, name=SECOND)
    tablet = await office.tablet(tmp_path, officer_id=first_id)
    house = a_household()
    await tablet.record(house)
    await synchronise(tablet)
    desk, household_id = Desk(settings=tablet.settings), str(house[0].row_id)
    await desk.take(tablet)
    with headless(width=1280) as session:
        app = AppSession(desk, session)
        await join(app, office.code(second_id))
        await switch(app, SECOND, OTHER_PIN)
        await begin(app, household_id, "สมหญิง")
        second = await opened(app).record([Edit("household", house[0].row_id, house[0].row_id, {"house_no": "48"})])
        await switch(app, FIRST, PIN)
        await begin(app, household_id, "ฟองจันทร์")
        first = await opened(app).record([Edit("person", house[1].row_id, house[0].row_id, {"phone": "0812345678"})])
        await switch(app, SECOND, OTHER_PIN)
        await app.open(f"/households/{household_id}/members/new", "ชื่อ")
        assert app.session.textbox("ชื่อ").value == "สมหญิง", "each sees what they typed themselves"
        assert (await exchange.standing(opened(app))).unsent == 2
        assert (await synchronise(opened(app))).stored == 2, "whoever is there sends everybody's work"
        await desk.lock()
    assert authors(office) == {first[0].stamp: first_id, second[0].stamp: second_id} | authors(office, of=house)


def authors(office: Office, *, of: list[Edit] | None = None) -> dict[str, UUID]:
    """Who recorded what the office has of this tablet, each run signed by who it names; or of these rows' creation."""
    with office.database() as database, database.reading() as session:
        lines = session.exec(select(LoggedOperation).where(LoggedOperation.district_code == DISTRICT)).all()
        keys = {key.officer_id: key.public_key for key in session.exec(select(DeviceKey))}
        runs = {run.id: run for run in session.exec(select(LoggedRun))}
        assert all(
            is_signed(keys[line.officer_id], runs[line.run_id].signature, runs[line.run_id].ends) for line in lines
        )
        wanted = sorted(lines, key=lambda line: line.stamp)[: len(of)] if of is not None else lines
        return {line.stamp: line.officer_id for line in wanted}
