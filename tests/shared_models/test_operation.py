"""An operation: its bytes never change, and the chain covers each salted hash in its order."""

from hashlib import sha256
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from shared_models.operation import GENESIS, Kind, Operation, chained

VALUES: dict[str, Any] = {
    "id": UUID(int=1),
    "stamp": "0" * 31 + "1",
    "action_id": UUID(int=2),
    "entity": "person",
    "row_id": UUID(int=3),
    "household_id": UUID(int=4),
    "kind": Kind.CREATE,
    "changes": {"given_name": "บุญมี", "id_doubtful": False, "phone": None},
    "bases": {"given_name": ("a" * 32,)},
    "wall_ms": 1_700_000_000_000,
    "officer_id": UUID(int=5),
    "device_id": UUID(int=6),
    "reason": "พิมพ์ผิด",
}
SCALAR = (
    st.none()
    | st.booleans()
    | st.integers(-(1 << 62), 1 << 62)
    | st.text(max_size=20)
    | st.floats(allow_nan=False, allow_infinity=False)
)


@given(st.dictionaries(st.text(max_size=10), SCALAR, max_size=5), st.integers(-(1 << 53), 1 << 53))
def test_an_operation_read_from_its_body_is_the_same_to_the_byte(changes: dict[str, Any], wall_ms: int) -> None:
    operation = Operation(**{**VALUES, "changes": changes, "wall_ms": wall_ms})
    again = Operation.model_validate_json(operation.body())
    assert again == operation
    assert again.body() == operation.body()


def test_an_operation_cannot_be_changed_once_made() -> None:
    with pytest.raises(ValidationError):
        Operation(**VALUES).stamp = "f" * 32  # type: ignore[misc]


@pytest.mark.parametrize(
    "wrong",
    [
        {"stamp": "A" * 32},
        {"stamp": "0" * 31},
        {"stamp": "0" * 32 + "\n"},
        {"entity": "person\x00"},
        {"entity": "คน"},
        {"kind": "delete"},
        {"wall_ms": 1 << 60},
        {"bases": {"given_name": ["zz"]}},
        {"changes": {"given_name": ["ก"]}},
        {"surprise": 1},
    ],
)
def test_a_body_of_the_wrong_form_is_not_an_operation(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Operation(**{**VALUES, **wrong})


@given(st.lists(st.tuples(st.binary(max_size=4), st.binary(max_size=8)), min_size=1, max_size=6))
def test_the_chain_needs_each_salted_hash_and_no_body(operations: list[tuple[bytes, bytes]]) -> None:
    by_body = by_hash = GENESIS
    for salt, body in operations:
        by_body = chained(by_body, salt=salt, body=body)
        by_hash = sha256(by_hash + sha256(salt + body).digest()).digest()
    assert by_body == by_hash


def test_the_chain_changes_with_body_salt_and_order() -> None:
    first, second = {"salt": b"1", "body": "ก".encode()}, {"salt": b"2", "body": "ข".encode()}
    ends = {
        chained(chained(GENESIS, **first), **second),
        chained(chained(GENESIS, **second), **first),
        chained(chained(GENESIS, **first), salt=b"3", body="ข".encode()),
        chained(chained(GENESIS, **first), salt=b"2", body="ค".encode()),
        chained(chained(bytes(31) + b"1", **first), **second),
    }
    assert len(ends) == 5
