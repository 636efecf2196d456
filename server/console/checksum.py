"""The checksum of a day, to be printed and kept away from the server."""

from datetime import UTC, date, datetime, timedelta

import segno
from fastapi import APIRouter, Request
from fastapi.responses import Response

from server.console.render import page as rendered
from server.console.render import sentence
from server.console.visitor import LanguageDep, VisitorDep, check
from server.console.words import Language, say
from server.deps import DatabaseDep
from server.services.proving import checksum, last_proof
from server.services.proving.checksum import Checksum, DayNotOver
from shared_models.access import REVIEW
from shared_models.birth import ImpossibleBirth, parse
from shared_models.fiscal_year import thai_day

router = APIRouter()


@router.get("/audit/checksum")
def show(request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, day: str = "") -> Response:
    """Of the day that was asked for, else of yesterday."""
    check(visitor, REVIEW)
    now, found, error = datetime.now(UTC), None, ""
    with database.reading() as session:
        proof = last_proof.last(session, visitor.district, now=now)
    chosen = _day(day, now)
    if chosen is None:
        error = say("day_unread", told)
    else:
        try:
            with database.reading() as session:
                found = checksum.of_day(session, visitor.district, chosen, now=now)
        except DayNotOver as problem:
            error = sentence(problem, told)
    return rendered(
        request,
        "checksum/page.html",
        status=422 if error else 200,
        proof=proof,
        found=found,
        error=error,
        entered=day,
        qr=_qr(found) if found else "",
        command=_command(found) if found else "",
        neighbours=_neighbours(chosen, now, told) if found and chosen else [],
    )


def _day(entered: str, now: datetime) -> date | None:
    """None for what is no whole day."""
    if not entered.strip():
        return checksum.yesterday(now)
    try:
        found = parse(entered, on=thai_day(now))
    except ImpossibleBirth:
        return None
    first, last = found.first_day(), found.last_day()
    return first if first == last else None


def _neighbours(day: date, now: datetime, told: Language) -> list[tuple[str, str]]:
    """The day before, and the one after where it is over: its address and words."""
    days = [(day - timedelta(days=1), "day_before"), (day + timedelta(days=1), "day_after")]
    return [(f"/audit/checksum?day={one.isoformat()}", say(key, told)) for one, key in days if one < thai_day(now)]


def _command(found: Checksum) -> str:
    return f"field-server verify-log --against {found.text} --day {found.day.isoformat()}"


def _qr(found: Checksum) -> str:
    """All that is printed, to be read by a machine."""
    hashes = f"{found.entry} {found.entry_hash.hex()} {found.runs} {found.runs_hash.hex()}"
    text = f"{checksum.FORMAT} {found.district} {found.day.isoformat()} {found.text} {hashes}"
    return str(segno.make(text, micro=False).svg_inline(svgclass="qr", lineclass=None, omitsize=True))
