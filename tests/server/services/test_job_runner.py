"""The worker of a running server: what it survives, and how it is stopped."""

import time
from collections.abc import Callable
from datetime import UTC, datetime
from uuid import UUID, uuid4

import pytest
from sqlalchemy import text

from server.database import Database
from server.services.background import jobs
from server.services.background.job_runner import JobRunner
from server.services.background.jobs import State
from tests.builders import DISTRICT

PATIENCE_SECONDS = 120


def until(true: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE_SECONDS
    while not true():
        assert time.monotonic() < deadline, "what should come true does not"
        time.sleep(0.01)


def ask(database: Database, kind: str) -> UUID:
    with database.writing() as session:
        return jobs.ask(session, DISTRICT, kind, by=uuid4(), wants={}, now=datetime.now(UTC))


def state(database: Database, job_id: UUID) -> str:
    with database.reading() as session:
        return jobs.find(session, DISTRICT, job_id).state


def test_a_database_that_is_away_for_a_while_does_not_end_the_work(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    asked, runner = ask(database, "อะไรก็ไม่รู้"), JobRunner(database)
    with database.writing() as session:
        session.execute(text("ALTER TABLE job RENAME TO job_elsewhere"))
    runner.start()
    until(lambda: "jobs have to wait" in caplog.text)
    with database.writing() as session:
        session.execute(text("ALTER TABLE job_elsewhere RENAME TO job"))
    runner.wake()
    until(lambda: state(database, asked) == State.FAILED)
    runner.stop()


def test_a_job_that_is_just_beginning_when_the_server_stops_is_in_line_again(database: Database) -> None:
    asked, runner = ask(database, "duplicates"), JobRunner(database)
    runner.start()
    until(lambda: state(database, asked) == State.RUNNING)
    runner.stop()
    assert state(database, asked) == State.WAITING
