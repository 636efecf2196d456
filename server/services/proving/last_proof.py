"""Proving a district's history, by a command or from a page, and keeping what was found for the office to see."""

import json
import logging
from collections.abc import Callable, Collection, Mapping
from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy.exc import SQLAlchemyError
from sqlmodel import Session, col, func, select

from server.database import Database
from server.services.background.jobs import Work
from server.services.proving import audit, checksum, log_proof, stored
from server.services.proving.audit import Verified
from server.services.proving.log_proof import Proof
from server.services.proving.operation_proof import Found, What
from server.tables import LastProof, LoggedOperation
from shared_models.errors import DomainError

KIND, STAGE = "verify_log", "history"
WHERE = "/audit/history"
KEPT = 100  # places of what is broken; of the others only how many there are
OLD = timedelta(days=7)
_log = logging.getLogger(__name__)


class ProofStopped(DomainError):
    """The database could not be read any further than `operations`."""

    code = "proof_stopped"


class Outcome(StrEnum):
    """How a proof ended. STOPPED: the database could not be read to the end."""

    WHOLE = "whole"
    BROKEN = "broken"
    STOPPED = "stopped"


class Asked(NamedTuple):
    """A proof of a district's history; also that it is what was `printed` for a day. `by` None: a command."""

    district: str
    now: datetime
    by: UUID | None = None
    printed: str = ""
    day: date | None = None


class Proven(NamedTuple):
    """What was found, and whether it could be kept."""

    proof: Proof
    is_kept: bool


class Last(NamedTuple):
    """What the office sees of the last proof; None where there was none, or its result could not be kept."""

    kept: LastProof | None
    is_old: bool
    places: list[dict[str, Any]]

    @property
    def standing(self) -> str:
        """The outcome, or that there was none."""
        return self.kept.outcome if self.kept else "never"

    @property
    def is_broken(self) -> bool:
        """Whether it was found broken, and not found whole since."""
        return self.kept is not None and self.kept.broken_ms > self.kept.whole_ms


def prove(database: Database, asked: Asked, told: Callable[[int], None] = lambda _: None) -> Proven:
    """Go through the history and keep what was found, or how far it came.

    Raises ProofStopped, DayNotOver, and what `told` raises, of which nothing is kept.
    """
    done = 0

    def heard(operations: int) -> None:
        nonlocal done
        done = operations
        told(operations)

    try:
        proof = _read(database, asked, heard)
    except SQLAlchemyError as problem:
        so_far = Proof(done, 0, Verified(0, None), 0, 0, [], [], 0)
        _keep_if_possible(database, asked, so_far, Outcome.STOPPED)
        raise ProofStopped(operations=done) from problem
    outcome = Outcome.BROKEN if proof.broken_count else Outcome.WHOLE
    return Proven(proof, _keep_if_possible(database, asked, proof, outcome))


def _read(database: Database, asked: Asked, told: Callable[[int], None]) -> Proof:
    with database.reading() as session:
        is_other = False
        if asked.day:
            made = checksum.of_day(session, asked.district, asked.day, now=asked.now)
            is_other = made.text != asked.printed
        proof = log_proof.prove(session, asked.district, told)
    if not is_other:
        return proof
    return proof._replace(broken=[Found(What.CHECKSUM), *proof.broken], broken_count=proof.broken_count + 1)


def _keep_if_possible(database: Database, asked: Asked, proof: Proof, outcome: Outcome) -> bool:
    """A result that cannot be written down is still a result."""
    try:
        with database.alone(f"last proof {asked.district}"), database.writing() as session:
            _keep(session, asked, proof, outcome)
    except SQLAlchemyError as problem:
        _log.error("the result of the proof was not kept: %s", type(problem).__name__)
        return False
    return True


def _keep(session: Session, asked: Asked, proof: Proof, outcome: Outcome) -> None:
    kept = session.get(LastProof, asked.district) or LastProof(district_code=asked.district)
    kept.began_ms, kept.ended_ms = _ms(asked.now), _ms(datetime.now(UTC))
    kept.outcome, kept.asked_by = outcome.value, asked.by
    kept.day = asked.day.isoformat() if asked.day else ""
    kept.operations, kept.runs, kept.entries = proof.operations, proof.runs, proof.entries.count
    kept.removed, kept.not_kept, kept.forks = proof.removed, proof.not_kept, len(proof.forks)
    kept.broken_count = proof.broken_count
    kept.found = json.dumps([_place(found) for found in proof.broken[:KEPT]])
    if outcome is Outcome.WHOLE:
        kept.whole_ms = kept.ended_ms
    if outcome is Outcome.BROKEN:
        kept.broken_ms, kept.broken_places = kept.ended_ms, proof.broken_count
    session.add(kept)
    if outcome is not Outcome.STOPPED:
        audit.note_check(session, asked.district, proof.entries, now=asked.now)


def _place(found: Found) -> dict[str, Any]:
    """Ids and numbers alone: nobody's name."""
    said = {name: value for name, value in found._asdict().items() if value is not None}
    return {name: value if isinstance(value, int) else str(value) for name, value in said.items()}


def last(session: Session, district: str, *, now: datetime) -> Last:
    """For pages, which it outlives the session for."""
    kept = session.get(LastProof, district)
    if kept is None:
        return Last(None, is_old=False, places=[])
    session.expunge(kept)
    is_old = kept.ended_ms < _ms(now - OLD)
    return Last(kept, is_old, json.loads(kept.found))


def households(session: Session, district: str, places: Collection[Mapping[str, Any]]) -> dict[str, UUID]:
    """By the stamps of these places, under which household the log has them; none where that cannot be read."""
    stamps = {place["stamp"] for place in places if "stamp" in place}
    wanted = select(LoggedOperation.stamp, *stored.as_stored(LoggedOperation, "household_id")).where(
        LoggedOperation.district_code == district, col(LoggedOperation.stamp).in_(stamps)
    )
    with stored.any_text(session):
        found = {line.stamp: stored.as_id(line.household_id) for line in session.connection().execute(wanted)}
    return {stamp: household for stamp, household in found.items() if household}


def run_job(work: Work) -> dict[str, Any]:
    """What the job does; twice it finds the same."""
    with work.database.reading() as session:
        here = LoggedOperation.district_code == work.district
        whole = session.exec(select(func.count()).select_from(LoggedOperation).where(here)).one()
    asked = Asked(work.district, datetime.now(UTC), by=work.asked_by)
    found = prove(work.database, asked, lambda done: work.progress(done, max(done, whole), stage=STAGE))
    return {"where": WHERE, "broken": found.proof.broken_count, "kept": found.is_kept}


def _ms(moment: datetime) -> int:
    return int(moment.timestamp() * 1000)
