"""Commands about people's own data: making persons nameless, and whose data a tablet held."""

from pathlib import Path
from typing import Annotated

import typer

from server.cli.console import Console
from server.cli.review import District, district_of, uuid_of
from server.services.exchanging import holdings
from server.services.people import revocation
from server.services.people.officers import UnknownOfficer
from server.services.privacy import anonymise, holdings_file
from server.services.privacy.holdings_file import Use
from server.services.reviewing import office_edit
from shared_models.reports.csv_text import csv_text

commands = typer.Typer()
BREACH = "subject_breach"  # what a list by command is for


@commands.command("anonymise")
def make_nameless(
    context: typer.Context,
    officer: Annotated[str, typer.Option(help="หัวหน้าศูนย์ · the supervisor")] = "",
    dry_run: Annotated[bool, typer.Option("--dry-run", help="นับเท่านั้น · only count")] = False,
    district: District = None,
) -> None:
    """ลบชื่อผู้ที่ครบกำหนดเก็บข้อมูล · make persons nameless whose time is over (FIELD_SERVER_PASSWORD)"""
    console: Console = context.obj
    with console.database() as database:
        if dry_run:
            with database.reading() as session:
                code = district_of(session, district)
            counts = anonymise.trial(database, code, now=console.now())
        else:
            password = console.password()
            with database.reading() as session:
                supervisor = office_edit.sign_in(session, uuid_of(officer, UnknownOfficer()), password)
            counts = anonymise.run(database, supervisor, now=console.now())
    console.answer(counts.told())


@commands.command("device-holdings")
def device_holdings(
    context: typer.Context,
    device: Annotated[str, typer.Argument()],
    households: Annotated[Path | None, typer.Option(help="แฟ้ม CSV รายชื่อครัวเรือน · a CSV of the households")] = None,
) -> None:
    """แท็บเล็ตเคยเก็บข้อมูลของใคร ตั้งแต่เมื่อใด · whose data a tablet held, and since when"""
    console: Console = context.obj
    with console.database() as database, database.writing() as session:
        found = revocation.named(session, device)
        held, names = holdings.held(session, found), holdings_file.users(session, found)
        answer = {
            "id": device,
            "areas": [span._asdict() for span in held.spans],
            "households": held.households,
            "persons": held.people,
            "officers": names,
            "seen_ms": found.seen_ms,
            "waiting": found.waiting,
            "held": revocation.held_work(session, found),
        }
        if households is not None:
            table = holdings_file.table(session, found, Use(None, BREACH), now=console.now())
            households.write_bytes(csv_text(table, console.language).encode("utf-8-sig"))
            answer["listed"] = len(table.rows)
    console.answer(answer)
