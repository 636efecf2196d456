"""Commands about reference tables and reports."""

from pathlib import Path
from typing import Annotated

import typer

from server.cli.console import Console
from server.services import districts, reference
from server.services.reporting import reports
from shared_models.fiscal_year import thai_day
from shared_models.reference import INDICATORS, READERS
from shared_models.reports import PIVOT
from shared_models.reports.pivot_spec import InvalidPivot, PivotSpec
from shared_models.reports.wording import plain_text
from shared_models.target_encoding import whole_text

commands = typer.Typer()


@commands.command("reference-set")
def reference_set(
    context: typer.Context,
    table: Annotated[str, typer.Argument(help=" ".join((*READERS, f"{INDICATORS}/VERSION")))],
    file: Annotated[Path, typer.Argument()],
    district: Annotated[str, typer.Option()] = "",
) -> None:
    """เปลี่ยนตารางอ้างอิง (หมู่บ้าน เมนูแก้จน ปฏิทิน ตัวชี้วัด …) · put a table of reference data in force, from CSV"""
    console: Console = context.obj
    console.needs(file)
    with console.database() as database, database.writing() as session:
        code, text = district or districts.only(session), whole_text(file.read_bytes())
        reference.edit(session, code, table, text, changed_by="field-server", now=console.now())
        version = reference.read(session, code).version
    console.say("ใช้ตารางใหม่แล้ว แท็บเล็ตจะได้เมื่อรับส่งข้อมูล", "In force; tablets get it with their next exchange.")
    console.answer({"table": table, "version": version})


@commands.command("reference-show")
def reference_show(context: typer.Context, district: Annotated[str, typer.Option()] = "") -> None:
    """ตารางอ้างอิงที่สำนักงานแก้ไว้ · the tables that the office has edited"""
    console: Console = context.obj
    with console.database() as database, database.reading() as session:
        found = reference.read(session, district or districts.only(session))
    tables = {name: len(text.splitlines()) - 1 for name, text in found.document["tables"].items()}
    console.answer({"version": found.version, "tables": tables})


@commands.command("report")
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
    designed = _spec(console, spec) if name == PIVOT else None
    today = thai_day(console.now())
    with console.database() as database, database.reading() as session:
        if designed:
            table = reports.designed(session, designed, today=today, area=area)
        else:
            table = reports.report(session, name, today=today, year=year, from_year=from_year, area=area)
    if console.as_json:
        console.answer(table.to_json())
    else:
        typer.echo(plain_text(table, console.language))


def _spec(console: Console, path: Path | None) -> PivotSpec:
    if path is None:
        raise InvalidPivot(reason="spec_missing", field="--spec")
    console.needs(path)
    return PivotSpec.from_json(path.read_text(encoding="utf-8-sig", errors="replace"))
