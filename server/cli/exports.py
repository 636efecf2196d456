"""The command that writes a whole district in open form."""

import os
from pathlib import Path
from typing import Annotated

import typer

from server.cli.console import Console
from server.cli.review import District, district_of
from server.config import BACKUP_TO
from server.services.safekeeping import backup, district_export
from server.services.safekeeping.district_export import Wanted
from shared_models.errors import DomainError
from shared_models.hand_on import Purpose

WORDS_LETTERS = 200

commands = typer.Typer()


class ExportWithoutWords(DomainError):
    """The purpose is another one than those with a code, and was not said."""

    code = "export_without_words"


@commands.command("export")
def export(
    context: typer.Context,
    file: Annotated[Path, typer.Argument()],
    purpose: Annotated[Purpose, typer.Option(help="ลงบันทึกตามมาตรา 27 · put on record (s.27)")],
    words: Annotated[str, typer.Option(help="วัตถุประสงค์เป็นคำ ไม่มีชื่อคน · in words, without names")] = "",
    unsealed: Annotated[bool, typer.Option("--unsealed", help="ไม่เข้ารหัส · readable by anybody")] = False,
    district: District = None,
) -> None:
    """ส่งออกข้อมูลทั้งอำเภอเป็น CSV ในแฟ้ม zip · a whole district as CSV in a zip (sealed for FIELD_SERVER_BACKUP_TO)"""
    console: Console = context.obj
    if purpose is Purpose.OTHER and not words.strip():
        raise ExportWithoutWords()
    key = None if unsealed else backup.public_half(os.environ.get(BACKUP_TO, ""), name=BACKUP_TO)
    with console.database() as database:
        with database.reading() as session:
            code = district_of(session, district)
        wanted = Wanted(code, purpose, words.strip()[:WORDS_LETTERS], key)
        made = district_export.export(database, file, wanted, now=console.now())
    if unsealed:
        console.say(
            "แฟ้มนี้ใครก็เปิดอ่านได้ เก็บในที่ปลอดภัย และทำลายเมื่อเลิกใช้",
            "Anybody can read this file. Keep it safe and destroy it after use.",
        )
    answer = {"district": code, "sealed": not unsealed, "bytes": file.stat().st_size, "rows": dict(made.rows)}
    console.answer(answer)
