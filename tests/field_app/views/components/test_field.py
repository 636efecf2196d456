"""Text drafts: what is typed is never lost to a re-render, and the program can still replace it."""

import flet as ft

from field_app.views.components.button import quiet_button
from field_app.views.components.field import TextDraft, field, use_text_draft
from field_app.views.theme import use_look
from tests.headless import headless

TYPED = "ปู่ ฝั้น ญี่ปุ่น น้ำ"
told: list[tuple[str, str, str]] = []


@ft.component
def Note() -> ft.Control:
    look = use_look()
    count, set_count = ft.use_state(0)
    draft = use_text_draft(
        {"note": ""},
        on_change=lambda key, value: told.append(("change", key, value)),
        on_blur=lambda key, value: told.append(("blur", key, value)),
    )

    def add_phrase() -> None:
        draft.put("note", draft.get("note") + " อยู่ลำพัง")
        set_count(count + 1)

    return ft.Column(
        [
            ft.Text(f"วาด {count}"),
            field(look, "บันทึก", draft, "note", error="เขียนอย่างน้อยหนึ่งคำ" if count > 2 else ""),
            quiet_button(look, "วาดใหม่", lambda: set_count(count + 1)),
            quiet_button(look, "เติมคำ", add_phrase),
        ]
    )


async def test_a_change_the_client_has_sent_survives_a_render_before_its_event() -> None:
    with headless() as session:
        await session.render(Note)
        session.session.apply_patch(session.textbox("บันทึก")._i, {"value": TYPED})
        await session.press("วาดใหม่")
        assert "วาด 1" in session.texts()
        assert session.textbox("บันทึก").value == TYPED


async def test_the_callbacks_get_key_and_value_of_change_and_blur() -> None:
    told.clear()
    with headless() as session:
        await session.render(Note)
        await session.type("บันทึก", TYPED)
        await session.leave("บันทึก")
    assert told == [("change", "note", TYPED), ("blur", "note", TYPED)]


async def test_the_program_can_add_to_what_was_typed() -> None:
    with headless() as session:
        await session.render(Note)
        await session.type("บันทึก", "ยาย")
        await session.press("เติมคำ")
        assert session.textbox("บันทึก").value == "ยาย อยู่ลำพัง"


async def test_an_error_appears_below_without_touching_the_text() -> None:
    with headless() as session:
        await session.render(Note)
        await session.type("บันทึก", TYPED)
        for _ in range(3):
            await session.press("วาดใหม่")
        assert "เขียนอย่างน้อยหนึ่งคำ" in session.texts()
        assert session.textbox("บันทึก").value == TYPED


def test_values_hold_every_key_for_saving_a_draft() -> None:
    draft = TextDraft({"name": "นางคำปัน ใจคำ", "note": ""})
    draft.put("note", "น้ำท่วม")
    assert draft.values() == {"name": "นางคำปัน ใจคำ", "note": "น้ำท่วม"}
