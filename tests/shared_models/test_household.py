"""Household: its own household, one head, and merged only into another."""

from typing import Any
from uuid import UUID

import pytest
from pydantic import ValidationError

from shared_models.errors import InvalidChange
from shared_models.household import Household, HouseholdStatus

HOUSE = UUID(int=47)


def a_household(**changes: Any) -> Household:
    values = {"id": HOUSE, "household_id": HOUSE, "village_code": "56010204", "house_no": "๔๗/๒"}
    return Household.model_validate({**values, **changes})


def test_a_household_with_a_village_alone_is_enough() -> None:
    household = a_household()
    household.check(None)
    assert (household.status, household.head_id) == (HouseholdStatus.ACTIVE, None)


def test_a_household_belongs_to_itself() -> None:
    with pytest.raises(InvalidChange) as refused:
        a_household(household_id=UUID(int=1)).check(None)
    assert refused.value.details == {"field": "household_id", "reason": "own_household"}


def test_a_merged_household_says_into_which() -> None:
    with pytest.raises(InvalidChange):
        a_household(status="merged").check(a_household())
    a_household(status="merged", merged_into=UUID(int=48)).check(a_household())


@pytest.mark.parametrize(
    "wrong",
    [{"village_code": "5601"}, {"village_code": None}, {"average_income_satang": -5}, {"house_no": "๑" * 41}],
)
def test_a_value_out_of_its_bounds_is_refused(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        a_household(**wrong)
