"""Somebody cannot be found: the person stays in the file, comes back in one tap, or it was a mistake."""

from pathlib import Path

from field_app.services import life_events
from shared_models.life_event import Place
from shared_models.person import LifeState
from tests.field_app.views.opened import at_a_house


async def test_a_missing_head_is_followed_by_another_and_comes_back_in_one_tap(tmp_path: Path) -> None:
    async with at_a_house(tmp_path, width=390) as house:
        head = await house.member("บุญมี")
        await house.open(f"…/members/{head.id}", "เหตุการณ์ในชีวิต")
        await house.press("ไม่พบตัว ไม่ทราบว่าอยู่ที่ใด")
        await house.shows("ใครเป็นหัวหน้าครัวเรือนต่อ")
        await house.type("บันทึกเพิ่มเติม", "ญาติเห็นครั้งสุดท้ายที่ตลาด")
        await house.press("บันทึกว่าไม่พบตัว")
        await house.arrives("…")
        gone, file = await house.member("บุญมี"), await house.file()
        assert (gone.life_state, gone.life_state_note) == (LifeState.MISSING, "ญาติเห็นครั้งสุดท้ายที่ตลาด")
        assert file.head is not None
        assert file.head.given_name == "คำปัน"
        await house.open(f"…/members/{head.id}", "บันทึกไว้ว่าไม่พบตัว")
        assert "บันทึกการเสียชีวิต" in house.session.names()
        await house.press("กลับมาอยู่บ้านนี้แล้ว")
        await house.arrives("…")
        assert (await house.member("บุญมี")).life_state == LifeState.ALIVE


async def test_a_move_by_mistake_is_taken_back_with_a_reason(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        son = await house.member("สมชาย")
        await life_events.record_move(house.tablet, await house.file(), [son], to=Place("10"), on=None)
        await house.open(f"…/members/{son.id}", "บันทึกไว้ว่าย้ายออก")
        await house.press("บันทึกผิด คนนี้ยังอยู่")
        await house.press("บันทึกว่ายังอยู่")
        await house.shows("เขียนสั้น ๆ ว่าผิดเพราะอะไร")
        assert not any("เรื่องที่ปิดไปแล้วยังปิดอยู่" in words for words in house.session.texts())
        await house.type("บันทึกผิดเพราะอะไร", "กดผิดคน")
        await house.press("บันทึกว่ายังอยู่")
        await house.arrives("…")
        back = await house.member("สมชาย")
    assert (back.life_state, back.moved_to_code) == (LifeState.ALIVE, None)


async def test_a_visit_goes_on_with_who_cannot_be_found_and_says_so(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        visit, son = await house.visit(), await house.member("สมชาย")
        await house.open(f"…/members/{son.id}/missing", "ไม่พบตั้งแต่")
        await house.press("บันทึกว่าไม่พบตัว")
        await house.arrives(f"/visits/{visit.id}/2")
        await house.shows("ไม่พบตัว")
        await house.open(f"/visits/{visit.id}/6", "นายสมชาย ใจคำ ไม่พบตัว")
        await house.open(f"/visits/{visit.id}/2", "ใครอยู่บ้านนี้")
        await house.press("เปลี่ยน นายสมชาย ใจคำ")
        await house.shows("นายสมชาย ใจคำ กลับเป็นยังอยู่")
        assert (await house.member("สมชาย")).life_state == LifeState.ALIVE
