"""Commands that bring lists in: targets, and other agencies' welfare."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from server.cli.console import Console
from server.services import agency_lists, target_lists

commands = typer.Typer()


@commands.command("import-targets")
def import_targets(
    context: typer.Context,
    file: Annotated[Path, typer.Argument()],
    dictionary: Annotated[Path, typer.Option()],
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
) -> None:
    """นำเข้ารายชื่อเป้าหมาย · import an agency's target list"""
    console: Console = context.obj
    console.needs(file, dictionary)
    with console.database() as database:
        counts = target_lists.import_targets(
            database,
            file,
            dictionary,
            imported_by="field-server",
            now=console.now(),
            dry_run=dry_run,
            progress=lambda lines: typer.echo(f"… {lines:,}", err=True),
        )
    console.answer(asdict(counts))


@commands.command("import-agency")
def import_agency(
    context: typer.Context,
    file: Annotated[Path, typer.Argument()],
    dictionary: Annotated[Path, typer.Option()],
    dataset: Annotated[Path, typer.Option()],
    dry_run: Annotated[bool, typer.Option("--dry-run")] = False,
) -> None:
    """นำเข้ารายชื่อสวัสดิการของหน่วยงานอื่น · import another agency's list of welfare"""
    console: Console = context.obj
    console.needs(file, dictionary, dataset)
    with console.database() as database:
        counts = agency_lists.import_agency(
            database,
            file,
            dictionary=dictionary,
            dataset=dataset,
            imported_by="field-server",
            now=console.now(),
            dry_run=dry_run,
        )
    console.answer(asdict(counts))
