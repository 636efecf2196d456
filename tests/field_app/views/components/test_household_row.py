"""Household rows: the matched letters, the spoken name, at most two chips, and the phone's form."""

import flet as ft
import pytest

from field_app.views.components.chip import Status
from field_app.views.components.household_row import HouseholdLine, head_parts, household_row
from field_app.views.theme import look_for, use_look
from tests.headless import headless

INCOME = Status("รายได้", "danger", ft.Icons.TRENDING_DOWN_ROUNDED)
HEALTH = Status("สุขภาพ", "danger", ft.Icons.TRENDING_DOWN_ROUNDED)
HOUSING = Status("ความเป็นอยู่", "danger", ft.Icons.TRENDING_DOWN_ROUNDED)
WAITING = Status("ยังไม่เยี่ยม", "quiet", ft.Icons.SCHEDULE_ROUNDED)
LINE = HouseholdLine(
    "103/1", "น.ส.ฟองจันทร์ ใจคำแหง", "บ้านทุ่งกล้วย หมู่ 7 · 4 คน", (INCOME, HEALTH, HOUSING), WAITING, ((14, 18),)
)
opened: list[str] = []


@ft.component
def Row() -> ft.Control:
    return household_row(use_look(), LINE, lambda: opened.append(LINE.number))


def test_only_the_matched_letters_are_marked() -> None:
    look = look_for(1280)
    parts = head_parts(look, LINE)
    assert [(part.words, part.weight) for part in parts] == [("น.ส.ฟองจันทร์ ", 600), ("ใจคำ", 700), ("แหง", 600)]
    assert parts[1].color == look.tokens.primary


async def test_a_row_is_one_button_that_says_the_house_the_head_and_the_state() -> None:
    opened.clear()
    with headless() as session:
        await session.render(Row)
        await session.press("บ้าน 103/1 น.ส.ฟองจันทร์ ใจคำแหง บ้านทุ่งกล้วย หมู่ 7 · 4 คน รายได้ สุขภาพ ยังไม่เยี่ยม")
    assert opened == ["103/1"]


@pytest.mark.parametrize("width", [1280, 800, 390])
async def test_two_chips_are_shown_and_never_a_third(width: float) -> None:
    with headless(width=width) as session:
        await session.render(Row)
        shown = session.texts()
    assert "สุขภาพ" in shown
    assert "ความเป็นอยู่" not in shown
    assert ("ยังไม่เยี่ยม" in shown) == (width >= 600)
