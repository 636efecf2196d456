"""What waits to be sent: each operation chained, signed and kept until the office has it, and 45 days longer."""

import json
import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import timedelta
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID

import msgpack
from sqlalchemy import ColumnElement, CursorResult, Row, Select, bindparam
from sqlmodel import Session, and_, col, delete, func, or_, select, update

from field_app.store import state
from field_app.store.sealed import Transaction
from field_app.store.tables import RECEIVED, UNANSWERED, OutboxEntry, SendState
from shared_models.chunks import chunks
from shared_models.entities import HOUSEHOLD
from shared_models.exchange import MAX_RUN, HandOver, OperationReceipt, Receipt, Refusal, Run, SignedOperation
from shared_models.merge import Scalar
from shared_models.operation import GENESIS, Operation, chained

KEPT_MS = int(timedelta(days=45).total_seconds() * 1000)
SALT_BYTES = 16
MAX_HANDED = 500  # hand-overs that a request carries
SETTLE = """
UPDATE outbox_entry SET state = ?, refusal = ?, detail = ?, answered_ms = ?, received_ms = ?, handed_heard = NULL
WHERE stamp = ?
"""
HEAR = "UPDATE outbox_entry SET handed_heard = TRUE WHERE stamp = ? AND handed_ms = ?"


class Author(NamedTuple):
    """Who records: `sign` signs with the officer's key on this tablet."""

    officer_id: UUID
    device_id: UUID
    sign: Callable[[bytes], bytes]


# An exchange asks these even where nothing is to be done, so they are built once and go past the session's objects.
_ENTRY = OutboxEntry.__table__.c  # type: ignore[attr-defined]
_WAITING = select(_ENTRY.stamp).where(_ENTRY.state.in_((SendState.MISSING_ROW, SendState.UPGRADE)))
_REFUSED_BY_A_COPY = select(_ENTRY.stamp).where(  # a server that has been restored may know better by now
    _ENTRY.state == SendState.REFUSED,
    or_(_ENTRY.refusal == Refusal.ACCESS, and_(_ENTRY.refusal == Refusal.MALFORMED, _ENTRY.detail == HOUSEHOLD)),
)
_TO_SEND = and_(_ENTRY.state == SendState.OUT, _ENTRY.stamp > bindparam("after"))
_ACTIONS = select(_ENTRY.stamp, _ENTRY.action_id).where(_TO_SEND).order_by(_ENTRY.stamp)
_names = ("stamp", "action_id", "officer_id", "body", "salt", "chain_before", "chain_after", "signature")
_RUNS = (  # what a run needs of its entries
    select(*(_ENTRY[name] for name in _names)).where(_TO_SEND, _ENTRY.stamp <= bindparam("last")).order_by(_ENTRY.stamp)
)
_UNSENT = select(func.count()).where(_ENTRY.state == SendState.OUT)
_HANDED = (
    select(_ENTRY.stamp, _ENTRY.handed_ms, _ENTRY.handed_note)
    .where(_ENTRY.state == SendState.REFUSED, _ENTRY.handed_ms.is_not(None), _ENTRY.handed_heard.is_(None))
    .order_by(_ENTRY.stamp)
    .limit(MAX_HANDED)
)
_FORGETTABLE = select(_ENTRY.stamp).where(_ENTRY.state.in_(RECEIVED), _ENTRY.received_ms < bindparam("before_ms"))


def add(transaction: Transaction, operation: Operation, author: Author, *, replaced: Mapping[str, Scalar]) -> None:
    """Put an operation at the end of the outbox, and once more where a damaged image cannot reach it.

    `replaced` are the values that its changes take the place of.
    """
    session, body, salt = transaction.session, operation.body(), os.urandom(SALT_BYTES)
    before = bytes.fromhex(state.read(session, f"chain:{author.officer_id}", GENESIS.hex()))
    after = chained(before, salt=salt, body=body)
    entry = OutboxEntry(
        stamp=operation.stamp,
        action_id=operation.action_id,
        officer_id=operation.officer_id,
        entity=operation.entity,
        row_id=operation.row_id,
        household_id=operation.household_id,
        body=body,
        salt=salt,
        chain_before=before,
        chain_after=after,
        signature=author.sign(after),
        replaced=json.dumps(replaced, ensure_ascii=False) if replaced else None,
    )
    session.add(entry)
    state.write(session, f"chain:{author.officer_id}", after.hex())
    keep(transaction, entry)
    transaction.keep(f"tail:{author.officer_id}", f"{entry.stamp} {after.hex()}".encode())


def keep(transaction: Transaction, entry: OutboxEntry) -> None:
    """Keep an entry as it is now once more, where a damaged image cannot reach it."""
    transaction.keep(_rescue_key(entry.stamp), _rescue_blob(entry))


def in_tray() -> ColumnElement[bool]:
    """The condition of what the office did not take and no officer has mended or left to the office."""
    return and_(
        OutboxEntry.state == SendState.REFUSED,
        col(OutboxEntry.mended_by).is_(None),
        col(OutboxEntry.handed_ms).is_(None),
    )


def handed(session: Session) -> list[HandOver]:
    """What officers have left to the office and it is not known to have on record, at most MAX_HANDED."""
    found = _ask(session, _HANDED)
    return [HandOver(stamp=stamp, at_ms=at_ms, note=note or "") for stamp, at_ms, note in found]


def hear_of_handed(session: Session, heard: Iterable[HandOver]) -> None:
    """The office has these on record; one that was left to it anew since goes again."""
    if told := [(one.stamp, one.at_ms) for one in heard]:
        session.flush()
        session.connection().exec_driver_sql(HEAR, told)
        session.expire_all()


def unanswered(session: Session, row_ids: Iterable[UUID]) -> list[OutboxEntry]:
    """The operations on these rows that no receipt has settled, in the order they were recorded."""
    statement = (
        select(OutboxEntry)
        .where(col(OutboxEntry.row_id).in_(list(row_ids)), col(OutboxEntry.state).in_(UNANSWERED))
        .order_by(col(OutboxEntry.stamp))
    )
    return list(session.exec(statement))


def retry_waiting(session: Session) -> None:
    """At the start of an exchange: what waits for a mended create or a newer server goes again.

    So does, once after the server was restored, what it then refused for access or because it did not know the row in
    that household: others may have sent since what the restored copy lacked.
    """
    stamps = list(_ask(session, _WAITING).scalars())
    if state.read(session, "restored", default=False):
        stamps += _ask(session, _REFUSED_BY_A_COPY).scalars()
        state.write(session, "restored", value=False)
    for some in chunks(stamps):
        session.execute(update(OutboxEntry).where(col(OutboxEntry.stamp).in_(some)).values(state=SendState.OUT))


def next_runs(session: Session, limit: int = MAX_RUN, *, after: str = "") -> list[Run]:
    """The oldest operations to send, whole actions, at most `limit` unless one action alone is longer.

    `after` is a stamp: only those behind it.
    """
    last, count = "", 0
    for _, action in groupby(_ask(session, _ACTIONS, after=after), key=lambda entry: entry[1]):
        stamps = [stamp for stamp, _ in action]
        if last and count + len(stamps) > limit:
            break
        last, count = stamps[-1], count + len(stamps)
    entries = _ask(session, _RUNS, after=after, last=last).all() if last else ()
    return [_run(entries) for entries in _consecutive(entries)]


def unsent(session: Session) -> int:
    """How many operations are to be sent now."""
    return int(_ask(session, _UNSENT).scalar_one())


def batches(session: Session, limit: int = MAX_RUN) -> Iterator[list[Run]]:
    """Everything that is to be sent, in its order; each batch is what one request carries."""
    after = ""
    while runs := next_runs(session, limit, after=after):
        yield runs
        after = runs[-1].operations[-1].stamp


def _consecutive(entries: Iterable[Row[Any]]) -> list[list[Row[Any]]]:
    """Cut where the officer changes or the chain has a gap."""
    runs: list[list[Row[Any]]] = []
    for entry in entries:
        last = runs[-1][-1] if runs else None
        if last and last.officer_id == entry.officer_id and last.chain_after == entry.chain_before:
            runs[-1].append(entry)
        else:
            runs.append([entry])
    return runs


def _run(entries: list[Row[Any]]) -> Run:
    signed = [SignedOperation(stamp=e.stamp, action_id=e.action_id, body=e.body, salt=e.salt) for e in entries]
    first, last = entries[0], entries[-1]
    return Run(
        officer_id=first.officer_id, continues=first.chain_before, operations=tuple(signed), signature=last.signature
    )


def settle(
    transaction: Transaction, receipts: Iterable[OperationReceipt], *, newest: bool, now_ms: int, server_ms: int
) -> set[UUID]:
    """Write down the receipts; returns the rows whose operations they answer. Only the newest reply can refuse.

    `now_ms` is the tablet's clock, `server_ms` the server's.
    """
    by_stamp = {receipt.stamp: receipt for receipt in receipts}
    settled, row_ids = [], set()
    for stamp, before, row_id in _states(transaction.session, list(by_stamp)):
        receipt = by_stamp[stamp]
        if receipt.receipt == Receipt.REFUSED and (not newest or before in RECEIVED):
            continue
        after = _state_after(receipt)
        received_ms = server_ms if after in RECEIVED else None
        settled.append((after.value, receipt.refusal, receipt.detail, now_ms, received_ms, stamp))
        row_ids.add(row_id)
        if after in RECEIVED:
            transaction.release(_rescue_key(stamp))
    if settled:
        transaction.session.flush()
        transaction.session.connection().exec_driver_sql(SETTLE, settled)
        transaction.session.expire_all()
    return row_ids


def _states(session: Session, stamps: list[str]) -> Iterator[tuple[str, str, UUID]]:
    """Stamp, state and row of those operations that are kept."""
    for some in chunks(stamps):
        there = col(OutboxEntry.stamp).in_(some)
        yield from session.exec(select(OutboxEntry.stamp, OutboxEntry.state, OutboxEntry.row_id).where(there)).all()


def _state_after(receipt: OperationReceipt) -> SendState:
    if receipt.receipt == Receipt.REFUSED:
        waits = {Refusal.MISSING_ROW: SendState.MISSING_ROW, Refusal.UPGRADE: SendState.UPGRADE}
        return waits.get(receipt.refusal or Refusal.INTERNAL, SendState.REFUSED)
    if receipt.receipt == Receipt.CONFLICT or receipt.detail:
        return SendState.CONFLICT
    return SendState.HELD if receipt.receipt == Receipt.HELD else SendState.STORED


def send_all_again(transaction: Transaction) -> None:
    """Meeting a restored server: everything the tablet keeps goes again, refused ones included."""
    for entry in transaction.session.exec(select(OutboxEntry).where(OutboxEntry.state != SendState.OUT)):
        entry.state = SendState.OUT
        keep(transaction, entry)


def forget_old(session: Session, server_ms: int) -> None:
    """Drop operations that the office received more than 45 days ago, by its clock: the tablet's may jump by years."""
    stamps = list(_ask(session, _FORGETTABLE, before_ms=server_ms - KEPT_MS).scalars())
    for some in chunks(stamps):
        session.execute(delete(OutboxEntry).where(col(OutboxEntry.stamp).in_(some)))


def _ask(session: Session, statement: Select[Any], **values: Any) -> CursorResult[Any]:
    session.flush()
    return session.connection().execute(statement, values)


def _rescue_key(stamp: str) -> str:
    return f"operation:{stamp}"


def _rescue_blob(entry: OutboxEntry) -> bytes:
    values = {name: getattr(entry, name) for name in OutboxEntry.model_fields}
    packed: bytes = msgpack.packb(values, default=str)
    return packed


def restored(session: Session, rescued: dict[str, bytes]) -> list[OutboxEntry]:
    """Put rescued operations back into an empty outbox, in their order.

    Stamps and chains go on where they ended, also when the office had received everything: a stamp given twice
    would pass for the earlier operation.
    """
    entries = [
        OutboxEntry.model_validate(msgpack.unpackb(b)) for k, b in sorted(rescued.items()) if k.startswith("operation:")
    ]
    session.add_all(entries)
    tails = {str(entry.officer_id): (entry.stamp, entry.chain_after.hex()) for entry in entries}
    for key, blob in rescued.items():
        if key.startswith("tail:"):
            stamp, chain = blob.decode().split(" ")
            tails[key.removeprefix("tail:")] = stamp, chain
    for officer_id, (_, chain) in tails.items():
        state.write(session, f"chain:{officer_id}", chain)
    if tails:
        state.write(session, "last_stamp", max(stamp for stamp, _ in tails.values()))
    return entries
