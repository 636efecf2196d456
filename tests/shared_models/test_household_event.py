"""Events of households: moving along with the file, arriving, coming back, splitting, joining, merging."""

from datetime import date

import pytest

from shared_models import household_event
from shared_models.errors import InvalidChange
from shared_models.household_event import NewHousehold, Trace
from shared_models.life_event import Place
from shared_models.person import Relation
from tests.shared_models.family import (
    HOME,
    NEXT_VILLAGE,
    OTHER_DISTRICT,
    VILLAGE,
    an_id,
    applied,
    household,
    person,
)

HEAD = person("บุญมี", "head", birth="2488")
WIFE = person("คำปัน", "spouse", birth="2494")
SON = person("สมชาย", "child", birth="2521")
BABY = person("น้ำฝน", "grandchild", birth="2560")
DEAD = person("อุ้ยคำ", "parent", life_state="deceased")
FAMILY = [HEAD, WIFE, SON, BABY, DEAD]
NEW = an_id("บ้านใหม่")


def test_within_the_district_a_household_takes_its_file_along_and_nobody_need_confirm() -> None:
    (file,) = household_event.household_moved(household(), FAMILY, to=Place(NEXT_VILLAGE), on="2566")
    moved = applied(household(), file)
    assert (moved.village_code, moved.house_no, moved.arrival) == (NEXT_VILLAGE, "", None)


def test_between_districts_the_arrival_is_awaited_and_says_where_from() -> None:
    (file,) = household_event.household_moved(household(), FAMILY, to=Place(OTHER_DISTRICT), on="2566")
    moved = applied(household(), file)
    assert (moved.village_code, moved.arrival, moved.arrived_from) == (OTHER_DISTRICT, "awaited", VILLAGE)


def test_to_a_subdistrict_alone_the_file_goes_along_and_its_office_finds_out_the_village() -> None:
    (file,) = household_event.household_moved(household(), FAMILY, to=Place("560201"), on="2566")
    assert applied(household(), file).village_code == "56020100"


@pytest.mark.parametrize("to", [Place("21"), Place("5602"), Place(None, "ต่างประเทศ"), Place(), Place("99999901")])
def test_elsewhere_the_household_is_closed_here_with_the_living(to: Place) -> None:
    closed, *members = household_event.household_moved(household(), FAMILY, to=to, on="2566")
    assert closed.changes["status"] == "moved"
    assert {edit.row_id for edit in members} == {HEAD.id, WIFE.id, SON.id, BABY.id}
    assert all(edit.changes["life_state"] == "moved" for edit in members)


def test_a_household_does_not_move_to_where_it_is() -> None:
    with pytest.raises(InvalidChange):
        household_event.household_moved(household(), FAMILY, to=Place(VILLAGE), on=None)


def test_the_receiving_office_confirms_where_the_household_lives_now() -> None:
    awaited = household(village_code="56020100", arrival="awaited", arrived_from=VILLAGE)
    here = applied(awaited, *household_event.arrived(awaited, village_code="56020105", house_no="9"))
    assert (here.arrival, here.village_code, here.house_no) == ("confirmed", "56020105", "9")
    (edit,) = household_event.not_arrived(awaited, "ไม่มีใครรู้จัก")
    assert applied(awaited, edit).arrival == "not_here"
    assert edit.reason == "ไม่มีใครรู้จัก"


def test_an_arrival_is_confirmed_once_in_its_own_district_and_denied_with_a_reason() -> None:
    awaited = household(village_code=OTHER_DISTRICT, arrival="awaited")
    with pytest.raises(InvalidChange):
        household_event.arrived(household(), village_code=VILLAGE, house_no="9")
    with pytest.raises(InvalidChange):
        household_event.arrived(awaited, village_code=VILLAGE, house_no="9")
    with pytest.raises(InvalidChange):
        household_event.not_arrived(awaited, " ")


def test_a_household_that_moved_away_comes_back_with_those_who_returned() -> None:
    gone = household(status="moved", moved_to="กรุงเทพ")
    back, member = household_event.household_back(gone, [person("สมชาย", "child", life_state="moved")])
    assert applied(gone, back).status == "active"
    assert member.changes["life_state"] == "alive"
    with pytest.raises(InvalidChange):
        household_event.household_back(household(), [])


def test_a_split_makes_a_household_whose_members_say_what_they_are_to_the_new_head() -> None:
    into = NewHousehold(NEW, VILLAGE, "47/3")
    home, son, baby = household_event.split(
        household(), [SON, BABY], into=into, head=SON, relations={BABY.id: Relation.CHILD}
    )
    assert home.changes["head_id"] == str(SON.id)
    assert (home.changes["village_code"], home.changes["house_no"]) == (VILLAGE, "47/3")
    assert (son.household_id, son.changes["household_id"], son.changes["relation"]) == (HOME, str(NEW), "head")
    assert (baby.changes["household_id"], baby.changes["relation"]) == (str(NEW), "child")


def test_who_moves_to_another_district_goes_with_a_file_that_both_areas_see() -> None:
    """One action: the household comes into being here, then moves; a problem in the old file says where to."""
    trace = Trace(an_id("ร่องรอย"), "ย้ายไปที่ ต.แม่ใจ อ.แม่ใจ", "ย้ายออก", date(2023, 5, 18))
    edits = household_event.split(
        household(),
        [SON],
        into=NewHousehold(NEW, OTHER_DISTRICT, "9"),
        head=SON,
        relations={},
        traces={SON.id: trace},
        on="2566-05",
    )
    created, son, found, closed, moved = edits
    assert created.changes["village_code"] == VILLAGE, "the officer's own area allows it"
    assert son.changes["member_since"] == "2566-05"
    assert (found.household_id, found.changes["words"]) == (HOME, "ย้ายไปที่ ต.แม่ใจ อ.แม่ใจ")
    assert closed.changes == {"status": "declined", "status_reason": "ย้ายออก"}
    assert moved.changes == {
        "village_code": OTHER_DISTRICT,
        "house_no": "9",
        "arrival": "awaited",
        "arrived_from": VILLAGE,
    }


def test_a_split_needs_a_head_who_goes_along() -> None:
    with pytest.raises(InvalidChange):
        household_event.split(household(), [SON], into=NewHousehold(NEW, VILLAGE), head=HEAD, relations={})


def test_who_joins_lives_here_whatever_was_recorded_before() -> None:
    other = person("คืนถิ่น", "child", household_id=an_id("บ้านอื่น"), life_state="moved", moved_to="ภูเก็ต")
    (edit,) = household_event.joined(
        household(head_id=HEAD.id), FAMILY, [other], relations={other.id: Relation.SIBLING}
    )
    assert edit.household_id == an_id("บ้านอื่น")
    assert edit.changes["household_id"] == str(HOME)
    assert (edit.changes["life_state"], edit.changes["relation"], edit.changes["moved_to"]) == (
        "alive",
        "sibling",
        None,
    )
    with pytest.raises(InvalidChange):
        household_event.joined(household(), FAMILY, [SON], relations={})


def test_merging_moves_the_members_and_says_which_household_goes_on() -> None:
    lost = household(id=NEW)
    *members, closed = household_event.merged(household(), lost, [SON, BABY], relations={})
    assert [edit.changes["household_id"] for edit in members] == [str(HOME)] * 2
    assert closed.changes == {"status": "merged", "merged_into": str(HOME)}
    applied(lost, closed).check(lost)
    for kept, gone in ((household(), household()), (household(), household(id=NEW, status="merged", merged_into=HOME))):
        with pytest.raises(InvalidChange):
            household_event.merged(kept, gone, [], relations={})
