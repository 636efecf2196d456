"""Former names: what is kept when a name changes."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_models.former_name import extended, names_in, worth_keeping
from shared_models.thai_text import search_fold

NAMES = st.sampled_from(
    ["แก้วมา ใจคำ", "แก้วมา ปัญญา", "แกวมา ใจคำ", "มณีรัตน์ ปัญญา", "อาผ่า", "นาย ก / ข", "", "ก" * 200, "ข" * 198]
)


@pytest.mark.parametrize(
    ("old", "new", "kept"),
    [
        ("แก้วมา ใจคำ", "แก้วมา ปัญญา", True),
        ("แก้วมา ใจคำ", "มณีรัตน์ ใจคำ", True),
        ("แก้วมา ใจคำ", "แก้วมา  ใจคำ", False),
        ("แกวมา ใจคำ", "แก้วมา ใจคำ", False),
        ("นางแก้วมา ใจคำ", "แก้วมา ใจคำ", False),
        ("", "แก้วมา", False),
        ("แก้วมา", "", True),
    ],
)
def test_a_name_is_kept_where_a_search_for_it_would_fail(old: str, new: str, kept: bool) -> None:
    assert worth_keeping(old, new) is kept
    assert extended(None, old=old, new=new) == (old if kept else None)


def test_the_newest_name_comes_first_and_one_taken_back_is_no_former_one() -> None:
    first = extended(None, old="แก้วมา ใจคำ", new="แก้วมา ปัญญา")
    second = extended(first, old="แก้วมา ปัญญา", new="มณี ปัญญา")
    assert second == "แก้วมา ปัญญา / แก้วมา ใจคำ"
    assert extended(second, old="มณี ปัญญา", new="แก้วมา ใจคำ") == "มณี ปัญญา / แก้วมา ปัญญา"


@given(st.lists(NAMES, min_size=2, max_size=12))
def test_every_name_but_the_one_in_use_is_kept_once_newest_first_within_400_letters(names: list[str]) -> None:
    former: str | None = None
    for old, new in pairwise(names):
        former = extended(former, old=old, new=new)
        assert extended(former, old=old, new=new) == former
    kept = [search_fold(name) for name in names_in(former)]
    expected = [fold for name in reversed(names[:-1]) if (fold := search_fold(name.replace("/", " ")))]
    expected = [fold for fold in dict.fromkeys(expected) if fold != search_fold(names[-1])]
    assert kept == expected[: len(kept)]
    assert len(former or "") <= 400
    assert former is None or former
    if sum(len(name) + 3 for name in names) <= 400:
        assert kept == expected


@given(NAMES, NAMES)
def test_a_change_adds_exactly_what_is_worth_keeping(old: str, new: str) -> None:
    assert (extended(None, old=old, new=new) is not None) == worth_keeping(old.replace("/", " "), new)
