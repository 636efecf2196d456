"""field-server: set up, lists, officers, tables, reports, serve. One JSON object on the last line with --json."""

import gc
import socket
import sys
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from server.cli import backups, bundles, exports, lists, people, proof, review, subjects, tables
from server.cli.console import Console
from server.config import Settings
from server.main import create_app
from server.services import districts
from shared_models.errors import DomainError
from shared_models.labels import error_text

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
for part in (backups, bundles, exports, lists, people, proof, review, subjects, tables):
    cli.add_typer(part.commands)


class PortTaken(DomainError):
    code = "port_taken"


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
    password = console.password()
    with console.database() as database, database.writing() as session:
        supervisor = districts.set_up(session, district, password=password, name=name, now=console.now())
    console.say(f"ตั้งค่าอำเภอ {district} แล้ว", f"District {district} is set up.")
    console.answer({"district": district, "id": str(supervisor), "username": districts.username(district)})


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
    app = create_app(console.settings)
    gc.freeze()  # what was loaded stays: the collector looks at what requests leave behind, and at nothing else
    uvicorn.run(app, host=host, port=port, log_level="warning", access_log=False)


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


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
