"""The audit log: who did what with people's data, whether the chain is whole, and whose data a tablet held."""

import csv
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from typing import Annotated
from urllib.parse import urlencode
from uuid import UUID

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse

from server.console.export import MEDIA_TYPES, Kind, attached
from server.console.held import USES
from server.console.render import page as rendered
from server.console.render import sentence
from server.console.visitor import FormDep, LanguageDep, RunnerDep, VisitorDep, check, record
from server.console.words import Language, say
from server.database import Database
from server.deps import DatabaseDep
from server.services import reference
from server.services.background import jobs
from server.services.exchanging import holdings
from server.services.people import revocation, tablets
from server.services.people.console_sessions import Visitor
from server.services.people.tablets import short_name
from server.services.privacy import holdings_file
from server.services.proving import audit, last_proof
from server.services.proving.audit import COMMAND, Action, Wanted
from shared_models.access import REVIEW
from shared_models.area import display_name, find
from shared_models.birth import ImpossibleBirth, PartialDate, parse
from shared_models.entities import ENTITIES
from shared_models.fiscal_year import THAI_TIME, thai_day
from shared_models.labels import label
from shared_models.officer import Role
from shared_models.reports.csv_text import no_formula
from shared_models.thai_text import sort_key

router = APIRouter()
LENGTH = 50
MARK = "\ufeff"  # by which spreadsheets know UTF-8


@dataclass(frozen=True)
class Asked:
    """The filters as they were chosen, and what is wrong with the days."""

    who: str = ""
    what: str = ""
    since: str = ""
    until: str = ""
    wanted: Wanted = field(default_factory=Wanted)
    errors: Mapping[str, str] = field(default_factory=dict)

    @property
    def query(self) -> str:
        """As an address has them: none of them says anything of a citizen."""
        chosen = {"who": self.who, "what": self.what, "since": self.since, "until": self.until}
        return urlencode({name: value for name, value in chosen.items() if value})


def asked(told: LanguageDep, who: str = "", what: str = "", since: str = "", until: str = "") -> Asked:
    """A day that cannot be read filters nothing and is told at its field."""
    errors: dict[str, str] = {}
    first = _day("since", since, errors, told)
    last = _day("until", until, errors, told)
    from_ms = _midnight(first.first_day()) if first else None
    to_ms = _midnight(last.last_day(), days=1) if last else None
    by: UUID | str | None = COMMAND if who == COMMAND else None
    with suppress(ValueError):
        by = by or UUID(who)
    action = what if what in set(Action) else None
    return Asked(who if by else "", action or "", since, until, Wanted(by, action, from_ms, to_ms), errors)


AskedDep = Annotated[Asked, Depends(asked)]


def _day(name: str, entered: str, errors: dict[str, str], told: Language) -> PartialDate | None:
    if not entered.strip():
        return None
    try:
        found = parse(entered, on=thai_day(datetime.now(UTC)))
    except ImpossibleBirth as problem:
        errors[name] = sentence(problem, told)
        return None
    if found.year_be is None:
        errors[name] = say("day_unread", told)
        return None
    return found


def _midnight(day: date | None, *, days: int = 0) -> int | None:
    """When a Thai day begins, in ms."""
    begins = datetime.combine(day + timedelta(days=days), time(), THAI_TIME) if day else None
    return int(begins.timestamp() * 1000) if begins else None


@router.get("/audit")
def show(
    request: Request,
    database: DatabaseDep,
    visitor: VisitorDep,
    told: LanguageDep,
    chosen: AskedDep,
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> Response:
    check(visitor, REVIEW)
    with database.reading() as session:
        newest = audit.newest(session, visitor.district, chosen.wanted, page=page, length=LENGTH)
        checked = audit.last_check(session, visitor.district)
        proof = last_proof.last(session, visitor.district, now=datetime.now(UTC))
    return rendered(
        request,
        "audit/page.html",
        status=422 if chosen.errors else 200,
        proof=proof,
        checked=checked,
        verified=checked.found,
        entries=newest.entries,
        officers=newest.officers,
        people=sorted(newest.officers.items(), key=lambda pair: sort_key(pair[1])),
        actions=sorted(Action, key=lambda action: sort_key(say(f"action_{action}", told))),
        chosen=chosen,
        count=newest.count,
        page=page,
        first=(page - 1) * LENGTH + 1,
        about=lambda subject: _about(subject, newest.officers, told),
    )


@router.post("/audit/verify")
def verify(database: DatabaseDep, runner: RunnerDep, visitor: VisitorDep, _form: FormDep) -> Response:
    """A short chain at once; a long one as a job, whose page says how far it is."""
    check(visitor, REVIEW)
    now = datetime.now(UTC)
    with database.reading() as session:
        is_long = audit.length(session, visitor.district) > audit.SOON
        found = None if is_long else audit.verify(session, visitor.district)
    with database.writing() as session:
        if found is not None:
            audit.note_check(session, visitor.district, found, now=now)
            return RedirectResponse("/audit", 303)
        job_id = jobs.ask(session, visitor.district, "verify_audit", by=visitor.officer_id, wants={}, now=now)
    runner.wake()
    return RedirectResponse(f"/jobs/{job_id}", 303)


@router.get("/audit/csv")
def as_csv(database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, chosen: AskedDep) -> Response:
    """The entries that are wanted, the oldest first, as they come from the database."""
    check(visitor, REVIEW)
    now = datetime.now(UTC)
    with database.writing() as session:
        record(session, visitor, Action.LOG_EXPORTED, chosen.what, now)
    name = f"audit-{visitor.district}-{thai_day(now):%Y%m%d}.csv"
    lines = _lines(database, visitor, chosen.wanted, told)
    return StreamingResponse(lines, media_type=MEDIA_TYPES[Kind.CSV], headers=attached(name))


def _lines(database: Database, visitor: Visitor, wanted: Wanted, told: Language) -> Iterator[str]:
    write = csv.writer(_Echo()).writerow
    yield MARK + write([say(key, told) for key in ("number", "time", "who", "did", "about", "entry_hash")])
    with database.reading() as session:
        names = audit.officer_names(session, visitor.district)
        for entry in audit.entries(session, visitor.district, wanted):
            who = names.get(entry.officer_id, "") if entry.officer_id else say("by_command", told)
            did, about = say(f"action_{entry.action}", told), _about(entry.subject, names, told)
            when = datetime.fromtimestamp(entry.at_ms / 1000, THAI_TIME).isoformat(timespec="seconds")
            yield write([entry.number, when, no_formula(who), did, no_formula(about), entry.hash.hex()])


class _Echo:
    """What a csv writer writes to, where the line itself is wanted."""

    def write(self, line: str) -> str:
        return line


@router.get("/audit/tablets")
def list_tablets(request: Request, database: DatabaseDep, visitor: VisitorDep) -> Response:
    """Of which tablet one wants to know whose data it held."""
    check(visitor, REVIEW)
    with database.reading() as session:
        lines = tablets.tablets(session, visitor.district, now=datetime.now(UTC))
    return rendered(request, "audit/tablets.html", tablets=lines)


@router.get("/audit/tablets/{device_id}")
def whose_data(
    request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, device_id: UUID
) -> Response:
    """The areas a tablet was told to hold, from when to when, and the villages of them as they are today."""
    check(visitor, REVIEW)
    with database.reading() as session:
        device = revocation.find_tablet(session, visitor.district, device_id)
        held, tables = holdings.held(session, device), reference.read(session, visitor.district)
        users, not_taken = holdings_file.users(session, device), revocation.held_work(session, device)
        session.expunge(device)
    return rendered(
        request,
        "audit/tablet.html",
        name=short_name(device_id),
        device=device,
        held=held,
        users=users,
        not_taken=not_taken,
        uses=USES,
        village=lambda code: tables.place(code, told),
        enrolled_ms=device_id.int >> 80,  # its id is a UUIDv7
    )


def _about(subject: str, names: Mapping[UUID, str], told: Language) -> str:
    """The ids and codes of an entry as people know them."""
    return " · ".join(_word(part, names, told) for part in subject.split())


def _word(part: str, names: Mapping[UUID, str], told: Language) -> str:
    entity, _, row_id = part.partition("/")
    if entity in ENTITIES:  # which row of it the log of operations tells
        return f"{label(entity, told)} {row_id[-4:].upper()}"
    with suppress(ValueError):
        known = UUID(part)
        return names.get(known) or say("tablet_named", told, name=short_name(known))
    with suppress(ValueError):
        return label(f"Role.{Role(part)}", told)
    with suppress(KeyError):
        return say(f"purpose_{part}", told)
    with suppress(ValueError):
        return say(f"why_{revocation.Why(part)}", told)
    with suppress(ValueError):
        return say(f"action_{Action(part)}", told)
    return display_name(part, told) if find(part) else part
