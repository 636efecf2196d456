"""Drafts: what was typed comes back after the app was killed, on what it was typed over; saving happens once."""

import time
from pathlib import Path

import flet as ft

from field_app.services import drafts, unlock
from field_app.services.drafts import FormDraft, load, resume
from field_app.views.desk import Desk
from tests.builders import PIN, a_tablet
from tests.field_app.views.opened import PATIENCE_SECONDS, AtAHouse, a_family, at_a_house
from tests.headless import headless, label_of

TYPED = "ปู่ป่วยมานาน ครอบครัวจัดงานที่วัดแล้ว น้ำ ญี่ปุ่น"


async def kept(house: AtAHouse, key: str) -> FormDraft:
    """The draft, once the pause after the last key is over."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while (draft := await load(house.tablet, key)) is None:
        assert time.monotonic() < deadline, key
        await house.session.settle()
    return draft


async def test_what_was_typed_survives_a_killed_app_with_the_heads_it_was_typed_over(tmp_path: Path) -> None:
    async with a_tablet(tmp_path) as first:
        family = a_family()
        await first.record(family)
        with headless() as session:
            house = AtAHouse(first, session, family[0].row_id)
            head = (await house.file()).head
            assert head is not None
            await house.open(f"…/members/{head.id}", "เหตุการณ์ในชีวิต")
            await house.type("ชื่อ", "บุญมีชัย ฝั้น")
            draft = await kept(house, f"person:{head.id}")
        await first.close()  # nothing was saved, and no field was left
        second = await unlock.unlock(first.settings, PIN)
        try:
            with headless() as session:
                house = AtAHouse(second, session, family[0].row_id)
                await house.open(f"…/members/{head.id}", "เก็บร่างไว้ในเครื่องแล้ว")
                assert session.textbox("ชื่อ").value == "บุญมีชัย ฝั้น"
                assert session.textbox("นามสกุล").value == "ใจคำ"
                again = await resume(second, f"person:{head.id}", FormDraft())
        finally:
            await second.close()
    assert draft.values == {"given_name": "บุญมีชัย ฝั้น"}
    assert draft.bases["given_name"], "the form must know which value it was typed over"
    assert again.draft.bases["given_name"] == draft.bases["given_name"]


async def test_leaving_the_screen_keeps_the_last_keys_and_saving_drops_the_draft(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        wife = await house.member("คำปัน")
        await house.open(f"…/members/{wife.id}/died", "เมื่อบันทึกแล้ว")
        await house.type("บันทึกเพิ่มเติม", TYPED)
        await house.session.navigate(house.path("…"))
        draft = await kept(house, f"died:{wife.id}")
        assert draft.values == {"life_state_note": TYPED}
        await house.open(f"…/members/{wife.id}/died", "เก็บร่างไว้ในเครื่องแล้ว")
        await house.press("บันทึกการเสียชีวิต")
        await house.arrives("…")
        assert await load(house.tablet, f"died:{wife.id}") is None
        assert (await house.member("คำปัน")).life_state_note == TYPED


async def test_a_draft_takes_over_what_others_changed_in_fields_nobody_typed_in(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        fresh = FormDraft({"given_name": "คำปัน", "phone": "081"}, {"given_name": ("a",), "phone": ("b",)})
        kept_before = FormDraft({"given_name": "คำปัน ก"}, {"given_name": ("old",), "phone": ("old",)})
        await drafts.save(house.tablet, "person:x", kept_before)
        opened = await resume(house.tablet, "person:x", fresh)
    assert opened.draft.values == {"given_name": "คำปัน ก", "phone": "081"}
    assert opened.draft.bases == {"given_name": ("old",), "phone": ("b",)}


async def test_a_discarded_draft_is_gone(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        await house.open("…/problems/new", "เป็นเรื่องของใคร")
        await house.type("เล่าเป็นคำพูด", TYPED)
        await kept(house, f"new_problem:{house.household_id}")
        await house.press("ทิ้งร่าง")
        await house.arrives("…")
        assert await load(house.tablet, f"new_problem:{house.household_id}") is None


async def test_a_locked_tablet_takes_no_more_drafts_and_nothing_breaks(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        await house.open("…/problems/new", "เป็นเรื่องของใคร")
        await house.type("เล่าเป็นคำพูด", TYPED)
        desk: Desk = house.desk
        await desk.lock()
        await house.session.settle()
        assert house.session.dialogs() == []


async def test_the_save_button_is_the_same_one_after_the_draft_was_kept(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        await house.open("…/problems/new", "เป็นเรื่องของใคร")
        before = house.session.pressable("บันทึกปัญหา")._i
        await house.type("เล่าเป็นคำพูด", TYPED)
        await house.until(lambda: "ทิ้งร่าง" in shown(house), "ทิ้งร่าง")
        after = house.session.pressable("บันทึกปัญหา")._i
    assert after == before, "a tap between the two would be lost"


def shown(house: AtAHouse) -> list[str]:
    """The names on the screen without what is hidden in its place."""
    rows = [row for row in house.session.all(ft.Row) if row.visible]
    return [label_of(box) for row in rows for box in row.controls if isinstance(box, ft.Container)]
