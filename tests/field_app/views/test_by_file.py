"""The exchange by a file on its screen: where the file went, what a reply came to, and why a file did not work."""

from pathlib import Path
from typing import Any

import flet as ft
import pytest

from field_app.store.vault import new_sealing_key, sealing_public
from field_app.sync.bundle import Taken
from field_app.sync.engine import Summary
from field_app.views.exchanging.by_file import outcome_of
from shared_models.bundle import FileKind, is_kind
from tests.field_app.views.app_session import AppSession, a_house, opened, the_app


async def at_the_screen(app: AppSession, **replies: Any) -> None:
    """`replies`: what the platform's file dialogues answer."""
    opened(app).key_file.server_sealing_public = sealing_public(new_sealing_key())
    app.session.page.platform = ft.PagePlatform.LINUX
    app.session.replies.update(replies)
    await app.open("/exchange", "สำนักงานไม่มีเครือข่าย")


async def test_the_bundle_lies_where_it_was_asked_for_and_the_work_still_waits(tmp_path: Path) -> None:
    place = tmp_path / "งาน.hvbundle"
    async with the_app(tmp_path / "tablet", a_house("47/2", "บุญมี")) as app:
        await at_the_screen(app, save_file=str(place))
        await app.press("เขียนลงแฟ้ม")
        await app.shows("เขียนแฟ้ม งาน.hvbundle แล้ว มีงาน 2 รายการ")
        assert is_kind(FileKind.BUNDLE, place.read_bytes())
        assert app.desk.standing is not None
        assert app.desk.standing.unsent == 2


@pytest.mark.parametrize("button", ["เขียนลงแฟ้ม", "รับแฟ้มตอบกลับ"])
async def test_who_thinks_better_of_it_is_told_nothing(tmp_path: Path, button: str) -> None:
    async with the_app(tmp_path, a_house("47/2", "บุญมี")) as app:
        await at_the_screen(app, save_file=None, pick_files=[])
        await app.press(button)
        await app.press(button)
        await app.session.settle()
        assert not any(app.says(words) for words in ("ใช้แฟ้มนี้ไม่ได้", "มีงาน", "ทำรายการนี้ไม่สำเร็จ"))


async def test_a_photo_is_never_written_over_and_the_officer_reads_why(tmp_path: Path) -> None:
    photo = tmp_path / "บ้าน.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0")
    async with the_app(tmp_path / "tablet", a_house("47/2", "บุญมี")) as app:
        await at_the_screen(app, save_file=str(photo))
        await app.press("เขียนลงแฟ้ม")
        await app.shows("มีแฟ้มอื่นใช้ชื่อนี้อยู่แล้ว")
        assert photo.read_bytes() == b"\xff\xd8\xff\xe0"


async def test_a_photo_is_no_reply(tmp_path: Path) -> None:
    photo = tmp_path / "บ้าน.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0")
    picked = [{"id": 1, "name": photo.name, "size": 4, "path": str(photo)}]
    async with the_app(tmp_path / "tablet", a_house("47/2", "บุญมี")) as app:
        await at_the_screen(app, pick_files=picked)
        await app.press("รับแฟ้มตอบกลับ")
        await app.shows("แฟ้มนี้ไม่ใช่แฟ้มรับส่งของสมุดเยี่ยมบ้าน")
        assert app.says("ใช้แฟ้มนี้ไม่ได้")


def test_green_is_only_a_reply_that_was_used_whole() -> None:
    counts = Summary(stored=3, known=1, received=1200)
    whole = Taken(Summary(**{**vars(counts), "finished": True}), "a")
    assert (outcome_of(whole, "th").tone, outcome_of(whole, "th").title) == ("good", "รับแฟ้มตอบกลับแล้ว")
    assert "4" in outcome_of(whole, "en").detail
    assert "1,200" in outcome_of(whole, "en").detail
    assert outcome_of(Taken(counts, "a"), "th").tone == "quiet"
    restored = outcome_of(Taken(Summary(), "a", restored=True), "th")
    assert (restored.tone, "ส่งอีกครั้ง" in restored.detail) == ("attention", True)
