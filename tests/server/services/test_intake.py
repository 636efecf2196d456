"""The way up: each action stored whole or refused whole, each operation answered, nothing judged twice or lost."""

import json
import os
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest
from sqlmodel import Session, select

from server.database import Database
from server.services.exchanging import filing
from server.services.exchanging.feed import Feed
from server.tables import Device, DeviceKey, LoggedOperation, LoggedRun, OfficerAccount, OfficerArea
from shared_models.conflict import Conflict, ConflictStatus
from shared_models.exchange import MAX_RUN, SCHEMA_VERSION, Receipt, SignedOperation
from shared_models.heads import RowHeads
from shared_models.household import Household
from shared_models.identity import derived_id
from shared_models.officer import Role
from shared_models.operation import GENESIS, Kind, Operation
from shared_models.person import Person
from tests.server.sender import (
    FAR_VILLAGE,
    NEXT_VILLAGE,
    OTHER_DISTRICT,
    OTHER_VILLAGE,
    VILLAGE,
    Sender,
    a_sender,
    a_server,
    new_id,
    read,
    receipts,
)


@pytest.fixture
def tablet(server: Database) -> Sender:
    return a_sender(server)


def household(server: Database, row_id: UUID, district: str = "5601") -> Household | None:
    return read(server, lambda session: session.get(Household, (district, row_id)))


def person(server: Database, row_id: UUID) -> Person | None:
    return read(server, lambda session: session.get(Person, ("5601", row_id)))


def log(server: Database) -> dict[str, LoggedOperation]:
    return read(server, lambda session: {row.stamp: row for row in session.exec(select(LoggedOperation))})


def runs(server: Database) -> list[LoggedRun]:
    return read(server, lambda session: list(session.exec(select(LoggedRun))))


def conflict(server: Database) -> Conflict:
    return read(server, lambda session: session.exec(select(Conflict)).one())


def tell(server: Database, table: Any, key: tuple[Any, ...], **values: Any) -> None:
    """Change a row of the office's own tables."""
    with server.writing() as session:
        row = session.get(table, key)
        for name, value in values.items():
            setattr(row, name, value)


# what is stored -------------------------------------------------------------------------------------------------------


def test_a_new_household_is_stored_with_its_members_and_its_log(server: Database, tablet: Sender) -> None:
    action = tablet.household(members=2)
    assert tablet.send(*action) == ["stored"] * 3
    found = household(server, action[0].row_id)
    assert found
    assert (found.house_no, found.village, found.district_code) == ("47/2", VILLAGE, "5601")
    logged = log(server)
    assert {logged[o.stamp].body for o in action} == {o.body() for o in action}
    assert len({line.run_id for line in logged.values()}) == 1


def test_what_comes_again_is_known_and_changes_nothing(server: Database, tablet: Sender) -> None:
    action = tablet.household(members=2)
    run = tablet.run(action)
    tablet.exchange(run)
    before = seq_of(server, action[0]), tablet.cursors, tablet.reply.digests
    assert receipts(tablet.exchange(run)) == ["known"] * 3
    assert (seq_of(server, action[0]), tablet.cursors, tablet.reply.digests) == before
    assert len(runs(server)) == 1


def test_a_row_created_and_changed_in_one_action_is_stored(server: Database, tablet: Sender) -> None:
    action = tablet.household()
    member = action[1]
    action.append(tablet.change(member, {"phone": "0812345678"}, action_id=member.action_id))
    assert tablet.send(*action) == ["stored"] * 3
    found = person(server, member.row_id)
    assert found
    assert found.phone == "0812345678"


def test_a_request_may_carry_more_than_a_run_and_every_operation_is_answered(tablet: Sender) -> None:
    (home,) = tablet.household(members=0)
    many = [tablet.operation("person", new_id(), home.row_id, {"given_name": "ใจ"}, kind=Kind.CREATE) for _ in range(9)]
    whole = [o.model_copy(update={"action_id": home.action_id}) for o in [home, *many]]
    edits = [tablet.change(home, {"address": "ซอย ๑"})]
    while len(edits) < MAX_RUN:
        edits.append(tablet.change(home, {"address": f"ซอย {len(edits)}"}, edits[-1]))
    assert tablet.send(*whole, *edits) == ["stored"] * (10 + MAX_RUN)


def test_the_time_of_an_edit_is_the_tablets_time_less_its_skew(server: Database) -> None:
    hours = {"past": -3_600_000 * 24 * 365 * 56, "future": 3_600_000 * 24 * 365 * 540}
    for skew_ms in hours.values():
        tablet = a_sender(server, clock_ms=skew_ms)
        (home,) = tablet.household(members=0)
        tablet.send(home)
        line = log(server)[home.stamp]
        assert 0 <= line.received_ms - line.at < 60_000
        assert line.at <= line.received_ms


def test_an_edit_is_never_filed_later_than_now(server: Database, tablet: Sender) -> None:
    (home,) = tablet.household(members=0)
    ahead = home.model_copy(update={"wall_ms": home.wall_ms + 10_000_000})
    assert tablet.send(ahead) == ["stored"]
    line = log(server)[home.stamp]
    assert line.at == line.received_ms


def test_what_comes_again_has_the_time_of_its_first_coming_though_the_clock_was_set_since(
    server: Database, tablet: Sender
) -> None:
    (home,) = tablet.household(members=0)
    edit = tablet.change(home, {"house_no": "48"}, home)
    assert tablet.send(edit) == ["missing_row"]
    at = log(server)[edit.stamp].at
    tablet.clock_ms = -3 * 86_400_000
    assert tablet.send(home, edit) == ["stored", "stored"]
    row = household(server, home.row_id)
    assert row
    assert [head.at for head in RowHeads(row.heads).state("house_no", row.house_no).heads] == [at]
    assert log(server)[edit.stamp].at == at


def test_server_time_never_runs_behind_its_own_log(server: Database, tablet: Sender) -> None:
    (home,) = tablet.household(members=0)
    tablet.send(home)
    later = log(server)[home.stamp].received_ms + 86_400_000
    with server.writing() as session:
        feed = Feed(session)
        feed.lock(["5601"])
        feed.now(later)
        feed.settle()
    edit = tablet.change(home, {"house_no": "48"}, home)
    assert tablet.send(edit) == ["stored"]
    line = log(server)[edit.stamp]
    assert line.received_ms == later
    assert later - 60_000 < line.at <= later, "the skew is measured against the same time"
    assert tablet.reply.time_ms == later


# conflicts ------------------------------------------------------------------------------------------------------------


def test_two_edits_that_did_not_see_each_other_are_a_conflict_and_known_brings_its_id_again(server: Database) -> None:
    first, second = a_sender(server), a_sender(server)
    (home,) = first.household(members=0)
    first.send(home)
    first.send(first.change(home, {"house_no": "48"}, home))
    run = second.run([second.change(home, {"house_no": "49"}, home)])
    receipt = second.exchange(run).receipts[0]
    conflict_id = str(derived_id("conflict", home.row_id, "house_no"))
    assert (receipt.receipt, receipt.detail) == (Receipt.CONFLICT, conflict_id)
    again = second.exchange(run).receipts[0]
    assert (again.receipt, again.detail) == (Receipt.KNOWN, conflict_id)
    filed = conflict(server)
    assert (str(filed.id), filed.status, filed.village) == (conflict_id, ConflictStatus.OPEN, VILLAGE)


def test_an_edit_naming_all_heads_settles_and_a_new_clash_opens_the_same_conflict(server: Database) -> None:
    tablet = a_sender(server)
    (home,) = tablet.household(members=0)
    edits = [tablet.change(home, {"house_no": f"4{n}"}, home) for n in range(3)]
    assert tablet.send(home, *edits) == ["stored", "stored", "conflict", "conflict"]
    assert tablet.send(tablet.change(home, {"house_no": "50"}, *edits)) == ["stored"]
    assert conflict(server).status == ConflictStatus.SETTLED
    assert tablet.send(tablet.change(home, {"house_no": "51"}, *edits)) == ["conflict"]
    assert conflict(server).status == ConflictStatus.OPEN


def test_the_same_value_twice_is_no_conflict(tablet: Sender) -> None:
    (home,) = tablet.household(members=0)
    edits = [tablet.change(home, {"house_no": "๔๘"}, home) for _ in range(2)]
    assert tablet.send(home, *edits) == ["stored"] * 3


# refusals -------------------------------------------------------------------------------------------------------------


def test_an_unknown_entity_or_field_or_code_waits_for_an_upgrade_and_blocks_nothing(tablet: Sender) -> None:
    home, member = tablet.household()
    tablet.send(home, member)
    newer = [
        tablet.operation("of_later", new_id(), home.row_id, {"a": 1}, kind=Kind.CREATE),
        tablet.operation("of_later", new_id(), home.row_id, {"a": 1}),
        tablet.change(member, {"blood_group": "โอ"}),
        tablet.change(member, {"relation": "great_grandchild"}),
    ]
    assert tablet.send(*newer, tablet.change(home, {"house_no": "48"}, home)) == ["upgrade"] * 4 + ["stored"]


def test_a_body_of_a_newer_version_waits_for_an_upgrade_and_of_this_version_is_malformed(tablet: Sender) -> None:
    (home,) = tablet.household(members=0)
    body = json.dumps({**json.loads(home.body()), "photo": "ก"}).encode()
    sent = SignedOperation(stamp=home.stamp, action_id=home.action_id, body=body, salt=b"")
    run = tablet.signed(GENESIS, [sent])
    assert receipts(tablet.exchange(run)) == ["malformed"]
    assert receipts(tablet.exchange(run, schema_version=SCHEMA_VERSION + 1)) == ["upgrade"]


@pytest.mark.parametrize(
    ("entity", "changes"),
    [
        ("person", {"given_name": ""}),
        ("person", {"given_name": "บุญ\x00มี"}),
        ("person", {"id_doubtful": "อาจจะ"}),
        ("household", {"village_code": "99999999"}),
        ("household", {"village_code": "๕๖๐๑๐๒๐๔"}),
        ("household", {"village_code": "\x00\x00\x00\x00\x00\x00\x00\x00"}),
        ("household", {"average_income_satang": 1 << 70}),
        ("household", {"survey_year": 1 << 40}),
        ("household", {"head_id": "ยาย"}),
    ],
)
def test_a_value_that_no_field_takes_is_malformed(tablet: Sender, entity: str, changes: dict[str, Any]) -> None:
    home, member = tablet.household()
    tablet.send(home, member)
    row = member if entity == "person" else home
    assert tablet.send(tablet.change(row, changes), tablet.change(home, {"address": "ซอย ๑"})) == [
        "malformed",
        "stored",
    ]


def test_a_create_without_a_needed_field_is_malformed(tablet: Sender) -> None:
    (home,) = tablet.household(members=0)
    nameless = tablet.operation("person", new_id(), home.row_id, {"family_name": "ใจคำ"}, kind=Kind.CREATE)
    assert tablet.send(home, nameless) == ["stored", "malformed"]


NESTED = b'{"changes":' * 5000 + b"1" + b"}" * 5000


@pytest.mark.parametrize("body", [b"", b"\xff\xfe", b"[]", b"null", b'{"id": 1}', "ข้อความ".encode(), NESTED])
def test_a_body_that_cannot_be_read_is_malformed_kept_and_answered(
    server: Database, tablet: Sender, body: bytes
) -> None:
    (home,) = tablet.household(members=0)
    stamp = tablet.stamp()
    rubbish = SignedOperation(stamp=stamp, action_id=uuid4(), body=body, salt=b"")
    good = SignedOperation(stamp=home.stamp, action_id=home.action_id, body=home.body(), salt=b"")
    assert receipts(tablet.exchange(tablet.signed(GENESIS, [rubbish, good]))) == ["malformed", "stored"]
    assert log(server)[stamp].body == body
    edit = tablet.change(home, {"house_no": "48"}, home, bases={"house_no": (stamp, home.stamp)})
    assert tablet.send(edit) == ["stored"], "a later edit may name it as its base"


def test_too_long_a_body_is_too_large_and_named_by_no_other_reason(tablet: Sender) -> None:
    (home,) = tablet.household(members=0)
    long = tablet.operation("visit", new_id(), home.row_id, {"note": "ยาว" * 8000}, kind=Kind.CREATE)
    assert tablet.send(home, long) == ["stored", "too_large"]


def test_a_change_of_a_row_that_is_not_there_waits_and_is_stored_after_the_mended_create(tablet: Sender) -> None:
    home, member = tablet.household()
    wrong = member.model_copy(update={"changes": {"given_name": ""}, "action_id": new_id()})
    waiting = tablet.change(member, {"phone": "0812345678"})
    assert tablet.send(home, wrong, waiting) == ["stored", "malformed", "missing_row"]
    mended = tablet.operation(
        "person", member.row_id, home.row_id, {"given_name": "บุญมี"}, kind=Kind.CREATE, mends=wrong.stamp
    )
    assert tablet.send(mended, waiting) == ["stored", "stored"]


def test_a_refused_operation_sent_again_is_judged_again(server: Database, tablet: Sender) -> None:
    (outside,) = tablet.household(OTHER_VILLAGE, members=0)
    run = tablet.run([outside])
    assert receipts(tablet.exchange(run)) == ["access"]
    with server.writing() as session:
        keys = {"district_code": "5601", "officer_id": tablet.officer_id, "area_code": OTHER_VILLAGE[:6]}
        session.add(OfficerArea(**keys, since=datetime.now(UTC)))
    assert receipts(tablet.exchange(run)) == ["stored"]
    line = log(server)[outside.stamp]
    assert (line.receipt, line.refusal, line.detail) == ("stored", None, None)


def test_an_action_is_stored_or_refused_together(server: Database, tablet: Sender) -> None:
    action = tablet.household(members=2)
    action[2] = action[2].model_copy(update={"changes": {"given_name": ""}})
    assert tablet.send(*action) == ["malformed"] * 3
    assert household(server, action[0].row_id) is None
    assert {line.receipt for line in log(server).values()} == {"refused"}


def test_an_unexpected_error_refuses_only_its_action_and_leaves_no_half_of_it(
    server: Database, tablet: Sender, monkeypatch: pytest.MonkeyPatch
) -> None:
    (home,) = tablet.household(members=0)
    tablet.send(home)
    digest = tablet.reply.digests
    real = filing.apply

    def failing(feed: Feed, operation: Operation, **others: Any) -> list[UUID]:
        if "ล้ม" in operation.changes.values():
            raise ZeroDivisionError
        return real(feed, operation, **others)

    monkeypatch.setattr(filing, "apply", failing)
    action = [
        tablet.change(home, {"house_no": "48"}, home),
        tablet.operation("person", new_id(), home.row_id, {"given_name": "ล้ม"}, kind=Kind.CREATE),
    ]
    action[1] = action[1].model_copy(update={"action_id": action[0].action_id})
    other = tablet.change(home, {"address": "ซอย ๑"}, home)
    assert tablet.send(*action) == ["internal", "internal"]
    found = household(server, home.row_id)
    assert found
    assert found.house_no == "47/2"
    assert tablet.reply.digests == digest, "nothing of it is filed"
    assert tablet.send(other) == ["stored"]
    assert log(server)[action[0].stamp].detail == "ZeroDivisionError"


# refused bases --------------------------------------------------------------------------------------------------------


def test_a_base_that_was_refused_is_read_as_what_its_author_had_seen(server: Database, tablet: Sender) -> None:
    (home,) = tablet.household(members=0)
    refused = tablet.change(home, {"house_no": "๙" * 41}, home)
    edit = tablet.change(home, {"house_no": "48"}, refused)
    assert tablet.send(home, refused, edit) == ["stored", "malformed", "stored"]
    assert heads_of(server, home) == {edit.stamp}


def test_a_base_refused_after_the_edit_that_names_it_is_read_the_same(server: Database) -> None:
    """After a restore the newer edit, of another tablet, can come before the older one that is now refused."""
    first, second = a_sender(server), a_sender(server)
    (home,) = first.household(members=0)
    first.send(home)
    lost = first.change(home, {"house_no": "48"}, home)
    newer = second.change(home, {"house_no": "49"}, lost)
    assert second.send(newer) == ["conflict"], "what the lost one had replaced still stands beside it"
    with server.writing() as session:
        area = session.get(OfficerArea, ("5601", first.officer_id, "560102"))
        session.delete(area)
    seq = seq_of(server, home)
    assert first.send(lost) == ["access"]
    assert heads_of(server, home) == {newer.stamp}
    assert seq_of(server, home) > seq, "and the tablets hear of it"
    assert conflict(server).status == ConflictStatus.SETTLED


def heads_of(server: Database, created: Operation, name: str = "house_no") -> set[str]:
    row = household(server, created.row_id)
    assert row
    return set(RowHeads(row.heads).stamps(name, getattr(row, name)))


def seq_of(server: Database, created: Operation) -> int:
    row = household(server, created.row_id)
    assert row
    return row.seq


# who may --------------------------------------------------------------------------------------------------------------


def test_work_outside_the_area_is_refused(server: Database, tablet: Sender) -> None:
    there = a_sender(server, OTHER_VILLAGE)
    home, member = there.household(OTHER_VILLAGE)
    there.send(home, member)
    assert tablet.send(tablet.change(home, {"house_no": "48"}, home)) == ["access"]
    assert tablet.send(*tablet.household(OTHER_VILLAGE)) == ["access", "access"]


def test_a_row_of_another_household_cannot_be_reached_through_ones_own(server: Database, tablet: Sender) -> None:
    there = a_sender(server, OTHER_VILLAGE)
    home, member = there.household(OTHER_VILLAGE)
    there.send(home, member)
    (mine,) = tablet.household(members=0)
    tablet.send(mine)
    thief = member.model_copy(update={"household_id": mine.row_id})
    assert tablet.send(tablet.change(thief, {"phone": "0899999999"})) == ["malformed"]
    created = tablet.operation("person", member.row_id, mine.row_id, {"given_name": "ปลอม"}, kind=Kind.CREATE)
    assert tablet.send(created) == ["malformed"]
    found = person(server, member.row_id)
    assert found
    assert (found.phone, found.given_name) == (None, "บุญมี0")


@pytest.mark.parametrize("role", [Role.PROVINCE_VIEWER, Role.ADMINISTRATOR])
def test_a_role_that_does_not_record_is_refused(server: Database, role: Role) -> None:
    tablet = a_sender(server, role=role)
    assert tablet.send(*tablet.household()) == ["access", "access"]


def test_nobody_but_the_server_writes_conflicts_and_findings(tablet: Sender) -> None:
    (home,) = tablet.household(members=0)
    tablet.send(home)
    for entity in ("conflict", "finding"):
        assert tablet.send(tablet.operation(entity, new_id(), home.row_id, {"status": "settled"})) == ["access"]


def test_late_work_in_an_area_once_held_is_stored_and_marked_late(server: Database, tablet: Sender) -> None:
    (home,) = tablet.household(members=0)
    tablet.send(home)
    tell(server, OfficerArea, ("5601", tablet.officer_id, "560102"), until=datetime.now(UTC))
    edit = tablet.change(home, {"house_no": "48"}, home)
    assert tablet.send(edit) == ["stored"]
    assert [log(server)[o.stamp].late for o in (home, edit)] == [False, True]
    assert tablet.reply.scope == ()


def test_late_work_on_a_household_that_left_is_stored_after_any_number_of_moves(server: Database) -> None:
    district = a_sender(server, "5601")
    tablet = a_sender(server, VILLAGE)
    (home,) = tablet.household(members=0)
    tablet.send(home)
    for village in (NEXT_VILLAGE, OTHER_VILLAGE, FAR_VILLAGE):
        assert district.send(district.change(home, {"village_code": village})) != ["access"]
    edit = tablet.change(home, {"house_no": "48"}, home)
    assert tablet.send(edit) == ["stored"]
    moved = household(server, home.row_id, OTHER_DISTRICT)
    assert moved
    assert (moved.house_no, moved.village) == ("48", FAR_VILLAGE)
    assert household(server, home.row_id) is None, "the old copy is gone"
    assert log(server)[edit.stamp].late


def test_an_officer_of_two_districts_works_in_both(server: Database) -> None:
    tablet = a_sender(server, VILLAGE, FAR_VILLAGE)
    (home,) = tablet.household(FAR_VILLAGE, members=0)
    assert tablet.send(home) == ["stored"]
    assert tablet.send(tablet.change(home, {"house_no": "48"}, home)) == ["stored"]
    assert tablet.send(tablet.change(home, {"village_code": VILLAGE}, home)) == ["stored"]
    assert tablet.send(tablet.change(home, {"village_code": FAR_VILLAGE})) == ["conflict"]
    found = household(server, home.row_id, OTHER_DISTRICT)
    assert found
    assert found.house_no == "48"


# revoked --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("what", ["tablet", "officer"])
def test_work_of_a_revoked_tablet_or_officer_is_held_and_nothing_comes_down(
    server: Database, tablet: Sender, what: str
) -> None:
    (home,) = tablet.household(members=0)
    tablet.send(home)
    table, row_id = (Device, tablet.device_id) if what == "tablet" else (OfficerAccount, tablet.officer_id)
    tell(server, table, ("5601", row_id), revoked=True)
    run = tablet.run([tablet.change(home, {"house_no": "48"}, home)])
    for _ in range(2):
        reply = tablet.exchange(run)
        assert receipts(reply) == ["held"], "also when it comes again"
        assert (reply.scope, reply.tables, reply.reference, reply.digests) == ((), {}, None, {})
    assert heads_of(server, home) == {home.stamp}


def test_a_base_that_is_held_is_read_as_what_its_author_had_seen(server: Database, tablet: Sender) -> None:
    (home,) = tablet.household(members=0)
    tablet.send(home)
    tell(server, Device, ("5601", tablet.device_id), revoked=True)
    held = tablet.change(home, {"house_no": "48"}, home)
    assert tablet.send(held) == ["held"]
    tell(server, Device, ("5601", tablet.device_id), revoked=False)
    latest = tablet.change(home, {"house_no": "49"}, held)
    assert tablet.send(latest) == ["stored"], "no conflict with what its author had changed"
    assert heads_of(server, home) == {latest.stamp}


def test_a_base_that_is_held_after_the_edit_that_names_it_is_read_the_same(server: Database) -> None:
    """After a restore, as one that is refused."""
    first, second = a_sender(server), a_sender(server)
    (home,) = first.household(members=0)
    first.send(home)
    lost = first.change(home, {"house_no": "48"}, home)
    newer = second.change(home, {"house_no": "49"}, lost)
    assert second.send(newer) == ["conflict"]
    tell(server, Device, ("5601", first.device_id), revoked=True)
    assert first.send(lost) == ["held"]
    assert heads_of(server, home) == {newer.stamp}
    assert conflict(server).status == ConflictStatus.SETTLED


# signatures and chains ------------------------------------------------------------------------------------------------


def test_a_run_that_another_key_signed_is_refused_and_leaves_no_trace(server: Database, tablet: Sender) -> None:
    action = tablet.household()
    run = tablet.run(action)
    for wrong in (
        run.model_copy(update={"signature": os.urandom(64)}),
        run.model_copy(update={"signature": b""}),
        run.model_copy(update={"signature": a_sender(server).run(action).signature}),
        run.model_copy(update={"continues": bytes(31) + b"1"}),
    ):
        assert receipts(tablet.exchange(wrong)) == ["malformed", "malformed"]
    assert (log(server), runs(server)) == ({}, [])
    assert receipts(tablet.exchange(run)) == ["stored", "stored"]


def test_a_tampered_body_breaks_the_runs_signature(tablet: Sender) -> None:
    run = tablet.run(tablet.household())
    first = run.operations[0]
    tampered = first.model_copy(update={"body": first.body.replace(b"47/2", b"99/9")})
    assert receipts(tablet.exchange(run.model_copy(update={"operations": (tampered, *run.operations[1:])}))) == (
        ["malformed"] * 2
    )


def test_nobody_signs_for_another_officer(server: Database, tablet: Sender) -> None:
    other = a_sender(server, beside=tablet)
    action = [o.model_copy(update={"officer_id": other.officer_id}) for o in tablet.household()]
    assert tablet.send(*action) == ["malformed", "malformed"]
    stranger = tablet.run(tablet.household()).model_copy(update={"officer_id": uuid4()})
    assert receipts(tablet.exchange(stranger)) == ["access", "access"]


def test_whoever_is_unlocked_sends_everybodys_work(server: Database, tablet: Sender) -> None:
    other = a_sender(server, OTHER_VILLAGE, beside=tablet)
    mine, theirs = tablet.household(), other.household(OTHER_VILLAGE)
    assert receipts(tablet.exchange(tablet.run(mine), other.run(theirs))) == ["stored"] * 4
    assert {line.officer_id for line in log(server).values()} == {tablet.officer_id, other.officer_id}
    outside = tablet.household(OTHER_VILLAGE)
    assert tablet.send(*outside) == ["access", "access"], "each is judged by its own officer"


def test_a_stamp_of_another_tablet_or_given_twice_is_malformed_and_spoils_nothing(
    server: Database, tablet: Sender
) -> None:
    other = a_sender(server)
    home, member = other.household()
    stolen = tablet.run([tablet.household()[0].model_copy(update={"stamp": home.stamp})])
    assert receipts(tablet.exchange(stolen)) == ["malformed"]
    assert other.send(home, member) == ["stored", "stored"]
    twice = other.change(home, {"house_no": "48"}, home).model_copy(update={"stamp": home.stamp})
    assert other.send(twice) == ["malformed"], "or it would pass for the one the office has"
    assert log(server)[home.stamp].body == home.body()
    pair = [other.change(home, {"house_no": "49"}), other.change(home, {"house_no": "50"})]
    assert other.send(pair[0], pair[1].model_copy(update={"stamp": pair[0].stamp})) == ["conflict", "malformed"]


def test_a_lost_reply_and_more_work_is_no_fork(server: Database, tablet: Sender) -> None:
    (home,) = tablet.household(members=0)
    first = tablet.run([home])
    tablet.exchange(first)
    second = tablet.run([tablet.change(home, {"house_no": "48"}, home)])
    both = tablet.signed(GENESIS, [*first.operations, *second.operations])
    assert receipts(tablet.exchange(both)) == ["known", "stored"]
    assert [run.forked for run in runs(server)] == [False, False]
    third = tablet.run([tablet.change(home, {"house_no": "49"}, home)])
    tablet.exchange(third)
    assert receipts(tablet.exchange(first)) == ["known"]
    tablet.send(tablet.change(home, {"address": "ซอย ๒"}))
    assert [run.forked for run in runs(server)] == [False] * 4
    assert chain_of(server, tablet) == tablet.chain


def test_what_waited_goes_again_by_itself_without_a_fork(server: Database, tablet: Sender) -> None:
    (home,) = tablet.household(members=0)
    tablet.send(home)
    before, waiting = tablet.chain, tablet.operation("plan", new_id(), home.row_id, {"goal": "ซ่อมบ้าน"})
    run = tablet.run([waiting])
    tablet.exchange(run)
    tablet.send(tablet.change(home, {"house_no": "48"}, home))
    assert receipts(tablet.exchange(run)) == ["upgrade"]
    assert run.continues == before
    tablet.send(tablet.change(home, {"house_no": "49"}))
    assert {one.forked for one in runs(server)} == {False}


def test_a_copy_of_the_tablet_that_goes_its_own_way_is_stored_and_flagged(server: Database, tablet: Sender) -> None:
    (home,) = tablet.household(members=0)
    tablet.send(home)
    copied_at = tablet.chain
    tablet.send(tablet.change(home, {"house_no": "48"}, home))
    edit = tablet.change(home, {"address": "ซอย ๑"}, home)
    sent = SignedOperation(stamp=edit.stamp, action_id=edit.action_id, body=edit.body(), salt=b"")
    assert receipts(tablet.exchange(tablet.signed(copied_at, [sent]))) == ["stored"]
    assert sorted(run.forked for run in runs(server)) == [False, False, True]


def test_a_logged_run_proves_exactly_what_was_new_in_it(server: Database, tablet: Sender) -> None:
    (home,) = tablet.household(members=0)
    first = tablet.run([home])
    tablet.exchange(first)
    middle = tablet.chain
    second = tablet.run([tablet.change(home, {"house_no": "48"}, home)])
    tablet.exchange(tablet.signed(GENESIS, [*first.operations, *second.operations]))
    logged = {run.continues: run.ends for run in runs(server)}
    assert logged == {GENESIS: middle, middle: tablet.chain}


def chain_of(server: Database, tablet: Sender) -> bytes:
    key = read(server, lambda session: session.get(DeviceKey, ("5601", tablet.device_id, tablet.officer_id)))
    assert key
    return key.chain


def test_an_exchange_without_operations_writes_nothing_to_the_feed(server: Database, tablet: Sender) -> None:
    tablet.send(*tablet.household())
    with server.writing() as session:
        before = feed_time(session)
    tablet.exchange()
    with server.writing() as session:
        assert feed_time(session) == before


def feed_time(session: Session) -> tuple[int, int]:
    feed = Feed(session)
    feed.lock(["5601"])
    return feed.heads["5601"].seq, feed.heads["5601"].last_ms


# a person who changes household ---------------------------------------------------------------------------------------


@pytest.fixture
def wide(database_url: str) -> Iterator[Database]:
    with a_server(database_url, "5601", OTHER_DISTRICT) as database:
        yield database


def person_anywhere(server: Database, row_id: UUID) -> Person:
    return read(server, lambda session: session.exec(select(Person).where(Person.id == row_id)).one())


def test_two_moves_to_different_households_are_a_conflict_that_an_ordinary_edit_settles(server: Database) -> None:
    first, second = a_sender(server), a_sender(server)
    home, member = first.household()
    (near,), (far,) = first.household(members=0), first.household(NEXT_VILLAGE, members=0)
    first.send(home, member, near, far)
    to_near = first.rehome(member, near.row_id, wall_ms=first.now_ms() - 60_000)
    to_far = second.rehome(member, far.row_id)
    assert (first.send(to_near), second.send(to_far)) == (["stored"], ["conflict"])
    shown = person_anywhere(server, member.row_id)
    assert (shown.household_id, shown.village) == (far.row_id, NEXT_VILLAGE), "the latest"
    filed = conflict(server)
    assert (filed.field, filed.row_id, filed.household_id, filed.village) == (
        "household_id",
        member.row_id,
        far.row_id,
        NEXT_VILLAGE,
    )
    settled = first.rehome(member, near.row_id, to_near, to_far, household_id=far.row_id)
    assert first.send(settled) == ["stored"]
    filed = conflict(server)
    assert (filed.status, filed.household_id, filed.village) == (ConflictStatus.SETTLED, near.row_id, VILLAGE)
    assert person_anywhere(server, member.row_id).household_id == near.row_id


def test_an_earlier_move_that_comes_later_does_not_take_the_person_along(server: Database) -> None:
    first, second = a_sender(server), a_sender(server)
    home, member = first.household()
    (near,), (far,) = first.household(members=0), first.household(NEXT_VILLAGE, members=0)
    first.send(home, member, near, far)
    earlier = first.rehome(member, near.row_id, wall_ms=first.now_ms() - 60_000)
    assert second.send(second.rehome(member, far.row_id)) == ["stored"]
    assert first.send(earlier) == ["conflict"]
    assert person_anywhere(server, member.row_id).household_id == far.row_id


def test_late_work_that_names_the_old_household_is_stored_where_the_person_is(wide: Database) -> None:
    district, tablet = a_sender(wide, "5601", OTHER_DISTRICT), a_sender(wide, VILLAGE)
    home, member = tablet.household()
    (far,) = district.household(FAR_VILLAGE, members=0)
    tablet.send(home, member)
    district.send(far, district.rehome(member, far.row_id))
    edit = tablet.change(member, {"phone": "0812345678"}, member)
    assert tablet.send(edit) == ["stored"]
    assert tablet.reply.gone == (member.row_id,), "and does not bring it back"
    found = person_anywhere(wide, member.row_id)
    assert (found.phone, found.village, found.household_id) == ("0812345678", FAR_VILLAGE, far.row_id)
    assert log(wide)[edit.stamp].late


def test_late_work_finds_a_person_whose_second_household_moved_on(wide: Database) -> None:
    """From the village that both households were in, and the first has left, too."""
    district, tablet = a_sender(wide, "5601", OTHER_DISTRICT), a_sender(wide, VILLAGE)
    home, member = tablet.household()
    (second,) = tablet.household(members=0)
    tablet.send(home, member, second)
    district.send(
        district.rehome(member, second.row_id),
        district.change(second, {"village_code": FAR_VILLAGE}, second),
        district.change(home, {"village_code": OTHER_VILLAGE}, home),
    )
    assert tablet.send(tablet.change(member, {"phone": "๐๘๑"}, member)) == ["stored"]
    assert person_anywhere(wide, member.row_id).phone == "๐๘๑"


def test_a_new_household_with_members_of_an_old_one_is_one_action(server: Database, tablet: Sender) -> None:
    home, member, other = tablet.household(members=2)
    tablet.send(home, member, other)
    (split,) = tablet.household(NEXT_VILLAGE, members=0)
    born = tablet.operation("person", new_id(), home.row_id, {"given_name": "ใจ"}, kind=Kind.CREATE)
    action = [split, born, tablet.rehome(born, split.row_id), tablet.rehome(member, split.row_id)]
    action.append(tablet.change(member, {"relation": "head"}, member, household_id=split.row_id))
    assert tablet.send(*(o.model_copy(update={"action_id": split.action_id}) for o in action)) == ["stored"] * 5
    for row_id in (born.row_id, member.row_id):
        found = person_anywhere(server, row_id)
        assert (found.household_id, found.village) == (split.row_id, NEXT_VILLAGE)
    assert person_anywhere(server, member.row_id).relation == "head"
    assert person_anywhere(server, other.row_id).household_id == home.row_id


def test_a_move_to_a_household_that_is_not_there_waits_for_it(server: Database, tablet: Sender) -> None:
    home, member = tablet.household()
    (later,) = tablet.household(members=0)
    tablet.send(home, member)
    move = tablet.rehome(member, later.row_id)
    assert tablet.send(move) == ["missing_row"]
    assert person_anywhere(server, member.row_id).household_id == home.row_id
    before = tablet.rehome(member, later.row_id)
    late = later.model_copy(update={"stamp": tablet.stamp(), "action_id": before.action_id})
    assert tablet.send(before, late) == ["missing_row"] * 2, "also when its create comes behind it"
    assert tablet.send(later, move) == ["stored", "stored"]


def test_a_move_to_a_household_of_an_area_never_held_is_refused(server: Database, tablet: Sender) -> None:
    there = a_sender(server, OTHER_VILLAGE)
    (theirs,) = there.household(OTHER_VILLAGE, members=0)
    there.send(theirs)
    home, member = tablet.household()
    assert tablet.send(home, member, tablet.rehome(member, theirs.row_id)) == ["stored", "stored", "access"]
    assert person_anywhere(server, member.row_id).household_id == home.row_id


def test_a_move_to_a_household_that_has_left_the_area_meanwhile_follows_it(wide: Database) -> None:
    district, tablet = a_sender(wide, "5601", OTHER_DISTRICT), a_sender(wide, VILLAGE)
    home, member = tablet.household()
    (target,) = tablet.household(members=0)
    tablet.send(home, member, target)
    district.send(district.change(target, {"village_code": FAR_VILLAGE}, target))
    assert tablet.send(tablet.rehome(member, target.row_id)) == ["stored"]
    assert person_anywhere(wide, member.row_id).village == FAR_VILLAGE


def test_a_person_of_an_area_never_held_cannot_be_brought_into_ones_own(server: Database, tablet: Sender) -> None:
    there = a_sender(server, OTHER_VILLAGE)
    home, member = there.household(OTHER_VILLAGE)
    there.send(home, member)
    (mine,) = tablet.household(members=0)
    tablet.send(mine)
    for named in (home.row_id, mine.row_id):
        assert tablet.send(tablet.rehome(member, mine.row_id, household_id=named)) != ["stored"]
    edit = tablet.change(member, {"phone": "0899999999"}, household_id=mine.row_id)
    assert tablet.send(edit) == ["access"], "what it was refused is no way in"
    both = [tablet.rehome(member, mine.row_id, household_id=mine.row_id), edit]
    assert tablet.send(*(o.model_copy(update={"action_id": new_id()}) for o in both))[0] != "stored"
    found = person_anywhere(server, member.row_id)
    assert (found.household_id, found.phone) == (home.row_id, None)


def test_an_edit_on_top_of_a_refused_move_is_stored_where_the_person_is(server: Database, tablet: Sender) -> None:
    home, member = tablet.household()
    (nowhere,) = tablet.household("99999999", members=0)
    tablet.send(home, member)
    action = [nowhere, tablet.rehome(member, nowhere.row_id, action_id=nowhere.action_id)]
    edit = tablet.change(member, {"phone": "0812345678"}, member, household_id=nowhere.row_id)
    assert tablet.send(*action, edit) == ["malformed", "malformed", "stored"]
    found = person_anywhere(server, member.row_id)
    assert (found.household_id, found.phone) == (home.row_id, "0812345678")


def test_a_create_does_not_name_its_household_among_its_changes(tablet: Sender) -> None:
    home, member = tablet.household()
    doubled = member.model_copy(update={"changes": {**member.changes, "household_id": str(home.row_id)}})
    assert tablet.send(home, doubled.model_copy(update={"action_id": new_id()})) == ["stored", "malformed"]


def test_the_household_of_a_problem_waits_for_an_upgrade(tablet: Sender) -> None:
    home, _ = tablet.household(members=1)
    values = {"words": "หลังคารั่ว", "found_on": "2023-02-03"}
    problem = tablet.operation("problem", new_id(), home.row_id, values, kind=Kind.CREATE)
    assert tablet.send(home, problem, tablet.rehome(problem, new_id())) == ["stored", "stored", "upgrade"]


def test_a_base_refused_after_a_move_that_names_it_takes_the_person_to_the_head_that_is_left(server: Database) -> None:
    first, second = a_sender(server), a_sender(server)
    home, member = first.household()
    (near,), (far,) = first.household(members=0), first.household(NEXT_VILLAGE, members=0)
    first.send(home, member, near, far)
    lost = first.rehome(member, near.row_id)
    newer = second.rehome(member, far.row_id, lost, wall_ms=second.now_ms() - 90_000)
    assert second.send(newer) == ["conflict"]
    with server.writing() as session:
        session.delete(session.get(OfficerArea, ("5601", first.officer_id, "560102")))
    assert first.send(lost) == ["access"]
    assert person_anywhere(server, member.row_id).household_id == far.row_id
    assert conflict(server).status == ConflictStatus.SETTLED


def test_a_split_recorded_before_the_old_household_left_the_district_finds_its_member_there(wide: Database) -> None:
    """Its later edits name the new household, in which no other tablet has ever seen the person."""
    district, tablet = a_sender(wide, "5601", OTHER_DISTRICT), a_sender(wide, "5601")
    home, member = tablet.household()
    tablet.send(home, member)
    district.send(district.change(home, {"village_code": FAR_VILLAGE}, home))
    (split,) = tablet.household(members=0)
    action = {"action_id": split.action_id}
    move = tablet.rehome(member, split.row_id, **action)
    inside = tablet.change(member, {"relation": "head"}, member, household_id=split.row_id, **action)
    later = tablet.change(member, {"phone": "๐๘๑"}, member, household_id=split.row_id)
    assert tablet.send(split, move, inside, later) == ["stored"] * 4
    found = person_anywhere(wide, member.row_id)
    assert (found.household_id, found.village, found.relation, found.phone) == (split.row_id, VILLAGE, "head", "๐๘๑")


def test_an_edit_on_top_of_a_refused_move_finds_the_person_in_another_district(wide: Database) -> None:
    district, tablet = a_sender(wide, "5601", OTHER_DISTRICT), a_sender(wide, "5601")
    home, member = tablet.household()
    (nowhere,) = tablet.household("99999999", members=0)
    tablet.send(home, member)
    district.send(district.change(home, {"village_code": FAR_VILLAGE}, home))
    action = [nowhere, tablet.rehome(member, nowhere.row_id, action_id=nowhere.action_id)]
    assert tablet.send(*action) == ["malformed", "malformed"]
    edit = tablet.change(member, {"phone": "๐๘๑"}, member, household_id=nowhere.row_id)
    assert tablet.send(edit) == ["stored"], "by the area that the person's household has left"
    assert person_anywhere(wide, member.row_id).phone == "๐๘๑"
