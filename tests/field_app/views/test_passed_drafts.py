"""A draft that was passed on: found in My work, looked through, taken into its form, saved like one's own."""

import json
from pathlib import Path
from uuid import UUID

import pytest

from field_app.services import drafts, passed_drafts
from field_app.services.drafts import FormDraft
from field_app.store import repository
from field_app.store.tables import PassedDraft
from tests.builders import new_id
from tests.field_app.views.app_session import AppSession, a_house, opened, the_app

WRITER = "อรทัย คำมูล"
TYPED = {"title": "นาง", "given_name": "ฟองจันทร์", "family_name": "ใจคำ", "sex": "2", "id_kind": "none"}
DAY_MS = 1_750_000_000_000


async def passed(
    app: AppSession, form: str, household_id: UUID | None, values: object, body: str = "", to: UUID | None = None
) -> UUID:
    """As an exchange brings it."""
    row = PassedDraft(
        id=new_id(),
        officer_id=to or opened(app).officer.officer_id,
        household_id=household_id,
        form=form,
        body=body or json.dumps({"values": values, "bases": {}}),
        saved_ms=DAY_MS,
        writer=WRITER,
    )
    await opened(app).database.write(lambda transaction: repository.keep_passed(transaction, row))
    return row.id


async def test_it_is_read_taken_into_its_form_and_saved_there(tmp_path: Path) -> None:
    house = a_house("47/2", "บุญมี")
    async with the_app(tmp_path, house) as app:
        draft_id = await passed(app, f"new_member:{house[0].row_id}", house[0].row_id, TYPED | {"birth": "2490"})
        await app.open("/", "แบบร่างที่ได้รับต่อ")
        await app.press_first("แบบร่างที่ได้รับต่อ")
        await app.arrives("/drafts")
        await app.press_first("บ้าน 47/2")
        await app.arrives(f"/drafts/{draft_id}")
        for words in (f"แบบร่างของ {WRITER} พิมพ์ไว้", "สมาชิกใหม่", "ฟองจันทร์", "หญิง"):
            await app.shows(words)
        await app.press("เปิดในแบบฟอร์ม")
        await app.arrives(f"/households/{house[0].row_id}/members/new")
        await app.shows(f"มาจากแบบร่างของ {WRITER}")
        assert app.session.textbox("ชื่อ").value == "ฟองจันทร์"
        assert await passed_drafts.waiting(opened(app)) == []


async def test_one_that_meets_an_own_draft_says_so_and_dropping_is_asked_about(tmp_path: Path) -> None:
    house = a_house("47/2", "บุญมี")
    form = f"new_member:{house[0].row_id}"
    async with the_app(tmp_path, house, width=390, height=844) as app:
        await drafts.save(opened(app), form, FormDraft({"given_name": "บัวผัน"}), house[0].row_id)
        draft_id = await passed(app, form, house[0].row_id, TYPED)
        await app.open(f"/drafts/{draft_id}", "ท่านมีแบบร่างของแบบฟอร์มนี้อยู่แล้ว")
        await app.press("เปิดในแบบฟอร์ม")
        await app.arrives(f"/households/{house[0].row_id}/members/new")
        (own,) = await passed_drafts.waiting(opened(app))
        await app.open(f"/drafts/{own.id}", "แบบร่างของท่าน เก็บไว้")
        await app.press("ไม่ใช้แล้ว")
        await app.shows("เอาแบบร่างนี้ออกจากเครื่อง")
        assert len(await passed_drafts.waiting(opened(app))) == 1
        await app.press("เอาออก")
        await app.shows("ไม่มีแบบร่างที่รออยู่")


async def test_a_draft_for_another_officer_of_the_tablet_is_not_shown_taken_or_dropped(tmp_path: Path) -> None:
    house = a_house("47/2", "บุญมี")
    form = f"new_member:{house[0].row_id}"
    async with the_app(tmp_path, house) as app:
        theirs = await passed(app, form, house[0].row_id, TYPED, to=new_id())
        await app.open(f"/drafts/{theirs}", "ไม่มีแบบร่างที่รออยู่")
        await passed_drafts.take_up(opened(app), theirs)
        await passed_drafts.drop(opened(app), theirs)
        assert await drafts.load(opened(app), form) is None
        assert await opened(app).database.read(lambda session: session.get(PassedDraft, theirs)) is not None


@pytest.mark.parametrize("body", ["", "[1, 2", '{"values": {"given_name": ["ฟองจันทร์"]}, "bases": {}}'])
async def test_a_form_that_this_version_does_not_know_is_shown_as_text(tmp_path: Path, body: str) -> None:
    house = a_house("47/2", "บุญมี")
    async with the_app(tmp_path, house) as app:
        draft_id = await passed(app, f"lunch:{house[0].row_id}", house[0].row_id, {"menu": "ข้าวต้มมัด"}, body)
        await app.open(f"/drafts/{draft_id}", "แบบร่างนี้เปิดในแบบฟอร์มไม่ได้")
        assert app.says(body or "ข้าวต้มมัด")
        await app.press("เปิดครัวเรือน")
        await app.arrives(f"/households/{house[0].row_id}")


async def test_a_draft_comes_up_in_the_form_that_its_path_opens(tmp_path: Path) -> None:
    """Every path that is offered leads to a form that has the draft."""
    house = a_house("47/2", "บุญมี")
    home, head = house[0].row_id, house[1].row_id
    async with the_app(tmp_path, house) as app:
        for form in (f"died:{head}", f"person:{head}", f"moved:{home}", f"new_problem:{home}", f"details:{head}:work"):
            draft_id = await passed(app, form, home, {"phone": "0812345678", "words": "หลังคารั่ว"})
            await app.open(f"/drafts/{draft_id}", "เปิดในแบบฟอร์ม")
            await app.press("เปิดในแบบฟอร์ม")
            await app.shows(f"มาจากแบบร่างของ {WRITER}")
        await passed(app, "new_household:0", None, {"house_no": "99/9"})
        (draft,) = await passed_drafts.waiting(opened(app))
        await app.open(f"/drafts/{draft.id}", "เปิดในแบบฟอร์ม")
        await app.press("เปิดในแบบฟอร์ม")
        await app.shows(f"มาจากแบบร่างของ {WRITER}")
        assert app.session.textbox("บ้านเลขที่").value == "99/9"
