"""Long work of the office: asked for on a page, done beside it, with its progress, and a result that stays.

A job is claimed by one worker, tells its progress in its row, and can be cancelled there. Work that a stopped server
left behind is begun again by the next one: whatever runs as a job ends the same when it is run twice.
"""

import json
import logging
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import StrEnum
from threading import Event, Thread
from typing import Any, NamedTuple
from uuid import UUID, uuid4

from sqlalchemy import or_, update
from sqlmodel import Session, col, select

from server.database import Database
from server.services.background import files
from server.services.people import passed_drafts
from server.tables import Job
from shared_models.errors import DomainError

BEAT_SECONDS = 5.0
STALE_MS = 60_000  # without a sign of life, the worker is gone
MOST_TRIES = 3
TOLD_SECONDS = 0.5  # between two notes of progress

_log = logging.getLogger(__name__)
_JOB = Job.__table__  # type: ignore[attr-defined]


class UnknownJob(DomainError):
    """There is no such work in this district."""

    code = "unknown_job"


class Cancelled(DomainError):
    """Somebody asked for an end of it."""

    code = "cancelled"


class GivenUp(DomainError):
    """It did not end however often it was begun."""

    code = "job_given_up"


class State(StrEnum):
    """What has become of a job."""

    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"
    CANCELLED = "cancelled"


OPEN = (State.WAITING.value, State.RUNNING.value)


@dataclass
class Work:
    """A job as its function sees it."""

    database: Database
    district: str
    job_id: UUID
    asked_by: UUID
    wants: dict[str, Any]
    now: datetime
    _told: float = field(default=0.0, repr=False)

    def progress(self, done: int, total: int = 0, *, stage: str = "") -> None:
        """Tell how far it is; never inside a transaction that writes. Raises Cancelled."""
        if done and done != total and time.monotonic() - self._told < TOLD_SECONDS:
            return
        self._told = time.monotonic()
        with self.database.writing(lasting=False) as session:
            job = find(session, self.district, self.job_id)
            job.done, job.total, job.stage, job.beat_ms = done, total, stage or job.stage, _now_ms()
            is_cancelled = job.is_cancelled
        if is_cancelled:
            raise Cancelled()


class JobKind(NamedTuple):
    """What a kind of job does, answering its result, and the action of access.py that asking for it needs."""

    run: Callable[[Work], Mapping[str, Any]]
    action: str


def ask(session: Session, district: str, kind: str, *, by: UUID, wants: Mapping[str, Any], now: datetime) -> UUID:
    """Put a job in line."""
    job = Job(
        district_code=district,
        id=uuid4(),
        kind=kind,
        asked_by=by,
        asked_ms=int(now.timestamp() * 1000),
        wants=json.dumps(wants, ensure_ascii=False),
        state=State.WAITING.value,
    )
    session.add(job)
    return job.id


def find(session: Session, district: str, job_id: UUID) -> Job:
    """Raises UnknownJob."""
    job = session.get(Job, (district, job_id))
    if job is None:
        raise UnknownJob()
    return job


def newest(session: Session, district: str, kind: str, *, most: int) -> list[Job]:
    """The jobs of a kind, the newest first."""
    of_kind = select(Job).where(Job.district_code == district, Job.kind == kind)
    return list(session.exec(of_kind.order_by(col(Job.asked_ms).desc()).limit(most)))


def under_way(session: Session, district: str, kind: str) -> UUID | None:
    """The newest job of a kind, if it is still to be done and nobody asked for its end."""
    for job in newest(session, district, kind, most=1):
        if job.state in OPEN and not job.is_cancelled:
            return job.id
    return None


def cancel(session: Session, district: str, job_id: UUID) -> None:
    """End it: at once if it has not begun, else where it next tells its progress. Raises UnknownJob."""
    job = find(session, district, job_id)
    job.is_cancelled = True
    if job.state == State.WAITING:
        job.state, job.ended_ms = State.CANCELLED.value, _now_ms()


def result(job: Job) -> dict[str, Any]:
    """What it answered; for a failed one `code` and `details` of the error."""
    found: dict[str, Any] = json.loads(job.result)
    return found


def claim(database: Database, kinds: Mapping[str, JobKind]) -> tuple[str, UUID] | None:
    """The next job to run, now this worker's; None if there is none."""
    with database.reading() as session:
        waiting = session.exec(
            select(Job.district_code, Job.id).where(_to_run(_now_ms())).order_by(col(Job.asked_ms))
        ).all()
    for district, job_id in waiting:
        with database.writing() as session:
            now_ms = _now_ms()
            of_job = _JOB.c.district_code == district, _JOB.c.id == job_id, _to_run(now_ms)
            taken = session.connection().execute(
                update(_JOB).where(*of_job).values(state=State.RUNNING.value, beat_ms=now_ms, tries=_JOB.c.tries + 1)
            )
            if not taken.rowcount:
                continue
            job = find(session, district, job_id)
            if job.tries <= MOST_TRIES and job.kind in kinds:
                return district, job_id
            job.state, job.ended_ms, job.result = State.FAILED.value, now_ms, json.dumps(_told(GivenUp()))
    return None


def _to_run(now_ms: int) -> Any:
    stale = (col(Job.state) == State.RUNNING.value) & (col(Job.beat_ms) < now_ms - STALE_MS)
    return or_(col(Job.state) == State.WAITING.value, stale)


def run(database: Database, kinds: Mapping[str, JobKind], district: str, job_id: UUID) -> None:
    """Do a claimed job to its end, whatever that is; signs of life go out beside it."""
    with database.reading() as session:
        job = find(session, district, job_id)
        work = Work(database, district, job_id, job.asked_by, json.loads(job.wants), datetime.now(UTC))
        kind = kinds[job.kind]
    ended = Event()
    beating = Thread(target=_beat, args=(database, district, job_id, ended), daemon=True)
    beating.start()
    try:
        state, answer = _outcome(kind, work)
    finally:
        ended.set()
        beating.join()
    with database.writing() as session:
        job = find(session, district, job_id)
        job.state, job.result, job.ended_ms = state.value, json.dumps(answer, ensure_ascii=False), _now_ms()
        files.forget_old(session, now_ms=job.ended_ms)
        passed_drafts.forget_old(session, district, now=datetime.now(UTC))


def put_back(database: Database, district: str, job_id: UUID) -> None:
    """In line again, if its process ended without an end of the job."""
    with database.writing() as session:
        of_job = _JOB.c.district_code == district, _JOB.c.id == job_id, _JOB.c.state == State.RUNNING.value
        session.connection().execute(update(_JOB).where(*of_job).values(state=State.WAITING.value))


def _outcome(kind: JobKind, work: Work) -> tuple[State, Mapping[str, Any]]:
    try:
        return State.DONE, kind.run(work)
    except Cancelled:
        return State.CANCELLED, {}
    except DomainError as problem:
        return State.FAILED, _told(problem)
    except Exception as problem:
        _log.error("job %s failed: %s", work.job_id, type(problem).__name__)  # its text could hold people's data
        return State.FAILED, {"code": "internal", "details": {}}


def _told(problem: DomainError) -> dict[str, Any]:
    return {"code": problem.code, "details": {key: str(value) for key, value in problem.details.items()}}


def _beat(database: Database, district: str, job_id: UUID, ended: Event) -> None:
    while not ended.wait(BEAT_SECONDS):
        with database.writing(lasting=False) as session:
            of_job = _JOB.c.district_code == district, _JOB.c.id == job_id
            session.connection().execute(update(_JOB).where(*of_job).values(beat_ms=_now_ms()))


def _now_ms() -> int:
    return int(time.time() * 1000)
