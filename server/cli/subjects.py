"""Commands about people's own data: making persons nameless, and whose data a tablet held."""

from typing import Annotated

import typer

from server.cli.console import Console
from server.cli.review import District, district_of, uuid_of
from server.services import anonymise, office_edit
from server.services.officers import UnknownOfficer

commands = typer.Typer()


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
