"""Commands about what waits for a decision: conflicts, and what was refused."""

import json
from typing import Annotated, Any
from uuid import UUID

import typer
from sqlmodel import Session

from server.cli.console import Console
from server.services import districts
from server.services.people.officers import UnknownOfficer
from server.services.proving import audit
from server.services.reviewing import conflicts, office_edit, refusals
from server.services.reviewing.conflicts import OpenConflict, Told, UnknownConflict
from server.services.reviewing.refusals import Refusal
from shared_models.errors import DomainError, InvalidChange

commands = typer.Typer()
District = Annotated[str | None, typer.Option(help="เมื่อเซิร์ฟเวอร์ดูแลหลายอำเภอ · where the server serves several")]


def district_of(session: Session, district: str | None) -> str:
    """The one that is named, or the only one there is."""
    return district or districts.only(session)


class AuditBroken(DomainError):
    """The audit log was touched at this entry."""

    code = "audit_broken"


@commands.command("audit-verify")
def audit_verify(context: typer.Context, district: District = None) -> None:
    """ตรวจบันทึกการใช้ข้อมูลว่าต่อเนื่องครบ · whether the audit log is whole; exit status 1 where it is not"""
    console: Console = context.obj
    with console.database() as database:
        with database.reading() as session:
            code = district_of(session, district)
            found = audit.verify(session, code)
        with database.writing() as session:
            audit.note_check(session, code, found, now=console.now())
    if found.broken_at is not None:
        raise AuditBroken(number=found.broken_at)
    console.say(f"บันทึกต่อเนื่องครบ {found.count} รายการ", f"{found.count} entries in an unbroken chain.")
    console.answer({"entries": found.count, "broken_at": None})


@commands.command("conflicts")
def list_conflicts(context: typer.Context, district: District = None) -> None:
    """ข้อมูลไม่ตรงกันที่รอเลือกค่า · fields with different values, waiting for a choice"""
    console: Console = context.obj
    with console.database() as database, database.reading() as session:
        found = [_conflict(one) for one in conflicts.open_conflicts(session, district_of(session, district))]
    console.answer({"conflicts": found})


def _conflict(one: OpenConflict) -> dict[str, Any]:
    conflict = one.conflict
    return {
        "id": str(conflict.id),
        "entity": conflict.entity,
        "row_id": str(conflict.row_id),
        "household_id": str(conflict.household_id),
        "village": conflict.village,
        "field": conflict.field,
        "values": [_told(told) for told in one.told],
    }


def _told(told: Told) -> dict[str, Any]:
    return {
        "value": told.value,
        "stamp": told.stamp,
        "at": told.at,
        "officer": told.officer,
        "officer_id": str(told.officer_id) if told.officer_id else None,
        "tablet": str(told.device_id) if told.device_id else None,
    }


@commands.command("conflict-settle")
def settle(
    context: typer.Context,
    conflict_id: Annotated[str, typer.Argument(metavar="ID")],
    value: Annotated[str, typer.Option(metavar="JSON", help='เช่น "47/2" หรือ null · such as "47/2" or null')],
    officer: Annotated[str, typer.Option(help="หัวหน้าศูนย์ · the supervisor")],
    seen: Annotated[list[str] | None, typer.Option(help="stamp ที่เห็น · a stamp that was seen; repeatable")] = None,
) -> None:
    """เลือกค่าที่สำนักงาน · settle a conflict in the office (FIELD_SERVER_PASSWORD)"""
    console: Console = context.obj
    password, wanted = console.password(), _json(value)
    with console.database() as database, database.writing() as session:
        supervisor = office_edit.sign_in(session, uuid_of(officer, UnknownOfficer()), password)
        known_id = uuid_of(conflict_id, UnknownConflict())
        settled = conflicts.settle(session, supervisor, known_id, wanted, now=console.now(), seen=seen)
    console.answer({"id": conflict_id, "settled": settled})


@commands.command("refused")
def list_refused(context: typer.Context, district: District = None) -> None:
    """งานของเครื่องที่ไม่ได้รับไว้ พร้อมเหตุผล · refused operations with reason, officer and tablet"""
    console: Console = context.obj
    with console.database() as database, database.reading() as session:
        found = [_refused(one) for one in refusals.refused(session, district_of(session, district))]
    console.answer({"refused": found})


def _refused(one: Refusal) -> dict[str, Any]:
    logged = one.logged
    return {
        "stamp": logged.stamp,
        "action_id": str(logged.action_id),
        "entity": logged.entity,
        "row_id": str(logged.row_id),
        "household_id": str(logged.household_id),
        "changes": one.changes,
        "refusal": logged.refusal,
        "detail": logged.detail,
        "officer": one.officer,
        "officer_id": str(logged.officer_id),
        "tablet": str(logged.device_id),
        "at": logged.at,
        "mended_by": one.mended_by,
        "handed_at": logged.handed_ms,
        "handed_note": logged.handed_note,
    }


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidChange(field="value", reason="json") from None


def uuid_of(text: str, otherwise: Exception) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise otherwise from None
