"""field-server: set up, lists, officers, tables, reports, serve. One JSON object on the last line with --json."""

import gc
import socket
import sys
from itertools import pairwise
from pathlib import Path
from typing import Annotated

import typer
import uvicorn

from server.cli import backups, bundles, certificates, exports, lists, people, proof, review, subjects, tables
from server.cli.console import Console
from server.config import Settings
from server.main import create_app
from server.services import certificate, districts
from shared_models.errors import DomainError
from shared_models.labels import error_text

cli = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)
for part in (backups, bundles, certificates, exports, lists, people, proof, review, subjects, tables):
    cli.add_typer(part.commands)
CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20"  # of TLS 1.2; those that uvicorn takes by itself are older
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class PortTaken(DomainError):
    code = "port_taken"


class OpenLine(DomainError):
    """Plain http would be heard by the network."""

    code = "open_line"


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
    host: Annotated[str, typer.Option(help="0.0.0.0 ทั้งเครือข่าย · the whole network")] = "127.0.0.1",
    behind_proxy: Annotated[
        bool, typer.Option("--behind-proxy", help="มี reverse proxy ทำ TLS ให้ · a proxy in front does TLS")
    ] = False,
) -> None:
    """เปิดเซิร์ฟเวอร์ ด้วย TLS เมื่อมีใบรับรอง · run the server, by TLS where there is a certificate (health at /health)"""
    console: Console = context.obj
    found = None if behind_proxy else certificate.status(console.settings.data_dir, now=console.now())
    if found is not None:
        certificates.say_if_it_ends(console, found)
    elif not behind_proxy and host not in LOOPBACK:
        raise OpenLine(host=host)
    with console.database() as database, database.reading() as session:
        districts.state(session)
    if not _is_free(host, port):
        raise PortTaken(port=port)
    address = f"{'https' if found else 'http'}://{host}:{port}"
    console.say(f"เปิดที่ {address}", f"Serving at {address}")
    _run(console.settings, host, port, is_certified=found is not None)


def _run(settings: Settings, host: str, port: int, *, is_certified: bool) -> None:
    """Until it is stopped."""
    app = create_app(settings, authority=certificate.authority_der(settings.data_dir) if is_certified else None)
    gc.freeze()  # what was loaded stays: the collector looks at what requests leave behind, and at nothing else
    uvicorn.run(
        app,
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        server_header=False,
        forwarded_allow_ips=settings.proxies,
        ssl_certfile=certificate.server_pem(settings.data_dir) if is_certified else None,
        ssl_ciphers=CIPHERS,
    )


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
