"""The wording: numbers stay with their units, both languages are there, errors become sentences."""

import pytest

from field_app.views.components.text import shown
from field_app.views.text import ERRORS, WEEKDAYS, WORDS, error_words, joined, say, sentence
from field_app.views.theme import look_for
from shared_models.errors import InvalidChange, NotPermitted

NB = "\u00a0"


@pytest.mark.parametrize(
    ("written", "kept"),
    [
        ("บ้านดอนแก้ว หมู่ 4 · 6 คน", f"บ้านดอนแก้ว หมู่{NB}4 · 6{NB}คน"),
        ("ขั้น 2 จาก 6 · คนในบ้าน", f"ขั้น{NB}2 จาก{NB}6 · คนในบ้าน"),
        ("รอส่ง 12 รายการ", f"รอส่ง 12{NB}รายการ"),
        ("บันทึกในเครื่องแล้ว 10.06 น.", f"บันทึกในเครื่องแล้ว 10.06{NB}น."),
        ("หมู่ ๔ มี ๖ คน", f"หมู่{NB}๔ มี ๖{NB}คน"),
        ("ผู้ใหญ่บ้าน น้ำ ปู่ ฝั้น", "ผู้ใหญ่บ้าน น้ำ ปู่ ฝั้น"),
    ],
)
def test_numbers_keep_their_words_in_one_line(written: str, kept: str) -> None:
    assert joined(written) == kept


def test_every_wording_exists_in_both_languages_with_the_same_details() -> None:
    for key, (thai, english) in {**WORDS, **ERRORS}.items():
        assert thai.strip(), key
        assert english.strip(), key
        assert holes(thai) >= holes(english), key
    assert len(WEEKDAYS) == 7


def holes(words: str) -> set[str]:
    return {part.split("}")[0] for part in words.split("{")[1:]}


def test_say_fills_in_the_details() -> None:
    assert say("waiting", "th", n=12) == f"รอส่ง 12{NB}รายการ"
    assert say("waiting", "en", n=12) == f"12{NB}items waiting"


def test_thai_digits_are_shown_only_when_chosen() -> None:
    assert shown(look_for(1280), "หมู่ 4") == f"หมู่{NB}4"
    assert shown(look_for(1280, thai_digits=True), "หมู่ 4") == f"หมู่{NB}๔"


def test_a_refusal_reads_as_what_to_do_and_a_crash_as_one_calm_sentence() -> None:
    assert "ไม่มีสิทธิ์" in sentence(NotPermitted(action="write"), "th")
    assert sentence(InvalidChange(field="name"), "en") != say("failed", "en")
    assert sentence(RuntimeError("นายบุญมี ใจคำ"), "th") == say("failed", "th")


def test_details_that_do_not_fit_still_give_a_sentence() -> None:
    assert error_words("no_such_day", "th") == say("failed", "th")
