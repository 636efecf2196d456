"""The screen of a tablet whose lease is over, the warning before, and what opens it again."""

from pathlib import Path

import httpx
import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from field_app.services import clock, drafts, exchange
from field_app.services.drafts import FormDraft
from field_app.services.tablet import Tablet
from field_app.store import state
from shared_models.exchange import ExchangeRequest
from shared_models.lease import DAY_MS, Spent, answer_text
from tests.builders import PIN, VILLAGE
from tests.field_app.office import Office
from tests.field_app.views.app_session import AppSession, a_house, opened, the_app

OFFICE = Ed25519PrivateKey.from_private_bytes(b"o" * 32)
OVER = "เครื่องล็อกไว้จนกว่าจะพบสำนักงาน"


async def away(app: AppSession, days: int) -> None:
    """As if the office had answered so long ago; the desk counts again."""

    def work(transaction: object) -> None:
        spent = Spent(days * DAY_MS, clock.moment().wall_ms)
        state.write(transaction.session, "lease", spent)

    await opened(app).database.write(work)
    await app.desk.saved()
    await app.session.settle()


def signing(tablet: Tablet) -> Office:
    """An office whose answers this tablet takes for its own's."""
    tablet.key_file.server_signing_public = OFFICE.public_key().public_bytes_raw()

    def answer(request: ExchangeRequest) -> dict[str, bytes]:
        return {"answered": OFFICE.sign(answer_text(tablet.key_file.device_id, request.number))}

    return Office(answer)


@pytest.mark.parametrize("width", [1280, 390])
async def test_in_the_last_week_my_work_says_how_many_days_are_left(tmp_path: Path, width: int) -> None:
    async with the_app(tmp_path, a_house("47/2", "บุญมี"), width=width) as app:
        await app.open("/", "หมู่บ้านของฉัน")
        assert not app.says("เครื่องจะล็อก")
        await away(app, 37)
        assert not app.says("เครื่องจะล็อก")
        await away(app, 40)
        await app.shows("เหลืออีก 5 วัน เครื่องจะล็อกจนกว่าจะรับส่งข้อมูล")


async def test_once_it_is_over_no_path_shows_a_household_and_an_exchange_opens_it_at_once(tmp_path: Path) -> None:
    house = a_house("47/2", "บุญมี")
    path = f"/households/{house[0].row_id}"
    async with the_app(tmp_path, house) as app:
        office = signing(opened(app))
        app.desk.http = lambda: httpx.AsyncClient(transport=office)
        await app.open(path, "บุญมี")
        await away(app, 46)
        await app.shows(OVER)
        for way in (path, "/search", "/", f"{path}/details"):
            await app.session.navigate(way)
            assert (app.says(OVER), app.says("บุญมี"), app.says(VILLAGE)) == (True, False, False)
        await app.shows("งานที่รอส่ง 2 รายการ")
        await app.session.navigate(path)
        await app.press("รับส่งข้อมูล")
        await app.shows("บุญมี")
        assert len([run for request in office.requests for run in request.runs]) == 1


async def test_an_office_that_cannot_be_reached_is_told_and_what_is_recorded_stays(tmp_path: Path) -> None:
    async with the_app(tmp_path, a_house("47/2", "บุญมี"), width=390) as app:
        await app.open("/", "หมู่บ้านของฉัน")
        await away(app, 46)
        await app.press("รับส่งข้อมูล")
        await app.shows("ติดต่อสำนักงานไม่ได้ตอนนี้")
        assert (app.says(OVER), app.says("เขียนลงแฟ้ม")) == (True, True)
        assert (await exchange.standing(opened(app))).unsent == 2


async def test_locked_and_opened_again_with_the_pin_it_still_shows_nothing(tmp_path: Path) -> None:
    async with the_app(tmp_path, a_house("47/2", "บุญมี")) as app:
        await app.open("/search", "บุญมี")
        await away(app, 46)
        await app.press("ล็อกเดี๋ยวนี้")
        await app.shows("ใส่รหัส")
        await app.enter_pin(PIN)
        await app.shows(OVER)
        assert not app.says("บุญมี")


async def test_who_is_withdrawn_hands_everything_in_and_finds_the_tablet_locked_by_the_office(tmp_path: Path) -> None:
    async with the_app(tmp_path, a_house("47/2", "บุญมี")) as app:
        device_id, officer_id = opened(app).key_file.device_id, opened(app).officer.officer_id
        await drafts.save(opened(app), "new_member:1", FormDraft({"given_name": "ฟองจันทร์"}))
        heard: list[str] = []

        def answer(request: ExchangeRequest) -> dict[str, object]:
            heard.extend(draft.body for draft in request.drafts)
            signed = OFFICE.sign(answer_text(device_id, request.number, [officer_id]))
            marks = tuple(draft.mark for draft in request.drafts)
            return {"withdrawn": (officer_id,), "answered": signed, "drafts": marks, "scope": ()}

        signing(opened(app))
        app.desk.http = lambda: httpx.AsyncClient(transport=Office(answer))
        await app.open("/exchange", "รับส่งข้อมูล")
        app.desk.start_exchange()
        await app.shows("สำนักงานระงับการใช้งานบนเครื่องนี้")
        assert (len(heard), "ฟองจันทร์" in heard[0], app.desk.tablet) == (1, True, None)
        await app.press("ใช้รหัสกู้จากสำนักงาน")
        await app.shows("ลืมรหัสเปิดเครื่อง")
