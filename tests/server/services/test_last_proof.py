"""What a proof found is kept: also that it came to no end, and where keeping it is not possible it is still told."""

from datetime import UTC, datetime, timedelta
from uuid import uuid4

import pytest
from sqlalchemy import text

from server.database import Database
from server.services.background import jobs
from server.services.background.job_kinds import KINDS
from server.services.proving import audit, checksum, last_proof
from server.services.proving.last_proof import Asked, Last, Outcome, ProofStopped
from server.tables import LoggedOperation
from tests.server.sender import DISTRICT, OTHER_DISTRICT, Sender, a_sender, read


@pytest.fixture
def tablet(server: Database) -> Sender:
    sender = a_sender(server)
    sender.send(*sender.household(members=2))
    return sender


def asked(**others: object) -> Asked:
    return Asked(DISTRICT, datetime.now(UTC))._replace(**others)


def last(server: Database, district: str = DISTRICT) -> Last:
    return read(server, lambda session: last_proof.last(session, district, now=datetime.now(UTC)))


def change(server: Database, count: int) -> None:
    """So many bodies, as somebody with the database can."""
    with server.writing() as session:
        for line in session.exec(LoggedOperation.__table__.select().limit(count)).all():  # type: ignore[attr-defined]
            found = session.get(LoggedOperation, (DISTRICT, line.stamp))
            assert found
            found.body += b" "


def sql(server: Database, statement: str) -> None:
    with server.writing() as session:
        session.connection().execute(text(statement))


@pytest.mark.usefixtures("tablet")
def test_what_was_found_is_kept_for_its_district_with_a_bounded_list_and_the_whole_number(
    server: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert (last(server).standing, last(server).is_broken) == ("never", False)
    began = datetime.now(UTC)
    found = last_proof.prove(server, Asked(DISTRICT, began))
    whole = last(server)
    assert (found.is_kept, whole.standing, whole.is_broken, whole.places) == (True, "whole", False, [])
    assert whole.kept
    assert (whole.kept.operations, whole.kept.runs, whole.kept.entries) == (3, 1, 1)
    assert int(began.timestamp() * 1000) == whole.kept.began_ms <= whole.kept.ended_ms
    monkeypatch.setattr(last_proof, "KEPT", 2)
    change(server, 3)
    assert last_proof.prove(server, asked()).proof.broken_count == 3
    broken = last(server)
    assert broken.kept
    assert (broken.standing, broken.is_broken, broken.kept.broken_count, len(broken.places)) == ("broken", True, 3, 2)
    assert broken.places[0]["what"] == "operation_changed"
    assert last(server, OTHER_DISTRICT).standing == "never"
    later = datetime.now(UTC) + last_proof.OLD + timedelta(minutes=1)
    assert not broken.is_old
    assert read(server, lambda session: last_proof.last(session, DISTRICT, now=later)).is_old


@pytest.mark.usefixtures("tablet")
def test_a_whole_history_after_a_broken_one_leaves_word_of_it(server: Database) -> None:
    bodies = "SELECT stamp, body FROM logged_operation"
    with server.reading() as session:
        before = session.connection().execute(text(bodies)).all()
    change(server, 1)
    last_proof.prove(server, asked())
    with server.writing() as session:
        for stamp, body in before:
            values = {"stamp": stamp, "body": body}
            session.connection().execute(text("UPDATE logged_operation SET body = :body WHERE stamp = :stamp"), values)
    last_proof.prove(server, asked())
    found = last(server)
    assert found.kept
    assert (found.standing, found.is_broken, found.kept.broken_places) == ("whole", False, 1)


@pytest.mark.usefixtures("tablet")
def test_a_proof_that_cannot_read_on_says_so_and_that_is_kept_and_hides_no_earlier_finding(server: Database) -> None:
    change(server, 1)
    last_proof.prove(server, asked())
    sql(server, "ALTER TABLE logged_run RENAME TO elsewhere")
    with pytest.raises(ProofStopped):
        last_proof.prove(server, asked())
    found = last(server)
    assert (found.standing, found.is_broken, found.places) == ("stopped", True, [])


@pytest.mark.usefixtures("tablet")
def test_a_result_that_cannot_be_written_down_is_answered_all_the_same(server: Database) -> None:
    change(server, 1)
    sql(server, "DROP TABLE last_proof")
    found = last_proof.prove(server, asked())
    assert (found.is_kept, found.proof.broken_count) == (False, 1)
    sql(server, "ALTER TABLE logged_run RENAME TO elsewhere")
    with pytest.raises(ProofStopped):
        last_proof.prove(server, asked())


@pytest.mark.usefixtures("tablet")
def test_a_day_whose_paper_says_something_else_is_kept_as_broken_with_its_day(server: Database) -> None:
    now = datetime.now(UTC) + timedelta(days=1)
    day = checksum.yesterday(now)
    printed = read(server, lambda session: checksum.of_day(session, DISTRICT, day, now=now)).text
    assert last_proof.prove(server, asked(now=now, printed=printed, day=day)).proof.broken == []
    sql(server, "UPDATE logged_run SET received_ms = received_ms + 200000000")
    last_proof.prove(server, asked(now=now, printed=printed, day=day))
    found = last(server)
    assert found.kept
    assert ([one["what"] for one in found.places], found.kept.day) == (["checksum"], day.isoformat())


@pytest.mark.usefixtures("tablet")
def test_the_work_beside_the_pages_keeps_who_asked_and_what_the_audit_log_is_and_one_that_is_ended_keeps_nothing(
    server: Database,
) -> None:
    officer_id = uuid4()
    assert proven_beside(server, officer_id, is_cancelled=True) == jobs.State.CANCELLED
    assert last(server).kept is None
    assert proven_beside(server, officer_id) == jobs.State.DONE
    found = last(server).kept
    assert found
    assert (found.asked_by, found.outcome) == (officer_id, Outcome.WHOLE.value)
    checked = read(server, lambda session: audit.last_check(session, DISTRICT))
    assert (checked.at_ms > 0, checked.found.count) == (True, 1)


def proven_beside(server: Database, officer_id: object, *, is_cancelled: bool = False) -> str:
    with server.writing() as session:
        job_id = jobs.ask(session, DISTRICT, last_proof.KIND, by=officer_id, wants={}, now=datetime.now(UTC))  # type: ignore[arg-type]
        assert jobs.under_way(session, DISTRICT, last_proof.KIND) == job_id
    assert jobs.claim(server, KINDS) == (DISTRICT, job_id)
    if is_cancelled:
        with server.writing() as session:
            jobs.cancel(session, DISTRICT, job_id)
    jobs.run(server, KINDS, DISTRICT, job_id)
    return read(server, lambda session: jobs.find(session, DISTRICT, job_id)).state
