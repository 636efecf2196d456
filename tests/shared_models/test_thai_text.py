"""Thai text: the clean form, the sort column and the search fold."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_models.thai_text import ascii_digits, normalise, search_fold, sort_key, thai_digits

THAI = st.text(st.sampled_from("กขคงนมยรวอ" + "ะัาำิีึืฺุูเแโใไๅ็่้๊๋์ํ" + " .-0129๐๒\u200b\u00a0\ufeff\n\taA"), max_size=12)


@pytest.mark.parametrize(
    ("typed", "clean"),
    [
        ("สม\u200bชาย\ufeff", "สมชาย"),
        (" สมชาย\u00a0 ใจดี ", "สมชาย ใจดี"),
        ("\u0e17\u0e48\u0e35", "\u0e17\u0e35\u0e48"),  # tone typed before ี
        ("\u0e1b\u0e48\u0e39", "\u0e1b\u0e39\u0e48"),  # tone typed before ู
        ("\u0e19\u0e4d\u0e49\u0e32", "\u0e19\u0e49\u0e33"),  # ํ ้ า
        ("\u0e19\u0e49\u0e4d\u0e32", "\u0e19\u0e49\u0e33"),  # ้ ํ า
        ("\u0e19\u0e33\u0e49", "\u0e19\u0e49\u0e33"),  # tone typed after ำ
        ("เเม่", "แม่"),
        ("กิ่่น", "กิ่น"),
        ("บรรทัดหนึ่ง \n บรรทัดสอง", "บรรทัดหนึ่ง\nบรรทัดสอง"),
        ("หมู่ ๑๒", "หมู่ ๑๒"),
        ("น้ำ", "น้ำ"),
    ],
)
def test_what_looks_the_same_becomes_the_same(typed: str, clean: str) -> None:
    assert normalise(typed) == clean


@given(THAI)
def test_normalising_twice_changes_nothing(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


@given(st.text())
def test_any_text_normalises_to_a_form_that_stays(text: str) -> None:
    assert normalise(normalise(text)) == normalise(text)


def test_words_sort_as_in_the_dictionary_also_in_sqlite() -> None:
    words = ["กา", "ก่า", "กาน", "เกาะ", "ไก่", "ขอน", "โคก", "ใจ", "บ้าน", "ปา", "ป่า", "ปาก", "แม่ต๋ำ", "เวียง"]
    with sqlite3.connect(":memory:") as database:
        database.execute("CREATE TABLE word (text, sort)")
        database.executemany("INSERT INTO word VALUES (?, ?)", [(word, sort_key(word)) for word in sorted(words)])
        stored = [row[0] for row in database.execute("SELECT text FROM word ORDER BY sort")]
    database.close()
    assert stored == words


def test_numbers_sort_by_their_value_in_either_script() -> None:
    villages = ["หมู่ 1", "หมู่ ๒", "หมู่ 9", "หมู่ ๑๐", "หมู่ 11", "หมู่ 100"]
    mixed = villages[3:] + villages[:3]
    assert sorted(mixed, key=sort_key) == villages


@given(st.integers(0, 10**30), st.integers(0, 10**30))
def test_the_order_of_numbers_is_the_order_of_their_keys(first: int, second: int) -> None:
    keys = sort_key(f"บ้านเลขที่ {first}"), sort_key(f"บ้านเลขที่ {thai_digits(str(second))}")
    assert (keys[0] < keys[1]) == (first < second)


@given(THAI)
def test_every_text_has_a_key_that_sqlite_can_store(text: str) -> None:
    key = sort_key(text)
    assert "\x00" not in key
    assert key == sort_key(normalise(text))


@pytest.mark.parametrize(
    ("name", "folded"),
    [
        ("นายสมชาย ใจดี", "สมชายใจดี"),
        ("น.ส.สมศรี", "สมศรี"),
        ("พ.ต.อ.หญิง สมศรี", "สมศรี"),
        ("ว่าที่ ร.ต. มานะ", "มานะ"),
        ("ด.ช. ก้อง", "กอง"),
        ("Mr. John", "john"),
        ("นาย", "นาย"),
        ("นายิกา", "นายิกา"),
        ("ปู่ฝั้น ญี่ปุ่น", "ปูฝันญีปุน"),
        ("หมู่ ๑๒", "หมู12"),
    ],
)
def test_a_search_leaves_out_title_blanks_and_tones(name: str, folded: str) -> None:
    assert search_fold(name) == folded


def test_digits_change_script_and_nothing_else() -> None:
    assert ascii_digits("๒๕๕/๙๒ ก") == "255/92 ก"
    assert thai_digits("15 พ.ค. 2566") == "๑๕ พ.ค. ๒๕๖๖"
