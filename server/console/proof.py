"""The proof of the whole history: what the last one found and where, and a way to begin another."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from typing import Any, NamedTuple
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from server.console.render import page
from server.console.visitor import FormDep, LanguageDep, RunnerDep, VisitorDep, check
from server.console.words import Language, say
from server.deps import DatabaseDep
from server.services.background import jobs
from server.services.people.console_sessions import Visitor
from server.services.people.tablets import short_name
from server.services.proving import audit, last_proof
from server.tables import LastProof
from shared_models.access import REVIEW
from shared_models.hlc import Hlc
from shared_models.identity import office_id

router = APIRouter()
LATEST_MS = int(datetime(2100, 1, 1, tzinfo=UTC).timestamp() * 1000)  # a stamp can say any time


class Place(NamedTuple):
    """A line of what is broken. `tablet_id` None: the office's own work, or none that can be read; `made_ms` 0: no."""

    found: str
    tablet: str
    tablet_id: str | None
    officer: str
    made_ms: int
    where: str
    household: UUID | None


class Reading(NamedTuple):
    """What makes a place readable: officers by their ids, households by stamps, the id under which the office works."""

    officers: Mapping[str, str]
    households: Mapping[str, UUID]
    office: str
    told: Language


@router.get(last_proof.WHERE)
def show(request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep) -> Response:
    check(visitor, REVIEW)
    with database.reading() as session:
        last = last_proof.last(session, visitor.district, now=datetime.now(UTC))
        names = {str(key): name for key, name in audit.officer_names(session, visitor.district).items()}
        households = last_proof.households(session, visitor.district, last.places)
        under_way = jobs.under_way(session, visitor.district, last_proof.KIND)
    reading = Reading(names, households, str(office_id(visitor.district)), told)
    return page(
        request,
        "proof/page.html",
        last=last,
        broken=[_place(found, reading) for found in last.places],
        asked_by=_asker(last.kept, names, told) if last.kept else "",
        day=date.fromisoformat(last.kept.day) if last.kept and last.kept.day else None,
        under_way=under_way,
    )


@router.post(f"{last_proof.WHERE}/verify")
def verify(database: DatabaseDep, runner: RunnerDep, visitor: VisitorDep, _form: FormDep) -> Response:
    """As a job, whose page says how far it is: one that is under way, or a new one."""
    check(visitor, REVIEW)
    with database.writing() as session:
        job_id = jobs.under_way(session, visitor.district, last_proof.KIND) or _asked(session, visitor)
    runner.wake()
    return RedirectResponse(f"/jobs/{job_id}", 303)


def _asked(session: Session, visitor: Visitor) -> UUID:
    wants = {"back": last_proof.WHERE}
    by = visitor.officer_id
    return jobs.ask(session, visitor.district, last_proof.KIND, by=by, wants=wants, now=datetime.now(UTC))


def _asker(kept: LastProof, names: dict[str, str], told: Language) -> str:
    return names.get(str(kept.asked_by), "–") if kept.asked_by else say("by_command", told)


def _place(found: dict[str, Any], reading: Reading) -> Place:
    tablet, told = found.get("tablet"), reading.told
    is_office = tablet == reading.office
    return Place(
        found=say(f"found_{found['what']}", told),
        tablet=say("proof_by_office", told) if is_office else short_name(UUID(tablet)) if tablet else "–",
        tablet_id=None if is_office else tablet,
        officer=reading.officers.get(found.get("officer", ""), "–"),
        made_ms=_made_ms(found.get("stamp")),
        where=" · ".join(_where(found, told)),
        household=reading.households.get(found.get("stamp", "")),
    )


def _where(found: dict[str, Any], told: Language) -> list[str]:
    """The number of the run or entry, the place in it, and the columns."""
    key = "proof_entry" if found["what"] == "audit_entry" else "proof_run"
    said = [say(key, told, number=f"{found['number']:,}")] if "number" in found else []
    if "place" in found:
        said.append(say("proof_in_run", told, place=f"{found['place'] + 1:,}"))
    if "fields" in found:
        said.append(say("proof_fields", told, fields=found["fields"].replace(" ", ", ")))
    return said


def _made_ms(stamp: str | None) -> int:
    made = Hlc.from_text(stamp).ms if stamp else 0
    return made if made < LATEST_MS else 0
