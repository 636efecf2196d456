"""Life events as edits: heirs, relations, closing, moving, coming back, a death by mistake."""

from uuid import UUID, uuid4

import pytest

from shared_models import life_event
from shared_models.errors import InvalidChange
from shared_models.household import Household
from shared_models.life_event import Closing, Place
from shared_models.person import LifeState, Person, Relation
from shared_models.problem import Problem, ProblemStatus

HOME = uuid4()


def person(name: str, relation: str | None, *, birth: str | None = None, state: str = "alive") -> Person:
    values = {"id": uuid4(), "household_id": HOME, "given_name": name, "birth": birth, "life_state": state}
    made = Person.model_validate(values)
    made.relation = relation  # type: ignore[assignment]  # as it is loaded: an agency's own word stays
    return made


def household() -> Household:
    return Household.model_validate({"id": HOME, "household_id": HOME, "village_code": "56010204", "house_no": "47/2"})


HEAD = person("บุญมี", "head", birth="2488")
WIFE = person("คำปัน", "spouse", birth="2494")
SON = person("สมชาย", "child", birth="2521")
ELDER = person("สุนีย์", "child", birth="2515")
LODGER = person("ไม่เกี่ยว", "lodger", birth="2470")
FAMILY = [HEAD, LODGER, SON, ELDER, WIFE]


def test_the_spouse_is_proposed_first_then_the_eldest_child() -> None:
    assert life_event.heirs(FAMILY, {HEAD.id}) == [WIFE, ELDER, SON, LODGER]


def test_those_who_left_are_no_heirs() -> None:
    gone = person("ย้ายแล้ว", "child", state="moved")
    assert life_event.heirs([HEAD, gone, SON], {HEAD.id}) == [SON]


def test_relations_follow_from_the_new_head_and_unknown_ones_are_asked() -> None:
    own_word = person("อุ้ยหล้า", "แม่เลี้ยง")
    grandchild = person("ธนภัทร", "grandchild")
    proposed = life_event.proposed_relations([WIFE, SON, ELDER, LODGER, own_word, grandchild], SON)
    assert proposed == {
        WIFE.id: Relation.PARENT,
        ELDER.id: Relation.SIBLING,
        LODGER.id: Relation.LODGER,
        own_word.id: None,
        grandchild.id: None,
    }


@pytest.mark.parametrize(
    ("was", "turned"), [("spouse", "spouse"), ("child", "parent"), ("parent", "child"), ("lodger", None)]
)
def test_the_old_head_who_stays_is_to_the_new_one_what_the_new_one_was_not(was: str, turned: str | None) -> None:
    new = person("ใหม่", was)
    assert life_event.proposed_relations([HEAD, new], new)[HEAD.id] == turned


@pytest.mark.parametrize(
    ("mother", "child"),
    [("head", "child"), ("spouse", "child"), ("child_in_law", "grandchild"), ("sibling", None), ("แม่เลี้ยง", None)],
)
def test_a_newborn_follows_its_mother(mother: str, child: str | None) -> None:
    assert life_event.relation_of_newborn(person("แม่", mother)) == child


def test_a_newborn_whose_mother_lives_elsewhere_is_asked_for() -> None:
    assert life_event.relation_of_newborn(None) is None


def test_a_death_closes_the_problems_that_end_with_the_person() -> None:
    values = {"id": uuid4(), "household_id": HOME, "words": "ต้องการเตียง", "found_on": "2023-02-03"}
    problem = Problem.model_validate(values)
    closing = Closing(problem, ProblemStatus.DECLINED, "เสียชีวิต")
    state, closed = life_event.died(HEAD, on="2566-05", note=None, closings=[closing])
    assert state.changes == {"life_state": "deceased", "life_state_on": "2566-05", "life_state_note": None}
    assert closed.changes == {"status": "declined", "status_reason": "เสียชีวิต"}


def test_a_household_takes_its_file_along_to_a_village_and_is_closed_otherwise() -> None:
    (file,) = life_event.household_moved(household(), FAMILY, to=Place("56010301"), on="2566")
    assert file.changes["village_code"] == "56010301"
    closed, *members = life_event.household_moved(household(), FAMILY, to=Place("21"), on="2566")
    assert closed.changes["status"] == "moved"
    assert len(members) == len(FAMILY)


def test_a_household_does_not_move_to_where_it_is() -> None:
    with pytest.raises(InvalidChange):
        life_event.household_moved(household(), FAMILY, to=Place("56010204"), on=None)


def test_who_moved_comes_back_and_the_dead_do_not() -> None:
    (back,) = life_event.came_back(person("สมชาย", "child", state="moved"))
    assert back.changes["life_state"] == LifeState.ALIVE
    with pytest.raises(InvalidChange):
        life_event.came_back(person("บุญมี", "head", state="deceased"))


def test_a_death_by_mistake_is_taken_back_with_its_reason() -> None:
    (edit,) = life_event.entered_in_error(person("บุญมี", "head", state="deceased"), " กดผิดคน ")
    assert edit.changes == {"life_state": "alive", "life_state_on": None, "life_state_note": None}
    assert edit.reason == "กดผิดคน"


@pytest.mark.parametrize(("state", "reason"), [("alive", "กดผิดคน"), ("moved", "กดผิดคน"), ("deceased", "  ")])
def test_a_mistake_needs_a_death_and_a_reason(state: str, reason: str) -> None:
    with pytest.raises(InvalidChange):
        life_event.entered_in_error(person("บุญมี", "head", state=state), reason)


def test_a_head_must_live_here() -> None:
    relations: dict[UUID, Relation | None] = {}
    with pytest.raises(InvalidChange):
        life_event.new_head(household(), person("บุญมี", "head", state="moved"), relations)
