"""One exchange with a tablet: what it brings is judged in one transaction, what it gets is read in one snapshot."""

import logging
from datetime import datetime

from sqlmodel import Session, select

from server.database import Database
from server.services import answer, districts, intake, officers, reference, snapshots
from server.services.answer import Answer
from server.services.intake import Taken
from server.tables import Device
from shared_models.errors import DomainError, NotPermitted
from shared_models.exchange import Caller, ExchangeReply, ExchangeRequest

log = logging.getLogger(__name__)
EVERYTHING = 1 << 31  # rows; no district will ever have so many


class NumberTooLow(DomainError):
    """A request overtaken by a later one, or a tablet set back to an old copy: it goes on above `highest`."""

    code = "number_too_low"


def exchange(
    database: Database, caller: Caller, request: ExchangeRequest, *, now: datetime, inline: bool = False
) -> ExchangeReply:
    """Take the operations in their order and answer what changed. Safe to repeat: known ones are known.

    `inline`: everything in this one reply, however much it is, for who cannot ask again.
    """
    wall_ms = int(now.timestamp() * 1000)
    with database.writing(lasting=bool(request.runs)) as session:
        device = _device(session, caller)
        epoch = districts.state(session).epoch
        if (caller.number, caller.epoch) != (request.number, request.epoch):
            raise NotPermitted(action="exchange")
        if request.number <= device.number:
            raise NumberTooLow(highest=device.number)
        _note(device, request, wall_ms)
        taken = Taken([], [])
        scope: tuple[str, ...] = ()
        large: list[str] = []
        if request.epoch == epoch:
            taken = intake.take(session, device, request, wall_ms=wall_ms)
            scope = officers.tablet_scope(session, caller.district_code, caller.device_id)
            new = [] if inline else [code for code in scope if not request.cursors.get(code)]
            large = answer.large(session, new)
    if request.mismatched:
        log.warning("digests of tablet %s do not match: %s", caller.device_id, " ".join(request.mismatched))
    if request.epoch != epoch:
        return ExchangeReply(number=request.number, epoch=epoch, time_ms=wall_ms)
    offers = [snapshots.offer(database, code, now_ms=wall_ms) for code in large]
    with database.reading() as session:
        room = EVERYTHING if inline else min(request.room or answer.PAGE, answer.PAGE)
        found = Answer(session, scope, offers=offers, room=room)
        return _reply(session, caller, request, found, taken=taken, epoch=epoch, wall_ms=wall_ms)


def _device(session: Session, caller: Caller) -> Device:
    statement = select(Device).where(Device.district_code == caller.district_code, Device.id == caller.device_id)
    return session.exec(statement.with_for_update()).one()


def _note(device: Device, request: ExchangeRequest, wall_ms: int) -> None:
    device.number, device.seen_ms, device.app_version = request.number, wall_ms, request.app_version
    device.skew_ms = request.clock_ms - wall_ms


def _reply(
    session: Session,
    caller: Caller,
    request: ExchangeRequest,
    found: Answer,
    *,
    taken: Taken,
    epoch: str,
    wall_ms: int,
) -> ExchangeReply:
    found.read(request.cursors, taken.operations)
    ids, tables = found.packed()
    document = reference.document(session, caller.district_code) if found.scope else None
    return ExchangeReply(
        number=request.number,
        epoch=epoch,
        time_ms=found.time(wall_ms),
        receipts=tuple(taken.receipts),
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
