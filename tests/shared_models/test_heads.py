"""The heads of a row as text: what is written is read back, and an untouched row says it in one line."""

import json

from hypothesis import given
from hypothesis import strategies as st

from shared_models.heads import RowHeads, without_named
from shared_models.merge import FieldState, Version

STAMP = st.text("0123456789abcdef", min_size=32, max_size=32)
VALUE = st.one_of(st.none(), st.booleans(), st.integers(-(10**9), 10**9), st.text(max_size=12))
VERSION = st.builds(Version, STAMP, VALUE, st.integers(0, 1 << 53))
STATE = st.builds(
    FieldState,
    st.frozensets(STAMP, max_size=3),
    st.lists(VERSION, min_size=1, max_size=3, unique_by=lambda v: v.stamp).map(frozenset),
)


@given(st.dictionaries(st.sampled_from(["house_no", "ชื่อ", "phone"]), STATE))
def test_states_written_to_text_read_back_the_same(states: dict[str, FieldState]) -> None:
    heads = RowHeads.created("0" * 32, 5)
    for name, state in states.items():
        heads.put(name, state)
    again = RowHeads(heads.to_text())
    assert {name: again.state(name, "ไม่ใช้") for name in states} == states
    assert set(again.edited()) == set(states)


def test_a_new_row_has_one_head_for_every_field_with_a_value() -> None:
    heads = RowHeads.created("a" * 32, 7)
    assert heads.state("given_name", "บุญมี") == FieldState(heads=frozenset({Version("a" * 32, "บุญมี", 7)}))
    assert heads.state("phone", None) == FieldState()
    assert heads.state("id_doubtful", False).heads, "False is a value"
    assert (heads.stamps("given_name", "บุญมี"), heads.stamps("phone", None)) == (("a" * 32,), ())


def test_bases_are_the_stamps_of_all_heads_in_order() -> None:
    heads = RowHeads()
    versions = {Version("b" * 32, "๑", 1), Version("a" * 32, "๒", 2)}
    heads.put("house_no", FieldState(heads=frozenset(versions)))
    assert heads.stamps("house_no", "๒") == ("a" * 32, "b" * 32)


def test_the_wire_form_leaves_out_what_only_the_server_needs() -> None:
    heads = RowHeads()
    state = FieldState(frozenset({"c" * 32}), frozenset({Version("d" * 32, "47/2", 3)}))
    heads.put("house_no", state)
    sent = RowHeads(without_named(heads.to_text()))
    assert sent.state("house_no", "47/2") == FieldState(heads=state.heads)
    assert json.loads(heads.to_text())["house_no"]["n"] == ["c" * 32]


def test_the_households_a_row_was_given_are_kept_on_the_server_only() -> None:
    heads = RowHeads.created("a" * 32, 7)
    assert heads.homes() == frozenset()
    heads.note_homes(["๒", "๑"])
    heads.note_homes(["๓", "๑"])
    again = RowHeads(heads.to_text())
    assert (again.homes(), again.edited()) == ({"๑", "๒", "๓"}, ())
    assert RowHeads(without_named(heads.to_text())).homes() == frozenset()
