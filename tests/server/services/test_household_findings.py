"""Findings of households: they open, close, open again and never double, and come with the edit that broke the rule."""

import logging
from typing import Any
from uuid import UUID

import pytest
from sqlmodel import select

from server.database import Database
from server.services.exchanging.feed import Feed
from server.services.households import household_findings
from shared_models.finding import Finding
from shared_models.operation import Kind, Operation
from tests.server.sender import (
    DISTRICT,
    FAR_VILLAGE,
    NEXT_VILLAGE,
    OTHER_DISTRICT,
    VILLAGE,
    Sender,
    a_sender,
    new_id,
    read,
    tables,
)
from tests.server.services.test_feed import check_feed

NUMBER, ANOTHER = "3560100123458", "3560100123466"
DISTRICTS = DISTRICT, OTHER_DISTRICT


@pytest.fixture
def tablet(server: Database) -> Sender:
    return a_sender(server, DISTRICT, OTHER_DISTRICT)


def findings(server: Database) -> list[Finding]:
    return read(server, lambda session: list(session.exec(select(Finding))))


def open_rules(server: Database) -> dict[UUID, str]:
    """The open findings: the row to look at, and the rule."""
    return {finding.row_id: finding.rule for finding in findings(server) if finding.status == "open"}


def edit(
    tablet: Sender, created: Operation, changes: dict[str, Any], saw: Operation | None = None, **others: Any
) -> Operation:
    """A change by somebody whose screen showed what `saw`, or else the create, had said of these fields."""
    bases = dict.fromkeys(changes, ((saw or created).stamp,))
    return tablet.change(created, changes, bases=bases, **others)


def a_problem(tablet: Sender, home: Operation, member: Operation) -> Operation:
    values = {"words": "ต้องการเตียง", "found_on": "2023-02-03", "person_id": str(member.row_id)}
    return tablet.operation("problem", new_id(), home.row_id, values, kind=Kind.CREATE)


def test_a_household_in_order_has_none(server: Database, tablet: Sender) -> None:
    home, head, other = tablet.household(members=2)
    tablet.send(home, head, other, edit(tablet, head, {"phone": "0812345678"}))
    assert findings(server) == []


def test_two_right_edits_that_are_wrong_together_open_a_finding_and_the_next_edit_closes_it(
    server: Database, tablet: Sender
) -> None:
    second = a_sender(server)
    home, head, heir, other = tablet.household(members=3)
    tablet.send(home, head, heir, other)
    died = edit(tablet, head, {"life_state": "deceased"})
    chosen = edit(tablet, home, {"head_id": str(heir.row_id)}, home, action_id=died.action_id)
    assert tablet.send(died, chosen) == ["stored", "stored"]
    assert open_rules(server) == {}
    assert second.send(edit(second, heir, {"life_state": "moved"}, heir)) == ["stored"]
    assert open_rules(server) == {home.row_id: "head_absent"}
    (finding,) = findings(server)
    assert (finding.entity, finding.field, finding.other_value) == ("household", "head_id", str(heir.row_id))
    assert (finding.household_id, finding.village) == (home.row_id, VILLAGE)
    tablet.send(edit(tablet, home, {"head_id": str(other.row_id)}, chosen))
    (finding,) = findings(server)
    assert finding.status == "closed"
    read(server, check_feed)


def test_a_finding_opens_again_and_never_doubles(server: Database, tablet: Sender) -> None:
    home, head, other = tablet.household(members=2)
    tablet.send(home, head, other)
    last, states = head, []
    for state in ("missing", "alive", "moved", "alive", "missing"):
        last = edit(tablet, head, {"life_state": state}, last)
        tablet.send(last)
        states += [(finding.rule, finding.status) for finding in findings(server)]
    assert states == [("head_absent", status) for status in ("open", "closed", "open", "closed", "open")]


def test_a_finding_reaches_the_tablet_in_the_reply_to_the_edit(tablet: Sender) -> None:
    home, head, other = tablet.household(members=2)
    tablet.send(home, head, other)
    tablet.send(edit(tablet, head, {"life_state": "deceased"}))
    (rule,), (status,) = (tables(tablet.reply)["finding"][name] for name in ("rule", "status"))
    assert (rule, status) == ("head_deceased", "open")
    assert "finding" not in tablet.pull(), "and once"


def test_what_no_rule_asks_about_is_not_looked_at(tablet: Sender, monkeypatch: pytest.MonkeyPatch) -> None:
    home, head, other = tablet.household(members=2)
    tablet.send(home, head, other)
    seen: list[UUID] = []
    settle = household_findings._Review.settle

    def look(review: Any, pointed: set[UUID]) -> None:
        settle(review, pointed)
        seen.extend(review.households)

    monkeypatch.setattr(household_findings._Review, "settle", look)
    tablet.send(edit(tablet, home, {"house_no": "48", "average_income_satang": 3_800_000}, home))
    tablet.send(edit(tablet, head, {"phone": "0812345678", "given_name": "บุญมา"}, head))
    assert seen == []
    tablet.send(edit(tablet, other, {"relation": "child"}, other))
    assert seen == [home.row_id]


def test_the_open_problem_of_somebody_who_died_is_found_and_closed_with_it(server: Database, tablet: Sender) -> None:
    home, head, ill = tablet.household(members=2)
    problem = a_problem(tablet, home, ill)
    tablet.send(home, head, ill, problem, edit(tablet, ill, {"life_state": "deceased"}))
    assert open_rules(server) == {problem.row_id: "open_problem_of_deceased"}
    tablet.send(edit(tablet, problem, {"status": "declined", "status_reason": "เสียชีวิตแล้ว"}, problem))
    assert open_rules(server) == {}


# one ID in two households ---------------------------------------------------------------------------------------------


def with_number(tablet: Sender, village: str = VILLAGE, number: str = NUMBER) -> tuple[Operation, Operation, Operation]:
    """A stored household whose one member has an ID: household, member, and what gave the member the ID."""
    home, member = tablet.household(village)
    given = edit(tablet, member, {"citizen_id": number, "id_kind": "citizen"}, member, action_id=member.action_id)
    assert tablet.send(home, member, given) == ["stored"] * 3
    return home, member, given


def test_one_id_in_two_households_is_found_in_both_and_a_right_number_closes_both(
    server: Database, tablet: Sender
) -> None:
    home, member, _ = with_number(tablet)
    there, other, given = with_number(tablet, NEXT_VILLAGE)
    assert open_rules(server) == dict.fromkeys((member.row_id, other.row_id), "in_two_households")
    assert {finding.row_id: finding.other_value for finding in findings(server)} == {
        member.row_id: str(there.row_id),
        other.row_id: str(home.row_id),
    }
    tablet.send(edit(tablet, other, {"citizen_id": ANOTHER}, given))
    assert open_rules(server) == {}
    assert len(findings(server)) == 2


def test_of_three_with_one_id_two_are_left_and_point_at_each_other(server: Database, tablet: Sender) -> None:
    first, second, third = (with_number(tablet) for _ in range(3))
    assert len(open_rules(server)) == 3
    for gone in (first, second):
        tablet.send(edit(tablet, gone[1], {"citizen_id": None}, gone[2]))
        left = [one for one in (first, second, third) if one[1].row_id in open_rules(server)]
        pointed = {finding.row_id: finding.other_value for finding in findings(server) if finding.status == "open"}
        if gone is first:
            assert left == [second, third]
            assert pointed == {second[1].row_id: str(third[0].row_id), third[1].row_id: str(second[0].row_id)}
    assert open_rules(server) == {}


def test_who_joins_the_other_household_is_there_twice_and_no_longer_in_two(server: Database, tablet: Sender) -> None:
    _, member, _ = with_number(tablet)
    there, other, _ = with_number(tablet, NEXT_VILLAGE)
    tablet.send(tablet.rehome(member, there.row_id))
    assert open_rules(server) == {max(member.row_id, other.row_id): "same_id_twice"}


def test_a_household_that_leaves_the_district_closes_what_pointed_at_it_and_takes_its_findings_along(
    server: Database, tablet: Sender
) -> None:
    home, member, _ = with_number(tablet)
    _, other, _ = with_number(tablet)
    tablet.send(edit(tablet, home, {"head_id": None}), edit(tablet, member, {"relation": "head"}))
    assert len(findings(server)) == 4
    tablet.send(edit(tablet, home, {"village_code": FAR_VILLAGE}, home))
    places = {
        (finding.rule, finding.row_id): (finding.district_code, finding.village, finding.status)
        for finding in findings(server)
    }
    assert places == {
        ("no_head", home.row_id): (OTHER_DISTRICT, FAR_VILLAGE, "open"),
        ("second_head", member.row_id): (OTHER_DISTRICT, FAR_VILLAGE, "open"),
        ("in_two_households", member.row_id): (OTHER_DISTRICT, FAR_VILLAGE, "closed"),
        ("in_two_households", other.row_id): (DISTRICT, VILLAGE, "closed"),
    }
    read(server, check_feed)
    with_number(tablet, FAR_VILLAGE)
    assert open_rules(server)[member.row_id] in ("second_head", "in_two_households")
    assert {f.status for f in findings(server) if (f.rule, f.row_id) == ("in_two_households", member.row_id)} == {
        "open"
    }


# households that were merged ------------------------------------------------------------------------------------------


def merged(tablet: Sender, lost: Operation, member: Operation, kept: Operation) -> list[Operation]:
    """One action: the member joins `kept`, and `lost` says where it went."""
    action = {"action_id": new_id()}
    join = tablet.rehome(member, kept.row_id, **action)
    said = {"status": "merged", "merged_into": str(kept.row_id)}
    return [join, edit(tablet, lost, said, lost, **action)]


@pytest.mark.parametrize("village", [VILLAGE, FAR_VILLAGE])
def test_a_late_edit_of_a_merged_household_stays_there_and_is_a_finding_of_the_kept_one(
    server: Database, tablet: Sender, village: str
) -> None:
    late = a_sender(server, DISTRICT, OTHER_DISTRICT)
    kept, head = tablet.household(village)
    lost, member = tablet.household()
    tablet.send(kept, head, lost, member)
    assert tablet.send(*merged(tablet, lost, member, kept)) == ["stored", "stored"]
    assert findings(server) == []
    late_edit = edit(late, lost, {"house_no": "๔๘"}, lost)
    assert late.send(late_edit) == ["stored"]
    (finding,) = findings(server)
    assert (finding.rule, finding.status, finding.row_id) == ("edited_after_merge", "open", kept.row_id)
    assert (finding.household_id, finding.village, finding.other_value) == (kept.row_id, village, str(lost.row_id))
    assert late_edit.stamp in finding.heads, "it names the edit"
    assert late.send(edit(late, kept, {"house_no": "๔๘"}, kept)) == ["stored"]
    (finding,) = findings(server)
    assert finding.status == "closed"
    read(server, check_feed)


def test_a_late_visit_is_a_finding_and_a_late_edit_is_none_where_its_author_went_on_to_the_kept_household(
    server: Database, tablet: Sender
) -> None:
    late = a_sender(server)
    kept, head = tablet.household()
    lost, member = tablet.household()
    tablet.send(kept, head, lost, member)
    values = {"officer_id": str(late.officer_id), "started_at": "2023-02-03T03:00:00.000+00:00"}
    waiting = late.operation("visit", new_id(), lost.row_id, values, kind=Kind.CREATE)
    tablet.send(*merged(tablet, lost, member, kept))
    tablet.send(edit(tablet, kept, {"house_no": "48"}, kept))
    assert late.send(waiting) == ["stored"]
    assert open_rules(server) == {kept.row_id: "edited_after_merge"}, "nobody had seen it when the other was edited"
    again = edit(late, lost, {"house_no": "50"}, lost)
    assert late.send(again, edit(late, kept, {"address": "ซอย ๒"}, kept)) == ["stored", "stored"]
    assert open_rules(server) == {}


def test_who_goes_on_living_in_a_merged_household_is_found_and_may_follow_without_another_finding(
    server: Database, tablet: Sender
) -> None:
    kept, head = tablet.household()
    lost, member, other = tablet.household(members=2)
    tablet.send(kept, head, lost, member, other)
    tablet.send(*merged(tablet, lost, member, kept))
    assert open_rules(server) == {other.row_id: "living_in_merged"}
    tablet.send(tablet.rehome(other, kept.row_id))
    assert open_rules(server) == {}


# what a review may not do ---------------------------------------------------------------------------------------------


def test_findings_of_lists_are_left_alone(server: Database, tablet: Sender) -> None:
    home, head = tablet.household()
    tablet.send(home, head)
    of_list = {"rule": "newer_list_differs", "entity": "person", "row_id": head.row_id, "field": "birth"}
    made = Finding.model_validate({**of_list, "id": new_id(), "household_id": home.row_id})
    made.district_code, made.village = DISTRICT, VILLAGE
    with server.writing() as session:
        feed = Feed(session)
        feed.lock([DISTRICT])
        feed.file("finding", feed.rows.add("finding", made))
        feed.settle()
    tablet.send(edit(tablet, head, {"birth": "2488"}, head))
    assert open_rules(server) == {head.row_id: "newer_list_differs"}


def test_a_review_that_fails_keeps_nobodys_work_out(
    server: Database, tablet: Sender, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    home, head, other = tablet.household(members=2)
    tablet.send(home, head, other)

    def fail(*_: Any, **__: Any) -> list[Any]:
        raise ZeroDivisionError(NUMBER)

    with monkeypatch.context() as patch, caplog.at_level(logging.ERROR):
        patch.setattr(household_findings, "findings", fail)
        assert tablet.send(edit(tablet, head, {"life_state": "deceased"})) == ["stored"]
    assert findings(server) == []
    assert "ZeroDivisionError" in caplog.text
    assert NUMBER not in caplog.text
    read(server, check_feed)
    tablet.send(edit(tablet, other, {"relation": "spouse"}, other))
    assert open_rules(server) == {home.row_id: "head_deceased"}, "the next edit of the household finds it"


def test_a_refused_edit_opens_nothing(server: Database, tablet: Sender) -> None:
    home, head, other = tablet.household(members=2)
    tablet.send(home, head, other)
    dead = edit(tablet, head, {"life_state": "deceased"})
    wrong = edit(tablet, other, {"given_name": ""}, action_id=dead.action_id)
    assert tablet.send(dead, wrong) == ["malformed", "malformed"]
    assert findings(server) == []
