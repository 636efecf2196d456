"""Stamps: they sort as text, never run backwards, and never come twice, whatever the clocks say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_models.hlc import COUNTER_MAX, Hlc, tick

MS = st.integers(0, (1 << 48) - 1)
CLOCK = st.integers(-(10**13), 20_000_000_000_000)  # from before 1970 to beyond 2566
NODES = st.sampled_from(["0000000000000001", "8f3a52d1c0ffee00", "ffffffffffffffff"])
STAMPS = st.builds(Hlc, MS, st.integers(0, COUNTER_MAX), NODES)


@given(STAMPS)
def test_a_stamp_written_as_text_reads_back_the_same(stamp: Hlc) -> None:
    assert len(stamp.to_text()) == 32
    assert Hlc.from_text(stamp.to_text()) == stamp


@given(STAMPS, STAMPS)
def test_texts_sort_like_stamps(one: Hlc, other: Hlc) -> None:
    assert (one < other) == (one.to_text() < other.to_text())


@given(STAMPS, st.lists(st.tuples(CLOCK, CLOCK), max_size=50))
def test_each_stamp_is_later_than_the_one_before_on_any_clock(last: Hlc, moments: list[tuple[int, int]]) -> None:
    for wall_ms, seen_ms in moments:
        after = tick(last, wall_ms=wall_ms, seen_ms=seen_ms)
        assert after > last
        assert after.ms >= max(wall_ms, seen_ms, 0)
        last = after


def test_a_full_counter_moves_on_to_the_next_millisecond() -> None:
    assert tick(Hlc(5, COUNTER_MAX, "a" * 16), wall_ms=5, seen_ms=0) == Hlc(6, 0, "a" * 16)


@pytest.mark.parametrize("text", ["", "0" * 31, "0" * 33, "ก" * 32, "g" * 32])
def test_a_text_that_is_no_stamp_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"hexadecimal|invalid literal"):
        Hlc.from_text(text)
