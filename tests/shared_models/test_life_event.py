"""Life events as edits: birth, death, moving out, going missing, coming back, an event recorded by mistake."""

import pytest

from shared_models import life_event
from shared_models.errors import InvalidChange
from shared_models.life_event import Closing, Place
from shared_models.person import LifeState
from shared_models.problem import ProblemStatus
from tests.shared_models.family import an_id, applied, household, person, problem

HEAD = person("บุญมี", "head", birth="2488")


@pytest.mark.parametrize(
    ("mother", "child"),
    [("head", "child"), ("spouse", "child"), ("child_in_law", "grandchild"), ("sibling", None), ("แม่เลี้ยง", None)],
)
def test_a_newborn_follows_its_mother(mother: str, child: str | None) -> None:
    assert life_event.relation_of_newborn(person("แม่", mother)) == child


def test_a_newborn_whose_mother_lives_elsewhere_is_asked_for() -> None:
    assert life_event.relation_of_newborn(None) is None


def test_a_birth_takes_the_mothers_name_and_needs_no_number() -> None:
    mother = person("คำแก้ว", "child", family_name="ใจคำ")
    given = {"given_name": "น้ำฝน", "birth": "2566-05-12", "sex": "2"}
    edit = life_event.born(household(), an_id("เด็ก"), given, mother=mother)
    assert dict(edit.changes) == {
        **given,
        "family_name": "ใจคำ",
        "relation": "grandchild",
        "id_reason": "newborn",
        "member_since": "2566-05-12",
    }


def test_what_the_officer_typed_of_a_newborn_stays() -> None:
    given = {"given_name": "น้ำฝน", "family_name": "มั่นคง", "relation": "other_kin", "citizen_id": "1560100000001"}
    edit = life_event.born(household(), an_id("เด็ก"), given, mother=person("แม่", "head", family_name="ใจคำ"))
    assert {name: edit.changes[name] for name in given} == given
    assert edit.changes["id_reason"] is None


def test_a_death_closes_the_problems_that_end_with_the_person() -> None:
    closing = Closing(problem("ต้องการเตียง", HEAD), ProblemStatus.DECLINED, "เสียชีวิต")
    state, closed = life_event.died(HEAD, on="2566-05", note=None, closings=[closing])
    assert state.changes == {"life_state": "deceased", "life_state_on": "2566-05", "life_state_note": None}
    assert closed.changes == {"status": "declined", "status_reason": "เสียชีวิต"}


def test_who_moved_out_stays_in_the_file_with_the_place() -> None:
    (edit,) = life_event.moved_out([HEAD], to=Place("5602", "ไปอยู่กับลูก"), on="2566", note=None)
    moved = applied(HEAD, edit)
    assert (moved.life_state, moved.moved_to_code, moved.moved_to) == (LifeState.MOVED, "5602", "ไปอยู่กับลูก")


@pytest.mark.parametrize("state", ["moved", "missing"])
def test_who_moved_or_was_missing_comes_back(state: str) -> None:
    gone = person("สมชาย", "child", life_state=state, life_state_on="2565", moved_to="กรุงเทพ")
    back = applied(gone, *life_event.came_back(gone))
    assert (back.life_state, back.life_state_on, back.moved_to) == (LifeState.ALIVE, None, None)


def test_somebody_goes_missing_and_the_dead_neither_do_nor_come_back() -> None:
    (edit,) = life_event.went_missing(HEAD, on="2566", note="ออกจากบ้านไปแล้วไม่กลับ")
    assert applied(HEAD, edit).life_state == LifeState.MISSING
    dead = person("บุญมี", "head", life_state="deceased")
    for event in (lambda: life_event.came_back(dead), lambda: life_event.went_missing(dead, on=None, note=None)):
        with pytest.raises(InvalidChange):
            event()


@pytest.mark.parametrize("state", ["deceased", "moved", "missing"])
def test_an_event_by_mistake_is_taken_back_with_its_reason(state: str) -> None:
    wrong = person("บุญมี", "head", life_state=state, life_state_on="2566", moved_to_code="5602")
    (edit,) = life_event.entered_in_error(wrong, " กดผิดคน ")
    right = applied(wrong, edit)
    assert (right.life_state, right.life_state_on, right.moved_to_code) == (LifeState.ALIVE, None, None)
    assert edit.reason == "กดผิดคน"


@pytest.mark.parametrize(("state", "reason"), [("alive", "กดผิดคน"), ("moved", " "), ("deceased", "")])
def test_a_mistake_needs_an_event_and_a_reason(state: str, reason: str) -> None:
    with pytest.raises(InvalidChange):
        life_event.entered_in_error(person("บุญมี", "head", life_state=state), reason)
