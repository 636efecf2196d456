"""Making persons nameless whose time is over: the office's periods, a count, and the run."""

from datetime import UTC, datetime

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from server.console.render import page
from server.console.visitor import FormDep, LanguageDep, RunnerDep, VisitorDep, check
from server.console.words import say
from server.database import Database
from server.deps import DatabaseDep
from server.services import reference
from server.services.background import jobs
from server.services.background.jobs import State
from server.services.people.console_sessions import Visitor
from server.services.privacy import anonymise
from server.tables import Job
from shared_models.access import REVIEW
from shared_models.personal_data import YEARS

router = APIRouter()
HERE = "/personal-data/retention"


@router.get(HERE)
def retention(request: Request, database: DatabaseDep, visitor: VisitorDep) -> Response:
    check(visitor, REVIEW)
    return _page(request, database, visitor)


@router.post(f"{HERE}/trial")
def try_out(database: DatabaseDep, runner: RunnerDep, visitor: VisitorDep, _form: FormDep) -> Response:
    """Count who is due, as a job."""
    check(visitor, REVIEW)
    return _asked(database, runner, visitor, anonymise.TRIAL)


@router.post(f"{HERE}/run")
def run(
    request: Request, database: DatabaseDep, runner: RunnerDep, visitor: VisitorDep, told: LanguageDep, form: FormDep
) -> Response:
    """The run itself, after a count that was looked at."""
    check(visitor, REVIEW)
    if not form.get("agree"):
        return _page(request, database, visitor, error=say("retention_agree_needed", told), status=422)
    return _asked(database, runner, visitor, anonymise.KIND)


def _asked(database: Database, runner: RunnerDep, visitor: Visitor, kind: str) -> Response:
    now = datetime.now(UTC)
    with database.writing() as session:
        job_id = jobs.ask(session, visitor.district, kind, by=visitor.officer_id, wants={"back": HERE}, now=now)
    runner.wake()
    return RedirectResponse(f"/jobs/{job_id}", 303)


def _page(request: Request, database: Database, visitor: Visitor, *, error: str = "", status: int = 200) -> Response:
    with database.reading() as session:
        settings = reference.read(session, visitor.district).personal_data
        job = _last(session, visitor.district)
        shown = jobs.result(job) if job else None
        ended_ms, is_trial = (job.ended_ms, job.kind == anonymise.TRIAL) if job else (0, False)
    periods = [(setting.value, settings[setting]) for setting in YEARS]
    return page(
        request,
        "personal_data/retention.html",
        status=status,
        periods=periods,
        is_on=any(years for _, years in periods),
        shown=shown,
        shown_ms=ended_ms,
        is_trial=is_trial,
        error=error,
    )


def _last(session: Session, district: str) -> Job | None:
    """The count or run that was done last."""
    kinds = (anonymise.TRIAL, anonymise.KIND)
    found = [job for kind in kinds for job in jobs.newest(session, district, kind, most=5) if job.state == State.DONE]
    return max(found, key=lambda job: job.ended_ms, default=None)
