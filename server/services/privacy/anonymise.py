"""The run that makes persons nameless whose period is over: a trial counts, the run itself does it, person by person.

Each person is one transaction of the office's ordinary edit and of what it leaves behind, so that a run which is cut
short has done some persons whole and the others not at all; the next one goes on with the rest.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlmodel import Session

from server.database import Database
from server.services import reference
from server.services.background.jobs import Work
from server.services.exchanging.feed import Feed
from server.services.households import household_index
from server.services.privacy import retention_traces
from server.services.privacy.retention_due import Due, Group, Waits, due, group, waits
from server.services.proving import audit
from server.services.proving.audit import Action
from server.services.reviewing import office_action, office_edit
from server.services.reviewing.office_edit import Supervisor
from shared_models.errors import DomainError
from shared_models.fiscal_year import thai_day
from shared_models.person import Person

TRIAL, KIND = "retention_trial", "anonymise"
STAGE = "persons"
Heard = Callable[[int, int], None]


@dataclass
class Counts:
    """What a run found or did: persons by setting and by subdistrict, and how many wait for what.

    `again` are nameless persons about whom something had come since; `bodies` operations that lost their bodies.
    """

    persons: int = 0
    again: int = 0
    bodies: int = 0
    by: Counter[str] = field(default_factory=Counter)
    areas: Counter[str] = field(default_factory=Counter)
    waits: Counter[str] = field(default_factory=Counter)

    def add(self, found: Group, bodies: int) -> None:
        self.bodies += bodies
        if found.due.by is None:
            self.again += 1
            return
        self.persons += 1
        self.by[found.due.by.value] += 1
        self.areas[found.due.person.village[:6]] += 1

    def told(self) -> dict[str, Any]:
        """As a job keeps it and a command answers it."""
        numbers = {"persons": self.persons, "again": self.again, "bodies": self.bodies}
        return {**numbers, "by": dict(self.by), "areas": dict(self.areas), "waits": dict(self.waits)}


def trial(database: Database, district: str, *, now: datetime, heard: Heard = lambda _done, _of: None) -> Counts:
    """What the run would do now. Changes nothing."""
    counts = Counts()
    with database.reading() as session:
        wanted = _due(session, district, now)
    for number, one in enumerate(wanted):
        heard(number, len(wanted))
        with database.reading() as session:
            _count(session, district, one, counts)
    return counts


def run(database: Database, supervisor: Supervisor, *, now: datetime, heard: Heard = lambda _done, _of: None) -> Counts:
    """Twice it ends the same."""
    counts, district = Counts(), supervisor.district
    with database.reading() as session:
        wanted = _due(session, district, now)
    for number, one in enumerate(wanted):
        heard(number, len(wanted))
        try:
            with database.writing() as session:
                _make_nameless(session, supervisor, one, counts, now=now)
        except DomainError:
            counts.waits[Waits.REFUSED.value] += 1
    household_index.refresh(database, district, thai_day(now))
    return counts


def _due(session: Session, district: str, now: datetime) -> list[Due]:
    found = list(due(session, district, reference.read(session, district).personal_data, today=thai_day(now)))
    session.expunge_all()
    return found


def _count(session: Session, district: str, one: Due, counts: Counts) -> None:
    found = _ready(session, district, one, counts)
    if found is not None:
        counts.add(found, len(retention_traces.telling(session, found.row_ids)))


def _ready(session: Session, district: str, one: Due, counts: Counts) -> Group | None:
    """The person as stored now, if there is something to do and nothing to wait for."""
    person = session.get(Person, (district, one.person.id), populate_existing=True)
    if person is None:
        return None
    found = group(session, district, Due(person, one.by))
    if not found.edits() and not retention_traces.telling(session, found.row_ids):
        return None
    why = waits(session, district, found)
    if why is not None:
        counts.waits[why.value] += 1
        return None
    return found


def _make_nameless(session: Session, supervisor: Supervisor, one: Due, counts: Counts, *, now: datetime) -> None:
    office_edit.lock(session, supervisor.district)
    Feed(session).lock([supervisor.district])  # nobody edits what is read from here on
    found = _ready(session, supervisor.district, one, counts)
    if found is None:
        return
    edits = found.edits()
    if edits:
        office_action.act(session, supervisor, edits, now=now)
    bodies = retention_traces.clear(session, supervisor.district, found)
    subject = f"person/{one.person.id}"
    audit.enter(
        session, supervisor.district, Action.MADE_NAMELESS, officer_id=supervisor.officer_id, subject=subject, now=now
    )
    counts.add(found, bodies)


def run_trial(work: Work) -> Mapping[str, Any]:
    """The trial as a job."""
    counts = trial(work.database, work.district, now=work.now, heard=_told(work))
    return {"where": "/personal-data/retention", **counts.told()}


def run_job(work: Work) -> Mapping[str, Any]:
    """The run as a job; begun again after a stop, it goes on with the rest."""
    counts = run(work.database, Supervisor(work.district, work.asked_by), now=work.now, heard=_told(work))
    return {"where": "/personal-data/retention", **counts.told()}


def _told(work: Work) -> Heard:
    return lambda done, of: work.progress(done, of, stage=STAGE)
