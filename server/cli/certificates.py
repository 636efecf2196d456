"""The command that makes, renews and shows the office's certificate."""

from typing import Annotated

import typer

from server.cli.console import Console
from server.services import certificate
from server.services.certificate import CertificateMissing, Status

commands = typer.Typer()


@commands.command("certificate")
def show(
    context: typer.Context,
    host: Annotated[
        list[str] | None, typer.Option(help="ชื่อหรือ IP ที่แท็บเล็ตพิมพ์ ใส่ได้หลายครั้ง · a name or IP address that tablets type")
    ] = None,
    renew: Annotated[bool, typer.Option("--renew", help="ต่ออายุอีก 397 วัน · for another 397 days")] = False,
    new_authority: Annotated[
        bool,
        typer.Option(
            "--new-authority", help="กุญแจหาย: ทุกแท็บเล็ตต้องลงทะเบียนใหม่ · its key is lost: every tablet enrols again"
        ),
    ] = False,
) -> None:
    """ใบรับรอง TLS ของสำนักงาน: สร้าง ต่ออายุ ดูวันหมดอายุ · the office's certificate: make, renew, see until when"""
    console: Console = context.obj
    if host or renew or new_authority:
        made = certificate.make(console.settings.data_dir, host or [], now=console.now(), anew=new_authority)
        console.say("ปิดแล้วเปิด field-server serve ใหม่จึงใช้ใบนี้", "It is used after field-server serve is started again.")
        _answer(console, made)
        return
    found = certificate.status(console.settings.data_dir, now=console.now())
    if found is None:
        raise CertificateMissing()
    _answer(console, found)


def say_if_it_ends(console: Console, found: Status) -> None:
    """In words, where it is soon or was."""
    if found.days_left < 0:
        console.say(
            "ใบรับรองหมดอายุแล้ว แท็บเล็ตจะไม่ติดต่อ ต่ออายุด้วย field-server certificate --renew",
            "The certificate has run out and tablets refuse it: field-server certificate --renew",
        )
    elif found.ends_soon:
        console.say(
            f"ใบรับรองจะหมดอายุใน {found.days_left} วัน ต่ออายุด้วย field-server certificate --renew",
            f"The certificate runs out in {found.days_left} days: field-server certificate --renew",
        )


def _answer(console: Console, found: Status) -> None:
    say_if_it_ends(console, found)
    console.answer(
        {
            "hosts": found.hosts,
            "expires": found.expires.isoformat(timespec="seconds"),
            "days_left": found.days_left,
            "authority": found.authority,
            "authority_expires": found.authority_expires.isoformat(timespec="seconds"),
        }
    )
