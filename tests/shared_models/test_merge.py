"""The merge: any order of arrival ends with the same heads, a replay changes nothing, nothing vanishes unseen."""

from itertools import pairwise
from typing import NamedTuple

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_models.merge import FieldState, Scalar, Version, in_conflict, merge_field, shown


class Write(NamedTuple):
    """A version with the bases its author saw."""

    version: Version
    bases: frozenset[str]


def stamp(at: int, tablet: int) -> str:
    return f"{at:016x}{tablet:016x}"


@st.composite
def histories(draw: st.DrawFn) -> list[list[Write]]:
    """What each of up to three tablets wrote: each write names some of all versions that were there before it."""
    written: list[Write] = []
    for at in range(draw(st.integers(1, 8))):
        seen = draw(st.sets(st.sampled_from([w.version.stamp for w in written]))) if written else set()
        value = draw(st.sampled_from(["บ้าน", "กระท่อม", None, 0, False, True, 1]))
        version = Version(stamp(at, draw(st.integers(0, 2))), value, draw(st.integers(0, 3)))
        written.append(Write(version, frozenset(seen)))
    return [[w for w in written if int(w.version.stamp[16:], 16) == tablet] for tablet in range(3)]


def merged(writes: list[Write]) -> FieldState:
    state = FieldState()
    for write in writes:
        state = merge_field(state, write.version, write.bases)
    return state


def interleaved(draw: st.DrawFn, histories: list[list[Write]]) -> list[Write]:
    """One delivery order that keeps each tablet's own order."""
    left, order = [list(history) for history in histories], []
    while any(left):
        order.append(draw(st.sampled_from([history for history in left if history])).pop(0))
    return order


@given(histories(), st.data())
def test_every_order_of_delivery_ends_with_the_same_heads(history: list[list[Write]], data: st.DataObject) -> None:
    one, other = interleaved(data.draw, history), interleaved(data.draw, history)
    assert merged(one) == merged(other)
    assert merged(data.draw(st.permutations(one))) == merged(one), "even an order that breaks a tablet's own"


@given(histories(), st.data())
def test_a_replay_changes_nothing(history: list[list[Write]], data: st.DataObject) -> None:
    order = interleaved(data.draw, history)
    again = data.draw(st.sampled_from(order))
    assert merged([*order, again]) == merged(order)


@given(histories(), st.data())
def test_a_version_vanishes_only_when_another_saw_it(history: list[list[Write]], data: st.DataObject) -> None:
    order = interleaved(data.draw, history)
    named = {base for write in order for base in write.bases}
    assert merged(order).heads == {write.version for write in order if write.version.stamp not in named}


def test_an_edit_replaces_what_it_saw_even_when_its_clock_is_behind() -> None:
    old = Version(stamp(9, 1), "หลังคารั่ว", at=9)
    new = Version(stamp(2, 2), "ซ่อมแล้ว", at=2)
    assert merged([Write(old, frozenset()), Write(new, frozenset({old.stamp}))]).heads == {new}


def test_the_latest_by_the_servers_estimate_shows_and_not_the_highest_stamp() -> None:
    honest = Version(stamp(5, 1), "อยู่บ้าน", at=50)
    future = Version(stamp(999, 2), "ย้ายแล้ว", at=40)
    assert shown({honest, future}) == honest
    assert shown({Version(stamp(1, 1), "ก", 7), Version(stamp(2, 1), "ข", 7)}).value == "ข", "then the stamp decides"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        (["ก"], False),
        (["ก", "ก"], False),
        (["ก", "ข"], True),
        ([None, "ก"], True),
        ([0, False], True),
        ([1, True], True),
    ],
)
def test_different_values_side_by_side_are_a_conflict(values: list[Scalar], expected: bool) -> None:
    assert in_conflict(Version(stamp(n, n), value, 0) for n, value in enumerate(values)) is expected


def test_a_version_filed_again_at_another_time_does_not_stand_beside_itself() -> None:
    waiting, filed = Version(stamp(3, 1), "ใจคำ", at=99), Version(stamp(3, 1), "ใจคำ", at=3)
    assert merged([Write(filed, frozenset()), Write(waiting, frozenset())]).heads == {waiting}


def test_settling_names_all_heads_and_leaves_one() -> None:
    heads = [Version(stamp(n, n), f"{40 + n}", n) for n in range(3)]
    settled = Version(stamp(9, 1), "40/1", 9)
    writes = [*(Write(head, frozenset()) for head in heads), Write(settled, frozenset(h.stamp for h in heads))]
    states = [merged(writes[:size]) for size in range(1, 5)]
    assert [in_conflict(state.heads) for state in states] == [False, True, True, False]
    assert all(before.named <= after.named for before, after in pairwise(states))
