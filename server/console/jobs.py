"""Long work on a page: how far it is, a way to cancel it, and its result when it is done."""

import json
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from server.console.render import page
from server.console.visitor import FormDep, LanguageDep, VisitorDep, check
from server.database import Database
from server.deps import DatabaseDep
from server.services.background import jobs
from server.services.background.job_kinds import KINDS
from server.services.background.jobs import State
from server.services.people.console_sessions import Visitor
from server.tables import Job
from shared_models.labels import error_text

router = APIRouter()


@router.get("/jobs/{job_id}")
def show(request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, job_id: UUID) -> Response:
    """The work; when it is done, the page that its result names as `where`."""
    job = _job(database, visitor, job_id)
    if where := _where(job):
        return RedirectResponse(where, 303)
    return page(request, "jobs/page.html", job=job, problem=_problem(job, told), back=_back(job))


@router.get("/jobs/{job_id}/state")
def state(request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, job_id: UUID) -> Response:
    """The part of the page that changes by itself."""
    job = _job(database, visitor, job_id)
    if where := _where(job):
        return Response(status_code=204, headers={"hx-redirect": where})
    return page(request, "jobs/state.html", job=job, problem=_problem(job, told), back=_back(job))


@router.post("/jobs/{job_id}/cancel")
def cancel(database: DatabaseDep, visitor: VisitorDep, _form: FormDep, job_id: UUID) -> Response:
    _job(database, visitor, job_id)
    with database.writing() as session:
        jobs.cancel(session, visitor.district, job_id)
    return RedirectResponse(f"/jobs/{job_id}", 303)


def _job(database: Database, visitor: Visitor, job_id: UUID) -> Job:
    """Raises UnknownJob, and NotPermitted for who may not ask for such work."""
    with database.reading() as session:
        job = jobs.find(session, visitor.district, job_id)
        session.expunge(job)
    check(visitor, KINDS[job.kind].action)
    return job


def _where(job: Job) -> str:
    return str(jobs.result(job).get("where", "")) if job.state == State.DONE else ""


def _back(job: Job) -> str:
    """The page that it was asked for on, if it says so."""
    return str(json.loads(job.wants).get("back", ""))


def _problem(job: Job, told: str) -> str:
    """Why it failed, as a sentence; "" where it did not."""
    if job.state != State.FAILED:
        return ""
    failed = jobs.result(job)
    return error_text(failed["code"], failed["details"], told)
