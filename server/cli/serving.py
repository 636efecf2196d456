"""Commands that set the server up and run it."""

import gc
import socket
from collections.abc import Callable
from pathlib import Path
from ssl import SSLContext
from typing import Annotated

import typer
import uvicorn

from server.cli.certificates import say_if_it_ends
from server.cli.console import Console
from server.config import Settings
from server.main import create_app
from server.services import certificate, districts
from shared_models.errors import DomainError

commands = typer.Typer()
CIPHERS = "ECDHE+AESGCM:ECDHE+CHACHA20"  # of TLS 1.2; those that uvicorn takes by itself are older
LOOPBACK = {"127.0.0.1", "localhost", "::1"}


class PortTaken(DomainError):
    code = "port_taken"


class OpenLine(DomainError):
    """Plain http would be heard by the network."""

    code = "open_line"


@commands.command()
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


@commands.command()
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
        say_if_it_ends(console, found)
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
        ssl_context_factory=_renewed(settings.data_dir) if is_certified else None,
    )


def _renewed(data_dir: Path) -> Callable[[uvicorn.Config, Callable[[], SSLContext]], SSLContext]:
    """How uvicorn makes its context."""

    def made(_config: uvicorn.Config, usual: Callable[[], SSLContext]) -> SSLContext:
        context = usual()
        certificate.Renewed(context, data_dir)
        return context

    return made


def _is_free(host: str, port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True
