"""Target groups by village: who is in group 1 with, without and with an unknown card, and who does not count."""

import pytest

from shared_models.reports.target_groups import target_groups
from shared_models.reports.targeting import NoRule
from tests.shared_models.reports.rows import NEXT_VILLAGE, VILLAGE, a_caseload, a_house, a_member, assessed, lines


def test_group_1_is_split_by_card_and_summed_by_village() -> None:
    here, there = a_house(), a_house(NEXT_VILLAGE)
    cards = [("yes", here), ("yes", here), ("no", here), ("unknown", there), ("of_a_later_version", there)]
    members = [a_member(house, welfare_card=card, birth="2530-05-05", health="normal") for card, house in cards]
    table = target_groups(a_caseload(here, there, *members, *(assessed(person, income=True) for person in members)))
    assert lines(table) == [
        {"village_code": VILLAGE, "group1_card": 2, "group1_no_card": 1, "group1": 3},
        {"village_code": NEXT_VILLAGE, "group1_card_unknown": 2, "group1": 2},
        {"group1_card": 2, "group1_no_card": 1, "group1_card_unknown": 2, "group1": 5},
    ]
    assert table.to_json()["rows"][-1][0] == "total"


def test_the_dead_the_moved_and_merged_households_do_not_count() -> None:
    here, moved, merged = a_house(), a_house(status="moved"), a_house(status="merged")
    members = [
        a_member(here, life_state="deceased"),
        a_member(here, life_state="moved"),
        a_member(here, lives_here=False),
        a_member(moved),
        a_member(merged),
    ]
    table = target_groups(
        a_caseload(here, moved, merged, *members, *(assessed(person, income=True) for person in members))
    )
    assert lines(table) == [{"village_code": VILLAGE}, {}]


def test_groups_2_3_and_4_stand_beside_group_1() -> None:
    poor, found = a_house(average_income_satang=10_000_000), a_house(source=None)
    passing, unlisted = a_member(poor, welfare_card="yes", birth="2530"), a_member(found, birth="2530")
    table = target_groups(a_caseload(poor, found, passing, unlisted, assessed(passing, income=False)))
    assert lines(table)[-1] == {"group2_households": 1, "group3": 1, "group4": 1}


def test_surveys_after_the_year_are_not_of_it_and_its_rule_is_that_of_the_year() -> None:
    house = a_house()
    person = a_member(house, welfare_card="no", birth="2530")
    rows = house, person, assessed(person, 2565, income=True), assessed(person, 2567, income=False)
    assert lines(target_groups(a_caseload(*rows, year=2566)))[-1] == {"group1_no_card": 1, "group1": 1}
    assert lines(target_groups(a_caseload(*rows, year=2565)))[-1] == {}, "up to 2565 without a card was no target"
    assert lines(target_groups(a_caseload(*rows, year=2567)))[-1] == {}


def test_a_year_before_the_first_rule_is_told() -> None:
    with pytest.raises(NoRule) as wrong:
        target_groups(a_caseload(a_house(), year=2550))
    assert wrong.value.details == {"year": 2550, "first": 2559}
