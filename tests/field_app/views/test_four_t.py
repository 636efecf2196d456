"""4ท on the screen: it saves by itself when a card is left, in the visit and outside."""

from datetime import date
from pathlib import Path

from shared_models.edit import Edit
from tests.builders import new_id
from tests.field_app.views.opened import at_a_house


async def test_what_is_written_is_recorded_when_the_card_is_left(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        visit = await house.visit()
        await house.open(f"/visits/{visit.id}/4", "ใจอยากเปลี่ยนอะไร หวังอะไรให้ลูกหลาน")
        await house.type("ทัศนคติ", "อยากให้หลานได้เรียนต่อ")
        await house.session.leave("ทัศนคติ")
        await house.shows("เขียนแล้ว 1 จาก 4")
        await house.type("ทักษะ", "ซ่อมเครื่องยนต์ได้")
        await house.press("ต่อไป: ความช่วยเหลือ")
        await house.shows("เขียนแล้ว 2 จาก 4")
        (analysis,) = (await house.file()).analyses
    assert (analysis.attitude, analysis.skills) == ("อยากให้หลานได้เรียนต่อ", "ซ่อมเครื่องยนต์ได้")
    assert analysis.visit_id == visit.id


async def test_a_phrase_is_added_to_the_text_and_the_triage_is_saved_at_once(tmp_path: Path) -> None:
    async with at_a_house(tmp_path, width=390, height=844) as house:
        await house.open("…/four-t", "ใจอยากเปลี่ยนอะไร หวังอะไรให้ลูกหลาน")
        await house.type("ทัศนคติ", "อยากขยายแปลงผัก")
        await house.press("ทัศนคติ เติม พร้อมเปลี่ยน")
        await house.press("บ้านนี้ พัฒนาได้")
        await house.press("เสร็จแล้ว กลับแฟ้ม")
        await house.arrives("…")
        (analysis,) = (await house.file()).analyses
    assert (analysis.attitude, analysis.triage) == ("อยากขยายแปลงผัก พร้อมเปลี่ยน", "developable")


async def test_the_way_out_holds_what_who_and_a_day_to_come(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        await house.open("…/four-t", "ตกลงกันแล้วว่าจะทำอะไร")
        await house.type("ทำอะไร", "เพิ่มแผงขนม ตลาดนัดวันเสาร์")
        await house.type("ใครทำ", "นางสุนีย์ กับพี่เลี้ยง")
        await house.type("ภายใน วันที่", "31")
        await house.press("ภายใน เดือน ไม่ทราบ")
        await house.press("กรกฎาคม")
        await house.type("ภายใน พ.ศ.", "2571")
        await house.press("เสร็จแล้ว กลับแฟ้ม")
        await house.arrives("…")
        (analysis,) = (await house.file()).analyses
    assert (analysis.way_out_who, analysis.way_out_by) == ("นางสุนีย์ กับพี่เลี้ยง", date(2028, 7, 31))


async def test_the_words_of_the_last_visit_can_be_taken_over(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        old = {"attitude": "เป็นห่วงเรื่องหนี้", "analysed_on": "2023-02-02"}
        await house.tablet.record([Edit("four_t", new_id(), house.household_id, old)])
        await house.open("…/four-t", "ใจอยากเปลี่ยนอะไร หวังอะไรให้ลูกหลาน")
        await house.press("ทัศนคติ เติม ใช้ข้อความครั้งก่อน")
        await house.press("เสร็จแล้ว กลับแฟ้ม")
        await house.arrives("…")
        analyses = (await house.file()).analyses
    assert [analysis.attitude for analysis in analyses] == ["เป็นห่วงเรื่องหนี้", "เป็นห่วงเรื่องหนี้"]


async def test_a_triage_without_a_word_is_kept_while_the_officer_looks_at_another_step(tmp_path: Path) -> None:
    async with at_a_house(tmp_path) as house:
        visit = await house.visit()
        await house.open(f"/visits/{visit.id}/4", "คุยกับครอบครัว แล้วเขียนด้วยคำของเขา")
        await house.press("บ้านนี้ สงเคราะห์")
        await house.press("ต่อไป: ความช่วยเหลือ")
        await house.shows("ความช่วยเหลือครั้งนี้")
        await house.press("ก่อนหน้า")
        await house.shows("คุยกับครอบครัว แล้วเขียนด้วยคำของเขา")
        await house.type("ทัศนคติ", "ยายอยู่ลำพัง")
        await house.session.leave("ทัศนคติ")
        await house.shows("เขียนแล้ว 1 จาก 4")
        (analysis,) = (await house.file()).analyses
    assert (analysis.attitude, analysis.triage) == ("ยายอยู่ลำพัง", "relief")
