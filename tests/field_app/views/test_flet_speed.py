"""Flet made faster does what Flet does: its walk over what is set finds what the walk over every field would find."""

import dataclasses
import inspect
from collections.abc import Callable
from hashlib import sha256
from pathlib import Path
from typing import Any

import flet as ft
import pytest
from flet.controls.object_patch import DiffBuilder
from flet.messaging.protocol import Message, MessageAction, PatchControlBody

from field_app.views import flet_speed
from tests.field_app.views.app_session import a_house, the_app

HOUSE = a_house("47/2", "บุญมี")
FILE = f"/households/{HOUSE[0].row_id}"
SCREENS = {"/": "หมู่บ้านของฉัน", "/search": "พบ 1", FILE: "เพิ่มสมาชิก", "/settings": "ล็อก"}
# Of the text of Flet 1.0.5. When one differs, read Flet's method again, mend ours, then put the new number here.
TEXTS = {"_configure_dataclass": "fbbb21ab0ef5bcaa", "_removed_controls": "d6cc83ab99a18eb6"}


def inside_every_field(item: Any) -> list[Any]:
    """What Flet's walk would go into."""
    fields = [field.name for field in dataclasses.fields(item) if not field.metadata.get("skip", False)]
    return [value for name in fields if flet_speed.is_nested(value := getattr(item, name))]


@pytest.mark.parametrize("path", SCREENS, ids=["work", "search", "file", "settings"])
async def test_nothing_inside_a_control_is_passed_by(path: str, tmp_path: Path) -> None:
    async with the_app(tmp_path, HOUSE) as app:
        await app.open(path, SCREENS[path])
        seen = 0
        for control in app.session.all(ft.BaseControl):
            for item in [control, *(held for held in inside_every_field(control) if dataclasses.is_dataclass(held))]:
                found = flet_speed.inner(item)
                assert sorted(map(id, found)) == sorted(map(id, inside_every_field(item))), item
                seen += len(found)
        assert seen > 100


async def test_every_control_shown_knows_what_it_is_in(tmp_path: Path) -> None:
    async with the_app(tmp_path, HOUSE) as app:
        for path, words in SCREENS.items():
            await app.open(path, words)
            for control in app.session.all(ft.BaseControl):
                assert control.page is app.session.page


async def test_a_screen_that_was_left_leaves_nothing_behind(tmp_path: Path) -> None:
    async with the_app(tmp_path, HOUSE) as app:
        await app.open("/search", "พบ 1")
        counts = []
        for _ in range(4):
            await app.open(FILE, SCREENS[FILE])
            await app.open("/search", "พบ 1")
            counts.append(len(app.session.all(ft.BaseControl)))
        assert len(set(counts[1:])) == 1


def test_a_message_tells_nothing_of_what_it_says() -> None:
    said = Message(MessageAction.PATCH_CONTROL, PatchControlBody(1, [["บุญมี ใจคำ"]]))
    assert "บุญมี" not in f"{said} {said!r}"


@pytest.mark.parametrize("name", TEXTS)
def test_flet_does_what_it_did_when_this_was_written(name: str, flets_own: Callable[[str], str]) -> None:
    assert sha256(flets_own(name).encode()).hexdigest()[:16] == TEXTS[name]


@pytest.fixture
def flets_own() -> Callable[[str], str]:
    """The text of a method as it stands in Flet's file, where nothing has taken its place."""
    whole = inspect.getsource(inspect.getmodule(DiffBuilder))

    def text(name: str) -> str:
        lines = whole.splitlines()
        start = next(at for at, line in enumerate(lines) if line.startswith(f"    def {name}("))
        body = lines[start + 1 :]
        length = next(
            (at for at, line in enumerate(body) if line.startswith(("    def ", "def ", "class ", "    @"))), len(body)
        )
        return "\n".join(lines[start : start + 1 + length])

    return text
