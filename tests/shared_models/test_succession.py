"""Succession: who can head the household, and what everybody is to the new head."""

from uuid import UUID

import pytest

from shared_models import succession
from shared_models.errors import InvalidChange
from shared_models.person import Relation
from tests.shared_models.family import household, person

HEAD = person("บุญมี", "head", birth="2488")
WIFE = person("คำปัน", "spouse", birth="2494")
SON = person("สมชาย", "child", birth="2521")
ELDER = person("สุนีย์", "child", birth="2515")
LODGER = person("ไม่เกี่ยว", "lodger", birth="2470")
FAMILY = [HEAD, LODGER, SON, ELDER, WIFE]


def test_the_spouse_is_proposed_first_then_the_eldest_child() -> None:
    assert succession.heirs(FAMILY, {HEAD.id}) == [WIFE, ELDER, SON, LODGER]


def test_those_who_left_are_no_heirs() -> None:
    gone = person("ย้ายแล้ว", "child", life_state="moved")
    assert succession.heirs([HEAD, gone, SON], {HEAD.id}) == [SON]


def test_relations_follow_from_the_new_head_and_unknown_ones_are_asked() -> None:
    own_word = person("อุ้ยหล้า", "แม่เลี้ยง")
    grandchild = person("ธนภัทร", "grandchild")
    proposed = succession.proposed_relations([WIFE, SON, ELDER, LODGER, own_word, grandchild], SON)
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
    assert succession.proposed_relations([HEAD, new], new)[HEAD.id] == turned


def test_a_head_must_live_here() -> None:
    relations: dict[UUID, Relation | None] = {}
    with pytest.raises(InvalidChange):
        succession.new_head(household(), person("บุญมี", "head", life_state="moved"), relations)


def test_a_new_head_changes_the_household_and_everybodys_relation_and_leaves_none_to_the_old_one() -> None:
    edits = succession.new_head(household(), SON, {WIFE.id: Relation.PARENT, ELDER.id: None})
    assert [(edit.entity, edit.row_id, dict(edit.changes)) for edit in edits] == [
        ("household", household().id, {"head_id": str(SON.id)}),
        ("person", SON.id, {"relation": "head"}),
        ("person", WIFE.id, {"relation": "parent"}),
        ("person", ELDER.id, {"relation": None}),
    ]


def test_who_comes_with_the_new_heads_father_is_a_parent_or_a_sibling_and_others_are_asked() -> None:
    grandchild = person("ธนภัทร", "grandchild")
    assert succession.relations_through([WIFE, SON, LODGER, grandchild], Relation.PARENT) == {
        WIFE.id: Relation.PARENT,
        SON.id: Relation.SIBLING,
        LODGER.id: Relation.LODGER,
        grandchild.id: None,
    }


def test_who_comes_with_a_lodger_is_one_and_of_other_kin_nothing_follows() -> None:
    assert set(succession.relations_through([WIFE, SON], Relation.LODGER).values()) == {Relation.LODGER}
    assert set(succession.relations_through([WIFE, SON], Relation.OTHER_KIN).values()) == {None}
