"""House numbers on their plates: long ones shrink, and break at the slash before they become unreadable."""

import flet as ft
import pytest

from field_app.views.components.plate import SMALLEST, fitted, plate
from field_app.views.theme import look_for


@pytest.mark.parametrize("number", ["7", "47/2", "103/1", "1234", "12345", "123/45"])
def test_a_usual_number_fits_in_one_readable_line(number: str) -> None:
    lines, size = fitted(number, 64, 18)
    assert lines == [number]
    assert size >= SMALLEST
    assert size * 0.58 * len(number) <= 64 - 10 + 0.01


def test_a_long_number_breaks_at_its_slash_and_both_lines_fit() -> None:
    lines, size = fitted("1203/114", 64, 18)
    assert lines == ["1203/", "114"]
    assert size * 0.58 * len(lines[0]) <= 64 - 10 + 0.01


def test_a_plate_says_which_house_it_is() -> None:
    inner = plate(look_for(1280), "47/2").content
    assert isinstance(inner, ft.Container)
    words = inner.content
    assert isinstance(words, ft.Text)
    assert words.semantics_label == "บ้าน\u00a047/2"


def test_a_house_without_a_number_says_so() -> None:
    inner = plate(look_for(1280), "").content
    assert isinstance(inner, ft.Container)
    assert isinstance(inner.content, ft.Text)
    assert (inner.content.value, inner.content.semantics_label) == ("–", "ยังไม่มีเลขที่บ้าน")
