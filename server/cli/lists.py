"""Commands that bring lists in: targets, and other agencies' welfare."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from server.cli.console import Console
from server.config import ZIP_PASSWORD
from server.services.importing import agency_lists, incoming_list, target_lists

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
    with console.database() as database, _text_of(file) as text:
        counts = target_lists.import_targets(
            database,
            text,
            dictionary,
            imported_by="field-server",
            now=console.now(),
            name=file.name,
            dry_run=dry_run,
            refused_path=file.with_name(file.stem + target_lists.REPORT_ENDING),
            progress=lambda lines: typer.echo(f"… {lines:,}", err=True),
        )
    console.answer(asdict(counts))


@contextmanager
def _text_of(file: Path) -> Iterator[Path]:
    """The list itself, or what is in its zip or spreadsheet (ZIP_PASSWORD), as text for as long as it is read."""
    if not incoming_list.is_archive(file):
        yield file
        return
    with tempfile.TemporaryDirectory() as folder:
        text = Path(folder) / "list.txt"
        incoming_list.as_text(file, text, password=os.environ.get(ZIP_PASSWORD, ""))
        yield text


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
