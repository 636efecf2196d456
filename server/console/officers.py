"""Officers: who works where, as what, and whether they may still; and the account for the office's pages."""

from datetime import UTC, datetime
from uuid import UUID

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response
from sqlmodel import Session

from server.console.render import page, sentence
from server.console.visitor import FormDep, LanguageDep, VisitorDep, areas_of, check, record
from server.database import Database
from server.deps import DatabaseDep
from server.services.people import accounts, console_sessions, officers, revocation, tablets
from server.services.people.console_sessions import Visitor
from server.services.proving.audit import Action
from server.tables import OfficerAccount
from shared_models.access import ENROL
from shared_models.area import contains
from shared_models.errors import InvalidChange, NotPermitted
from shared_models.officer import Role

router = APIRouter()
EMPTY = {"name": "", "role": Role.OFFICER.value, "area": ""}


@router.get("/officers")
def list_officers(request: Request, database: DatabaseDep, visitor: VisitorDep) -> Response:
    check(visitor, ENROL)
    return _list(request, database, visitor, EMPTY, {})


@router.post("/officers")
def add_officer(
    request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, form: FormDep
) -> Response:
    """The officer, in an area of this district; then the list, with the new one in it."""
    entered, area, now = EMPTY | form, form.get("area", ""), datetime.now(UTC)
    if not contains(visitor.district, area) or entered["role"] not in _roles(visitor):
        raise NotPermitted(action=ENROL)
    check(visitor, ENROL, area)
    try:
        with database.writing() as session:
            added = officers.add(session, name=entered["name"], role=Role(entered["role"]), area=area, now=now)
            record(session, visitor, Action.OFFICER_ADDED, f"{added} {entered['role']} {area}", now)
    except InvalidChange as invalid:
        return _list(request, database, visitor, entered, _at_field(invalid, told), status=422)
    return RedirectResponse("/officers", 303)


@router.get("/officers/{officer_id}")
def show(request: Request, database: DatabaseDep, visitor: VisitorDep, officer_id: UUID) -> Response:
    check(visitor, ENROL)
    return _page(request, database, visitor, officer_id, {}, {})


@router.post("/officers/{officer_id}")
def change(
    request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, form: FormDep, officer_id: UUID
) -> Response:
    """Name, role and area as the form has them; an empty area leaves those held as they are."""
    check(visitor, ENROL)
    role, area, now = form.get("role", ""), form.get("area", ""), datetime.now(UTC)
    if role not in _roles(visitor) or (area and not contains(visitor.district, area)):
        raise NotPermitted(action=ENROL)
    try:
        with database.writing() as session:
            account = _manageable(session, visitor, officer_id)
            if officer_id == visitor.officer_id and (role != account.role or area):
                raise NotPermitted(action=ENROL)
            officers.rename(session, officer_id, form.get("name", ""))
            account.role = Role(role)
            if area:
                officers.set_area(session, officer_id, area, now=now)
            record(session, visitor, Action.OFFICER_CHANGED, f"{officer_id} {role} {area}".strip(), now)
    except InvalidChange as invalid:
        return _page(request, database, visitor, officer_id, form, _at_field(invalid, told), status=422)
    return RedirectResponse(f"/officers/{officer_id}", 303)


@router.get("/officers/{officer_id}/revoke")
def ask_to_revoke(request: Request, database: DatabaseDep, visitor: VisitorDep, officer_id: UUID) -> Response:
    """What will follow, before it is done."""
    check(visitor, ENROL)
    with database.reading() as session:
        account = _other(session, visitor, officer_id)
        follows = revocation.officer_consequences(session, account, now=datetime.now(UTC))
        name, is_revoked = account.name, account.revoked
    if is_revoked:
        return RedirectResponse(f"/officers/{officer_id}", 303)
    names = [tablets.short_name(device_id) for device_id in follows.tablets]
    return page(request, "officers/revoke.html", officer_id=officer_id, name=name, tablet_names=names, follows=follows)


@router.post("/officers/{officer_id}/revoke")
def revoke(database: DatabaseDep, visitor: VisitorDep, _form: FormDep, officer_id: UUID) -> Response:
    check(visitor, ENROL)
    now = datetime.now(UTC)
    with database.writing() as session:
        if revocation.revoke_officer(session, _other(session, visitor, officer_id), now=now):
            record(session, visitor, Action.OFFICER_REVOKED, str(officer_id), now)
    return RedirectResponse(f"/officers/{officer_id}", 303)


@router.post("/officers/{officer_id}/restore")
def restore(database: DatabaseDep, visitor: VisitorDep, _form: FormDep, officer_id: UUID) -> Response:
    check(visitor, ENROL)
    with database.writing() as session:
        if revocation.restore_officer(_other(session, visitor, officer_id)):
            record(session, visitor, Action.OFFICER_RESTORED, str(officer_id), datetime.now(UTC))
    return RedirectResponse(f"/officers/{officer_id}", 303)


@router.post("/officers/{officer_id}/account")
def give_account(
    request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, form: FormDep, officer_id: UUID
) -> Response:
    """A first password, on this answer alone; whoever signs in with it chooses another before anything else."""
    check(visitor, ENROL)
    now = datetime.now(UTC)
    with database.reading() as session:
        account = _other(session, visitor, officer_id)
        if account.revoked:
            raise officers.UnknownOfficer()
        name = account.name
    password = accounts.first_password()
    try:
        given = console_sessions.credentials(form.get("username", ""), password)
        with database.writing() as session:
            console_sessions.keep_account(session, officer_id, given, password_due=True)
            record(session, visitor, Action.ACCOUNT_GIVEN, str(officer_id), now)
    except InvalidChange as invalid:
        return _page(request, database, visitor, officer_id, form, _at_field(invalid, told), status=422)
    return page(request, "officers/account.html", officer_id=officer_id, name=name, given=given, password=password)


@router.post("/officers/{officer_id}/sessions")
def end_sessions(database: DatabaseDep, visitor: VisitorDep, _form: FormDep, officer_id: UUID) -> Response:
    """Signed out wherever they are signed in."""
    check(visitor, ENROL)
    with database.writing() as session:
        _other(session, visitor, officer_id)
        console_sessions.end_all(session, officer_id)
        record(session, visitor, Action.SESSIONS_ENDED, str(officer_id), datetime.now(UTC))
    return RedirectResponse(f"/officers/{officer_id}", 303)


def _list(
    request: Request,
    database: Database,
    visitor: Visitor,
    entered: dict[str, str],
    errors: dict[str, str],
    status: int = 200,
) -> Response:
    with database.reading() as session:
        lines = tablets.officer_lines(session, visitor.district)
    offered = {"roles": _roles(visitor), "areas": areas_of(visitor)}
    return page(request, "officers/list.html", status=status, officers=lines, entered=entered, errors=errors, **offered)


def _page(
    request: Request,
    database: Database,
    visitor: Visitor,
    officer_id: UUID,
    entered: dict[str, str],
    errors: dict[str, str],
    status: int = 200,
) -> Response:
    with database.reading() as session:
        account = tablets.find(session, visitor.district, officer_id)
        held = officers.held_areas(session, visitor.district, officer_id)
        sessions = console_sessions.of_officer(session, officer_id, now=datetime.now(UTC))
        on = revocation.officer_consequences(session, account, now=datetime.now(UTC)).tablets
        now = {"name": account.name, "role": account.role, "area": "", "username": account.username or ""}
        is_revoked, has_account = account.revoked, account.username is not None
    return page(
        request,
        "officers/page.html",
        status=status,
        officer_id=officer_id,
        name=now["name"],
        is_revoked=is_revoked,
        has_account=has_account,
        is_self=officer_id == visitor.officer_id,
        may_manage=_may_manage(visitor, now["role"]),
        held=held,
        sessions=sessions,
        on=[(device_id, tablets.short_name(device_id)) for device_id in on],
        entered=now | entered,
        errors=errors,
        roles=_roles(visitor),
        areas=areas_of(visitor),
    )


def _manageable(session: Session, visitor: Visitor, officer_id: UUID) -> OfficerAccount:
    """An officer of this district. Raises UnknownOfficer, NotPermitted for an administrator's account."""
    account = tablets.find(session, visitor.district, officer_id)
    if not _may_manage(visitor, account.role):
        raise NotPermitted(action=ENROL)
    return account


def _other(session: Session, visitor: Visitor, officer_id: UUID) -> OfficerAccount:
    """As _manageable; never the visitor's own, so that nobody locks the office out."""
    if officer_id == visitor.officer_id:
        raise NotPermitted(action=ENROL)
    return _manageable(session, visitor, officer_id)


def _may_manage(visitor: Visitor, role: str) -> bool:
    return role in _roles(visitor)


def _at_field(invalid: InvalidChange, told: LanguageDep) -> dict[str, str]:
    return {str(invalid.details["field"]): sentence(invalid, told)}


def _roles(visitor: Visitor) -> list[Role]:
    """Those that this visitor may give: nobody makes administrators but administrators."""
    return [role for role in Role if role is not Role.ADMINISTRATOR or visitor.role is Role.ADMINISTRATOR]
