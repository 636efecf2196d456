"""Rows packed by column: what is unpacked is what was packed, and a damaged table is refused."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgpack
import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_models.columns import IdTable, id_texts, pack, unpack

ID = st.uuids()
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "id": ID,
            "head_id": st.none() | ID,
            "house_no": st.sampled_from(["47/2", "๑๒", ""]),
            "income": st.none() | st.integers(-(1 << 63), (1 << 63) - 1),
            "lives_here": st.sampled_from([None, True, False, 1]),
            "seq": st.integers(0, 1 << 40),
        }
    ),
    min_size=1,
    max_size=30,
)


def columns_of(rows: Sequence[dict[str, Any]]) -> dict[str, list[Any]]:
    return {name: [row[name] for row in rows] for name in rows[0]}


@given(ROWS, ROWS)
def test_what_is_packed_unpacks_to_the_same_rows(first: list[dict[str, Any]], second: list[dict[str, Any]]) -> None:
    ids = IdTable()
    tables = [pack(columns_of(rows), id_names=["id", "head_id"], ids=ids) for rows in (first, second)]
    received = id_texts(ids.to_bytes())
    for rows, table in zip((first, second), tables, strict=True):
        columns = unpack(msgpack.unpackb(msgpack.packb(table)), received)
        for name in ("house_no", "income", "lives_here", "seq"):
            values = [row[name] for row in rows]
            there = list(columns.get(name, [None] * len(rows)))
            assert [(type(value), value) for value in there] == [(type(value), value) for value in values]
        for name in ("id", "head_id"):
            assert columns[name] == [row[name] and row[name].hex for row in rows]


def test_an_id_that_comes_often_travels_once() -> None:
    ids, one = IdTable(), UUID(int=7)
    pack({"id": [one] * 5, "household_id": [one] * 5}, id_names=["id", "household_id"], ids=ids)
    assert id_texts(ids.to_bytes()) == [one.hex]


def test_a_column_of_nothing_does_not_travel_and_one_of_one_value_travels_once() -> None:
    """Most fields of most households are empty, and many are the same in a whole village."""
    columns = {"id": [UUID(int=7), UUID(int=8)], "house_no": ["47/2", "๑"], "income": [None] * 2, "status": ["a", "a"]}
    packed = pack(columns, id_names=["id"], ids=IdTable())
    assert (packed["columns"], packed["same"]) == ({"house_no": ["47/2", "๑"]}, {"status": "a"})


WHOLE: dict[str, Any] = {"count": 1, "same": {}, "steps": {}, "columns": {}, "ids": {}}


@pytest.mark.parametrize(
    "packed",
    [
        {},
        {**WHOLE, "count": 2, "columns": {"house_no": ["๑"]}},
        {**WHOLE, "count": 2, "steps": {"seq": [1]}},
        {**WHOLE, "ids": {"id": [5]}},
        {**WHOLE, "ids": {"id": [-1]}},
        {**WHOLE, "columns": {"house_no": 5}},
        {**WHOLE, "same": ["house_no"]},
        {**WHOLE, "steps": {"seq": ["ก", 1]}},
        {**WHOLE, "ids": {"id": ["ก"]}},
        {**WHOLE, "count": "ก", "same": {"house_no": "๑"}},
        {**WHOLE, "count": 1 << 40, "same": {"house_no": "๑"}},
        {**WHOLE, "count": 1 << 70, "same": {"house_no": "๑"}, "steps": {"seq": [1]}},
    ],
)
def test_a_damaged_table_is_refused(packed: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"packed"):
        unpack(packed, [bytes(16).hex()])


def test_a_list_of_ids_that_is_cut_is_refused() -> None:
    with pytest.raises(ValueError, match=r"packed"):
        id_texts(bytes(17))
