"""A failing handler never takes the screen away, never logs a name, and says what happened."""

import logging

import flet as ft
import pytest

from field_app.views.components.button import primary_button
from field_app.views.components.guard import guard
from field_app.views.text import sentence
from field_app.views.theme import use_look
from shared_models.errors import NotPermitted
from tests.headless import Headless, headless


async def pressed(work: object) -> tuple[Headless, list[str]]:
    """What the bars say after pressing a button that does `work`."""

    @ft.component
    def Screen() -> ft.Control:
        return primary_button(use_look(), "บันทึก", work)  # type: ignore[arg-type]

    with headless() as session:
        await session.render(Screen)
        await session.press("บันทึก")
        return session, [text.value for text in session.all(ft.Text)]


async def test_an_exception_in_a_sync_handler_becomes_a_sentence_and_the_button_stays(
    caplog: pytest.LogCaptureFixture,
) -> None:
    def fail() -> None:
        raise RuntimeError("นายบุญมี ใจคำ 3-5601-00000-41-7")

    with caplog.at_level(logging.INFO, logger="field_app.views"):
        session, texts = await pressed(fail)
    assert any(words.startswith("ทำรายการนี้ไม่สำเร็จ") for words in texts)
    assert "บันทึก" in texts
    assert "RuntimeError" in caplog.text
    assert "in fail" in caplog.text
    assert "บุญมี" not in caplog.text
    assert session.dialogs()


async def test_an_exception_in_an_async_handler_becomes_a_sentence() -> None:
    async def refuse() -> None:
        raise NotPermitted(action="write")

    _, texts = await pressed(refuse)
    assert sentence(NotPermitted(action="write"), "th") in texts


async def test_a_lambda_that_returns_a_coroutine_is_awaited() -> None:
    saved: list[str] = []

    async def save(name: str) -> None:
        saved.append(name)

    await pressed(lambda: save("น้ำ"))
    assert saved == ["น้ำ"]


async def test_a_guarded_function_keeps_its_answer() -> None:
    @guard
    def count(n: int) -> int:
        return n + 1

    @guard
    async def count_later(n: int) -> int:
        return n + 1

    assert count(1) == 2
    assert await count_later(2) == 3
