"""The letters of a name that a search found."""

import pytest

from field_app.views.matched import matched_spans
from shared_models.thai_text import search_fold


@pytest.mark.parametrize(
    ("name", "typed", "letters"),
    [
        ("นายบุญมี ใจคำ", "ใจคำ", ["ใจคำ"]),
        ("นางปั๋น ก่ำใจ", "ปัน", ["ปั๋น"]),
        ("นายน้ำ ก่ำ", "นำ กำ", ["น้ำ", "ก่ำ"]),
        ("น.ส.ฟองจันทร์ ใจคำแหง", "ใจคำ", ["ใจคำ"]),
        ("นายสมชาย ใจคำ", "สมชายใจ", ["สมชาย ใจ"]),
        ("นายใจเพชร ใจดี", "ใจด", ["ใจด"]),
        ("นายบุญมี ใจคำ", "ทองดี", []),
    ],
)
def test_matched_letters_keep_their_tones_and_cross_blanks(name: str, typed: str, letters: list[str]) -> None:
    spans = matched_spans(name, [search_fold(word) for word in typed.split()])
    assert [name[start:end] for start, end in spans] == letters
