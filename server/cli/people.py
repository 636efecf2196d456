"""Commands about officers, the codes that enrol their tablets, and those that help who forgot a PIN."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import typer
from sqlmodel import Session

from server.cli.console import Console
from server.services.people import console_sessions, officers, recovery, revocation
from server.services.proving import audit
from shared_models.officer import Role

commands = typer.Typer()


@commands.command("officer-add")
def officer_add(
    context: typer.Context,
    name: Annotated[str, typer.Option()],
    area: Annotated[str, typer.Option()],
    role: Annotated[Role, typer.Option()] = Role.OFFICER,
) -> None:
    """เพิ่มเจ้าหน้าที่ · add an officer"""
    console: Console = context.obj
    with console.database() as database, database.writing() as session:
        officer_id = officers.add(session, name=name, role=role, area=area, now=console.now())
        added = f"{officer_id} {role.value} {area}"
        _enter(session, area[:4], audit.Action.OFFICER_ADDED, added, console.now())
    console.answer({"id": str(officer_id)})


@commands.command("officer-change")
def officer_change(
    context: typer.Context,
    officer: Annotated[str, typer.Option()],
    area: Annotated[str, typer.Option()] = "",
    revoke: Annotated[bool, typer.Option("--revoke", help="ระงับ · revoke")] = False,
) -> None:
    """เปลี่ยนพื้นที่ของเจ้าหน้าที่ หรือระงับ · change an officer's area, or revoke the officer"""
    console: Console = context.obj
    with console.database() as database, database.writing() as session:
        account, now = officers.find(session, _uuid(officer)), console.now()
        if area:
            officers.set_area(session, account.id, area, now=now)
            changed = f"{account.id} {account.role} {area}"
            _enter(session, account.district_code, audit.Action.OFFICER_CHANGED, changed, now)
        if revoke and revocation.revoke_officer(session, account, now=now):
            _enter(session, account.district_code, audit.Action.OFFICER_REVOKED, officer, now)
        answer = {"id": officer, "area": area, "revoked": account.revoked}
    console.answer(answer)


@commands.command("device-revoke")
def device_revoke(context: typer.Context, device: Annotated[str, typer.Argument()]) -> None:
    """ระงับแท็บเล็ต งานที่ยังไม่ส่งยังส่งมาได้และรอตรวจ · revoke a tablet; unsent work can still come, to be reviewed"""
    console: Console = context.obj
    with console.database() as database, database.writing() as session:
        found, now = revocation.named(session, device), console.now()
        if revocation.revoke_tablet(found, why=revocation.Why.LOST, note="", by=None, now=now):
            _enter(session, found.district_code, audit.Action.TABLET_REVOKED, f"{found.id} lost", now)
        waiting = found.waiting
    console.answer({"id": device, "revoked": True, "waiting": waiting})


@commands.command("console-account")
def console_account(
    context: typer.Context, officer: Annotated[str, typer.Option()], username: Annotated[str, typer.Option()]
) -> None:
    """ให้เจ้าหน้าที่เข้าหน้าเว็บของสำนักงาน · let an officer sign in to the office's pages (FIELD_SERVER_PASSWORD)"""
    console: Console = context.obj
    password = console.password()
    given = console_sessions.credentials(username, password)
    with console.database() as database, database.writing() as session:
        district = console_sessions.keep_account(session, _uuid(officer), given)
        audit.enter(session, district, audit.Action.ACCOUNT_GIVEN, officer_id=None, subject=officer, now=console.now())
    console.answer({"id": officer, "username": given.username})


@commands.command("enrolment-code")
def enrolment_code(context: typer.Context, officer: Annotated[str, typer.Option()]) -> None:
    """ออกรหัสลงทะเบียนเครื่อง ใช้ได้ครั้งเดียว · a one-time code for a tablet"""
    console: Console = context.obj
    with console.database() as database:
        with database.reading() as session:
            made = officers.new_code(session)
        with database.writing() as session:
            officers.keep_code(session, _uuid(officer), made, now=console.now())
            district = officers.find(session, _uuid(officer)).district_code
            _enter(session, district, audit.Action.CODE_ISSUED, officer, console.now())
    console.say("รหัสนี้ใช้ได้ครั้งเดียว ภายใน 15 นาที", "This code works once, within 15 minutes.")
    console.answer({"code": made.code})


@commands.command("recovery-response")
def recovery_response(
    context: typer.Context,
    challenge: Annotated[str, typer.Argument(help="ตัวเลขบนจอแท็บเล็ต · the digits on the tablet's screen")],
) -> None:
    """ออกรหัสให้เจ้าหน้าที่ที่ลืมรหัสเปิดเครื่อง · the code for an officer who forgot the PIN (FIELD_SERVER_PASSWORD)"""
    console: Console = context.obj
    password = console.password()
    with console.database() as database:
        with database.reading() as session:
            found = recovery.response(session, challenge, password)
        with database.writing() as session:
            given = audit.Action.RECOVERY_GIVEN
            audit.enter(session, found.district, given, officer_id=None, subject=found.subject, now=console.now())
    console.say(
        f"ตรวจให้แน่ใจก่อนว่าผู้ขอคือ {found.officer} รหัสนี้ใช้ได้ครั้งเดียว",
        f"Make sure first that it is {found.officer} who asks. The code works once.",
    )
    console.answer({"response": found.code, "officer": found.officer, "number": found.number})


def _enter(session: Session, district: str, action: audit.Action, subject: str, now: datetime) -> None:
    audit.enter(session, district, action, officer_id=None, subject=subject, now=now)


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise officers.UnknownOfficer() from None
