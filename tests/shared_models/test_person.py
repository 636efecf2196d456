"""Person: a name, dates that can be told in part, and a life state apart from all else."""

from typing import Any
from uuid import UUID

import pytest

from shared_models.errors import InvalidChange
from shared_models.person import LifeState, Person, WelfareCard


def a_person(**changes: Any) -> Person:
    values = {
        "id": UUID(int=1),
        "household_id": UUID(int=47),
        "title": "นาง",
        "given_name": "ฟองจันทร์",
        "family_name": "ใจคำ",
    }
    return Person.model_validate({**values, **changes})


def test_a_person_needs_a_name_and_nothing_else() -> None:
    person = a_person(title=None, family_name=None)
    person.check(None)
    assert (person.full_name(), person.life_state, person.welfare_card) == (
        "ฟองจันทร์",
        LifeState.ALIVE,
        WelfareCard.UNKNOWN,
    )
    with pytest.raises(InvalidChange):
        a_person(given_name="  ").check(None)


def test_the_full_name_has_the_title_close_to_the_name() -> None:
    assert a_person().full_name() == "นางฟองจันทร์ ใจคำ"


@pytest.mark.parametrize("text", ["2504", "2504-05", "2504-05-12", "2504-02-28"])
def test_a_date_may_be_known_in_part(text: str) -> None:
    a_person(birth=text, life_state="deceased", life_state_on=text).check(None)


@pytest.mark.parametrize("name", ["birth", "life_state_on"])
@pytest.mark.parametrize("text", ["2504-13", "2503-02-30", "ปีที่แล้ว", "12/5/2504"])
def test_an_impossible_date_is_refused_when_it_is_given(name: str, text: str) -> None:
    with pytest.raises(InvalidChange):
        a_person(**{name: text}).check(a_person())


def test_an_impossible_date_that_was_there_before_does_not_stop_another_edit() -> None:
    a_person(birth="2503-02-30", phone="0812345678").check(a_person(birth="2503-02-30"))


def test_a_merged_entry_names_the_one_that_goes_on_and_only_the_office_takes_them_apart() -> None:
    merged = a_person(life_state="merged", merged_into=UUID(int=48))
    merged.check(a_person())
    a_person().check(merged)
    a_person(life_state="moved", merged_into=UUID(int=48), phone="0812345678").check(
        a_person(life_state="moved", merged_into=UUID(int=48))
    )
    for wrong in ({"life_state": "merged"}, {"life_state": "alive", "merged_into": UUID(int=48)}):
        with pytest.raises(InvalidChange) as problem:
            a_person(**wrong).check(merged)
        assert problem.value.details["reason"] == "merged_person"


def test_life_states_keep_their_codes_for_ever() -> None:
    assert [state.value for state in LifeState] == ["alive", "deceased", "moved", "missing", "merged"]
