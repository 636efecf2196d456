"""What an operation does to a row: created whole, merged field by field, the latest head on top."""

from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_models.entities import ENTITIES, wire
from shared_models.errors import InvalidChange
from shared_models.heads import RowHeads
from shared_models.household import Household
from shared_models.merge import FieldState, Scalar, Version
from shared_models.operation import Kind, Operation
from shared_models.person import LifeState, Person
from shared_models.rows import NOT_FILED, copied, created, homes, merge_operation, put
from shared_models.rows import given as given_by

HOUSE = UUID(int=47)


def stamp(number: int) -> str:
    return f"{number:032x}"


def an_operation(number: int, changes: dict[str, Scalar], entity: str = "person", **others: Any) -> Operation:
    values: dict[str, Any] = {
        "id": UUID(int=number),
        "stamp": stamp(number),
        "action_id": UUID(int=number),
        "entity": entity,
        "row_id": HOUSE if entity == "household" else UUID(int=9),
        "household_id": HOUSE,
        "kind": Kind.CHANGE,
        "changes": changes,
        "wall_ms": number,
        "officer_id": UUID(int=5),
        "device_id": UUID(int=6),
    }
    return Operation(**{**values, **others})


def a_person() -> Person:
    row = created(an_operation(1, {"given_name": "บุญมี", "life_state": "alive"}, kind=Kind.CREATE), at=1)
    assert isinstance(row, Person)
    return row


def test_a_created_row_has_its_identity_its_values_and_one_head() -> None:
    row = a_person()
    assert (row.id, row.household_id, row.given_name, row.life_state) == (UUID(int=9), HOUSE, "บุญมี", LifeState.ALIVE)
    assert RowHeads(row.heads).stamps("given_name", "บุญมี") == (stamp(1),)
    assert row.seq == 0


def test_an_operation_cannot_give_a_row_another_identity() -> None:
    with pytest.raises(InvalidChange):
        created(an_operation(1, {"given_name": "บุญมี", "household_id": str(UUID(int=1))}), at=1)


def test_two_edits_of_one_field_stand_side_by_side_and_the_later_shows() -> None:
    row = a_person()
    merge_operation(row, an_operation(2, {"phone": "0811111111"}), bases={}, at=20)
    changed = merge_operation(row, an_operation(3, {"phone": "0822222222"}), bases={}, at=10)
    assert row.phone == "0811111111"
    assert {head.value for head in changed["phone"][0].heads} == {"0811111111"}
    assert {head.value for head in RowHeads(row.heads).state("phone", row.phone).heads} == {"0811111111", "0822222222"}


def test_an_edit_that_saw_the_first_value_replaces_it_and_leaves_other_fields() -> None:
    row = a_person()
    merge_operation(row, an_operation(2, {"given_name": "บุญมา"}), bases={"given_name": {stamp(1)}}, at=2)
    heads = RowHeads(row.heads)
    assert (row.given_name, heads.stamps("given_name", row.given_name)) == ("บุญมา", (stamp(2),))
    assert heads.stamps("life_state", "alive") == (stamp(1),)


def test_a_waiting_edit_shows_on_top_of_what_the_server_has() -> None:
    row = a_person()
    merge_operation(row, an_operation(2, {"phone": "จากสำนักงาน"}), bases={}, at=1 << 52)
    merge_operation(row, an_operation(3, {"phone": "ที่ยังไม่ส่ง"}), bases={}, at=NOT_FILED)
    assert row.phone == "ที่ยังไม่ส่ง"


def test_a_code_of_a_newer_version_is_kept_and_shown_as_it_is() -> None:
    row = a_person()
    heads = RowHeads(row.heads)
    put("person", row, heads, name="relation", state=FieldState(heads=frozenset({Version(stamp(2), "เขยใหญ่", 5)})))
    assert row.relation == "เขยใหญ่"
    merge_operation(row, an_operation(3, {"phone": "0811111111"}), bases={}, at=6)
    assert (row.relation, row.phone) == ("เขยใหญ่", "0811111111")


def test_a_typed_field_gets_its_type_again_from_the_heads() -> None:
    household = created(an_operation(1, {"village_code": "56010204"}, "household", kind=Kind.CREATE), at=1)
    assert isinstance(household, Household)
    merge_operation(household, an_operation(2, {"head_id": str(UUID(int=9))}, "household"), bases={}, at=2)
    assert household.head_id == UUID(int=9)


@given(st.permutations(range(2, 7)), st.lists(st.integers(0, 3), min_size=5, max_size=5))
def test_a_row_ends_the_same_in_any_order_of_its_edits(order: list[int], times: list[int]) -> None:
    rows = [a_person(), a_person()]
    for row, numbers in zip(rows, (range(2, 7), order), strict=True):
        for number in numbers:
            bases = {"phone": {stamp(number - 1)}} if number % 2 else {}
            merge_operation(row, an_operation(number, {"phone": f"08{number}"}), bases=bases, at=times[number - 2])
    assert (rows[0].phone, rows[0].heads) == (rows[1].phone, rows[1].heads)


@pytest.mark.parametrize("entity", ENTITIES)
def test_a_copy_has_every_value_and_is_a_row_of_its_own(entity: str) -> None:
    names = ENTITIES[entity].model_fields
    row = ENTITIES[entity](**dict.fromkeys(names) | {"id": UUID(int=1), "village": "56010204"})
    other = copied(row, village="56010205")
    assert {name: getattr(other, name) for name in names} == {
        **{name: getattr(row, name) for name in names},
        "village": "56010205",
    }
    assert row.village == "56010204"
    assert wire(other.id) == wire(row.id)


ELSEWHERE, THIRD = UUID(int=48), UUID(int=49)


def a_move(number: int, to: UUID, **others: Any) -> Operation:
    return an_operation(number, {"household_id": str(to)}, **others)


def test_a_persons_household_is_a_field_whose_first_head_is_the_create() -> None:
    row = a_person()
    assert homes(row) == {HOUSE}
    changed = merge_operation(row, a_move(2, ELSEWHERE), bases={"household_id": [stamp(1)]}, at=2)
    assert changed["household_id"][0].heads == {Version(stamp(1), str(HOUSE), 1)}
    assert (row.household_id, homes(row)) == (ELSEWHERE, {HOUSE, ELSEWHERE})
    assert RowHeads(row.heads).state("household_id", "").heads == {Version(stamp(2), str(ELSEWHERE), 2)}


def test_two_moves_of_one_person_stand_side_by_side_and_both_households_are_remembered() -> None:
    row = a_person()
    for number, to, at in ((2, ELSEWHERE, 20), (3, THIRD, 10)):
        merge_operation(row, a_move(number, to), bases={"household_id": [stamp(1)]}, at=at)
    assert row.household_id == ELSEWHERE
    assert {head.value for head in RowHeads(row.heads).state("household_id", "").heads} == {str(ELSEWHERE), str(THIRD)}
    assert homes(row) == {HOUSE, ELSEWHERE, THIRD}


def test_a_second_create_says_its_household_like_a_change() -> None:
    row = a_person()
    merge_operation(row, a_move(2, ELSEWHERE), bases={"household_id": [stamp(1)]}, at=2)
    again = an_operation(3, {"given_name": "บุญมี"}, kind=Kind.CREATE)
    changed = merge_operation(row, again, bases={"household_id": [stamp(2)]}, at=3)
    assert (row.household_id, set(changed)) == (HOUSE, {"given_name", "household_id"})


def test_a_create_may_have_seen_a_move_that_waited_for_it() -> None:
    create = an_operation(3, {"given_name": "บุญมี"}, kind=Kind.CREATE)
    row = created(create, at=3, bases={"household_id": [stamp(2)]})
    merge_operation(row, a_move(2, ELSEWHERE), bases={}, at=2)
    assert row.household_id == HOUSE


def test_rows_of_other_entities_stay_where_they_were_recorded() -> None:
    problem = an_operation(1, {"words": "หลังคารั่ว", "found_on": "2023-02-03"}, "problem", kind=Kind.CREATE)
    row = created(problem, at=1)
    with pytest.raises(InvalidChange):
        merge_operation(row, an_operation(2, {"household_id": str(ELSEWHERE)}, "problem"), bases={}, at=2)
    assert given_by(problem) == problem.changes
