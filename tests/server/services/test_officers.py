"""Officers: the areas they hold and have held, and their one-time codes."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlmodel import select

from server.database import Database
from server.services.people import officers
from server.tables import EnrolmentCode
from shared_models.enrolment import normalised, stretch
from shared_models.errors import InvalidChange
from shared_models.officer import Role
from tests.server.sender import DISTRICT, read

NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)


def add(server: Database, area: str = "560102", name: str = "อรทัย คำมูล", role: Role = Role.OFFICER):
    with server.writing() as session:
        return officers.add(session, name=name, role=role, area=area, now=NOW)


def test_a_new_officer_holds_the_area_and_belongs_to_its_district(server: Database) -> None:
    officer_id = add(server, name="  อรทัย คำมูล ")
    found = read(server, lambda session: officers.find(session, officer_id))
    assert (found.name, found.district_code, found.role, found.revoked) == ("อรทัย คำมูล", DISTRICT, Role.OFFICER, False)
    assert read(server, lambda s: officers.held_areas(s, DISTRICT, officer_id)) == (["560102"], ["560102"])


@pytest.mark.parametrize(("area", "name"), [("560199", "อรทัย"), ("ไม่มี", "อรทัย"), ("560102", "  ")])
def test_an_officer_needs_a_known_area_and_a_name(server: Database, area: str, name: str) -> None:
    with pytest.raises(InvalidChange):
        add(server, area, name)


def test_an_officer_of_a_district_that_is_not_served_is_refused(server: Database) -> None:
    with pytest.raises(officers.UnknownDistrict):
        add(server, "560202")
    with pytest.raises(officers.UnknownOfficer):
        read(server, lambda session: officers.find(session, uuid4()))


def test_a_new_area_takes_the_place_of_the_old_which_stays_on_record(server: Database) -> None:
    officer_id = add(server)
    for area, ever in [("560104", ["560102", "560104"]), ("560102", ["560102", "560104"])]:
        with server.writing() as session:
            officers.set_area(session, officer_id, area, now=NOW)
        held = read(server, lambda session: officers.held_areas(session, DISTRICT, officer_id))
        assert (held.ever, held.now) == (ever, [area])
    with server.writing() as session, pytest.raises(InvalidChange):
        officers.set_area(session, officer_id, "999999", now=NOW)


def test_readable_areas_follow_role_and_revocation(server: Database) -> None:
    for role in Role:
        officer_id = add(server, role=role)
        readable = read(server, lambda session, i=officer_id: officers.readable_areas(session, DISTRICT, i))
        assert bool(readable) is (role not in (Role.ADMINISTRATOR, Role.MENTOR))  # no household is the mentor's
    with server.writing() as session:
        officers.find(session, officer_id).revoked = True
    assert read(server, lambda session: officers.readable_areas(session, DISTRICT, officer_id)) == []
    assert read(server, lambda session: officers.readable_areas(session, DISTRICT, uuid4())) == []


def test_a_code_is_stored_stretched_and_ends_after_a_quarter_of_an_hour(server: Database) -> None:
    officer_id = add(server)
    with server.writing() as session:
        code = officers.issue_code(session, officer_id, now=NOW)
    lookup, secret = normalised(code)
    stored = read(server, lambda session: session.exec(select(EnrolmentCode)).one())
    assert (stored.lookup, stored.officer_id, stored.tries_left, stored.used_by) == (lookup, officer_id, 5, None)
    assert stored.key == stretch(lookup, secret)
    assert stored.expires_at.replace(tzinfo=UTC) == NOW + timedelta(minutes=15)
    with server.writing() as session, pytest.raises(officers.UnknownOfficer):
        officers.issue_code(session, uuid4())
