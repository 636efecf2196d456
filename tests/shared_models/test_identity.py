"""Row identity: version 7 ids sort by time, derived ids are the same for the same key and for no other."""

from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from shared_models.identity import derived_id, uuid7

MS = st.integers(0, (1 << 48) - 1)


@given(MS, st.binary(min_size=10, max_size=20))
def test_an_id_has_version_7_and_its_time_in_front(ms: int, entropy: bytes) -> None:
    made = uuid7(ms, entropy)
    assert (made.version, made.variant) == (7, "specified in RFC 4122")
    assert made.int >> 80 == ms


@given(MS, MS, st.binary(min_size=10, max_size=10))
def test_a_later_id_sorts_behind(one: int, other: int, entropy: bytes) -> None:
    assert one == other or (uuid7(one, entropy) < uuid7(other, entropy)) == (one < other)


def test_a_derived_id_is_the_same_for_the_same_row_and_field() -> None:
    row = UUID(int=1)
    assert derived_id("conflict", row, "ชื่อ") == derived_id("conflict", row, "ชื่อ")
    assert derived_id("conflict", row, "ชื่อ") != derived_id("conflict", row, "นามสกุล")
    assert derived_id("conflict", row, "ชื่อ").version == 5
