"""Tablets: who works on each, when it was last heard of, and revoking one."""

from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from server.console.codes import may_recover
from server.console.render import page, sentence
from server.console.visitor import FormDep, LanguageDep, VisitorDep, allowed, check, record
from server.database import Database
from server.deps import DatabaseDep
from server.services.people import passed_drafts, revocation, tablets
from server.services.people.console_sessions import Visitor
from server.services.people.passed_drafts import Standing
from server.services.people.revocation import Why
from server.services.people.tablets import short_name
from server.services.proving.audit import Action
from server.tables import Device
from shared_models.access import ENROL, REVIEW
from shared_models.errors import InvalidChange

router = APIRouter()


@router.get("/tablets")
def list_tablets(request: Request, database: DatabaseDep, visitor: VisitorDep) -> Response:
    check(visitor, ENROL)
    with database.reading() as session:
        lines = tablets.tablets(session, visitor.district, now=datetime.now(UTC))
        drafts = passed_drafts.undecided(session, visitor.district) if allowed(visitor, REVIEW) else {}
    shown = {"tablets": lines, "drafts": drafts, "may_recover": may_recover(visitor)}
    return page(request, "tablets/list.html", challenge="", errors={}, **shown)


@router.get("/tablets/{device_id}")
def show(request: Request, database: DatabaseDep, visitor: VisitorDep, device_id: UUID) -> Response:
    check(visitor, ENROL)
    with database.reading() as session:
        device = revocation.find_tablet(session, visitor.district, device_id)
        by = tablets.officer_name(session, visitor.district, device.revoked_by)
        held, drafts = revocation.held_work(session, device), passed_drafts.of_tablet(session, device)
        undecided = sum(draft.standing is Standing.WAITING for draft in drafts)
        values = _known(session, device)
    seen = {"may_review": allowed(visitor, REVIEW), "by": by, "held": held}
    seen |= {"drafts": len(drafts), "drafts_waiting": undecided}
    return page(request, "tablets/page.html", **seen, **values)


@router.get("/tablets/{device_id}/revoke")
def ask_to_revoke(request: Request, database: DatabaseDep, visitor: VisitorDep, device_id: UUID) -> Response:
    """What will follow, before it is done."""
    check(visitor, ENROL)
    return _asked(request, database, visitor, device_id, entered={}, errors={})


@router.post("/tablets/{device_id}/revoke")
def revoke(
    request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, form: FormDep, device_id: UUID
) -> Response:
    """Revoked, or found revoked by somebody else: the tablet's page says by whom and when."""
    check(visitor, ENROL)
    now = datetime.now(UTC)
    try:
        why = revocation.reason(form.get("why", ""))
    except InvalidChange as invalid:
        errors = {"why": sentence(invalid, told)}
        return _asked(request, database, visitor, device_id, entered=form, errors=errors, status=422)
    with database.writing() as session:
        device = revocation.find_tablet(session, visitor.district, device_id)
        by, note = visitor.officer_id, form.get("note", "")
        if revocation.revoke_tablet(device, why=why, note=note, by=by, now=now):
            record(session, visitor, Action.TABLET_REVOKED, f"{device_id} {why.value}", now)
    return RedirectResponse(f"/tablets/{device_id}", 303)


@router.post("/tablets/{device_id}/restore")
def restore(database: DatabaseDep, visitor: VisitorDep, _form: FormDep, device_id: UUID) -> Response:
    """In use again."""
    check(visitor, ENROL)
    with database.writing() as session:
        device = revocation.find_tablet(session, visitor.district, device_id)
        if revocation.restore_tablet(device):
            record(session, visitor, Action.TABLET_RESTORED, str(device_id), datetime.now(UTC))
    return RedirectResponse(f"/tablets/{device_id}", 303)


def _asked(
    request: Request,
    database: Database,
    visitor: Visitor,
    device_id: UUID,
    *,
    entered: dict[str, str],
    errors: dict[str, str],
    status: int = 200,
) -> Response:
    with database.reading() as session:
        values = _known(session, revocation.find_tablet(session, visitor.district, device_id))
    if values["device"].revoked:
        return RedirectResponse(f"/tablets/{device_id}", 303)
    return page(
        request, "tablets/revoke.html", status=status, reasons=list(Why), entered=entered, errors=errors, **values
    )


def _known(session: Session, device: Device) -> dict[str, Any]:
    """What both pages of a tablet say."""
    follows = revocation.consequences(session, device)
    session.expunge(device)
    return {"device": device, "name": short_name(device.id), "follows": follows}
