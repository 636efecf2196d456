"""field-server: set up, lists, officers, tables, reports, serve. One JSON object on the last line with --json."""

import sys
from importlib import import_module
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer
from click import Command, Context
from typer.core import TyperGroup
from typer.main import get_group

from server.cli.console import Console
from server.config import Settings
from shared_models.errors import DomainError
from shared_models.labels import error_text

COMMANDS = {
    "serving": ("init", "serve"),
    "certificates": ("certificate",),
    "people": (
        "officer-add",
        "officer-change",
        "enrolment-code",
        "recovery-response",
        "console-account",
        "device-revoke",
    ),
    "lists": ("import-targets", "import-agency"),
    "bundles": ("bundle-import",),
    "review": ("conflicts", "conflict-settle", "refused", "audit-verify"),
    "tables": ("reference-set", "reference-show", "report"),
    "proof": ("verify-log", "checksum"),
    "exports": ("export",),
    "subjects": ("anonymise", "device-holdings"),
    "backups": ("backup-key", "backup", "restore"),
}
MODULE_OF = {command: module for module, commands in COMMANDS.items() for command in commands}


class OneByOne(TyperGroup):
    """Loads the module of the command that is asked for: with all of the office, each would take two seconds longer."""

    def list_commands(self, ctx: Context) -> list[str]:
        return list(MODULE_OF)

    def get_command(self, ctx: Context, cmd_name: str) -> Command | None:
        if cmd_name not in MODULE_OF:
            return None
        part = import_module(f"server.cli.{MODULE_OF[cmd_name]}")
        return get_group(part.commands).commands[cmd_name]


cli = typer.Typer(cls=OneByOne, no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)


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
