"""Commands that prove the history: every entry of it, and that it is still what was printed."""

from collections.abc import Callable
from datetime import date
from typing import Annotated, Any

import typer

from server.cli.console import Console
from server.cli.review import District, district_of
from server.console.words import Language, say
from server.services.proving import checksum, last_proof
from server.services.proving.checksum import Checksum
from server.services.proving.last_proof import Asked
from server.services.proving.log_proof import Proof
from server.services.proving.operation_proof import Found, What
from shared_models.errors import DomainError

SAID_EVERY = 50_000
LANGUAGES: tuple[Language, Language] = ("th", "en")
Day = Annotated[str, typer.Option(help="วันที่ผ่านไปแล้ว เช่น 2026-11-29 · a day that is over")]
commands = typer.Typer()


class LogBroken(DomainError):
    """The history is not as it was, in `count` places."""

    code = "log_broken"


class ChecksumWithoutDay(DomainError):
    """A checksum is of a day, which was not said."""

    code = "checksum_without_day"


@commands.command("verify-log")
def verify_log(
    context: typer.Context,
    district: District = None,
    against: Annotated[str, typer.Option(help="ตัวอักษรในใบตรวจสอบ · the letters that were printed")] = "",
    day: Day = "",
) -> None:
    """ตรวจประวัติทั้งหมดว่าไม่ถูกแก้ ขาด หรือสลับที่ · prove the whole history; exit status 1 where it is broken"""
    console: Console = context.obj
    printed = checksum.typed(against) if against else ""
    if printed and not day:
        raise ChecksumWithoutDay()
    with console.database() as database:
        with database.reading() as session:
            code = district_of(session, district)
        asked = Asked(code, console.now(), printed=printed, day=_day(day) if printed else None)
        found, is_kept = last_proof.prove(database, asked, _saying(console))
    _answer(console, code, found)
    if not is_kept:
        typer.echo(say("proof_not_kept_warning", "en" if console.language == "en" else "th"), err=True)
    if found.broken_count:
        raise LogBroken(count=found.broken_count)


@commands.command("checksum")
def print_checksum(context: typer.Context, district: District = None, day: Day = "") -> None:
    """ใบตรวจสอบของวันหนึ่ง ปกติคือเมื่อวาน · the checksum of a day, else of yesterday"""
    console: Console = context.obj
    now = console.now()
    with console.database() as database, database.reading() as session:
        chosen = _day(day) if day else checksum.yesterday(now)
        found = checksum.of_day(session, district_of(session, district), chosen, now=now)
    console.answer(_told(found))


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("2026-11-29", param_hint="--day") from None


def _told(found: Checksum) -> dict[str, Any]:
    return {
        "checksum": found.text,
        "district": found.district,
        "day": found.day.isoformat(),
        "entry": found.entry,
        "entry_hash": found.entry_hash.hex(),
        "runs": found.runs,
        "runs_hash": found.runs_hash.hex(),
    }


def _answer(console: Console, district: str, proof: Proof) -> None:
    counts = {
        "operations": proof.operations,
        "runs": proof.runs,
        "audit_entries": proof.entries.count,
        "removed": proof.removed,
        "not_kept": proof.not_kept,
    }
    forks = [_where(district, found) for found in proof.forks]
    broken = [{"what": found.what.value, **_where(district, found)} for found in proof.broken]
    if console.as_json:
        console.answer({**counts, "forks": forks, "broken": broken})
        return
    for fork in forks:
        console.say(f"แท็บเล็ตที่ถูกคัดลอกส่งมา: {_line(fork)}", f"sent by a copy of a tablet: {_line(fork)}")
    for found in proof.broken:
        thai, english = (say(f"found_{found.what}", language) for language in LANGUAGES)
        console.say(f"{thai}: {_line(_where(district, found))}", f"{english}: {_line(_where(district, found))}")
    console.answer({**counts, "forks": len(forks), "broken": proof.broken_count})


def _where(district: str, found: Found) -> dict[str, Any]:
    """Ids and numbers alone: nobody's name."""
    values = {name: value for name, value in found._asdict().items() if name != "what" and value is not None}
    number = "entry" if found.what == What.AUDIT_ENTRY else "run_number"
    told = {number if name == "number" else name: value for name, value in values.items()}
    return {"district": district} | {n: v if isinstance(v, int) else str(v) for n, v in told.items()}


def _line(where: dict[str, Any]) -> str:
    return " · ".join(f"{name} {value}" for name, value in where.items())


def _saying(console: Console) -> Callable[[int], None]:
    """Tells a person, now and then, how far it is."""
    said = 0

    def told(operations: int) -> None:
        nonlocal said
        if operations - said >= SAID_EVERY and not console.as_json:
            said = operations
            console.say(f"{operations:,} รายการ", f"{operations:,} operations")

    return told
