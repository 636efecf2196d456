"""The list of households is brought up to date before a page reads it: at once, or by a job where that takes long."""

from datetime import UTC, date, datetime

from fastapi.responses import RedirectResponse, Response

from server.console.visitor import allowed
from server.database import Database
from server.services.background.job_runner import JobRunner
from server.services.households import household_index
from server.services.people.console_sessions import Visitor
from shared_models.access import READ


def brought_up(database: Database, runner: JobRunner, visitor: Visitor, today: date, *, where: str) -> Response | None:
    """The way to the job that the page has to wait for, if there is one."""
    with database.reading() as session:
        waits = allowed(visitor, READ) and household_index.is_far_behind(session, visitor.district, today)
    if not waits:
        household_index.refresh(database, visitor.district, today)
        return None
    with database.writing() as session:
        job = household_index.ask(session, visitor.district, by=visitor.officer_id, where=where, now=datetime.now(UTC))
    runner.wake()
    return RedirectResponse(f"/jobs/{job}", 303)
