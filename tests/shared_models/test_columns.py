"""Rows packed by column: what is unpacked is what was packed, and a damaged table is refused."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_models.columns import IdTable, pack, unpack

ID = st.uuids()
ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "id": ID,
            "head_id": st.none() | ID,
            "house_no": st.sampled_from(["47/2", "๑๒", ""]),
            "income": st.none() | st.integers(),
        }
    ),
    max_size=30,
)


@given(ROWS, ROWS)
def test_what_is_packed_unpacks_to_the_same_rows(first: list[dict[str, Any]], second: list[dict[str, Any]]) -> None:
    ids = IdTable()
    tables = [pack(rows, names=["house_no", "income"], id_names=["id", "head_id"], ids=ids) for rows in (first, second)]
    received = IdTable(ids.joined()).ids
    for rows, table in zip((first, second), tables, strict=True):
        columns = unpack(table, received)
        assert columns.get("house_no", []) == [row["house_no"] for row in rows]
        assert columns.get("income", [None] * len(rows)) == [row["income"] for row in rows]
        for name in ("id", "head_id"):
            assert columns[name] == [row[name] and row[name].hex for row in rows]


def test_an_id_that_comes_often_travels_once() -> None:
    ids, one = IdTable(), UUID(int=7)
    pack([{"id": one, "household_id": one}] * 5, names=[], id_names=["id", "household_id"], ids=ids)
    assert ids.joined() == one.bytes


def test_a_column_of_nothing_does_not_travel() -> None:
    """Most fields of most households are empty."""
    row = {"id": UUID(int=7), "house_no": "47/2", "income": None}
    packed = pack([row, row], names=["house_no", "income"], id_names=["id"], ids=IdTable())
    assert set(packed["columns"]) == {"house_no"}


@pytest.mark.parametrize(
    "packed",
    [
        {},
        {"count": 2, "columns": {"house_no": ["๑"]}, "ids": {}},
        {"count": 1, "columns": {}, "ids": {"id": [5]}},
        {"count": 1, "columns": {}, "ids": {"id": [-1]}},
        {"count": 1, "columns": {"house_no": 5}, "ids": {}},
        {"count": 1, "columns": {}, "ids": {"id": ["ก"]}},
    ],
)
def test_a_damaged_table_is_refused(packed: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=r"packed"):
        unpack(packed, [bytes(16)])
