"""The registry: every field survives the way out and back, and no value that cannot be stored gets in."""

from datetime import UTC, date, datetime, timedelta, timezone
from enum import Enum
from typing import Any, get_args
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_models.birth import PartialDate
from shared_models.entities import (
    ENTITIES,
    HOUSEHOLD,
    IDENTITY,
    MEMBERS,
    SERVER_WRITES,
    UNKNOWN_CODE,
    changeable,
    fields,
    id_fields,
    stored,
    typed,
    wire,
    wire_values,
)
from shared_models.errors import InvalidChange
from shared_models.synced import FILED

FIELDS = [(entity, name) for entity in ENTITIES for name in fields(entity)]


def of_type(kind: type) -> st.SearchStrategy[Any]:
    """Values of one plain type as a form could hold them."""
    if issubclass(kind, Enum):
        return st.sampled_from(list(kind))
    zones = st.sampled_from([UTC, timezone(timedelta(hours=7))])
    moments = st.datetimes(datetime(1900, 1, 2), datetime(2600, 1, 1), timezones=zones)  # noqa: DTZ001
    return {
        UUID: st.uuids(),
        bool: st.booleans(),
        str: st.text("กขคabc๑2 /-", min_size=8, max_size=8),
        int: st.integers(0, (1 << 31) - 1),
        float: st.floats(0, 90),
        date: st.dates(),
        datetime: moments.map(lambda moment: moment.replace(microsecond=moment.microsecond // 1000 * 1000)),
    }[kind]


def values_of(entity: str, name: str) -> st.SearchStrategy[Any]:
    annotation = ENTITIES[entity].model_fields[name].annotation
    kinds = get_args(annotation) or (annotation,)
    highest = next((m.le for m in ENTITIES[entity].model_fields[name].metadata if hasattr(m, "le")), None)
    if int in kinds and highest is not None:  # a rating
        return st.none() | st.integers(1, highest)
    return st.one_of([st.none() if kind is type(None) else of_type(kind) for kind in kinds])


def short_enough(entity: str, name: str, value: Any) -> Any:
    """Village codes and the like have a length and a form of their own."""
    if name == "village_code":
        return "56010204"
    longest = next(
        (m.max_length for m in ENTITIES[entity].model_fields[name].metadata if hasattr(m, "max_length")), None
    )
    return value[:longest] if isinstance(value, str) and not isinstance(value, Enum) else value


@pytest.mark.parametrize(("entity", "name"), FIELDS)
@given(st.data())
def test_every_field_keeps_its_value_on_the_way_out_and_back(entity: str, name: str, data: st.DataObject) -> None:
    value = short_enough(entity, name, data.draw(values_of(entity, name)))
    sent = wire(value)
    assert sent is None or type(sent) in (str, int, float, bool)
    back = typed(entity, {name: sent})[name]
    assert (back, type(back)) == (value, type(value))
    assert wire(back) == sent
    assert stored(entity, name, sent) == back


@pytest.mark.parametrize("entity", ENTITIES)
def test_an_operation_can_carry_every_field_but_identity_and_place(entity: str) -> None:
    model = set(ENTITIES[entity].model_fields)
    assert set(fields(entity)) == model - FILED - IDENTITY
    assert model >= FILED | IDENTITY
    assert id_fields(entity) >= IDENTITY
    assert changeable(entity) - set(fields(entity)) == ({HOUSEHOLD} if entity in MEMBERS else set())
    for name in (FILED | IDENTITY | {"ไม่มี"}) - changeable(entity):
        with pytest.raises(InvalidChange) as refused:
            typed(entity, {name: "1"})
        assert refused.value.details == {"field": name, "reason": "unknown_field"}


@pytest.mark.parametrize("entity", ENTITIES)
def test_a_new_field_of_a_released_entity_is_nullable_or_has_a_default(entity: str) -> None:
    """An older server sends rows without it, and then the tablet puts the default."""
    for name, field in ENTITIES[entity].model_fields.items():
        if not field.is_required():
            wire(field.get_default())
            assert not field.default_factory, name


@pytest.mark.parametrize(("entity", "name"), FIELDS)
def test_what_may_be_nothing_is_nothing_by_default(entity: str, name: str) -> None:
    """A column of nothing does not travel: the tablet then puts the default."""
    field = ENTITIES[entity].model_fields[name]
    if type(None) in get_args(field.annotation):
        assert field.get_default() is None


def test_only_officers_entities_are_written_by_tablets() -> None:
    assert set(ENTITIES) >= SERVER_WRITES == {"conflict", "finding"}


@pytest.mark.parametrize(
    ("entity", "name", "value"),
    [
        ("person", "given_name", ""),
        ("person", "given_name", "ก" * 101),
        ("person", "given_name", "บุญ\x00มี"),
        ("person", "given_name", 5),
        ("person", "id_doubtful", "อาจจะ"),
        ("household", "head_id", "ไม่ใช่เลข"),
        ("household", "village_code", "5601"),
        ("household", "average_income_satang", -1),
        ("household", "average_income_satang", 1 << 63),
        ("household", "survey_year", 1 << 31),
        ("visit", "started_at", "เมื่อวาน"),
        ("visit", "latitude", 91),
        ("visit", "accuracy_m", float("inf")),
        ("visit", "latitude", float("nan")),
        ("problem", "found_on", "2567-13-01"),
    ],
)
def test_a_value_that_does_not_fit_names_its_field(entity: str, name: str, value: Any) -> None:
    with pytest.raises(InvalidChange) as refused:
        typed(entity, {name: value})
    assert refused.value.details["field"] == name
    assert refused.value.details["reason"] != UNKNOWN_CODE


def test_an_unknown_code_is_told_apart_from_a_wrong_value_and_is_kept_once_stored() -> None:
    with pytest.raises(InvalidChange) as refused:
        typed("person", {"relation": "great_grandchild"})
    assert refused.value.details == {"field": "relation", "reason": UNKNOWN_CODE}
    assert stored("person", "relation", "great_grandchild") == "great_grandchild"
    with pytest.raises(InvalidChange):
        stored("household", "head_id", "ไม่ใช่เลข")


def test_wire_has_a_form_for_each_type_and_for_no_other() -> None:
    with pytest.raises(TypeError):
        wire(PartialDate(2500, None, None))


def test_the_wire_values_of_a_row_are_those_asked_for() -> None:
    row = ENTITIES["person"](id=UUID(int=1), household_id=UUID(int=2), given_name="ฟองจันทร์", life_state="gone")
    assert wire_values(row, ("id", "given_name", "life_state")) == {
        "id": str(UUID(int=1)),
        "given_name": "ฟองจันทร์",
        "life_state": "gone",
    }
