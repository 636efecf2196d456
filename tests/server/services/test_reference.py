"""Reference data on the server: edited by an office, versioned by content, refused whole when unreadable."""

from datetime import UTC, datetime

import pytest

from server.database import Database
from server.services import reference
from server.services.people.officers import UnknownDistrict
from shared_models.reference_table import UnreadableTable, shipped_text
from tests.server.sender import DISTRICT

NOW = datetime(2026, 11, 3, 9, 0, tzinfo=UTC)
VILLAGES = "code,name_th\n56010204,บ้านสันกลาง\n"


def edit(server: Database, name: str, text: str, district: str = DISTRICT) -> None:
    with server.writing() as session:
        reference.edit(session, district, name, text, changed_by="หัวหน้า", now=NOW)


def in_force(server: Database) -> reference.Reference:
    with server.reading() as session:
        return reference.read(session, DISTRICT)


def test_a_table_is_in_force_once_edited_and_the_version_follows_the_content(server: Database) -> None:
    before = in_force(server)
    edit(server, "villages", VILLAGES)
    after = in_force(server)
    assert (before.villages, after.villages) == ({}, {"56010204": "บ้านสันกลาง"})
    edit(server, "villages", VILLAGES)
    assert before.version != after.version == in_force(server).version


def test_a_table_that_cannot_be_read_changes_nothing(server: Database) -> None:
    edit(server, "villages", VILLAGES)
    version = in_force(server).version
    for name, text in (("villages", "code,name_th\n56010204,\n"), ("passwords", "a\n1\n")):
        with pytest.raises(UnreadableTable):
            edit(server, name, text)
    assert in_force(server).version == version


def test_an_indicator_set_is_added_and_never_replaced_or_taken_away(server: Database) -> None:
    text = shipped_text("mpi_indicators_2560_2564.csv")
    edit(server, "indicators/2565-2569", text)
    with pytest.raises(UnreadableTable) as refused:
        edit(server, "indicators/2565-2569", text.replace("2500", "2600"))
    assert refused.value.details["reason"] == "version_there"
    with server.writing() as session:
        reference.remove(session, DISTRICT, "indicators/2565-2569", changed_by="หัวหน้า", now=NOW)
    assert set(in_force(server).indicator_sets) == {"2560-2564", "2565-2569"}


def test_an_edited_table_can_be_given_up_for_the_shipped_one(server: Database) -> None:
    edit(server, "calendar", "programme_year,step,due_on\n2567,check,2024-09-30\n")
    assert [window.programme_year for window in in_force(server).calendar] == [2567]
    with server.writing() as session:
        reference.remove(session, DISTRICT, "calendar", changed_by="หัวหน้า", now=NOW)
    assert {window.programme_year for window in in_force(server).calendar} == {2566}


def test_a_district_that_is_not_set_up_is_told_so(server: Database) -> None:
    with pytest.raises(UnknownDistrict):
        edit(server, "villages", VILLAGES, district="5602")
