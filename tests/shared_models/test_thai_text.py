"""Thai text: the clean form, the sort column and the search fold."""

import sqlite3

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_models.thai_text import ascii_digits, normalise, search_fold, sort_key, thai_digits

INVISIBLE = "\u200b\u200c\u200d\u2060\ufeff\u00ad"
VOWELS, TONES = "ัิีึืุู", "่้๊๋์็"
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


@st.composite
def spelt_twice(draw: st.DrawFn) -> tuple[str, str]:
    """A text of syllables, and the same in another way that looks no different: every repair, in any combination."""
    clean, typed = [], []
    for _ in range(draw(st.integers(1, 4))):
        before, consonant = draw(st.sampled_from(["", *"เแโใไ"])), draw(st.sampled_from("กขงนปมยสอ"))
        behind = draw(st.sampled_from(["", "ะ", "า", "ำ"]))
        vowel = draw(st.sampled_from(["", *VOWELS]))
        tone = draw(st.sampled_from(["", *"่้๊๋", *("" if behind == "ำ" else "์็")]))
        end = draw(st.sampled_from(["", "", " ", "น"]))
        clean.append(before + consonant + vowel + tone + behind + end)
        marks = list(vowel + tone)
        if behind == "ำ" and draw(st.booleans()):
            marks, behind = [*marks, "ํ"], "า"
        marks += draw(st.lists(st.sampled_from(marks), max_size=2)) if marks else []
        marks = draw(st.permutations(marks))
        after = [marks.pop()] if behind == "ำ" and marks and marks[-1] in "่้๊๋" and draw(st.booleans()) else []
        before = draw(st.sampled_from(["แ", "เเ"])) if before == "แ" else before * draw(st.sampled_from([1, 1, 2]))
        before = "เ" if before == "เเ" and clean[-1].startswith("เ") else before
        behind *= draw(st.sampled_from([1, 1, 2]))
        space = draw(st.sampled_from([" ", "\u00a0", "  ", " \u00a0\t"])) if end == " " else end
        typed += [*before, consonant, *marks, *behind, *after, space]
    hidden = draw(st.lists(st.tuples(st.integers(0, len(typed)), st.sampled_from(INVISIBLE)), max_size=3))
    for at, character in hidden:
        typed.insert(at, character)
    return normalise("".join(clean)), draw(st.sampled_from(["", " ", "\u00a0"])) + "".join(typed)


@given(spelt_twice())
def test_every_way_to_type_a_text_becomes_one(both: tuple[str, str]) -> None:
    clean, typed = both
    assert normalise(typed) == clean
    assert search_fold(typed) == search_fold(clean)
    assert sort_key(typed) == sort_key(clean)


@given(spelt_twice())
def test_what_is_seen_is_not_changed(both: tuple[str, str]) -> None:
    """No repair takes away a consonant, a digit or the only one of a vowel or tone."""
    clean, typed = both
    assert set(clean) - {" ", "ำ"} <= set(typed) | {"แ"}
    assert [letter for letter in clean if "ก" <= letter <= "ฮ"] == [letter for letter in typed if "ก" <= letter <= "ฮ"]


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
        ("ยศ ใจดี", "ยศใจดี"),  # a given name; the word also means rank
        ("ปู่ฝั้น ญี่ปุ่น", "ปูฝันญีปุน"),
        ("หมู่ ๑๒", "หมู12"),
    ],
)
def test_a_search_leaves_out_title_blanks_and_tones(name: str, folded: str) -> None:
    assert search_fold(name) == folded


TITLES = [
    *("นาย", "นาง", "นางสาว", "น.ส.", "น.ส. ", "ด.ช.", "ด.ญ. ", "เด็กชาย", "เด็กหญิง", "นาย ", "สามเณร", "แม่ชี", "พระ "),
    *("ร.ต.", "ร.ต.อ. ", "ส.อ.", "จ.ส.อ.", "พ.ต.ท.หญิง ", "ว่าที่ ร.ต.", "ว่าที่ร้อยตรี", "พลเอก", "พล.ต.อ.", "พลเรือตรี", "ด.ต."),
    *("เรืออากาศเอก", "นาวาตรี", "ม.ร.ว.", "ม.ล.", "หม่อมหลวง", "ดร.", "นพ. ", "ผศ.ดร.", "Mr. ", "MRS ", "Miss ", "Dr. "),
]
NAMES = ["ปัญญา", "แก้วมา", "บุญมี", "เก๊า", "ก้ำ", "สิทธิ์", "โต", "ใจคำ", "ญี่ปุ่น", "นํ้าฝน", "มูฮัมหมัด", "Anna"]


@pytest.mark.parametrize("title", TITLES)
def test_a_name_is_found_with_and_without_its_title(title: str) -> None:
    assert search_fold(title)
    assert [search_fold(title + name) for name in NAMES] == [search_fold(name) for name in NAMES]


@given(st.sampled_from(NAMES), st.sampled_from(NAMES), st.data())
def test_a_name_is_found_however_it_is_spaced_and_dotted(first: str, second: str, data: st.DataObject) -> None:
    between = st.sampled_from([" ", "", "  ", ".", " . ", "\u00a0", "\u200b"])
    assert search_fold(first + data.draw(between) + second + data.draw(between)) == search_fold(first + second)


@given(spelt_twice(), st.data())
def test_a_search_is_blind_to_marks_left_out(both: tuple[str, str], data: st.DataObject) -> None:
    clean, _ = both
    without = "".join(mark for mark in clean if mark not in TONES or data.draw(st.booleans()))
    assert search_fold(without) == search_fold(clean)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("น้ำ", "น\u0e4d\u0e49า"),
        ("น้ำ", "นำ"),
        ("แม่", "เเม่"),
        ("สิทธิ์", "สิทธิ"),
        ("เพ็ญ", "เพญ"),
        ("กํ", "ก"),
        ("บ้านโป่ง", "บานโปง"),
        ("หมู่ ๑๒", "หมู่ 12"),
        ("น.ส.ศรี", "นางสาว ศรี"),
        ("ณ.อยุธยา", "ณ อยุธยา"),
        ("ANNA", "anna"),
    ],
)
def test_both_spellings_are_one_to_a_search(one: str, other: str) -> None:
    assert search_fold(one) == search_fold(other)


@given(THAI | st.text())
def test_searching_by_what_a_search_compares_finds_the_same(text: str) -> None:
    folded = search_fold(text)
    assert not any(mark in folded for mark in TONES + "ํ. \u200b")
    assert search_fold(thai_digits(text)) == folded


def test_digits_change_script_and_nothing_else() -> None:
    assert ascii_digits("๒๕๕/๙๒ ก") == "255/92 ก"
    assert thai_digits("15 พ.ค. 2566") == "๑๕ พ.ค. ๒๕๖๖"
