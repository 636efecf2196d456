"""field-app: the screens, and every use case as a command. One JSON object on the last line with --json."""

import asyncio
import json
import os
import socket
import sys
from collections.abc import Awaitable, Callable
from dataclasses import asdict, dataclass
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer

from field_app.config import OFFICER, OTHER_PIN, PIN, Settings
from field_app.services import (
    attention,
    bundle,
    conflicts,
    enrolment,
    exchange,
    households,
    lease,
    records,
    recovery,
    unlock,
)
from field_app.services.attention import Item, Place, UnknownOperation
from field_app.services.conflicts import OpenConflict
from field_app.services.tablet import Tablet
from field_app.store.errors import VaultBusy, VaultDamaged
from shared_models.entities import fields, wire_values
from shared_models.errors import DomainError, InvalidChange
from shared_models.labels import error_text
from shared_models.lease import Lease
from shared_models.synced import Synced

cli = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
HOST = "127.0.0.1"
BUSY_STATUS = 3


class PinMissing(DomainError):
    code = "pin_missing"


class PortTaken(DomainError):
    code = "port_taken"


@dataclass
class Console:
    """What every command needs of the command line."""

    settings: Settings
    as_json: bool
    language: str

    def say(self, thai: str, english: str, *, err: bool = False) -> None:
        typer.echo(english if self.language == "en" else thai, err=err)

    def answer(self, result: dict[str, Any]) -> None:
        """The result: one JSON object on the last line, or a line for each key."""
        if self.as_json:
            typer.echo(json.dumps(result, ensure_ascii=False, default=str))
            return
        for key, value in result.items():
            for line in value if isinstance(value, list) else [value]:
                typer.echo(f"{key}: {json.dumps(line, ensure_ascii=False, default=str)}")

    def warn(self, found: Lease | None) -> None:
        """That the tablet will lock soon, beside the answer."""
        if found is not None and found.is_near:
            thai = f"เหลืออีก {found.left} วัน เครื่องจะล็อกจนกว่าจะรับส่งข้อมูลกับสำนักงาน"
            english = f"{found.left} days left, then the tablet locks until it has exchanged with the office."
            self.say(thai, english, err=True)

    def unlocked(
        self, work: Callable[[Tablet], Awaitable[dict[str, Any]]], *, shows: bool = True, by: str = PIN
    ) -> None:
        """Open the vault by the PIN in the variable `by`, do the work, close it again, and answer.

        `shows`: the work shows or changes households, which it may not once the lease is over.
        """

        async def do() -> dict[str, Any]:
            tablet = await unlock.unlock(self.settings, pin(by), chosen_officer())
            try:
                if shows:
                    self.warn(await lease.demand(tablet))
                answer = await work(tablet)
                await tablet.database.checkpoint_if_due()
                return answer
            finally:
                await tablet.close()

        self.answer(asyncio.run(do()))


def pin(variable: str = PIN) -> str:
    found = os.environ.get(variable)
    if not found:
        raise PinMissing(variable=variable)
    return found


def chosen_officer() -> UUID | None:
    text = os.environ.get(OFFICER)
    return UUID(text) if text else None


@cli.callback(invoke_without_command=True)
def main(
    context: typer.Context,
    data_dir: Annotated[Path | None, typer.Option(help="โฟลเดอร์ข้อมูลของเครื่อง · the tablet's data directory")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="JSON บรรทัดท้าย · one JSON object on the last line")] = False,
    lang: Annotated[str, typer.Option(help="th | en")] = "th",
    web: Annotated[bool, typer.Option("--web", help="เปิดในเบราว์เซอร์ · in a browser")] = False,
    port: Annotated[int, typer.Option(help="พอร์ตของเบราว์เซอร์ · the browser's port")] = 8460,
    gallery: Annotated[
        bool, typer.Option("--gallery", help="ดูชิ้นส่วนหน้าจอทุกแบบ · every part of the screens, in a browser")
    ] = False,
) -> None:
    """สมุดเยี่ยมบ้าน · Home Visit Logbook: opens the app, or runs a command"""
    console = Console(Settings.read(data_dir), as_json, lang)
    context.obj = console
    if context.invoked_subcommand is None and gallery:
        open_gallery(console, port=port)
    elif context.invoked_subcommand is None:
        open_app(console, web=web, port=port)


def open_app(console: Console, *, web: bool, port: int) -> None:
    """The screens, in a window or served to a browser on this machine alone."""
    from field_app import bootstrap  # Flet takes a second to import; no command needs it

    if web:
        serve(console, bootstrap.asgi(console.settings), port)
    else:
        bootstrap.run(console.settings)


def open_gallery(console: Console, *, port: int) -> None:
    """The parts of the screens with invented people; no tablet is needed for it."""
    from field_app.gallery.app import app

    serve(console, app, port)


def serve(console: Console, app: Any, port: int) -> None:
    """An ASGI application for a browser on this machine alone, until it is stopped."""
    import uvicorn

    if not _is_free(port):
        raise PortTaken(port=port)
    console.say(f"เปิดที่ http://{HOST}:{port}", f"Open at http://{HOST}:{port}")
    uvicorn.run(app, host=HOST, port=port, log_level="warning", access_log=False, ws="websockets-sansio")


def _is_free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((HOST, port))
        except OSError:
            return False
    return True


@cli.command()
def enrol(
    context: typer.Context,
    server: Annotated[str, typer.Option()],
    code: Annotated[str, typer.Option()],
    beside: Annotated[
        bool, typer.Option("--beside", help="เพิ่มเจ้าหน้าที่ในเครื่องนี้ · another officer (FIELD_APP_OTHER_PIN opens)")
    ] = False,
) -> None:
    """ลงทะเบียนเครื่องด้วยรหัสจากสำนักงาน · enrol this tablet (FIELD_APP_PIN)"""
    console: Console = context.obj

    async def do(tablet: Tablet | None = None) -> dict[str, Any]:
        asked = await enrolment.ask(console.settings, server_url=server, code=code, pin=pin(), beside=tablet)
        await enrolment.finish(console.settings, asked, pin(), beside=tablet)
        return {"device_id": str(asked.reply.device_id), "officer_id": str(asked.reply.officer_id)}

    if beside:
        console.unlocked(do, shows=False, by=OTHER_PIN)
    else:
        console.answer(asyncio.run(do()))


@cli.command()
def recover(
    context: typer.Context,
    response: Annotated[str, typer.Argument(help="รหัสจากสำนักงาน · the office's code")] = "",
) -> None:
    """ลืมรหัสเปิดเครื่อง: ดูตัวเลขที่ต้องบอกสำนักงาน หรือตั้งรหัสใหม่ · a forgotten PIN: what to tell the office, or a new one"""
    console: Console = context.obj
    officer_id = unlock.only_officer(console.settings, chosen_officer())
    if response:
        asyncio.run(recovery.recover(console.settings, officer_id, response, pin()))
        console.say("ตั้งรหัสใหม่แล้ว งานที่บันทึกไว้อยู่ครบ", "The new PIN is set. Everything recorded is there.")
        console.answer({"officer_id": str(officer_id)})
    else:
        console.answer({"challenge": recovery.challenge(console.settings, officer_id)})


@cli.command()
def sync(context: typer.Context) -> None:
    """รับส่งข้อมูลกับสำนักงาน · exchange with the office"""

    async def do(tablet: Tablet) -> dict[str, Any]:
        summary = await exchange.exchange(tablet)
        keys = ("sent", "stored", "known", "refused", "conflicts", "received", "requests", "bytes_up", "bytes_down")
        return {**{key: getattr(summary, key) for key in keys}, "seconds": summary.seconds}

    context.obj.unlocked(do, shows=False)


@cli.command("bundle-export")
def bundle_export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="แฟ้มหรือโฟลเดอร์ · a file or folder")],
) -> None:
    """เขียนงานที่ยังไม่ได้ส่งลงแฟ้มปิดผนึก ให้สำนักงานที่ไม่มีเครือข่าย · all unsent work in a sealed file for the office"""

    async def do(tablet: Tablet) -> dict[str, Any]:
        exported, place = await bundle.export(tablet, file)
        counts = {"operations": exported.operations, "batches": exported.batches, "bytes": len(exported.data)}
        return {**counts, "bundle": exported.bundle, "file": str(place)}

    context.obj.unlocked(do, shows=False)


@cli.command("bundle-import")
def bundle_import(
    context: typer.Context, file: Annotated[Path, typer.Argument(help="แฟ้มตอบกลับ · the office's reply")]
) -> None:
    """รับแฟ้มตอบกลับของสำนักงาน · take in the office's reply to a bundle"""
    console: Console = context.obj

    async def do(tablet: Tablet) -> dict[str, Any]:
        taken = await bundle.take_in(tablet, file)
        if taken.restored:
            console.say(
                "สำนักงานกู้ข้อมูลจากชุดสำรอง งานทั้งหมดจะส่งอีกครั้ง ส่งออกแฟ้มใหม่",
                "The office has restored a backup. Everything goes again: export another bundle.",
            )
        keys = ("stored", "known", "refused", "conflicts", "held", "received", "bytes_down", "finished")
        return {**{key: getattr(taken.summary, key) for key in keys}, "bundle": taken.bundle}

    console.unlocked(do, shows=False)


@cli.command()
def status(context: typer.Context) -> None:
    """ในเครื่องมีอะไร รอส่งเท่าไร · what the tablet holds and what waits"""

    async def do(tablet: Tablet) -> dict[str, Any]:
        standing = await exchange.standing(tablet)
        keys = ("households", "persons", "unsent", "needs_attention", "conflicts")
        counts = {key: getattr(standing, key) for key in keys}
        found = await lease.standing(tablet)
        left = {"lease_days_left": found.left if found else None}
        return {**counts, "last_sync": standing.last_exchange_ms, "digests": standing.digests, **left}

    context.obj.unlocked(do, shows=False)


@cli.command()
def find(context: typer.Context, text: Annotated[str, typer.Argument()]) -> None:
    """ค้นหาครัวเรือน · find households by part of a name, number or telephone"""

    async def do(tablet: Tablet) -> dict[str, Any]:
        listing = await households.find(tablet, text)
        found = [
            {
                "id": str(line.household.id),
                "house_no": line.household.house_no,
                "village_code": line.household.village_code,
                "head": line.name,
                "members": line.members,
            }
            for line in listing.lines
        ]
        return {"households": found, "total": listing.total}

    context.obj.unlocked(do)


@cli.command()
def show(context: typer.Context, household_id: Annotated[str, typer.Argument()]) -> None:
    """แฟ้มครัวเรือน · a household with its members, problems and visits"""

    async def do(tablet: Tablet) -> dict[str, Any]:
        known_id = _uuid(household_id)
        file = await households.open_file(tablet, known_id)
        split = await conflicts.open_conflicts(tablet, known_id)
        refused = [item for item in await attention.items(tablet, known_id) if item.place is not Place.MENDED]
        return {
            "household": _row("household", file.household),
            "members": [_row("person", row) for row in file.members],
            "problems": [_row("problem", row) for row in file.problems],
            "visits": [_row("visit", row) for row in file.visits],
            "four_t": [_row("four_t", row) for row in file.analyses],
            "plans": [_row("plan", row) for row in file.plans],
            "assistance": [_row("assistance", row) for row in file.assistance],
            "welfare_receipts": [_row("welfare_receipt", row) for row in file.receipts],
            "stage_decisions": [_row("stage_decision", row) for row in file.decisions],
            "mpi_assessments": [_row("mpi_assessment", row) for row in file.assessments],
            "conflicts": [_conflict(conflict) for conflict in split],
            "needs_attention": [line for item in refused for line in _refused(item)],
        }

    context.obj.unlocked(do)


def _row(entity: str, row: Synced) -> dict[str, Any]:
    return {"id": str(row.id), **wire_values(row, fields(entity))}


def _conflict(conflict: OpenConflict) -> dict[str, Any]:
    values = [
        {
            "value": told.value,
            "officer": ", ".join(told.officers) or None,
            "origin": told.origin.value,
            "at": told.at_ms,
            "stamp": told.stamp,
        }
        for told in conflict.told
    ]
    row_id = str(conflict.subject.id)
    known = {"id": str(conflict.id), "entity": conflict.entity, "row_id": row_id, "field": conflict.field.name}
    before = {"before": conflict.before.value} if conflict.before else {}
    return {**known, "values": values, **before}


def _refused(item: Item) -> list[dict[str, Any]]:
    """A line for each operation of a refused action."""
    return [
        {
            "operation_id": str(operation.id),
            "action_id": str(operation.action_id),
            "entity": operation.entity,
            "row_id": str(operation.row_id),
            "changes": operation.changes,
            "refusal": item.refusal.value,
            "detail": item.detail,
            "officer": item.officer or None,
            "at": operation.wall_ms,
            "with_office": item.place is Place.OFFICE,
        }
        for operation in item.operations
    ]


@cli.command()
def resend(context: typer.Context, operation_id: Annotated[str, typer.Argument()]) -> None:
    """ส่งรายการที่สำนักงานยังไม่รับอีกครั้ง · let a refused operation go again as it is"""

    async def do(tablet: Tablet) -> dict[str, Any]:
        try:
            known_id = UUID(operation_id)
        except ValueError:
            raise UnknownOperation() from None
        return {"operation_id": operation_id, "state": await attention.resend(tablet, known_id)}

    context.obj.unlocked(do)


@cli.command()
def record(
    context: typer.Context,
    entity: Annotated[str, typer.Argument()],
    row_id: Annotated[str, typer.Argument(help="new = สร้างใหม่ · creates")],
    values: Annotated[str, typer.Argument(metavar="JSON")],
) -> None:
    """บันทึกหรือแก้ไข ด้วยกติกาเดียวกับหน้าจอ · record an edit, by the same rules as the screens"""
    changes = _json_object(values)

    async def do(tablet: Tablet) -> dict[str, Any]:
        operation = await records.record(tablet, entity, None if row_id == "new" else _uuid(row_id), changes)
        if operation is None:
            return {"row_id": row_id, "operation_id": None}
        return {"row_id": str(operation.row_id), "operation_id": str(operation.id)}

    context.obj.unlocked(do)


@cli.command()
def check(
    context: typer.Context,
    repair: Annotated[bool, typer.Option("--repair", help="กู้สิ่งที่พิมพ์ไว้จากแฟ้มที่เสีย · rescue what was typed")] = False,
) -> None:
    """ตรวจแฟ้มข้อมูลในเครื่อง · integrity of the cache"""
    console: Console = context.obj
    if repair:
        asyncio.run(_repair(console))

    async def do(tablet: Tablet) -> dict[str, Any]:
        report = await tablet.database.check()
        if not report.sound:
            raise VaultDamaged(part=report.damaged[0])
        return asdict(report)

    console.unlocked(do, shows=False)


async def _repair(console: Console) -> None:
    try:
        tablet = await unlock.unlock(console.settings, pin(), chosen_officer())
    except VaultDamaged:
        tablet = await unlock.repair(console.settings, pin(), chosen_officer())
        console.say("กู้สิ่งที่พิมพ์ไว้แล้ว รับส่งข้อมูลเพื่อรับส่วนที่เหลือ", "Rescued what was typed; exchange to get the rest.")
    await tablet.close()


def _json_object(text: str) -> dict[str, Any]:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        raise InvalidChange(field="JSON", reason="json") from None
    if not isinstance(found, dict):
        raise InvalidChange(field="JSON", reason="json")
    return found


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise households.UnknownHousehold() from None


def run() -> None:
    """The program: an error is a sentence on stderr; exit status 3 while another process holds the vault, else 1."""
    try:
        cli()
    except DomainError as problem:
        typer.echo(error_text(problem.code, problem.details, _language(sys.argv)), err=True)
        raise SystemExit(BUSY_STATUS if isinstance(problem, VaultBusy) else 1) from None


def _language(arguments: list[str]) -> str:
    """Of the messages, also when the command line itself could not be read."""
    return "en" if "--lang=en" in arguments or ("--lang", "en") in pairwise(arguments) else "th"


if __name__ == "__main__":
    run()
