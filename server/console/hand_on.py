"""Files for other agencies: the register, asking for one, its passphrase once, and the file as long as it is kept."""

import base64
import binascii
from dataclasses import replace
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from fastapi import APIRouter, Query, Request
from fastapi.responses import RedirectResponse, Response, StreamingResponse

from server import security
from server.console.export import attached
from server.console.render import page as rendered
from server.console.visitor import FormDep, LanguageDep, RunnerDep, VisitorDep, areas_of, check, cookie
from server.console.words import Language, say
from server.database import Database
from server.deps import DatabaseDep
from server.services.background import files
from server.services.background.jobs import OPEN
from server.services.handing_on import hand_on_file, hand_ons
from server.services.handing_on.hand_ons import Line, PassphraseGone, Wanted
from server.services.people.console_sessions import Visitor
from shared_models.access import HAND_ON
from shared_models.area import UnknownArea, contains, known
from shared_models.errors import NotPermitted
from shared_models.export import Era
from shared_models.fiscal_year import fiscal_year, thai_day
from shared_models.hand_on import LISTS, SENSITIVE, FieldGroup, ListKind, Purpose
from shared_models.retention import Kept
from shared_models.target_encoding import Encoding

router = APIRouter()
LENGTH = 50
ENCODINGS = (Encoding.UTF_8, Encoding.CP874)
KB, MB = 1000, 1_000_000


@router.get("/hand-on")
def register(
    request: Request,
    database: DatabaseDep,
    visitor: VisitorDep,
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
) -> Response:
    check(visitor, HAND_ON)
    with database.reading() as session:
        lines, count = hand_ons.newest(session, visitor.district, page=page, length=LENGTH)
    first = (page - 1) * LENGTH + 1
    shown = {"lines": lines, "count": count, "page": page, "first": first, "open": OPEN}
    return rendered(request, "hand_on/register.html", **shown)


@router.get("/hand-on/new")
def new(request: Request, database: DatabaseDep, visitor: VisitorDep, told: LanguageDep, kind: str = "") -> Response:
    """The form; the list is chosen in the address, since each has its own groups of fields."""
    check(visitor, HAND_ON)
    chosen = ListKind(kind) if kind in set(ListKind) else ListKind.TARGETS
    groups = LISTS[chosen].usual
    blank = Wanted("", "", None, "", chosen, visitor.district, _years(database, visitor)[0], groups)
    return _form(request, database, visitor, told, blank)


@router.post("/hand-on/new")
def ask(
    request: Request,
    database: DatabaseDep,
    runner: RunnerDep,
    visitor: VisitorDep,
    told: LanguageDep,
    form: FormDep,
) -> Response:
    """Into the register and into line; the browser keeps the key that the passphrase will be sealed to."""
    wanted = _wanted(form, visitor, _years(database, visitor))
    if wanted.missing():
        return _form(request, database, visitor, told, wanted, status=422)
    private, now = security.new_sealing_key(), datetime.now(UTC)
    kept_for = files.kept_for(database, visitor.district, Kept.HAND_ON)
    with database.writing() as session:
        reader = security.sealing_public(private)
        asked = hand_ons.ask(session, visitor.district, wanted, by=visitor.officer_id, reader=reader, now=now)
        own_id, job_id = asked.id, asked.job_id
    runner.wake()
    answer = RedirectResponse(f"/jobs/{job_id}", 303)
    how = cookie(request) | {"path": _where(own_id), "max_age": int(kept_for.total_seconds())}
    answer.set_cookie(_cookie_name(own_id), base64.urlsafe_b64encode(private).decode(), **how)
    return answer


@router.get("/hand-on/files/{hand_on_id}")
def show(request: Request, database: DatabaseDep, visitor: VisitorDep, hand_on_id: UUID) -> Response:
    line = _line(database, visitor, hand_on_id)
    return _page(request, line, visitor)


@router.post("/hand-on/files/{hand_on_id}/passphrase")
def passphrase(
    request: Request, database: DatabaseDep, visitor: VisitorDep, _form: FormDep, hand_on_id: UUID
) -> Response:
    """The passphrase, on this answer alone."""
    line = _line(database, visitor, hand_on_id)
    name = _cookie_name(hand_on_id)
    reader = _private(request.cookies.get(name, ""))
    with database.writing() as session:
        hand_on = hand_ons.find(session, visitor.district, hand_on_id)
        found = hand_ons.passphrase(session, hand_on, reader, by=visitor.officer_id, now=datetime.now(UTC))
    answer = _page(request, line, visitor, passphrase=found)
    answer.delete_cookie(name, path=_where(hand_on_id))
    return answer


@router.get("/hand-on/files/{hand_on_id}/zip")
def download(database: DatabaseDep, visitor: VisitorDep, hand_on_id: UUID) -> Response:
    """The encrypted file, to who may hand on in its area now; on record each time."""
    _line(database, visitor, hand_on_id)
    with database.writing() as session:
        kept = files.find(session, visitor.district, hand_on_id)
        hand_on = hand_ons.find(session, visitor.district, hand_on_id)
        hand_ons.fetch(session, hand_on, by=visitor.officer_id, now=datetime.now(UTC))
    headers = attached(kept.name) | {"content-length": str(kept.size)}
    parts = files.parts(database, visitor.district, hand_on_id)
    return StreamingResponse(parts, media_type=hand_on_file.MEDIA_TYPE, headers=headers)


def _line(database: Database, visitor: Visitor, hand_on_id: UUID) -> Line:
    """Raises UnknownHandOn, NotPermitted."""
    with database.reading() as session:
        line = hand_ons.line(session, visitor.district, hand_on_id)
    check(visitor, HAND_ON, line.hand_on.area_code)
    return line


def _page(request: Request, line: Line, visitor: Visitor, passphrase: str = "") -> Response:
    hand_on = line.hand_on
    return rendered(
        request,
        "hand_on/file.html",
        line=line,
        hand_on=hand_on,
        groups=sorted(hand_ons.groups_of(hand_on.groups), key=list(FieldGroup).index),
        size=_size(hand_on.size),
        passphrase=passphrase,
        may_show=hand_on.sealed is not None
        and hand_on.asked_by == visitor.officer_id
        and bool(request.cookies.get(_cookie_name(hand_on.id))),
        open=OPEN,
    )


def _size(size: int) -> tuple[str, str]:
    """The key of its words, and the number."""
    return ("bytes_mb", f"{size / MB:.1f}") if size >= MB else ("bytes_kb", f"{max(1, round(size / KB)):,}")


def _where(hand_on_id: UUID) -> str:
    return f"/hand-on/files/{hand_on_id}"


def _cookie_name(hand_on_id: UUID) -> str:
    return f"home_visit_hand_on_{hand_on_id.hex[-8:]}"


def _private(text: str) -> bytes:
    """Raises PassphraseGone where the browser has no key."""
    try:
        found = base64.urlsafe_b64decode(text)
    except (binascii.Error, ValueError):
        found = b""
    if len(found) != security.SEALING_KEY_BYTES:
        raise PassphraseGone()
    return found


def _years(database: Database, visitor: Visitor) -> list[int]:
    """Those that can be chosen, at least the current one."""
    with database.reading() as session:
        found = hand_ons.years(session, visitor.district)
    return found or [fiscal_year(thai_day(datetime.now(UTC)))]


def _wanted(form: dict[str, str], visitor: Visitor, years: list[int]) -> Wanted:
    """What the form says. Raises UnknownArea, NotPermitted for an area that the visitor does not hold."""
    area, kind, purpose = form.get("area", ""), form.get("kind", ""), form.get("purpose", "")
    if not known(area):
        raise UnknownArea(area=area[:8])
    if not contains(visitor.district, area):
        raise NotPermitted(action=HAND_ON)
    check(visitor, HAND_ON, area)
    chosen = ListKind(kind) if kind in set(ListKind) else ListKind.TARGETS
    year, offered = form.get("year", ""), LISTS[chosen].groups
    return Wanted(
        recipient=form.get("recipient", "").strip(),
        letter=form.get("letter", "").strip(),
        purpose=Purpose(purpose) if purpose in set(Purpose) else None,
        purpose_words=form.get("purpose_words", "").strip(),
        kind=chosen,
        area=area,
        year=int(year) if year in map(str, years) else years[0],
        groups=frozenset(group for group in offered if form.get(f"group_{group.value}")),
        encoding=Encoding.CP874 if form.get("encoding") == Encoding.CP874 else Encoding.UTF_8,
        era=Era.BE if form.get("era") == Era.BE else Era.CE,
    )


def _form(
    request: Request, database: Database, visitor: Visitor, told: Language, wanted: Wanted, status: int = 200
) -> Response:
    errors = {name: say(f"hand_on_needs_{name}", told) for name in wanted.missing()} if status != 200 else {}
    return rendered(
        request,
        "hand_on/new.html",
        status=status,
        wanted=replace(wanted, area=wanted.area or visitor.district),
        errors=errors,
        kinds=list(ListKind),
        purposes=list(Purpose),
        groups=list(LISTS[wanted.kind].groups),
        noted=SENSITIVE | {FieldGroup.NUMBER, FieldGroup.PHONE},
        areas=areas_of(visitor),
        years=_years(database, visitor),
        encodings=ENCODINGS,
        eras=list(Era),
        days=files.kept_for(database, visitor.district, Kept.HAND_ON).days,
    )
