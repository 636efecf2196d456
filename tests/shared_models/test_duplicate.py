"""Duplicates over a caseload."""

from itertools import combinations
from random import Random
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_models.duplicate import LARGEST_BLOCK, Pair, duplicates
from shared_models.likeness import LIKELY, SURE, Sought, alike
from shared_models.person import LifeState, Person

HOMES = [UUID(int=home) for home in range(1, 5)]
VILLAGES = {HOMES[0]: "56010204", HOMES[1]: "56010204", HOMES[2]: "56010205"}


def a_person(number: int, home: UUID = HOMES[0], **values: object) -> Person:
    held = {"given_name": "บุญมี", "family_name": "ใจคำ", "birth": "2488-05-12", **values}
    return Person.model_validate({"id": UUID(int=number), "household_id": home, **held})


PERSONS = st.builds(
    a_person,
    st.integers(1, 12),
    st.sampled_from(HOMES),
    given_name=st.sampled_from(["บุญมี", "บุญมา", "บุญมีา", "นางบุญมี", "ธนภัทร"]),
    family_name=st.sampled_from([None, "ใจคำ", "ใจคา", "ปัญญา"]),
    former_names=st.sampled_from([None, None, "บุญมี ใจคำ", "ธนภัทร / บุญมา ปัญญา"]),
    birth=st.sampled_from([None, "2488-05-12", "2488", "2489-01-01", "~2488", "2530-04-01"]),
    citizen_id=st.sampled_from([None, None, "3560100123458", "1560100234562", "3560100765436"]),
    life_state=st.sampled_from(LifeState),
)
CASELOADS = st.lists(PERSONS, max_size=8)
ONE_ROW_EACH = st.lists(PERSONS, max_size=8, unique_by=lambda person: person.id)


@given(CASELOADS, st.randoms(use_true_random=False))
def test_the_order_of_the_caseload_does_not_matter(persons: list[Person], chance: Random) -> None:
    mixed = persons[:]
    chance.shuffle(mixed)
    assert duplicates(mixed, VILLAGES) == duplicates(persons, VILLAGES)


@given(CASELOADS, st.integers(0, 100))
def test_a_pair_comes_once_and_never_of_a_person_with_itself(persons: list[Person], threshold: int) -> None:
    pairs = duplicates(persons, VILLAGES, threshold=threshold)
    assert all(pair.one < pair.other for pair in pairs)
    assert len({pair[1:] for pair in pairs}) == len(pairs)
    assert pairs == sorted(pairs, key=lambda pair: (-pair.score, pair.one, pair.other))


@given(CASELOADS)
def test_every_two_entries_of_one_number_are_found(persons: list[Person]) -> None:
    found = {pair[1:] for pair in duplicates(persons, VILLAGES, threshold=100)}
    same = {
        (min(a.id, b.id), max(a.id, b.id))
        for a, b in combinations(persons, 2)
        if a.citizen_id and a.citizen_id == b.citizen_id and a.id != b.id
    }
    assert found == same


@given(CASELOADS, st.integers(0, 100), st.integers(0, 100))
def test_a_higher_threshold_only_leaves_pairs_out(persons: list[Person], one: int, other: int) -> None:
    low, high = sorted((one, other))
    wide = duplicates(persons, VILLAGES, threshold=low)
    assert duplicates(persons, VILLAGES, threshold=high) == [pair for pair in wide if pair.score >= high]


@given(ONE_ROW_EACH)
def test_the_scores_are_those_of_likeness_and_no_sure_pair_is_missed(persons: list[Person]) -> None:
    says = {person.id: Sought.entered(person, VILLAGES.get(person.household_id)) for person in persons}
    pairs = duplicates(persons, VILLAGES, threshold=0)
    assert all(pair.score == alike(says[pair.one], says[pair.other]) for pair in pairs)
    sure = {(min(a, b), max(a, b)) for a, b in combinations(says, 2) if alike(says[a], says[b]) >= SURE}
    assert {pair[1:] for pair in pairs if pair.score >= SURE} == sure


@pytest.mark.parametrize("state", LifeState)
def test_who_moved_or_died_and_members_of_one_household_count_too(state: LifeState) -> None:
    gone, new = a_person(1, life_state=state), a_person(2, citizen_id="3560100123458")
    assert duplicates([gone, new], VILLAGES) == [Pair(99, gone.id, new.id)]


@pytest.mark.parametrize(
    "entered_anew",
    [
        {"given_name": "บุญมีย์"},
        {"given_name": "บุญมิ", "birth": "2488-05-12"},
        {"family_name": "ปัญญา"},
        {"family_name": None},
        {"birth": None},
        {"birth": "2489"},
        {"given_name": "มณี", "family_name": "ปัญญา", "former_names": "บุญมี ใจคำ"},
    ],
)
@pytest.mark.parametrize("home", HOMES)
def test_one_slip_does_not_hide_a_duplicate(entered_anew: dict[str, object], home: UUID) -> None:
    (pair,) = duplicates([a_person(1), a_person(2, home, **entered_anew)], VILLAGES)
    assert pair.score >= LIKELY


def test_a_misspelt_name_with_a_year_for_its_birth_is_found_within_the_village_alone() -> None:
    first = a_person(1, birth="2488")
    here, there = (a_person(2, home, birth="2488", given_name="บุญมา") for home in (HOMES[1], HOMES[2]))
    assert duplicates([first, here], VILLAGES) == [Pair(64, first.id, here.id)]
    assert duplicates([first, there], VILLAGES) == []


def test_a_name_that_too_many_share_still_pairs_with_its_birth() -> None:
    many = [a_person(n, HOMES[n % 4], birth=f"{2400 + n}") for n in range(LARGEST_BLOCK + 1)]
    again = a_person(LARGEST_BLOCK + 1, HOMES[3], birth="2450")
    assert duplicates([*many, again], VILLAGES, threshold=SURE) == [Pair(95, many[50].id, again.id)]


def test_who_married_is_found_by_given_name_and_a_1_january() -> None:
    first, married = a_person(1, birth="2500-01-01"), a_person(2, HOMES[2], birth="2500-01-01", family_name="ปัญญา")
    assert duplicates([first, married], VILLAGES) == [Pair(60, first.id, married.id)]


def test_other_people_are_no_pair() -> None:
    born_later = a_person(2, birth="2530-04-01")
    another = a_person(3, given_name="สมศรี")
    assert duplicates([a_person(1), born_later, another], VILLAGES) == []


def test_what_too_many_share_pairs_nobody_but_their_number_does() -> None:
    nameless = [
        a_person(n, HOMES[3], given_name="ไม่ทราบ", family_name="ไม่ทราบ", birth=None) for n in range(LARGEST_BLOCK + 1)
    ]
    assert duplicates(nameless, {}) == []
    numbered = [
        a_person(n, given_name=f"ก{n}", citizen_id="3560100123458", birth=None) for n in range(LARGEST_BLOCK + 1)
    ]
    assert len(duplicates(numbered, VILLAGES)) == LARGEST_BLOCK * (LARGEST_BLOCK + 1) // 2
