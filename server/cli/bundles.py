"""The command that takes in a tablet's bundle and writes the reply."""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from server.cli.console import Console
from server.services.exchanging import bundle_file, bundles
from shared_models.bundle import REPLY_SUFFIX, FileKind

commands = typer.Typer()


@commands.command("bundle-import")
def bundle_import(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="แฟ้มจากแท็บเล็ต · the tablet's file")],
    reply: Annotated[Path, typer.Option(help="แฟ้มหรือโฟลเดอร์ของคำตอบ · the reply's file or folder")],
) -> None:
    """รับแฟ้มจากแท็บเล็ตที่ไม่มีเครือข่าย และเขียนแฟ้มตอบกลับ · take in a tablet's bundle, write the reply"""
    console: Console = context.obj
    console.needs(file)
    place = reply / f"{file.stem}{REPLY_SUFFIX}" if reply.is_dir() else reply
    with bundle_file.replacing(place, FileKind.REPLY) as answer, console.database() as database:
        imported = bundles.take(database, bundle_file.read(file), now=console.now())
        answer.write(imported.reply)
    console.say(
        f"นำแฟ้ม {place.name} กลับไปที่แท็บเล็ตเครื่องเดิม",
        f"Take {place.name} back to the same tablet.",
    )
    counts = {name: value for name, value in asdict(imported).items() if name != "reply"}
    console.answer({**counts, "tablet": str(imported.tablet), "bytes": len(imported.reply), "file": str(place)})
