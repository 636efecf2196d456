"""Two entries of one person: what the kept one takes, what the lost one says, and what points at whom."""

from typing import Any
from uuid import UUID

import pytest

from shared_models.errors import InvalidChange
from shared_models.household import Household
from shared_models.person import Person
from shared_models.person_merge import compared, differing, merged
from shared_models.problem import Problem

HERE, THERE, FIRST, SECOND = (UUID(int=number) for number in (47, 48, 1, 2))


def a_person(person_id: UUID, household_id: UUID, **values: Any) -> Person:
    names = {"given_name": "สมชาย", "family_name": "ปงผา"}
    return Person.model_validate({"id": person_id, "household_id": household_id, **names, **values})


def a_home(household_id: UUID, head_id: UUID) -> Household:
    values = {"id": household_id, "household_id": household_id, "village_code": "56010204", "head_id": head_id}
    return Household.model_validate(values)


def changes(kept: Person, lost: Person, *from_lost: str, **others: Any) -> dict[UUID, dict[str, Any]]:
    edits = merged(kept, lost, from_lost, **{"referring": {}, "homes": [], **others})
    return {edit.row_id: dict(edit.changes) for edit in edits}


def test_the_lost_one_says_where_it_went_and_the_kept_one_takes_what_was_chosen_with_what_follows() -> None:
    kept = a_person(FIRST, HERE)
    lost = a_person(SECOND, THERE, given_name="สมชัย", citizen_id="3560100123458", id_kind="citizen", phone="08")
    found = changes(kept, lost, "citizen_id", "household_id")
    assert found[SECOND] == {"life_state": "merged", "merged_into": str(FIRST)}
    assert found[FIRST] == {
        "citizen_id": "3560100123458",
        "id_kind": "citizen",
        "household_id": str(THERE),
        "former_names": "สมชัย ปงผา",
    }


def test_what_was_recorded_about_the_lost_one_points_at_the_kept_one_where_it_was_recorded() -> None:
    problem = Problem.model_validate({
        "id": UUID(int=9), "household_id": THERE, "words": "ต้องการเตียง", "found_on": "2023-02-03", "person_id": SECOND,
    })  # fmt: skip
    edits = merged(a_person(FIRST, HERE), a_person(SECOND, THERE), [], referring={"problem": [problem]}, homes=[])
    assert [(e.entity, e.household_id, e.changes) for e in edits if e.row_id == problem.id] == [
        ("problem", THERE, {"person_id": str(FIRST)})
    ]


@pytest.mark.parametrize(("from_lost", "heads"), [(["household_id"], True), ([], False)])
def test_the_kept_one_heads_the_house_of_the_lost_head_only_where_it_lives_there(
    from_lost: list[str], heads: bool
) -> None:
    found = changes(a_person(FIRST, HERE), a_person(SECOND, THERE), *from_lost, homes=[a_home(THERE, SECOND)])
    assert found.get(THERE) == ({"head_id": str(FIRST)} if heads else None)


def test_one_that_is_merged_already_is_merged_no_more() -> None:
    gone = a_person(SECOND, THERE, life_state="merged", merged_into=FIRST)
    for pair in ((a_person(FIRST, HERE), gone), (gone, a_person(FIRST, HERE)), (gone, gone)):
        with pytest.raises(InvalidChange):
            changes(*pair)


def test_an_empty_text_is_no_difference_and_every_difference_can_be_chosen() -> None:
    one = a_person(FIRST, HERE, phone="", birth="2499")
    assert differing(one, a_person(SECOND, HERE, phone=None, birth="2500")) == ["birth"]
    assert len({field.name for field in compared()}) == len(compared())
