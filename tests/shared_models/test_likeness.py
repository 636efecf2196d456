"""How alike two entries of a person are."""

from uuid import uuid4

import pytest

from shared_models.likeness import LIKELY, SURE, Sought, birth_agrees, likeness, one_edit_apart
from shared_models.person import Person


def a_person(**values: object) -> Person:
    held = {"given_name": "บุญมี", "family_name": "ใจคำ", "birth": "2488-05-12", "citizen_id": "3560100123458", **values}
    return Person.model_validate({"id": uuid4(), "household_id": uuid4(), **held})


def test_the_same_number_is_sure_whatever_the_name() -> None:
    assert likeness(Sought("อื่น", citizen_id="3560100123458"), a_person()) == 100


def test_name_and_birth_together_are_sure_and_tones_titles_and_blanks_do_not_matter() -> None:
    sought = Sought("นาย บุญมี", "ใจ คำ", "2488-05-12")
    assert likeness(sought, a_person(citizen_id=None)) >= SURE


def test_a_name_alone_is_shown_and_not_sure() -> None:
    assert LIKELY <= likeness(Sought("บุญมี", "ใจคำ"), a_person()) < SURE


def test_the_same_name_born_years_apart_is_another_person() -> None:
    assert likeness(Sought("บุญมี", "ใจคำ", "2530"), a_person()) < LIKELY


def test_a_woman_who_married_is_found_by_given_name_and_birth() -> None:
    assert likeness(Sought("บุญมี", "ปัญญา", "2488-05-12"), a_person()) >= LIKELY


def test_two_numbers_of_one_name_are_two_people() -> None:
    assert likeness(Sought("บุญมี", "ใจคำ", citizen_id="1560100234562"), a_person(birth=None)) == LIKELY


def test_nobody_is_like_an_empty_name() -> None:
    assert likeness(Sought(), a_person()) == 0


@pytest.mark.parametrize(
    ("one", "other", "agreed"),
    [
        ("2488-05-12", "2488-05-12", True),
        ("2488", "2488-05-12", None),
        ("2488", "2490", None),
        ("2488", "2495", False),
        (None, "2488", None),
        ("ไม่ทราบ", "2488", None),
    ],
)
def test_births_agree_where_they_are_the_same(one: str | None, other: str, agreed: bool | None) -> None:
    assert birth_agrees(one, other) is agreed


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("ธนภัทร", "ธนภัทธ", True),
        ("ธนภัทร", "ธนภัท", True),
        ("ธนภัทร", "ธนพัธร", False),
        ("ธนภัทร", "ธนภัทร", False),
        ("มี", "มา", False),
    ],
)
def test_one_letter_apart_either_way(one: str, other: str, apart: bool) -> None:
    assert one_edit_apart(one, other) is apart
    assert one_edit_apart(other, one) is apart
