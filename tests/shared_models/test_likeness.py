"""How alike two entries of a person are."""

from dataclasses import replace
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_models.likeness import LIKELY, SURE, Sought, alike, birth_agrees, likeness, one_edit_apart
from shared_models.person import Person

SAYINGS = st.builds(
    Sought,
    given_name=st.sampled_from(["", "บุญมี", "บุญมา", "นางบุญมี", "ธนภัทร"]),
    family_name=st.sampled_from(["", "ใจคำ", "ใจคา", "ปัญญา"]),
    birth=st.sampled_from([None, "2488-05-12", "2488", "~2489", "2530-01-01", "ไม่ทราบ"]),
    citizen_id=st.sampled_from([None, "3560100123458", "1560100234562"]),
    id_doubtful=st.booleans(),
    former_names=st.sampled_from([None, "บุญมี ใจคำ", "ธนภัทร / บุญมา ปัญญา"]),
    village=st.sampled_from(["", "56010204", "56010205"]),
)


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


@given(SAYINGS, SAYINGS)
def test_likeness_is_the_same_from_either_side_and_only_a_number_is_100(one: Sought, other: Sought) -> None:
    score = alike(one, other)
    assert score == alike(other, one)
    assert 0 <= score <= 100
    assert (score == 100) == (one.citizen_id is not None and one.citizen_id == other.citizen_id)


@given(SAYINGS, SAYINGS, st.sampled_from(["มณี", "บุญมี ใจคำ", "ธนภัทร ปัญญา"]))
def test_a_former_name_never_makes_two_entries_less_alike(one: Sought, other: Sought, former: str) -> None:
    joined = f"{former} / {one.former_names}" if one.former_names else former
    assert alike(replace(one, former_names=joined), other) >= alike(one, other)


@given(SAYINGS)
def test_an_entry_with_a_name_is_like_itself(one: Sought) -> None:
    assert alike(one, one) >= LIKELY or not (one.given_name or one.citizen_id or one.former_names)


def test_a_former_name_counts_like_the_one_in_use() -> None:
    person = a_person(given_name="มณี", family_name="ปัญญา", former_names="มณี ใจคำ / บุญมี ใจคำ", citizen_id=None)
    assert likeness(Sought("บุญมี", "ใจคำ", "2488-05-12"), person) >= SURE
    assert likeness(Sought("อื่น", "ปัญญา", "2488-05-12", former_names="บุญมี ใจคำ"), person) >= SURE
    assert likeness(Sought("สมศรี", "ใจคำ", "2488-05-12"), person) == 0


def test_the_same_village_tells_the_likelier_of_two() -> None:
    here, there = a_person(village="56010204"), a_person(village="56010205")
    sought = Sought("บุญมี", "ใจคำ", village="56010204")
    assert likeness(sought, here) > likeness(sought, there) == likeness(Sought("บุญมี", "ใจคำ"), here)
    assert likeness(sought, here) < SURE


def test_a_name_parted_in_another_place_is_the_same_name() -> None:
    assert likeness(Sought("อา", "ผ่า แซ่ลี", "2488-05-12"), a_person(given_name="อาผ่า", family_name="แซ่ลี")) >= SURE
