"""The sort column against ICU, the reference for Thai order. At the top of `tests`: ICU is no package of the tablet."""

import icu
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from shared_models.area import every
from shared_models.thai_text import normalise, sort_key, thai_digits

CONSONANTS, BEFORE, ABOVE, BEHIND = "กขคงจตนปมยรลวสหอฮฤ", "เแโใไ", "ัิีึืุู", "ะาำ"
SYLLABLE = st.builds(
    "{}{}{}{}{}".format,
    st.sampled_from(["", *BEFORE]),
    st.sampled_from(CONSONANTS),
    st.sampled_from(["", *ABOVE]),
    st.sampled_from(["", *"่้๊๋์็"]),
    st.sampled_from(["", *BEHIND, *CONSONANTS[:6]]),
)
WORDS = st.lists(SYLLABLE, min_size=1, max_size=3).map("".join).map(normalise)
TONES = str.maketrans(dict.fromkeys("่้๊๋์็"))


@pytest.fixture(scope="module")
def thai() -> icu.Collator:
    collator = icu.Collator.createInstance(icu.Locale("th"))
    collator.setAttribute(icu.UCollAttribute.NUMERIC_COLLATION, icu.UCollAttributeValue.ON)
    return collator


def order(first: str, second: str) -> int:
    return (sort_key(first) > sort_key(second)) - (sort_key(first) < sort_key(second))


def test_all_names_of_places_stand_in_the_order_of_icu(thai: icu.Collator) -> None:
    """Of 5,849 names of subdistricts in force, and of all 6,294 of the country with districts and abolished ones.

    All means all: with `.`, `-`, brackets and ฯ too. Only นิคมสร้างตนเองฯ and นิคมสร้างตนเอง count as equal, in both.
    """
    areas = every()
    subdistricts = {area.name_th for area in areas if len(area.code) == 6 and area.abolished_on is None}
    names = {area.name_th for area in areas}
    assert (len(subdistricts), len(names)) == (5849, 6294)
    for some in (subdistricts, names):
        assert sorted(sorted(some), key=sort_key) == sorted(sorted(some), key=thai.getSortKey)
    assert len({sort_key(name) for name in names}) == len({thai.getSortKey(name) for name in names}) == 6293


@given(first=WORDS, second=WORDS)
@example(first="ง์ง", second="ง่ง")
@example(first="เก็ง", second="เก่ง")
def test_any_two_words_stand_in_the_order_of_icu(thai: icu.Collator, first: str, second: str) -> None:
    assert order(first, second) == thai.compare(first, second)
    bare = normalise(first.translate(TONES))
    assert order(first, bare) == thai.compare(first, bare)


@given(word=WORDS, tones=st.lists(st.sampled_from(["", *"่้๊๋์็"]), min_size=12, max_size=12))
def test_words_that_differ_in_their_tones_alone_stand_in_the_order_of_icu(
    thai: icu.Collator, word: str, tones: list[str]
) -> None:
    letters = word.translate(TONES)
    other = normalise("".join(c + tones[at % 12] if c in CONSONANTS else c for at, c in enumerate(letters)))
    assert order(word, other) == thai.compare(word, other)


@given(word=WORDS, first=st.integers(0, 10**12), second=st.integers(0, 10**12))
def test_numbers_stand_in_the_order_of_icu_in_either_script(
    thai: icu.Collator, word: str, first: int, second: int
) -> None:
    one, other = f"{word} {first}", f"{word} {thai_digits(str(second))}"
    assert order(one, other) == thai.compare(one, other)
