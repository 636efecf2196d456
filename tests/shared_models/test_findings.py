"""Findings: what a merge can leave wrong, each rule broken once, and nothing found where nothing is wrong."""

from datetime import date
from typing import Any

import pytest

from shared_models.finding import OF_LISTS, OF_ROWS, FindingRule
from shared_models.findings import ASKED, Home, findings
from shared_models.labels import choice, help_text
from tests.shared_models.family import an_id, household, person, problem

TODAY = date(2023, 6, 1)
HEAD = person("บุญมี", "head", birth="2488", citizen_id="3560100123458")
WIFE = person("คำปัน", "spouse", birth="2494")
SON = person("สมชาย", "child", birth="2521")


def rules(*members: Any, home: Any = None, **more: Any) -> list[str]:
    rows = home or household(head_id=HEAD.id)
    return [broken.rule for broken in findings(Home(rows, members, **more), on=TODAY)]


def test_a_household_in_order_has_no_finding() -> None:
    assert rules(HEAD, WIFE, SON, problems=[problem("หลังคารั่ว", HEAD)]) == []
    assert rules(home=household()) == [], "an empty house needs no head"


@pytest.mark.parametrize(
    ("rule", "home", "members"),
    [
        ("no_head", household(), [WIFE]),
        ("head_not_a_member", household(head_id=an_id("ใครก็ไม่รู้")), [WIFE]),
        ("head_deceased", household(head_id=an_id("ก")), [person("ก", "head", life_state="deceased"), WIFE]),
        ("head_absent", household(head_id=an_id("ก")), [person("ก", "head", life_state="moved"), WIFE]),
        ("second_head", household(head_id=HEAD.id), [HEAD, person("ข", "head")]),
        ("born_in_future", household(head_id=HEAD.id), [HEAD, person("ค", "child", birth="2567-01-05")]),
        ("too_old", household(head_id=HEAD.id), [HEAD, person("ง", "parent", birth="2440")]),
        ("birth_unreadable", household(head_id=HEAD.id), [HEAD, person("จ", "child", birth="เมื่อวาน")]),
        ("impossible_relation", household(head_id=HEAD.id), [HEAD, person("ฉ", "child", birth="2480")]),
        ("impossible_relation", household(head_id=HEAD.id), [HEAD, person("ช", "parent", birth="2490")]),
        (
            "died_before_birth",
            household(head_id=HEAD.id),
            [HEAD, person("ซ", "child", birth="2520", life_state="deceased", life_state_on="2519")],
        ),
        ("living_in_merged", household(status="merged", merged_into=an_id("อื่น"), head_id=HEAD.id), [HEAD]),
        ("living_in_moved", household(status="moved", head_id=HEAD.id), [HEAD]),
        ("not_arrived", household(arrival="not_here", arrived_from="56020101", head_id=HEAD.id), [HEAD]),
    ],
)
def test_each_broken_rule_is_found(rule: str, home: Any, members: list[Any]) -> None:
    assert rules(*members, home=home) == [rule]


def test_one_id_on_two_living_persons_is_found_once_and_the_dead_do_not_count() -> None:
    twin = person("ฝาแฝด", "sibling", citizen_id=HEAD.citizen_id)
    assert rules(HEAD, twin) == ["same_id_twice"]
    assert rules(HEAD, person("ฝาแฝด", "sibling", citizen_id=HEAD.citizen_id, life_state="deceased")) == []


def test_one_person_in_two_households_is_found_in_each() -> None:
    other = person("บุญมีอีกคน", "head", citizen_id=HEAD.citizen_id, household_id=an_id("บ้านอื่น"))
    assert rules(HEAD, elsewhere=[other]) == ["in_two_households"]
    there = Home(household(id=an_id("บ้านอื่น"), head_id=other.id), [other], elsewhere=[HEAD])
    assert [broken.rule for broken in findings(there, on=TODAY)] == ["in_two_households"]


def test_an_open_problem_of_somebody_who_died_is_found_and_a_closed_one_is_not() -> None:
    dead = person("อุ้ยคำ", "parent", life_state="deceased")
    still_open = problem("ต้องการเตียง", dead)
    closed = problem("ค่ายา", dead, status="declined")
    assert rules(HEAD, dead, problems=[still_open, closed, problem("หลังคารั่ว")]) == ["open_problem_of_deceased"]


def test_an_open_problem_that_a_tablet_recorded_for_a_merged_entry_is_found_with_the_one_that_goes_on() -> None:
    second = person("บุญมีซ้ำ", "child", life_state="merged", merged_into=HEAD.id)
    late = problem("ต้องการเตียง", second)
    (broken,) = findings(Home(household(head_id=HEAD.id), [HEAD, second], [late]), on=TODAY)
    assert (broken.rule, broken.row_id, broken.other_value) == ("problem_of_merged", late.id, str(HEAD.id))


@pytest.mark.parametrize(("birth", "relation"), [("2500", "parent"), ("2477", "child")])
def test_only_a_certainly_impossible_relation_is_found(birth: str, relation: str) -> None:
    uncertain = household(head_id=an_id("หัว"))
    head = person("หัว", "head", birth=None)
    assert rules(head, person("ลูกหรือแม่", relation, birth=birth), home=uncertain) == []


def test_of_several_others_with_an_id_one_is_named() -> None:
    others = [person(name, citizen_id=HEAD.citizen_id, household_id=an_id(name)) for name in ("ก", "ข", "ค")]
    home = Home(household(head_id=HEAD.id), [HEAD], elsewhere=others)
    (broken,) = findings(home, on=TODAY)
    assert broken.other_value == str(min(others, key=lambda other: other.id).household_id)


class Watched:
    """A row that remembers which of its fields were asked for."""

    def __init__(self, entity: str, row: Any, asked: set[tuple[str, str]]) -> None:
        self._entity, self._row, self._asked = entity, row, asked

    def __getattr__(self, name: str) -> Any:
        self._asked.add((self._entity, name))
        return getattr(self._row, name)


def test_the_rules_ask_for_no_other_fields_than_they_say() -> None:
    dead = person("ซ", "child", birth="2520", life_state="deceased", life_state_on="2519")
    second = person("บุญมีซ้ำ", "child", life_state="merged", merged_into=HEAD.id)
    asked: set[tuple[str, str]] = set()
    for status in ("active", "merged"):
        home: Any = Home(
            Watched("household", household(head_id=HEAD.id, status=status, arrival="not_here"), asked),
            [Watched("person", row, asked) for row in (HEAD, WIFE, SON, dead, second)],
            [Watched("problem", problem("ต้องการเตียง", whose), asked) for whose in (dead, second)],
            [Watched("person", person("อีกคน", citizen_id=HEAD.citizen_id, household_id=an_id("อื่น")), asked)],
        )
        assert findings(home, on=TODAY)
    said = {(entity, name) for entity, names in ASKED.items() for name in names}
    assert {(entity, name) for entity, name in asked if name != "id"} == said - {("problem", "household_id")}


def test_every_rule_has_words_and_says_what_to_do() -> None:
    for rule in FindingRule:
        assert choice(rule, FindingRule) != rule
        assert help_text(f"finding.rule.{rule}").strip()
    assert not OF_ROWS & OF_LISTS


def test_a_finding_has_one_id_for_one_rule_and_row() -> None:
    first, second = (findings(Home(household(), [WIFE]), on=TODAY)[0] for _ in range(2))
    assert first.id == second.id
    assert first.id != findings(Home(household(id=an_id("อื่น")), [WIFE]), on=TODAY)[0].id
