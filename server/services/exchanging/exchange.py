"""One exchange with a tablet: what it brings is judged in one transaction, what it gets is read in one snapshot."""

import logging
from collections.abc import Iterable
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from sqlalchemy import bindparam, update
from sqlmodel import Session, select

from server.database import Database
from server.services import districts, reference
from server.services.exchanging import answer, holdings, intake, snapshots
from server.services.exchanging.answer import Answer
from server.services.people import officers, passed_drafts, recovery, withdrawn
from server.services.reviewing import refusals
from server.tables import Device
from shared_models.errors import DomainError, NotPermitted
from shared_models.exchange import Caller, ExchangeReply, ExchangeRequest, HandOver, OperationReceipt, PassedDraft
from shared_models.lease import answer_text
from shared_models.operation import Operation

log = logging.getLogger(__name__)
EVERYTHING = 1 << 31  # rows; no district will ever have so many
_OF_DEVICE = Device.district_code == bindparam("district"), Device.id == bindparam("device")
_DEVICE = select(Device).where(*_OF_DEVICE).with_for_update()
_NOTED = ("number", "seen_ms", "app_version", "skew_ms", "waiting")
_NOTE = (
    update(Device.__table__)  # type: ignore[attr-defined]
    .where(*_OF_DEVICE)
    .values({name: bindparam(f"new_{name}") for name in _NOTED})
)


class Judged(NamedTuple):
    """The receipts of a request, those of its operations that can be read, and the areas too large for its reply.

    `handed`, `escrows` and `drafts`: what of its hand-overs, recovery codes and drafts is on record. `passed`: drafts
    of others for its officers.
    """

    receipts: tuple[OperationReceipt, ...] = ()
    operations: tuple[Operation, ...] = ()
    large: tuple[str, ...] = ()
    handed: tuple[HandOver, ...] = ()
    escrows: tuple[bytes, ...] = ()
    drafts: tuple[bytes, ...] = ()
    passed: tuple[PassedDraft, ...] = ()


class NumberTooLow(DomainError):
    """A request overtaken by a later one, or a tablet set back to an old copy: it goes on above `highest`."""

    code = "number_too_low"


def exchange(
    database: Database, caller: Caller, request: ExchangeRequest, *, now: datetime, inline: bool = False
) -> ExchangeReply:
    """Take the operations in their order and answer what changed. Safe to repeat: known ones are known.

    `inline`: everything in this one reply, however much it is, for who cannot ask again.
    """
    judged = judge(database, caller, request, now=now)
    return reply(database, caller, request, judged, now=now, inline=inline)


def judge(database: Database, caller: Caller, request: ExchangeRequest, *, now: datetime) -> Judged:
    """Take the operations in their order, in one transaction; none of a request that is made under another epoch.

    Raises NumberTooLow, NotPermitted.
    """
    wall_ms = int(now.timestamp() * 1000)
    with database.writing(lasting=_brings(request)) as session:
        device = _device(session, caller)
        if (caller.number, caller.epoch) != (request.number, request.epoch):
            raise NotPermitted(action="exchange")
        if request.number <= device.number:
            raise NumberTooLow(highest=device.number)
        _note(session, caller, request, wall_ms=wall_ms)
        judged = Judged()
        if request.epoch == districts.epoch(session):
            receipts, operations = intake.take(session, device, request, wall_ms=wall_ms)
            scope = officers.tablet_scope(session, caller.district_code, caller.device_id)
            holdings.note(session, device, scope, now_ms=wall_ms)
            new = [code for code in scope if not request.cursors.get(code)]
            refusals.hand_over(session, caller, request.handed)
            handed = refusals.on_record(session, caller, request.handed)
            escrows = recovery.keep(session, caller, request.escrows)
            large = tuple(answer.large(session, new))
            drafts = withdrawn.keep(session, caller, request.drafts, now_ms=wall_ms)
            passed = pass_drafts(session, caller, request, now_ms=wall_ms)
            judged = Judged(tuple(receipts), tuple(operations), large, handed, escrows, drafts, passed)
    if request.mismatched:
        log.warning("digests of tablet %s do not match: %s", caller.device_id, " ".join(request.mismatched))
    return judged


def pass_drafts(session: Session, caller: Caller, request: ExchangeRequest, *, now_ms: int) -> tuple[PassedDraft, ...]:
    """What others had typed and is now for the tablet's officers, once it says that it takes such drafts."""
    if request.taken is None:
        return ()
    passed_drafts.hear(session, caller, request.taken, now_ms=now_ms)
    session.flush()
    return passed_drafts.due(session, caller)


def reply(
    database: Database,
    caller: Caller,
    request: ExchangeRequest,
    judged: Judged,
    *,
    now: datetime,
    inline: bool = False,
) -> ExchangeReply:
    """What changed, in one snapshot, with the receipts; to a request of another epoch the epoch alone."""
    wall_ms = int(now.timestamp() * 1000)
    offers = [] if inline else [snapshots.offer(database, code, now_ms=wall_ms) for code in judged.large]
    with database.reading() as session:
        epoch = districts.epoch(session)
        if request.epoch != epoch:
            gone = withdrawn.officers(session, caller)
            signed = _signed(session, caller, request, gone)
            return ExchangeReply(number=request.number, epoch=epoch, time_ms=wall_ms, withdrawn=gone, answered=signed)
        scope = officers.tablet_scope(session, caller.district_code, caller.device_id)
        room = EVERYTHING if inline else min(request.room or answer.PAGE, answer.PAGE)
        found = Answer(session, scope, offers=offers, room=room).read(request.cursors, judged.operations)
        return _reply(session, caller, request, found, judged=judged, epoch=epoch, wall_ms=wall_ms)


def _brings(request: ExchangeRequest) -> bool:
    return bool(request.runs or request.handed or request.escrows or request.drafts or request.taken)


def _device(session: Session, caller: Caller) -> Device:
    return session.exec(_DEVICE, params=_of(caller)).one()


def _note(session: Session, caller: Caller, request: ExchangeRequest, *, wall_ms: int) -> None:
    noted = (request.number, wall_ms, request.app_version, request.clock_ms - wall_ms, request.waiting)
    values = {f"new_{name}": value for name, value in zip(_NOTED, noted, strict=True)}
    session.connection().execute(_NOTE, _of(caller) | values)


def _of(caller: Caller) -> dict[str, object]:
    return {"district": caller.district_code, "device": caller.device_id}


def _signed(session: Session, caller: Caller, request: ExchangeRequest, gone: Iterable[UUID]) -> bytes:
    """From it the tablet's lease runs anew."""
    return districts.sign(session, answer_text(caller.device_id, request.number, gone))


def _reply(
    session: Session,
    caller: Caller,
    request: ExchangeRequest,
    found: Answer,
    *,
    judged: Judged,
    epoch: str,
    wall_ms: int,
) -> ExchangeReply:
    ids, tables = found.packed()
    gone = withdrawn.officers(session, caller)
    document = reference.document(session, caller.district_code) if found.scope else None
    return ExchangeReply(
        number=request.number,
        epoch=epoch,
        time_ms=found.time(wall_ms),
        receipts=judged.receipts,
        handed=judged.handed,
        escrows=judged.escrows,
        drafts=judged.drafts,
        passed=judged.passed,
        withdrawn=gone,
        answered=_signed(session, caller, request, gone),
        start=request.cursors,
        cursors=found.cursors,
        more=found.more,
        scope=found.scope,
        zero=tuple(found.zero),
        snapshots=tuple(found.snapshots),
        ids=ids,
        tables=tables,
        lefts=tuple(found.lefts),
        gone=tuple(found.gone),
        digests=found.digests,
        reference=document if document and document["version"] != request.reference_version else None,
    )
