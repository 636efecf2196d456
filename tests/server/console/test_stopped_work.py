"""The server and its workers are killed in the middle of long work; the next server ends it, nothing is half done."""

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from sqlmodel import func, select

from server.database import Database
from server.services.background import jobs
from server.services.background.jobs import State
from server.tables import Job
from shared_models.household import Household
from tests.builders import an_office
from tests.databases import sqlite_url
from tests.round_trip.programs import answers
from tests.server.console.browsing import mark, sign_in
from tests.server.console.importing import SAMPLE, finished, press, upload


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    url = sqlite_url(tmp_path)
    with an_office(url):
        pass
    found = Database(url)
    yield found
    found.close()


@contextmanager
def serving(database: Database, folder: Path) -> Iterator[tuple[httpx.Client, subprocess.Popen[bytes]]]:
    """`field-server serve` with all its processes in a group of their own, and a browser at it."""
    from tests.browser.driver import free_port

    port = free_port()
    program = [str(Path(sys.executable).parent / "field-server"), "--data-dir", str(folder)]
    process = subprocess.Popen(
        [*program, "serve", "--port", str(port)],
        env={**os.environ, "FIELD_SERVER_DATABASE_URL": database.url},
        stdout=subprocess.DEVNULL,
        start_new_session=True,
    )
    url = f"http://127.0.0.1:{port}"
    try:
        answers(process, url)
        with httpx.Client(base_url=url, follow_redirects=True, timeout=60) as browser:
            sign_in(browser)
            yield browser, process
    finally:
        if process.poll() is None:
            process.terminate()
        process.wait()


def newest(database: Database) -> Job:
    with database.reading() as session:
        found = session.exec(select(Job).order_by(Job.asked_ms.desc())).first()  # type: ignore[attr-defined]
        assert found
        session.expunge(found)
    return found


def filed(database: Database) -> int:
    with database.reading() as session:
        return session.exec(select(func.count()).select_from(Household)).one()


def test_an_import_whose_server_is_killed_is_ended_by_the_next(database: Database, tmp_path: Path) -> None:
    with serving(database, tmp_path) as (browser, process):
        content, dictionary = (SAMPLE / "targets.txt").read_bytes(), (SAMPLE / "dictionary.csv").read_bytes()
        tried = press(browser, upload(browser, content, dictionary=dictionary), "trial")
        where = tried.url.path.replace("/trial", "") + "/commit"
        browser.post(where, data={"csrf": mark(tried)})
        while filed(database) == 0:
            assert newest(database).state in jobs.OPEN
            time.sleep(0.01)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    assert 0 < filed(database) < 2000
    stopped = newest(database)
    assert stopped.state == State.RUNNING
    with database.writing() as session:  # a minute without a sign of life goes by
        jobs.find(session, stopped.district_code, stopped.id).beat_ms = 1
    with serving(database, tmp_path) as (browser, _process):
        result = finished(browser, browser.get(f"/jobs/{stopped.id}"))
        assert result.url.path.endswith("/result")
        assert "นำเข้าครบแล้ว" in result.text
    assert filed(database) == 2000
