"""Long work on the real databases: its progress, its end, and what a stopped worker leaves behind."""

import io
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from uuid import UUID, uuid4

import pytest

from server.database import Database
from server.services.background import files, jobs
from server.services.background.jobs import MOST_TRIES, JobKind, State, Work
from server.tables import Job
from shared_models.access import REVIEW
from shared_models.errors import InvalidChange
from tests.builders import DISTRICT

OFFICER = uuid4()


def ask(database: Database, **wants: Any) -> UUID:
    with database.writing() as session:
        return jobs.ask(session, DISTRICT, "count", by=OFFICER, wants=wants, now=datetime.now(UTC))


def job(database: Database, job_id: UUID) -> Job:
    with database.reading() as session:
        found = jobs.find(session, DISTRICT, job_id)
        session.expunge(found)
    return found


def do_next(database: Database, run: Any) -> None:
    kinds = {"count": JobKind(run, REVIEW)}
    claimed = jobs.claim(database, kinds)
    assert claimed
    jobs.run(database, kinds, *claimed)


def test_work_is_done_in_the_order_it_was_asked_for_and_its_result_stays(database: Database) -> None:
    def count(work: Work) -> Mapping[str, Any]:
        work.progress(1, 2, stage="counting")
        seen.append((work.wants["village"], job(database, work.job_id).state))
        return {"where": "/", "counted": 2}

    seen: list[tuple[str, str]] = []
    first, second = ask(database, village="บ้านปงสนุก"), ask(database, village="บ้านสันเหนือ")
    do_next(database, count)
    assert job(database, second).state == State.WAITING
    do_next(database, count)
    assert seen == [("บ้านปงสนุก", State.RUNNING), ("บ้านสันเหนือ", State.RUNNING)]
    done = job(database, first)
    assert (done.state, done.done, done.total, done.stage) == (State.DONE, 1, 2, "counting")
    assert jobs.result(done) == {"where": "/", "counted": 2}
    assert jobs.claim(database, {}) is None


def test_what_fails_says_why_and_nothing_of_an_unforeseen_error_is_kept(database: Database) -> None:
    def refused(_work: Work) -> Mapping[str, Any]:
        raise InvalidChange(field="name", reason="required")

    def broken(_work: Work) -> Mapping[str, Any]:
        raise ValueError("คำปัน ใจคำ")

    for run, code in ((refused, "invalid_change"), (broken, "internal")):
        asked = ask(database)
        do_next(database, run)
        failed = job(database, asked)
        assert failed.state == State.FAILED
        assert jobs.result(failed)["code"] == code
        assert "คำปัน" not in failed.result


def test_cancelling_ends_waiting_work_at_once_and_running_work_where_it_tells_its_progress(database: Database) -> None:
    waiting = ask(database)
    with database.writing() as session:
        jobs.cancel(session, DISTRICT, waiting)
    assert job(database, waiting).state == State.CANCELLED
    assert jobs.claim(database, {}) is None

    def count(work: Work) -> Mapping[str, Any]:
        with database.writing() as session:
            jobs.cancel(session, DISTRICT, work.job_id)
        work.progress(0, 10)
        pytest.fail("it went on")

    running = ask(database)
    do_next(database, count)
    assert job(database, running).state == State.CANCELLED


def test_work_of_a_worker_that_is_gone_is_begun_again_but_not_for_ever(database: Database) -> None:
    asked, kinds = ask(database), {"count": JobKind(lambda _work: {}, REVIEW)}
    for _ in range(MOST_TRIES):
        assert jobs.claim(database, kinds) == (DISTRICT, asked)
        assert jobs.claim(database, kinds) is None, "it is alive"
        with database.writing() as session:
            jobs.find(session, DISTRICT, asked).beat_ms = 1
    assert jobs.claim(database, kinds) is None
    assert jobs.result(job(database, asked))["code"] == "job_given_up"


def test_a_process_that_ended_without_an_end_puts_its_job_back(database: Database) -> None:
    asked, kinds = ask(database), {"count": JobKind(lambda _work: {}, REVIEW)}
    assert jobs.claim(database, kinds)
    jobs.put_back(database, DISTRICT, asked)
    assert job(database, asked).state == State.WAITING
    do_next(database, lambda _work: {})
    jobs.put_back(database, DISTRICT, asked)
    assert job(database, asked).state == State.DONE


def test_a_file_is_kept_whole_until_its_time_and_lies_on_disk_only_while_it_is_read(database: Database) -> None:
    data = "เลขที่\tชื่อ\n".encode() * 100_000
    file_id, other_id = uuid4(), uuid4()
    for one, until_ms in ((file_id, 10), (other_id, 30)):
        kept = files.store(
            database, DISTRICT, one, io.BytesIO(data), name="รายชื่อ.txt", media_type="text/plain", until_ms=until_ms
        )
        assert kept.size == len(data)
    with files.on_disk(database, DISTRICT, file_id) as path:
        assert path.name == "รายชื่อ.txt"
        assert path.read_bytes() == data
        assert path.stat().st_mode & 0o077 == 0
    assert not path.exists()
    with database.writing() as session:
        files.forget_old(session, now_ms=20)
    assert list(files.parts(database, DISTRICT, file_id)) == []
    assert b"".join(files.parts(database, DISTRICT, other_id)) == data
    with database.reading() as session, pytest.raises(files.UnknownFile):
        files.find(session, DISTRICT, file_id)
