"""The lines of the list of households: they say what the rows say, whatever became of them and whenever one looks."""

from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from sqlmodel import Session, select

from server.database import Database
from server.services.background import jobs
from server.services.background.job_kinds import KINDS
from server.services.households import household_index
from server.tables import FeedHead, HouseholdLine, HouseholdLines
from shared_models.fiscal_year import thai_day
from tests.builders import DISTRICT, VILLAGE
from tests.server.sender import a_sender, a_server

NOBODY = UUID(int=1)
TODAY = date(2026, 11, 30)


def lines(session: Session) -> dict[str, HouseholdLine]:
    found = {f"{line.place} {line.household_id}": line for line in session.exec(select(HouseholdLine))}
    session.expunge_all()
    return found


def refreshed(server: Database, today: date = TODAY) -> list[HouseholdLine]:
    household_index.refresh(server, DISTRICT, today)
    with server.reading() as session:
        return [line for _, line in sorted(lines(session).items())]


def test_a_line_follows_the_feed_and_an_unchanged_one_is_left_alone(database_url: str) -> None:
    with a_server(database_url) as server:
        tablet = a_sender(server)
        assert refreshed(server) == []
        tablet.send(*tablet.household())
        (line,) = refreshed(server)
        assert (line.village, line.members, line.status) == (VILLAGE, 1, "active")
        with server.writing() as session:
            for row in session.exec(select(HouseholdLine)):
                row.members = 99  # to see whether it is made anew
        assert refreshed(server)[0].members == 99
        tablet.send(*tablet.household())
        assert sorted(line.members for line in refreshed(server)) == [1, 99]


def test_edited_rules_and_a_new_year_make_all_lines_anew(database_url: str) -> None:
    with a_server(database_url) as server:
        tablet = a_sender(server)
        tablet.send(*tablet.household())
        refreshed(server)
        with server.writing() as session:
            for row in session.exec(select(HouseholdLine)):
                row.members = 99
        assert refreshed(server, date(2027, 9, 30))[0].members == 99
        assert refreshed(server, date(2027, 10, 1))[0].members == 1


def test_lines_made_in_portions_are_the_same(database_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    with a_server(database_url) as server:
        tablet = a_sender(server)
        for _ in range(5):
            tablet.send(*tablet.household())
        whole = [line.model_dump() for line in refreshed(server)]
        with server.writing() as session:
            session.delete(session.get(HouseholdLines, DISTRICT))
        monkeypatch.setattr(household_index, "AT_ONCE", 2)
        assert [line.model_dump() for line in refreshed(server)] == whole
        with server.reading() as session:
            state, head = session.get(HouseholdLines, DISTRICT), session.get(FeedHead, DISTRICT)
            assert state
            assert head
            assert state.seq == head.seq


def test_somebody_grows_old_without_an_edit(database_url: str) -> None:
    with a_server(database_url) as server:
        tablet = a_sender(server)
        home, person = tablet.household()
        tablet.send(home, person)
        tablet.send(tablet.change(person, {"birth": "2510-01-15"}, person))
        assert refreshed(server)[0].stale_on == "2027-01-15", "sixty years old on that day"
        assert refreshed(server, date(2027, 1, 14))[0].groups.split() == ["4"]
        assert refreshed(server, date(2027, 1, 15))[0].groups.split() == ["2", "4"]


def test_what_takes_long_is_a_job_and_there_is_one_at_a_time(
    database_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    now = datetime(2026, 11, 30, 3, tzinfo=UTC)
    with a_server(database_url) as server:
        tablet = a_sender(server)
        for _ in range(2):
            tablet.send(*tablet.household())
        monkeypatch.setattr(household_index, "MOST_WAITED", 1)
        with server.writing() as session:
            assert household_index.is_far_behind(session, DISTRICT, TODAY)
            asked = [household_index.ask(session, DISTRICT, by=NOBODY, where="/households", now=now) for _ in range(2)]
        assert asked[0] == asked[1]
        assert jobs.claim(server, KINDS) == (DISTRICT, asked[0])
        jobs.run(server, KINDS, DISTRICT, asked[0])
        with server.reading() as session:
            job = jobs.find(session, DISTRICT, asked[0])
            assert (job.state, jobs.result(job)) == ("done", {"where": "/households"})
            assert len(lines(session)) == 2
            assert not household_index.is_far_behind(session, DISTRICT, thai_day(datetime.now(UTC)))
