"""From assessments to results: either failing counts, the newest counts, and unknown is not "passes"."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_models.deprivation import (
    Standing,
    Threshold,
    dimension_results,
    income_answer,
    income_per_head,
    income_threshold,
    latest_results,
    read_thresholds,
    results_by_subject,
    standing,
)
from shared_models.errors import InvalidChange
from shared_models.indicator import shipped
from shared_models.mpi import Answer, Dimension, read_answers, write_answers
from tests.shared_models.family import HOME, assessment, household, person

D = Dimension
CODES = [indicator.code for indicator in shipped()["2560-2564"].indicators]
HEAD = person("บุญมี", "head")


@given(st.dictionaries(st.sampled_from(CODES), st.sampled_from(Answer)))
def test_answers_come_back_as_they_were_written_and_in_one_way(answers: dict[str, Answer]) -> None:
    text = write_answers(answers)
    assert read_answers(text) == answers
    assert write_answers(dict(reversed(answers.items()))) == text


@pytest.mark.parametrize("text", ["1.1", "1.1=maybe", "1.1=pass=fail", "ไม่ผ่าน"])
def test_answers_that_cannot_be_read_are_refused(text: str) -> None:
    with pytest.raises(InvalidChange):
        assessment(answers=text, version="2560-2564").check(None)


def test_answers_need_their_version() -> None:
    with pytest.raises(InvalidChange):
        assessment(answers="1.1=pass").check(None)


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({}, {}),
        ({"health": True, "income": False}, {D.HEALTH: True, D.INCOME: False}),
        ({"answers": "1.2=fail 1.3=pass"}, {D.HEALTH: True}),
        ({"answers": "1.2=pass 1.3=pass"}, {D.HEALTH: False}),
        ({"answers": "1.1=not_applicable"}, {}),
        ({"answers": "1.2=pass 1.3=declined"}, {}),
        ({"health": False, "answers": "1.2=fail"}, {D.HEALTH: True}),
        ({"health": True, "answers": "1.2=pass"}, {D.HEALTH: True}),
        ({"answers": "9.9=fail"}, {}),
    ],
)
def test_a_dimension_is_deprived_where_the_result_or_an_answer_fails(values: Any, expected: Any) -> None:
    assert dimension_results(assessment(version="2560-2564", **values)) == expected


def test_answers_of_a_version_that_is_not_known_say_nothing_and_stay() -> None:
    later = assessment(version="2565-2569", answers="1.2=fail", income=True)
    assert dimension_results(later) == {D.INCOME: True}
    assert later.answers == "1.2=fail"


def test_the_latest_survey_counts_and_in_it_the_newest_that_knows() -> None:
    older = assessment(HEAD, 2565, health=True, living=True)
    listed = assessment(HEAD, 2566, health=True, income=True)
    visited = assessment(HEAD, 2566, income=False, assessed_on="2023-05-18")
    assert latest_results([visited, listed, older]) == {D.HEALTH: True, D.INCOME: False}
    assert latest_results([]) == {}


def test_a_household_that_fails_marks_every_member() -> None:
    persons, households = results_by_subject([assessment(HEAD, health=False), assessment(living=True)])
    assert persons == {HEAD.id: {D.HEALTH: False}}
    assert standing(persons[HEAD.id], households[HOME]) is Standing.FAILS
    assert standing(persons[HEAD.id]) is Standing.PASSES
    assert standing({}, households[HOME]) is Standing.FAILS
    assert standing({}) is Standing.NO_DATA


def test_income_is_divided_by_those_who_really_live_there() -> None:
    home = household(income_main_satang=9_000_000, income_produced_satang=600_001)
    away = person("ไปทำงานกรุงเทพ", lives_here=False)
    dead = person("อุ้ยคำ", life_state="deceased")
    assert income_per_head(home, [HEAD, person("คำปัน"), away, dead]) == 4_800_000
    assert income_per_head(home, [dead]) is None
    assert income_per_head(household(average_income_satang=5_200_000), [HEAD]) == 5_200_000
    assert income_per_head(household(), [HEAD]) is None


def test_the_threshold_depends_on_the_survey_year_and_says_whether_it_is_certain() -> None:
    assert income_threshold(2563) == Threshold(2560, 2564, 3_800_000, certain=True)
    assert income_threshold(2566) == Threshold(2565, 2569, 3_800_000, certain=False)
    assert income_threshold(2600) is None
    (later,) = read_thresholds('year_from,year_to,baht,certainty\n๒๕๗๐,2574,"50,000",public\n')
    assert income_threshold(2570, [later]) == Threshold(2570, 2574, 5_000_000, certain=True)


@pytest.mark.parametrize(("per_head", "expected"), [(3_800_000, Answer.PASS), (3_799_999, Answer.FAIL), (None, None)])
def test_income_at_the_threshold_passes(per_head: int | None, expected: Answer | None) -> None:
    assert income_answer(per_head, income_threshold(2563)) == expected
    assert income_answer(per_head, None) is None
