"""The sync badge: grey while something waits, green only after receipts, never an error."""

import flet as ft
import pytest

from field_app.views.components.badge import ExchangeState, sync_badge
from field_app.views.theme import LIGHT, look_for


def name_and_icon(state: ExchangeState, width: float = 1280) -> tuple[str, str | None]:
    box = sync_badge(look_for(width), state, lambda: None)
    assert isinstance(box.content, ft.Semantics)
    row = box.content.content
    assert isinstance(row, ft.Row)
    mark = row.controls[0]
    assert isinstance(mark, ft.Icon)
    return (box.content.label or "").replace("\u00a0", " "), str(mark.color)


@pytest.mark.parametrize("width", [1280, 390])
def test_waiting_work_is_counted_in_grey(width: float) -> None:
    name, color = name_and_icon(ExchangeState(12, online=False, last="เมื่อวาน 16.40 น."), width)
    assert name == "รอส่ง 12 รายการ ออฟไลน์ · ส่งล่าสุด เมื่อวาน 16.40 น."
    assert color == LIGHT.text_muted


def test_all_receipts_turn_it_green_even_offline() -> None:
    name, color = name_and_icon(ExchangeState(0, online=False, last="14.32 น."))
    assert name.startswith("ส่งครบแล้ว ออฟไลน์")
    assert color == LIGHT.good_text


def test_a_tablet_that_never_exchanged_is_not_green() -> None:
    name, color = name_and_icon(ExchangeState(0, online=True))
    assert name == "ยังไม่เคยรับส่ง ออนไลน์"
    assert color == LIGHT.text_muted
