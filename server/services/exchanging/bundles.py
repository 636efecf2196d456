"""The exchange by a sealed file: the same judging and the same answer as at the endpoint, for who cannot ask again."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from cryptography.exceptions import InvalidTag
from sqlmodel import Session, col, select

from server import security
from server.database import Database
from server.services import districts
from server.services.exchanging import exchange, verdict
from server.services.exchanging.exchange import Judged, NumberTooLow
from server.services.exchanging.operation_log import is_same
from server.services.reviewing import refusals
from server.tables import Device, DeviceKey, LoggedOperation
from shared_models.bundle import (
    METHOD,
    PATH,
    Bundle,
    BundleReply,
    FileKind,
    SignedBundle,
    SignedReply,
    UnreadableBundle,
    bundle_id,
    first_line,
    framed,
    packed,
    reply_text,
    unframed,
    unpacked,
)
from shared_models.chunks import chunks
from shared_models.exchange import (
    Caller,
    ExchangeReply,
    ExchangeRequest,
    OperationReceipt,
    Receipt,
    Refusal,
    SignedOperation,
    parse_authorization,
    signed_text,
)


@dataclass(frozen=True)
class Imported:
    """What became of a bundle, by receipts; `reply` is the file for the tablet.

    `overtaken`: operations that were not judged, because the tablet has exchanged since and its newer word counts, or
    because the database was restored. They wait on the tablet and come with its next exchange.
    """

    tablet: UUID
    bundle: str
    operations: int
    stored: int
    known: int
    refused: int
    conflicts: int
    held: int
    overtaken: int
    reply: bytes = field(repr=False)


class Opened(NamedTuple):
    """A bundle that a tablet enrolled here has signed. `caller` has the number of its last batch."""

    id: str
    caller: Caller
    bundle: Bundle


def take(database: Database, data: bytes, *, now: datetime) -> Imported:
    """Judge each batch of a bundle in a transaction of its own, and answer all of them at once.

    Safe to repeat, also after a crash in the middle: what was judged is answered from the log. Raises
    UnreadableBundle; then nothing was changed.
    """
    opened = _open(database, data)
    skew_ms = _skew_ms(opened.bundle, now)
    judged = [_judged(database, opened.caller, batch, now=now, skew_ms=skew_ms) for batch in opened.bundle.batches]
    receipts = tuple(receipt for each in judged for receipt in each.receipts)
    operations = tuple(operation for each in judged for operation in each.operations)
    last = opened.bundle.batches[-1]
    whole = last.model_copy(update={"runs": tuple(run for batch in opened.bundle.batches for run in batch.runs)})
    # Each batch carries all hand-overs and recovery codes; who judged an earlier import of them kept the codes.
    answered = judged[-1]._replace(receipts=receipts, operations=operations, large=())
    reply = exchange.reply(database, opened.caller, whole, answered, now=now, inline=True)
    return _imported(opened, whole, reply, file=_reply_file(database, opened, reply))


def _open(database: Database, data: bytes) -> Opened:
    sealed = unframed(FileKind.BUNDLE, data)
    with database.reading() as session:
        key = districts.state(session).sealing_key
        try:
            plain = security.open_sealed(key, sealed, info=first_line(FileKind.BUNDLE))
        except InvalidTag:
            raise UnreadableBundle(reason="other_office") from None
        try:
            signed = SignedBundle.from_bytes(plain)
            caller, signature = parse_authorization(signed.authorization)
        except ValueError:
            raise UnreadableBundle(reason="form") from None
        text = signed_text(caller, method=METHOD, path=PATH, body=signed.body)
        signer = session.get(DeviceKey, (caller.district_code, caller.device_id, caller.officer_id))
        if signer is None or not security.is_signed(signer.public_key, signature, text):
            raise UnreadableBundle(reason="unknown_tablet")
    bundle = unpacked(Bundle, signed.body)
    if not security.can_be_sealed_to(bundle.sealing_public):  # known before anything is judged
        raise UnreadableBundle(reason="form")
    return Opened(bundle_id(sealed), caller, bundle)


def _skew_ms(bundle: Bundle, now: datetime) -> int:
    """The tablet's clock less ours: as it measured last, but a clock that is ahead of now by more is off by more.

    How long the file was under way is no skew. Never measured, the two cannot be told apart.
    """
    at_least = bundle.batches[0].clock_ms - int(now.timestamp() * 1000)
    return at_least if bundle.skew_ms is None else max(bundle.skew_ms, at_least)


def _judged(database: Database, caller: Caller, batch: ExchangeRequest, *, now: datetime, skew_ms: int) -> Judged:
    """A batch with its receipts; of one that is judged already, or overtaken, those that the log has.

    Of another epoch they are worth nothing, and exchange.reply leaves them out.
    """
    caller = caller._replace(number=batch.number)
    arrived = batch.model_copy(update={"clock_ms": int(now.timestamp() * 1000) + skew_ms})
    try:
        return exchange.judge(database, caller, arrived, now=now)
    except NumberTooLow:
        sent = [signed for run in batch.runs for signed in run.operations]
        read = (verdict.read(signed, caller.device_id).operation for signed in sent)
        with database.writing() as session:
            receipts = _logged(session, caller, sent)
            handed = refusals.on_record(session, caller, batch.handed)
            passed = exchange.pass_drafts(session, caller, arrived, now_ms=int(now.timestamp() * 1000))
        read_ones = tuple(operation for operation in read if operation)
        return Judged(tuple(receipts), read_ones, handed=handed, passed=passed)


def _logged(session: Session, caller: Caller, operations: list[SignedOperation]) -> list[OperationReceipt]:
    """What the log says of a tablet's operations; nothing of one that it does not have as it was sent."""
    found: dict[str, LoggedOperation] = {}
    for some in chunks(operations):
        statement = select(LoggedOperation).where(
            LoggedOperation.district_code == caller.district_code,
            LoggedOperation.device_id == caller.device_id,
            col(LoggedOperation.stamp).in_([signed.stamp for signed in some]),
        )
        found.update((row.stamp, row) for row in session.exec(statement))
    there = (found[signed.stamp] for signed in operations if signed.stamp in found)
    sent = {signed.stamp: signed for signed in operations}
    return [_receipt(row) for row in there if is_same(row.body, row.digest, sent[row.stamp])]


def _receipt(row: LoggedOperation) -> OperationReceipt:
    as_logged = row.receipt in (Receipt.HELD, Receipt.REFUSED)
    return OperationReceipt(
        stamp=row.stamp,
        receipt=Receipt(row.receipt) if as_logged else Receipt.KNOWN,
        refusal=Refusal(row.refusal) if row.refusal else None,
        detail=row.detail,
    )


def _reply_file(database: Database, opened: Opened, reply: ExchangeReply) -> bytes:
    caller, bundle = opened.caller, opened.bundle
    with database.reading() as session:
        signing_key = districts.state(session).signing_key
        device = session.get(Device, (caller.district_code, caller.device_id))
        assert device is not None
        highest = device.number
    told = BundleReply(
        bundle=opened.id,
        device_id=caller.device_id,
        epoch=bundle.batches[-1].epoch,
        highest=highest,
        reply=reply,
    )
    body = packed(told)
    signed = SignedReply(body=body, signature=security.sign(signing_key, reply_text(body)))
    info = first_line(FileKind.REPLY)
    return framed(FileKind.REPLY, security.seal_to(bundle.sealing_public, signed.to_bytes(), info=info))


def _imported(opened: Opened, whole: ExchangeRequest, reply: ExchangeReply, *, file: bytes) -> Imported:
    operations = sum(len(run.operations) for run in whole.runs)
    counts = Counter(receipt.receipt for receipt in reply.receipts)
    return Imported(
        tablet=opened.caller.device_id,
        bundle=opened.id,
        operations=operations,
        stored=counts[Receipt.STORED] + counts[Receipt.CONFLICT],
        known=counts[Receipt.KNOWN],
        refused=counts[Receipt.REFUSED],
        conflicts=counts[Receipt.CONFLICT],
        held=counts[Receipt.HELD],
        overtaken=operations - len(reply.receipts),
        reply=file,
    )
