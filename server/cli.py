"""field-server: set up, import, officers and codes, serve. One JSON object on the last line with --json."""

import contextlib
import json
import os
import socket
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any
from uuid import UUID

import typer
import uvicorn
from sqlalchemy.exc import DBAPIError

from server.config import PASSWORD, Settings
from server.database import Database
from server.main import create_app
from server.services import agency_lists, districts, officers, reference, reports, target_lists
from shared_models.errors import DomainError
from shared_models.fiscal_year import thai_day
from shared_models.labels import error_text
from shared_models.officer import Role
from shared_models.reference import INDICATORS, READERS
from shared_models.reports import PIVOT
from shared_models.reports.pivot_spec import InvalidPivot, PivotSpec
from shared_models.reports.wording import plain_text
from shared_models.target_encoding import whole_text

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


class Missing(DomainError):
    code = "password_missing"


class FileMissing(DomainError):
    code = "file_missing"


class PortTaken(DomainError):
    code = "port_taken"


class DatabaseUnreachable(DomainError):
    code = "database_unreachable"


@dataclass
class Console:
    """What every command needs of the command line."""

    settings: Settings
    as_json: bool
    language: str

    def say(self, thai: str, english: str) -> None:
        typer.echo(english if self.language == "en" else thai)

    def answer(self, result: dict[str, Any]) -> None:
        """The result: one JSON object on the last line, or a line for each key."""
        if self.as_json:
            typer.echo(json.dumps(result, ensure_ascii=False))
        else:
            for key, value in result.items():
                typer.echo(f"{key}: {value}")

    @contextlib.contextmanager
    def database(self) -> Iterator[Database]:
        """The database, brought up to date."""
        database = Database(self.settings.database_url)
        try:
            database.migrate()
            yield database
        except DBAPIError as problem:
            if not problem.connection_invalidated and not isinstance(problem.orig, OSError) and _is_reachable(database):
                raise
            raise DatabaseUnreachable() from problem
        finally:
            database.close()


def _is_reachable(database: Database) -> bool:
    try:
        with database.engine.connect():
            return True
    except DBAPIError:
        return False


@cli.callback()
def main(
    context: typer.Context,
    data_dir: Annotated[Path | None, typer.Option(help="โฟลเดอร์ข้อมูลของเซิร์ฟเวอร์ · the server's data directory")] = None,
    as_json: Annotated[
        bool, typer.Option("--json", help="JSON หนึ่งบรรทัดท้ายสุด · one JSON object on the last line")
    ] = False,
    lang: Annotated[str, typer.Option(help="th | en")] = "th",
) -> None:
    """สมุดเยี่ยมบ้าน เซิร์ฟเวอร์อำเภอ · the district server of the Home Visit Logbook"""
    context.obj = Console(Settings.read(data_dir), as_json, lang)


@cli.command()
def init(
    context: typer.Context, district: Annotated[str, typer.Option()], name: Annotated[str, typer.Option()] = ""
) -> None:
    """ตั้งค่าฐานข้อมูลและหัวหน้าศูนย์คนแรก · database and first supervisor (FIELD_SERVER_PASSWORD)"""
    console: Console = context.obj
    password = os.environ.get(PASSWORD)
    if not password:
        raise Missing()
    with console.database() as database, database.writing() as session:
        supervisor = districts.set_up(session, district, password=password, name=name, now=_now())
    console.say(f"ตั้งค่าอำเภอ {district} แล้ว", f"District {district} is set up.")
    console.answer({"district": district, "id": str(supervisor)})


@cli.command("import-targets")
def import_targets(
    context: typer.Context,
    file: Annotated[Path, typer.Argument()],
    dictionary: Annotated[Path, typer.Option()],
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
) -> None:
    """นำเข้ารายชื่อเป้าหมาย · import an agency's target list"""
    console: Console = context.obj
    for path in (file, dictionary):
        if not path.is_file():
            raise FileMissing(name=path.name)
    with console.database() as database:
        counts = target_lists.import_targets(
            database,
            file,
            dictionary,
            imported_by="field-server",
            now=_now(),
            dry_run=dry_run,
            progress=lambda lines: typer.echo(f"… {lines:,}", err=True),
        )
    console.answer(asdict(counts))


@cli.command("import-agency")
def import_agency(
    context: typer.Context,
    file: Annotated[Path, typer.Argument()],
    dictionary: Annotated[Path, typer.Option()],
    dataset: Annotated[Path, typer.Option()],
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
) -> None:
    """นำเข้ารายชื่อสวัสดิการของหน่วยงานอื่น · import another agency's list of welfare"""
    console: Console = context.obj
    for path in (file, dictionary, dataset):
        if not path.is_file():
            raise FileMissing(name=path.name)
    with console.database() as database:
        counts = agency_lists.import_agency(
            database,
            file,
            dictionary=dictionary,
            dataset=dataset,
            imported_by="field-server",
            now=_now(),
            dry_run=dry_run,
        )
    console.answer(asdict(counts))


@cli.command("officer-add")
def officer_add(
    context: typer.Context,
    name: Annotated[str, typer.Option()],
    area: Annotated[str, typer.Option()],
    role: Annotated[Role, typer.Option()] = Role.OFFICER,
) -> None:
    """เพิ่มเจ้าหน้าที่ · add an officer"""
    console: Console = context.obj
    with console.database() as database, database.writing() as session:
        officer_id = officers.add(session, name=name, role=role, area=area, now=_now())
    console.answer({"id": str(officer_id)})


@cli.command("officer-change")
def officer_change(
    context: typer.Context, officer: Annotated[str, typer.Option()], area: Annotated[str, typer.Option()]
) -> None:
    """เปลี่ยนพื้นที่ของเจ้าหน้าที่ · change an officer's area"""
    console: Console = context.obj
    with console.database() as database, database.writing() as session:
        officers.set_area(session, _uuid(officer), area, now=_now())
    console.answer({"id": officer, "area": area})


@cli.command("enrolment-code")
def enrolment_code(context: typer.Context, officer: Annotated[str, typer.Option()]) -> None:
    """ออกรหัสลงทะเบียนเครื่อง ใช้ได้ครั้งเดียว · a one-time code for a tablet"""
    console: Console = context.obj
    with console.database() as database, database.writing() as session:
        code = officers.issue_code(session, _uuid(officer), now=_now())
    console.say("รหัสนี้ใช้ได้ครั้งเดียว ภายใน 7 วัน", "This code works once, within 7 days.")
    console.answer({"code": code})


@cli.command("reference-set")
def reference_set(
    context: typer.Context,
    table: Annotated[str, typer.Argument(help=" ".join((*READERS, f"{INDICATORS}/VERSION")))],
    file: Annotated[Path, typer.Argument()],
    district: Annotated[str, typer.Option()] = "",
) -> None:
    """เปลี่ยนตารางอ้างอิง (หมู่บ้าน เมนูแก้จน ปฏิทิน ตัวชี้วัด …) · put a table of reference data in force, from CSV"""
    console: Console = context.obj
    if not file.is_file():
        raise FileMissing(name=file.name)
    with console.database() as database, database.writing() as session:
        code = district or districts.only(session)
        reference.edit(session, code, table, whole_text(file.read_bytes()), changed_by="field-server", now=_now())
        version = reference.read(session, code).version
    console.say("ใช้ตารางใหม่แล้ว แท็บเล็ตจะได้เมื่อรับส่งข้อมูล", "In force; tablets get it with their next exchange.")
    console.answer({"table": table, "version": version})


@cli.command("reference-show")
def reference_show(context: typer.Context, district: Annotated[str, typer.Option()] = "") -> None:
    """ตารางอ้างอิงที่สำนักงานแก้ไว้ · the tables that the office has edited"""
    console: Console = context.obj
    with console.database() as database, database.reading() as session:
        found = reference.read(session, district or districts.only(session))
    tables = {name: text.count("\n") for name, text in found.document["tables"].items()}
    console.answer({"version": found.version, "tables": tables})


@cli.command("report")
def report(
    context: typer.Context,
    name: Annotated[str, typer.Argument(help="progress, target_groups, …, pivot")],
    year: Annotated[int | None, typer.Option(min=2500, max=2700, help="ปีงบประมาณ พ.ศ. · fiscal year, BE")] = None,
    area: Annotated[str | None, typer.Option(help="รหัสพื้นที่ 2–8 หลัก · area code of 2 to 8 digits")] = None,
    from_year: Annotated[int | None, typer.Option(min=2500, max=2700, help="stages: ปีก่อน · the year before")] = None,
    spec: Annotated[Path | None, typer.Option(help="pivot: JSON ของตาราง · the table as JSON")] = None,
) -> None:
    """รายงาน · a report: progress, mpi, target_groups, problems, assistance, stages, welfare, pivot"""
    console: Console = context.obj
    designed = _spec(spec) if name == PIVOT else None
    today = thai_day(_now())
    with console.database() as database, database.reading() as session:
        if designed:
            table = reports.designed(session, designed, today=today, area=area)
        else:
            table = reports.report(session, name, today=today, year=year, from_year=from_year, area=area)
    if console.as_json:
        console.answer(table.to_json())
    else:
        typer.echo(plain_text(table, console.language))


def _spec(path: Path | None) -> PivotSpec:
    if path is None:
        raise InvalidPivot(reason="spec_missing", field="--spec")
    if not path.is_file():
        raise FileMissing(name=path.name)
    return PivotSpec.from_json(path.read_text(encoding="utf-8-sig", errors="replace"))


@cli.command()
def serve(
    context: typer.Context,
    port: Annotated[int, typer.Option()] = 8450,
    host: Annotated[
        str, typer.Option(help="127.0.0.1 หลัง reverse proxy ที่มี TLS · behind a proxy that does TLS")
    ] = "127.0.0.1",
) -> None:
    """เปิดเซิร์ฟเวอร์ · run the server (health at /health)"""
    console: Console = context.obj
    with console.database() as database, database.reading() as session:
        districts.state(session)
    if not _is_free(host, port):
        raise PortTaken(port=port)
    console.say(f"เปิดที่ http://{host}:{port}", f"Serving at http://{host}:{port}")
    uvicorn.run(create_app(console.settings), host=host, port=port, log_level="warning", access_log=False)


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise officers.UnknownOfficer() from None


def _now() -> datetime:
    return datetime.now(UTC)


def run() -> None:
    """The program: an error is a sentence on stderr and exit status 1."""
    try:
        cli()
    except DomainError as problem:
        typer.echo(error_text(problem.code, problem.details, _language(sys.argv)), err=True)
        raise SystemExit(1) from None


def _language(arguments: list[str]) -> str:
    """Of the messages, also when the command line itself could not be read."""
    return "en" if "--lang=en" in arguments or ("--lang", "en") in pairwise(arguments) else "th"
