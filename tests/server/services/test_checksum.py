"""The checksum of a day: the same for ever, and another one for another history."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text
from sqlmodel import Session

from server.database import Database
from server.services.proving import audit, checksum
from server.services.proving.checksum import DayNotOver
from tests.server.sender import DISTRICT, Sender
from tests.server.services.history import key_of, lines, of_today, proven, run, tomorrow


def test_the_checksum_of_a_day_stays_whatever_comes_later_and_tells_a_new_history(
    server: Database, tablet: Sender
) -> None:
    """Later is what came after midnight; a new history is one whose every hash and signature fits."""
    printed = of_today(server)
    assert (printed.entry, printed.runs) == (1, 3)
    assert checksum.typed(printed.text.lower().replace("-", " ")) == printed.text
    tablet.send(*tablet.household())
    with server.writing() as session:
        late = run(session, 4)
        late.received_ms = int(tomorrow().timestamp() * 1000)
        audit.enter(session, DISTRICT, audit.Action.SIGNED_IN, officer_id=None, now=tomorrow())
        audit.enter(session, DISTRICT, audit.Action.SIGNED_IN, officer_id=None, now=datetime.now(UTC))
    assert of_today(server) == printed
    with server.writing() as session:
        delete_the_last_run_for_good(session)
    assert proven(server).broken == []
    assert of_today(server).text != printed.text


@pytest.mark.usefixtures("tablet")
def test_as_many_runs_that_end_otherwise_have_another_checksum(server: Database) -> None:
    """Each of what it stands for counts: the end, the order, whose they are."""
    printed = of_today(server)
    for wrong in (
        "UPDATE logged_run SET ends = signature WHERE number = 2",
        "UPDATE logged_run SET number = number + 1 WHERE number = 3",
        f"UPDATE logged_run SET officer_id = '{uuid4().hex}'",
        f"UPDATE logged_run SET device_id = '{uuid4().hex}'",
    ):
        with server.writing() as session:
            attempt = session.begin_nested()
            session.connection().execute(text(wrong))
            now = tomorrow()
            made = checksum.of_day(session, DISTRICT, checksum.yesterday(now), now=now)
            attempt.rollback()
        assert (made.runs, made.text == printed.text) == (3, False), wrong


def delete_the_last_run_for_good(session: Session) -> None:
    """With all that points at it: the database alone does not tell any more."""
    for line in lines(session)[5:]:
        session.delete(line)
    for number in (3, 4):
        session.delete(run(session, number))
    session.flush()
    key = key_of(session)
    key.runs, key.chain = 2, run(session, 2).ends


def test_a_day_that_is_not_over_has_no_checksum(server: Database) -> None:
    now = datetime.now(UTC)
    with pytest.raises(DayNotOver), server.reading() as session:
        checksum.of_day(session, DISTRICT, checksum.yesterday(now) + timedelta(days=1), now=now)


@pytest.mark.parametrize("text", ["", "ABCD", "ABCD-EFGH-JKMN-PQRS-TVWX-YZ2", "OIIO-EFGH-JKMN-PQRS-TVWX-YZ23"])
def test_what_is_no_checksum_is_told(text: str) -> None:
    with pytest.raises(checksum.InvalidChecksum):
        checksum.typed(text)
