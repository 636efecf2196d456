"""A mentor writes in the assigned households and nowhere else, and reads their villages; nobody assigns on a tablet."""

from datetime import UTC, datetime, timedelta
from typing import NamedTuple

import pytest

from server.database import Database
from server.services.people import officers
from server.tables import OfficerAccount
from shared_models.exchange import NOT_ASSIGNED
from shared_models.fiscal_year import thai_day
from shared_models.officer import Role
from shared_models.operation import Kind, Operation
from tests.server.sender import (
    DISTRICT,
    NEXT_VILLAGE,
    OTHER_VILLAGE,
    SUBDISTRICT,
    VILLAGE,
    Sender,
    a_sender,
    assign,
    new_id,
    read,
)

YESTERDAY = thai_day(datetime.now(UTC)) - timedelta(days=1)


class Village(NamedTuple):
    """A mentor of the subdistrict, to whom one of two households of a village is assigned."""

    supervisor: Sender
    mentor: Sender
    own: list[Operation]
    other: list[Operation]
    given: Operation


@pytest.fixture
def village(server: Database) -> Village:
    supervisor = a_sender(server, DISTRICT, role=Role.DISTRICT_SUPERVISOR)
    mentor = a_sender(server, SUBDISTRICT, role=Role.MENTOR)
    own, other = supervisor.household(), supervisor.household(house_no="48")
    supervisor.send(*own)
    supervisor.send(*other)
    return Village(supervisor, mentor, own, other, assign(supervisor, own[0], mentor.officer_id))


def test_a_mentor_writes_in_the_assigned_households_alone(village: Village) -> None:
    _, mentor, own, other, _ = village
    assert mentor.send(mentor.change(own[1], {"phone": "0812345678"}, own[1])) == ["stored"]
    assert mentor.send(mentor.change(other[1], {"phone": "0812345678"}, other[1])) == ["access"]
    assert mentor.reply.receipts[0].detail == NOT_ASSIGNED
    visit = {"kind": Kind.CREATE}
    values = {"officer_id": str(mentor.officer_id), "started_at": "2026-11-03T02:00:00Z", "result": "met"}
    for home, receipt in ((own, "stored"), (other, "access")):
        assert mentor.send(mentor.operation("visit", new_id(), home[0].row_id, values, **visit)) == [receipt]
    assert mentor.send(*mentor.household(house_no="49")) == ["access", "access"], "a new one is nobody's yet"


def test_a_mentor_draws_nobody_out_of_another_household_and_brings_nobody_into_it(village: Village) -> None:
    _, mentor, own, other, _ = village
    assert mentor.send(mentor.rehome(other[1], own[0].row_id)) == ["access"]
    assert mentor.send(mentor.rehome(own[1], other[0].row_id)) == ["access"]


def test_what_a_mentor_wrote_before_the_assignment_ended_is_stored_late(village: Village) -> None:
    supervisor, mentor, own, _, given = village
    edit = mentor.change(own[1], {"phone": "0812345678"}, own[1])
    supervisor.send(supervisor.change(given, {"until": YESTERDAY.isoformat()}, given))
    assert mentor.send(edit) == ["stored"]
    assert mentor.reply.scope == (), "and nothing is read any more"


def test_a_mentor_reads_the_villages_of_the_assigned_households(server: Database, village: Village) -> None:
    supervisor, mentor, *_ = village
    mentor.exchange()
    assert mentor.reply.scope == (VILLAGE,)
    elsewhere = supervisor.household(NEXT_VILLAGE)
    supervisor.send(*elsewhere)
    assert {row for table in mentor.pull().values() for row in table["id"]}.isdisjoint(o.row_id for o in elsewhere)
    assign(supervisor, elsewhere[0], mentor.officer_id)
    outside = supervisor.household(OTHER_VILLAGE)
    supervisor.send(*outside)
    assign(supervisor, outside[0], mentor.officer_id)
    assert mentor.exchange().scope == (VILLAGE, NEXT_VILLAGE), "an assignment outside the areas held opens nothing"
    scopes = read(server, lambda session: officers.tablet_scopes(session, DISTRICT))
    assert scopes[mentor.device_id] == (VILLAGE, NEXT_VILLAGE)
    account = read(server, lambda session: session.get(OfficerAccount, (DISTRICT, mentor.officer_id)))
    assert read(server, lambda session: officers.in_use(session, account)) == [VILLAGE, NEXT_VILLAGE]
    assert mentor.send(mentor.change(outside[1], {"phone": "0812345678"}, outside[1])) == ["access"]


@pytest.mark.parametrize("role", [Role.OFFICER, Role.MENTOR])
def test_nobody_assigns_a_household_but_who_may_assign(server: Database, village: Village, role: Role) -> None:
    supervisor, mentor, _, other, given = village
    sender = mentor if role is Role.MENTOR else a_sender(server, SUBDISTRICT)
    values = {"officer_id": str(sender.officer_id), "since": "2026-01-01"}
    taken = sender.operation("assignment", new_id(), other[0].row_id, values, kind=Kind.CREATE)
    assert sender.send(taken) == ["access"]
    assert sender.send(sender.change(given, {"until": "2026-01-02"}, given)) == ["access"]
    assert supervisor.send(supervisor.change(given, {"until": "2030-01-02"}, given)) == ["stored"]
