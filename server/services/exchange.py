"""One exchange with a tablet: what it brings is judged in one transaction, what it gets is read in one snapshot."""

import json
import logging
from datetime import datetime
from uuid import UUID

from pydantic import ValidationError
from sqlmodel import Session, select

from server.database import Database
from server.services import districts, intake, officers, reference
from server.services.answer import Answer
from server.tables import Device, DeviceKey
from shared_models.errors import DomainError, NotPermitted
from shared_models.exchange import Caller, ExchangeReply, ExchangeRequest, OperationReceipt
from shared_models.operation import Operation

log = logging.getLogger(__name__)


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
    with database.writing() as session:
        device = _device(session, caller)
        epoch = districts.state(session).epoch
        if (caller.number, caller.epoch) != (request.number, request.epoch):
            raise NotPermitted(action="exchange")
        if request.number <= device.number:
            raise NumberTooLow(highest=device.number)
        _note(device, request, wall_ms)
        receipts: list[OperationReceipt] = []
        if request.epoch == epoch:
            receipts = intake.take(session, device, request, wall_ms=wall_ms)
    if request.mismatched:
        log.warning("digests of tablet %s do not match: %s", caller.device_id, " ".join(request.mismatched))
    if request.epoch != epoch:
        return ExchangeReply(number=request.number, epoch=epoch, time_ms=wall_ms)
    with database.reading() as session:
        return _answer(session, caller, request, receipts=receipts, epoch=epoch, wall_ms=wall_ms, inline=inline)


def _device(session: Session, caller: Caller) -> Device:
    statement = select(Device).where(Device.district_code == caller.district_code, Device.id == caller.device_id)
    return session.exec(statement.with_for_update()).one()


def _note(device: Device, request: ExchangeRequest, wall_ms: int) -> None:
    device.number, device.seen_ms, device.app_version = request.number, wall_ms, request.app_version
    device.skew_ms = request.clock_ms - wall_ms


def _answer(
    session: Session,
    caller: Caller,
    request: ExchangeRequest,
    *,
    receipts: list[OperationReceipt],
    epoch: str,
    wall_ms: int,
    inline: bool,
) -> ExchangeReply:
    scope = tablet_scope(session, caller.district_code, caller.device_id)
    answered = [_operation(signed.body) for run in request.runs for signed in run.operations]
    found = Answer(session, scope, inline=inline).read(request.cursors, answered)
    ids, tables = found.packed()
    document = reference.document(session, caller.district_code) if scope else None
    return ExchangeReply(
        number=request.number,
        epoch=epoch,
        time_ms=found.time(wall_ms),
        receipts=tuple(receipts),
        start=request.cursors,
        cursors=found.cursors,
        more=found.more,
        scope=scope,
        zero=tuple(found.zero),
        ids=ids,
        tables=tables,
        lefts=tuple(found.lefts),
        gone=tuple(found.gone),
        digests=found.digests,
        reference=document if document and document["version"] != request.reference_version else None,
    )


def _operation(body: bytes) -> Operation | None:
    try:
        return Operation.model_validate_json(body)
    except (ValidationError, json.JSONDecodeError):
        return None


def tablet_scope(session: Session, district: str, device_id: UUID) -> tuple[str, ...]:
    """The union of the areas of every officer of a tablet, nothing for a revoked one; inner codes are left out."""
    device = session.get(Device, (district, device_id))
    if device is None or device.revoked:
        return ()
    statement = select(DeviceKey.officer_id).where(
        DeviceKey.district_code == district, DeviceKey.device_id == device_id
    )
    codes = {
        code for officer in session.exec(statement) for code in officers.readable_areas(session, district, officer)
    }
    return tuple(sorted(code for code in codes if not any(code != o and code.startswith(o) for o in codes)))
