"""Target groups: the letter's table, the rule before it, vulnerable households, and laws that hold for every rule."""

from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from shared_models.deprivation import Standing
from shared_models.mpi import Dimension
from shared_models.person import WelfareCard
from shared_models.target_group import (
    Group,
    Rule,
    groups,
    is_on_list,
    person_group,
    rule_of,
    shipped_rules,
    truth_table,
    vulnerability,
)
from tests.shared_models.family import household, person

TODAY = date(2023, 5, 18)
RULES = [rule.code for rule in shipped_rules()]
FAILS, PASSES, NO_DATA = Standing
YES, NO, UNKNOWN = WelfareCard
# The letter of 3 February 2566: group 1 = fails, with and without a card; group 3 = a card and passes, or a card and no
# data; group 4 = in no source at all. Everybody else is in no group of persons.
LETTER_2566 = {
    (FAILS, YES): (Group.URGENT, Group.URGENT),
    (FAILS, NO): (Group.URGENT, Group.URGENT),
    (FAILS, UNKNOWN): (Group.URGENT, Group.URGENT),
    (PASSES, YES): (Group.SURVEY, Group.SURVEY),
    (PASSES, NO): (None, None),
    (PASSES, UNKNOWN): (None, None),
    (NO_DATA, YES): (Group.SURVEY, Group.SURVEY),
    (NO_DATA, NO): (None, Group.LEFT_OUT),
    (NO_DATA, UNKNOWN): (None, Group.LEFT_OUT),
}


@pytest.mark.parametrize(("facts", "expected"), LETTER_2566.items())
def test_everybody_falls_in_the_group_of_the_letter(facts: Any, expected: Any) -> None:
    on_list, on_none = (person_group("2566", *facts, on_list=listed) for listed in (True, False))
    assert (on_list, on_none) == expected


def test_until_2565_only_who_fails_and_holds_a_card_was_a_target() -> None:
    for mpi, card, listed in product(Standing, WelfareCard, [True, False]):
        expected = Group.URGENT if (mpi, card) == (FAILS, YES) else None
        assert person_group("2565", mpi, card, on_list=listed) == expected


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_says_something_about_every_combination_and_one_group_at_most(rule: str) -> None:
    facts = set(product([rule], Standing, WelfareCard, [True, False]))
    assert {key for key in truth_table() if key[0] == rule} == facts
    assert all(truth_table()[key] in (None, Group.URGENT, Group.SURVEY, Group.LEFT_OUT) for key in facts)


@pytest.mark.parametrize(("year", "rule"), [(2564, "2565"), (2565, "2565"), (2566, "2566"), (2570, "2566")])
def test_a_year_has_the_latest_rule_in_force(year: int, rule: str) -> None:
    assert rule_of(year).code == rule


def test_a_rule_that_an_office_adds_takes_over_from_its_year() -> None:
    later = [*shipped_rules(), Rule("2570", 2570, 12_000_000, 18, 60)]
    assert (rule_of(2569, later).code, rule_of(2571, later).code) == ("2566", "2570")
    with pytest.raises(ValueError, match="max"):
        rule_of(2500)


@pytest.mark.parametrize(
    ("home", "member", "expected", "grounds"),
    [
        ({"average_income_satang": 10_000_000}, {"birth": "2530"}, True, ("low_income",)),
        ({"average_income_satang": 10_000_001}, {"birth": "2530"}, False, ()),
        ({}, {"birth": "2530"}, None, ()),
        ({"average_income_satang": 20_000_000}, {"birth": "2490"}, True, ("aged",)),
        ({"average_income_satang": 20_000_000}, {"birth": "2560"}, True, ("minor",)),
        ({"average_income_satang": 20_000_000}, {}, None, ()),
        ({"average_income_satang": 20_000_000}, {"birth": "2506"}, None, ()),
        ({"average_income_satang": 20_000_000}, {"birth": "2530", "disability": "visual"}, True, ("disabled",)),
        ({"average_income_satang": 20_000_000}, {"birth": "2530", "disability": "declined"}, False, ()),
        ({}, {"birth": "2530", "vulnerable": "bedbound pregnant"}, True, ("pregnant", "bedbound")),
        ({"average_income_satang": 20_000_000}, {"birth": "2530", "vulnerable": "declined"}, False, ()),
        ({}, {"birth": "2490", "self_care": "no", "health": "disabled"}, True, ("aged", "disabled", "helpless")),
    ],
)
def test_a_household_is_vulnerable_by_a_dependant_or_by_income(
    home: Any, member: Any, expected: bool | None, grounds: tuple[str, ...]
) -> None:
    found = vulnerability(household(**home), [person("ใคร", **member)], rule=rule_of(2566), on=TODAY)
    assert found == (expected, grounds)


def test_up_to_2565_no_household_was_vulnerable() -> None:
    poor = household(average_income_satang=0)
    assert vulnerability(poor, [person("ใคร")], rule=rule_of(2565), on=TODAY) == (False, ())


@pytest.mark.parametrize(
    ("values", "listed"),
    [({}, False), ({"origins": "field"}, False), ({"origins": "field bmn"}, True), ({"source": "targets.txt"}, True)],
)
def test_a_household_that_officers_found_is_on_no_list(values: Any, listed: bool) -> None:
    assert is_on_list(household(**values)) is listed


def test_a_household_has_memberships_of_its_own_and_of_those_who_live_there() -> None:
    failing, card = person("ก", birth="2530", welfare_card="no"), person("ข", birth="2530", welfare_card="yes")
    dead = person("ค", life_state="deceased", welfare_card="yes")
    home = household(source="targets.txt", average_income_satang=0)
    found = groups(
        home,
        [failing, card, dead],
        own={failing.id: {Dimension.INCOME: True}, card.id: {Dimension.INCOME: False}},
        shared={},
        programme_year=2566,
        on=TODAY,
    )
    assert [(each.group, each.person_id) for each in found] == [
        (Group.URGENT, failing.id),
        (Group.SURVEY, card.id),
        (Group.VULNERABLE, None),
    ]
    assert {each.rule for each in found} == {"2566"}
    assert found[0].card == WelfareCard.NO


STATES = st.fixed_dictionaries(
    {
        "welfare_card": st.sampled_from([*WelfareCard, "later_code"]),
        "birth": st.sampled_from([None, "2490", "2506", "2530", "2560", "~2500"]),
        "life_state": st.sampled_from(["alive", "deceased", "moved", "missing"]),
        "lives_here": st.sampled_from([None, True, False]),
    }
)
RESULTS = st.dictionaries(st.sampled_from(Dimension), st.booleans())


@given(
    st.lists(st.tuples(STATES, RESULTS), max_size=5),
    RESULTS,
    st.sampled_from([2565, 2566, 2568]),
    st.none() | st.integers(0, 30_000_000),
    st.booleans(),
)
def test_groups_of_persons_exclude_each_other_and_only_the_living_count(
    members: Any, shared: Any, year: int, income: int | None, listed: bool
) -> None:
    rows = []
    for at, (values, _) in enumerate(members):
        row = person(f"คน {at}", **{**values, "welfare_card": "yes"})
        row.welfare_card = values["welfare_card"]
        rows.append(row)
    own = {row.id: results for row, (_, results) in zip(rows, members, strict=True)}
    home = household(average_income_satang=income, source="list" if listed else None)
    found = groups(home, rows, own=own, shared=shared, programme_year=year, on=TODAY)
    persons = [each.person_id for each in found if each.person_id]
    assert len(persons) == len(set(persons))
    assert set(persons) <= {row.id for row in rows if row.life_state == "alive" and row.lives_here is not False}
    assert sum(each.person_id is None for each in found) <= 1
    assert all((each.group is Group.VULNERABLE) == (each.person_id is None) for each in found)
    for row in rows:
        fails = any(own[row.id].values()) or any(shared.values())
        lives_here = row.life_state == "alive" and row.lives_here is not False
        counts = lives_here and (year > 2565 or row.welfare_card == "yes")
        assert (row.id in {e.person_id for e in found if e.group is Group.URGENT}) == (fails and counts)
