"""The exchange loop: repeated until nothing is left either way. It can stop anywhere and go on from there."""

import asyncio
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import Any

from sqlmodel import Session, col, func, select

from field_app.store import outbox, reception, state
from field_app.store.outbox import Author
from field_app.store.sealed import SealedDatabase, Transaction
from field_app.store.tables import OutboxEntry, SendState
from field_app.sync.client import SyncClient
from field_app.sync.errors import ServerRefused
from shared_models.exchange import Caller, ExchangeReply, ExchangeRequest, Receipt

LOG_LENGTH = 20
NO_EPOCH = "none"  # of a cache begun anew: the server's answer tells its own
MAX_REQUESTS = 10_000  # a loop that long is a fault, not an exchange


@dataclass
class Summary:
    """What an exchange came to; `finished` only when every operation it sent has its receipt."""

    sent: int = 0
    stored: int = 0
    known: int = 0
    refused: int = 0
    conflicts: int = 0
    held: int = 0
    received: int = 0
    requests: int = 0
    bytes_up: int = 0
    bytes_down: int = 0
    seconds: float = 0.0
    finished: bool = False
    mismatched: list[str] = field(default_factory=list)  # scope codes whose digest stayed wrong after another pull


@dataclass
class Exchange:
    """One tablet's exchange with its server. `progress` hears the summary after every reply."""

    database: SealedDatabase
    client: SyncClient
    author: Author
    district_code: str
    app_version: str
    progress: Callable[[Summary], None] = lambda _: None

    async def run(self) -> Summary:
        """Send and receive until nothing is left. Raises Offline or ServerRefused; what got through is kept."""
        summary, began = Summary(), time.monotonic()
        repulled: frozenset[str] = frozenset()
        try:
            await self.database.write(lambda transaction: outbox.retry_waiting(transaction.session))
            for _ in range(MAX_REQUESTS):
                request = await self.database.write(self._request)
                reply = await self._ask(request)
                outcome = await self.database.write(
                    lambda t, reply=reply, repulled=repulled: reception.receive(
                        t, reply, now_ms=_now_ms(), repulled=repulled
                    )
                )
                repulled |= frozenset(outcome.mismatched)
                self._count(summary, request, reply, received=outcome.received)
                if not outcome.again and not await self.database.read(_waiting):
                    summary.finished = True
                    summary.mismatched = await self.database.read(lambda s: state.read(s, "mismatched", []))
                    break
        finally:
            traffic = self.client.traffic
            summary.requests, summary.bytes_up, summary.bytes_down = (
                traffic.requests,
                traffic.bytes_up,
                traffic.bytes_down,
            )
            summary.seconds = round(time.monotonic() - began, 3)
            await asyncio.shield(self.database.write(lambda transaction: _note(transaction, summary)))
        return summary

    def _request(self, transaction: Transaction) -> ExchangeRequest:
        session = transaction.session
        number = state.read(session, "number", 0) + 1
        state.write(session, "number", number)
        return ExchangeRequest(
            number=number,
            epoch=state.read(session, "epoch", NO_EPOCH),
            clock_ms=_now_ms(),
            app_version=self.app_version,
            reference_version=state.read(session, "reference", {}).get("version", ""),
            cursors=state.read(session, "cursors", {}),
            mismatched=tuple(state.read(session, "mismatched", [])),
            runs=tuple(outbox.next_runs(session)),
        )

    async def _ask(self, request: ExchangeRequest) -> ExchangeReply:
        """The reply; a tablet set back to an older copy goes on above the highest number the server has seen."""
        author = self.author
        caller = Caller(self.district_code, author.device_id, author.officer_id, request.number, request.epoch)
        try:
            return await self.client.exchange(request, caller, author.sign)
        except ServerRefused as refusal:
            highest = refusal.details.get("highest")
            if refusal.details.get("answer") != "number_too_low" or not isinstance(highest, int):
                raise
            await self.database.write(lambda t: state.write(t.session, "number", highest))
            again = await self.database.write(self._request)
            return await self.client.exchange(again, caller._replace(number=again.number), author.sign)

    def _count(self, summary: Summary, request: ExchangeRequest, reply: ExchangeReply, *, received: int) -> None:
        receipts = [receipt.receipt for receipt in reply.receipts]
        summary.sent += sum(len(run.operations) for run in request.runs)
        summary.stored += receipts.count(Receipt.STORED) + receipts.count(Receipt.CONFLICT)
        summary.known += receipts.count(Receipt.KNOWN)
        summary.refused += receipts.count(Receipt.REFUSED)
        summary.conflicts += receipts.count(Receipt.CONFLICT)
        summary.held += receipts.count(Receipt.HELD)
        summary.received += received
        self.progress(summary)


def _waiting(session: Session) -> int:
    count = select(func.count()).where(col(OutboxEntry.state) == SendState.OUT)
    return session.exec(count).one()


def _note(transaction: Transaction, summary: Summary) -> None:
    """Keep the exchange in the log of the last 20, and forget what the office has had for long."""
    now_ms, session = _now_ms(), transaction.session
    entry: dict[str, Any] = {"at_ms": now_ms, **asdict(summary)}
    state.write(session, "log", [entry, *state.read(session, "log", [])][:LOG_LENGTH])
    if summary.finished:
        outbox.forget_old(session, now_ms - state.read(session, "skew_ms", 0))


def _now_ms() -> int:
    return time.time_ns() // 1_000_000
