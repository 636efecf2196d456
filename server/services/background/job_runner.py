"""The worker that does a server's jobs: one after the other, each in a process of its own, so that pages stay quick.

Where the system can, the process comes from one that has loaded the programs and waits: a new one takes two seconds to.
"""

import logging
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.process import BaseProcess
from threading import Event, Lock, Thread
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError

from server.database import Database
from server.services.background import jobs
from server.services.background.job_kinds import KINDS

LOOK_SECONDS = 20.0  # for jobs that another worker left behind
_CONTEXT = get_context("forkserver" if "forkserver" in get_all_start_methods() else "spawn")
_CONTEXT.set_forkserver_preload([__name__])
_log = logging.getLogger(__name__)


class JobRunner:
    """Does what is in line until it is stopped. A job that is stopped with the server is begun again by the next."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._woken, self._stopped = Event(), Event()
        self._changing = Lock()  # a process is started whole before it is stopped
        self._process: BaseProcess | None = None
        self._thread = Thread(target=self._work, name="jobs", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def wake(self) -> None:
        """There is something in line."""
        self._woken.set()

    def stop(self) -> None:
        """Ends the job that is running, which goes back in line."""
        with self._changing:
            self._stopped.set()
            if self._process:
                self._process.terminate()
        self._woken.set()
        self._thread.join()

    def _work(self) -> None:
        while not self._stopped.is_set():
            self._woken.clear()
            if not self._do_next():
                self._woken.wait(LOOK_SECONDS)

    def _do_next(self) -> bool:
        """Whether there was something in line. A database that is away for a while is asked again."""
        try:
            claimed = jobs.claim(self.database, KINDS)
            if claimed:
                self._do(*claimed)
        except (SQLAlchemyError, OSError) as problem:
            _log.error("jobs have to wait: %s", type(problem).__name__)  # its text could hold people's data
            return False
        return claimed is not None

    def _do(self, district: str, job_id: UUID) -> None:
        process = _CONTEXT.Process(target=work, args=(self.database.url, district, job_id), daemon=True)
        with self._changing:
            if not self._stopped.is_set():
                process.start()
                self._process = process
        if self._process:
            self._process.join()
        with self._changing:
            self._process = None
        jobs.put_back(self.database, district, job_id)


def work(url: str, district: str, job_id: UUID) -> None:
    """What a job's process does."""
    database = Database(url)
    try:
        jobs.run(database, KINDS, district, job_id)
    finally:
        database.close()
