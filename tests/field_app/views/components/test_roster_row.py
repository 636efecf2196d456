"""Who lives here: four named answers while open, one word and a way back once decided, on every width."""

from dataclasses import replace

import flet as ft
import pytest

from field_app.views.components.roster_row import RosterAnswers, RosterLine, roster_row, stayed
from field_app.views.theme import use_look
from tests.headless import headless

LINE = RosterLine("41 ปี", "นางสุนีย์ ใจคำ", "บุตรสะใภ้", "บุตรสะใภ้ · หญิง")
answered: list[str] = []


def answer(word: str) -> RosterAnswers:
    """Every answer notes its name."""
    names = ("stay", "moved", "died", "edit", "change")
    return RosterAnswers(*[lambda name=name: answered.append(f"{word} {name}") for name in names])


@ft.component
def Roster() -> ft.Control:
    look = use_look()
    decided, set_decided = ft.use_state(False)
    line = replace(LINE, decided=stayed(look)) if decided else LINE
    answers = replace(answer("สุนีย์"), stay=lambda: set_decided(True), change=lambda: set_decided(False))
    return roster_row(look, line, answers)


@pytest.mark.parametrize("width", [1280, 800, 390])
async def test_one_tap_decides_and_one_tap_reopens(width: float) -> None:
    with headless(width=width) as session:
        await session.render(Roster)
        await session.press("ยังอยู่ นางสุนีย์ ใจคำ")
        assert "เสียชีวิต" not in session.texts()
        await session.press("เปลี่ยน นางสุนีย์ ใจคำ")
        assert "เสียชีวิต" in session.texts()


@pytest.mark.parametrize("width", [1280, 390])
async def test_every_answer_is_named_with_the_person_it_is_about(width: float) -> None:
    answered.clear()
    with headless(width=width) as session:
        await session.render(Roster)
        for name in ("ย้ายออก", "เสียชีวิต", "แก้ไข"):
            await session.press(f"{name} นางสุนีย์ ใจคำ")
    assert answered == ["สุนีย์ moved", "สุนีย์ died", "สุนีย์ edit"]
