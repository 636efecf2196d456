"""Commands that back up the database and bring it back."""

import os
from pathlib import Path
from typing import Annotated

import typer

from server.cli.console import Console
from server.config import BACKUP_KEY, BACKUP_TO
from server.services import districts
from server.services.proving import audit
from server.services.proving.audit import Action
from server.services.safekeeping import backup

SAID_EVERY = 100_000

commands = typer.Typer()


@commands.command("backup-key")
def backup_key(context: typer.Context) -> None:
    """สร้างกุญแจสำรองข้อมูล · make a key for backups (FIELD_SERVER_BACKUP_TO, FIELD_SERVER_BACKUP_KEY)"""
    console: Console = context.obj
    made = backup.new_key()
    console.say(
        "public ตั้งไว้ที่เซิร์ฟเวอร์ private พิมพ์เก็บในซองนอกสำนักงาน ถ้าหายจะเปิดแฟ้มสำรองไม่ได้อีก",
        "Set public on the server. Print private and keep it in an envelope elsewhere: without it no backup opens.",
    )
    console.answer(made._asdict())


@commands.command("backup")
def back_up(context: typer.Context, file: Annotated[Path, typer.Argument()]) -> None:
    """สำรองข้อมูลทั้งหมดขณะเซิร์ฟเวอร์ทำงาน เข้ารหัสและอ่านทวนแล้ว · back up everything, encrypted, read back whole"""
    console: Console = context.obj
    key = backup.public_half(os.environ.get(BACKUP_TO, ""), name=BACKUP_TO)
    now = console.now()
    with console.database() as database:
        made = backup.back_up(database, file, key, now=now, progress=_saying(console))
        with database.writing() as session:
            for district in districts.served(session):
                audit.enter(session, district, Action.BACKED_UP, officer_id=None, subject=f"n={made.rows}", now=now)
    console.answer({"rows": made.rows, "bytes": file.stat().st_size, "digest": made.digest})


@commands.command("restore")
def restore(
    context: typer.Context,
    file: Annotated[Path, typer.Argument()],
    check: Annotated[bool, typer.Option("--check", help="อ่านทวนเท่านั้น · only read it through")] = False,
) -> None:
    """กู้คืนลงฐานข้อมูลว่าง · bring a backup into an empty database (FIELD_SERVER_BACKUP_KEY)"""
    console: Console = context.obj
    console.needs(file)
    key = backup.private_half(os.environ.get(BACKUP_KEY, ""), name=BACKUP_KEY)
    if check:
        found = backup.check(file, key)
    else:
        with console.reaching() as database:
            found = backup.restore(database, file, key, now=console.now())
    console.answer({"rows": found.rows, "made_at": found.made_at.isoformat(timespec="seconds"), "digest": found.digest})


def _saying(console: Console) -> backup.Progress:
    """Tells a person, now and then, how far it is."""
    said = 0

    def progress(rows: int) -> None:
        nonlocal said
        if rows - said >= SAID_EVERY:
            said = rows
            console.say(f"{rows:,} แถว", f"{rows:,} rows")

    return progress
